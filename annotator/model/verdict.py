"""What spaCy will do with each span: one judgement, shared by `check`, the window and the exports.

Pure: the token offsets are given. Offsets are code points.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from annotator.model.mark import Span
from annotator.model.scheme import Scheme

OK = ""
HALF = "it starts or ends inside a token"
WHITESPACE = "it starts or ends with white space, from which nothing is learnt"
DUPLICATE = "the same range and label stand twice"
EMPTY = "it holds no token"
OVERLAP = "it overlaps a longer or earlier span in a flat layer, which leaves instead"


class Tokens(NamedTuple):
    """The tokens of a text: where each starts and ends, and which are white space."""

    starts: Sequence[int]
    ends: Sequence[int]
    space: frozenset[int]  # indices of the tokens that are white space

    def cover(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the tokens first..last (last not included) that start..end is exactly, or None."""
        first = bisect_left(self.starts, start)
        last = bisect_left(self.ends, end)
        if (
            first < len(self.starts)
            and self.starts[first] == start
            and last < len(self.ends)
            and self.ends[last] == end
        ):
            return first, last + 1
        return None

    def inside(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the tokens that lie wholly inside start..end, or None (alignment "contract")."""
        first, last = bisect_left(self.starts, start), bisect_right(self.ends, end)
        while first < last and first in self.space:
            first += 1
        while last > first and last - 1 in self.space:
            last -= 1
        return (first, last) if first < last else None

    def around(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the tokens that touch start..end, or None (alignment "expand")."""
        first, last = bisect_right(self.ends, start), bisect_left(self.starts, end)
        return self.inside(self.starts[first], self.ends[last - 1]) if first < last else None


class Judged(NamedTuple):
    """A span, the tokens it leaves as (None: it does not leave), and the reason where it does not."""

    span: Span
    tokens: tuple[int, int] | None
    reason: str = OK
    winner: Span | None = None  # which leaves instead

    @property
    def sentence(self) -> str:
        """Return the reason with the place of the winner, as it is listed."""
        if self.winner is None or self.reason != OVERLAP:
            return self.reason
        return f"it overlaps {self.winner.start}-{self.winner.end} in a flat layer, which leaves instead"


def judge(spans: Iterable[Span], tokens: Tokens, scheme: Scheme) -> list[Judged]:
    """Return the verdict on each span, in the order given.

    A layer says whether it is flat and how its spans are aligned. In a flat layer, of overlapping spans the longest
    leaves, then the earliest, then the one with the smaller id.
    """
    judged = _once([_aligned(span, tokens, scheme.layer_of(span.label).alignment) for span in spans])
    taken: dict[str, list[Judged]] = {}
    for one in judged:
        if one.tokens is not None and scheme.is_flat(one.span.label):
            taken.setdefault(scheme.label(one.span.label).layer, []).append(one)
    lost = {loser.id: winner for held in taken.values() for loser, winner in _overlaps(held)}
    return [
        Judged(one.span, None, OVERLAP, lost[one.span.id]) if one.span.id in lost and one.tokens else one
        for one in judged
    ]


def _aligned(span: Span, tokens: Tokens, alignment: str) -> Judged:
    found = tokens.cover(span.start, span.end)
    if found is None and alignment == "contract":
        found = tokens.inside(span.start, span.end)
    elif found is None and alignment == "expand":
        found = tokens.around(span.start, span.end)
    if found is None:
        return Judged(span, None, HALF if alignment == "strict" else EMPTY)
    if found[0] in tokens.space or found[1] - 1 in tokens.space:
        return Judged(span, None, WHITESPACE)
    return Judged(span, found)


def _once(judged: list[Judged]) -> list[Judged]:
    """Keep the first, by id, of spans that would leave as the same tokens and label."""
    held: dict[tuple[str, tuple[int, int]], Span] = {}
    for one in judged:
        if one.tokens is not None:
            place = (one.span.label, one.tokens)
            held[place] = min(held.get(place, one.span), one.span, key=lambda span: span.id)
    kept: list[Judged] = []
    for one in judged:
        first = held[one.span.label, one.tokens] if one.tokens is not None else one.span
        kept.append(one if first.id == one.span.id else Judged(one.span, None, DUPLICATE, first))
    return kept


def _overlaps(held: list[Judged]) -> Iterable[tuple[Span, Span]]:
    """Yield each span that does not leave with the one that leaves instead."""
    order = sorted(held, key=lambda one: (_start(one) - _end(one), _start(one), one.span.id))
    owner: dict[int, Span] = {}
    for one in order:
        winner = next((owner[token] for token in range(_start(one), _end(one)) if token in owner), None)
        if winner is not None:
            yield one.span, winner
        else:
            owner.update(dict.fromkeys(range(_start(one), _end(one)), one.span))


def _start(one: Judged) -> int:
    return one.tokens[0] if one.tokens else 0


def _end(one: Judged) -> int:
    return one.tokens[1] if one.tokens else 0
