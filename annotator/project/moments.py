"""What the history shows: the gestures that changed an article, newest first, and its marks as each one left them."""

from __future__ import annotations

import json
import sqlite3
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from annotator.model.article import ArticleId
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Key, Mark, Refusal, Span
from annotator.model.marks import Marks
from annotator.model.problem import Problem
from annotator.project.journal import OLDEST_WINS, Ranked, decode
from annotator.project.positions import FAR

STRETCH = 20_000  # seqs read in one statement
NEAR = 300  # keys between two moments up to which the marks of one are changed into those of the other
TOLD = 20_000  # bytes of a change that is told in the history of the project; a larger one is told by its command
LONGEST = 401  # code points of the words of a range
SLICE = 1_000  # changes read and understood between two other requests


class Recorded(NamedTuple):
    """A gesture of the journal as a line of the history: its edits hold what the line is about.

    In the history of the project that is, of a gesture that changed one article, what it did there; `words` are those
    of the one range it touched, as the text has them.
    """

    seq: int
    gesture: Gesture
    articles: int  # how many it changed
    undone: bool
    number: int = 0  # of the one article it changed, 0 where there are others or none
    title: str = ""
    words: str = ""


# ---- which gestures
def of_article(
    connection: sqlite3.Connection, number: int, key: Key | None = None, below: int = FAR, most: int = STRETCH
) -> array[int]:
    """Return the seqs below `below` of the gestures that changed an article, or one mark of it, newest first."""
    # Quotation marks within a note are escaped in the journal, so that nothing but a change of the key begins so.
    named = None if key is None else f"[{_quoted(key.sort)},{_quoted(key.id)},".encode()
    found = connection.execute(
        "SELECT gesture FROM change WHERE article = ?1 AND gesture < ?2 AND (?3 IS NULL OR instr(data, ?3))"
        " ORDER BY gesture DESC LIMIT ?4",
        (number, below, named, most),
    ).fetchall()
    return array("q", [seq for (seq,) in found])


def _quoted(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)


def of_project(connection: sqlite3.Connection, below: int = FAR, most: int = STRETCH) -> array[int]:
    """Return the seqs below `below` of all gestures, newest first; of a bulk command the newest slice alone."""
    found = connection.execute(
        "SELECT seq FROM gesture WHERE seq < ? AND (batch = '' OR NOT EXISTS ("
        " SELECT 1 FROM gesture AS later WHERE later.batch = gesture.batch AND later.seq > gesture.seq))"
        " ORDER BY seq DESC LIMIT ?",
        (below, most),
    ).fetchall()
    return array("q", [seq for (seq,) in found])


# ---- what they did
_LINE = """
    SELECT seq, id, at, command, author, via, batch, undoes,
           (SELECT count(*) FROM change WHERE gesture = seq AND article > 0),
           (SELECT max(article) FROM change WHERE gesture = seq)
    FROM gesture WHERE seq IN (%s)"""


def lines(
    connection: sqlite3.Connection,
    seqs: Sequence[int],
    number: int = 0,
    article: ArticleId | None = None,
    key: Key | None = None,
) -> dict[int, Recorded]:
    """Return the gestures at `seqs` by seq: what they did to an article (number 0: to the project), or to a mark."""
    found = connection.execute(_LINE % ",".join("?" * len(seqs)), list(seqs)).fetchall()
    return {row[0]: _line(connection, row, number, article, key) for row in found}


def _line(
    connection: sqlite3.Connection, row: Sequence[Any], number: int, article: ArticleId | None, key: Key | None
) -> Recorded:
    seq, id, at, command, author, via, batch, undoes, articles, only = row
    edits, words = {article: _edit(connection, seq, number, article, key)}, ""
    alone = only if articles == 1 else 0
    if alone and not (number or batch or edits[article]):
        edits, words = _there(connection, seq, alone)
    gesture = Gesture("", command, author, via, edits, batch, undoes, id, at)
    undone = is_undone(connection, seq, gesture)
    return Recorded(seq, gesture, articles, undone, alone, _title(connection, alone), words)


def _there(connection: sqlite3.Connection, seq: int, number: int) -> tuple[dict[ArticleId | None, Edit], str]:
    """Return what a gesture did in its one article, nothing where that is much, and the words of its one range."""
    found = connection.execute(
        "SELECT text.id, change.data FROM change JOIN text ON text.number = change.article"
        " WHERE change.article = ? AND change.gesture = ? AND length(change.data) <= ?",
        (number, seq, TOLD),
    ).fetchone()
    if found is None:
        return {}, ""
    edit = decode(found[1], found[0])
    marks = [mark for change in edit.values() for mark in change if isinstance(mark, Span | Refusal)]
    if len(edit) != 1 or not marks:
        return {found[0]: edit}, ""
    start, end = marks[-1].start, min(marks[-1].end, marks[-1].start + LONGEST)
    # Cut here: SQLite's own functions take a text to end at its first NUL.
    (text,) = connection.execute("SELECT text FROM text WHERE number = ?", (number,)).fetchone()
    return {found[0]: edit}, text[start:end]


