"""Backups beside a project: each verified by opening it, thinned as they grow old, and how one takes its place."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sqlite3
from collections.abc import Generator, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from annotator import places
from annotator.model.problem import Problem
from annotator.project import backup, edge, positions
from annotator.project import connection as opening
from annotator.project.check import examine
from annotator.project.positions import Position
from annotator.project.reader import Reader

DAILY, BY_HAND, RESTORE, DAMAGED = "daily", "by hand", "before restore", "damaged"
RECENT = 12
AGES = ((7, timedelta(days=1)), (4, timedelta(weeks=1)), (6, timedelta(days=30)))  # how many of each
_NAME = re.compile(r"(\d{4}-\d\d-\d\dT\d{6}Z) (.+)")
_STAMP = "%Y-%m-%dT%H%M%SZ"


class Backup(NamedTuple):
    """A backup by its name: nothing of it was read yet."""

    path: Path
    at: datetime  # in UTC
    why: str

    @property
    def is_kept(self) -> bool:
        """Return whether it stays whatever its age: someone asked for it, or it cannot be made again."""
        return self.why in (BY_HAND, DAMAGED)


class Held(NamedTuple):
    """What a backup holds, and how the project differs from it."""

    articles: int
    spans: int
    gestures: int
    since: int | None  # gestures made after it; None: the project did not grow out of it
    finding: str = ""  # what is wrong with it


def folder_of(project: Path) -> Path:
    """Return the folder of a project's backups, beside the file itself; it may not exist yet."""
    real = _real(project)
    return real.with_name(f"{real.stem}.backups")


def _real(project: Path) -> Path:
    """Return where the file itself lies, if it is reached by a link: the link stays one, and all who use it agree."""
    return Path(os.path.realpath(project))


def listed(project: Path) -> list[Backup]:
    """Return the backups of a project, newest first; what else lies in the folder is none."""
    try:
        paths = list(folder_of(project).iterdir())
    except OSError:
        return []
    found = (_named(path) for path in paths if path.suffix == _real(project).suffix)
    return sorted((one for one in found if one is not None), key=lambda one: (one.at, one.path.name), reverse=True)


def _named(path: Path) -> Backup | None:
    match = _NAME.fullmatch(path.stem)
    if match is None:
        return None
    with contextlib.suppress(ValueError):
        at = datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)
        return Backup(path, at, re.sub(r" \d+$", "", match[2]))
    return None


def make(source: sqlite3.Connection, project: Path, why: str, at: datetime | None = None) -> Backup:
    """Keep the project as it is now, verified by opening it, and thin the older backups.

    Where the newest backup is of the same position, that one is returned. Raises Problem, nothing left behind.
    """
    newest = next(iter(listed(project)), None)
    if newest is not None and newest.why != DAMAGED and _position(newest.path) == positions.pin(source).name:
        return newest
    made = _fresh(project, why, at or datetime.now(UTC))
    backup.copy(source, made.path)
    try:
        _opened(made.path)
    except Problem:
        made.path.unlink()
        raise
    thin(project, made.at)
    return made


def _fresh(project: Path, why: str, at: datetime) -> Backup:
    project, folder = _real(project), folder_of(project)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise places.unwritable(folder, error) from None
    stamp, number = f"{at.strftime(_STAMP)} {why}", 1
    path = folder / f"{stamp}{project.suffix}"
    while os.path.lexists(path):
        number += 1
        path = folder / f"{stamp} {number}{project.suffix}"
    return Backup(path, at, why)


def _opened(path: Path) -> None:
    with contextlib.closing(opening.connect(path, writable=False)) as held:
        edge.verify(held, path)


def _position(path: Path) -> str | None:
    try:
        with contextlib.closing(opening.connect(path, writable=False)) as held:
            return positions.pin(held).name
    except (Problem, sqlite3.Error):
        return None


def daily(source: sqlite3.Connection, project: Path) -> Backup | None:
    """Make a backup if there is none of the last day, and look all through it; None where there was no need.

    What is looked at is the backup, so that nobody waits. Raises Problem where the project is damaged; of a damaged
    one no backup is kept, so that the sound ones are not thinned for it.
    """
    now = datetime.now(UTC)
    newest = next(iter(listed(project)), None)
    if newest is not None and now - newest.at < timedelta(days=1):
        return None
    made = make(source, project, DAILY, now)
    findings = examine(made.path)
    if findings and made != newest:
        made.path.unlink()
    if findings:
        now_what = (
            f"Restore a backup: `spandesk backup {project} --list` lists them; or `spandesk salvage` what is there."
        )
        raise Problem(f"{project} is damaged", findings[0], now_what)
    return made


