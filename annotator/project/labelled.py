"""The words that an author labelled last, and with what: read in slices, newest work first."""

from __future__ import annotations

import sqlite3
from collections import deque
from typing import NamedTuple

MOST = 20_000  # spans that are read: older words are rarely said again
FARTHEST = 5_000  # articles that are looked into for them
SLICE, FEW = 500, 40  # spans, and articles, of one slice
LONGEST = 200  # code points of words that are worth bringing

_CHANGED = (
    "SELECT gesture, article FROM change WHERE gesture < ? AND gesture <= ? AND article > 0"
    " ORDER BY gesture DESC LIMIT 200"
)
_SPANS = (
    'SELECT id, start, "end", label FROM span WHERE article = ? AND author = ? AND id > ? AND gesture <= ?'
    " ORDER BY id LIMIT ?"
)


class _At(NamedTuple):
    """An article that is being read, and the last id that was."""

    number: int
    text: str
    last: str = ""


class Labelled:
    """Reads what was stored up to `seq`, a slice at a time; used on one thread."""

    def __init__(self, connection: sqlite3.Connection, author: str, seq: int) -> None:
        self._connection, self._author, self._seq = connection, author, seq
        self._below = 1 << 62  # the gestures above are looked through
        self._articles: deque[int] = deque()
        self._known: set[int] = set()
        self._at: _At | None = None
        self._left = MOST

    def read(self) -> list[tuple[str, str]] | None:
        """Return the words and label ids of some more spans, perhaps none; None at the end."""
        found: list[tuple[str, str]] = []
        for _ in range(FEW):
            if self._left <= 0 or not self._has_article():
                return found or None
            found += self._some()
            if len(found) >= SLICE:
                break
        return found

    def _has_article(self) -> bool:
        if self._at is not None:
            return True
        while not self._articles:
            if len(self._known) >= FARTHEST or not self._look_back():
                return False
        self._at = _At(self._articles.popleft(), "")
        return True

    def _look_back(self) -> bool:
        changed = self._connection.execute(_CHANGED, (self._below, self._seq)).fetchall()
        for gesture, article in changed:
            self._below = gesture
            if article not in self._known:
                self._known.add(article)
                self._articles.append(article)
        return bool(changed)

    def _some(self) -> list[tuple[str, str]]:
        at = self._at
        if at is None:
            return []
        wanted = min(SLICE, self._left)
        held = self._connection.execute(_SPANS, (at.number, self._author, at.last, self._seq, wanted)).fetchall()
        self._left -= len(held)
        text = at.text
        if held and not text:
            (text,) = self._connection.execute("SELECT text FROM text WHERE number = ?", (at.number,)).fetchone()
        self._at = _At(at.number, text, held[-1][0]) if len(held) == wanted else None
        return [(text[start:end], label) for _, start, end, label in held if 0 <= start < end <= start + LONGEST]
