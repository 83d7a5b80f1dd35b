"""The split of a project: which articles have a part, what the law says of the others, and how it is kept.

An article that has a part keeps it. Also one that was taken back does, so that copies of it follow it and it comes back
to where it was.
"""

from __future__ import annotations

import secrets
import sqlite3
import time
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from annotator import nearness
from annotator.model.article import ArticleId
from annotator.model.edit import Edit, Gesture
from annotator.model.groups import Groups
from annotator.model.mark import Entry, Key, Mark, Part, Setting, Status, key_of
from annotator.model.problem import Problem
from annotator.model.split import FINISHED, HIDDEN, RATIO, SALT, SHOWN, Law, Placed, place
from annotator.project import positions, rows
from annotator.project.cache import Cache
from annotator.project.journal import FIRST_PARTS
from annotator.project.project import Project

AGAIN = "split.again"  # the command of gestures that change a part, or give one again that was taken back
MOVING = "split.moving"  # the setting that is there while articles move, in whatever slice that was stopped
STRETCH = 2_000  # articles read in one statement
SKETCHES = 500  # read from the cache in one statement, and kept there in one go
ALONE, BESIDE, PAUSE = 1_000, 100, 0.008  # articles in a slice; beside a person, and the seconds that follow it
Told = Callable[[str, int, int], None]  # a stage, how many articles are done, of how many


def _untold(stage: str, done: int, of: int) -> None:
    """Tell nobody."""


class Articles(NamedTuple):
    """The articles of a project at a position, by places: those that are present, and those that have a part."""

    numbers: array[int]
    ids: list[ArticleId]
    worth: bytearray  # HIDDEN (or not present), SHOWN, or FINISHED: done by someone in a layer
    present: bytearray
    parts: list[str]  # "" where there is none yet


class Division(NamedTuple):
    """What a split would do, or what it is at a position for articles whose parts are not kept."""

    law: Law
    settings: tuple[Setting | None, ...]  # of the law that the project has
    moving: Setting | None  # a split that moves articles was stopped
    articles: Articles
    placed: Placed

    def changes(self) -> Iterator[tuple[int, str, str]]:
        """Yield the place of each article whose part is set or changed, with the part before and after."""
        parts = self.articles.parts
        for at, part in sorted(self.placed.parts.items()):
            if parts[at] != part:
                yield at, parts[at], part

    def law_changes(self) -> Iterator[tuple[Setting | None, Setting]]:
        """Yield the settings that the law sets or changes, each with what is there before."""
        after = (Setting(RATIO, self.law.ratio), Setting(SALT, self.law.salt))
        return ((old, new) for old, new in zip(self.settings, after, strict=True) if old != new)

    @property
    def parts(self) -> dict[ArticleId, str]:
        """Return the parts of the articles whose parts are not kept, by id."""
        return {self.articles.ids[at]: part for at, part in self.placed.parts.items()}

    @property
    def between(self) -> dict[ArticleId, tuple[str, ...]]:
        """Return the articles that are near several parts, by id, each with those parts."""
        return {self.articles.ids[at]: parts for at, parts in self.placed.between.items()}

    def before(self) -> Counter[str]:
        """Return how many articles that are present are in each part now."""
        return self._counted(self.articles.parts)

    def after(self) -> Counter[str]:
        """Return how many articles that are present are in each part once this is kept."""
        return self._counted(self.placed.parts.get(at, part) for at, part in enumerate(self.articles.parts))

    def _counted(self, parts: Iterable[str]) -> Counter[str]:
        return Counter(part for part, present in zip(parts, self.articles.present, strict=True) if present and part)


class Unkept(NamedTuple):
    """The parts of articles of which none is kept, and those that are near several parts, each with them."""

    parts: dict[ArticleId, str]
    between: dict[ArticleId, tuple[str, ...]]


def complete(connection: sqlite3.Connection) -> bool:
    """Return whether every article that is present has a part, for good."""
    if rows.one(connection, Key("setting", None, MOVING), 0) is not None:
        return False
    row = connection.execute(
        "SELECT 1 FROM article LEFT JOIN part ON part.article = article.number WHERE part.part IS NULL LIMIT 1"
    ).fetchone()
    return row is None


def law_at(connection: sqlite3.Connection, seq: int = positions.FAR) -> Law | None:
    """Return the law of the project at a position, None where it was never split; raises Problem on another."""
    return _law(*_settings(connection, seq)[:2])


