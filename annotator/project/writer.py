"""The one place that writes a project: a gesture, its changes and the rows, in one transaction."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.model.article import ArticleId
from annotator.model.edit import Change, Edit, Gesture
from annotator.model.mark import Author, Key
from annotator.project import positions, rows, usage
from annotator.project.connection import begin
from annotator.project.journal import Header, change_digest, encode, gesture_digest, oldest_wins

CLOCK_DIGITS, REPLICA_DIGITS, COUNTER_DIGITS = 12, 16, 8
REMEMBERED_TOKENS = 10_000


def now() -> int:
    """Return the wall clock in milliseconds since 1970."""
    return time.time_ns() // 1_000_000


@dataclass
class Memory:
    """What a process keeps of its gestures when its connection met trouble and another takes its place."""

    ids: dict[str, str] = field(default_factory=dict[str, str])  # token to id: a queued undo names a token
    doubtful: dict[str, Gesture] = field(default_factory=dict[str, Gesture])  # by token: the commit failed, or took
    introduced: str = ""  # the name this process made its author known by: another one may have renamed them since

    def copy(self) -> Memory:
        """Return what another writer of the same gestures needs to know."""
        return Memory(dict(self.ids), dict(self.doubtful), self.introduced)


class Writer:
    """Stores gestures over one connection. Each process that opens the file to write has its own replica id."""

    def __init__(self, connection: sqlite3.Connection, replica: str = "", memory: Memory | None = None) -> None:
        self.connection = connection
        self.replica = replica or os.urandom(REPLICA_DIGITS // 2).hex()
        self.memory = memory or Memory()
        self._within: dict[str, str] = {}  # token to id, of the transaction under way

    def store(
        self, gesture: Gesture, texts: Mapping[ArticleId, str] | None = None, author: Author | None = None
    ) -> Gesture | None:
        """Store `gesture` reduced against the rows and return what was stored, or None when nothing was left of it.

        `texts` are those of articles that may be new; `author` is made known by a gesture of its own just before,
        and so is a changed name.
        An undo that reduces to nothing is stored all the same. Raises sqlite3.Error; the gesture may be given again.
        """
        return self.store_all((gesture,), texts, author)[0]

    def store_all(
        self, gestures: Sequence[Gesture], texts: Mapping[ArticleId, str] | None = None, author: Author | None = None
    ) -> list[Gesture | None]:
        """Store `gestures` as `store` does, in one transaction: all of them or, where an error is raised, none."""
        return self.store_made(lambda: gestures, texts, author)

    def store_made(
        self,
        make: Callable[[], Sequence[Gesture]],
        texts: Mapping[ArticleId, str] | None = None,
        author: Author | None = None,
    ) -> list[Gesture | None]:
        """Store what `make` returns, as `store_all` does; it is called when nobody else can write any more."""
        connection = self.connection
        self._within = {}
        try:
            begin(connection)
            if author is not None:
                self._introduce(author)
            stored = [self._one(one, texts or {}) for one in make()]
            self.memory.doubtful = {one.token: one for one in stored if one is not None}
            # Where nothing is left: no author, no text either.
            connection.execute("COMMIT" if any(stored) else "ROLLBACK")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        self.memory.doubtful = {}
        if author is not None and any(stored):
            self.memory.introduced = author.name
        for one in stored:
            if one is not None and one.token:
                self._remember(one.token, one.id)
        return stored

    def _one(self, gesture: Gesture, texts: Mapping[ArticleId, str]) -> Gesture | None:
        stored = self._stored_before(gesture) or self._store(gesture, texts)
        if stored is not None and stored.token:
            self._within[stored.token] = stored.id  # an undo in the same transaction names the token
        return stored

    def _stored_before(self, gesture: Gesture) -> Gesture | None:
        """Return what is there of `gesture` when its commit was told as failed but had taken."""
        doubtful = self.memory.doubtful.get(gesture.token) if gesture.token else None
        return doubtful if doubtful is not None and self._holds(doubtful.id) else None

    def _holds(self, id: str) -> bool:
        return self.connection.execute("SELECT 1 FROM gesture WHERE id = ?", (id,)).fetchone() is not None

    def _introduce(self, author: Author) -> None:
        known = rows.one(self.connection, Key("author", None, author.id), 0)
        if not isinstance(known, Author):
            command, edit = "author.new", Edit.adding(None, author)
        elif known.name != author.name != self.memory.introduced:
            command, edit = "author.rename", Edit.replacing(None, known, known._replace(name=author.name))
        else:
            return
        self._store(Gesture("", command, author.id, "shell", {None: edit}), {})

    def _store(self, gesture: Gesture, texts: Mapping[ArticleId, str]) -> Gesture | None:
        undoes = self._within.get(gesture.undoes) or self.memory.ids.get(gesture.undoes, gesture.undoes)
        if undoes and not self._holds(undoes):
            return None  # nothing was left of what it takes back
        fresh: set[ArticleId | None] = set()  # articles of which this file holds nothing yet
        numbers = {article: self._number(article, texts, fresh) for article in gesture.edits}
        revives_nothing = oldest_wins(gesture)
        kept: dict[ArticleId | None, Edit] = {}
        for article, given in gesture.edits.items():
            number = numbers[article]
            if number is not None:
                edit = _first(given) if article in fresh else self._reduced(given, number, revives_nothing)
                if edit:
                    kept[article] = edit
        if not kept and not undoes:
            return None
        if gesture.command == usage.DELETING and usage.outlives(self.connection, gesture, kept):
            return None
        stored = gesture._replace(edits=kept, undoes=undoes, id=self._mint(), at=gesture.at or now())
        self._write(stored, numbers)
        return stored

    def _number(
        self, article: ArticleId | None, texts: Mapping[ArticleId, str], fresh: set[ArticleId | None]
    ) -> int | None:
        if article is None:
            return 0
        row = self.connection.execute("SELECT number FROM text WHERE id = ?", (article,)).fetchone()
        if row is not None:
            return int(row[0])
        if article not in texts:
            return None  # an article that this file does not hold takes no marks
        fresh.add(article)
        inserted = self.connection.execute("INSERT INTO text (id, text) VALUES (?, ?)", (article, texts[article]))
        return inserted.lastrowid

    def _reduced(self, edit: Edit, number: int, revives_nothing: bool) -> Edit:
        kept: dict[Key, Change] = {}
        for key, (before, after) in edit.items():
            there = rows.one(self.connection, key, number)
            if there == before and there != after:
                kept[key] = (before, after)
        if kept and revives_nothing:
            # It ranks below every other change of its key: put there again, the fold would not have it.
            article = next(iter(kept)).article
            for sort in {key.sort for key in kept}:
                for key in positions.named(self.connection, number, article, sort):
                    kept.pop(key, None)
        return Edit(kept)

    def _mint(self) -> str:
        """Return an id above every id in the file, by a hybrid clock: a wall clock that never goes back."""
        row: tuple[Any, ...] | None = self.connection.execute("SELECT max(id) FROM gesture").fetchone()
        newest = str(row[0]) if row and row[0] else ""
        clock, counter = now(), 0
        if newest:
            last_clock, last_replica, last_counter = newest.split("-")
            if int(last_clock, 16) >= clock:
                clock = int(last_clock, 16)
                if last_replica == self.replica:
                    counter = int(last_counter, 16) + 1
                else:
                    clock += 1
        return f"{clock:0{CLOCK_DIGITS}x}-{self.replica}-{counter:0{COUNTER_DIGITS}x}"

    def _write(self, gesture: Gesture, numbers: Mapping[ArticleId | None, int | None]) -> None:
        connection = self.connection
        data = {article: encode(edit) for article, edit in gesture.edits.items()}
        digests = {article: change_digest(gesture.id, article, data[article]) for article in data}
        header = Header(gesture.id, gesture.at, gesture.command, gesture.author, gesture.via, gesture.batch,
                        gesture.undoes, len(data))  # fmt: skip
        inserted = connection.execute(
            "INSERT INTO gesture (id, at, command, author, via, batch, undoes, changes, digest)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*header, gesture_digest(header, digests.values())),
        )
        seq = inserted.lastrowid or 0
        connection.executemany(
            "INSERT INTO change (article, gesture, data, digest) VALUES (?, ?, ?, ?)",
            [(numbers[article] or 0, seq, data[article], digests[article]) for article in data],
        )
        rows.put_all(connection, ((numbers[article] or 0, edit) for article, edit in gesture.edits.items()), seq)

    def _remember(self, token: str, id: str) -> None:
        ids = self.memory.ids
        if len(ids) > REMEMBERED_TOKENS:
            del ids[next(iter(ids))]
        ids[token] = id


def _first(edit: Edit) -> Edit:
    """Return what is left of an Edit of an article that has no marks and never had any."""
    return Edit({key: change for key, change in edit.items() if change[0] is None and change[1] is not None})
