"""Show the journal of a project or of one article, or take back an intake or what this author did elsewhere."""

from __future__ import annotations

import argparse
import contextlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from annotator.cli import answer
from annotator.cli.answer import Answer, Progress
from annotator.model.problem import Problem, a_few, counted
from annotator.project import before, undo
from annotator.project.project import Project


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the subcommand takes."""
    parser.add_argument("project", type=Path, metavar="PROJECT")
    parser.add_argument("article", nargs="?", default="", metavar="ARTICLE", help="its number, id or exact title")
    parser.add_argument(
        "--take-back",
        default="",
        metavar="GESTURE",
        help="take back the intake this gesture belongs to, or the gesture",
    )


def run(options: argparse.Namespace, progress: Progress) -> Answer:
    """List the gestures, oldest first."""
    author = answer.author()
    with contextlib.closing(Project.open(options.project, author, writable=bool(options.take_back))) as project:
        if options.take_back:
            if project.read_only:
                why = "the file or its folder is write-protected"
                raise Problem(f"nothing was taken back in {options.project}", why)
            return _take_back(project, options.take_back, progress)
        number = answer.article(project, options.article) if options.article else None
        authors = project.reader.authors()
        moments: list[dict[str, Any]] = []
        for moment in project.reader.history(number):
            shown = moment._asdict()
            shown["author"] = authors[moment.author].name if moment.author in authors else moment.author
            moments.append(shown)
        position = project.reader.position().name
    lines = [
        f"{_time(one['at'])}  {one['author']}  {one['command']} ({one['via']}):"
        f" {_size(one['marks'], one['articles'])}  {one['id']}"
        for one in moments
    ]
    return Answer(answer.lines(*lines, f"position {position}"), {"position": position, "gestures": moments})


def _take_back(project: Project, gesture: str, progress: Progress) -> Answer:
    done, of = 0, 0

    def told(*so_far: int) -> None:
        nonlocal done, of
        done, of = so_far
        progress.tell(stage="take back", done=done, of=of)

    undo.slices_of(project.reader.connection, gesture, project.author.id)  # where there is nothing, that is told first
    progress.tell(stage="backup")
    held = before.keep(project.reader.connection, project.path, "take back")
    try:
        back = project.take_back(gesture, told)
    except KeyboardInterrupt:
        said = f"stopped; {done} of {of} parts are taken back" if of else "stopped; nothing is taken back"
        raise Problem(str(project.path), said, "Taking back again goes on.") from None
    kept = [article[:12] for article in back.kept]
    said = f"Took back {counted(back.marks, 'mark')}."
    if kept:
        stay = f"{counted(len(kept), 'article')} {'stays' if len(kept) == 1 else 'stay'}"
        said += f" {stay}, because someone has worked there since: {a_few(kept)}."
    shape = {"marks": back.marks, "kept": back.kept, **held.as_json()}
    return Answer(answer.lines(*filter(None, (said, held.told))), shape)


def _time(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")


def _size(marks: int, articles: int) -> str:
    return f"{counted(marks, 'mark')} in {counted(articles, 'article') if articles else 'the project'}"
