"""The second pass of an intake: arriving articles become marks, in slices that leave room for a person's commits.

What the journal ever named is known: it is not added and not revived, but where its newest change took an intake
back; there `add` undoes that undo.
"""

from __future__ import annotations

import secrets
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from annotator.model.arrival import Arrival, ArrivingLink, ArrivingSpan
from annotator.model.article import Article, ArticleId
from annotator.model.edit import Change, Edit, Gesture
from annotator.model.identity import anothers_id, author_named, imported_id
from annotator.model.mark import (
    Author,
    Detail,
    Entry,
    Key,
    Label,
    Layer,
    Link,
    Mark,
    Part,
    Refusal,
    Span,
    Status,
    key_of,
)  # fmt: skip
from annotator.model.report import LeftOut, Report
from annotator.project.plan import Resolved
from annotator.project.project import Project
from annotator.project.reader import LastChange

MOST_ARTICLES, MOST_MARKS = 50, 2_000  # in one slice while nobody else writes
FEW_MARKS, PAUSE = 400, 0.008  # in one slice beside a person, and the seconds after it in which the file is theirs
LOOK = 0.01  # seconds between two looks whether somebody wrote, of which each reads the file
BESIDE = 3.0  # seconds for which somebody who wrote is taken to be at work
DIFFERS, TWICE = "differs from the project", "the same id stands twice"
_COUNTED = {"entry": "articles", "span": "spans", "refusal": "refusals"}


def _counted(gestures: Iterable[Gesture]) -> Counter[str]:
    """Return how many marks of each sort the gestures add."""
    edits = chain.from_iterable(gesture.edits.values() for gesture in gestures)
    return Counter(map(attrgetter("sort"), chain.from_iterable(edits)))


def key_bits(article: ArticleId, author: str) -> int:
    """Return 64 bits that stand for what an author made of an article."""
    return int.from_bytes(blake2b(f"{article}{author}".encode(), digest_size=8).digest(), "big")


class Arrived(NamedTuple):
    """An article with the kind's promise whether its marks keep their own ids."""

    arrival: Arrival
    own_ids: bool


@dataclass
class _Slice:
    texts: dict[ArticleId, str] = field(default_factory=dict[ArticleId, str])
    changes: dict[ArticleId | None, dict[Key, Change]] = field(
        default_factory=dict[ArticleId | None, dict[Key, Change]]
    )
    revived: dict[str, dict[ArticleId | None, dict[Key, Change]]] = field(
        default_factory=dict[str, dict[ArticleId | None, dict[Key, Change]]]
    )
    marks: int = 0

    def of(self, article: ArticleId | None) -> dict[Key, Change]:
        """Return what the slice changes in an article, to be added to."""
        return self.changes.setdefault(article, {})

    def add(self, mark: Mark) -> None:
        """Add a mark of the project."""
        self.of(None)[key_of(mark, None)] = (None, mark)
        self.marks += 1

    def is_full(self, beside: bool) -> bool:
        return len(self.texts) >= MOST_ARTICLES or self.marks >= (FEW_MARKS if beside else MOST_MARKS)


