"""BioC XML: passages and sentences with annotations at offsets of the whole text.

Passages stand on lines of their own, the sentences of one are joined by spaces. The label is the infon `type`, or
`value` where the type is the name of a class; some writers count from the beginning of the sentence, which the mentions
tell. Places in several parts are listed. The format: https://bioc.sourceforge.net
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from annotator.intake import markup, reading
from annotator.intake.counting import Counted, voted
from annotator.intake.markup import Element
from annotator.intake.stretches import Stretch, arrived
from annotator.model.arrival import Arrival
from annotator.model.problem import counted as spans
from annotator.model.report import LeftOut

TITLE, SUFFIXES = "BioC XML", (".xml",)


class _Part(NamedTuple):
    """A passage or sentence that has a text: where it begins in the file's counting and in the article."""

    offset: int
    start: int
    counted: Counted
    annotations: list[Element]


class _Place(NamedTuple):
    """Where an annotation lies: from a place in one part to one in the same or a later part."""

    line: int
    first: _Part
    start: int  # from the beginning of its part
    last: _Part
    end: int
    label: str
    words: str


def detect(path: Path, head: bytes) -> int:
    """Return how sure it is that the file is BioC."""
    return 90 if b"<collection" in head and b"<passage" in head and b"<offset" in head else 0


def read(path: Path) -> Iterator[Arrival | LeftOut]:
    """Yield the articles; raises Problem on a file that is no BioC."""
    for one in markup.parts_of(path, "collection", "document", "it is no BioC: there is no collection"):
        yield from _article(path, one)


def _article(path: Path, held: Element) -> Iterator[Arrival | LeftOut]:
    text, parts = _composed(path, held)
    counted: Counter[str] = Counter()
    places: list[_Place] = []
    for part in parts:
        for one in part.annotations:
            where, found = f"{path}:{one.line}", list(one.children("location"))
            infons = {infon.attributes.get("key", ""): infon.said() for infon in one.children("infon")}
            label = _label(infons)
            counted.update(name for name, value in infons.items() if value != label)
            if len(found) == 1:
                start, length = (_whole(path, found[0], found[0].attributes.get(name)) for name in ("offset", "length"))
                places.append(_Place(one.line, part, start, part, start + length, label, one.said("text")))
            else:
                reason = "discontinuous" if found else "it has no place"
                yield LeftOut("span", where, reason, text=one.said("text")[:200], label=label)
    for one in _relations(held):
        yield LeftOut("link", f"{path}:{one.line}", "a relation, which is not held yet")
    for name, number in sorted(counted.items()):
        yield LeftOut("attribute", f"{path}:{held.line}", f"{name}, of {spans(number, 'span')}, which is not held")
    stretches = _stretches(path, parts, places)
    yield from arrived(f"{path}:{held.line}", text, stretches, title=held.said("id"))


def _composed(path: Path, held: Element) -> tuple[str, list[_Part]]:
    pieces: list[str] = []
    parts: list[_Part] = []
    length = 0
    for passage in held.children("passage"):
        separator = "\n"
        for one in (passage, *passage.children("sentence")):
            annotations = list(one.children("annotation"))
            if one.child("text") is None:
                if parts and annotations:  # the text is that of its sentences; the place says which
                    parts[-1].annotations.extend(annotations)
                elif annotations:
                    reading.refuse(path, one.line, "it has annotations before any text")
                continue
            counted = Counted(one.said("text"))
            if pieces:
                pieces.append(separator)
                length += 1
            separator = " "
            parts.append(_Part(_whole(path, one, one.said("offset")), length, counted, annotations))
            pieces.append(counted.text)
            length += len(counted.text)
    whole = list(held.children("annotation"))  # their places say in which passage they are
    if whole and not parts:
        reading.refuse(path, held.line, "it has annotations before any text")
    if whole:
        parts[-1].annotations.extend(whole)
    return "".join(pieces), parts


def _whole(path: Path, one: Element, written: str | None) -> int:
    digits = (written or "").strip()
    if not digits.isdecimal():
        reading.refuse(path, one.line, "an offset or length is no whole number")
    return int(digits[:18])


def _label(infons: dict[str, str]) -> str:
    named = infons.get("type", "")
    if named and "." not in named:
        return named
    return infons.get("value") or infons.get("label") or named or next(iter(infons.values()), "")


def _relations(held: Element) -> Iterator[Element]:
    for one in held.children():
        if one.name == "relation":
            yield one
        elif one.name in ("passage", "sentence"):
            yield from _relations(one)


def _stretches(path: Path, parts: list[_Part], places: list[_Place]) -> Iterator[Stretch]:
    """Yield the places in the article: counted from its beginning, unless the mentions fit the sentence alone."""
    whole = [_within(parts, place) for place in places]
    found = max((whole, places), key=_fitting)  # of equals the first
    way = voted((one.first.counted, one.start, one.end, one.words) for one in found if one.first is one.last)
    for one in found:
        start = one.first.start + one.first.counted.place(way, one.start)
        end = one.last.start + one.last.counted.place(way, one.end)
        yield Stretch(f"{path}:{one.line}", start, end, one.label, one.words)


def _within(parts: list[_Part], place: _Place) -> _Place:
    """Return the place as one of the whole text: in the parts that begin at or before its ends."""
    first = next((part for part in reversed(parts) if part.offset <= place.start), place.first)
    last = next((part for part in reversed(parts) if part.offset < max(place.end, place.start + 1)), first)
    return place._replace(first=first, start=place.start - first.offset, last=last, end=place.end - last.offset)


def _fitting(places: list[_Place]) -> int:
    return sum(
        any(one.first.counted.agrees(way, one.start, one.end, one.words) for way in one.first.counted.ways)
        for one in places
        if one.words and one.first is one.last
    )
