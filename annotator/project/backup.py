"""Sound copies of a project file at any moment, each verified before it takes its name."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from annotator import beside, places
from annotator.model.edit import Gesture
from annotator.model.mark import Author, Key, Mark
from annotator.model.problem import Problem
from annotator.project import connection as opening
from annotator.project import positions, rows
from annotator.project.positions import Position
from annotator.project.writer import Memory, Writer

if TYPE_CHECKING:
    from concurrent.futures import Future

    from annotator.project.reader import Reader

_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


class Saved(NamedTuple):
    """How many marks waited for the disk, and how many of them a copy does not hold since others changed them."""

    waiting: int
    missing: int


def in_background(
    ask: Callable[[Callable[[Reader], Position]], Future[Position]],
    target: Path,
    waiting: Sequence[Gesture],
    writer: Writer,
    author: Author,
) -> Future[Saved]:
    """Make a copy on a thread of its own, as `copy_with` does; `ask` lets the project's reader take it.

    What `writer` remembers is needed: an undo that waits may name by its token what was stored before.
    """
    from concurrent.futures import Future

    done: Future[Saved] = Future()
    memory = writer.memory.copy()
    keys = {key for gesture in waiting for edit in gesture.edits.values() for key in edit}

    def taken(fresh: Path) -> Position:
        return ask(lambda reader: take(reader.connection, fresh)).result()

    def make() -> None:
        try:
            done.set_result(Saved(len(keys), copy_with(taken, target, waiting, author, memory)))
        except Exception as error:
            done.set_exception(error)

    threading.Thread(target=make, name="copy", daemon=True).start()
    return done


def copy(source: sqlite3.Connection, target: Path, look: Callable[[Path], None] = lambda _: None) -> None:
    """Copy the whole project of `source` to `target`, which must not exist; raises Problem, nothing left behind.

    One step, not page by page: a stepwise copy begins anew whenever somebody commits. `look` raises where the copy is
    not to be kept: nobody has seen it yet. It is write-protected: what somebody labelled in a backup would be gone
    with it when its time has come.
    """
    copy_with(lambda fresh: take(source, fresh), target, (), None, look=look)
    if os.name != "nt":  # where what is write-protected cannot be taken away either
        with contextlib.suppress(OSError):
            target.chmod(stat.S_IMODE(target.stat().st_mode) & ~_WRITABLE)


def copy_with(
    taken: Callable[[Path], Position],
    target: Path,
    waiting: Sequence[Gesture],
    author: Author | None,
    memory: Memory | None = None,
    look: Callable[[Path], None] = lambda _: None,
) -> int:
    """Make at `target` the copy that `taken` writes, `waiting` stored on top of it by `author`; return what is missing.

    That is the count of marks of `waiting` that are not in the copy, since others changed them before. A gesture that
    was stored just before the copy was taken is reduced to nothing in it. Raises Problem, nothing left behind.
    """
    beside.clear(target.absolute().parent, target.name)
    if os.path.lexists(target):
        raise Problem(f"{target} was not written", places.TAKEN, places.UNCHANGED)
    try:
        with places.replacing(target, new=True) as fresh:
            position = taken(fresh)
            with contextlib.closing(sqlite3.connect(fresh, isolation_level=None)) as held:
                _verify(held, target, position)
            look(fresh)
            if not waiting:
                return 0
            _store(fresh, waiting, author, memory)
            return len(_missing(fresh, target, waiting))
    except sqlite3.Error as error:
        why = opening.trouble(target, error, was_there=False).why
        raise Problem(f"{target} was not written", why, places.UNCHANGED) from None


def take(source: sqlite3.Connection, fresh: Path) -> Position:
    """Copy `source` to the new file `fresh`, not verified yet; return the position of the moment of the copy."""
    with contextlib.closing(sqlite3.connect(fresh, isolation_level=None)) as held:
        position = _copied(source, held)
    (_, _, file) = source.execute("PRAGMA database_list").fetchone()
    with contextlib.suppress(FileNotFoundError):  # it was moved away while it was open
        # Who cannot read the project cannot read its copy; that of a write-protected one is there to be worked in.
        fresh.chmod(stat.S_IMODE(Path(file).stat().st_mode) | stat.S_IWUSR)
    return position


def _store(fresh: Path, waiting: Sequence[Gesture], author: Author | None, memory: Memory | None) -> None:
    with contextlib.closing(opening.connect(fresh)) as held:
        Writer(held, memory=memory).store_all(waiting, author=author)


def _missing(fresh: Path, target: Path, waiting: Sequence[Gesture]) -> list[Key]:
    """Open the copy as any project is, and return the keys of `waiting` at which it holds something else."""
    wanted: dict[Key, Mark | None] = {}
    for gesture in waiting:
        for edit in gesture.edits.values():
            wanted.update({key: after for key, (_, after) in edit.items()})
    with contextlib.closing(opening.connect(fresh, writable=False)) as held:
        _verify(held, target, positions.pin(held))
        numbers = dict(held.execute("SELECT id, number FROM text").fetchall()) if wanted else {}
        return [key for key, mark in wanted.items()
                if rows.one(held, key, numbers.get(key.article, 0) if key.article else 0) != mark]  # fmt: skip


def _copied(source: sqlite3.Connection, held: sqlite3.Connection) -> Position:
    """Copy `source` into `held` at one moment, whoever writes meanwhile; return the position of that moment."""
    with opening.moment(source):
        position = positions.pin(source)
        source.backup(held)
    return position


def before_upgrade(source: sqlite3.Connection, path: Path, version: int) -> Path:
    """Keep the project at `path` as it is before it leaves format `version`; return where the backup lies.

    One that was made before, when the upgrade did not come to its end, is kept: as the backup where nothing was done
    since, else beside the new one, which has a number.
    """
    position = positions.pin(source)
    number, named = 1, f"{path.stem}.format-{version}"
    target = path.with_name(f"{named}{path.suffix}")
    while os.path.lexists(target) and not is_copy(target, position):
        number += 1
        target = path.with_name(f"{named}-{number}{path.suffix}")
    if not os.path.lexists(target):
        copy(source, target)
    return target


def is_copy(target: Path, position: Position) -> bool:
    """Return whether a whole project at `position` lies at `target`."""
    if not target.is_file():
        return False
    try:
        held = sqlite3.connect(f"{target.absolute().as_uri()}?mode=ro", uri=True)
        try:
            _verify(held, target, position)
        finally:
            held.close()
    except (sqlite3.Error, Problem):
        return False
    return True


def _verify(held: sqlite3.Connection, target: Path, position: Position) -> None:
    (found,) = held.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok" or positions.pin(held) != position:
        raise Problem(f"{target} was not written", "the copy is not equal to the project", places.UNCHANGED)