class Arrivals:
    """One call of `add`: takes articles one by one and stores them slice by slice.

    `author` makes the marks that name nobody; who runs the call is the project's author.
    """

    def __init__(self, project: Project, resolved: Resolved, report: Report, author: Author) -> None:
        self.project, self.resolved, self.report, self.author = project, resolved, report, author
        self.batch = secrets.token_hex(8)
        self.committed = 0  # articles whose slice is on the disk
        self._authors: dict[str, Author] = {}
        self._known_authors = project.reader.authors()
        self._unmade: dict[str, Label] = {label.id: label for label in resolved.new_labels}
        self._unmade_layers: dict[str, Layer] = {layer.id: layer for layer in resolved.new_layers}
        self.slice = _Slice()
        self._pending = 0
        self._under_way = ""  # the id of a new article of the slice that is being stored
        self._version, self._until, self._look = project.reader.version(), 0.0, 0.0

    def need(self, mark: Mark) -> None:
        """Make the label and layer of a new mark, where this call decided on new ones: known marks make none."""
        if not self._unmade and not self._unmade_layers:
            return
        layer = mark.layer if isinstance(mark, Status) else ""
        if isinstance(mark, Span | Refusal) and (label := self._unmade.pop(mark.label, None)) is not None:
            self.slice.add(label)
            layer = label.layer
        if (made := self._unmade_layers.pop(layer, None)) is not None:
            self.slice.add(made)

    def take(self, arrived: Iterable[Arrived]) -> Iterator[int]:
        """Store the articles; yield after each slice how many are on the disk. Raises Problem, slices kept."""
        for one in arrived:
            self._one(one)
            self._pending += 1
            if self.slice.is_full(self._beside_someone()):
                self._flush()
                yield self.committed
        self._flush()
        yield self.committed

    def stopped(self) -> int:
        """Return how many articles are on the disk after an interrupt, which may come when a slice was just stored."""
        if self._under_way and self.project.reader.number_of(self._under_way) is not None:
            return self.committed + self._pending
        return self.committed

    def _beside_someone(self) -> bool:
        """Return whether another process wrote a moment ago."""
        now = time.monotonic()
        if now >= self._look:
            self._look = now + LOOK
            version = self.project.reader.version()
            if version != self._version:
                self._version, self._until = version, now + BESIDE
        return now < self._until

    def _flush(self) -> None:
        """Store the slice in one transaction, so that no article is ever there in part."""
        held, self.slice = self.slice, _Slice()
        asked = [self._gesture(changes, "", undoes) for undoes, changes in held.revived.items()]
        asked += [self._gesture(held.changes, self.batch, "")]
        asked = [gesture for gesture in asked if gesture.edits]
        self._under_way = next(iter(held.texts), "")
        if asked:
            stored = self.project.store_all(asked, held.texts)
            self._count(asked, [gesture for gesture in stored if gesture is not None])
        self.committed += self._pending
        self._pending, self._under_way = 0, ""
        if time.monotonic() < self._until:
            time.sleep(PAUSE)

    def _gesture(self, changes: Mapping[ArticleId | None, dict[Key, Change]], batch: str, undoes: str) -> Gesture:
        edits = {article: Edit(held) for article, held in changes.items() if held}
        return Gesture("", "add", self.project.author.id, "intake", edits, batch, undoes)

    def _count(self, asked: list[Gesture], stored: list[Gesture]) -> None:
        """Count what was stored; what somebody else had added meanwhile was there already."""
        came, meant = _counted(stored), _counted(asked)
        self.report.articles += came["entry"]
        self.report.spans += came["span"]
        self.report.refusals += came["refusal"]
        if self.report.known is not None:
            self.report.known.update({name: meant[sort] - came[sort] for sort, name in _COUNTED.items()})

    # ---- one article
    def _one(self, arrived: Arrived) -> None:
        arrival = arrived.arrival
        article = Article.of(arrival.text)
        number = self.project.reader.number_of(article.id)
        last = {} if number is None else self.project.reader.last_changes(number, article.id)
        here = _Here(self, article, last, arrived, number is None and article.id not in self.slice.texts)
        if here.new_text:
            self.slice.texts[article.id] = article.text
        here.take()

    def person(self, name: str) -> str:
        """Return the id of an author an input names, made known where it is new; "" is whoever adds."""
        found = self._authors.get(name)
        if found is None:
            found = self._authors[name] = self._person(name)
            if found.id not in self._known_authors and found.id != self.project.author.id:
                self.slice.add(found)
                self._known_authors[found.id] = found
        return found.id

    def is_called(self, author: str, name: str) -> bool:
        """Return whether an input may mean an author of the project by a name."""
        known = self._known_authors.get(author)
        return name == author or (known is not None and known.name == name)

    def _person(self, name: str) -> Author:
        if not name:
            return self.author
        known = self.resolved.authors.get(name)
        return known or (Author(name, name) if name in self._known_authors else author_named(name))


