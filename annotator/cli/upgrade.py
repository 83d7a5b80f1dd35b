"""Bring a project made by an older Spandesk to the present format; a backup is kept beside it."""

from __future__ import annotations

import argparse
from pathlib import Path

from annotator.cli.answer import Answer, Progress


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the subcommand takes."""
    parser.add_argument("project", type=Path, metavar="PROJECT")


def run(options: argparse.Namespace, progress: Progress) -> Answer:
    """Upgrade the file, or say that it needs none."""
    from annotator.project.schema import upgrade

    kept = upgrade(options.project)
    if kept is None:
        return Answer(f"{options.project} is of the present format.", {"upgraded": False, "backup": None})
    said = f"{options.project} was upgraded; as it was it lies in {kept}."
    return Answer(said, {"upgraded": True, "backup": str(kept)})
