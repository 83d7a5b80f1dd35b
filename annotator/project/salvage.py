"""A new project of what the journal of a damaged one proves; the damaged file is only read.

Every record that its pages still hold is looked at. A text is true when it has the id it is known by, a change when it
has its digest. The rows of the new project are the fold of the true changes; what is lost is listed.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from annotator import beside, places
from annotator.model.article import Article
from annotator.model.edit import Change, Edit
from annotator.model.mark import Key
from annotator.model.problem import Problem
from annotator.model.report import LeftOut
from annotator.project import connection as opening
from annotator.project import positions, rows, schema
from annotator.project.check import examine
from annotator.project.journal import Header, change_digest, gesture_digest, winners
from annotator.project.pages import Found, records

# A page that is free by now may still hold what another one lost: each version of a record is kept.
_SCRATCH = """
CREATE TABLE text (number INTEGER PRIMARY KEY, id TEXT, text TEXT);
CREATE TABLE gesture (
    seq INTEGER, id TEXT, at, command, author, via, batch, undoes, changes, digest,
    PRIMARY KEY (seq, id, at, command, author, via, batch, undoes, changes, digest)
) WITHOUT ROWID;
CREATE TABLE change (
    article INTEGER, gesture INTEGER, data BLOB, digest BLOB, PRIMARY KEY (gesture, article, data, digest)
) WITHOUT ROWID;
CREATE TABLE counted (gestures INTEGER);
"""
MOST_GONE = 1_000  # gestures listed one by one
_PAGE_SIZES = {1 << power for power in range(9, 17)}


class Salvaged(NamedTuple):
    """How much was saved, and what was not."""

    articles: int
    spans: int
    gestures: int
    lost: list[LeftOut]


def salvage(damaged: Path, target: Path) -> Salvaged:
    """Make at `target` a whole project of what the file `damaged` proves; raises Problem, nothing left behind."""
    _refuse(damaged, target)
    lost: list[LeftOut] = []
    try:
        with (
            places.replacing(target, new=True) as fresh,
            tempfile.TemporaryDirectory(dir=fresh.parent) as folder,
            contextlib.closing(_scratch(Path(folder, "found"))) as scratch,
        ):
            _collect(_settled(damaged, Path(folder)), scratch)
            fresh.touch()  # with the rights that a new file has
            with contextlib.closing(_empty(fresh)) as made:
                made.execute("BEGIN IMMEDIATE")
                _texts(scratch, made, lost)
                _gestures(scratch, made, lost)
                _rows(made)
                made.execute("COMMIT")
                counts = _counts(made)
            _look_at(fresh, target, counts)
    except sqlite3.Error as error:
        raise Problem(f"{target} was not made", opening.trouble(target, error, False).why, places.UNCHANGED) from None
    return counts._replace(lost=lost)


def _refuse(damaged: Path, target: Path) -> None:
    beside.clear(target.absolute().parent, target.name)
    if os.path.lexists(target):
        raise Problem(f"{target} was not made", places.TAKEN, "Nothing was changed.")
    try:
        with damaged.open("rb") as file:
            file.read(1)
    except OSError as error:
        raise Problem(f"{damaged} was not read", error.strerror or str(error)) from None


def _look_at(fresh: Path, target: Path, counts: Salvaged) -> None:
    """Raise Problem where what was found is no project."""
    if not counts.gestures:
        why = "nothing in it is a gesture of a Spandesk project"
        raise Problem(f"{target} was not made", why, "Nothing was changed.")
    findings = examine(fresh)
    if findings:
        raise Problem(f"{target} was not made", f"what was found is not whole: {findings[0]}")


def _settled(damaged: Path, folder: Path) -> Path:
    """Return a copy in which SQLite has put back what an interrupted commit had begun, where it still can."""
    copy = folder / "damaged"
    shutil.copyfile(damaged, copy)
    journal = opening.journal_of(damaged)
    if journal.exists():
        shutil.copyfile(journal, f"{copy}-journal")
        with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(copy)) as held:
            held.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return copy


def _scratch(path: Path) -> sqlite3.Connection:
    scratch = sqlite3.connect(path, isolation_level=None)
    scratch.execute("PRAGMA journal_mode=OFF")
    scratch.execute("PRAGMA synchronous=OFF")
    scratch.executescript(_SCRATCH)
    return scratch


def _empty(path: Path) -> sqlite3.Connection:
    """Return a connection to a new file with the tables of a project, and nothing in them."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA page_size={opening.PAGE_SIZE}")
    connection.execute("PRAGMA journal_mode=DELETE")
    opening.prepare(connection)
    connection.execute(f"PRAGMA application_id={opening.APPLICATION_ID}")
    schema.migrate(connection)
    return connection


# ---- what the pages hold
def _collect(source: Path, scratch: sqlite3.Connection) -> None:
    """Put into `scratch` whatever has the shape of a text, a gesture or a change."""
    scratch.execute("BEGIN")
    for found in records(source, _page_size(source)):
        match found:
            case Found(row, (None, str(id), str(text))) if Article.of(text).id == id:
                scratch.execute("INSERT OR IGNORE INTO text VALUES (?, ?, ?)", (row, id, text))
            case Found(row, (None, str(), int(), str(), str(), str(), str(), str(), int(), int(), bytes())):
                values = (*found.values[1:8], *found.values[9:])  # without `merged`
                scratch.execute(f"INSERT OR IGNORE INTO gesture VALUES ({', '.join('?' * 10)})", (row, *values))
            case Found(0, (int(), int(), bytes(), bytes())):
                scratch.execute("INSERT OR IGNORE INTO change VALUES (?, ?, ?, ?)", found.values)
            case Found(_, ("gesture", int(last))):  # what SQLite counted; older counts may lie about
                scratch.execute("INSERT INTO counted VALUES (?)", (last,))
            case _:
                pass
    scratch.execute("COMMIT")


