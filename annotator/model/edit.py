"""An Edit maps keys to (before, after); a Gesture is what one command did."""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, Mapping
from typing import NamedTuple

from annotator.model.article import ArticleId
from annotator.model.mark import Key, Mark, key_of

Change = tuple[Mark | None, Mark | None]


class Edit(Mapping[Key, Change]):
    """What one gesture does to the marks of one article, or of the project. Immutable."""

    __slots__ = ("_changes",)

    def __init__(self, changes: Mapping[Key, Change] | Iterable[tuple[Key, Change]] = ()) -> None:
        self._changes = dict(changes)

    def __getitem__(self, key: Key) -> Change:
        return self._changes[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._changes)

    def __len__(self) -> int:
        return len(self._changes)

    def items(self) -> ItemsView[Key, Change]:
        """Return the keys with their changes."""
        return self._changes.items()  # not as a Mapping has it, which asks for each key anew

    def __repr__(self) -> str:
        return f"Edit({self._changes!r})"

    @property
    def inverse(self) -> Edit:
        """Return the Edit that takes this one back: before and after change places."""
        return Edit({key: (after, before) for key, (before, after) in self._changes.items()})

    def and_then(self, later: Edit) -> Edit:
        """Return this Edit followed by `later` as one; keys that end where they began drop out."""
        both = dict(self._changes)
        for key, (before, after) in later.items():
            both[key] = (both[key][0] if key in both else before, after)
        return Edit({key: change for key, change in both.items() if change[0] != change[1]})

    @classmethod
    def adding(cls, article: ArticleId | None, *marks: Mark) -> Edit:
        """Return the Edit that adds `marks` where nothing was."""
        return cls({key_of(mark, article): (None, mark) for mark in marks})

    @classmethod
    def removing(cls, article: ArticleId | None, *marks: Mark) -> Edit:
        """Return the Edit that removes `marks`."""
        return cls({key_of(mark, article): (mark, None) for mark in marks})

    @classmethod
    def replacing(cls, article: ArticleId | None, before: Mark, after: Mark) -> Edit:
        """Return the Edit that puts `after` where `before` was, under the same key."""
        return cls({key_of(before, article): (before, after)})


EMPTY = Edit()


class Gesture(NamedTuple):
    """What one command did, in the journal. The writer mints `id`; `undoes` may hold a token."""

    token: str
    command: str
    author: str
    via: str  # window, shell, intake, merge
    edits: Mapping[ArticleId | None, Edit]
    batch: str = ""
    undoes: str = ""
    id: str = ""
    at: int = 0  # wall clock, milliseconds since 1970


def by_article(edit: Edit) -> dict[ArticleId | None, Edit]:
    """Return the parts of an Edit, each of one article, or of the project under None."""
    held: dict[ArticleId | None, dict[Key, Change]] = {}
    for key, change in edit.items():
        held.setdefault(key.article, {})[key] = change
    return {article: Edit(changes) for article, changes in held.items()}
