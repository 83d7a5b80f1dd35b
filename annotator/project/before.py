"""The backup before a bulk change. Trouble with it never stops the change: why there is none is told."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from annotator import places
from annotator.model.problem import Problem
from annotator.model.tongue import tr
from annotator.project import backups, daily
from annotator.project.connection import Seen, connect, trouble

RECENT = timedelta(minutes=10)
LARGEST = daily.LARGE


class Kept(NamedTuple):
    """The backup that a change can be taken back by, else why there is none; `is_trouble` where one was wanted."""

    path: Path | None
    why: str = ""
    is_trouble: bool = False

    def as_json(self) -> dict[str, object]:
        """Return what the shell's answers tell of it."""
        path = None if self.path is None else str(self.path)
        return {"backup": path, "no_backup": self.why, "backup_trouble": self.is_trouble}

    @property
    def told(self) -> str:
        """Return the sentence that tells a person of it, "" where nothing is to be known."""
        if self.path is not None:
            return f"As it was before, the project lies in {self.path}."
        return tr("There is no backup of before: {why}", why=self.why) if self.is_trouble else ""


def keep(source: sqlite3.Connection, project: Path, what: str) -> Kept:
    """Keep the project as it is before `what`, unless that is nothing, or kept, or too large; never raises Problem."""
    try:
        return _kept(source, project, what)
    except Problem as problem:
        return _troubled(problem)
    except sqlite3.Error as error:
        return _troubled(trouble(project, error))
    except OSError as error:
        return Kept(None, error.strerror or str(error), True)


def _troubled(problem: Problem) -> Kept:
    """Return what is told of trouble: never that nothing was changed, for the change itself goes on."""
    now = "" if problem.now == places.UNCHANGED else problem.now
    return Kept(None, str(Problem(problem.what, problem.why, now)), True)


def _kept(source: sqlite3.Connection, project: Path, what: str) -> Kept:
    (holds,) = source.execute("SELECT EXISTS (SELECT 1 FROM text)").fetchone()
    if not holds:
        return Kept(None, tr("the project held nothing"))
    backups.clear(project)
    now, newest = datetime.now(UTC), backups.newest(project)
    if newest is not None and timedelta(0) <= now - newest.at < RECENT:
        return Kept(None, tr("there is one of the last ten minutes"))
    if project.stat().st_size > LARGEST:
        return Kept(None, tr("the project is larger than 1 GB; `spandesk backup` makes one"), True)
    backups.leave_room(project)
    return Kept(backups.make(source, project, f"before {what}", now).path)


class Keeping:
    """A backup made on a thread of its own; `told` is called there with what became of it."""

    def __init__(self, project: Path, seen: Seen, what: str, told: Callable[[Kept], None]) -> None:
        self.free = threading.Event()  # the change may be stored: the backup is there, or cannot be made
        self._project, self._seen, self._what, self._told = project, seen, what, told
        self._thread = threading.Thread(target=self._work, name="backup", daemon=True)
        self._thread.start()

    @property
    def is_over(self) -> bool:
        """Return whether nothing is made any more, so that another one may begin."""
        return not self._thread.is_alive()

    def wait(self) -> None:
        """Wait until it is made, or cannot be."""
        self._thread.join()

    def _work(self) -> None:
        try:
            self._told(self._kept())
        finally:
            self.free.set()

    def _kept(self) -> Kept:
        try:
            with contextlib.closing(connect(self._project, writable=False, seen=self._seen)) as source:
                return keep(source, self._project, self._what)
        except Problem as problem:
            return _troubled(problem)
