"""Finding in one text: plain words at once; expressions by `expression`, in a process of their own."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from annotator.model.folding import UNSPACED
from annotator.model.words import MARK

MOST = 100_000  # hits that are kept: of a letter in a book nobody looks at more

# What words are made of; a script without spaces between words has none that could go on.
_OF_WORD = rf"(?:[^\W{UNSPACED}]|{MARK})"
# All letters that become several when case is folded lie here; with them offsets shift.
_LONGER = re.compile("[\u00df\u0149\u01f0\u0390\u03b0\u0587\u1e96-\u1e9e\u1f50-\u1ffc\ufb00-\ufb17]")


class Sought(NamedTuple):
    """What is looked for in a text, and how."""

    words: str
    whole: bool = False  # whole words only
    expression: bool = False  # a regular expression
    case: bool = False  # capitals and small letters as written


class Hits:
    """Ranges in the order of their starts, none of which overlap."""

    def __init__(self, starts: Sequence[int] = (), ends: Sequence[int] = (), more: bool = False) -> None:
        self.starts, self.ends, self.more = starts, ends, more  # more: the text holds further ones

    @classmethod
    def of(cls, ranges: Iterable[tuple[int, int]]) -> Hits:
        """Return these ranges as hits."""
        held = list(ranges)
        return cls([start for start, _ in held], [end for _, end in held])

    def __len__(self) -> int:
        return len(self.starts)

    def __getitem__(self, at: int) -> tuple[int, int]:
        return self.starts[at], self.ends[at]

    def touching(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the hits that share a character with start..end."""
        for at in range(bisect_right(self.ends, start), len(self.starts)):
            if self.starts[at] >= end:
                return
            yield self[at]

    def at_or_after(self, place: int) -> int:
        """Return which hit is the first that starts at `place` or after it, from the top again after the last."""
        at = bisect_left(self.starts, place)
        return at if at < len(self.starts) else 0

    def before(self, place: int) -> int:
        """Return which hit is the last that starts before `place`, from the bottom again before the first."""
        return (bisect_left(self.starts, place) or len(self.starts)) - 1


class Finder:
    """Finds plain words in one text; what it works out about the text it keeps."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded: _CaseFolded | None = None

    def find(self, sought: Sought) -> Hits:
        """Return where the words stand; takes time that grows with the text, never with the words."""
        if not sought.words:
            return Hits()
        needle = sought.words if sought.case else _fold(sought.words)
        pattern = re.compile(re.escape(needle) + (_alone(needle) if sought.whole else ""))
        if sought.case:
            return _same_places(self.text, pattern, len(needle))
        if self._folded is None:
            self._folded = _CaseFolded(self.text)
        if self._folded.is_same:
            return _same_places(self._folded.text, pattern, len(needle))
        return self._folded.find(pattern, len(needle))


def _same_places(text: str, pattern: re.Pattern[str], length: int) -> Hits:
    starts = [match.start() for match in islice(pattern.finditer(text), MOST + 1)]
    return _kept(starts, [start + length for start in starts])


def _kept(starts: list[int], ends: list[int]) -> Hits:
    return Hits(starts[:MOST], ends[:MOST], len(starts) > MOST)


def _alone(needle: str) -> str:
    """Return what follows the needle in a pattern so that no word goes on over its ends.

    It looks back from behind the needle: in front of it, it would be asked at every letter of the text.
    """
    joined = re.compile(_OF_WORD)
    before = f"(?<!{_OF_WORD}{re.escape(needle)})" if joined.match(needle) else ""
    return before + (f"(?!{_OF_WORD})" if joined.match(needle, len(needle) - 1) else "")


def _fold(text: str) -> str:
    # The two letters i of Turkish are the other two elsewhere: whoever looks for one finds all four.
    return text.replace("\u0130", "i").replace("\u0131", "i").casefold()


class _CaseFolded:
    """A text whose case is folded; where letters became several, it knows the place in the text of each place."""

    def __init__(self, text: str) -> None:
        self.text = _fold(text)
        self._starts: list[int] = []  # of the letters that became several, in the folded text
        self._ends: list[int] = []
        self._shifts = [0]  # by how much places are further on, before the first of them and behind each
        self.is_same = len(self.text) == len(text)  # folding shortens nothing: every letter is where it was
        for match in () if self.is_same else _LONGER.finditer(text):
            more = len(match[0].casefold()) - 1
            if more:
                start = match.start() + self._shifts[-1]
                self._starts.append(start)
                self._ends.append(start + 1 + more)
                self._shifts.append(self._shifts[-1] + more)

    def find(self, pattern: re.Pattern[str], length: int) -> Hits:
        """Return the hits that cut no letter; where one does, another may begin within it."""
        starts, ends, at, nth, search = list[int](), list[int](), 0, 0, pattern.search
        long_starts, long_ends, shifts = (
            [*self._starts, len(self.text)],
            [*self._ends, len(self.text) + 1],
            self._shifts,
        )
        while len(starts) <= MOST and (match := search(self.text, at)) is not None:
            start = match.start()
            while long_ends[nth] <= start:
                nth += 1
            end, last = start + length, nth
            while long_ends[last] <= end:
                last += 1
            if long_starts[nth] < start or long_starts[last] < end:
                at = start + 1
            else:
                starts.append(start - shifts[nth])
                ends.append(end - shifts[last])
                at = end
        return _kept(starts, ends)
