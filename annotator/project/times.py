"""When a span was made and changed last, when statuses were set and over which ones, as the journal has it."""

from __future__ import annotations

import json
import sqlite3
from typing import NamedTuple

from annotator.model.mark import Key, Status
from annotator.project import positions

_CHANGED = "SELECT gesture.at FROM span JOIN gesture ON gesture.seq = span.gesture WHERE article = ? AND span.id = ?"
# The bytes of a change name each key as ["span","ID",: looked for as they are, no change need be decoded.
_MADE = (
    "SELECT gesture.at FROM change JOIN gesture ON gesture.seq = change.gesture"
    " WHERE change.article = ? AND instr(change.data, ?) ORDER BY gesture.id LIMIT 1"
)


class Times(NamedTuple):
    """Wall clock, milliseconds since 1970; 0 where the journal does not tell."""

    made: int
    changed: int


def of_span(connection: sqlite3.Connection, number: int, span: str) -> Times:
    """Return the times of a span of the article with the local `number`."""
    name = json.dumps(["span", span], ensure_ascii=False, separators=(",", ":"))[:-1] + ","
    made = connection.execute(_MADE, (number, name.encode("utf-8"))).fetchone()
    changed = connection.execute(_CHANGED, (number, span)).fetchone()
    return Times(*(0 if row is None else int(row[0]) for row in (made, changed)))


def of_statuses(connection: sqlite3.Connection, number: int) -> dict[tuple[str, str], int]:
    """Return when each status of an article was set, by the ids of its author and its layer."""
    found = connection.execute(
        "SELECT status.author, status.layer, gesture.at FROM status JOIN gesture ON gesture.seq = status.gesture"
        " WHERE status.article = ?",
        (number,),
    ).fetchall()
    return {(author, layer): int(at) for author, layer, at in found}


def beneath_flags(connection: sqlite3.Connection, number: int, article: str) -> dict[Key, str]:
    """Return the status that each flag of an article was set over, "" for to do."""
    found = connection.execute(
        "SELECT status.author, status.layer, change.data FROM status"
        " JOIN change ON change.gesture = status.gesture AND change.article = status.article"
        " WHERE status.article = ? AND status.value = 'flagged'",
        (number,),
    ).fetchall()
    beneath: dict[Key, str] = {}
    for author, layer, data in found:
        key = Key("status", article, f"{author}/{layer}")
        before, _ = positions.decode(data, article).get(key, (None, None))
        beneath[key] = before.value if isinstance(before, Status) else ""
    return beneath
