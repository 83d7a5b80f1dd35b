"""A text cut into paragraphs at its newlines, and giant paragraphs cut softly at sentence ends."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

LONGEST = 3600  # code points a paragraph may have before it is cut
NEAR = 2400  # about where it is cut
HEADLINE = 160  # code points a first line may have to be set as a headline


class Stretch(NamedTuple):
    """A paragraph or a soft part of one: a range in code points, and whether a newline or the text's end follows."""

    start: int
    end: int
    whole: bool


class Cuts:
    """The stretches of a text in order, kept as plain numbers: a text may have hundreds of thousands."""

    def __init__(self, starts: list[int], ends: list[int], soft: set[int], blank: set[int]) -> None:
        self.starts, self.ends, self._soft, self.blank = starts, ends, soft, blank
        # As in verses and tables. What stands right under the first line, an author's name, is not counted.
        self._in_lines = any(
            at not in blank and at + 1 not in blank and at not in soft for at in range(1, len(starts) - 1)
        )

    def __len__(self) -> int:
        return len(self.starts)

    def __getitem__(self, at: int) -> Stretch:
        return Stretch(self.starts[at], self.ends[at], at not in self._soft)

    def __iter__(self) -> Iterator[Stretch]:
        return map(self.__getitem__, range(len(self.starts)))

    def is_whole(self, at: int) -> bool:
        """Return whether a newline or the text's end follows stretch `at`."""
        return at not in self._soft

    def is_apart(self, at: int) -> bool:
        """Return whether room is needed under stretch `at`: a blank line is room enough above and under itself."""
        return at not in self._soft and at not in self.blank and at + 1 not in self.blank

    def ends_group(self, at: int) -> bool:
        """Return whether a blank line under stretch `at` means more than the end of a line.

        It does all over a text in which lines follow one another anywhere; where all paragraphs are parted by blank
        lines these mean no more than that.
        """
        return self._in_lines and at + 1 in self.blank and at not in self.blank


def cut(text: str) -> Cuts:
    """Return the stretches of `text`; together with the newlines they are the whole text."""
    starts: list[int] = []
    ends: list[int] = []
    soft: set[int] = set()
    blank: set[int] = set()
    start = 0

    def add(end: int) -> None:
        if start == end or text[start:end].isspace():
            blank.add(len(starts))
        starts.append(start)
        ends.append(end)

    for line in text.split("\n"):
        end = start + len(line)
        while end - start > LONGEST:
            soft.add(len(starts))
            add(after := _soft_end(text, start))
            start = after
        add(end)
        start = end + 1
    return Cuts(starts, ends, soft, blank)


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


def has_headline(text: str, stretches: Cuts, title: str = "") -> bool:
    """Return whether the first line is the article's headline: its title, or short and not ended like a sentence."""
    first = stretches[0]
    line = text[first.start : first.end].strip()
    if len(stretches) < 2 or not line or not first.whole or len(line) > HEADLINE:
        return False
    return line == title.strip() or line[-1] not in ".,;:…。؟،"
