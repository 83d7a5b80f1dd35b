"""The youngest edge of a project file, looked at when it is opened: a copy taken during a write is torn there.

Copying is slower than committing, so what such a copy has of the last gestures does not fit together: pages of
before and of after. Looking costs a few milliseconds, however long the journal is; `check` looks at everything.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from annotator.model.problem import Damaged, Problem
from annotator.project import rows
from annotator.project.connection import moment
from annotator.project.journal import Header, change_digest, decode, gesture_digest

NEWEST = 40  # gestures looked at
MOST_BYTES = 1 << 20  # of changes
SAMPLED = 64  # rows of one gesture, evenly spread: a slice of an intake has thousands, and a page holds about as many
SMALL = 6 << 20  # bytes of a file that SQLite can look through in a moment


def verify(connection: sqlite3.Connection, path: Path) -> None:
    """Raise Problem when the newest gestures are not all there, or the rows are not what they made."""
    try:
        finding = _finding(connection)
    except sqlite3.OperationalError:
        raise  # busy or out of reach: that says nothing about what the file holds
    except (sqlite3.DatabaseError, ValueError, TypeError, KeyError, Problem) as error:
        finding = str(error)
    if finding:
        raise Damaged(
            f"{path} was not opened",
            f"it is damaged, perhaps copied while it was written ({finding})",
            "Nothing was changed; copy it again, restore a backup, or salvage what it holds.",
        )


def _finding(connection: sqlite3.Connection) -> str:
    one = connection.execute
    with moment(connection):
        (pages,), (size,) = one("PRAGMA page_count").fetchone(), one("PRAGMA page_size").fetchone()
        if pages * size <= SMALL:
            (found,) = one("PRAGMA quick_check(1)").fetchone()
            if found != "ok":
                return str(found)
            if (row := one("PRAGMA foreign_key_check").fetchone()) is not None:
                return f"a row of {row[0]} comes from a gesture or text that is not there"
        newest = one(
            "SELECT seq, id, at, command, author, via, batch, undoes, changes, digest FROM gesture"
            " ORDER BY seq DESC LIMIT ?",
            (NEWEST,),
        ).fetchall()
        return missing(connection) or _fitting(connection, newest)


def missing(connection: sqlite3.Connection) -> str:
    """Return what is wrong when the file counted a gesture that it does not hold, else ""."""
    (counted,) = connection.execute(
        "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'gesture'"
    ).fetchone()
    (newest,) = connection.execute("SELECT coalesce(max(seq), 0) FROM gesture").fetchone()
    return "" if counted == newest else "its newest gesture is missing"


def changes_of(connection: sqlite3.Connection, seq: int) -> list[tuple[Any, ...]]:
    """Return number and id of the article (0 and None: the project), data and digest of each change of a gesture."""
    return connection.execute(
        "SELECT change.article, text.id, change.data, change.digest FROM change"
        " LEFT JOIN text ON text.number = change.article WHERE change.gesture = ?",
        (seq,),
    ).fetchall()


def _fitting(connection: sqlite3.Connection, newest: list[tuple[Any, ...]]) -> str:
    later: set[tuple[int, str, str]] = set()
    seen = 0
    for seq, *fields, digest in newest:
        header = Header(*fields)
        found = changes_of(connection, seq)
        if gesture_digest(header, [held for *_, held in found]) != digest:
            return f"gesture {seq} is not whole"
        for number, article, data, held in found:
            if (number and article is None) or change_digest(header.id, article, data) != held:
                return f"gesture {seq} is not what was written"
            made = list(decode(data, article).items())
            step = max(1, len(made) * len(found) // SAMPLED)
            for at, (key, (_, after)) in enumerate(made):
                place = (number, key.sort, key.id)
                if at % step == 0 and place not in later and rows.one(connection, key, number) != after:
                    return f"what gesture {seq} made is not there"
                later.add(place)
            seen += len(data)
        if seen > MOST_BYTES:
            break
    return ""
