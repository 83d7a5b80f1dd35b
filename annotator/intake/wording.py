"""A text made from words in columns or lists, with the place of each word.

Where the text of a sentence is written beside its words, it stands as it is. Else words are joined by one space, but
for those that say that none follows, and between signs of scripts that put none between words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from annotator.intake.counting import Counted, Way
from annotator.model.arrival import ArrivingSpan
from annotator.model.folding import UNSPACED
from annotator.model.notation import ranges
from annotator.model.report import LeftOut

# The scripts without spaces, and the signs and full-width forms that stand among them.
_UNSPACED = re.compile(f"[{UNSPACED}\u2e80-\u303f\u31c0-\u33ff\uff01-\uff9f]")
_WRITTEN_FOR = {
    "``": '"',
    "''": '"',
    "-LRB-": "(",
    "-RRB-": ")",
    "-LSB-": "[",
    "-RSB-": "]",
    "-LCB-": "{",
    "-RCB-": "}",
}


class Word(NamedTuple):
    """One word: its line in the file, its text, the fields that say its labels, and what it knows of its text."""

    line: int
    text: str
    fields: tuple[str, ...] = ()
    glued: bool = False  # no space follows
    inside: bool = False  # it is a part of the word before it and stands where that one does
    added: bool = False  # an analysis put it there: it bears labels and stands nowhere in the text


def placed(words: Sequence[Word], text: str = "", glued: bool = False) -> tuple[str, list[tuple[int, int]]] | None:
    """Return a sentence with the place of each word; None where `text` is given and does not hold the words.

    `glued`: no word is followed by a space. The place of a word that was added means nothing.
    """
    return _aligned(words, text) if text else _joined(words, glued)


def _joined(words: Sequence[Word], glued: bool) -> tuple[str, list[tuple[int, int]]]:
    parts: list[str] = []
    places: list[tuple[int, int]] = []
    length, before, attached = 0, "", True
    for word in words:
        if word.added or (word.inside and places):
            places.append(places[-1] if places else (0, 0))
            continue
        if not attached and not glued and _parted(before, word.text):
            parts.append(" ")
            length += 1
        parts.append(word.text)
        places.append((length, length + len(word.text)))
        length += len(word.text)
        before, attached = word.text or before, word.glued
    return "".join(parts), places


def _parted(before: str, after: str) -> bool:
    """Return whether a space stands between two words."""
    if not before or not after or before[-1].isspace() or after[0].isspace():
        return False
    return not (_UNSPACED.match(before[-1]) and _UNSPACED.match(after[0]))


def _aligned(words: Sequence[Word], text: str) -> tuple[str, list[tuple[int, int]]] | None:
    places: list[tuple[int, int]] = []
    at = 0
    for word in words:
        if word.added or (word.inside and places):
            places.append(places[-1] if places else (0, 0))
            continue
        start = at
        while start < len(text) and text[start].isspace() and not text.startswith(word.text, start):
            start += 1
        written = next((one for one in (word.text, _WRITTEN_FOR.get(word.text, "")) if _starts(text, start, one)), None)
        if written is None:
            return None
        at = start + len(written)
        places.append((start, at))
    return None if text[at:].strip() else (text, places)


def _starts(text: str, at: int, words: str) -> bool:
    return bool(words) and text.startswith(words, at)


def _written(words: Sequence[Word]) -> Iterator[tuple[int, int, str]]:
    """Yield the ranges that the fields say with their labels, from the first to the last word that is in the text."""
    for first, last, label in ranges([word.fields for word in words]):
        while first < last and words[first].added:
            first += 1
        while first < last and words[last - 1].added:
            last -= 1
        if first < last:
            yield first, last, label


class Composed:
    """A text that grows sentence by sentence, with the spans that the fields of its words say."""

    def __init__(self, path: object) -> None:
        self.path = path
        self.line = 0  # of its first word
        self._parts: list[str] = []
        self._length = 0
        self._spans: list[tuple[int, int, int, str, str]] = []  # line, start, end, label, words

    def add(self, words: Sequence[Word], found: tuple[str, list[tuple[int, int]]], separator: str) -> None:
        """Add a sentence as `placed` returns it; `separator` stands before it unless it is the first."""
        text, places = found
        if self._parts:
            self._parts.append(separator)
            self._length += len(separator)
        self.line = self.line or words[0].line
        for first, last, label in _written(words):
            start, end = places[first][0], places[last - 1][1]
            said = (words[first].line, self._length + start, self._length + end, label, text[start:end])
            self._spans.append(said)
        self._parts.append(text)
        self._length += len(text)

    def finish(self) -> tuple[str, list[ArrivingSpan], list[LeftOut]]:
        """Return the text as it is stored, its spans, and those that cannot be."""
        counted = Counted("".join(self._parts))
        spans: list[ArrivingSpan] = []
        left_out: list[LeftOut] = []
        for line, start, end, label, words in self._spans:
            where, found = f"{self.path}:{line}", counted.found(Way.CODE_POINTS, start, end)
            if isinstance(found, str):
                left_out.append(LeftOut("span", where, found, text=words, label=label))
            else:
                spans.append(ArrivingSpan(where, *found, label))
        return counted.text, spans, left_out