def _settings(connection: sqlite3.Connection, seq: int) -> tuple[Setting | None, ...]:
    held = positions.marks_at(connection, 0, None, seq)
    found = (held.get(Key("setting", None, name)) for name in (RATIO, SALT, MOVING))
    return tuple(one if isinstance(one, Setting) else None for one in found)


def _law(ratio: Setting | None, salt: Setting | None) -> Law | None:
    return None if ratio is None else Law.of(ratio.value, salt.value if salt else Law().salt)


def articles_at(connection: sqlite3.Connection, seq: int = positions.FAR) -> Articles:
    """Return the articles at a position."""
    found = Articles(array("q"), [], bytearray(), bytearray(), [])
    since = "SELECT DISTINCT article FROM change WHERE gesture > ?"
    changed = {number for (number,) in connection.execute(since, (seq,)).fetchall()}
    for number, id, hidden, done, part in _stretches(connection):
        if number in changed:
            hidden, done, part = _as_rows(positions.marks_at(connection, number, id, seq).values())
        if hidden is not None or part:
            found.numbers.append(number)
            found.ids.append(id)
            found.present.append(hidden is not None)
            found.worth.append(HIDDEN if hidden != 0 else FINISHED if done else SHOWN)
            found.parts.append(part or "")
    return found


def _stretches(connection: sqlite3.Connection) -> Iterator[tuple[int, ArticleId, int | None, int, str | None]]:
    last = 0
    while True:
        held = connection.execute(
            "SELECT text.number, text.id, article.hidden,"
            " EXISTS (SELECT 1 FROM status WHERE status.article = text.number AND value = 'done'), part.part FROM text"
            " LEFT JOIN article ON article.number = text.number LEFT JOIN part ON part.article = text.number"
            " WHERE text.number > ? ORDER BY text.number LIMIT ?",
            (last, STRETCH),
        ).fetchall()
        if not held:
            return
        yield from held
        last = held[-1][0]


def _as_rows(marks: Iterable[Mark]) -> tuple[int | None, int, str | None]:
    hidden, done, part = None, 0, None
    for mark in marks:
        if isinstance(mark, Entry):
            hidden = int(mark.hidden)
        elif isinstance(mark, Part):
            part = mark.part
        elif isinstance(mark, Status) and mark.value == "done":
            done = 1
    return hidden, done, part


def divide(
    connection: sqlite3.Connection,
    asked: Law | None = None,
    seq: int = positions.FAR,
    told: Told = _untold,
    cache: Cache | None = None,
) -> Division:
    """Return what the law says of the articles at a position; nothing is kept, but the sketches of texts in `cache`.

    Where `asked` is another law than the project has, every article is placed anew, else those that have no part. So it
    is where that was stopped: what was moved until then is apart from copies of it that were not.
    """
    *settings, moving = _settings(connection, seq)
    held = _law(*settings)
    law = asked or held or Law()
    articles = articles_at(connection, seq)
    afresh = held is not None and (law != held or moving is not None)
    parts = [""] * len(articles.parts) if afresh else articles.parts
    groups = Groups(parts)
    if not all(parts):
        total = len(parts)
        texts = _Texts(connection, articles.numbers)
        sketches = _sketches(articles.ids, texts, cache)
        nearness.gather(sketches, texts.at, groups, lambda count: told("compare", count, total))
    return Division(law, tuple(settings), moving, articles, place(articles.ids, articles.worth, groups, law))


def unkept(connection: sqlite3.Connection, seq: int, told: Told = _untold, cache: Cache | None = None) -> Unkept:
    """Return the parts that the law gives at a position to articles of which none is kept there, and what is between.

    Nothing is read of the articles where all have their parts, which is how most exports find a project.
    """
    (newest,) = connection.execute("SELECT coalesce(max(seq), 0) FROM gesture").fetchone()
    if seq >= newest and complete(connection):
        return Unkept({}, {})
    division = divide(connection, seq=seq, told=told, cache=cache)
    return Unkept(division.parts, division.between)


def _sketches(ids: Sequence[ArticleId], texts: _Texts, cache: Cache | None) -> Iterator[bytes]:
    """Yield the sketch of each text, in order: the one that is kept, else made now, and kept."""
    sketcher = "" if cache is None else nearness.sketcher()
    for first in range(0, len(ids), SKETCHES):
        wanted = ids[first : first + SKETCHES]
        held = {} if cache is None else cache.sketches(wanted, sketcher)
        made: dict[ArticleId, bytes] = {}
        for at, article in enumerate(wanted, first):
            known = held.get(article)
            if type(known) is not bytes or len(known) != nearness.SIZE:
                known = made[article] = nearness.sketch(texts.at(at))
            yield known
        if cache is not None:
            cache.keep_sketches(made, sketcher)


