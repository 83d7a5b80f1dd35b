"""Marks that nobody sees: made in an article that was taken back in the same moment, or while it was still open."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from annotator.model.article import Article
from annotator.model.mark import Mark, Part
from annotator.project import rows
from annotator.project.connection import moment

STRETCH = 10_000  # numbers of articles that one statement looks at
_MARKED = " OR ".join(
    f"EXISTS (SELECT 1 FROM {sort} WHERE {sort}.article = text.number)"
    for sort in ("span", "refusal", "link", "status", "detail")
)
_ABSENT = (
    "SELECT text.number, text.id, text.text FROM text LEFT JOIN article USING (number)"
    f" WHERE text.number > ? AND text.number <= ? AND article.number IS NULL AND ({_MARKED}) ORDER BY text.number"
)


class Unseen(NamedTuple):
    """An article that is not present, and the marks that were made in it; its part, which an export gave, is none."""

    number: int
    article: Article
    marks: tuple[Mark, ...]


def unseen(connection: sqlite3.Connection) -> Iterator[Unseen]:
    """Yield the articles that are not present and have marks all the same, in the order of their numbers."""
    (last,) = connection.execute("SELECT coalesce(max(number), 0) FROM text").fetchone()
    for number in range(0, last, STRETCH):
        with moment(connection):
            found = [
                Unseen(at, Article(id, text), tuple(rows.of_article(connection, at)))
                for at, id, text in connection.execute(_ABSENT, (number, number + STRETCH)).fetchall()
            ]
        yield from (one._replace(marks=tuple(m for m in one.marks if not isinstance(m, Part))) for one in found)