def _page_size(source: Path) -> int:
    with source.open("rb") as file:
        said = int.from_bytes(file.read(18)[16:18], "big")
    said = 1 << 16 if said == 1 else said
    return said if said in _PAGE_SIZES else opening.PAGE_SIZE


# ---- what of it is true
def _texts(scratch: sqlite3.Connection, made: sqlite3.Connection, lost: list[LeftOut]) -> None:
    for number, id, text in scratch.execute("SELECT number, id, text FROM text ORDER BY number"):
        made.execute("INSERT INTO text (number, id, text) VALUES (?, ?, ?)", (number, id, text))
    missing = scratch.execute(
        "SELECT DISTINCT article FROM change WHERE article <> 0 AND article NOT IN (SELECT number FROM text)"
        " ORDER BY article"
    ).fetchall()
    lost += [LeftOut("article", f"article {number}", "its text is damaged or gone") for (number,) in missing]


def _gestures(scratch: sqlite3.Connection, made: sqlite3.Connection, lost: list[LeftOut]) -> None:
    before = 0
    found = scratch.execute("SELECT * FROM gesture ORDER BY seq").fetchall()
    for seq, versions in groupby(found, key=lambda row: int(row[0])):
        lost += _gap(before, seq)
        before = seq
        _gesture(scratch, made, seq, [(Header(*fields), digest) for _, *fields, digest in versions], lost)
    (last,) = scratch.execute(
        "SELECT max(coalesce((SELECT max(gesture) FROM change), 0), coalesce((SELECT max(gestures) FROM counted), 0))"
    ).fetchone()
    lost += _gap(before, last + 1)


def _gesture(
    scratch: sqlite3.Connection,
    made: sqlite3.Connection,
    seq: int,
    versions: list[tuple[Header, bytes]],
    lost: list[LeftOut],
) -> None:
    """Store the version of a gesture that is whole, else what is true of the one of which most is."""
    tried = [(header, digest, list(_true(scratch, made, seq, header))) for header, digest in versions]
    for header, digest, true in tried:
        if len(true) == header.changes and gesture_digest(header, [held for *_, held in true]) == digest:
            _store(made, seq, header, digest, true)
            return
    header, _, true = max(tried, key=lambda one: len(one[2]))
    what = f"{header.changes - len(true)} of its {header.changes} changes are" if true else "it is"
    lost.append(LeftOut("gesture", f"gesture {seq} ({header.command})", f"{what} damaged or gone"))
    if true:
        header = header._replace(changes=len(true))
        _store(made, seq, header, gesture_digest(header, [held for *_, held in true]), true)


def _gap(before: int, seq: int) -> Iterator[LeftOut]:
    """Yield what is lost between two gestures that were found."""
    for gone in range(before + 1, min(seq, before + 1 + MOST_GONE)):
        yield LeftOut("gesture", f"gesture {gone}", "it is gone")
    if seq - before - 1 > MOST_GONE:
        yield LeftOut("gesture", f"gestures {before + 1 + MOST_GONE} to {seq - 1}", "they are gone")


def _true(
    scratch: sqlite3.Connection, made: sqlite3.Connection, seq: int, header: Header
) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield the changes of a gesture that have their digest, of articles whose text is there."""
    held = scratch.execute("SELECT article, data, digest FROM change WHERE gesture = ? ORDER BY article", (seq,))
    held_of: set[int] = set()  # articles
    for number, data, digest in held.fetchall():
        article = None
        if number:
            row = made.execute("SELECT id FROM text WHERE number = ?", (number,)).fetchone()
            if row is None:
                continue
            article = row[0]
        if number not in held_of and change_digest(header.id, article, data) == digest:
            held_of.add(number)
            yield number, data, digest


def _store(
    made: sqlite3.Connection, seq: int, header: Header, digest: bytes, true: list[tuple[int, bytes, bytes]]
) -> None:
    made.execute(
        "INSERT INTO gesture (seq, id, at, command, author, via, batch, undoes, changes, digest)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (seq, *header, digest),
    )
    made.executemany(
        "INSERT INTO change (article, gesture, data, digest) VALUES (?, ?, ?, ?)",
        [(number, seq, data, held) for number, data, held in true],
    )


# ---- what follows from it
def _rows(made: sqlite3.Connection) -> None:
    """Make the rows: the fold of the journal, each under the gesture whose change won."""
    seqs = dict(made.execute("SELECT id, seq FROM gesture").fetchall())
    numbers = made.execute("SELECT number, id FROM text ORDER BY number").fetchall()
    for number, article in [(0, None), *numbers]:
        by_gesture: dict[int, dict[Key, Change]] = {}
        for key, (change, mark) in winners(positions.changes(made, number, article, positions.FAR)).items():
            if mark is not None:
                by_gesture.setdefault(seqs[change.gesture], {})[key] = (None, mark)
        for seq, held in by_gesture.items():
            rows.put_all(made, [(number, Edit(held))], seq)


def _counts(made: sqlite3.Connection) -> Salvaged:
    articles, spans, gestures = (
        made.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("article", "span", "gesture")
    )
    return Salvaged(articles, spans, gestures, [])
