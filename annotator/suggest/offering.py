"""What all sources suggest in a stretch of an article, without what is labelled, refused, or suggested already."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from types import ModuleType

from annotator import shelf
from annotator.model.characters import Bounds
from annotator.model.mark import Refusal, Span
from annotator.model.marks import Marks
from annotator.model.scheme import Scheme
from annotator.suggest.given import Given

STRETCH = 1_000  # code points that are looked through in one go: about a millisecond
REACH = 200  # code points beyond it in which its end is looked for


def sources() -> Sequence[ModuleType]:
    """Return every source, repeats first: what was labelled so goes before what is like it."""
    found = shelf.kinds("suggest", "suggest")
    return sorted(found.values(), key=lambda source: (source.ORIGIN != "repeat", source.TITLE))


def stretches(text: str) -> list[tuple[int, int]]:
    """Return the text in stretches that cut no word, at the ends of lines where they can."""
    found: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        end = start + STRETCH
        end = len(text) if end >= len(text) else _end(text, end)
        found.append((start, end))
        start = end
    return found


def _end(text: str, end: int) -> int:
    line = text.find("\n", end, end + REACH)
    if line >= 0:
        return line + 1
    space = text.find(" ", end, end + REACH)
    return space + 1 if space >= 0 else min(len(text), end + REACH)


class Offering:
    """The suggestions for one author's marks as they are now."""

    def __init__(self, given: Given, marks: Marks, scheme: Scheme, among: Collection[ModuleType]) -> None:
        self.given, self.marks, self.scheme, self.sources = given, marks, scheme, among
        refusals = (mark for mark in marks.others.values() if isinstance(mark, Refusal))
        self._refused = {(mark.start, mark.end, mark.label) for mark in refusals}

    def within(self, start: int, end: int) -> Iterator[Span]:
        """Yield what is suggested in a stretch; of two that touch in a layer the first one found."""
        taken: dict[str, list[Bounds]] = {}  # by layer, in order
        for source in self.sources:
            for one in source.suggest(self.given, start, end):
                if self._may_be(one) and _took(taken.setdefault(self._layer(one), []), (one.start, one.end)):
                    yield one

    def _may_be(self, one: Span) -> bool:
        """Return whether a label of the scheme may be suggested there: claims get no suggestions."""
        if not self.scheme.holds(one.label) or not self.scheme.is_flat(one.label):
            return False
        if (one.start, one.end, one.label) in self._refused:
            return False
        layer = self._layer(one)
        return not any(self._layer(span) == layer for span in self.marks.spans.touching(one.start, one.end))

    def _layer(self, span: Span) -> str:
        return self.scheme.label(span.label).layer


def _took(taken: list[Bounds], place: Bounds) -> bool:
    """Take a place among those in order, where it lies over none of them; return whether it did."""
    at = bisect_left(taken, place)
    if (at and taken[at - 1][1] > place[0]) or (at < len(taken) and taken[at][0] < place[1]):
        return False
    taken.insert(at, place)
    return True
