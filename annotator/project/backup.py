"""Sound copies of a project file at any moment, each verified before it takes its name."""

from __future__ import annotations

import os
import sqlite3
import stat
from pathlib import Path

from annotator import places
from annotator.model.problem import Problem
from annotator.project import connection as opening
from annotator.project import positions
from annotator.project.positions import Position


def copy(source: sqlite3.Connection, target: Path) -> None:
    """Copy the whole project of `source` to `target`, which must not exist; raises Problem, nothing left behind.

    One step, not page by page: a stepwise copy begins anew whenever somebody commits.
    """
    if os.path.lexists(target):
        raise Problem(f"{target} was not written", "there is a file of that name already", "Nothing was changed.")
    try:
        with places.replacing(target) as fresh:
            held = sqlite3.connect(fresh, isolation_level=None)
            try:
                _verify(held, target, _copied(source, held))
            finally:
                held.close()
            (_, _, file) = source.execute("PRAGMA database_list").fetchone()
            fresh.chmod(stat.S_IMODE(Path(file).stat().st_mode))  # who cannot read the project cannot read its copy
    except sqlite3.Error as error:
        why = opening.trouble(target, error).why
        raise Problem(f"{target} was not written", why, "Nothing was changed.") from None


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
    while os.path.lexists(target) and not _is_backup(target, position):
        number += 1
        target = path.with_name(f"{named}-{number}{path.suffix}")
    if not os.path.lexists(target):
        copy(source, target)
    return target


def _is_backup(target: Path, position: Position) -> bool:
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
        raise Problem(f"{target} was not written", "the copy is not equal to the project", "Nothing was changed.")
