"""Where a string occurs in a text as whole words, case as written, and at which of those places a label may go."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from annotator.model.mark import Refusal
from annotator.model.marks import Marks
from annotator.model.words import Bounds, is_edge


def occurrences(text: str, words: str, start: int = 0, stop: int | None = None) -> Iterator[Bounds]:
    """Yield every place (code points) where `words` stands, none over another; it never cuts a word or character.

    Only places that begin in start..stop are looked for, if these are given.
    """
    last = len(text) if stop is None else min(len(text), stop + len(words) - 1)
    at = text.find(words, start, last) if words else -1
    while at >= 0:
        end = at + len(words)
        if is_edge(text, at) and is_edge(text, end):
            yield at, end
            at = text.find(words, end, last)
        else:
            at = text.find(words, at + 1, last)


class Places(NamedTuple):
    """The occurrences of a string: where a label may go, and how many have it, are refused, or lie on other spans."""

    free: tuple[Bounds, ...] = ()
    already: int = 0
    refused: int = 0
    covered: int = 0


def places_for(text: str, words: str, label: str, layer: Collection[str], marks: Marks, author: str) -> Places:
    """Return where `author` may label `words` with `label`; `layer` holds the ids of the labels of its layer.

    Occurrences that touch a span of the layer are left out, and so are ranges refused for the label.
    """
    refused = {
        (mark.start, mark.end)
        for mark in marks.others.values()
        if isinstance(mark, Refusal) and mark.label == label and mark.author == author
    }
    free: list[Bounds] = []
    already = turned_down = covered = 0
    for start, end in occurrences(text, words):
        there = [
            span for span in marks.spans.touching(start, end) if span.author == author and span.label in layer
        ]  # fmt: skip
        if any((span.start, span.end, span.label) == (start, end, label) for span in there):
            already += 1
        elif there:
            covered += 1
        elif (start, end) in refused:
            turned_down += 1
        else:
            free.append((start, end))
    return Places(tuple(free), already, turned_down, covered)
