"""The backup of the day, made of a project that was looked all through; one a week of a large one."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from annotator.model.problem import Damaged
from annotator.project import backups
from annotator.project.backups import DAILY, Backup
from annotator.project.check import examine
from annotator.project.thinning import DAY

LARGE = 1_000_000_000  # bytes of a project; copying more would hold up for seconds whoever is at work in it
SIDE_BY_SIDE = 8  # backups that may come to be in the same moment


def often(project: Path) -> timedelta:
    """Return how often a backup is made that nobody asks for: each day, of a project over 1 GB each week."""
    return timedelta(weeks=1) if backups.size_of(project) > LARGE else DAY


def make(source: sqlite3.Connection, project: Path) -> Backup | None:
    """Make a backup of the day if none was made so in the last one, and look all through it; else return None.

    What is looked at is the copy, so that nobody waits; where an older one of a day is of the same position it is not
    kept. Backups made otherwise were not looked through, and stand for none.
    Raises Damaged where the project is; of a damaged one no backup is kept, so that no sound one is thinned for it.
    """
    now, within = datetime.now(UTC), often(project)
    if any(one.why == DAILY and _is_within(one, now, within) for one in backups.listed(project)):
        return None
    backups.clear(project)
    backups.leave_room(project)

    def look(path: Path) -> None:
        if findings := examine(path):
            what_now = f"`spandesk backup {project} --list` lists its backups; `spandesk salvage` saves what is there."
            raise Damaged(f"{project} is damaged", findings[0], what_now)

    stays = _settled(backups.copied(source, project, DAILY, now, look), project)
    backups.thin(project, max(now, datetime.now(UTC)), stays)  # it took some time
    return stays


def _is_within(one: Backup, now: datetime, within: timedelta) -> bool:
    """Return whether a backup was made so recently, or the project found whole and as it is there."""
    try:
        looked = datetime.fromtimestamp(one.path.stat().st_mtime, UTC)
    except OSError:
        return False
    # A clock that was set back leaves backups of the future, which say nothing.
    return any(timedelta(0) <= now - at < within for at in (one.at, looked))


def _settled(made: Backup, project: Path) -> Backup:
    """Keep one backup of a position, whoever else makes one in this moment; return it.

    All look once theirs is there, and all let the same one stay: the last to look leaves one.
    """
    position = backups.position_of(made.path)
    if position is None:
        return backups.newest(project) or made  # who made one in this moment looked before, and let another one stay
    days = [one for one in backups.listed(project) if one.why == DAILY][:SIDE_BY_SIDE]
    same = [one for one in days if backups.position_of(one.path) == position]
    stays = min(same, key=lambda one: (one.at, one.path.name), default=made)
    for one in same:
        if one != stays:
            one.path.unlink(missing_ok=True)
    if stays != made:
        with contextlib.suppress(OSError):
            os.utime(stays.path)  # of this day: the project was looked at
    return stays
