"""Articles with their spans come in: `add` against a bare executemany of the rows that it made.

The bare one has all rows in memory beforehand and puts them into the same tables with the same pragmas, without
triggers, in one transaction; told beside it is what the triggers that keep the tally cost alone. Then the peak memory
of `add` at some articles and at ten times as many.
"""

from __future__ import annotations

import contextlib
import io
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from annotator.cli import main
from annotator.project.connection import PAGE_SIZE, connect, prepare
from annotator.project.schema import STATEMENTS, TRIGGERS
from benches.apparatus import projects, texts
from benches.apparatus.figures import Figure, Size
from benches.apparatus.memory import peak_of
from benches.apparatus.timing import alternated, seconds

Rows = dict[str, list[tuple[Any, ...]]]
TABLES = ("text", "gesture", "change", "article", "detail", "span", "status")


def run(size: Size, folder: Path) -> Iterator[Figure]:
    """Yield the figures."""
    count, times = size.of(20, 1_000, 10_000), size.of(1, 7, 5)
    pair = _Pair(folder, count)
    taken = alternated([pair.add, pair.insert, pair.insert_and_count], times, in_order=True)
    pair.close()
    rate, plain, counted = (1000 * count / one.p50 for one in taken)
    yield Figure(f"{count:,} articles of {texts.WORDS} words and {texts.SPANS} spans at a time, p50", ">= 0.3x", rate,
                 "articles/s", plain, f"{times} times into one project that grows")  # fmt: skip
    yield Figure("the bare one with the triggers of the tally, against without, p50", "", counted, "articles/s", plain)
    few, many = size.of(10, 500, 10_000), size.of(100, 5_000, 100_000)
    peaks = [_peak(folder, articles) for articles in (few, many)]
    if peaks[0] is not None and peaks[1] is not None:
        yield Figure(f"peak memory adding {many:,} articles, against {few:,}", "<= 1.1x", peaks[1], "MB", peaks[0])


class _Pair:
    """A project, and bare databases that are given the same rows."""

    def __init__(self, folder: Path, count: int) -> None:
        self.folder, self.count = folder, count
        self.path = folder / "added.spans"
        projects.empty(self.path).close()
        self.reader = connect(self.path, writable=False)
        self.seen = self._newest()
        self.rows: Rows = {}
        self.bare, self.counted = _bare_database(folder / "bare.db"), _bare_database(folder / "counted.db", TRIGGERS)
        for database in (self.bare, self.counted):
            _insert(database, "gesture", self.reader.execute("SELECT * FROM gesture").fetchall())

    def _newest(self) -> int:
        return int(self.reader.execute("SELECT max(seq) FROM gesture").fetchone()[0])

    def add(self, nth: int) -> float:
        """Add a file of articles that are new to the project."""
        path = self.folder / f"{nth}.jsonl"
        projects.write_jsonl(path, texts.articles(self.count, first=nth * self.count))
        with contextlib.redirect_stdout(io.StringIO()):
            return seconds(lambda: main(["add", str(self.path), str(path)]))

    def insert(self, _: int) -> float:
        """Insert what the project got since the last time."""
        self.rows = self._rows()
        return seconds(lambda: _insert_all(self.bare, self.rows))

    def insert_and_count(self, _: int) -> float:
        """Insert the same where triggers keep the tally."""
        return seconds(lambda: _insert_all(self.counted, self.rows))

    def _rows(self) -> Rows:
        one, since = self.reader.execute, self.seen
        rows = {table: one(f"SELECT * FROM {table} WHERE gesture > ?", (since,)).fetchall() for table in TABLES[2:]}
        rows["gesture"] = one("SELECT * FROM gesture WHERE seq > ?", (since,)).fetchall()
        numbers = [row[0] for row in rows["article"]]
        low, high = (min(numbers), max(numbers)) if numbers else (0, -1)
        rows["text"] = one("SELECT * FROM text WHERE number BETWEEN ? AND ?", (low, high)).fetchall()
        self.seen = self._newest()
        return {table: rows[table] for table in TABLES}

    def close(self) -> None:
        """Close all."""
        for one in (self.reader, self.bare, self.counted):
            one.close()


def _bare_database(path: Path, triggers: Iterable[str] = ()) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA page_size={PAGE_SIZE}")
    connection.execute("PRAGMA journal_mode=DELETE")
    prepare(connection)
    for statement in (*STATEMENTS, *triggers):
        connection.execute(statement)
    return connection


def _insert_all(connection: sqlite3.Connection, rows: Rows) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for table, held in rows.items():
        _insert(connection, table, held)
    connection.execute("COMMIT")


def _insert(connection: sqlite3.Connection, table: str, rows: list[tuple[Any, ...]]) -> None:
    if rows:
        connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)


def _peak(folder: Path, articles: int) -> float | None:
    project, path = folder / f"peak {articles}.spans", folder / f"peak {articles}.jsonl"
    projects.empty(project).close()
    projects.write_jsonl(path, texts.articles(articles))
    return peak_of("add", str(project), str(path))
