"""Any moment can be read: positions in the journal, and the marks as they were there."""

from __future__ import annotations

import re
import sqlite3
from typing import NamedTuple

from annotator.model.article import ArticleId
from annotator.model.mark import Key, Mark
from annotator.model.problem import Problem
from annotator.project.journal import OLDEST_WINS, Ranked, decode, fold, mentioning

FAR = 1 << 62  # a position after every other
STRETCH = 20_000  # gestures read in one statement
_PORTABLE = re.compile(r"([0-9a-f]{12}-[0-9a-f]{16}-[0-9a-f]{8}):(\d{1,18}):([0-9a-f]{32})")


class Position(NamedTuple):
    """A place in the journal of this file (`seq`), and its portable name."""

    seq: int
    name: str  # ID:COUNT:XOR, "" for the empty journal


def pin(connection: sqlite3.Connection, seq: int = FAR, most: int = FAR) -> Position:
    """Return the position at `seq`, or the newest; that of the first `most` gestures where there are more."""
    last, newest, count, mixed = 0, "", 0, 0
    while count < most:
        found = connection.execute(
            "SELECT seq, id, digest FROM gesture WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?",
            (last, seq, min(STRETCH, most - count)),
        ).fetchall()
        if not found:
            break
        newest = max(newest, max(str(row[1]) for row in found))
        count += len(found)
        for row in found:
            mixed ^= int.from_bytes(row[2], "big")
        last = int(found[-1][0])
    return Position(last, f"{newest}:{count}:{mixed:032x}" if count else "")


def at(connection: sqlite3.Connection, name: str) -> Position:
    """Return the position called `name`: ID:COUNT:XOR, or a bare gesture id of this file; raises Problem."""
    if not name:
        return pin(connection)
    portable = _PORTABLE.fullmatch(name)
    gesture = portable[1] if portable else name
    found = connection.execute("SELECT seq FROM gesture WHERE id = ?", (gesture,)) if gesture.isascii() else None
    row = None if found is None else found.fetchone()
    if row is None:
        raise Problem(f"the position {name[:80]}", "this file has no such gesture")
    if portable is None:
        return pin(connection, row[0])
    # Where journals were merged the newest id need not have arrived last: the count finds the place.
    there = pin(connection, most=int(portable[2]))
    if there.name != name:
        raise Problem(f"the position {name[:80]}", "this file's gestures do not match it")
    return there


def changes(connection: sqlite3.Connection, number: int, article: ArticleId | None, seq: int) -> list[Ranked]:
    """Return the changes of an article (number 0: of the project) up to `seq`, in the order they arrived."""
    found = connection.execute(
        f"SELECT gesture.id, {OLDEST_WINS}, change.data FROM change"
        " JOIN gesture ON gesture.seq = change.gesture WHERE change.article = ? AND change.gesture <= ?"
        " ORDER BY change.gesture",
        (number, seq),
    ).fetchall()
    return [Ranked(gesture, bool(early), decode(data, article)) for gesture, early, data in found]


def marks_at(connection: sqlite3.Connection, number: int, article: ArticleId | None, seq: int) -> dict[Key, Mark]:
    """Return the marks of an article as they were at `seq`."""
    return fold(changes(connection, number, article, seq))


def named(connection: sqlite3.Connection, number: int, article: ArticleId | None, sort: str) -> set[Key]:
    """Return the keys that the journal ever named in an article, where it names one of `sort`."""
    held = "SELECT data FROM change WHERE article = ? AND instr(data, ?)"
    found = connection.execute(held, (number, mentioning(sort))).fetchall()
    return {key for (data,) in found for key in decode(data, article)}


def changed_since(connection: sqlite3.Connection, number: int, seq: int) -> bool:
    """Return whether the article was changed after `seq`."""
    row = connection.execute("SELECT 1 FROM change WHERE article = ? AND gesture > ? LIMIT 1", (number, seq))
    return row.fetchone() is not None
