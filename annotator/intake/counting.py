"""How a file counts: its offsets are code points or UTF-16 units, of texts with or without a BOM and CRs, by vote.

A mention that is written beside its offsets votes for the ways by which its words are found there; one without words
by each of its ends for the ways by which that cuts no word. What no way finds is left out by `Counted.found`, with the
reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import Enum

from annotator.intake.reading import TakenIn
from annotator.model.folding import is_unspaced
from annotator.model.offsets import Utf16Map


class Way(Enum):
    """What the offsets of a file count."""

    CODE_POINTS = "code points"
    UTF_16 = "UTF-16 units"
    STORED_CODE_POINTS = "code points without BOM and CRs"  # version control gave Windows line ends later
    STORED_UTF_16 = "UTF-16 units without BOM and CRs"


ALL = tuple(Way)
NO_TEXT = "its article holds no text"
_SAME = {Way.CODE_POINTS: Way.STORED_CODE_POINTS, Way.UTF_16: Way.STORED_UTF_16}
UTF_16_FIRST = (Way.UTF_16, Way.CODE_POINTS, Way.STORED_UTF_16, Way.STORED_CODE_POINTS)


class Counted:
    """One text as it stands in a file, with the places of its stored form by every way of counting."""

    def __init__(self, raw: str) -> None:
        self.taken = TakenIn(raw)
        self.text = self.taken.text
        self.is_blank = not self.text or self.text.isspace()  # it can be no article
        self._units = Utf16Map(raw)
        self._stored = Utf16Map(self.text) if self.text != raw else self._units
        self.one_way = self.text == raw and self._units.to_units(len(raw)) == len(raw)
        # Without a BOM and CRs to drop, the last two ways count as the first two do.
        self.ways = ALL[:1] if self.one_way else ALL[:2] if self.text == raw else ALL

    def place(self, way: Way, offset: int) -> int:
        """Return where an offset lies in the stored text."""
        if way is Way.CODE_POINTS:
            return self.taken.place(offset)
        if way is Way.UTF_16:
            return self.taken.place(self._units.to_code_points(offset))
        return offset if way is Way.STORED_CODE_POINTS else self._stored.to_code_points(offset)

    def found(self, way: Way, start: int, end: int, words: str = "") -> tuple[int, int] | str:
        """Return the place of start..end in the stored text, or why no span can be there."""
        if self.is_blank:
            return NO_TEXT
        if start == end:
            return "empty"
        if start > end:
            return "it ends before it starts"
        first, last = self.place(way, start), self.place(way, end)
        if start < 0 or last > len(self.text):
            return "it lies outside the text"
        if first >= last:
            return "it covers only a byte order mark or the CR of a line end, which are not kept"
        if words and not is_mention(self.text[first:last], words):
            return f"the text there is {self.text[first:last][:60]!r}"
        return first, last

    def agrees(self, way: Way, start: int, end: int, words: str) -> int:
        """Return how well start..end fits, 0 to 2: as a mention of `words`, else how many of its ends cut no word."""
        if not 0 <= start < end:
            return 0
        first, last = self.place(way, start), self.place(way, end)
        inside = self.text[first:last]
        if words:
            return 2 * is_mention(inside, words)
        if not inside or last > len(self.text):
            return 0
        before, after = self.text[max(0, first - 1) : first], self.text[last : last + 1]
        return _parts(before, inside[0]) + _parts(after, inside[-1])


def _parts(outside: str, edge: str) -> bool:
    """Return whether a span may end between these two; scripts without spaces tell nothing."""
    return not edge.isspace() and not (
        edge.isalnum() and outside.isalnum() and not is_unspaced(edge) and not is_unspaced(outside)
    )


def voted(mentions: Iterable[tuple[Counted, int, int, str]], order: Sequence[Way] = ALL) -> Way:
    """Return the way by which most mentions (text, start, end, words) are found; of equals the first of `order`."""
    votes: Counter[Way] = Counter()
    for counted, start, end, words in mentions:
        if not counted.one_way:
            for way in counted.ways:
                fit = counted.agrees(way, start, end, words)
                votes[way] += fit
                if len(counted.ways) == 2:
                    votes[_SAME[way]] += fit
    return max(order, key=lambda way: votes[way])


def is_mention(text: str, words: str) -> bool:
    """Return whether `words` is how a file writes `text`: line breaks and tabs as spaces, the edges cut or not."""
    return text == words or _flat(text) == _flat(words)


def _flat(text: str) -> str:
    return text.replace("\r", "").replace("\n", " ").replace("\t", " ").strip()