def _edit(connection: sqlite3.Connection, seq: int, number: int, article: ArticleId | None, key: Key | None) -> Edit:
    row = connection.execute("SELECT data FROM change WHERE article = ? AND gesture = ?", (number, seq)).fetchone()
    edit = decode(row[0], article) if row else Edit()
    return edit if key is None else Edit({one: change for one, change in edit.items() if one == key})


def _title(connection: sqlite3.Connection, number: int) -> str:
    found = "SELECT value FROM detail WHERE article = ? AND name = 'title'"
    row = connection.execute(found, (number,)).fetchone() if number else None
    return row[0] if row else ""


def is_undone(connection: sqlite3.Connection, seq: int, gesture: Gesture) -> bool:
    """Return whether a gesture is taken back now, by its own undo or by that of its whole batch."""
    if _dead(connection, seq, gesture.id):
        return True
    if not gesture.batch or gesture.via != "window":
        return False
    newest = "SELECT seq, id FROM gesture WHERE batch = ? ORDER BY seq DESC LIMIT 1"  # it is what the undo names
    return _dead(connection, *connection.execute(newest, (gesture.batch,)).fetchone())


def _dead(connection: sqlite3.Connection, seq: int, id: str) -> bool:
    """Return whether an undo of the gesture is live, which it is unless it was undone itself."""
    undoing: list[tuple[int, str, str]] = []
    left = [(seq, id)]
    while left:
        after, one = left.pop()
        made = "SELECT seq, id FROM gesture WHERE undoes = ? AND seq > ?"
        for newer in connection.execute(made, (one, after)).fetchall():
            undoing.append((*newer, one))
            left.append(newer)
    dead: set[str] = set()
    for _, one, undoes in sorted(undoing, reverse=True):
        if one not in dead:
            dead.add(undoes)
    return id in dead


# ---- the marks as they were
class Past:
    """The journal of one article, read once and slice by slice: what each key held, and from which gesture on.

    It belongs to the reader's thread.
    """

    def __init__(self, number: int, article: ArticleId, length: int) -> None:
        self.number, self.article, self.length = number, article, length
        self._held: dict[Key, tuple[list[int], list[Mark | None]]] = {}  # seqs, and the mark from each of them on
        self._ranks: dict[Key, tuple[int, str]] = {}
        self._seqs: list[int] = []  # of the gestures that are understood
        self._keys: list[tuple[Key, ...]] = []  # that each of them changed
        self._here, self._marks = 0, Marks()  # the moment that was asked for last: most others lie near it

    def read_on(self, connection: sqlite3.Connection) -> bool:
        """Read the next slice of the journal; return whether there may be more. Raises Problem where it is damaged."""
        found = connection.execute(
            f"SELECT gesture.seq, gesture.id, {OLDEST_WINS}, change.data FROM change"
            " JOIN gesture ON gesture.seq = change.gesture WHERE change.article = ? AND change.gesture > ?"
            " ORDER BY change.gesture LIMIT ?",
            (self.number, self._seqs[-1] if self._seqs else 0, SLICE),
        ).fetchall()
        for seq, id, early, data in found:
            self._take(seq, Ranked(id, bool(early), decode(data, self.article)))
        return len(found) == SLICE

    def _take(self, seq: int, change: Ranked) -> None:
        rank = change.rank
        for key, (_, after) in change.edit.items():
            if key not in self._ranks or rank > self._ranks[key]:
                self._ranks[key] = rank
                seqs, marks = self._held.setdefault(key, ([], []))
                seqs.append(seq)
                marks.append(after)
        self._seqs.append(seq)
        self._keys.append(tuple(change.edit))

    def marks_at(self, connection: sqlite3.Connection, seq: int) -> Marks:
        """Return everyone's marks as they were right after the gesture at `seq`; raises Problem on damaged ones."""
        while (not self._seqs or self._seqs[-1] < seq) and self.read_on(connection):
            pass
        low, high = sorted((bisect_right(self._seqs, self._here), bisect_right(self._seqs, seq)))
        keys = {key for keys in self._keys[low:high] for key in keys}
        self._marks = self._changed(keys, seq) if len(keys) < NEAR else self._anew(seq)
        self._here = seq
        return self._marks

    def _changed(self, keys: Iterable[Key], seq: int) -> Marks:
        changes = {key: (self._marks.get(key), self._checked(key, seq)) for key in keys}
        return self._marks.apply(Edit({key: change for key, change in changes.items() if change[0] != change[1]}))

    def _anew(self, seq: int) -> Marks:
        found = (self._checked(key, seq) for key in self._held)
        return Marks.of(self.article, (mark for mark in found if mark is not None))

    def _checked(self, key: Key, seq: int) -> Mark | None:
        """Return what `key` held at `seq`; raises Problem where that lies outside the text."""
        seqs, marks = self._held[key]
        at = bisect_right(seqs, seq)
        mark = marks[at - 1] if at else None
        if isinstance(mark, Span | Refusal) and not 0 <= mark.start < mark.end <= self.length:
            why = f"its {mark.sort} {mark.id} lies outside the text"
            raise Problem("the article as it was cannot be shown", why, "Run `spandesk check`.")
        return mark
