"""The full text index of a project, in its cache: what is sought over all articles, and how the index grows.

The index says which articles may hold what is sought; where, and whether, their texts tell. So a hit is always true,
and what was hidden or taken back since is left out. Texts never change and their numbers only grow: whatever lies
behind the last number that is indexed is new.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from annotator.model import folding
from annotator.model.article import first_line
from annotator.model.problem import Problem
from annotator.model.terms import Hit, Term, hit_of, ranges
from annotator.model.tongue import tr
from annotator.project import cache
from annotator.project.connection import Seen, connect, refuse_another

SLICE = 16  # articles read in one statement: an unfinished one would hold up every commit
PIECE = 1 << 14  # code points folded in one go: meanwhile nothing else of this process runs
TRANSACTION = 0.5  # seconds of work in one transaction of the cache
PATIENCE = 0.25  # seconds for which another window may hold the cache
LOOKED_AT, SHOWN, SECONDS = 64, 60, 0.2  # candidates, hits and time of one page of answers
MOST_OF_ARTICLE = 20  # hits of one article that are shown

# ASCII folds its own letters and takes all others as they are, for they come folded. No texts are kept, only words.
_TABLES = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(text, content='', columnsize=0, tokenize='ascii')",
    """CREATE TABLE IF NOT EXISTS indexed (one INTEGER PRIMARY KEY CHECK (one = 1), rules TEXT NOT NULL,
        last INTEGER NOT NULL, seq INTEGER NOT NULL, gesture TEXT NOT NULL)""",
)


class Indexed(NamedTuple):
    """How many of the shown articles are indexed, of how many; `trouble` says why it does not go on."""

    articles: int
    of: int
    trouble: str = ""


class HitArticle(NamedTuple):
    """An article that holds what is sought: the first of its hits, and how many there are."""

    number: int
    title: str
    hits: tuple[Hit, ...]
    all_hits: int


class HitPage(NamedTuple):
    """Articles in the order of their numbers, the last number looked at, and whether there are no more."""

    articles: tuple[HitArticle, ...]
    last: int
    ended: bool


class Index:
    """The index of one project, for one thread. Raises sqlite3.Error of the cache, Problem of the project."""

    def __init__(self, path: Path, seen: Seen) -> None:
        self.path, self.seen = path, seen
        self._project = connect(path, writable=False, seen=seen)
        self._begun = 0.0  # when the transaction began
        self.last = 0  # the number of the last article that is indexed
        try:
            self.cache_path = cache.path_of(self._project, path)
            found = cache.opened(self.cache_path, PATIENCE)
            if found is None:
                raise Problem(tr("the articles cannot be indexed"), tr("the cache cannot be used"))
            self._cache = found
            try:
                self._prepare()
            except BaseException:
                self._cache.close()
                raise
        except BaseException:
            self._project.close()
            raise

    def _prepare(self) -> None:
        one = self._cache.execute
        for table in _TABLES:
            one(table)
        row = one("SELECT rules, last, seq, gesture FROM indexed").fetchone()
        if row is not None and (row[0] != folding.RULES or self._gesture(row[2]) != row[3]):
            # Of other rules; or a backup took the project's place, and its numbers may mean other texts.
            one("BEGIN IMMEDIATE")
            one("DROP TABLE words")
            one("DELETE FROM indexed")
            one(_TABLES[0])
            one("COMMIT")
            row = None
        self.last = row[1] if row is not None else 0

    def _gesture(self, seq: int) -> str:
        row = self._project.execute("SELECT id FROM gesture WHERE seq = ?", (seq,)).fetchone()
        return "" if row is None else row[0]

    def close(self) -> None:
        """Keep what is indexed, and let go of both files."""
        with contextlib.suppress(sqlite3.Error, Problem):
            self._keep()
        self._cache.close()
        self._project.close()

    def interrupt(self) -> None:
        """Break off what the cache is asked, from another thread."""
        self._cache.interrupt()

    # ---- growing
    def grow(self) -> bool:
        """Index a few more articles, and return whether there may be more."""
        with self._reading():
            found = self._project.execute(
                "SELECT number, text FROM text WHERE number > ? ORDER BY number LIMIT ?", (self.last, SLICE)
            ).fetchall()
        if not found:
            self._keep()
            return False
        if not self._cache.in_transaction and not self._begin():
            return True
        for number, text in found:
            held = "".join(_pieces(text)) if type(text) is str else ""  # a damaged text: `check` tells of it
            self._cache.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (number, held))
            self.last = number
        if time.monotonic() - self._begun > TRANSACTION:
            self._keep()
        return True

    def _begin(self) -> bool:
        """Begin a transaction; return whether the index is as it was: another window may be at it, or have been."""
        begun = True
        try:
            self._cache.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY":
                raise
            begun = False
        row = self._cache.execute("SELECT last FROM indexed").fetchone()
        last, self.last = self.last, row[0] if row is not None else 0
        if begun and last != self.last:
            self._cache.execute("ROLLBACK")
        self._begun = time.monotonic()
        return begun and last == self.last

    def _keep(self) -> None:
        if not self._cache.in_transaction:
            return
        with self._reading():
            newest = self._project.execute("SELECT seq, id FROM gesture ORDER BY seq DESC LIMIT 1").fetchone()
        self._cache.execute(
            "INSERT OR REPLACE INTO indexed VALUES (1, ?, ?, ?, ?)", (folding.RULES, self.last, *(newest or (0, "")))
        )
        self._cache.execute("COMMIT")

    @property
    def is_kept(self) -> bool:
        """Return whether all that is indexed is on the disk."""
        return not self._cache.in_transaction
        return not self._cache.in_transaction

    def indexed(self) -> Indexed:
        """Return how far it has come."""
        with self._reading():
            block = self.last >> 10
            (before, total) = self._project.execute(
                "SELECT coalesce(sum(CASE WHEN block < ? THEN count END), 0), coalesce(sum(count), 0)"
                " FROM tally WHERE what = 'article' AND author = '' AND name = '' AND value = '0'",
                (block,),
            ).fetchone()
            (within,) = self._project.execute(
                "SELECT count(*) FROM article WHERE hidden = 0 AND number BETWEEN ? AND ?", (block << 10, self.last)
            ).fetchone()
        return Indexed(before + within, total)

    @contextlib.contextmanager
    def _reading(self) -> Generator[None]:
        refuse_another(self.path, self.seen)
        try:
            yield
        except sqlite3.Error as error:
            raise Problem(f"{self.path}", str(error)) from error

    # ---- being asked
    def page(self, terms: Sequence[Term], last: int = 0) -> HitPage:
        """Return the next articles after number `last` that hold all of `terms`."""
        if not terms:
            return HitPage((), last, True)
        refuse_another(self.path, self.seen)
        until, shown, sought = time.monotonic() + SECONDS, 0, tuple(terms)
        candidates = self._candidates(sought, last)
        articles: list[HitArticle] = []
        for number in candidates:
            article = self._looked_at(number, sought)
            if article is not None:
                articles.append(article)
                shown += len(article.hits)
            last = number
            if shown >= SHOWN or time.monotonic() > until:
                break
        ended = len(candidates) < LOOKED_AT and (not candidates or last == candidates[-1])
        return HitPage(tuple(articles), last, ended)

    def _candidates(self, terms: Sequence[Term], last: int) -> list[int]:
        """Return the numbers of the next articles that may hold the terms. By number: a rank would cost all of them."""
        found = self._cache.execute(
            "SELECT rowid FROM words WHERE words MATCH ? AND rowid > ? ORDER BY rowid LIMIT ?",
            (_expression(terms), last, LOOKED_AT),
        ).fetchall()
        return [number for (number,) in found]

    def _looked_at(self, number: int, terms: tuple[Term, ...]) -> HitArticle | None:
        with self._reading():
            row = self._project.execute(
                "SELECT text, value FROM text JOIN article USING (number)"
                " LEFT JOIN detail ON detail.article = number AND name = 'title' WHERE number = ? AND hidden = 0",
                (number,),
            ).fetchone()
        if row is None or type(row[0]) is not str:
            return None
        text, title = row
        found = ranges(text, terms)
        hits = tuple(hit_of(text, *one) for one in found[:MOST_OF_ARTICLE])
        return HitArticle(number, title or first_line(text[:400]), hits, len(found)) if found else None


def _pieces(text: str) -> Iterator[str]:
    for at in range(0, len(text), PIECE):
        yield folding.folded_beyond_ascii(text[at : at + PIECE])
        if len(text) > PIECE:
            time.sleep(0)  # whoever waits to run runs now


def _expression(terms: Sequence[Term]) -> str:
    """Return the terms as FTS5 asks for them; folded words hold nothing that means anything to it."""
    return " AND ".join(f'"{" ".join(term.words)}"{" *" if term.prefix else ""}' for term in terms)
