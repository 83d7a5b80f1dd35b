"""Backups beside a project: each verified by opening it, thinned as they grow old, and how one takes its place."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sqlite3
import stat
from collections.abc import Callable, Generator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from annotator import beside, places
from annotator.model.problem import Problem
from annotator.project import backup, edge, positions, thinning
from annotator.project import connection as opening
from annotator.project.check import examine
from annotator.project.positions import Position
from annotator.project.reader import Reader
from annotator.project.thinning import STAMP

DAILY, BY_HAND, RESTORE, DAMAGED = "daily", "by hand", "before restore", "damaged"
_NAME = re.compile(r"(\d{4}-\d\d-\d\dT\d{6}Z) (.+)")


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
    """Return the folder of a project's backups, which may not exist yet; beside the file itself where it is a link."""
    return _itself(project).with_name(f"{_itself(project).stem}.backups")


def _itself(project: Path) -> Path:
    return Path(os.path.realpath(project)) if project.is_symlink() else project


def listed(project: Path, now: datetime | None = None) -> list[Backup]:
    """Return the backups of a project, newest first; what else lies in the folder is none.

    Those that a clock dated that was ahead come last: what was made since is newer, whatever their names tell.
    """
    now = now or datetime.now(UTC)
    try:
        paths = list(folder_of(project).iterdir())
    except OSError:
        return []
    found = (_named(path) for path in paths if path.suffix == _itself(project).suffix)
    return sorted((one for one in found if one is not None), key=lambda one: _age(one, now), reverse=True)


def _age(one: Backup, now: datetime) -> tuple[bool, datetime, int, str]:
    """Return what orders backups: of those of one second, as their names tell it, the one written last is newest."""
    try:
        return one.at <= now, one.at, one.path.stat().st_mtime_ns, one.path.name
    except OSError:
        return one.at <= now, one.at, 0, one.path.name


def _named(path: Path) -> Backup | None:
    match = _NAME.fullmatch(path.stem)
    if match is None or path.name.endswith("-journal"):  # of a damaged one, which it stays beside
        return None
    at = thinning.moment(match[1])
    return None if at is None else Backup(path, at, re.sub(r" \d+$", "", match[2]))


def make(source: sqlite3.Connection, project: Path, why: str, at: datetime | None = None) -> Backup:
    """Keep the project as it is now, verified by opening it, and thin the older backups.

    Where the newest backup is of the same position and stays as long, that one is returned. Raises Problem, nothing
    left behind.
    """
    clear(project)
    there = newest(project)
    if there is not None and (there.is_kept or why != BY_HAND) and _is_of(there, positions.pin(source)):
        return there
    made = copied(source, project, why, at or datetime.now(UTC), _opened)
    thin(project, max(made.at, datetime.now(UTC)), made)  # it took some time
    return made


def newest(project: Path) -> Backup | None:
    """Return the newest backup that was made of a whole project, if there is one."""
    return next((one for one in listed(project) if one.why != DAMAGED), None)


def copied(source: sqlite3.Connection, project: Path, why: str, at: datetime, look: Callable[[Path], None]) -> Backup:
    """Copy the project into its folder of backups, and let `look` raise where the copy is not to be kept."""
    while True:
        made = _fresh(project, why, at)
        try:
            backup.copy(source, made.path, look)
        except Problem as problem:
            if problem.why != places.TAKEN:
                raise
        else:
            return made  # else another one took the name in this moment


def _fresh(project: Path, why: str, at: datetime) -> Backup:
    folder, at = folder_of(project), at.replace(microsecond=0)  # as its name will tell
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise places.unwritable(folder, error) from None
    stamp, number, suffix = f"{at.strftime(STAMP)} {why}", 1, _itself(project).suffix
    path = folder / f"{stamp}{suffix}"
    while os.path.lexists(path):
        number += 1
        path = folder / f"{stamp} {number}{suffix}"
    return Backup(path, at, why)


def _opened(path: Path) -> None:
    with contextlib.closing(opening.connect(path, writable=False)) as held:
        edge.verify(held, path)


def _is_of(one: Backup, position: Position) -> bool:
    """Return whether a backup is whole, and of `position`."""
    return one.why != DAMAGED and backup.is_copy(one.path, position)


def position_of(path: Path) -> str | None:
    """Return the name of the position of a backup, None where it is not a whole project."""
    try:
        with contextlib.closing(opening.connect(path, writable=False)) as held:
            edge.verify(held, path)
            return positions.pin(held).name
    except (Problem, sqlite3.Error):
        return None


def leave_room(project: Path) -> None:
    """Raise Problem where a copy would leave the disk without room for another; asked before what nobody asked for."""
    try:
        free, size = shutil.disk_usage(project.absolute().parent).free, project.stat().st_size
    except OSError:
        return  # making it will tell
    if free < 2 * size:
        raise Problem("no backup was made", "the disk has little room left", "Free some space.")