# ---- which stay
def thin(project: Path, now: datetime) -> list[Backup]:
    """Take away the backups that need not be kept any more, and return them."""
    held = listed(project)
    stay = kept([one.at for one in held], now)
    gone = [one for one in held if one.at not in stay and not one.is_kept]
    for one in gone:
        with contextlib.suppress(OSError):
            one.path.unlink()
    return gone


def kept(times: Iterable[datetime], now: datetime) -> set[datetime]:
    """Return which of `times` stay: the 12 newest, and the newest of each of 7 days, 4 weeks and 6 months."""
    newest = sorted(times, reverse=True)
    stay = set(newest[:RECENT])
    for count, length in AGES:
        seen: set[int] = set()
        for at in newest:
            age = (now - at) // length
            if age < count and age not in seen:
                seen.add(age)
                stay.add(at)
    return stay


# ---- what they hold
def held(one: Backup, present: sqlite3.Connection | None) -> Held:
    """Open a backup and return what it holds, beside the project whose connection is `present`."""
    try:
        with contextlib.closing(opening.connect(one.path, writable=False)) as connection:
            edge.verify(connection, one.path)
            stats: dict[str, Any] = Reader(connection).stats()
            position = positions.pin(connection)
    except (Problem, sqlite3.Error) as error:
        return Held(0, 0, 0, None, str(error))
    since = None if present is None else _since(present, position)
    return Held(stats["articles"], stats["spans"], stats["gestures"], since)


def _since(present: sqlite3.Connection, position: Position) -> int | None:
    try:
        found = positions.at(present, position.name)
    except Problem:
        return None
    (count,) = present.execute("SELECT count(*) FROM gesture WHERE seq > ?", (found.seq,)).fetchone()
    return int(count)


# ---- back to one
def restore(project: Path, chosen: Path) -> Backup | None:
    """Put the backup `chosen` in the place of the project; return the backup made of what was there before.

    Of a project that is damaged the very bytes are kept. Whoever has the file open sees that another one took its
    place. Raises Problem; until the last step nothing is changed.
    """
    project = _real(project)
    findings = examine(chosen)
    if findings:
        raise Problem(f"{chosen} was not restored", f"it is damaged: {findings[0]}", "Nothing was changed.")
    with _alone(project) as (before, journal):
        try:
            with places.replacing(project) as fresh:
                shutil.copyfile(chosen, fresh)
                _opened(fresh)
                if journal is not None:  # kept with the damaged file; it must not be played into the one restored
                    journal.unlink()
        except (OSError, sqlite3.Error) as error:
            raise _trouble(project, error) from None
    return before


def _trouble(project: Path, error: OSError | sqlite3.Error) -> Problem:
    return places.unwritable(project, error) if isinstance(error, OSError) else opening.trouble(project, error)


@contextlib.contextmanager
def _alone(project: Path) -> Generator[tuple[Backup | None, Path | None]]:
    """Hold the project so that nobody writes to it, and yield its backup, and the journal that must go with it."""
    if not os.path.lexists(project):
        yield None, None
        return
    try:
        seen = opening.look(project)
        connection = opening.connect(project, seen=seen)
    except Problem:
        yield _bytes(project)
        return
    with contextlib.closing(connection):
        opening.begin(connection)  # what others are about to write fails then: the file is another one
        try:
            yield _present(project, seen), None
        finally:
            connection.execute("ROLLBACK")


def _present(project: Path, seen: opening.Seen) -> Backup:
    try:
        with contextlib.closing(opening.connect(project, seen=seen)) as source:
            return make(source, project, RESTORE)
    except Problem:
        return _bytes(project)[0]


def _bytes(project: Path) -> tuple[Backup, Path | None]:
    """Keep a file that cannot be opened byte for byte, with the journal of its interrupted commit."""
    made, journal = _fresh(project, DAMAGED, datetime.now(UTC)), Path(f"{project}-journal")
    try:
        with places.replacing(made.path) as fresh:
            shutil.copyfile(project, fresh)
            if journal.exists():
                shutil.copyfile(journal, f"{fresh}-journal")
    except OSError as error:
        raise places.unwritable(made.path, error) from None
    return made, journal if journal.exists() else None
