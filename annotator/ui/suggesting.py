"""Keeps the suggestions of the open article true to what is labelled, a short slice of work at a time.

Nothing of it happens at a key: an edit is only taken note of, and what it touches is looked through once the key is
painted. It begins after the first paint.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import islice
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from annotator.editing.session import Session
from annotator.editing.shown import unlike
from annotator.editing.state import NONE, State, is_mine
from annotator.model.edit import Edit
from annotator.model.mark import Refusal, Span
from annotator.project.project import Project

if TYPE_CHECKING:
    from concurrent.futures import Future
    from types import ModuleType

    from annotator.project.labelled import Labelled
    from annotator.suggest.frequencies import Frequencies
    from annotator.suggest.given import Given
    from annotator.suggest.lexicon import Lexicon
    from annotator.suggest.offering import Offering

SECONDS = 0.002  # of work at a time: so long a key may have to wait
PAUSE = 40  # milliseconds after an edit, in which it is painted
COUNTED = 200  # spans counted between two looks at the clock
MARKED = 50  # stretches in which changed words are looked for
LONGEST = 200  # code points of words that are counted
YOUNG = 20  # strings labelled in an article up to which each new one may change what all others say


class Suggesting(QObject):
    """Follows one Session. Until `start` it does nothing."""

    def __init__(self, project: Project, session: Session, post: Callable[[Callable[[], None]], None]) -> None:
        super().__init__()
        self._file, self._session, self._post = project, session, post
        self._sources: dict[str, ModuleType] = {}
        self._frequencies: Frequencies | None = None  # of the words of the open article
        self._here: Lexicon | None = None  # what the author labelled in it
        self._project: Lexicon | None = None  # and in the project
        self._article = ""
        self._stretches: list[tuple[int, int]] = []
        self._unread: Iterator[tuple[int, int]] = iter(())  # stretches whose words are not yet counted
        self._uncounted: Iterator[Span] = iter(())
        self._counting = False
        self._reading = False  # the project
        self._changed: list[tuple[str, str, int]] = []  # words and label of spans that came (1) and went (-1)
        self._words: set[str] = set()  # of which it changed how they are labelled
        self._marking: Iterator[None] = iter(())  # the look for where one of them stands
        self._is_marking = False
        self._stale: set[int] = set()  # stretches to look through
        self._found = NONE
        self._seen = session.present  # the present as it was taken in
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._work)

    def start(self) -> None:
        """Begin: suggest in the open article, and read what was labelled in the project."""
        from annotator.suggest import offering  # the window starts without it
        from annotator.suggest.lexicon import Lexicon

        self._sources = {source.ORIGIN: source for source in offering.sources()}
        self._project = Lexicon()
        self._session.watch(self._follow)
        self._begin(self._session.present)
        self._reading = True
        asked = self._file.read(lambda reader: reader.labelled(self._session.present.author))
        asked.add_done_callback(lambda done: self._post(lambda: self._read(done)))

    @property
    def is_idle(self) -> bool:
        """Return whether all that was done is taken in."""
        waits = self._reading or self._timer.isActive() or self._counting
        return not (waits or self._stale or self._words or self._is_marking or self._changed)

    def why(self, suggestion: Span) -> str:
        """Return why `suggestion` is made, for people."""
        source, given = self._sources.get(suggestion.origin), self._given()
        return source.why(given, suggestion, self._session.present.scheme) if source and given else ""

    # ---- what the project holds
    def _read(self, done: Future[Labelled]) -> None:
        self._reading = done.exception() is None
        if self._reading:
            self._read_slice(done.result())

    def _read_slice(self, labelled: Labelled) -> None:
        asked = self._file.read(lambda _: labelled.read())
        asked.add_done_callback(lambda done: self._post(lambda: self._take_in(labelled, done)))

    def _take_in(self, labelled: Labelled, done: Future[list[tuple[str, str]] | None]) -> None:
        slice = done.result() if done.exception() is None else None
        if slice is None or self._project is None:  # what was read is of use, be it all or not
            self._reading = False
            self._look_everywhere(0)
            return
        scheme = self._session.present.scheme
        for words, label in slice:
            if scheme.is_flat(label):
                self._project.add(words, label)
        self._read_slice(labelled)

    # ---- following the session
    def _begin(self, state: State) -> None:
        from annotator.suggest.frequencies import Frequencies
        from annotator.suggest.lexicon import Lexicon
        from annotator.suggest.offering import stretches

        for changed in self._changed:  # in the article before
            self._count(*changed, self._project)
        self._article, self._here, self._found, self._seen = state.article.id, Lexicon(), state.suggestions, state
        self._stretches = stretches(state.text)
        self._frequencies, self._unread = Frequencies(state.text, whole=False), iter(self._stretches)
        self._uncounted, self._counting = iter(state.marks.spans), True
        self._changed.clear()
        self._words.clear()
        self._is_marking = False
        self._look_everywhere(0)

    def _look_everywhere(self, pause: int) -> None:
        self._stale = set(range(len(self._stretches)))
        self._timer.start(pause)

    def _follow(self, before: State, after: State, edit: Edit | None) -> None:
        if after.past:
            return  # what is done to the present meanwhile is taken in when it is shown again
        if before.past:
            before, edit = self._seen, unlike(self._seen, after)
        self._seen = after
        if after.article.id != self._article:
            self._begin(after)
            return
        if after.suggestions is not before.suggestions and after.suggestions is not self._found:
            gone, _ = before.suggestions.differing(after.suggestions)
            self._found = self._found.changed([one for one in gone if one in self._found], ())
        for change in edit.values() if edit is not None else ():
            for mark, by in zip(change, (-1, 1), strict=True):
                if isinstance(mark, Span | Refusal) and is_mine(after.author, mark):
                    self._take_note(after, mark, by)
        if before.scheme is not after.scheme:
            self._look_everywhere(PAUSE)

    def _take_note(self, state: State, mark: Span | Refusal, by: int) -> None:
        self._stale.update(self._stretches_of(mark.start, mark.end))
        if isinstance(mark, Span) and (words := _words(state, mark)):
            self._changed.append((words, mark.label, by))
        self._timer.start(PAUSE)

    def _stretches_of(self, start: int, end: int) -> range:
        low = bisect_right(self._stretches, (start, len(self._session.present.text) + 1)) - 1
        high = bisect_right(self._stretches, (max(start, end - 1), len(self._session.present.text) + 1)) - 1
        return range(max(0, low), high + 1)

    # ---- working
    def _work(self) -> None:
        until = perf_counter() + SECONDS
        while self._counted_some() or self._marked_some() or self._looked_through_one():
            if perf_counter() >= until:
                self._timer.start(0)
                return
        self._session.suggest(self._found)

    def _counted_some(self) -> bool:
        stretch = next(self._unread, None)
        if stretch is not None and self._frequencies is not None:
            self._frequencies.count(*stretch)
            return True
        if self._counting:
            held = list(islice(self._uncounted, COUNTED))
            self._counting = len(held) == COUNTED
            for span in held:
                self._count(_words(self._session.present, span), span.label, 1, self._here)
            return True
        changed, self._changed = self._changed, []
        for words, label, by in changed:
            told = {words, words.rpartition(" ")[2]}  # by its last word a full name suggests others
            common = {one for one in told if self._is_common(one)}
            self._count(words, label, by, self._here, self._project)
            self._words |= {one for one in told if one not in common or not self._is_common(one)}
        if changed and self._here is not None and len(self._here) <= YOUNG:
            self._stale.update(range(len(self._stretches)))
        return bool(changed)

    def _count(self, words: str, label: str, by: int, *lexicons: Lexicon | None) -> None:
        for lexicon in lexicons if words else ():
            if lexicon is not None:
                lexicon.add(words, label, by)

    def _marked_some(self) -> bool:
        if not self._is_marking and self._words:
            self._is_marking, self._marking = True, self._mark(self._words.pop())
        if self._is_marking:
            self._is_marking = sum(1 for _ in islice(self._marking, MARKED)) == MARKED
            return True
        return False

    def _mark(self, words: str) -> Iterator[None]:
        """Take note of the stretches in which `words` stand, one at a time."""
        from annotator.model.occurrences import occurrences

        for low, high in self._stretches:
            place = next(occurrences(self._session.present.text, words, low, high), None)
            if place is not None:
                self._stale.update(self._stretches_of(*place))
            yield

    def _looked_through_one(self) -> bool:
        offering = self._offering()
        if not self._stale or offering is None:
            return False
        at = min(self._stale)
        self._stale.discard(at)
        low, high = self._stretches[at]
        come = set(offering.within(low, high))
        gone = {one for one in self._found.touching(low, high) if low <= one.start < high}
        if come != gone:
            self._found = self._found.changed(gone - come, come - gone)
        return True

    def _given(self) -> Given | None:
        from annotator.suggest.given import Given

        if self._here is None or self._project is None:
            return None
        return Given(self._session.present.text, self._here, self._project, self._frequencies)

    def _is_common(self, words: str) -> bool:
        given = self._given()
        return bool(words) and given is not None and given.is_common(words)

    def _offering(self) -> Offering | None:
        from annotator.suggest.offering import Offering

        given, state = self._given(), self._session.present
        return None if given is None else Offering(given, state.marks, state.scheme, self._sources.values())


def _words(state: State, span: Span) -> str:
    """Return the words of a span of a flat layer; "" of others and of long ones, which nothing is made of."""
    is_short = span.end - span.start <= LONGEST and state.scheme.is_flat(span.label)
    return state.text[span.start : span.end] if is_short else ""
