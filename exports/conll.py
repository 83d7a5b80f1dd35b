"""The columns of CoNLL-2003: word, two columns that say nothing, and the entity in IOB2."""

from __future__ import annotations

from pathlib import Path

from annotator.model.dataset import Dataset
from annotator.model.report import Report

from .columns import write_columns
from .holding import Holds

TITLE, SUFFIX = "CoNLL-2003 columns", ".conll"
ABOUT, ORDER = "one word a line, entities in IOB2", 50
HOLDS = Holds(overlap=False, exact_text=False, links=False, notes=False, authors=False)
EVERYONE = False
WISHES = ("align",)


def write(dataset: Dataset, target: Path) -> Report:
    """Write the entities to `target`; what the columns cannot hold is left out and listed."""
    return write_columns(dataset, target, "BIIB", _line)


def _line(word: str, label: str) -> str:
    # The parts of speech and the chunks, which are not known here, as in -DOCSTART- -X- -X- O.
    return f"{word} -X- -X- {label}"
