"""A second start on a project that is open raises its window instead: one process rings, the other opens the door.

Each window writes a record into the user's state folder: where it listens, and a key that only this user can read.
Nothing heavy is loaded where there is no record, which is how nearly every start finds it.
"""

from __future__ import annotations

import contextlib
import json
import os
import stat
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

from annotator import places

PATIENCE = 2.0  # seconds a second start waits for an answer, before it opens a window of its own
LONGEST = 10_000  # bytes of a message
ANSWER = b"shown"
SOCKET = "spandesk-"  # how the names of sockets begin
TOKENS = ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID")  # by which desktops let a window take the keyboard
Tokens = Mapping[str, str]
_NONSENSE = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    OverflowError,
    RecursionError,
)  # what records and messages may turn out to be


def record_of(path: Path) -> Path:
    """Return where the record of a window on the project at `path` lies; links to one project have one record."""
    from hashlib import blake2b

    real = os.path.normcase(os.path.realpath(path))
    return (
        places.state_folder()
        / "windows"
        / f"{blake2b(real.encode(errors='surrogateescape'), digest_size=12).hexdigest()}.json"
    )


def ring(path: Path) -> bool:
    """Ask the window on the project at `path` to come to the front, and return whether it did.

    The record of a process that is gone is taken away.
    """
    record = record_of(path)
    try:
        held: Any = json.loads(record.read_text(encoding="utf-8"))
        address, key, process = str(held["address"]), str(held["key"]), int(held["process"])
    except _NONSENSE:
        return False
    tokens = {name: os.environ[name] for name in TOKENS if name in os.environ}
    _let_raise(process)
    heard: list[bool] = []
    # Whoever should answer may be stopped or hang: nothing waits for it without an end.
    asking = threading.Thread(
        target=lambda: heard.append(_asked(address, {"key": key, "tokens": tokens}, record)), daemon=True
    )
    asking.start()
    asking.join(PATIENCE)
    return heard == [True]


def _asked(address: str, message: Mapping[str, object], record: Path) -> bool:
    from multiprocessing.connection import Client

    try:
        with Client(address) as line:
            line.send_bytes(json.dumps(message).encode())
            return line.poll(PATIENCE) and line.recv_bytes(LONGEST) == ANSWER
    except (FileNotFoundError, ConnectionRefusedError):
        _forget(record, address)
        with contextlib.suppress(OSError, ValueError):
            left = Path(address)  # by a killed process; a record may name any file of the user's
            if left.name.startswith(SOCKET) and stat.S_ISSOCK(left.lstat().st_mode):
                left.unlink()
    except (*_NONSENSE, EOFError):
        pass
    return False


def _let_raise(process: int) -> None:
    """Let `process` take the foreground, where Windows asks who has it."""
    if os.name == "nt":
        import ctypes

        with contextlib.suppress(AttributeError, OSError):
            cast(Any, ctypes).windll.user32.AllowSetForegroundWindow(process)


class Door:
    """Listens for second starts on the project at `path`, and calls `shown(tokens)` on a thread of its own."""

    def __init__(self, path: Path, shown: Callable[[Tokens], None]) -> None:
        self._shown = shown
        self._key = os.urandom(16).hex()
        self._record = record_of(path)
        self._address = ""  # once it listens
        self._closed = threading.Event()
        threading.Thread(target=self._listen, name="door", daemon=True).start()

    def close(self) -> None:
        """Listen no more."""
        if self._closed.is_set():
            return
        self._closed.set()
        if self._address:
            _forget(self._record, self._address)
            threading.Thread(target=_wake, args=(self._address,), daemon=True).start()

    def _listen(self) -> None:
        from multiprocessing.connection import Listener

        try:
            folder = self._record.parent
            folder.mkdir(parents=True, exist_ok=True)
            listener = Listener(_free_address())
        except OSError:
            return  # a second start opens a second window then, which is sound too
        with contextlib.closing(listener):
            self._address = str(listener.address)
            self._write(self._address)
            while not self._closed.is_set():
                with contextlib.suppress(*_NONSENSE, EOFError), listener.accept() as line:
                    self._answer(cast(Any, line))
        _forget(self._record, self._address)  # it may have been closed before it could listen

    def _write(self, address: str) -> None:
        told = {"address": address, "key": self._key, "process": os.getpid()}
        fresh = self._record.with_name(f".{self._record.name}.{os.getpid()}")
        with contextlib.suppress(OSError):
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(told, file)
            fresh.replace(self._record)

    def _answer(self, line: Any) -> None:
        if not line.poll(PATIENCE):
            return  # somebody connected and says nothing
        held: Any = json.loads(line.recv_bytes(LONGEST))
        if held["key"] == self._key and not self._closed.is_set():
            self._shown({name: str(held["tokens"][name]) for name in TOKENS if name in held["tokens"]})
            line.send_bytes(ANSWER)


def _free_address() -> str:
    """Return an address that nobody listens at: a pipe on Windows, else a socket beside those of the desktop."""
    if os.name == "nt":
        from multiprocessing import connection

        return str(cast(Any, connection).arbitrary_address("AF_PIPE"))
    import tempfile

    # Short whatever the user's folders are called: such an address holds about a hundred bytes.
    folder = os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()
    return str(Path(folder, f"{SOCKET}{os.urandom(8).hex()}"))


def _wake(address: str) -> None:
    from multiprocessing.connection import Client

    with contextlib.suppress(OSError, EOFError):
        Client(address).close()


def _forget(record: Path, address: str) -> None:
    """Take the record away if it is still that of `address`."""
    with contextlib.suppress(*_NONSENSE):
        if json.loads(record.read_text(encoding="utf-8"))["address"] == address:
            record.unlink()
