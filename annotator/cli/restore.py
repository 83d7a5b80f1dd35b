"""Put a backup in the place of its project; what was there is kept as a backup first."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.cli.answer import Answer, Misuse, Progress

if TYPE_CHECKING:
    from annotator.project.backups import Backup


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the subcommand takes."""
    parser.add_argument("project", type=Path, metavar="PROJECT")
    parser.add_argument("backup", metavar="BACKUP", help="its number in `backup --list` (1 is the newest), or its path")


def run(options: argparse.Namespace, progress: Progress) -> Answer:
    """Back up the present, then restore."""
    from annotator.project import backups

    chosen = _chosen(options.backup, backups.listed(options.project), options.project)
    before = backups.restore(options.project, chosen)
    said = f"{options.project} is what {chosen.name} was."
    if before is not None:
        said += f" What was there lies in {before.path}."
    shape = {"restored": str(chosen), "before": None if before is None else str(before.path),
             "damaged": before is not None and before.why == backups.DAMAGED}  # fmt: skip
    return Answer(said, shape)


def _chosen(named: str, found: list[Backup], project: Path) -> Path:
    if not named.isascii() or not named.isdigit():
        return Path(named)
    number = int(named)
    if not 1 <= number <= len(found):
        now = f"{project} has {len(found)}; `spandesk backup {project} --list` lists them."
        raise Misuse(f"the backup {named}", "there is none of that number", now)
    return found[number - 1].path
