"""Open a project file by the rules: nothing is read as good that is not, and opening changes no byte.

https://www.sqlite.org/fileformat2.html gives the places of the magic, the version and the application id.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from annotator import places
from annotator.model.problem import Damaged, Problem

MAGIC = b"SQLite format 3\x00"
APPLICATION_ID = 0x53_50_41_4E  # "SPAN"
VERSION = 1
SUFFIX = ".spans"
PAGE_SIZE = 8192
BUSY_MILLISECONDS = 5_000

# Of the tables of each format, as the steps of `schema` make them; a test holds the two together.
FINGERPRINTS = {1: "6ad07415955243ff83071cbeb75bf58f"}

# DELETE with EXTRA: between two gestures the main file alone is complete, and a power cut loses none acknowledged.
_PRAGMAS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA mmap_size=0",
    "PRAGMA synchronous=EXTRA",
    "PRAGMA temp_store=MEMORY",
)


class Seen(NamedTuple):
    """What an inspection saw of a project file: its format, and which file it is (device and number there)."""

    version: int
    file: tuple[int, int]


def connect(path: Path, writable: bool = True, older: bool = False, seen: Seen | None = None) -> sqlite3.Connection:
    """Return a connection to the project at `path`, in autocommit; raises Problem, the bytes untouched.

    A file of an older format is refused unless `older` is said, which only its upgrade does. A process that is
    connected already says what it has `seen`: inspecting the file again would drop the locks it holds.
    """
    seen = seen or look(path)
    version = seen.version
    if version < VERSION and not older:
        raise Problem(
            f"{path} was not opened",
            f"it was made by an older Spandesk (format {version}, this one reads {VERSION})",
            "`spandesk upgrade` brings it up to date and keeps a backup.",
        )
    # After an interrupted commit SQLite must put back what it had begun, which a connection to read cannot.
    mode = "rw" if (writable or journal_of(path).exists()) and may_write(path) else "ro"
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=BUSY_MILLISECONDS / 1000,
            isolation_level=None,
            check_same_thread=False,  # each connection belongs to one thread at a time; Project sees to it
            cached_statements=256,
        )
        try:
            prepare(connection)
            _check_schema(connection, path, version)
            refuse_another(path, seen)
        except BaseException:
            connection.close()
            raise
    except sqlite3.Error as error:
        raise trouble(path, error) from error
    except UnicodeDecodeError:  # of what SQLite says of a damaged schema, in the damaged words themselves
        raise Damaged(f"{path} was not opened", *_DAMAGED) from None
    return connection


@contextmanager
def moment(connection: sqlite3.Connection) -> Generator[None]:
    """Look at one moment of a project that others may be at work on; short, for it holds up their commits."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("COMMIT")


def begin(connection: sqlite3.Connection) -> None:
    """Begin to write; raises sqlite3.OperationalError when another process has held the file for too long.

    SQLite's own waiting grows to 100 ms a turn: beside an import, which leaves the file free for a moment only
    between its slices, it would sleep through one moment after another.
    """
    until = time.monotonic() + BUSY_MILLISECONDS / 1000
    connection.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > until:
                    raise
                time.sleep(0.001)
            else:
                return
    finally:
        connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")


def prepare(connection: sqlite3.Connection) -> None:
    """Set the pragmas of a project connection; none of them writes."""
    connection.row_factory = None
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def may_write(path: Path) -> bool:
    """Return whether the file and its folder, which holds the rollback journal, can be written."""
    return os.access(path, os.W_OK) and os.access(journal_of(path).parent, os.W_OK)


def journal_of(path: Path) -> Path:
    """Return where SQLite keeps the rollback journal of a project: beside the file itself, where `path` is a link."""
    return Path(f"{os.path.realpath(path)}-journal")


def inspect(path: Path) -> int:
    """Return the format of the project at `path`, by its first 100 bytes; raises Problem where it is none known."""
    return look(path).version


