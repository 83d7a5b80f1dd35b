"""A project of very many articles, filled by plain SQL: what `add` would make, without its journal.

Nine of ten articles are done by the bench's author, from the first on; then a few are flagged, the rest is todo.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.project.connection import connect
from annotator.project.schema import TRIGGERS
from benches.apparatus import projects, states, texts
from benches.apparatus.states import ME

PART = 10_000  # articles in one transaction
SPANS = 10  # of each article
Row = tuple[Any, ...]

_TALLIES = (
    "SELECT 'article', '', '', hidden, number >> 10, count(*) FROM article GROUP BY hidden, number >> 10",
    "SELECT 'span', author, label, '', 0, count(*) FROM span GROUP BY author, label",
    "SELECT 'status', author, layer, value, article >> 10, count(*) FROM status GROUP BY 2, 3, 4, 5",
)


def fill(path: Path, count: int) -> None:
    """Make a project of `count` articles at `path`."""
    projects.empty(path).close()
    connection = connect(path)
    connection.execute("PRAGMA synchronous=OFF")  # it is made, not measured
    dropped = [f"DROP TRIGGER {statement.split()[2]}" for statement in TRIGGERS]
    _all_at_once(connection, dropped)
    bodies = [one.text.partition("\n")[2] for one in texts.articles(50)]
    for first in range(1, count + 1, PART):
        connection.execute("BEGIN")
        for statement, rows in _rows(range(first, min(first + PART, count + 1)), count, bodies):
            connection.executemany(statement, rows)
        connection.execute("COMMIT")
    _all_at_once(connection, [*(f"INSERT INTO tally {tally}" for tally in _TALLIES), *TRIGGERS])
    connection.close()


def _all_at_once(connection: sqlite3.Connection, statements: list[str]) -> None:
    connection.execute("BEGIN")
    for statement in statements:
        connection.execute(statement)
    connection.execute("COMMIT")


def _rows(numbers: range, count: int, bodies: list[str]) -> Iterator[tuple[str, Iterator[Row]]]:
    """Yield the statement and the rows of each table. All are of the gesture that made the project."""

    def title(number: int) -> str:
        return f"Report {number:,} from Łódź"

    def text(number: int) -> str:
        return f"{title(number)}\n{bodies[number % len(bodies)]}"

    label = states.label_id("entities", "PER")
    yield "INSERT INTO text VALUES (?, ?, ?)", (_text(n, text(n)) for n in numbers)
    yield "INSERT INTO article VALUES (?, 0, 1)", ((n,) for n in numbers)
    yield "INSERT INTO detail VALUES (?, 'title', ?, 1)", ((n, title(n)) for n in numbers)
    spans = ((n, f"{at:024x}", 30 * at, 30 * at + 9, label, ME.id) for n in numbers for at in range(SPANS))
    yield "INSERT INTO span VALUES (?, ?, ?, ?, ?, ?, '', 'file', 1)", spans
    marked = [(n, status) for n in numbers if (status := _status(n, count))]
    statuses = ((n, ME.id, layer, status) for n, status in marked for layer in ("claims", "entities"))
    yield "INSERT INTO status VALUES (?, ?, ?, ?, 1)", statuses


def _text(number: int, text: str) -> Row:
    return number, hashlib.sha256(text.encode()).hexdigest(), text


def _status(number: int, count: int) -> str:
    if number <= count * 9 // 10:
        return "done"
    return "flagged" if number % 50 == 0 else ""
