"""Examine a project file whole: SQLite's own integrity, every digest, and that the rows are the fold of the journal."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from annotator.model.article import Article
from annotator.model.mark import Key, Mark, Refusal, Span
from annotator.model.problem import Problem
from annotator.project import edge, positions, rows
from annotator.project.connection import connect, moment
from annotator.project.journal import Header, change_digest, gesture_digest
from annotator.project.schema import LAYERS_HELD

MOST_FINDINGS = 100


def examine(path: Path) -> list[str]:
    """Return what is wrong with the file at `path`, in plain sentences; an empty list means it is whole.

    Nothing is written. Raises Problem when the file cannot be opened as a project at all.
    """
    connection = connect(path, writable=False)
    try:
        return list(_limited(_findings(connection)))
    finally:
        connection.close()


def _limited(findings: Iterator[str]) -> Iterator[str]:
    try:
        for count, finding in enumerate(findings):
            if count == MOST_FINDINGS:
                yield "there is more; the list stops here"
                return
            yield finding
    except sqlite3.Error as error:
        yield f"the file cannot be read further: {error}"
    except (ValueError, TypeError, KeyError) as error:
        yield f"the journal holds what no version writes: {error}"
    except Problem as problem:
        yield str(problem)


def _findings(connection: sqlite3.Connection) -> Iterator[str]:
    for (line,) in connection.execute("PRAGMA integrity_check(20)").fetchall():
        if line != "ok":
            yield f"SQLite: {line}"
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchall():
        yield f"row {row} of {table} refers to a row of {parent} that is not there"
    with moment(connection):
        finding = edge.missing(connection)
    if finding:
        yield finding
    yield from _gestures(connection)
    yield from _texts(connection)
    yield from _project(connection)
    yield from _tally(connection)


def _gestures(connection: sqlite3.Connection) -> Iterator[str]:
    last = 0
    while True:
        found = connection.execute(
            "SELECT seq, id, at, command, author, via, batch, undoes, changes, digest FROM gesture"
            " WHERE seq > ? ORDER BY seq LIMIT 1000",
            (last,),
        ).fetchall()
        if not found:
            return
        for seq, *fields, digest in found:
            header = Header(*fields)
            changes = edge.changes_of(connection, seq)
            if len(changes) != header.changes:
                yield f"gesture {seq} has {len(changes)} changes where {header.changes} were made"
            for _, article, data, held in changes:
                if not isinstance(data, bytes) or change_digest(header.id, article, data) != held:
                    yield f"a change of gesture {seq} is not what was written"
            if gesture_digest(header, [held for *_, held in changes]) != digest:
                yield f"gesture {seq} is not what was written"
            last = seq


def _texts(connection: sqlite3.Connection) -> Iterator[str]:
    last = 0
    while True:
        found = connection.execute(
            "SELECT number, id FROM text WHERE number > ? ORDER BY number LIMIT 1000", (last,)
        ).fetchall()
        if not found:
            return
        for number, article in found:
            (text,) = connection.execute("SELECT text FROM text WHERE number = ?", (number,)).fetchone()
            if not isinstance(text, str) or Article.of(text).id != article:
                yield f"the text of article {number} is not what was taken in"
            with moment(connection):
                held = rows.keyed(rows.of_article(connection, number), article)
                folded = positions.marks_at(connection, number, article, positions.FAR)
            yield from _compared(f"article {number}", held, folded)
            for mark in held.values():
                if isinstance(mark, Span | Refusal) and not 0 <= mark.start < mark.end <= len(text):
                    yield f"the {mark.sort} {mark.id} of article {number} lies outside its text"
            last = number


def _project(connection: sqlite3.Connection) -> Iterator[str]:
    with moment(connection):
        held = rows.keyed(rows.of_project(connection), None)
        folded = positions.marks_at(connection, 0, None, positions.FAR)
    yield from _compared("the project", held, folded)


def _compared(where: str, held: dict[Key, Mark], folded: dict[Key, Mark]) -> Iterator[str]:
    for key in sorted(set(held) | set(folded), key=lambda key: (key.sort, key.id)):
        if held.get(key) != folded.get(key):
            yield f"the {key.sort} {key.id} of {where} is not what the journal says"


def _tally(connection: sqlite3.Connection) -> Iterator[str]:
    counted = f"""
        SELECT 'article', '', '', hidden, number >> 10, count(*) FROM article GROUP BY hidden, number >> 10
        UNION ALL SELECT 'span', author, label, '', 0, count(*) FROM span GROUP BY author, label
        UNION ALL SELECT 'status', author, layer, value, article >> 10, count(*) FROM status
            GROUP BY author, layer, value, article >> 10
        UNION ALL SELECT 'statuses', author, held, coalesce(hidden, ''), 0, count(*) FROM (
            SELECT article AS number, author, {LAYERS_HELD} AS held
                FROM (SELECT * FROM status ORDER BY article, author, layer) GROUP BY article, author
            ) LEFT JOIN article USING (number) GROUP BY author, held, hidden"""
    with moment(connection):
        kept, made = (
            {tuple(map(str, row)) for row in connection.execute(statement).fetchall()}
            for statement in ("SELECT * FROM tally", counted)
        )
    if kept != made:
        yield "the counts are not those of the rows"
