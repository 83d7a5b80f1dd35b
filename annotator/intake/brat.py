"""brat standoff: NAME.ann beside NAME.txt.

Text-bound lines become spans, notes on them their notes; relations, events, attributes and normalisations are
listed, and so are discontinuous spans; but brat writes a span that goes over the end of a line in fragments, a line
each, and what is parted by that alone is one. The format: https://brat.nlplab.org/standoff.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from annotator.intake import reading
from annotator.intake.counting import Counted, Way, is_mention, voted
from annotator.model.arrival import Arrival, ArrivingSpan
from annotator.model.article import first_line
from annotator.model.report import LeftOut

TITLE, SUFFIXES = "brat standoff", (".ann",)

_BOUND = re.compile(r"(\S+) (\d+ \d+(?:;\d+ \d+)*)")
_LISTED = {"R": "link", "E": "link", "*": "link", "A": "attribute", "M": "attribute", "N": "attribute", "#": "note"}
_SAID = {
    "R": "a relation, which is not held yet",
    "E": "an event, which is not held yet",
    "*": "an equivalence, which is not held yet",
    "A": "an attribute, which is not held",
    "M": "an attribute, which is not held",
    "N": "a normalisation, which is not held",
    "#": "a note on something other than a span that came in",
}


def detect(path: Path, head: bytes) -> int:
    """Return how sure it is that the file is brat standoff."""
    if path.suffix.lower() != ".ann":
        return 0
    return 100 if path.with_suffix(".txt").exists() or head[:1] in (b"", b"T", b"#") else 50


class _Bound(NamedTuple):
    line: int
    name: str  # T1
    label: str
    ranges: list[tuple[int, int]]
    mention: str


def read(path: Path) -> Iterator[Arrival | LeftOut]:
    """Yield what is left out, then the article."""
    beside = path.with_suffix(".txt")
    if not beside.exists():
        reading.refuse(path, 0, f"there is no {beside.name} beside it")
    counted = Counted(reading.text_of(beside))
    if counted.is_blank:
        yield LeftOut("article", f"{beside}:1", "the file holds no text")
    bounds, others = _parsed(path)
    notes = _Notes(path)
    for number, fields in others:
        if fields[0][:1] == "#" and len(fields) > 2:
            notes.add(number, fields)
        else:
            yield _listed(path, number, fields)
    way = _way(counted, bounds)
    spans: list[ArrivingSpan] = []
    for bound in bounds:
        made = _span(path, bound, counted, way)
        if isinstance(made, LeftOut):
            yield made
        else:
            spans.append(made._replace(note=notes.on(bound.name)))
    yield from notes.left()
    if not counted.is_blank:
        yield Arrival(f"{path}:1", counted.text, first_line(counted.text), marked=True, spans=tuple(spans))


class _Notes:
    """The notes of a file by what they are on; those that no arriving span takes are listed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._held: dict[str, list[tuple[int, list[str]]]] = {}

    def add(self, number: int, fields: list[str]) -> None:
        self._held.setdefault(fields[1].partition(" ")[2], []).append((number, fields))

    def on(self, name: str) -> str:
        return "; ".join(fields[2] for _, fields in self._held.pop(name, ()))

    def left(self) -> Iterator[LeftOut]:
        for number, fields in sorted(one for held in self._held.values() for one in held):
            yield _listed(self.path, number, fields)


def _listed(path: Path, number: int, fields: list[str]) -> LeftOut:
    sort = fields[0][:1]
    return LeftOut(_LISTED[sort], f"{path}:{number}", _SAID[sort], text="\t".join(fields)[:200])


def _parsed(path: Path) -> tuple[list[_Bound], list[tuple[int, list[str]]]]:
    bounds: list[_Bound] = []
    others: list[tuple[int, list[str]]] = []
    for number, line in reading.lines(path, reading.MOST_MARKS):
        if not line.strip():
            continue
        fields = line.split("\t", 2)
        sort = line[0]
        if sort == "T" and len(fields) >= 2:
            found = _BOUND.fullmatch(fields[1].strip())
            if found is None:
                reading.refuse(path, number, "a text-bound line without label and offsets")
            ranges = [tuple(map(_small, one.split(" "))) for one in found[2].split(";")]
            mention = fields[2] if len(fields) > 2 else ""
            bounds.append(_Bound(number, fields[0], found[1], [(a, b) for a, b in ranges], mention))
        elif sort in _LISTED and len(fields) >= 2:
            others.append((number, fields))
        else:
            reading.refuse(path, number, "it is no line of brat standoff")
    return bounds, others


def _small(digits: str) -> int:
    return int(digits[:18])


def _way(counted: Counted, bounds: list[_Bound]) -> Way:
    """Return what the offsets of the file count, by vote of the mentions; code points come first.

    A text may have got a BOM or Windows line ends after it was marked, by version control.
    """
    whole = (bound for bound in bounds if len(bound.ranges) == 1 and bound.mention)
    return voted((counted, *bound.ranges[0], bound.mention) for bound in whole)


def _span(path: Path, bound: _Bound, counted: Counted, way: Way) -> ArrivingSpan | LeftOut:
    where, text = f"{path}:{bound.line}", counted.text
    ranges = [(counted.place(way, start), counted.place(way, end)) for start, end in bound.ranges]
    if _are_one(text, ranges):
        fragments = " ".join(text[start:end] for start, end in ranges)  # a mention is written so
        words = "" if is_mention(fragments, bound.mention) else bound.mention
        found = counted.found(way, bound.ranges[0][0], bound.ranges[-1][1], words)
    else:
        found = "discontinuous"
    if isinstance(found, str):
        return LeftOut("span", where, found, ranges[0][0], ranges[-1][1], bound.mention, bound.label)
    return ArrivingSpan(where, *found, bound.label)


def _are_one(text: str, ranges: list[tuple[int, int]]) -> bool:
    """Return whether fragments follow each other with nothing between them, or the end of a line."""
    edges = [edge for one in ranges for edge in one]
    between = [text[end:start] for (_, end), (start, _) in pairwise(ranges)]
    in_order = len(ranges) == 1 or edges == sorted(edges)
    return in_order and all(not one or ("\n" in one and not one.strip()) for one in between)
