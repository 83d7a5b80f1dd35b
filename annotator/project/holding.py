"""Which articles hold a string, a slice at a time, and where in them a label may go."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator

from annotator.model.article import ArticleId
from annotator.model.mark import Mark
from annotator.model.marks import Marks
from annotator.model.occurrences import Places, places_for
from annotator.model.request import Everywhere, Gathered
from annotator.project import rows

FIRST, FEWEST, MOST = 200, 1, 50_000  # numbers of articles that one slice covers
SECONDS = 0.02  # that a slice may take: whoever commits meanwhile waits for it

_ABOVE = "SELECT number FROM article WHERE number > ? AND hidden = 0 ORDER BY number LIMIT 1"
_HOLDING = (
    "SELECT number, id, text FROM text JOIN article USING (number)"
    " WHERE number BETWEEN ? AND ? AND hidden = 0 AND instr(text, ?) ORDER BY number LIMIT ?"
)
FOUND = 100  # articles that one statement brings


class Holding:
    """Answers `Everywhere` over one connection; a slice is as wide as the texts here let it be."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._width = FIRST

    def answer(self, asked: Everywhere) -> Gathered:
        """Return the places in the next slice after `asked.after`; hidden articles are left out."""
        row = self.connection.execute(_ABOVE, (asked.after,)).fetchone()
        if row is None or not asked.words:
            return Gathered((), None)
        began, first = time.monotonic(), int(row[0])
        last = first + self._width - 1
        held = self.connection.execute(_HOLDING, (first, last, asked.words, FOUND)).fetchall()
        found = tuple(self._places(asked, number, ArticleId(id), text) for number, id, text in held)
        self._fit(time.monotonic() - began)
        return Gathered(found, int(held[-1][0]) if len(held) == FOUND else last)

    def _fit(self, seconds: float) -> None:
        wanted = round(self._width * SECONDS / max(seconds, SECONDS / 4))
        self._width = max(FEWEST, min(MOST, wanted))

    def _places(self, asked: Everywhere, number: int, article: ArticleId, text: str) -> tuple[ArticleId, Places]:
        marks = Marks.of(article, self._marks(number))
        return article, places_for(text, asked.words, asked.label, asked.layer, marks, asked.author)

    def _marks(self, number: int) -> Iterator[Mark]:
        for sort in ("span", "refusal"):
            yield from rows.of_sort(self.connection, sort, number)