# ---- which stay
def thin(project: Path, now: datetime, made: Backup | None = None) -> list[Backup]:
    """Take away the backups that need not be kept any more, and return them.

    The one that was just `made` stays: somebody is told that it is there. Those that stay for ever take the place of
    no other.
    """
    ours = [one for one in listed(project, now) if not one.is_kept]
    by_age = thinning.kept([one.at for one in ours], now)
    stay = [one for one in ours if one.at in by_age]
    free = _free(project) + sum(size_of(one.path) for one in ours if one.at not in by_age)  # when those are gone
    stay = stay[: thinning.fitting([size_of(one.path) for one in stay], free)]
    gone = [one for one in ours if one not in stay and one != made]
    for one in gone:
        with contextlib.suppress(OSError):
            one.path.unlink()
    return gone


def clear(project: Path) -> None:
    """Take away what killed processes left among the backups and at the project."""
    beside.clear(folder_of(project))
    beside.clear(_itself(project).parent, _itself(project).name)


def size_of(path: Path) -> int:
    """Return how many bytes a file takes, 0 where there is none."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _free(project: Path) -> int:
    try:
        return shutil.disk_usage(folder_of(project)).free
    except OSError:
        return 1 << 62  # nobody says, so room is no reason


# ---- what they hold
def held(one: Backup, present: sqlite3.Connection | None) -> Held:
    """Open a backup and return what it holds, beside the project whose connection is `present`."""
    try:
        with contextlib.closing(opening.connect(one.path, writable=False)) as connection:
            edge.verify(connection, one.path)
            stats: dict[str, Any] = Reader(connection).stats()
            position = positions.pin(connection)
    except (Problem, sqlite3.Error) as error:
        return Held(0, 0, 0, None, error.why if isinstance(error, Problem) else str(error))  # of which is known
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
    place. No backup is thinned, least of all `chosen`. Raises Problem; until the last step nothing is changed.
    """
    project = _itself(project)
    findings = examine(chosen)
    if findings:
        raise Problem(f"{chosen} was not restored", f"it is damaged: {findings[0]}", "Nothing was changed.")
    if os.path.lexists(project) and chosen.samefile(project):
        raise Problem(f"{chosen} was not restored", "it is the project itself", "Name a backup of it.")
    clear(project)
    with _alone(project) as (before, journal):
        try:
            with places.replacing(project) as fresh:
                shutil.copyfile(chosen, fresh)
                # Of a project that is there the rights stay; else who could not read its backup cannot read it.
                fresh.chmod(stat.S_IMODE(chosen.stat().st_mode) | stat.S_IWUSR)
                _opened(fresh)
                if journal is not None:  # kept with the damaged file; it must not be played into the one restored
                    journal.unlink()
        except (OSError, sqlite3.Error) as error:
            raise _trouble(project, error) from None
    return before


def _trouble(project: Path, error: OSError | sqlite3.Error) -> Problem:
    return places.unwritable(project, error) if isinstance(error, OSError) else opening.trouble(project, error, False)


@contextlib.contextmanager
def _alone(project: Path) -> Generator[tuple[Backup | None, Path | None]]:
    """Hold the project so that nobody writes to it, and yield its backup, and the journal that must go with it."""
    if not os.path.lexists(project):
        yield None, None
        return
    with contextlib.ExitStack() as held:
        try:
            # Closed after the connection: whoever closes the file drops all locks that SQLite holds on it.
            file = held.enter_context(project.open("rb"))
        except OSError as error:
            raise places.unwritable(project, error) from None
        connection = _begun(project)
        if connection is None:
            yield _bytes(project, file)
            return
        held.enter_context(contextlib.closing(connection))
        yield _present(project, file), None


def _begun(project: Path) -> sqlite3.Connection | None:
    """Return a connection that keeps others from writing, None to a damaged file; raises Problem where it is held."""
    cause: BaseException | None
    try:
        connection = opening.connect(project)
        try:
            opening.begin(connection)  # what others are about to write fails later: the file is another one
        except BaseException:
            connection.close()
            raise
        return connection
    except Problem as problem:
        told, cause = problem, problem.__cause__
    except sqlite3.Error as error:
        told, cause = opening.trouble(project, error), error
    if isinstance(cause, sqlite3.Error) and not opening.is_damage(cause):
        raise told  # as when another program is at work in it, which says nothing of what it holds
    return None


def _present(project: Path, file: BinaryIO) -> Backup:
    """Keep a project that is held as it is; what of it cannot be copied soundly byte for byte."""
    try:
        with contextlib.closing(sqlite3.connect(f"{project.absolute().as_uri()}?mode=ro", uri=True)) as source:
            opening.prepare(source)
            there = newest(project)
            if there is not None and _is_of(there, positions.pin(source)):
                return there
            made = _fresh(project, RESTORE, datetime.now(UTC))
            backup.copy(source, made.path)
        _opened(made.path)
    except (Problem, sqlite3.Error):
        return _bytes(project, file)[0]
    return made


def _bytes(project: Path, file: BinaryIO) -> tuple[Backup, Path | None]:
    """Keep a file that cannot be opened byte for byte, with the journal of its interrupted commit."""
    made, journal = _fresh(project, DAMAGED, datetime.now(UTC)), Path(f"{project}-journal")
    try:
        with places.replacing(made.path) as fresh:
            with fresh.open("wb") as kept:
                shutil.copyfileobj(file, kept)
            if journal.exists():
                shutil.copyfile(journal, f"{fresh}-journal")
    except OSError as error:
        raise places.unwritable(made.path, error) from None
    return made, journal if journal.exists() else None
