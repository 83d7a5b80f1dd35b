"""brat standoff: NAME.ann beside NAME.txt.

Text-bound lines become spans, notes on them their notes; relations, events, attributes and normalisations are
listed, and so are discontinuous spans. The format: https://brat.nlplab.org/standoff.html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from annotator.intake import reading
from annotator.intake.reading import TakenIn
from annotator.model.arrival import Arrival, ArrivingSpan
from annotator.model.article import first_line
from annotator.model.offsets import Utf16Map
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
    "#": "a note on something other than a span",
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
    raw = reading.text_of(beside)
    taken = TakenIn(raw)
    if not taken.text.strip():
        yield LeftOut("article", f"{beside}:1", "the file holds no text")
    bounds, others = _parsed(path)
    notes = {fields[1].partition(" ")[2]: fields[2] for _, fields in others if fields[0][:1] == "#" and len(fields) > 2}
    names = {bound.name for bound in bounds}
    for number, fields in others:
        if fields[0][:1] == "#" and len(fields) > 2 and fields[1].partition(" ")[2] in names:
            continue
        sort = fields[0][:1]
        yield LeftOut(_LISTED[sort], f"{path}:{number}", _SAID[sort], text="\t".join(fields)[:200])
    place = _unit(raw, bounds)
    spans: list[ArrivingSpan] = []
    for bound in bounds:
        made = _span(path, bound, raw, taken, place, notes.get(bound.name, ""))
        if isinstance(made, LeftOut):
            yield made
        else:
            spans.append(made)
    if taken.text.strip():
        yield Arrival(f"{path}:1", taken.text, first_line(taken.text), marked=True, spans=tuple(spans))
    else:
        for span in spans:
            yield LeftOut("span", span.where, "its article holds no text", span.start, span.end, label=span.label)


def _parsed(path: Path) -> tuple[list[_Bound], list[tuple[int, list[str]]]]:
    bounds: list[_Bound] = []
    others: list[tuple[int, list[str]]] = []
    for number, line in reading.lines(path):
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


def _unit(raw: str, bounds: list[_Bound]) -> Callable[[int], int]:
    """Return how offsets are to be read: code points, unless the mentions match better when UTF-16 is counted."""
    units = Utf16Map(raw)
    if units.to_units(len(raw)) == len(raw):
        return int
    votes = 0
    for bound in bounds:
        if len(bound.ranges) == 1:
            start, end = bound.ranges[0]
            votes += _matches(raw[start:end], bound.mention)
            votes -= _matches(raw[units.to_code_points(start) : units.to_code_points(end)], bound.mention)
    return int if votes >= 0 else units.to_code_points


def _matches(text: str, mention: str) -> bool:
    """Return whether the mention is the text; brat writes line breaks as spaces."""
    return _flat(text) == _flat(mention)


def _flat(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\n", " ").replace("\t", " ").strip()


def _span(
    path: Path, bound: _Bound, raw: str, taken: TakenIn, place: Callable[[int], int], note: str
) -> ArrivingSpan | LeftOut:
    where = f"{path}:{bound.line}"
    start, end = place(bound.ranges[0][0]), place(bound.ranges[-1][1])

    def left_out(reason: str) -> LeftOut:
        return LeftOut("span", where, reason, start, end, bound.mention, bound.label)

    if len(bound.ranges) > 1:
        ordered = sorted(bound.ranges)
        joined = all(before[1] == after[0] for before, after in pairwise(ordered))
        if not joined or ordered != bound.ranges:
            return left_out("discontinuous")
    if not 0 <= start < end <= len(raw):
        return left_out("empty" if start == end else "it lies outside the text")
    if bound.mention and not _matches(raw[start:end], bound.mention):
        return left_out(f"the text there is {raw[start:end][:60]!r}")
    return ArrivingSpan(where, taken.place(start), taken.place(end), bound.label, note=note)
