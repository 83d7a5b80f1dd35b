"""Make a new project of what a damaged one still proves; the damaged file is only read."""

from __future__ import annotations

import argparse
from pathlib import Path

from annotator.cli import answer
from annotator.cli.answer import Answer, Progress
from annotator.model.problem import counted


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the subcommand takes."""
    parser.add_argument("damaged", type=Path, metavar="DAMAGED")
    parser.add_argument("new", type=Path, metavar="NEW")
    parser.add_argument("--strict", action="store_true", help="exit 3 when something is lost")


def run(options: argparse.Namespace, progress: Progress) -> Answer:
    """Salvage, and list what is lost."""
    from annotator.project.salvage import salvage

    progress.tell(stage="salvage", done=0)
    found = salvage(options.damaged, options.new)
    counts = [counted(found.articles, "article"), counted(found.spans, "span"), counted(found.gestures, "gesture")]
    lines = [f"Saved {', '.join(counts[:2])} and {counts[2]} to {options.new}."]
    lines += [f"lost: {one.where}: {one.reason}" for one in found.lost]
    shape = {"articles": found.articles, "spans": found.spans, "gestures": found.gestures,
             "lost": [one.as_json() for one in found.lost]}  # fmt: skip
    return Answer(answer.lines(*lines), shape, bool(found.lost))
