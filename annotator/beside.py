"""Folders of our own beside what is replaced: held while somebody works in one, taken away when that process is gone.

One is called `.NAME.spandesk-xxxxxxxx`. The file HELD in it is locked by who made it until all is done; the system lets
go of the lock when a process ends, however it ends. A lock may tell nothing to another machine, so HELD names the one
that it was made on, and no other one takes it away.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import BinaryIO

NEW, ASIDE = "new", "aside"  # what is to take a place, what was moved out of one
HELD, BEGUN = "held", "begun"  # the lock, and as what it is written
_NAME = re.compile(r"\.(.+)\.spandesk-[a-z0-9_]{8}", re.DOTALL)


@contextlib.contextmanager
def folder(target: Path) -> Generator[Path]:
    """Yield a fresh folder beside `target`, gone afterwards, with a folder NEW in it; raises OSError.

    What was left there by those who did the like, and are gone, is taken away before. What was moved aside and cannot
    come back stays in it.
    """
    clear(target.parent, target.name)
    made, lock = _made(target)
    try:
        (made / NEW).mkdir()
        yield made
    finally:
        with lock, contextlib.suppress(OSError):
            if _is_spare(made, target):
                _remove(made, lock)


def clear(place: Path, name: str = "") -> None:
    """Take away what is left in `place` of processes that are gone, for a target of that name, or for any.

    A target that was moved aside, and in whose place nothing came, is put back.
    """
    for found, target in _left(place, name):
        with contextlib.suppress(OSError):
            _clear(found, place / target)


def _left(place: Path, name: str) -> Iterator[tuple[Path, str]]:
    """Yield the folders in `place` that are called as ours are, with what their targets are called."""
    try:
        held = [one.name for one in os.scandir(place) if one.name.startswith(f".{name}")]
    except OSError:
        return
    for one in held:
        match = _NAME.fullmatch(one)
        if match is not None and name in ("", match[1]):
            yield place / one, match[1]


def _clear(found: Path, target: Path) -> None:
    there = found.lstat()
    if not stat.S_ISDIR(there.st_mode) or (os.name != "nt" and there.st_uid != os.geteuid()):
        return
    try:
        lock = (found / HELD).open("r+b")
    except FileNotFoundError:
        _clear_begun(found)
        return
    with lock:
        if _locked(lock) and lock.read(1000) == _said() and _is_spare(found, target):
            _remove(found, lock)


def _clear_begun(found: Path) -> None:
    """Take away a folder that nobody holds yet; who makes it notices, and makes another. What holds more stays."""
    begun = found / BEGUN
    if begun.is_file() and _said().startswith(begun.read_bytes()):
        begun.unlink()
    found.rmdir()


def _is_spare(found: Path, target: Path) -> bool:
    """Return whether nobody misses what a folder holds, having put back what lay at the target."""
    aside = found / ASIDE
    if os.path.lexists(aside) and not os.path.lexists(target):
        aside.rename(target)
    # Where both are there yet, something else came to lie at the target: its owner must say what is to stay.
    return not (os.path.lexists(aside) and os.path.lexists(found / NEW / target.name))


def _made(target: Path) -> tuple[Path, BinaryIO]:
    """Make a folder that is held; return it with the lock."""
    import shutil
    import tempfile  # opening a project does without

    while True:
        made = Path(tempfile.mkdtemp(prefix=f".{target.name}.spandesk-", dir=target.parent))
        try:
            # Another machine judges by what HELD says, since locks may tell it nothing: so it is never there by half.
            (made / BEGUN).write_bytes(_said())
            (made / BEGUN).rename(made / HELD)
            lock = (made / HELD).open("r+b")
        except FileNotFoundError:
            continue  # who cleared the place took it for one that was left
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise
        try:
            _locked(lock, wait=True)  # where the disk locks nothing, nobody else takes it away either
            if os.path.lexists(made / HELD):
                return made, lock
        except BaseException:
            _remove(made, lock)
            raise
        lock.close()


def _said() -> bytes:
    import platform

    said = f"Spandesk works in this folder, on {platform.node()}; where it was ended, it takes it away the next time."
    return said.encode(errors="replace")


def _locked(lock: BinaryIO, wait: bool = False) -> bool:
    """Lock a file until it is closed; return False where somebody else who opened it did."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        return False
    return True


def _remove(made: Path, lock: BinaryIO) -> None:
    """Take a folder away, HELD last: what is left where that is broken off is still known as ours."""
    import shutil

    for one in (made / NEW, made / ASIDE):
        shutil.rmtree(one, ignore_errors=True)
    with lock, contextlib.suppress(OSError):
        if {one.name for one in made.iterdir()} == {HELD}:
            if os.name == "nt":
                lock.close()  # what is open cannot be taken away there
            (made / HELD).unlink()
            made.rmdir()