class _Here:
    """One arriving article against what the project knows of it."""

    def __init__(
        self, call: Arrivals, article: Article, last: Mapping[Key, LastChange], arrived: Arrived, new_text: bool
    ) -> None:
        self.call, self.article, self.last, self.new_text = call, article, last, new_text
        self.arrival, self.own_ids = arrived
        self.slice, self.report = call.slice, call.report
        self.made = call.slice.of(article.id)
        self.came = 0  # spans and refusals that are new
        self.named: set[Key] = set()  # what this record named so far
        self.renamed: dict[tuple[str, str], str] = {}  # by author and id as written: the id of their span here
        self._ids_elsewhere: dict[tuple[str, str], dict[str, str]] = {}  # by sort and author, once asked for
        self._came_back: set[Key] = set()  # named under the id that it has elsewhere, not under this one

    def take(self) -> None:
        arrival = self.arrival
        if self._put(Entry(arrival.hidden)) != "new" and self.report.known is not None:
            self.report.known["articles"] += 1
        self._details()
        if arrival.part:
            self._put(Part(arrival.part))
        ordinals: dict[tuple[str, int, int, str, bool], int] = {}
        for span in arrival.spans:
            self._span(span, ordinals)
        for link in arrival.links:
            self._link(link)
        # All that stands here was there: what this call's labels mean today says nothing about this article.
        only_known = arrival.statuses is None and bool(arrival.spans) and not self.came
        for status in self._statuses():
            if not only_known or key_of(status, self.article.id) in self.last:
                self._put(status)

    def _put(self, mark: Mark, written: ArrivingSpan | ArrivingLink | None = None) -> str:
        """Return "new", "known", "differs" or "listed"; a new mark is put into the slice."""
        key = Key(mark.sort, self.article.id, mark.id)
        if key not in self.last and key not in self.made:
            self.made[key] = (None, mark)
            self.slice.marks += 1
            self.call.need(mark)
            self.named.add(key)
            return "new"
        outcome = self._compared(mark, key)
        if outcome == "differs" and (isinstance(mark, Detail) or (self.own_ids and (written is None or written.id))):
            self.report.left_out.append(self._differing(mark, written, TWICE if key in self.named else DIFFERS))
            outcome = "listed"
        self.named.add(key)
        return outcome

    def _compared(self, mark: Mark, key: Key) -> str:
        """Compare a mark with what is known of its key; one that was taken back is revived."""
        change = self.last.get(key)
        if change is not None and change.took_back_intake and change.before is not None:
            revived = self.slice.revived.setdefault(change.gesture, {}).setdefault(key.article, {})
            if key in revived:
                return "known"
            revived[key] = (None, change.before)
            self.slice.marks += 1
            return "new"
        held = change.after if change is not None else self.made[key][1]
        return "known" if held is None or held == mark else "differs"

    def _differing(self, mark: Mark, written: ArrivingSpan | ArrivingLink | None, why: str) -> LeftOut:
        where = written.where if written else self.arrival.where
        label = written.label if written else ""
        if isinstance(mark, Span | Refusal):
            text = self.article.text[mark.start : mark.end]
            return LeftOut(mark.sort, where, why, mark.start, mark.end, text, label)
        if isinstance(mark, Detail):
            return LeftOut("attribute", where, f"the detail {mark.name} {why}", text=mark.value)
        if isinstance(mark, Status):
            return LeftOut("status", where, f"{mark.layer}: {why}")
        if isinstance(mark, Part):
            return LeftOut("attribute", where, f"part {why}", text=mark.part)
        if isinstance(mark, Link):
            return LeftOut("link", where, why, label=mark.label)
        return LeftOut("attribute", where, f"hidden {why}")

    def _details(self) -> None:
        details = {"title": self.arrival.title, **self.arrival.details}
        for name, value in details.items():
            if value:
                self._put(Detail(name, value))

    def _span(self, span: ArrivingSpan, ordinals: dict[tuple[str, int, int, str, bool], int]) -> None:
        author = self.call.person(span.author)
        equal = (author, span.start, span.end, span.label, span.refused)
        nth = ordinals.get(equal, 0)
        ordinals[equal] = nth + 1
        sort = "refusal" if span.refused else "span"
        if span.id:
            made_id = self._theirs(sort, span.id, author, span.author)
        else:
            made_id = imported_id(self.article.id, author, span.start, span.end, span.label, nth)
        label = self._label(span, sort, made_id)
        mark: Span | Refusal
        if span.refused:
            mark = Refusal(made_id, span.start, span.end, label, author, span.origin)
        else:
            mark = Span(made_id, span.start, span.end, label, author, span.note, span.origin)
        outcome = self._put(mark, span)
        if outcome == "new":
            self.came += 1
        elif outcome != "listed" and self.report.known is not None:
            self.report.known["refusals" if span.refused else "spans"] += 1

    def _link(self, link: ArrivingLink) -> None:
        author = self.call.person(link.author)
        source, target = (self.renamed.get((author, id), id) for id in (link.source_span, link.target_span))
        id = self._theirs("link", link.id, author, link.author)
        self._put(Link(id, source, target, link.label, author, link.note, link.origin), link)

    def _theirs(self, sort: str, id: str, author: str, named: str) -> str:
        """Return the id that a mark of `author` keeps, or one of their own where somebody else's mark has it here.

        What other kinds bring back under the ids it left with is known, unless they have `named` another author. What
        was given such an id of its own elsewhere is known here under the id it was made with.
        """
        key = Key(sort, self.article.id, id)
        if key in self.named and key not in self._came_back:
            return id
        if key not in self.last and key not in self.made:
            theirs = self._made_here(sort, author).get(id, id)
            if theirs != id:
                self._came_back.add(key._replace(id=theirs))
        else:
            holder = str(getattr(self._held(key), "author", author))
            known = holder == author or not (self.own_ids or named)
            if known or (not self.own_ids and self.call.is_called(holder, named)):
                return id
            theirs = anothers_id(id, author)
        if sort == "span" and theirs != id:
            self.renamed[author, id] = theirs
        return theirs

    def _made_here(self, sort: str, author: str) -> dict[str, str]:
        """Return the ids that an author's marks here are given where somebody else has theirs, each with its own."""
        found = self._ids_elsewhere.get((sort, author))
        if found is None:
            there = {key for key in chain(self.last, self.made) if key.sort == sort}
            mine = [key.id for key in there if getattr(self._held(key), "author", "") == author]
            found = self._ids_elsewhere[sort, author] = {anothers_id(id, author): id for id in mine}
        return found

    def _held(self, key: Key) -> Mark | None:
        """Return the mark that has a key here, or had it last."""
        change = self.last.get(key)
        return (change.after or change.before) if change is not None else self.made.get(key, (None, None))[1]

    def _label(self, span: ArrivingSpan, sort: str, id: str) -> str:
        """Return the id of the span's label; a known span may have one that is gone from the scheme."""
        if self.last and (change := self.last.get(Key(sort, self.article.id, id))) is not None:
            there = getattr(change.after, "label", "")
            if there and there == span.label_id:
                return there
        return self.call.resolved.label(span).id

    def _statuses(self) -> list[Status]:
        arrival = self.arrival
        if arrival.statuses is not None:
            return [
                Status(self.call.person(author), layer, value)
                for author, layers in sorted(arrival.statuses.items())
                for layer, value in sorted(layers.items())
            ]
        elsewhere = key_bits(self.article.id, arrival.author) in self.call.resolved.done_elsewhere
        if not arrival.marked and (not arrival.skipped or elsewhere):
            return []
        named = {span.author for span in arrival.spans} or {arrival.author}
        authors = sorted(map(self.call.person, named))
        value = "done" if arrival.marked else "skipped"
        layers = self.call.resolved.recorded(arrival.says if arrival.marked else None)
        return [Status(author, layer, value) for author in authors for layer in layers]
