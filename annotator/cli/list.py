"""List kinds, commands, sources, schemes, or a project's labels, articles or authors."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

from annotator import places, shelf
from annotator.cli import answer
from annotator.cli.answer import Answer, Misuse, Progress
from annotator.project.project import Project
from annotator.suggest.offering import sources

Listed = dict[str, Any]  # one line of a list, by the names of its columns


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the subcommand takes."""
    parser.add_argument("what", choices=[*WITHOUT_PROJECT, *WITH_PROJECT], metavar="WHAT",
                        help=", ".join([*WITHOUT_PROJECT, *WITH_PROJECT]))  # fmt: skip
    parser.add_argument("project", nargs="?", type=Path, metavar="PROJECT")


def run(options: argparse.Namespace, progress: Progress) -> Answer:
    """List one thing; as JSON an array of objects."""
    if options.what in WITHOUT_PROJECT:
        listed = list(WITHOUT_PROJECT[options.what]())
    elif options.project is None:
        raise Misuse(f"list {options.what}", "it needs a project", f"Say: spandesk list {options.what} PROJECT")
    else:
        with contextlib.closing(Project.open(options.project, answer.author(), writable=False)) as project:
            listed = list(WITH_PROJECT[options.what](project))
    lines = ["  ".join(_cell(value) for value in one.values() if value != "") for one in listed]
    return Answer(answer.lines(*lines), listed)


def _cell(value: object) -> str:
    return " ".join(map(str, cast(list[object], value))) if isinstance(value, list) else str(value)


def _kinds() -> Iterator[Listed]:
    for folder, function, way in (("intake", "read", "in"), ("exports", "write", "out")):
        for name, module in shelf.kinds(folder, function).items():
            suffixes = getattr(module, "SUFFIXES", None) or (module.SUFFIX,)
            yield {"name": name, "way": way, "title": module.TITLE, "suffixes": list(suffixes)}


def _commands() -> Iterator[Listed]:
    from annotator.ui.command import every_command  # only here: to find the files takes a while

    for one in every_command().values():
        yield {"name": one.name, "keys": " ".join(one.keys), "words": one.words}


def _sources() -> Iterator[Listed]:
    for source in sources():
        yield {"name": source.__name__.rpartition(".")[2], "title": source.TITLE, "origin": source.ORIGIN}


def _schemes() -> Iterator[Listed]:
    for path in sorted(places.resource("schemes").glob("*.toml")):
        yield {"name": path.stem, "path": str(path)}


def _labels(project: Project) -> Iterator[Listed]:
    by_label = project.reader.stats()["by_label"]
    scheme = project.reader.scheme()
    for label in scheme.labels:
        layer = scheme.layer(label.layer)
        yield {"id": label.id, "name": label.name, "key": label.key, "layer": layer.id, "rule": layer.rule,
               "guideline": label.guideline, "spans": by_label[label.id]}  # fmt: skip


def _articles(project: Project) -> Iterator[Listed]:
    numbers = project.reader.numbers()
    for at in range(0, len(numbers), 500):
        rows = project.reader.rows(numbers[at : at + 500], project.author.id)
        for number in sorted(rows):
            row = rows[number]
            yield {"number": row.number, "id": row.article, "title": row.title, "status": row.status,
                   "spans": row.flat + row.free, "part": row.part}  # fmt: skip


def _authors(project: Project) -> Iterator[Listed]:
    for author in sorted(project.reader.authors().values()):
        yield {"id": author.id, "name": author.name, "role": author.role}


WITHOUT_PROJECT: dict[str, Callable[[], Iterator[Listed]]] = {
    "kinds": _kinds, "commands": _commands, "sources": _sources, "schemes": _schemes,
}  # fmt: skip
WITH_PROJECT: dict[str, Callable[[Project], Iterator[Listed]]] = {
    "labels": _labels, "articles": _articles, "authors": _authors,
}  # fmt: skip
