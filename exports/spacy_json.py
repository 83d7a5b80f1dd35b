"""spaCy's TRAIN_DATA as JSON: [["text", {"entities": [[start, end, "LABEL"], ...]}], ...], an article a line."""

from __future__ import annotations

import json
from pathlib import Path

from annotator.model.dataset import Dataset
from annotator.model.report import Report

from .flat import Entities, entities
from .holding import Holds

TITLE, SUFFIX = "spaCy TRAIN_DATA JSON", ".json"
ABOUT, ORDER = "texts with entities by character, as spaCy 2 read them", 70
HOLDS = Holds(overlap=False, exact_text=True, links=False, notes=False, authors=False)
EVERYONE = False
WISHES = ("align",)


def write(dataset: Dataset, target: Path) -> Report:
    """Write the entities to `target`; what spaCy would lose or refuse is left out and listed."""
    report = Report(files=[target.name], not_taken=dataset.not_taken)
    with target.open("w", encoding="utf-8", newline="\n") as file:
        before = "[\n"
        for one in entities(dataset, report):
            file.write(before + json.dumps(_pair(dataset, one), ensure_ascii=False))
            before = ",\n"
        file.write("\n]\n" if report.articles else "[]\n")
    return report


def _pair(dataset: Dataset, one: Entities) -> list[object]:
    text, starts, ends = one.record.article.text, one.tokens.starts, one.tokens.ends
    found: list[list[object]] = []
    for judged in one.kept:
        first, last = judged.tokens or (0, 0)
        found.append([starts[first], ends[last - 1], dataset.scheme.label(judged.span.label).name])
    return [text, {"entities": found}]