def look(path: Path) -> Seen:
    """Return what the first 100 bytes of the project at `path` say; raises Problem where it is none that is known.

    Never of a file that this process is connected to: closing it would drop all locks SQLite holds on it.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise Problem(f"{path} was not opened", "it is not a file")
        with path.open("rb") as file:
            head, found = file.read(100), os.fstat(file.fileno())
    except OSError as error:
        raise Problem(f"{path} was not opened", error.strerror or str(error)) from None
    if len(head) < 100 or not head.startswith(MAGIC) or head[68:72] != APPLICATION_ID.to_bytes(4, "big"):
        # Too long to be a note of somebody's with this suffix, it may be a project whose beginning is gone.
        kind = Damaged if found.st_size >= PAGE_SIZE and path.suffix == SUFFIX else Problem
        raise kind(f"{path} was not opened", "it is not a Spandesk project", "Nothing was changed.")
    version = int.from_bytes(head[60:64], "big")
    if version < 1:
        raise Problem(f"{path} was not opened", "it was never finished being made", "Nothing was changed.")
    if version > VERSION:
        raise Problem(
            f"{path} was not opened",
            f"it was made by a newer Spandesk (format {version}, this one reads up to {VERSION})",
            "Nothing was changed; install the newer version to open it.",
        )
    return Seen(version, (found.st_dev, found.st_ino))


# As when a synchronising program puts the copy of another machine at the path of a file that is open.
_DAMAGED = ("it is damaged", "Restore a backup, or salvage what it holds; the file was not changed.")
_MOVED = (
    "it was moved, or another file has taken its place",
    "Put the file back; a window keeps what is not saved until then.",
)

_NO_LOCKS = ("its disk does not lock files, as some network shares do not", "Copy it to a disk of this machine.")


def refuse_another(path: Path, seen: Seen) -> None:
    """Raise Problem when the file at `path` is no longer the one that was `seen`; it is not opened to find out."""
    try:
        found = path.stat()
    except FileNotFoundError:
        raise Problem(f"{path}", *_MOVED) from None
    except OSError as error:
        raise Problem(f"{path}", error.strerror or str(error)) from None
    if (found.st_dev, found.st_ino) != seen.file:
        raise Problem(f"{path}", *_MOVED)


def fingerprint(connection: sqlite3.Connection) -> str:
    """Return the schema as one text, in an order of its own."""
    rows: list[tuple[Any, ...]] = connection.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_master"
        " WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND tbl_name <> '_sqlite_migrations' ORDER BY type, name"
    ).fetchall()
    return "\n".join("|".join(str(cell) for cell in row) for row in rows)


def digest(text: str) -> str:
    """Return the short digest a schema is known by."""
    from hashlib import blake2b  # the window starts without it

    return blake2b(text.encode(), digest_size=16).hexdigest()


def _check_schema(connection: sqlite3.Connection, path: Path, version: int) -> None:
    if digest(fingerprint(connection)) != FINGERPRINTS[version]:
        raise Damaged(
            f"{path} was not opened",
            "its tables are not those of a Spandesk project, so it was changed by another program or is damaged",
            "Nothing was changed; restore a backup or run `spandesk check` on it.",
        )


def is_damage(error: sqlite3.Error) -> bool:
    """Return whether `error` tells that the file itself is broken."""
    return getattr(error, "sqlite_errorname", "").startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB"))


def trouble(path: Path, error: sqlite3.Error, was_there: bool = True) -> Problem:
    """Return the Problem that tells of `error` at `path`; what never `was_there` was not moved away."""
    name = getattr(error, "sqlite_errorname", "")
    gone = was_there and not os.path.lexists(path)
    known = {
        "SQLITE_FULL": (places.FULL, "Free some space and try again; what was saved before is whole."),
        "SQLITE_BUSY": ("another program holds it", "Try again when that program is done."),
        "SQLITE_CORRUPT": _DAMAGED,
        "SQLITE_NOTADB": _DAMAGED,
        "SQLITE_READONLY_DBMOVED": _MOVED,
        **dict.fromkeys(("SQLITE_IOERR_LOCK", "SQLITE_IOERR_RDLOCK", "SQLITE_IOERR_CHECKRESERVEDLOCK"), _NO_LOCKS),
        "SQLITE_READONLY": ("it is write-protected", "Change its rights, or copy it elsewhere."),
        "SQLITE_CANTOPEN": _MOVED if gone else ("it cannot be opened", "Check its rights and its folder."),
    }
    for code, (why, now) in known.items():
        if name.startswith(code):
            return (Damaged if why == _DAMAGED[0] else Problem)(f"{path}", why, now)
    return Problem(f"{path}", str(error) or type(error).__name__, "What was saved before is whole.")
