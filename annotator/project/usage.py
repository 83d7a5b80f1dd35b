"""Where a label is used, a stretch of articles at a time: there is no index by label, and a full scan may be long."""

from __future__ import annotations

import sqlite3
import time
from array import array
from collections.abc import Mapping, Sequence

from annotator.model.article import ArticleId
from annotator.model.edit import EMPTY, Change, Edit, Gesture
from annotator.model.mark import Key, Link, Mark, Refusal, Span
from annotator.model.request import Used, Uses
from annotator.project import rows

FIRST, FEWEST, MOST = 500, 1, 50_000  # numbers of articles that one stretch covers
SECONDS = 0.02  # that a stretch may take: whoever commits or opens an article meanwhile waits for it

_SORTS: tuple[tuple[str, type[Span | Refusal | Link], str], ...] = tuple(
    (sort, kind, ", ".join(f'{sort}."{field}"' for field in kind._fields[:-1]))
    for sort, kind in (("span", Span), ("refusal", Refusal), ("link", Link))
)
_LAST = "SELECT max(number) FROM text"
_WITH = (
    "SELECT DISTINCT span.article FROM span JOIN article ON article.number = span.article"
    " WHERE span.article > ? AND span.article <= ? AND span.label = ? AND span.author = ? AND hidden = 0"
    " ORDER BY span.article"
)
_LEFT = "SELECT 1 FROM tally WHERE what = 'span' AND author = ? AND name = ?"

DELETING = "label.delete"
_SPANS = "SELECT coalesce(sum(count), 0) FROM tally WHERE what = 'span' AND name = ?"


def outlives(connection: sqlite3.Connection, gesture: Gesture, kept: Mapping[ArticleId | None, Edit]) -> bool:
    """Return whether a label would outlive its deletion, of which `kept` still holds, or leave marks behind.

    Others may have changed the label since its marks were gathered, given it to more, or deleted the one these move to.
    Asked by the writer, when nobody else can write.
    """
    moved = [change for article, edit in kept.items() if article is not None for change in edit.values()]
    for key, (_, after) in gesture.edits.get(None, EMPTY).items():
        if key.sort == "label" and after is None:
            there = rows.one(connection, key, 0) is not None
            if there and (key not in kept.get(None, EMPTY) or _left(connection, key.id, moved)):
                return True
    to = {getattr(after, "label", "") for _, after in moved}
    return any(rows.one(connection, Key("label", None, one), 0) is None for one in to)


def _left(connection: sqlite3.Connection, label: str, moved: Sequence[Change]) -> bool:
    """Return whether others have `label` than those that were `moved`; links and refusals are few, and counted."""
    for sort, kind, _ in _SORTS:
        of_sort = _SPANS if kind is Span else f"SELECT count(*) FROM {sort} WHERE label = ?"
        (there,) = connection.execute(of_sort, (label,)).fetchone()
        if there > sum(isinstance(before, kind) and before.label == label for before, _ in moved):
            return True
    return False


class Usage:
    """Answers over one connection; a stretch is as wide as the spans here let it be."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._width = FIRST

    def used(self, asked: Uses) -> Used:
        """Return everyone's marks with the label in the next stretch after `asked.after`, hidden articles included."""
        began, last = time.monotonic(), asked.after + self._width
        held: dict[ArticleId, list[Mark]] = {}
        spans = 0
        for sort, kind, columns in _SORTS:
            found = self.connection.execute(
                f"SELECT text.id, {columns} FROM {sort} JOIN text ON text.number = {sort}.article"
                f" WHERE {sort}.article > ? AND {sort}.article <= ? AND {sort}.label = ? ORDER BY {sort}.article",
                (asked.after, last, asked.label),
            ).fetchall()
            spans += len(found) if kind is Span else 0
            for article, *fields in found:
                held.setdefault(ArticleId(article), []).append(kind(*fields))
        after = self._next(began, last)
        return Used(tuple((article, tuple(marks)) for article, marks in held.items()), spans, after)

    def numbers(self, last: int, author: str, label: str) -> tuple[array[int], int | None]:
        """Return the shown articles of the next stretch after `last` in which the author has the label, and its end."""
        if self.connection.execute(_LEFT, (author, label)).fetchone() is None:
            return array("q"), None
        began, end = time.monotonic(), last + self._width
        found = self.connection.execute(_WITH, (last, end, label, author)).fetchall()
        return array("q", [number for (number,) in found]), self._next(began, end)

    def _next(self, began: float, end: int) -> int | None:
        """Return where the next stretch begins, None at the end, and make it as wide as this one was quick."""
        seconds = time.monotonic() - began
        wanted = round(self._width * SECONDS / max(seconds, SECONDS / 2))
        self._width = max(FEWEST, min(MOST, wanted))
        (last,) = self.connection.execute(_LAST).fetchone()
        return end if last is not None and end < last else None
