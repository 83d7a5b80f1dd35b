"""Which ways there are on from a project that is damaged or was spoilt, and how a banner offers them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.model.problem import Damaged
from annotator.model.tongue import tr

if TYPE_CHECKING:
    from annotator.ui.banner import Actions

RESTORE, SALVAGE = "restore", "salvage"


def ways_of(path: Path, trouble: object) -> tuple[str, ...]:
    """Return which ways there are on from `trouble` with the project at `path`; on any thread, for it may read."""
    from annotator.project import backups  # there is trouble seldom

    if isinstance(trouble, Damaged):
        return (RESTORE, SALVAGE)
    try:
        return (RESTORE,) if backups.listed(path) else ()
    except ValueError:  # a path with a zero in it is none at all
        return ()


def ways_on(run: Callable[..., None], path: Path, ways: Sequence[str] = (RESTORE, SALVAGE)) -> Actions:
    """Return what a banner offers to be done with the project at `path`; `run` runs the commands of its window."""
    found: Actions = {}
    if RESTORE in ways:
        found[tr("Restore a backup\u2026")] = lambda: run("project.backups", str(path))
    if SALVAGE in ways:
        found[tr("Salvage what it holds\u2026")] = lambda: run("project.salvage", str(path))
    return found
