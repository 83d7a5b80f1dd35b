"""Sound copies of a project file at any moment, each verified before it takes its name."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from annotator import places
from annotator.model.problem import Problem
from annotator.project import connection as opening
from annotator.project import positions


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
                source.backup(held)
                _verify(source, held, target)
            finally:
                held.close()
    except sqlite3.Error as error:
        why = opening.trouble(target, error).why
        raise Problem(f"{target} was not written", why, "Nothing was changed.") from None


def before_upgrade(source: sqlite3.Connection, path: Path, version: int) -> Path:
    """Keep the project at `path` as it is before it leaves format `version`, once; return where the backup lies."""
    target = path.with_name(f"{path.stem}.format-{version}{path.suffix}")
    if not _is_same(source, target):
        copy(source, _free(target))
    return target


def _free(target: Path) -> Path:
    if os.path.lexists(target):
        raise Problem(
            f"{target} was not written",
            "there is a file of that name that is no backup of this project",
            "Move it away and try again; nothing was changed.",
        )
    return target


def _is_same(source: sqlite3.Connection, target: Path) -> bool:
    """Return whether a backup made by an upgrade that did not come to its end lies at `target`."""
    if not target.is_file():
        return False
    try:
        held = sqlite3.connect(f"{target.absolute().as_uri()}?mode=ro", uri=True)
        try:
            _verify(source, held, target)
        finally:
            held.close()
    except (sqlite3.Error, Problem):
        return False
    return True


def _verify(source: sqlite3.Connection, held: sqlite3.Connection, target: Path) -> None:
    (found,) = held.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok" or positions.pin(held) != positions.pin(source):
        raise Problem(f"{target} was not written", "the copy is not equal to the project", "Nothing was changed.")
