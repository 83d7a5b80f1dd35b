"""Search over very many articles: how fast the index grows, what a question costs, and labelling beside both.

Finding in one long article is held against reading through its folded text once.
"""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from annotator.model.finding import Finder, Sought
from annotator.model.terms import Term, terms_of
from annotator.project.project import Project
from annotator.project.search import Index
from annotator.project.searching import Searcher
from benches.apparatus import texts
from benches.apparatus.figures import Figure, Size
from benches.apparatus.filling import fill
from benches.apparatus.states import ME
from benches.apparatus.timing import Times, Turn, alternated, seconds
from benches.save import LABEL, PAUSE, Hand

QUIET = 12  # milliseconds: a machine whose commits take longer by themselves cannot judge them

QUESTIONS = (
    "northport", '"harbour board"', "lindq*", "ferry summit northport", "wojcik zurich",
    "nowhere", '"the the"', "nikos grunwald oresund", "1234*",
)  # fmt: skip
FOUND = ("Northport", "the ferry strike", "nowhere", "the")


def run(size: Size, folder: Path) -> Iterator[Figure]:
    """Yield the figures."""
    count, times = size.of(300, 100_000, 1_000_000), size.of(3, 40, 100)
    path = folder / "very many.spans"
    fill(path, count)
    project = Project.open(path, ME)
    hand = _Hand(project)
    alone = hand.labels(size.of(3, 300, 600))
    yield from _growing(project, hand, count, alone)
    index = Index(path, project.seen)
    yield from _size(index, path, count)
    yield from _asked(index, times)
    yield from _asking(project, hand, times, alone)
    index.close()
    project.close()
    yield from _in_one_article(size)


class _Hand(Hand):
    """Labels, and knows how long the window's thread was at it."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.shown: list[float] = []
        self.committed: list[float] = []

    def _label(self) -> None:
        self.shown.append(seconds(lambda: self.session.run("label.apply", LABEL)))
        if self.future is not None:
            self.future.result()

    def label(self) -> None:
        """Label one place, after a pause."""
        time.sleep(PAUSE)
        self.committed.append(self.turn(0))

    def labels(self, times: int) -> tuple[Times, Times]:
        """Label so many places; return how long each took until it was shown, and until it was committed."""
        self.shown, self.committed = [], []
        for _ in range(times):
            self.label()
        return self.taken

    @property
    def taken(self) -> tuple[Times, Times]:
        """Return what was measured since."""
        return Times(self.shown), Times(self.committed)


def _growing(project: Project, hand: _Hand, count: int, alone: tuple[Times, Times]) -> Iterator[Figure]:
    searcher = Searcher(project.path, project.seen)
    gc.collect()
    begun = time.perf_counter()
    searcher.start()
    hand.labels(1)
    while searcher.indexed.articles < count:
        hand.label()
    passed = time.perf_counter() - begun
    searcher.stop()
    yield Figure("articles indexed a second, beside somebody who labels", "", count / passed, "articles/s")
    yield from _beside("beside the growing index", hand.taken, alone)


def _beside(what: str, taken: tuple[Times, Times], alone: tuple[Times, Times]) -> Iterator[Figure]:
    for until, ours, bare in zip(("shown", "committed"), taken, alone, strict=True):
        yield Figure(f"key to {until} {what}, p50", "", ours.p50, "ms", bare.p50)
        note = f"{len(ours.seconds)} gestures; the baseline is without it"
        yield Figure(f"key to {until} {what}, p99", "< 16 ms", ours.p99, "ms", bare.p99, note, bare.p99 < QUIET)


def _size(index: Index, path: Path, count: int) -> Iterator[Figure]:
    held = index.cache_path.stat().st_size
    note = f"{held / count:,.0f} bytes an article; the baseline is the project's file"
    yield Figure("the index on the disk", "", held / 1e6, "MB", path.stat().st_size / 1e6, note)


def _asked(index: Index, times: int) -> Iterator[Figure]:
    def asking(terms: tuple[Term, ...]) -> Turn:
        return lambda _: seconds(lambda: index.page(terms))

    each = alternated([asking(terms_of(one)) for one in QUESTIONS], times)
    taken = Times([second for one in each for second in one.seconds])
    note = f"{len(QUESTIONS)} questions: words, words in a row, beginnings, several at once, none there"
    yield Figure("a question, to its first page of hits in their words, p50", "", taken.p50, "ms", note=note)
    yield Figure("a question, to its first page of hits in their words, p99", "", taken.p99, "ms")
    slowest = max(zip(QUESTIONS, each, strict=True), key=lambda one: one[1].p50)
    yield Figure(f"the slowest of them, {slowest[0]}, p50", "", slowest[1].p50, "ms")
    deep = alternated(
        [lambda nth: seconds(lambda: index.page(terms_of("northport"), index.last * nth // times))], times
    )
    yield Figure("a page of a frequent word from anywhere, p50", "", deep[0].p50, "ms")


def _asking(project: Project, hand: _Hand, times: int, alone: tuple[Times, Times]) -> Iterator[Figure]:
    searcher, dice = Searcher(project.path, project.seen), random.Random(8)
    hand.labels(1)
    for _ in range(5 * times):
        answer = searcher.search(terms_of(dice.choice(QUESTIONS)))
        hand.label()
        answer.result()
    searcher.stop()
    yield from _beside("while a question is answered", hand.taken, alone)


def _in_one_article(size: Size) -> Iterator[Figure]:
    text = texts.long_article(size.of(20_000, 1_000_000, 1_000_000), 10).text
    finder, folded = Finder(text), text.casefold()
    finder.find(Sought("x"))  # the text is folded once

    def through(words: str) -> Callable[[], object]:
        return lambda: folded.count(words.casefold())

    for words in FOUND:
        found = finder.find(Sought(words))
        ours, bare = alternated(
            [lambda _, words=words: seconds(lambda: finder.find(Sought(words))),
             lambda _, words=words: seconds(through(words))], size.of(3, 30, 100),
        )  # fmt: skip
        yield Figure(f"“{words}” in {len(text):,} letters, {len(found):,} hits, p50", "<= 30 ms", ours.p50, "ms",
                     bare.p50, "the baseline only counts them")  # fmt: skip
