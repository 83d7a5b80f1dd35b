"""Two columns, word and entity in BILUO, as spaCy names it: begins, goes on, ends, alone, none, and - for not known."""

from __future__ import annotations

from pathlib import Path

from annotator.model.dataset import Dataset
from annotator.model.report import Report

from .columns import write_columns
from .holding import Holds

TITLE, SUFFIX = "BILUO columns", ".biluo"
ABOUT, ORDER = "one word a line, entities in BILUO", 60
HOLDS = Holds(overlap=False, exact_text=False, links=False, notes=False, authors=False)
EVERYONE = False
WISHES = ("align",)


def write(dataset: Dataset, target: Path) -> Report:
    """Write the entities to `target`; what the columns cannot hold is left out and listed."""
    return write_columns(dataset, target, "BILU", "{}\t{}".format, missing="-")
