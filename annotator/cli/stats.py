"""Count the articles, spans, labels and statuses of a project."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from annotator.cli import answer
from annotator.cli.answer import Answer, Progress
from annotator.project.project import Project


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the subcommand takes."""
    parser.add_argument("project", type=Path, metavar="PROJECT")


def run(options: argparse.Namespace, progress: Progress) -> Answer:
    """Read the counts; nothing is written."""
    project = Project.open(options.project, answer.author(), writable=False)
    held = project.reader.stats()
    project.close()
    return Answer(answer.lines(*_lines(held)), held)


def _lines(held: dict[str, Any]) -> list[str]:
    lines = [f"{held['articles']} articles, {held['spans']} spans, {held['gestures']} gestures"]
    for title, name in (("label", "by_label"), ("author", "by_author")):
        lines += [f"  {title} {one}: {count}" for one, count in held[name].items()]
    for author, counts in held["by_status"].items():
        said = ", ".join(f"{count} {status}" for status, count in counts.items() if status != "all")
        lines.append(f"  {author}: {said}")
    return lines
