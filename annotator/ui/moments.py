"""The gestures of a history as Qt sees them: now, then the newest first, their lines fetched when they are painted."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import datetime
from operator import neg
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from annotator.editing.telling import told
from annotator.model.article import ArticleId
from annotator.model.mark import Key
from annotator.model.problem import counted
from annotator.model.tongue import tr
from annotator.project import moments
from annotator.project.moments import Recorded
from annotator.project.reader import Reader
from annotator.ui.frame import Frame
from annotator.ui.reading.headline import as_written

if TYPE_CHECKING:
    from concurrent.futures import Future

FIRST, PAGE = 200, 64  # seqs of the first stretch, lines fetched at once
END = 1 << 62  # beyond every seq
NOW = 0  # the row of the present
Index = QModelIndex | QPersistentModelIndex
T = TypeVar("T")
NAMED = {"add": "an intake", "add.take-back": "an intake taken back", "project.new": "the project made",
         "author.new": "a new author", "author.rename": "a new name of an author",
         "split": "a split", "split.again": "another split"}  # fmt: skip


class About(NamedTuple):
    """What a history is of: an article, one mark of it where `key` names it, or, with number 0, the project."""

    number: int = 0
    article: ArticleId | None = None
    key: Key | None = None

    def seqs(self, reader: Reader, below: int, most: int) -> array[int]:
        """Return the seqs of its gestures below one, newest first."""
        if not self.number:
            return moments.of_project(reader.connection, below, most)
        return moments.of_article(reader.connection, self.number, self.key, below, most)

    def lines(self, reader: Reader, seqs: Sequence[int]) -> dict[int, Recorded]:
        """Return what its gestures at `seqs` did."""
        return moments.lines(reader.connection, seqs, self.number, self.article, self.key)


class MomentModel(QAbstractListModel):
    """One row for now, then one for each gesture, newest first."""

    grown = Signal()  # more gestures are known

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.frame = frame
        self.about = About()
        self.seqs: array[int] = array("q")  # newest first
        self._lines: dict[int, Recorded] = {}
        self._older: dict[int, Recorded] = {}  # lines that are fetched again, and shown until they come
        self._asked: set[int] = set()
        self._turn = 0  # how often another history was asked for: answers for those before are too late

    # ---- which gestures
    def show(self, about: About) -> None:
        """Show another history; its gestures come stretch by stretch."""
        self._turn += 1
        self.beginResetModel()
        self.about, self.seqs = about, array("q")
        self._lines, self._older, self._asked = {}, {}, set()
        self.endResetModel()
        self._read_on(FIRST)

    def _read_on(self, most: int) -> None:
        turn, about, below = self._turn, self.about, self.seqs[-1] if self.seqs else END
        self._read(lambda reader: about.seqs(reader, below, most), lambda found: self._add(turn, found, most))

    def _add(self, turn: int, found: array[int], most: int) -> None:
        if turn != self._turn or not found:
            return
        first = self.rowCount()
        self.beginInsertRows(QModelIndex(), first, first + len(found) - 1)
        self._asked.discard(len(self.seqs) // PAGE)  # it was fetched as far as it was known
        self.seqs.extend(found)
        self.endInsertRows()
        self.grown.emit()
        if len(found) == most:
            self._read_on(moments.STRETCH)

    def refresh(self) -> None:
        """Look for gestures made since, and whether those that are listed are taken back now."""
        turn, about = self._turn, self.about
        self._read(lambda reader: about.seqs(reader, END, FIRST), lambda found: self._put_before(turn, found))

    def _put_before(self, turn: int, found: array[int]) -> None:
        if turn != self._turn:
            return
        newest = self.seqs[0] if self.seqs else 0
        fresh = [seq for seq in found if seq > newest]
        if len(fresh) == FIRST:  # there may be others between
            self.show(self.about)
            return
        self._older, self._lines, self._asked = {**self._older, **self._lines}, {}, set()
        if fresh:
            self.beginInsertRows(QModelIndex(), NOW + 1, NOW + len(fresh))
            self.seqs = array("q", fresh) + self.seqs
            self.endInsertRows()
            self.grown.emit()
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, 0))

    def row_of(self, seq: int) -> int:
        """Return the row of the gesture at `seq`, that of now where it is not listed."""
        at = bisect_left(self.seqs, -seq, key=neg)
        return at + 1 if at < len(self.seqs) and self.seqs[at] == seq else NOW

    # ---- what they did
    def line(self, row: int) -> Recorded | None:
        """Return the gesture in a row, None for now and while it is fetched."""
        if not NOW < row <= len(self.seqs):
            return None
        seq = self.seqs[row - 1]
        found = self._lines.get(seq)
        if found is None:
            self._fetch((row - 1) // PAGE)
        return found or self._older.get(seq)

    def _fetch(self, page: int) -> None:
        if page in self._asked:
            return
        self._asked.add(page)
        turn, about, wanted = self._turn, self.about, self.seqs[page * PAGE : (page + 1) * PAGE]
        self._read(lambda reader: about.lines(reader, wanted), lambda found: self._take(turn, found))

    def _take(self, turn: int, found: dict[int, Recorded]) -> None:
        if turn != self._turn or not found:
            return
        self._lines.update(found)
        rows = [self.row_of(seq) for seq in found]
        self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), 0))

    def _read(self, function: Callable[[Reader], T], then: Callable[[T], None]) -> None:
        def arrived(done: Future[T]) -> None:
            if done.exception() is None:  # else the file is busy or gone, which the banner tells
                then(done.result())

        self.frame.project.read(function).add_done_callback(lambda done: self.frame.post(lambda: arrived(done)))

    # ---- as Qt asks
    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many gestures are known, and one for now."""
        return 0 if parent is not None and parent.isValid() else len(self.seqs) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a row; for screen readers also when, who and how."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words(index.row())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (self.words(index.row()), self.below(index.row()))))
        return None

    def words(self, row: int) -> str:
        """Return what the gesture in a row did, in words."""
        line = self.line(row)
        if line is None:
            return tr("Now") if row == NOW else "\u2026"
        words = self.words_of(line)
        return f"{words[:1].upper()}{words[1:]}"

    def words_of(self, line: Recorded) -> str:
        """Return what a gesture did, as within a sentence: of an undo or redo what was undone."""
        gesture = line.gesture
        turn, _, done = gesture.command.partition(" ")
        if gesture.command in NAMED and not self.about.key:
            found = tr(NAMED[gesture.command])
        else:
            found = told(gesture, self.frame.session.present, line.words)
        if turn in ("undo", "redo") and done:
            return tr("undone: {words}" if turn == "undo" else "redone: {words}", words=found)
        return found

    def below(self, row: int) -> str:
        """Return when, by whom and how the gesture in a row was made, and whether it is taken back."""
        line = self.line(row)
        if line is None:
            return ""
        gesture = line.gesture
        parts = [when(gesture.at, short=True), self.name(gesture.author), tr(gesture.via)]
        if line.undone:
            parts.append(tr("taken back"))
        if not self.about.number and line.articles:
            parts.append(line.title or counted(line.articles, "article"))
        return " \u00b7 ".join(parts)

    def name(self, author: str) -> str:
        """Return the name of an author."""
        return self.frame.session.names.get(author, author)


def when(at: int, short: bool = False) -> str:
    """Return a time, milliseconds since 1970, as it was here: "21 Feb 2026, 14:02"; in short without today's date."""
    try:
        here = datetime.fromtimestamp(at / 1000).astimezone()
    except (OverflowError, ValueError, OSError):
        return tr("at an unknown time")
    today = datetime.now().astimezone()
    day = as_written(here.date().isoformat(), short=True)
    if short and here.year == today.year:
        day = "" if here.date() == today.date() else day.rpartition(" ")[0]
    return ", ".join(filter(None, (day, f"{here:%H:%M}")))
