"""GATE: its XML, where nodes within the text are the places, and bdoc JSON, which says what its offsets count.

The type of an annotation is its label. Tokens, sentences and marked-up structure are no marks and are counted.
The formats: https://gate.ac.uk/userguide/sec:corpora:gate-xml and https://gatenlp.github.io/python-gatenlp/
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.intake import markup, reading, values
from annotator.intake.counting import Way
from annotator.intake.markup import Element
from annotator.intake.stretches import Stretch, arrived, way_of
from annotator.model.arrival import Arrival
from annotator.model.problem import counted as times
from annotator.model.report import LeftOut

TITLE, SUFFIXES = "GATE XML and bdoc", (".xml", ".bdocjs")
_DECLARED = {"j": Way.UTF_16, "p": Way.CODE_POINTS}  # as Java and as Python count
_STRUCTURE = "Original markups"
_GRAMMAR = frozenset(("Token", "SpaceToken", "Sentence", "Split", "Lookup", "DEFAULT_TOKEN"))


def detect(path: Path, head: bytes) -> int:
    """Return how sure it is that the file is GATE's."""
    if b"<GateDocument" in head:
        return 95
    return 95 if path.suffix.lower() == ".bdocjs" or (b'"annotation_sets"' in head and b'"offset_type"' in head) else 0


def read(path: Path) -> Iterator[Arrival | LeftOut]:
    """Yield what is left out, then the article."""
    head = next((line for _, line in reading.lines(path) if line.strip()), "")
    yield from _bdoc(path) if head.lstrip().startswith(("{", "[")) else _xml(path)


def _xml(path: Path) -> Iterator[Arrival | LeftOut]:
    root = markup.root_of(path)
    body = root.child("TextWithNodes")
    if root.name != "GateDocument" or body is None:
        reading.refuse(path, root.line, "it is no GATE XML: there is no text with nodes")
    places: dict[str, int] = {}
    parts: list[str] = []
    length = 0
    for one in body.inside:
        if isinstance(one, str):
            parts.append(one)
            length += len(one)
        else:
            places[one.attributes.get("id", "")] = length
    counted: Counter[str] = Counter()
    stretches: list[Stretch] = []
    for group in root.children("AnnotationSet"):
        for one in group.children("Annotation"):
            label = one.attributes.get("Type", "")
            if _is_counted(group.attributes.get("Name", ""), label):
                counted[label] += 1
                continue
            counted.update(f"{label}.{name}" for name in _features(one))
            start, end = (places.get(one.attributes.get(name, "")) for name in ("StartNode", "EndNode"))
            stretches.append(Stretch(f"{path}:{one.line}", start, end, label))
    yield from _counted(path, counted)
    details = {name: value for name, value in _told(root.child("GateDocumentFeatures")) if value}
    yield from arrived(f"{path}:{body.line}", "".join(parts), stretches, details=details)


def _features(one: Element) -> Iterator[str]:
    return (feature.said("Name") for feature in one.children("Feature"))


def _told(held: Element | None) -> Iterator[tuple[str, str]]:
    for feature in held.children("Feature") if held is not None else ():
        yield feature.said("Name"), feature.said("Value")


def _bdoc(path: Path) -> Iterator[Arrival | LeftOut]:
    for line, held in values.records(path):
        where, fields = f"{path}:{line}", reading.as_object(held) or {}
        text, sets = fields.get("text"), reading.as_object(fields.get("annotation_sets") or {})
        if not isinstance(text, str) or sets is None:
            reading.refuse(path, line, "it is no bdoc: its text or its sets of annotations are missing")
        counted: Counter[str] = Counter()
        stretches: list[Stretch] = []
        for name, group in sets.items():
            for one in _annotations(path, line, group):
                label = one.get("type")
                if _is_counted(name, str(label)):
                    counted[str(label)] += 1
                    continue
                counted.update(f"{label}.{feature}" for feature in reading.as_object(one.get("features")) or {})
                stretches.append(Stretch(where, one.get("start"), one.get("end"), label))
        yield from _counted(path, counted)
        way = _DECLARED.get(str(fields.get("offset_type"))) or way_of([(text, stretches)])
        yield from arrived(where, text, stretches, way, details=reading.plain_details(fields.get("features")))


def _annotations(path: Path, line: int, group: Any) -> Iterator[dict[str, Any]]:
    held = reading.as_object(group) or {}
    several = reading.as_list(held.get("annotations") or [])
    if several is None:
        reading.refuse(path, line, "the annotations of a set are no list")
    for one in several:
        fields = reading.as_object(one)
        if fields is None:
            reading.refuse(path, line, "an annotation is no object")
        yield fields


def _is_counted(group: str, label: str) -> bool:
    return group == _STRUCTURE or label in _GRAMMAR


def _counted(path: Path, counted: Counter[str]) -> Iterator[LeftOut]:
    for name, number in sorted(counted.items()):
        yield LeftOut("attribute", f"{path}:1", f"{name}, {times(number, 'time')}, which is not held")
