"""The spans of an article: an ordered immutable set whose versions share every untouched chunk.

Ordered by (start, -end, id), the order in which everything leaves. Chunks of at most 256 spans carry their
furthest end, so that a look-up stays short under a span as long as the article. Ids lie in buckets, of which a
change copies only those it touches.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate, islice
from operator import attrgetter
from typing import NamedTuple

from annotator.model.mark import Span

MOST = 256
BUCKETS = 256
_END, _LABEL = attrgetter("end"), attrgetter("label")


def rank(span: Span) -> tuple[int, int, str]:
    """Return what spans are ordered by: start, then the longer first, then id."""
    return (span.start, -span.end, span.id)


class _Chunk(NamedTuple):
    spans: tuple[Span, ...]
    first: tuple[int, int, str]
    furthest: int
    labels: Mapping[str, int]  # how many spans each label has here; labels without any may be missing


def _chunk(spans: Iterable[Span]) -> _Chunk:
    held = tuple(spans)
    return _Chunk(held, rank(held[0]), max(map(_END, held)), Counter(map(_LABEL, held)))


def _with(chunk: _Chunk, span: Span) -> _Chunk:
    """Return the chunk with one more span, without counting the others again."""
    held = list(chunk.spans)
    insort(held, span, key=rank)
    labels = {**chunk.labels, span.label: chunk.labels.get(span.label, 0) + 1}
    return _Chunk(tuple(held), min(chunk.first, rank(span)), max(chunk.furthest, span.end), labels)


class Spans:
    """An immutable set of spans with unique ids; `changed` returns another version."""

    __slots__ = ("_buckets", "_chunks", "_count", "_labels", "_reached")

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        held = sorted(spans, key=rank)
        self._chunks = [_chunk(held[i : i + MOST]) for i in range(0, len(held), MOST)]
        buckets: list[dict[str, Span]] = [{} for _ in range(BUCKETS)] if held else [_NOTHING] * BUCKETS
        for span in held:
            buckets[hash(span.id) % BUCKETS][span.id] = span
        self._buckets = buckets
        self._reached: list[int] | None = None  # the furthest end up to each chunk, once it is asked for
        self._labels: Mapping[str, int] = Counter(map(_LABEL, held))
        self._count = sum(map(len, buckets))
        if self._count != len(held):
            raise ValueError("two spans with one id")

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Span]:
        for chunk in self._chunks:
            yield from chunk.spans

    def __contains__(self, span: object) -> bool:
        return isinstance(span, Span) and self.get(span.id) == span

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Spans):
            return NotImplemented
        return self._count == other._count and all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Spans({list(self)!r})"

    def get(self, id: str) -> Span | None:
        """Return the span with `id`, or None."""
        return self._buckets[hash(id) % BUCKETS].get(id)

    def touching(self, start: int, end: int) -> Iterator[Span]:
        """Yield, in order, the spans that share a character with start..end (code points).

        An empty range (start == end) yields the spans that reach over or up to that place.
        """
        low, high = (start, end) if start < end else (start - 1, end + 1)
        if self._reached is None:
            self._reached = list(accumulate(map(_furthest, self._chunks), max))
        for chunk in islice(self._chunks, bisect_right(self._reached, low), None):
            if chunk.first[0] >= high:
                return
            if chunk.furthest > low:
                for span in chunk.spans:
                    if span.start >= high:
                        break
                    if span.end > low:
                        yield span

    def after(self, place: tuple[int, int, str]) -> Span | None:
        """Return the first span ranked above `place` (start, -end, id), or None."""
        for at in range(max(0, self._home(place)), len(self._chunks)):
            spans = self._chunks[at].spans
            found = bisect_right(spans, place, key=rank)
            if found < len(spans):
                return spans[found]
        return None

    def before(self, place: tuple[int, int, str]) -> Span | None:
        """Return the last span ranked below `place`, or None."""
        for at in range(self._home(place), -1, -1):
            spans = self._chunks[at].spans
            found = bisect_left(spans, place, key=rank)
            if found > 0:
                return spans[found - 1]
        return None

    @property
    def counts(self) -> Mapping[str, int]:
        """Return how many spans each label has; labels without any may be missing."""
        return self._labels

    def place(self, span: Span) -> int:
        """Return how many spans are ranked up to `span`, itself included when it is here."""
        home = self._home(rank(span))
        before = sum(len(chunk.spans) for chunk in self._chunks[: max(0, home)])
        return before + (bisect_right(self._chunks[home].spans, rank(span), key=rank) if home >= 0 else 0)

    def nth(self, span: Span) -> int:
        """Return how many spans of the same label are ranked up to `span`, itself included when it is here."""
        home, place = self._home(rank(span)), rank(span)
        before = sum(chunk.labels.get(span.label, 0) for chunk in self._chunks[: max(0, home)])
        here = self._chunks[home].spans if home >= 0 else ()
        return before + sum(one.label == span.label for one in here[: bisect_right(here, place, key=rank)])

    def changed(self, removed: Iterable[Span], added: Iterable[Span]) -> Spans:
        """Return the version without `removed` and with `added`.

        Raises KeyError when a removed span is not here, ValueError when an added id is.
        """
        version = object.__new__(Spans)
        version._chunks, version._buckets = self._chunks.copy(), self._buckets.copy()
        version._count, version._reached = self._count, None
        fresh: set[int] = set()
        labels = dict(self._labels)
        for span in removed:
            version._remove(span, fresh)
            labels[span.label] -= 1
        for span in added:
            version._add(span, fresh)
            labels[span.label] = labels.get(span.label, 0) + 1
        version._labels = labels
        return version

    def differing(self, other: Spans) -> tuple[set[Span], set[Span]]:
        """Return the spans that only this version has, and those that only `other` has."""
        mine, theirs = {id(chunk.spans) for chunk in self._chunks}, {id(chunk.spans) for chunk in other._chunks}
        gone = [span for chunk in self._chunks if id(chunk.spans) not in theirs for span in chunk.spans]
        come = [span for chunk in other._chunks if id(chunk.spans) not in mine for span in chunk.spans]
        # Most spans of a chunk that differs are the same objects: only the others are compared as values.
        kept = {*map(id, gone)} & {*map(id, come)}
        only_here = {span for span in gone if id(span) not in kept}
        only_there = {span for span in come if id(span) not in kept}
        return only_here - only_there, only_there - only_here

    def _home(self, place: tuple[int, int, str]) -> int:
        return bisect_right(self._chunks, place, key=_first) - 1

    def _bucket(self, id: str, fresh: set[int]) -> dict[str, Span]:
        at = hash(id) % BUCKETS
        if at not in fresh:
            fresh.add(at)
            self._buckets[at] = self._buckets[at].copy()
        return self._buckets[at]

    def _remove(self, span: Span, fresh: set[int]) -> None:
        bucket = self._bucket(span.id, fresh)
        if bucket.pop(span.id, None) != span:
            raise KeyError(span.id)
        at = self._home(rank(span))
        left = [other for other in self._chunks[at].spans if other.id != span.id]
        self._chunks[at : at + 1] = [_chunk(left)] if left else []
        self._count -= 1

    def _add(self, span: Span, fresh: set[int]) -> None:
        bucket = self._bucket(span.id, fresh)
        if span.id in bucket:
            raise ValueError(f"two spans with the id {span.id}")
        bucket[span.id] = span
        self._count += 1
        if not self._chunks:
            self._chunks = [_chunk([span])]
            return
        at = max(0, self._home(rank(span)))
        held = _with(self._chunks[at], span)
        middle = len(held.spans) // 2
        halves = (held.spans[:middle], held.spans[middle:]) if len(held.spans) > MOST else ()
        self._chunks[at : at + 1] = [_chunk(half) for half in halves] or [held]


_furthest = attrgetter("furthest")


def _first(chunk: _Chunk) -> tuple[int, int, str]:
    return chunk.first


_NOTHING: dict[str, Span] = {}
