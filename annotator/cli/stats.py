"""Count the articles, spans, labels and statuses of a project."""

from __future__ import annotations

import argparse
import contextlib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from annotator.cli import answer
from annotator.cli.answer import Answer, Progress
from annotator.model.mark import Author
from annotator.model.problem import counted
from annotator.project.project import Project


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the subcommand takes."""
    parser.add_argument("project", type=Path, metavar="PROJECT")


def run(options: argparse.Namespace, progress: Progress) -> Answer:
    """Read the counts; nothing is written."""
    with contextlib.closing(Project.open(options.project, answer.author(), writable=False)) as project:
        held = project.reader.stats()
        scheme, known = project.reader.scheme(), project.reader.authors()
    labels = {id: scheme.label(id) for id in held["by_label"]}
    authors = {id: known.get(id) or Author(id, id) for id in {*held["by_author"], *held["by_status"]}}
    label_names = names({id: (one.name, f"{one.layer}/{one.name}") for id, one in labels.items()})
    author_names = names({id: (one.name, f"{one.name} ({id})") for id, one in authors.items()})
    for key, named in (("by_label", label_names), ("by_author", author_names), ("by_status", author_names),
                       ("by_layer", author_names)):  # fmt: skip
        held[key] = {named[id]: count for id, count in held[key].items()}
    return Answer(answer.lines(*_lines(held)), held)


def names(candidates: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return, by id, the first of its candidates that no other id has too, else the id."""
    borne = Counter(name for id, names in candidates.items() for name in {id, *names})
    return {id: next((name for name in names if borne[name] == 1), id) for id, names in candidates.items()}


def _lines(held: dict[str, Any]) -> list[str]:
    lines = [", ".join(counted(held[f"{one}s"], one) for one in ("article", "span", "gesture"))]
    for title, name in (("label", "by_label"), ("author", "by_author")):
        lines += [f"  {title} {one}: {count}" for one, count in held[name].items()]
    for author, counts in held["by_status"].items():
        lines.append(f"  {author}: {_statuses(counts)}")
        lines += [f"    in {layer}: {_statuses(of)}" for layer, of in held["by_layer"][author].items()]
    return lines


def _statuses(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {status}" for status, count in counts.items() if status != "all")
