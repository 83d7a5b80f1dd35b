"""Marks as rows: how each sort is read and written, one table for each."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from annotator.model.article import Article, ArticleId, first_line
from annotator.model.edit import Edit
from annotator.model.mark import (
    OF_PROJECT,
    SORTS,
    Detail,
    Entry,
    Key,
    Link,
    Mark,
    Part,
    Refusal,
    Span,
    Status,
    key_of,
)
from annotator.model.problem import Problem
from annotator.model.spans import rank

if TYPE_CHECKING:
    from annotator.model.dataset import Record

Row = tuple[Any, ...]
# Rows written by one statement. For each statement that may end within its triggers SQLite keeps a copy of every page
# it changes: row by row that took more time than all else.
AT_ONCE = 25


class Table(NamedTuple):
    """Where the marks of one sort lie: the statements, and how a row becomes a mark and a key becomes parameters."""

    one: str  # the mark of a key
    all: str  # the marks of an article, or of the project
    put: str
    drop: str
    build: Callable[[Row], Mark]
    types: tuple[type, ...]  # of the columns: SQLite keeps what it is given
    key: Callable[[Key, int], Row]  # parameters of `one` and `drop`
    values: Callable[[Mark, int], Row]  # parameters of `put` without the gesture


def _builder(kind: Callable[..., Mark]) -> Callable[[Row], Mark]:
    def build(row: Row) -> Mark:
        return kind(*row)

    return build


def _entry(row: Row) -> Mark:
    return Entry(bool(row[0]))


def _project_key(key: Key, number: int) -> Row:  # noqa: ARG001 - one shape for all tables
    return (key.id,)


def _article_key(key: Key, number: int) -> Row:
    return (number, key.id)


def _number_key(key: Key, number: int) -> Row:  # noqa: ARG001 - one shape for all tables
    return (number,)


def _project_values(mark: Mark, number: int) -> Row:  # noqa: ARG001 - one shape for all tables
    return mark[:-1]


def _values(mark: Mark, number: int) -> Row:
    return (number, *mark[:-1])


def _upsert(table: str, columns: str, key: str) -> str:
    # Not INSERT OR REPLACE: that fires no delete trigger, and the tally would drift.
    names = [name.strip() for name in columns.split(",")] + ["gesture"]
    sets = ", ".join(f"{name} = excluded.{name}" for name in names)
    return (
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        f" ON CONFLICT ({key}) DO UPDATE SET {sets}"
    )


def _plain(sort: str) -> Table:
    kind = SORTS[sort]
    fields = kind._fields[:-1]
    types = tuple(int if field in ("start", "end", "order") else str for field in fields)
    named = ", ".join(f'"{field}"' for field in fields)
    key = "name" if sort in ("detail", "setting") else "id"
    project = sort in OF_PROJECT
    columns = named if project else f"article, {named}"
    where = f"{key} = ?" if project else f"article = ? AND {key} = ?"
    return Table(
        f"SELECT {named} FROM {sort} WHERE {where}",
        f"SELECT {named} FROM {sort}" + ("" if project else " WHERE article = ?"),
        _upsert(sort, columns, key if project else f"article, {key}"),
        f"DELETE FROM {sort} WHERE {where}",
        _builder(kind),
        types,
        _project_key if project else _article_key,
        _project_values if project else _values,
    )


def _by_article(table: str, number: str, field: str, type: type, build: Callable[[Row], Mark]) -> Table:
    return Table(
        f"SELECT {field} FROM {table} WHERE {number} = ?",
        f"SELECT {field} FROM {table} WHERE {number} = ?",
        _upsert(table, f"{number}, {field}", number),
        f"DELETE FROM {table} WHERE {number} = ?",
        build,
        (type,),
        _number_key,
        _values,
    )


# Not cut at the stroke: an author's id, and a layer's, may hold one.
_STATUS = "article = ? AND author || '/' || layer = ?"

TABLES: dict[str, Table] = {
    **{sort: _plain(sort) for sort in ("span", "link", "refusal", "detail", "label", "layer", "author", "setting")},
    "entry": _by_article("article", "number", "hidden", int, _entry),
    "part": _by_article("part", "article", "part", str, _builder(Part)),
    "status": Table(
        f"SELECT author, layer, value FROM status WHERE {_STATUS}",
        "SELECT author, layer, value FROM status WHERE article = ?",
        _upsert("status", "article, author, layer, value", "article, author, layer"),
        f"DELETE FROM status WHERE {_STATUS}",
        _builder(Status),
        (str, str, str),
        _article_key,
        _values,
    ),
}
_OF_ARTICLE = tuple(sort for sort in TABLES if sort not in OF_PROJECT)


def one(connection: sqlite3.Connection, key: Key, number: int) -> Mark | None:
    """Return the mark at `key`, whose article has the local `number` (0 for the project)."""
    table = TABLES.get(key.sort)
    if table is None:
        return None
    row = connection.execute(table.one, table.key(key, number)).fetchone()
    return None if row is None else _built(key.sort, table, row)


def _built(sort: str, table: Table, row: Row) -> Mark:
    if tuple(map(type, row)) != table.types:
        why = f"a row of {sort} holds what no version writes"
        raise Problem("the project", why, "Run `spandesk check`, and restore a backup.")
    return table.build(row)


def put_all(connection: sqlite3.Connection, edits: Iterable[tuple[int, Edit]], gesture: int) -> None:
    """Write what each Edit leaves at its keys, with the local number of its article; where that is nothing drop it."""
    puts: dict[str, list[Row]] = {}
    drops: dict[str, list[Row]] = {}
    for number, edit in edits:
        for key, (_, mark) in edit.items():
            table = TABLES[key.sort]
            if mark is None:
                drops.setdefault(key.sort, []).append(table.key(key, number))
            else:
                puts.setdefault(key.sort, []).append((*table.values(mark, number), gesture))
    for sort, held in drops.items():
        connection.executemany(TABLES[sort].drop, held)
    for sort, held in puts.items():
        _put(connection, TABLES[sort].put, held)


def _put(connection: sqlite3.Connection, statement: str, held: Sequence[Row]) -> None:
    """Run a statement for all rows, as `executemany` does, but many at a time."""
    few = len(held) % AT_ONCE
    connection.executemany(statement, held[:few])
    row = f"({', '.join('?' * len(held[0]))})"
    several = statement.replace(row, ", ".join([row] * AT_ONCE))
    for at in range(few, len(held), AT_ONCE):
        connection.execute(several, tuple(chain.from_iterable(held[at : at + AT_ONCE])))


def of_article(connection: sqlite3.Connection, number: int) -> Iterator[Mark]:
    """Yield the marks of the article with the local `number`, each sort read to its end before the next."""
    for sort in _OF_ARTICLE:
        yield from of_sort(connection, sort, number)


def of_sort(connection: sqlite3.Connection, sort: str, number: int) -> Iterator[Mark]:
    """Yield the marks of one sort of the article with the local `number`."""
    table = TABLES[sort]
    for row in connection.execute(table.all, (number,)).fetchall():
        yield _built(sort, table, row)


_NAMES = {"entry": ("article", "number")}  # table and the column of the article's number, where not the sort's own
_FROM_NOWHERE = "SELECT 1 WHERE (SELECT max(seq) FROM gesture) < max(" + ", ".join(
    f"coalesce((SELECT max(gesture) FROM {table} WHERE {number} = ?1), 0)"
    for table, number in (_NAMES.get(sort, (sort, "article")) for sort in _OF_ARTICLE)
) + ")"  # fmt: skip


def from_nowhere(connection: sqlite3.Connection, number: int) -> bool:
    """Return whether a mark of the article was made by a gesture that is not there: the file is a torn copy."""
    return connection.execute(_FROM_NOWHERE, (number,)).fetchone() is not None


def of_project(connection: sqlite3.Connection) -> Iterator[Mark]:
    """Yield the marks of the project."""
    for sort in sorted(OF_PROJECT):
        table = TABLES[sort]
        for row in connection.execute(table.all).fetchall():
            yield _built(sort, table, row)


def keyed(marks: Iterator[Mark], article: ArticleId | None) -> dict[Key, Mark]:
    """Return the marks by key."""
    return {key_of(mark, article): mark for mark in marks}


def record_of(article: Article, marks: Iterator[Mark]) -> Record | None:
    """Return the article as it leaves with `marks`, None when it is not present."""
    from annotator.model.dataset import Record  # the window does without it

    held: dict[type, list[Any]] = {}
    for mark in marks:
        held.setdefault(type(mark), []).append(mark)
    entries: list[Entry] = held.get(Entry, [])
    if not entries:
        return None
    details: dict[str, str] = {one.name: one.value for one in sorted(held.get(Detail, []))}
    title = details.pop("title", "") or first_line(article.text)
    parts: list[Part] = held.get(Part, [])
    refusals: list[Refusal] = held.get(Refusal, [])
    links: list[Link] = held.get(Link, [])
    statuses: list[Status] = held.get(Status, [])
    return Record(
        article,
        title,
        details,
        tuple(sorted(held.get(Span, []), key=rank)),
        tuple(sorted(refusals, key=lambda one: (one.start, -one.end, one.id))),
        tuple(sorted(links, key=lambda one: one.id)),
        tuple(sorted(statuses)),
        entries[0].hidden,
        parts[0].part if parts else "",
    )
