"""A project that is open: one thread that writes, one that reads, and word of what other processes did.

The shell works with `writer` and `reader` on its own thread; the window takes futures, and so never waits for a disk.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from annotator.model.article import ArticleId
from annotator.model.edit import Gesture
from annotator.model.mark import Author
from annotator.model.problem import Problem
from annotator.model.request import Answer, Opened, Request
from annotator.project import edge, undo
from annotator.project.connection import connect, look, may_write, trouble
from annotator.project.reader import Reader
from annotator.project.reading import Reads
from annotator.project.undo import TakenBack
from annotator.project.writer import Writer, now
from annotator.project.writing import Commits

if TYPE_CHECKING:
    from concurrent.futures import Future  # it brings logging along, which the window starts without

    from annotator.project.backup import Saved
    from annotator.project.before import Keeping, Kept
    from annotator.project.cache import Cache
    from annotator.project.searching import Searcher

T = TypeVar("T")
# Commands of the window that change what may be thousands of marks, and what the backup before them is called.
BULK = {"label.everywhere.project": "everywhere", "label.delete": "label deletion"}


class Project:
    """One open project file and who works in it."""

    def __init__(self, path: Path, author: Author, writable: bool = True) -> None:
        self.path, self.author = path, author
        self.read_only = not (writable and may_write(path))
        self.seen = look(path)  # once, before anything is connected
        self._connection = connect(path, not self.read_only, seen=self.seen)
        try:
            edge.verify(self._connection, path)
            self.reader = Reader(self._connection)  # of the thread that opened, until the first request
        except BaseException:
            self._connection.close()
            raise
        self.writer = Writer(self._connection)
        self._commits = Commits(path, self._connected, lambda: self.author)
        self._reads = Reads(path, self.seen, self.reader, self.writer.replica)
        self._searcher: Searcher | None = None
        self._keeping: Keeping | None = None
        self._kept: Callable[[Kept], None] = lambda _: None

    @classmethod
    def open(cls, path: Path, author: Author, writable: bool = True) -> Project:
        """Open the project at `path`; raises Problem, the bytes untouched. Opening writes nothing."""
        try:
            return cls(path, author, writable)
        except sqlite3.Error as error:
            raise trouble(path, error) from error

    @property
    def name(self) -> str:
        """Return what the window calls the project."""
        return self.path.stem

    def store(self, gesture: Gesture, texts: Mapping[ArticleId, str] | None = None) -> Gesture | None:
        """Store a gesture at once, on the calling thread, the author made known before; raises Problem."""
        return self.store_all((gesture,), texts)[0]

    def store_all(
        self, gestures: Sequence[Gesture], texts: Mapping[ArticleId, str] | None = None
    ) -> list[Gesture | None]:
        """Store gestures as `store` does, all of them or none; raises Problem."""
        return self._stored(lambda: self.writer.store_all(gestures, texts, self.author))

    def store_made(self, make: Callable[[], Sequence[Gesture]]) -> list[Gesture | None]:
        """Store what `make` returns when nobody else can write, as `store_all` does; raises Problem."""
        return self._stored(lambda: self.writer.store_made(make, author=self.author))

    def _stored(self, store: Callable[[], list[Gesture | None]]) -> list[Gesture | None]:
        try:
            return store()
        except sqlite3.Error as error:
            raise trouble(self.path, error) from error

    def take_back(self, gesture: str, told: Callable[[int, int], None] = lambda _done, _of: None) -> TakenBack:
        """Take back at once the intake that `gesture` belongs to, or what this author did with it elsewhere.

        Of an intake the articles stay that someone has worked in since, of other gestures the marks changed since.
        Slice by slice, of which `told` hears how many are done and of how many; where it is stopped the rest is as it
        was, and taking back again goes on. Raises Problem.
        """
        slices = undo.slices_of(self._connection, gesture, self.author.id)
        intake, batch, marks, kept = {one.id for one in slices}, os.urandom(8).hex(), 0, list[ArticleId]()
        for done, one in enumerate(slices, 1):
            back, staying = self._take_back(one, intake, batch)
            kept += staying
            marks += sum(map(len, back.edits.values())) if back else 0
            told(done, len(slices))
        if not marks and not kept:
            raise Problem(f"{gesture[:80]} was not taken back", "it is taken back already, or was changed since")
        return TakenBack(marks, list(dict.fromkeys(kept)))

    def _take_back(self, one: undo.Made, intake: set[str], batch: str) -> tuple[Gesture | None, list[ArticleId]]:
        """Take back a slice; return what was stored, and the articles that stay."""
        staying: list[ArticleId] = []

        def make() -> list[Gesture]:
            # While nobody else can write: whoever labels in an article in the same moment has done so before, or since.
            command, edits, kept = undo.back_of(self._connection, one, intake)
            staying.extend(kept)
            return [Gesture("", command, self.author.id, "shell", edits, batch, one.id)] if edits else []

        return next(iter(self.store_made(make)), None), staying

    def cache(self) -> Cache:
        """Return the cache of what can be computed again, for the calling thread."""
        from annotator.project.cache import Cache  # the window starts without it

        return Cache.of(self._connection, self.path)

    def commit(self, gesture: Gesture) -> Future[Gesture | None]:
        """Queue `gesture` for the writer's thread; the future brings what was stored, once the disk has it.

        While the disk refuses, the gesture waits and is tried again; the watcher of troubles is told. Before one that
        changes marks in bulk is stored, the project is copied as a backup.
        """
        fresh = gesture._replace(at=gesture.at or now())
        if gesture.command not in BULK or not any(gesture.edits):
            return self._commits.add(fresh)
        from annotator.project.before import Keeping  # rarely needed

        if self._keeping is None or self._keeping.is_over:  # else the one that is made holds neither gesture
            self._keeping = Keeping(self.path, self.seen, BULK[gesture.command], lambda kept: self._kept(kept))
        return self._commits.add(fresh, self._keeping.free)

    def library(self, request: Request) -> Future[Answer]:
        """Answer a command's request on the reader's thread."""
        asked = self._reads.add(lambda reader: reader.answer(request))
        asked.add_done_callback(self._look_ahead)
        return asked

    def _look_ahead(self, done: Future[Answer]) -> None:
        answer = None if done.exception() is not None else done.result()
        if isinstance(answer, Opened):
            self._reads.add(lambda reader: reader.read_ahead(answer.number, self.author.id))

    def read(self, function: Callable[[Reader], T]) -> Future[T]:
        """Run `function` on the reader's thread; it must be short, for it may hold up commits."""
        return self._reads.add(function)

    @property
    def searcher(self) -> Searcher:
        """Return what searches all articles; its thread starts when it is first used."""
        from annotator.project.searching import Searcher  # the window starts without it

        if self._searcher is None:
            self._searcher = Searcher(self.path, self.seen)
        return self._searcher

    def watch(self, foreign: Callable[[Gesture], None]) -> None:
        """Call `foreign`, on the reader's thread, with each gesture that another process stores from now on."""
        self._reads.watch(foreign)

    def on_trouble(self, told: Callable[[Problem | None], None]) -> None:
        """Call `told`, on the writer's thread, when the disk refuses (a Problem) and when it takes again (None)."""
        self._commits.told = told

    def on_backup(self, told: Callable[[Kept], None]) -> None:
        """Call `told`, on a thread of its own, with what became of the backup before a gesture in bulk."""
        self._kept = told

    def retry(self) -> None:
        """Try what waits again at once."""
        self._commits.wake()

    def save_copy(self, target: Path) -> Future[Saved]:
        """Make a sound copy at `target`, with the gestures that wait for the disk now; of a moved file too."""
        from annotator.project.backup import in_background  # rarely needed

        return in_background(lambda take: self._reads.add(take, True), target, self.unsaved, self.writer, self.author)

    @property
    def unsaved(self) -> tuple[Gesture, ...]:
        """Return the gestures that are not yet on the disk."""
        return self._commits.waiting()

    def wait(self, seconds: float) -> tuple[Gesture, ...]:
        """Wait until all is saved, or for `seconds`; return what is not."""
        return self._commits.wait(seconds)

    def close(self, seconds: float = 5.0) -> tuple[Gesture, ...]:
        """Stop once all is saved, or after `seconds`; return what could not be saved. The project stays usable then."""
        left = self._commits.finish(seconds)
        if not left:
            if self._keeping is not None:
                self._keeping.wait()  # who opens the file anew would drop the locks by which it reads
            self._let_go()
        return left

    def give_up(self) -> None:
        """Stop without what the disk does not take: the user chose to lose it, or a copy holds it."""
        self._commits.give_up()
        self._let_go()

    def _let_go(self) -> None:
        self._reads.stop()
        if self._searcher is not None:
            self._searcher.stop()
        self._connection.close()

    def _connected(self) -> Writer:
        """Return a writer that goes on where the one before it stood, over a connection of its own."""
        return Writer(connect(self.path, seen=self.seen), self.writer.replica, self.writer.memory)
