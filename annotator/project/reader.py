"""Everything that is read from a project, in short statements that are run to their end.

An unfinished SELECT would hold up every commit of the other connections.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from annotator.model.article import Article, ArticleId
from annotator.model.mark import Author, Key, Label, Mark, Refusal, Setting, Span
from annotator.model.marks import Marks
from annotator.model.problem import Problem
from annotator.model.request import (
    Answer,
    Changers,
    Everywhere,
    Found,
    Open,
    Opened,
    OpenNext,
    OpenNumber,
    Request,
    ToRedo,
    Used,
    Uses,
    WhoChanged,
)
from annotator.model.scheme import Scheme
from annotator.project import listing, positions, rows, times
from annotator.project.connection import moment
from annotator.project.positions import Position

if TYPE_CHECKING:  # the window starts without them
    from annotator.model.dataset import Record
    from annotator.project.holding import Holding
    from annotator.project.labelled import Labelled
    from annotator.project.times import Times
    from annotator.project.usage import Usage

CHUNK = 500
LONGEST_ID = 64
LONGEST_AHEAD = 8 << 20  # code points of a text that is kept before it is asked for


class Moment(NamedTuple):
    """One gesture as the history shows it."""

    seq: int
    id: str
    at: int  # wall clock, milliseconds since 1970
    command: str
    author: str
    via: str
    undoes: str
    articles: int
    marks: int


class LastChange(NamedTuple):
    """The newest change of a key: the marks before and after it, its gesture, and whether that took an intake back."""

    before: Mark | None
    after: Mark | None
    gesture: str
    took_back_intake: bool


class Reader:
    """Reads over one connection. `opened_at` is the newest seq when this process opened the file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._ahead: dict[int, str] = {}  # texts of the neighbours of the article opened last, by number
        self.opened_at: int = connection.execute("SELECT coalesce(max(seq), 0) FROM gesture").fetchone()[0]

    @cached_property
    def _holding(self) -> Holding:
        from annotator.project.holding import Holding

        return Holding(self.connection)

    @cached_property
    def _usage(self) -> Usage:
        from annotator.project.usage import Usage

        return Usage(self.connection)

    def version(self) -> int:
        """Return a number that changes when another connection writes."""
        return int(self.connection.execute("PRAGMA data_version").fetchone()[0])

    # ---- the project
    def scheme(self, seq: int | None = None) -> Scheme:
        """Return the scheme, at `seq` if given, with the labels that are gone as retired under their last name."""
        changes = positions.changes(self.connection, 0, None, positions.FAR if seq is None else seq)
        marks = positions.fold(changes)
        retired: dict[str, Label] = {}
        for change in changes:
            for key, (before, _) in change.edit.items():
                if isinstance(before, Label) and key not in marks:
                    retired[before.id] = before
        return Scheme.of(marks.values(), retired.values())

    def authors(self, seq: int | None = None) -> dict[str, Author]:
        """Return the authors by id, at `seq` if given."""
        marks = rows.of_project(self.connection) if seq is None else self._project_at(seq).values()
        return {mark.id: mark for mark in marks if isinstance(mark, Author)}

    def setting(self, name: str, seq: int | None = None) -> str:
        """Return a setting of the project, at `seq` if given, "" when it has none."""
        key = Key("setting", None, name)
        mark = rows.one(self.connection, key, 0) if seq is None else self._project_at(seq).get(key)
        return mark.value if isinstance(mark, Setting) else ""

    def _project_at(self, seq: int) -> dict[Key, Mark]:
        return positions.marks_at(self.connection, 0, None, seq)

    # ---- articles
    def find(self, article: str) -> int | None:
        """Return the number of the article given by its number, six or more digits of its id, or its exact title."""
        one = self.connection.execute
        if article.isascii() and article.isdigit():
            row = one("SELECT number FROM article WHERE number = ?", (int(article[:18]),)).fetchone()
            if row is not None:
                return int(row[0])
        lowered = article.lower()
        if 6 <= len(lowered) <= LONGEST_ID and all(c in "0123456789abcdef" for c in lowered):
            found = one(
                "SELECT text.number FROM text JOIN article USING (number) WHERE id >= ? AND id < ? LIMIT 2",
                (lowered, lowered + "g"),
            ).fetchall()
            if len(found) > 1:
                raise Problem(f"{article} was not found", "more than one article has an id that starts so")
            if found:
                return int(found[0][0])
        row = one(
            "SELECT article FROM detail JOIN article ON article.number = detail.article"
            " WHERE name = 'title' AND value = ? ORDER BY article LIMIT 1",
            (article,),
        ).fetchone()
        return None if row is None else int(row[0])

    def opened(self, number: int, sure: bool = True) -> Opened | None:
        """Return the article with `number` and everyone's marks, or None; raises Problem on a damaged one.

        Unless it must be `sure`, the text is not held against its id, which takes the longer the text is.
        """
        with moment(self.connection):
            row = self.connection.execute(
                "SELECT text.id, (SELECT max(id) FROM gesture) FROM text JOIN article USING (number) WHERE number = ?",
                (number,),
            ).fetchone()
            if row is None:
                return None
            article = Article(row[0], self._ahead.get(number) or self._text(number))
            marks = Marks.of(article.id, self._checked(article, number, rows.of_article(self.connection, number), sure))
            return Opened(article, marks, number, row[1], times.beneath_flags(self.connection, number, article.id))

    def _text(self, number: int) -> str:
        (text,) = self.connection.execute("SELECT text FROM text WHERE number = ?", (number,)).fetchone()
        return text

    def read_ahead(self, number: int, author: str) -> None:
        """Read the texts of the neighbours of an article, which never change: who goes on need not wait for them."""
        around = (
            self.next_number(number, author, unfinished=True),
            self.next_number(number, author),
            self.next_number(number, author, back=True),
        )
        held = {near: self._ahead.get(near) or self._text(near) for near in set(around) if near is not None}
        self._ahead = {near: text for near, text in held.items() if len(text) <= LONGEST_AHEAD}

    def number_of(self, article: ArticleId) -> int | None:
        """Return the number of the article with this id, also of one that is not present now; None if never here."""
        row = self.connection.execute("SELECT number FROM text WHERE id = ?", (article,)).fetchone()
        return None if row is None else int(row[0])

    def _checked(self, article: Article, number: int, marks: Iterable[Mark], sure: bool = True) -> Iterator[Mark]:
        what, now = f"the article {number} was not opened", "Run `spandesk check`, and restore a backup."
        if type(article.text) is not str:
            raise Problem(what, "its text is damaged", now)
        if sure and Article.of(article.text).id != article.id:
            raise Problem(what, "its text is not the one that was taken in", now)
        if rows.from_nowhere(self.connection, number):
            raise Problem(what, "a mark of it comes from a gesture that is not there", now)
        length = len(article.text)
        for mark in marks:
            if isinstance(mark, Span | Refusal) and not 0 <= mark.start < mark.end <= length:
                raise Problem(what, f"its {mark.sort} {mark.id} lies outside the text", now)
            yield mark

    def last_changes(self, number: int, article: ArticleId | None) -> dict[Key, LastChange]:
        """Return, for every key the journal ever named there, its newest change: what `add` must not add again."""
        found = self.connection.execute(
            "SELECT gesture.id, gesture.undoes, undone.via, change.data FROM change"
            " JOIN gesture ON gesture.seq = change.gesture LEFT JOIN gesture AS undone ON undone.id = gesture.undoes"
            " WHERE change.article = ? ORDER BY gesture.id",
            (number,),
        ).fetchall()
        last: dict[Key, LastChange] = {}
        for gesture, undoes, undone_via, data in found:
            took_back = bool(undoes) and undone_via == "intake"
            for key, (before, after) in positions.decode(data, article).items():
                last[key] = LastChange(before, after, gesture, took_back and after is None)
        return last

    # ---- the list
    def numbers(self, author: str = "", status: str = "", text: str = "") -> array[int]:
        """Return the numbers of the shown articles in order, filtered by status and by words of the title."""
        return listing.numbers(self.connection, author, status, text)

    def numbers_after(
        self, last: int, author: str = "", status: str = "", text: str = "", part: str = ""
    ) -> tuple[array[int], int | None]:
        """Return the numbers of the next stretch of the list after `last`, and where it ended, None at the end."""
        return listing.numbers_after(self.connection, last, author, status, text, part)

    def rows(self, numbers: Sequence[int], author: str) -> dict[int, listing.Row]:
        """Return the list's lines of these articles."""
        return listing.rows(self.connection, numbers, author)

    def next_number(self, number: int, author: str, back: bool = False, unfinished: bool = False) -> int | None:
        """Return the number of the next article, or None at the end."""
        return listing.next_number(self.connection, number, author, back, unfinished)

    def counts(self, author: str) -> Mapping[str, int]:
        """Return how many articles there are of each status for `author`."""
        return listing.counts(self.connection, author)

    def labelled_after(
        self, last: int, author: str, label: str, status: str = "", text: str = "", part: str = ""
    ) -> tuple[array[int], int | None]:
        """Return the shown articles of the stretch after `last` where the author has `label`, and where it ended."""
        found, ended = self._usage.numbers(last, author, label)
        return listing.narrowed(self.connection, found, author, status, text, part), ended

    def times(self, number: int, span: str) -> Times:
        """Return when a span of an article was made, and changed last."""
        return times.of_span(self.connection, number, span)

    def status_times(self, number: int) -> dict[tuple[str, str], int]:
        """Return when each status of an article was set, by author and layer."""
        return times.of_statuses(self.connection, number)

    def used(self, label: str, after: int) -> Used:
        """Return everyone's marks with `label` in the next stretch of articles after `after`."""
        return self._usage.used(Uses(label, after=after))

    # ---- what commands ask
    def answer(self, request: Request) -> Answer:
        """Answer what a command asks."""
        if isinstance(request, OpenNumber):
            return self.opened(request.number)
        if isinstance(request, Open):
            number = self.number_of(request.article)
            return None if number is None else self.opened(number)
        if isinstance(request, OpenNext):
            number = self._next(request)
            return None if number is None else self.opened(number)
        if isinstance(request, WhoChanged):
            return self._changers(request)
        if isinstance(request, Everywhere):
            return self._holding.answer(request)
        if isinstance(request, Uses):
            return self._usage.used(request)
        from annotator.project import undo

        find = undo.to_redo if isinstance(request, ToRedo) else undo.to_undo
        gesture = find(self.connection, request.author, self.opened_at)
        article = next(filter(None, gesture.edits), None) if gesture else None
        number = self.number_of(article) if article else None
        return Found(gesture, None if number is None else self.opened(number))

    def _changers(self, asked: WhoChanged) -> Changers:
        from annotator.project import undo

        known = self.authors()
        found: set[str] = set()
        for article in {key.article for key in asked.keys}:
            number = 0 if article is None else self.number_of(article)
            keys = {key for key in asked.keys if key.article == article}
            found |= undo.changers(self.connection, 0 if number is None else number, article, keys)
        return Changers(tuple(sorted((known.get(id) or Author(id, id) for id in found), key=lambda one: one.name)))

    def _next(self, asked: OpenNext) -> int | None:
        number = self.next_number(asked.number, asked.author, asked.back, asked.unfinished)
        if number is None and asked.unfinished and not asked.back:
            number = self.next_number(0, asked.author, unfinished=True)  # what was left behind comes at the end
        return None if number == asked.number else number

    def labelled(self, author: str) -> Labelled:
        """Return what reads the words that `author` labelled before this process opened the file."""
        from annotator.project.labelled import Labelled

        return Labelled(self.connection, author, self.opened_at)

    # ---- the journal
    def position(self) -> Position:
        """Return the newest position."""
        return positions.pin(self.connection)

    def position_at(self, name: str) -> Position:
        """Return the position called `name`; raises Problem when this file's gestures do not match it."""
        return positions.at(self.connection, name)

    def history(self, number: int | None = None) -> Iterator[Moment]:
        """Yield the gestures, of one article if given, oldest first."""
        last = 0
        where = "" if number is None else (
            "AND seq IN (SELECT gesture FROM change WHERE article = ?2 AND gesture > ?1 ORDER BY gesture LIMIT 1000)"
        )  # fmt: skip
        while True:
            found = self.connection.execute(
                "SELECT seq, id, at, command, author, via, undoes,"
                " (SELECT count(*) FROM change WHERE gesture = seq AND article > 0),"
                " coalesce((SELECT sum(json_array_length(CAST(data AS TEXT))) FROM change WHERE gesture = seq), 0)"
                f" FROM gesture WHERE seq > ?1 {where} ORDER BY seq LIMIT 1000",
                (last,) if number is None else (last, number),
            ).fetchall()
            if not found:
                return
            yield from map(Moment._make, found)
            last = int(found[-1][0])

    def stats(self) -> dict[str, Any]:
        """Return counts: articles, spans, spans by the id of label and author, articles by author's id and status.

        `by_status` is over all layers, where done is what is done in each of them; `by_layer` is of each for itself.
        """
        total, hidden = (
            self.connection.execute(
                "SELECT coalesce(sum(count), 0) FROM tally WHERE what = 'article' AND value = ?", (value,)
            ).fetchone()[0]
            for value in ("0", "1")
        )
        by_label: Counter[str] = Counter({label.id: 0 for label in self.scheme().labels})
        by_author: Counter[str] = Counter()
        for author, label, count in self.connection.execute(
            "SELECT author, name, sum(count) FROM tally WHERE what = 'span' GROUP BY author, name"
        ).fetchall():
            by_label[label] += count
            by_author[author] += count
        authors = self.connection.execute(
            "SELECT DISTINCT author FROM tally WHERE what = 'status' ORDER BY author"
        ).fetchall()
        by_status = {author: dict(self.counts(author)) for (author,) in authors}
        by_layer = {author: listing.counts_by_layer(self.connection, author) for (author,) in authors}
        gestures = self.connection.execute("SELECT count(*) FROM gesture").fetchone()[0]
        return {"articles": total, "hidden": hidden, "spans": sum(by_author.values()), "by_label": dict(by_label),
                "by_status": by_status, "by_layer": by_layer, "by_author": dict(by_author), "gestures": gestures,
                "language": self.setting("language")}  # fmt: skip

    # ---- what leaves
    def records(self, position: Position) -> Iterator[Record]:
        """Yield every article present at `position`, in the order of their ids, with everyone's marks as they were."""
        last = ""
        while True:
            found = self.connection.execute(
                "SELECT id, number FROM text WHERE id > ? ORDER BY id LIMIT ?", (last, CHUNK)
            ).fetchall()
            if not found:
                return
            for id, number in found:
                record = self._record(Article(id, self._text(number)), number, position.seq)
                if record is not None:
                    yield record
            last = found[-1][0]

    def _record(self, article: Article, number: int, seq: int) -> Record | None:
        with moment(self.connection):
            if positions.changed_since(self.connection, number, seq):
                marks = iter(positions.marks_at(self.connection, number, article.id, seq).values())
            else:
                marks = rows.of_article(self.connection, number)
            return rows.record_of(article, self._checked(article, number, marks))
