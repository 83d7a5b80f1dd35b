"""The tables of a project file: made whole or not at all, migrated one step at a time.

docs/FORMAT.md describes them for people.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

from annotator import beside, places
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Author, Setting
from annotator.model.problem import Problem
from annotator.model.scheme import Scheme
from annotator.project import backup
from annotator.project import connection as opening

STATEMENTS = (
    # A number is local, never reused, outlives undo, and is in no journal and no export.
    "CREATE TABLE text (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, text TEXT NOT NULL)",
    """CREATE TABLE gesture (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, command TEXT NOT NULL,
        author TEXT NOT NULL, via TEXT NOT NULL, batch TEXT NOT NULL DEFAULT '', undoes TEXT NOT NULL DEFAULT '',
        merged INTEGER NOT NULL DEFAULT 0, changes INTEGER NOT NULL, digest BLOB NOT NULL)""",
    "CREATE INDEX gesture_undoes ON gesture (undoes) WHERE undoes <> ''",
    "CREATE INDEX gesture_batch ON gesture (batch) WHERE batch <> ''",
    """CREATE TABLE change (
        article INTEGER NOT NULL, gesture INTEGER NOT NULL REFERENCES gesture (seq),
        data BLOB NOT NULL, digest BLOB NOT NULL, PRIMARY KEY (article, gesture)) WITHOUT ROWID""",
    "CREATE INDEX change_gesture ON change (gesture)",
    """CREATE TABLE article (
        number INTEGER PRIMARY KEY REFERENCES text (number), hidden INTEGER NOT NULL DEFAULT 0,
        gesture INTEGER NOT NULL REFERENCES gesture (seq))""",
    """CREATE TABLE detail (
        article INTEGER NOT NULL REFERENCES text (number), name TEXT NOT NULL, value TEXT NOT NULL,
        gesture INTEGER NOT NULL REFERENCES gesture (seq), PRIMARY KEY (article, name)) WITHOUT ROWID""",
    """CREATE TABLE part (
        article INTEGER PRIMARY KEY REFERENCES text (number), part TEXT NOT NULL,
        gesture INTEGER NOT NULL REFERENCES gesture (seq))""",
    """CREATE TABLE span (
        article INTEGER NOT NULL REFERENCES text (number), id TEXT NOT NULL, start INTEGER NOT NULL,
        end INTEGER NOT NULL, label TEXT NOT NULL, author TEXT NOT NULL, note TEXT NOT NULL, origin TEXT NOT NULL,
        gesture INTEGER NOT NULL REFERENCES gesture (seq), PRIMARY KEY (article, id)) WITHOUT ROWID""",
    """CREATE TABLE link (
        article INTEGER NOT NULL REFERENCES text (number), id TEXT NOT NULL, source_span TEXT NOT NULL,
        target_span TEXT NOT NULL, label TEXT NOT NULL, author TEXT NOT NULL, note TEXT NOT NULL, origin TEXT NOT NULL,
        gesture INTEGER NOT NULL REFERENCES gesture (seq), PRIMARY KEY (article, id)) WITHOUT ROWID""",
    """CREATE TABLE refusal (
        article INTEGER NOT NULL REFERENCES text (number), id TEXT NOT NULL, start INTEGER NOT NULL,
        end INTEGER NOT NULL, label TEXT NOT NULL, author TEXT NOT NULL, origin TEXT NOT NULL,
        gesture INTEGER NOT NULL REFERENCES gesture (seq), PRIMARY KEY (article, id)) WITHOUT ROWID""",
    """CREATE TABLE status (
        article INTEGER NOT NULL REFERENCES text (number), author TEXT NOT NULL, layer TEXT NOT NULL,
        value TEXT NOT NULL, gesture INTEGER NOT NULL REFERENCES gesture (seq),
        PRIMARY KEY (article, author, layer)) WITHOUT ROWID""",
    """CREATE TABLE label (
        id TEXT PRIMARY KEY, layer TEXT NOT NULL, name TEXT NOT NULL, "key" TEXT NOT NULL, colour TEXT NOT NULL,
        guideline TEXT NOT NULL, "order" INTEGER NOT NULL,
        gesture INTEGER NOT NULL REFERENCES gesture (seq)) WITHOUT ROWID""",
    """CREATE TABLE layer (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, rule TEXT NOT NULL, alignment TEXT NOT NULL, "order" INTEGER NOT NULL,
        gesture INTEGER NOT NULL REFERENCES gesture (seq)) WITHOUT ROWID""",
    """CREATE TABLE author (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL,
        gesture INTEGER NOT NULL REFERENCES gesture (seq)) WITHOUT ROWID""",
    """CREATE TABLE setting (
        name TEXT PRIMARY KEY, value TEXT NOT NULL,
        gesture INTEGER NOT NULL REFERENCES gesture (seq)) WITHOUT ROWID""",
    # What is counted, for whom, under which name and value; block is number >> 10.
    """CREATE TABLE tally (
        what TEXT NOT NULL, author TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, block INTEGER NOT NULL,
        count INTEGER NOT NULL, PRIMARY KEY (what, author, name, value, block)) WITHOUT ROWID""",
    """CREATE VIEW spans_to_read AS
        SELECT text.number AS article, text.id AS article_id, span.start, span.end,
               substr(text.text, span.start + 1, span.end - span.start) AS words,
               coalesce(label.name, span.label) AS label, coalesce(author.name, span.author) AS author,
               span.note, span.origin, span.id
        FROM span JOIN text ON text.number = span.article
        LEFT JOIN label ON label.id = span.label LEFT JOIN author ON author.id = span.author
        ORDER BY text.number, span.start, span.end DESC, span.id""",
    """CREATE VIEW history_to_read AS
        SELECT gesture.seq, datetime(gesture.at / 1000, 'unixepoch') AS at, gesture.command,
               coalesce(author.name, gesture.author) AS author, gesture.via, change.article,
               CAST(change.data AS TEXT) AS changes
        FROM gesture LEFT JOIN change ON change.gesture = gesture.seq LEFT JOIN author ON author.id = gesture.author
        ORDER BY gesture.seq""",
)


def _counting(table: str, *tally: str) -> list[str]:
    """Return the triggers that keep the tally of `table` true at each insert, delete and update."""

    def count(row: str, by: int) -> str:
        return _step([cell.replace("ROW.", f"{row}.") for cell in tally], by)

    steps = {"insert": count("NEW", 1), "delete": count("OLD", -1), "update": count("OLD", -1) + count("NEW", 1)}
    return [
        f"CREATE TRIGGER tally_{table}_{moment} AFTER {moment.upper()} ON {table} BEGIN {body}\n        END"
        for moment, body in steps.items()
    ]


def _step(cells: list[str], by: int) -> str:
    counted = f"""
            INSERT INTO tally VALUES ({", ".join(cells)}, {by}) ON CONFLICT DO UPDATE SET count = count + {by};"""
    if by > 0:
        return counted
    place = " AND ".join(f"{name} = {cell}" for name, cell in zip(_COUNTED, cells, strict=True))
    return f"""{counted}
            DELETE FROM tally WHERE {place} AND count = 0;"""


# A line for each layer: its status and its id. (The functions of JSON are not allowed in triggers.)
LAYERS_HELD = "group_concat(value || ' ' || layer, char(10))"


def _counting_over_layers() -> list[str]:
    """Return the triggers that count the articles of each author by what they have in the layers.

    The value is `hidden` of the article, empty where it is not present.
    """
    there = "coalesce((SELECT hidden FROM article WHERE number = ROW.article), '')"
    now = "SELECT author, layer, value FROM status WHERE article = ROW.article AND author = ROW.author"
    without, before = f"{now} AND layer <> ROW.layer", "SELECT OLD.author, OLD.layer, OLD.value"
    changed = {
        "insert": [("NEW", there, without, -1), ("NEW", there, now, 1)],
        "delete": [("OLD", there, f"{now} UNION ALL {before}", -1), ("OLD", there, now, 1)],
        "update": [("OLD", there, f"{without} UNION ALL {before}", -1), ("NEW", there, now, 1)],
    }
    everyone = "SELECT author, layer, value FROM status WHERE article = ROW.number"
    shown = {
        "insert": [("NEW", "''", everyone, -1), ("NEW", "ROW.hidden", everyone, 1)],
        "delete": [("OLD", "ROW.hidden", everyone, -1), ("OLD", "''", everyone, 1)],
        "update": [("OLD", "ROW.hidden", everyone, -1), ("NEW", "ROW.hidden", everyone, 1)],
    }
    return [
        f"CREATE TRIGGER tally_statuses_{table}_{moment} AFTER {moment.upper()} ON {table} BEGIN "
        + "".join(_step_over_layers(value, held, by).replace("ROW.", f"{row}.") for row, value, held, by in steps)
        + "\n        END"
        for table, moments in (("status", changed), ("article", shown))
        for moment, steps in moments.items()
    ]


def _step_over_layers(value: str, held: str, by: int) -> str:
    counted = f"""
            INSERT INTO tally SELECT 'statuses', author, {LAYERS_HELD}, {value}, 0, {by}
                FROM ({held} ORDER BY author, layer) WHERE true GROUP BY author
                ON CONFLICT DO UPDATE SET count = count + {by};"""
    if by > 0:
        return counted
    return f"""{counted}
            DELETE FROM tally WHERE what = 'statuses' AND author IN (SELECT author FROM ({held})) AND count = 0;"""


_COUNTED = ("what", "author", "name", "value", "block")
TRIGGERS = (
    *_counting("article", "'article'", "''", "''", "ROW.hidden", "ROW.number >> 10"),
    *_counting("span", "'span'", "ROW.author", "ROW.label", "''", "0"),
    *_counting("status", "'status'", "ROW.author", "ROW.layer", "ROW.value", "ROW.article >> 10"),
    *_counting_over_layers(),
)


def _first_tables(connection: sqlite3.Connection) -> None:
    for statement in (*STATEMENTS, *TRIGGERS):
        connection.execute(statement)


# One step a format: after the step at place n the file is of format n + 1. A step that was released never changes.
STEPS: tuple[Callable[[sqlite3.Connection], None], ...] = (_first_tables,)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the tables to the newest format, one recorded step at a time, all of them or none."""
    from sqlite_utils import Database, Migrations  # heavy, and never needed by the window's process

    steps = Migrations("spandesk")
    for version, step in enumerate(STEPS, 1):
        steps(name=step.__name__.strip("_"))(_numbered(connection, step, version))
    connection.execute("BEGIN IMMEDIATE")  # sqlite-utils begins deferred, which ignores the busy timeout on upgrade
    try:
        steps.apply(Database(connection, execute_plugins=False))
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _numbered(
    connection: sqlite3.Connection, step: Callable[[sqlite3.Connection], None], version: int
) -> Callable[[object], None]:
    def take(_: object) -> None:
        step(connection)
        connection.execute(f"PRAGMA user_version={version}")

    return take


