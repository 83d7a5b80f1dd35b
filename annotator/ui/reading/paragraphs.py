"""A text cut into paragraphs at its newlines, and giant paragraphs cut softly at sentence ends."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

LONGEST = 3600  # code points a paragraph may have before it is cut
NEAR = 2400  # about where it is cut
HEADLINE = 160  # code points a first line may have to be set as a headline


class Stretch(NamedTuple):
    """A paragraph or a soft part of one: a range in code points, and whether a newline or the text's end follows."""

    start: int
    end: int
    whole: bool


def cut(text: str) -> list[Stretch]:
    """Return the stretches of `text` in order; together with the newlines they are the whole text."""
    found: list[Stretch] = []
    start = 0
    while True:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        while end - start > LONGEST:
            middle = _soft_end(text, start)
            found.append(Stretch(start, middle, False))
            start = middle
        found.append(Stretch(start, end, True))
        if end == len(text):
            return found
        start = end + 1


def _soft_end(text: str, start: int) -> int:
    low, high = start + NEAR // 2, start + NEAR
    for stop in (". ", "。", "؟ ", "! ", "? ", " "):
        at = text.rfind(stop, low, high)
        if at >= 0:
            return at + len(stop)
    # No space at all: never between a character and what combines with it.
    while high > low and _combines(text[high]):
        high -= 1
    return high


def _combines(character: str) -> bool:
    joins = "\u200d\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
    return (
        character in joins
        or unicodedata.category(character).startswith("M")
        or "\U0001f1e6" <= character <= "\U0001f1ff"
    )


def has_headline(text: str, stretches: list[Stretch], title: str = "") -> bool:
    """Return whether the first line is the article's headline: its title, or short and not ended like a sentence."""
    first = stretches[0]
    line = text[first.start : first.end].strip()
    if len(stretches) < 2 or not line or not first.whole or len(line) > HEADLINE:
        return False
    return line == title.strip() or line[-1] not in ".,;:…。؟،"
