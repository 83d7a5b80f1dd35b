"""All marks of one article, or of the project: immutable, changed by applying reduced Edits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from annotator.model.article import ArticleId
from annotator.model.edit import Change, Edit
from annotator.model.mark import Key, Mark, Span, key_of
from annotator.model.spans import Spans


class Marks:
    """The spans, ordered, and the other marks by key. Two versions share what did not change."""

    __slots__ = ("others", "spans")

    def __init__(self, spans: Spans | None = None, others: Mapping[Key, Mark] | None = None) -> None:
        self.spans = Spans() if spans is None else spans
        self.others: Mapping[Key, Mark] = {} if others is None else others

    @classmethod
    def of(cls, article: ArticleId | None, marks: Iterable[Mark]) -> Marks:
        """Return the Marks of `article` (None: of the project) holding `marks`."""
        spans: list[Span] = []
        others: dict[Key, Mark] = {}
        for mark in marks:
            if isinstance(mark, Span):
                spans.append(mark)
            else:
                others[key_of(mark, article)] = mark
        return cls(Spans(spans), others)

    def get(self, key: Key) -> Mark | None:
        """Return the mark at `key`, or None."""
        return self.spans.get(key.id) if key.sort == "span" else self.others.get(key)

    def __iter__(self) -> Iterator[Mark]:
        yield from self.spans
        yield from self.others.values()

    def __len__(self) -> int:
        return len(self.spans) + len(self.others)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Marks):
            return NotImplemented
        return self.spans == other.spans and self.others == other.others

    __hash__ = None  # type: ignore[assignment]

    def unlike(self, other: Marks) -> set[Mark]:
        """Return the marks that only one of both has."""
        gone, come = self.spans.differing(other.spans)
        return gone | come | (set(self.others.values()) ^ set(other.others.values()))

    def apply(self, edit: Edit) -> Marks:
        """Return the Marks after `edit`, which must have been reduced against these."""
        removed: list[Span] = []
        added: list[Span] = []
        others: dict[Key, Mark] | None = None
        for key, (before, after) in edit.items():
            if key.sort == "span":
                if isinstance(before, Span):
                    removed.append(before)
                if isinstance(after, Span):
                    added.append(after)
                continue
            others = dict(self.others) if others is None else others
            if after is None:
                others.pop(key, None)
            else:
                others[key] = after
        spans = self.spans.changed(removed, added) if removed or added else self.spans
        return Marks(spans, self.others if others is None else others)


def reduced(get: Callable[[Key], Mark | None], edit: Edit) -> tuple[Edit, Mapping[Key, Mark | None]]:
    """Return the part of `edit` that holds where `get` tells what is there, and the dropped keys with what is there.

    Compare-and-set by key: a key stays only if what is there equals its before and differs from its after.
    """
    kept: dict[Key, Change] = {}
    dropped: dict[Key, Mark | None] = {}
    for key, (before, after) in edit.items():
        there = get(key)
        if there == before and there != after:
            kept[key] = (before, after)
        else:
            dropped[key] = there
    return (edit, dropped) if not dropped else (Edit(kept), dropped)
