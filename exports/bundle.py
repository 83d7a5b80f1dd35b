"""A folder from which `spacy train` runs as it stands: corpora, configs, labels, a project file and a card."""

from __future__ import annotations

from pathlib import Path

from annotator.model.dataset import Dataset
from annotator.model.report import Report

from .holding import Holds

TITLE, SUFFIX = "Folder to train spaCy from", ".training"
ABOUT, ORDER = "corpora, configs and a card: spaCy trains from it as it stands", 10
HOLDS = Holds(overlap=True, exact_text=True, links=False, notes=False, authors=False)
EVERYONE = False
FOLDER = True  # the target is a folder
PARTS = True  # an article's part decides where it leaves
WISHES = (
    {
        "name": "claims-as",
        "values": ("ner", "spancat"),
        "words": "as what layers are trained whose spans may overlap; not set: ner where none do, else spancat",
        "by_layer": True,
        "rule": "free",
    },
    "align",
)


def write(dataset: Dataset, target: Path) -> Report:
    """Write the folder; spans that spaCy would lose are left out and listed."""
    from . import bundling  # it brings spaCy along

    return bundling.write_folder(dataset, target)
