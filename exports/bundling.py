"""Writes a bundle: surveys the spans, decides how each layer is trained, and writes corpora and what stands beside."""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from annotator.model.dataset import Dataset
from annotator.model.mark import PARTS
from annotator.model.report import Report

from . import groups, manifest
from .card import Details, card
from .commanding import project
from .configuring import Configs, assembly, config, labels
from .corpora import Corpora
from .docbin import entity_layer
from .fitted import Fitted
from .groups import MOVER
from .training import SPANCAT, Survey, Training, decided, file_names, fitting, settled

COUNTED = ("articles", "spans", "tokens")  # in the manifest, by part
ASSEMBLY, CODE, LEFT_OUT = "configs/assemble.cfg", "code/groups.py", "left_out.jsonl"


def write_folder(dataset: Dataset, target: Path) -> Report:
    """Write the folder; spans that spaCy would lose are left out and listed."""
    target.mkdir()
    surveys, names = _surveyed(dataset), file_names(dataset.layers)
    trainings = [
        decided(dataset, dataset.scheme.layer(layer), names[layer], surveys.get(layer) or Survey())
        for layer in dataset.layers
    ]
    with contextlib.closing(Corpora(dataset, trainings, target)) as corpora:
        corpora.fill()
    fitted = [
        Fitted(fitting(one, tally.lengths, tally.longest_article), tally)
        for one, tally in ((one, corpora.tallies[one.layer]) for one in trainings)
    ]
    if corpora.report.articles:
        _Folder(target).finish(dataset, fitted, corpora.details, corpora.report)
    return corpora.report


def _surveyed(dataset: Dataset) -> dict[str, Survey]:
    """Return, by layer, whether spans overlap; the articles are read for it only where a layer leaves it open."""
    surveys = {layer: Survey() for layer in dataset.layers if not settled(dataset, layer)}
    for record in dataset if surveys else ():
        ranges: dict[str, set[tuple[int, int, str]]] = {}
        for span in record.spans:
            ranges.setdefault(dataset.scheme.label(span.label).layer, set()).add((span.start, span.end, span.label))
        for layer in surveys.keys() & ranges.keys():
            surveys[layer].add((start, end) for start, end, _ in ranges[layer])
    return surveys


class _Folder:
    """Writes what stands beside the corpora."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def finish(self, dataset: Dataset, layers: Sequence[Fitted], details: Details, report: Report) -> None:
        """Write configs, labels, project file, card, listing and manifest, the manifest last."""
        trained = [one for one in layers if not one.hindrance]
        if trained:
            self._trained(dataset, trained)
        report.remarks += [remark for one in layers for remark in one.remarks(dataset.scheme)]
        report.remarks += dict.fromkeys(one.remedy for one in layers if one.remedy)  # once for all layers
        if report.left_out:
            self._write(LEFT_OUT, "".join(_line(one.as_json()) for one in report.left_out))
        self._write("README.md", card(dataset, layers, report, details))
        facts = _facts(layers, report)
        report.layers = {one.layer: {**facts["layers"][one.layer], **_lengths(one)} for one in layers}
        manifest.write_manifest(self.target, "bundle", dataset, facts)
        report.files += [f"{self.target.name}/{name}" for name in manifest.files(self.target)]

    def _trained(self, dataset: Dataset, trained: Sequence[Fitted]) -> None:
        configs = Configs(dataset.language, [one.training.head for one in trained])
        for one in trained:
            self._layer(dataset, one, configs)
        self._write("project.yml", project(trained, *self._assembly(dataset, [one.training for one in trained])))

    def _layer(self, dataset: Dataset, one: Fitted, configs: Configs) -> None:
        text = config(configs, one.training, one.tally, one.scored_while_trained)
        self._write(f"configs/{one.name}.cfg", text)
        names = one.label_names(dataset.scheme)
        self._write(f"labels/{one.name}.json", _line(labels(one.training, names, dataset.language)))

    def _assembly(self, dataset: Dataset, trainings: Sequence[Training]) -> tuple[str, str]:
        """Write what joins several layers; return the names of its files, empty where there is none."""
        if len(trainings) < 2:
            return "", ""
        text = assembly(trainings, entity_layer(dataset), dataset.language)
        self._write(ASSEMBLY, text)
        if MOVER not in text:
            return ASSEMBLY, ""
        self._write(CODE, Path(groups.__file__).read_text(encoding="utf-8"))
        return ASSEMBLY, CODE

    def _write(self, name: str, text: str) -> None:
        path = self.target / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def _lengths(one: Fitted) -> dict[str, Any]:
    """Return how many spans of a layer have which length in tokens."""
    return {"lengths": {str(length): count for length, count in sorted(one.tally.lengths.items())}}


def _line(held: object) -> str:
    return json.dumps(held, ensure_ascii=False) + "\n"


def _facts(layers: Sequence[Fitted], report: Report) -> dict[str, Any]:
    """Return what the manifest says of the layers and the counts."""
    held: dict[str, Any] = {}
    for one in layers:
        counts = {part: {name: getattr(one.tally, name)[part] for name in COUNTED} for part in PARTS}
        held[one.layer] = {"files": one.name, "trained_as": one.training.head, "parts": counts}
        if one.training.head == SPANCAT:
            held[one.layer]["suggester"] = list(one.training.sizes)
    left_out = Counter(one.what for one in report.left_out)
    return {
        "articles": report.articles,
        "spans": report.spans,
        "left_out": dict(sorted(left_out.items())),
        "layers": held,
    }
