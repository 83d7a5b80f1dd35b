"""List kinds, commands, sources, schemes, or a project's labels, articles or authors."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from annotator import places, shelf
from annotator.cli import answer
from annotator.cli.answer import Answer, Misuse, Progress
from annotator.project.project import Project

Entry = dict[str, Any]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the subcommand takes."""
    parser.add_argument("what", choices=[*WITHOUT_PROJECT, *WITH_PROJECT], metavar="WHAT",
                        help=", ".join([*WITHOUT_PROJECT, *WITH_PROJECT]))  # fmt: skip
    parser.add_argument("project", nargs="?", type=Path, metavar="PROJECT")


def run(options: argparse.Namespace, progress: Progress) -> Answer:
    """List one thing; as JSON an array of objects."""
    if options.what in WITHOUT_PROJECT:
        entries = list(WITHOUT_PROJECT[options.what]())
    elif options.project is None:
        raise Misuse(f"list {options.what}", "it needs a project", f"Say: spandesk list {options.what} PROJECT")
    else:
        project = Project.open(options.project, answer.author(), writable=False)
        entries = list(WITH_PROJECT[options.what](project))
        project.close()
    lines = ["  ".join(str(value) for value in entry.values() if value != "") for entry in entries]
    return Answer(answer.lines(*lines), entries)


def _kinds() -> Iterator[Entry]:
    for folder, function, way in (("intake", "read", "in"), ("exports", "write", "out")):
        for name, module in shelf.kinds(folder, function).items():
            suffixes = getattr(module, "SUFFIXES", None) or (module.SUFFIX,)
            yield {"name": name, "way": way, "title": module.TITLE, "suffixes": list(suffixes)}


def _commands() -> Iterator[Entry]:
    from annotator.editing.command import all_commands

    for one in all_commands().values():
        yield {"name": one.name, "keys": " ".join(one.keys), "words": one.words}


def _sources() -> Iterator[Entry]:
    return iter(())


def _schemes() -> Iterator[Entry]:
    for path in sorted(places.resource("schemes").glob("*.toml")):
        yield {"name": path.stem, "path": str(path)}


def _labels(project: Project) -> Iterator[Entry]:
    by_label = project.reader.stats()["by_label"]
    scheme = project.reader.scheme()
    for label in scheme.labels:
        layer = scheme.layer(label.layer)
        yield {"id": label.id, "name": label.name, "key": label.key, "layer": layer.id, "rule": layer.rule,
               "guideline": label.guideline, "spans": by_label.get(label.name, 0)}  # fmt: skip


def _articles(project: Project) -> Iterator[Entry]:
    numbers = project.reader.numbers()
    for at in range(0, len(numbers), 500):
        rows = project.reader.rows(numbers[at : at + 500], project.author.id)
        for number in sorted(rows):
            row = rows[number]
            yield {"number": row.number, "id": row.article, "title": row.title, "status": row.status,
                   "spans": row.flat + row.free}  # fmt: skip


def _authors(project: Project) -> Iterator[Entry]:
    for author in sorted(project.reader.authors().values()):
        yield {"id": author.id, "name": author.name, "role": author.role}


WITHOUT_PROJECT: dict[str, Callable[[], Iterator[Entry]]] = {
    "kinds": _kinds, "commands": _commands, "sources": _sources, "schemes": _schemes,
}  # fmt: skip
WITH_PROJECT: dict[str, Callable[[Project], Iterator[Entry]]] = {
    "labels": _labels, "articles": _articles, "authors": _authors,
}  # fmt: skip
