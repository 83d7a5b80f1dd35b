"""Share the articles out into train, dev and test, for ever; copies of a text and its later versions stay together."""

from __future__ import annotations

import argparse
import contextlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.cli import answer
from annotator.cli.answer import Answer, Misuse, Progress
from annotator.model.mark import PARTS
from annotator.model.problem import Problem, counted
from annotator.model.report import LeftOut
from annotator.model.split import Law, between
from annotator.project import before, parts
from annotator.project.before import Kept
from annotator.project.parts import Division
from annotator.project.project import Project

MOST = 500  # articles whose titles are read in one go


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the subcommand takes."""
    parser.add_argument("project", type=Path, metavar="PROJECT")
    parser.add_argument(
        "--ratio", default="", metavar="80:10:10", help="of train, dev and test; another one than before moves articles"
    )
    parser.add_argument("--salt", default="", metavar="TEXT", help="decides who goes where; another one moves articles")
    parser.add_argument("--dry-run", action="store_true", help="tell what would change, change nothing")
    parser.add_argument("--strict", action="store_true", help="exit 3 when an article is near two parts")


def run(options: argparse.Namespace, progress: Progress) -> Answer:
    """Work out what the law says, and keep it."""
    dry: bool = options.dry_run
    if options.ratio:
        _refuse_what_is_none(options.ratio)
    with contextlib.closing(Project.open(options.project, answer.author(), writable=not dry)) as project:
        if project.read_only and not dry:
            raise Problem(f"{options.project} was not split", "the file or its folder is write-protected")
        connection = project.reader.connection
        held = parts.law_at(connection) or Law()
        asked = Law.of(options.ratio or held.ratio, options.salt or held.salt)
        with contextlib.closing(project.cache()) as cache:
            division = parts.divide(connection, asked, told=progress.of_stage, cache=cache)
        kept = None
        if not dry:
            kept = _back_up(project, division, progress)
            parts.keep(project, division, progress.of_stage)
        left_out = list(_left_out(project, division))
    shape = {**_shape(division), "dry_run": dry, "left_out": [one.as_json() for one in left_out]}
    told = [*_said(shape), *map(answer.left_out, left_out)]
    if kept is not None:
        shape.update(kept.as_json())
        told.append(kept.told)
    return Answer(answer.lines(*filter(None, told)), shape, bool(left_out))


def _back_up(project: Project, division: Division, progress: Progress) -> Kept:
    """Keep the project as it is, where the split changes parts."""
    if next(iter(division.changes()), None) is None:
        return Kept(None, "no part changed")
    progress.tell(stage="backup")
    return before.keep(project.reader.connection, project.path, "split")


def _refuse_what_is_none(ratio: str) -> None:
    try:
        Law.of(ratio, "")
    except Problem as problem:
        raise Misuse(problem.what, problem.why, problem.now) from None


def _left_out(project: Project, division: Division) -> Iterator[LeftOut]:
    near = sorted(division.placed.between.items())
    for at in range(0, len(near), MOST):
        numbers = {division.articles.numbers[place]: parts for place, parts in near[at : at + MOST]}
        rows = project.reader.rows(list(numbers), project.author.id)
        for number, touched in numbers.items():
            row = rows[number]
            yield LeftOut("article", row.title or row.article[:12], between(touched).words)


def _shape(division: Division) -> dict[str, Any]:
    """Return the answer of `--json`, but for what is left out."""
    new, moved = Counter[str](), Counter[tuple[str, str]]()
    for at, old, part in division.changes():
        if not division.articles.present[at]:
            continue  # it was taken back: what is counted is what is there
        if old:
            moved[old, part] += 1
        else:
            new[part] += 1
    before, after, placed = division.before(), division.after(), division.placed
    return {
        "ratio": division.law.ratio,
        "salt": division.law.salt,
        "articles": sum(division.articles.present),
        "parts": {
            part: {"before": before[part], "articles": after[part], "new": new[part]}
            for part in dict.fromkeys((*PARTS, *sorted(before | after)))
        },
        "new": new.total(),
        "moved": moved.total(),
        "moves": [{"from": old, "to": part, "articles": count} for (old, part), count in sorted(moved.items())],
        "groups": placed.groups,
        "near": placed.near,
    }


def _said(shape: dict[str, Any]) -> Iterator[str]:
    """Yield what a person is told, line by line."""
    if shape["dry_run"]:
        yield "Nothing was changed. The split would be:"
    held = ", ".join(f"{part} {counts['articles']:,}" for part, counts in shape["parts"].items())
    yield f"{counted(shape['articles'], 'article')} by {shape['ratio']}: {held}."
    near = counted(shape["near"], "article")
    yield f"New to the split: {shape['new']:,}; moved: {shape['moved']:,}; nearly the same as another: {near}."
    for one in shape["moves"]:
        yield f"moved: {counted(one['articles'], 'article')} from {one['from']} to {one['to']}"