def upgrade(path: Path) -> Path | None:
    """Bring the project at `path` to the newest format; return where the backup lies, None when there was no need.

    The backup is verified before anything is changed. Raises Problem, the project as it was.
    """
    seen = opening.look(path)
    if seen.version == opening.VERSION:
        return None
    connection = opening.connect(path, older=True, seen=seen)
    try:
        kept = backup.before_upgrade(connection, path, seen.version)
        migrate(connection)
    except sqlite3.Error as error:
        raise Problem(f"{path} was not upgraded", opening.trouble(path, error).why, "It is as it was.") from None
    finally:
        connection.close()
    return kept


def create(path: Path, scheme: Scheme, language: str, author: Author) -> None:
    """Make an empty project at `path`, whole or not at all; raises Problem when something is there already."""
    beside.clear(path.absolute().parent, path.name)
    if os.path.lexists(path):
        raise Problem(f"{path} was not made", places.TAKEN, "Nothing was changed.")
    try:
        with places.replacing(path, new=True) as fresh:
            fresh.touch()  # with the rights that a new file has
            _fill(fresh, scheme, language, author)
    except places.NotSynced:
        raise
    except Problem as problem:
        raise Problem(f"{path} was not made", problem.why, problem.now) from None
    except sqlite3.Error as error:
        cause = opening.trouble(path, error, was_there=False)
        raise Problem(f"{path} was not made", cause.why, "Nothing was changed.") from None


def _fill(path: Path, scheme: Scheme, language: str, author: Author) -> None:
    from annotator.project.writer import Writer

    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute(f"PRAGMA page_size={opening.PAGE_SIZE}")
        connection.execute("PRAGMA journal_mode=DELETE")
        opening.prepare(connection)
        connection.execute(f"PRAGMA application_id={opening.APPLICATION_ID}")
        migrate(connection)
        first = Edit.adding(None, *scheme.marks(), Setting("language", language))
        Writer(connection).store(Gesture("", "project.new", author.id, "shell", {None: first}), author=author)
    finally:
        connection.close()
