"""Keep a project as it is now, in the folder of backups beside it; or list the backups and what they hold."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.cli import answer
from annotator.cli.answer import Answer, Progress
from annotator.model.problem import Problem, counted
from annotator.project.project import Project

if TYPE_CHECKING:
    from annotator.project.backups import Backup, Held


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the subcommand takes."""
    parser.add_argument("project", type=Path, metavar="PROJECT")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--list", action="store_true", help="list the backups, newest first; nothing is written")
    what.add_argument(
        "--daily", action="store_true", help="only if none was made so in the last day; it is looked through"
    )


def run(options: argparse.Namespace, progress: Progress) -> Answer:
    """Make a backup, or list those that are there."""
    from annotator.project import backups, daily

    if options.list:
        return _listed(options.project, progress)
    with contextlib.closing(Project.open(options.project, answer.author(), writable=False)) as project:
        source = project.reader.connection
        if options.daily:
            found = daily.make(source, options.project)
            if found is None:
                large = daily.often(options.project) > daily.DAY
                said = "week, and of a project over 1 GB one a week is made" if large else "day"
                return Answer(f"There is a backup of the last {said}.", {"backup": None})
            made = found
        else:
            made = backups.make(source, options.project, backups.BY_HAND)
    return Answer(f"The project lies in {made.path} as it is now.", {"backup": str(made.path), "why": made.why})


def _listed(path: Path, progress: Progress) -> Answer:
    """List the backups of a project, also of one that cannot be opened, or is gone."""
    from annotator.project import backups

    there = backups.listed(path)
    with contextlib.ExitStack() as stack:
        present, trouble = None, ""
        try:
            present = stack.enter_context(contextlib.closing(Project.open(path, answer.author(), writable=False)))
        except Problem as problem:
            if not there:
                raise
            trouble = str(problem)
        progress.tell(stage="list", present=trouble, backups=[_named(one) for one in there])
        found = list(_looked_at(there, present, progress))
    lines = [] if not trouble else [trouble]
    lines += [_line(number, one, held, not trouble) for number, (one, held) in enumerate(found, 1)]
    return Answer(answer.lines(*(lines or ["There is no backup."])), [_shape(one, held) for one, held in found])


def _looked_at(there: list[Backup], present: Project | None, progress: Progress) -> Iterator[tuple[Backup, Held]]:
    from annotator.project import backups

    source = None if present is None else present.reader.connection
    for at, one in enumerate(there):
        held = backups.held(one, source)
        progress.tell(stage="held", at=at, **held._asdict())
        yield one, held


def _line(number: int, one: Backup, held: Held, compared: bool) -> str:
    when = f"{number}  {one.at:%Y-%m-%d %H:%M:%S} UTC, {one.why}"
    if held.finding:
        return f"{when}: {held.finding}"
    counts = f"{when}: {counted(held.articles, 'article')}, {counted(held.spans, 'span')}"
    return f"{counts}; {_difference(held)}" if compared else counts


def _difference(held: Held) -> str:
    if held.since is None:
        return "the project did not grow out of it"
    return f"{counted(held.since, 'gesture')} since" if held.since else "as the project is now"


def _named(one: Backup) -> dict[str, Any]:
    return {"path": str(one.path), "at": f"{one.at:%Y-%m-%dT%H:%M:%SZ}", "why": one.why}


def _shape(one: Backup, held: Held) -> dict[str, Any]:
    return {**_named(one), **held._asdict()}