class _Texts:
    """The texts of some articles, by their places."""

    def __init__(self, connection: sqlite3.Connection, numbers: Sequence[int]) -> None:
        self._connection, self._numbers = connection, numbers

    def at(self, place: int) -> str:
        number = self._numbers[place]
        (text,) = self._connection.execute("SELECT text FROM text WHERE number = ?", (number,)).fetchone()
        if type(text) is not str:
            what = f"the article {number} was not compared"
            raise Problem(what, "its text is damaged", "Run `spandesk check`, and restore a backup.")
        return text


def keep(project: Project, division: Division, told: Told = _untold) -> int:
    """Store a division, slice by slice, as one batch; return how many articles have another part than before.

    Where it is stopped the slices that were stored stay, and the next split or export goes on. Raises Problem, as where
    another split set another law meanwhile: copies would be placed by both.
    """
    slices = _Slices(project, division)
    changes = list(division.changes())
    for old, new in division.law_changes():
        slices.take(0, None, old, new)
    moving = division.moving
    if moving is None and any(before for _, before, _ in changes):
        moving = Setting(MOVING, division.law.ratio)
        slices.take(0, None, None, moving)
    for count, (at, before, after) in enumerate(changes, 1):
        old = Part(before) if before else None
        slices.take(division.articles.numbers[at], division.articles.ids[at], old, Part(after))
        if slices.full and count < len(changes):
            slices.store()
            told("split", count, len(changes))
    if moving is not None:
        slices.take(0, None, moving, None)
    slices.store()
    return slices.stored


class _Slices:
    """Parts on their way into the journal. A first part ranks as an intake does; one that was named before does not."""

    def __init__(self, project: Project, division: Division) -> None:
        self.project = project
        ratio, salt = division.settings
        self._law = {RATIO: ratio, SALT: salt, MOVING: division.moving}  # as it is there
        self._next = dict(self._law)  # as it is once what was taken is stored
        self.batch = secrets.token_hex(8)
        self.stored = 0  # articles
        self._edits: dict[str, dict[ArticleId | None, Edit]] = {FIRST_PARTS: {}, AGAIN: {}}
        self._connection = project.reader.connection
        self._version = project.reader.version()
        self._beside = False
        self._articles = 0

    @property
    def full(self) -> bool:
        """Return whether it is time to store; beside somebody who writes it is sooner."""
        version = self.project.reader.version()
        self._beside = self._beside or version != self._version
        self._version = version
        return self._articles >= (BESIDE if self._beside else ALONE)

    def take(self, number: int, article: ArticleId | None, before: Mark | None, after: Mark | None) -> None:
        """Take a mark of an article, or of the project, and what it was when the split was worked out."""
        for key in {key_of(mark, article) for mark in (before, after) if mark is not None}:
            held = self._edits[AGAIN if self._named(number, key) else FIRST_PARTS]
            edit = Edit({key: (before, after)})
            held[article] = held[article].and_then(edit) if article in held else edit
            if article is None:
                self._next[key.id] = after if isinstance(after, Setting) else None
        self._articles += article is not None

    def _named(self, number: int, key: Key) -> bool:
        """Return whether the journal ever named a key: it was taken back, or came with an intake."""
        return key in positions.named(self._connection, number, key.article, key.sort)

    def store(self) -> None:
        """Store what was taken, in one transaction."""
        asked = [
            Gesture("", command, self.project.author.id, "shell", edits, self.batch)
            for command, edits in self._edits.items()
            if edits
        ]
        asked.sort(key=lambda one: any(one.edits))  # the newest of the batch, which the history shows, has articles
        self._edits, self._articles = {FIRST_PARTS: {}, AGAIN: {}}, 0
        if not asked:
            return
        stored = self.project.store_made(lambda: self._by_this_law(asked))
        self._law = dict(self._next)
        self.stored += sum(article is not None for one in stored if one is not None for article in one.edits)
        if self._beside:
            time.sleep(PAUSE)

    def _by_this_law(self, asked: list[Gesture]) -> list[Gesture]:
        """Return what was taken, when nobody else can write; raises Problem where the law is another one by now."""
        for name, held in self._law.items():
            if rows.one(self._connection, Key("setting", None, name), 0) not in (held, self._next[name]):
                why = "another split set another law in the meantime"
                raise Problem(f"{self.project.path} was not split to the end", why, "Split it again.")
        return asked
