"""A Session on a plain list: commits and answers come when the test says so."""

from collections.abc import Callable
from concurrent.futures import Future
from itertools import count

import pytest

from annotator.editing.session import Session
from annotator.editing.state import State
from annotator.model.article import Article
from annotator.model.edit import Edit
from annotator.model.mark import Detail, Entry
from annotator.model.marks import Marks, reduced
from annotator.model.occurrences import places_for
from annotator.model.request import (
    Changers,
    Everywhere,
    Found,
    Gathered,
    Open,
    Opened,
    OpenNext,
    OpenNumber,
    WhoChanged,
)
from annotator.model.scheme import Scheme

ME = "author-a"
TEXTS = ("Ada Lindqvist met Tom Brandt in Northport. They agreed on the ferry line.", "Another article stands here.")


class Bench:
    """A Session, the gestures it committed, and the articles it may open."""

    def __init__(self, scheme: Scheme, texts: tuple[str, ...] = TEXTS) -> None:
        self.articles = [Article.of(text) for text in texts]
        self.marks = [
            Marks.of(one.id, [Entry(), Detail("title", f"Title {at + 1}")]) for at, one in enumerate(self.articles)
        ]
        self.commits: list[tuple[object, Future]] = []
        self.posted: list[Callable[[], None]] = []
        self.history = Found(None)
        self.changers = Changers(())
        self.seen = []
        numbers = count()
        state = State(self.articles[0], 1, self.marks[0], Marks(), ME, scheme)
        self.session = Session(state, self.commit, self.library, lambda: f"id{next(numbers)}", self.posted.append)
        self.session.watch(lambda before, after, edit: self.seen.append((before, after, edit)))

    def commit(self, gesture):
        future = Future()
        self.commits.append((gesture, future))
        return future

    def library(self, request):
        future = Future()
        future.set_result(self.answer(request))
        return future

    def answer(self, request):
        if isinstance(request, OpenNumber):
            return self.opened(request.number - 1)
        if isinstance(request, Open):
            return next((self.opened(at) for at, one in enumerate(self.articles) if one.id == request.article), None)
        if isinstance(request, Everywhere):
            return self.slice(request)
        if isinstance(request, OpenNext):
            return self.opened(request.number - 2 if request.back else request.number)
        return self.changers if isinstance(request, WhoChanged) else self.history

    def slice(self, asked):
        """One article a slice, as it is stored."""
        if asked.after >= len(self.articles):
            return Gathered((), None)
        article, marks = self.articles[asked.after], self.marks[asked.after]
        places = places_for(article.text, asked.words, asked.label, asked.layer, marks, asked.author)
        found = ((article.id, places),) if asked.words in article.text else ()
        return Gathered(found, asked.after + 1)

    def opened(self, at):
        return Opened(self.articles[at], self.marks[at], at + 1) if 0 <= at < len(self.articles) else None

    def settle(self):
        while self.posted:
            self.posted.pop(0)()

    def save(self, stored="all"):
        """Acknowledge everything that waits; `stored` may say what came back instead."""
        while self.commits:
            gesture, future = self.commits.pop(0)
            kept = gesture._replace(id=f"g-{gesture.token}") if stored == "all" else stored
            if isinstance(stored, Exception):
                future.set_exception(stored)
            else:
                future.set_result(kept)
                for edit in kept.edits.values() if kept else ():
                    for at, one in enumerate(self.articles):
                        mine = {key: change for key, change in edit.items() if key.article == one.id}
                        if mine:
                            self.marks[at] = self.marks[at].apply(reduced(self.marks[at].get, Edit(mine))[0])
        self.settle()

    def run(self, name, *values):
        self.session.run(name, *values)
        self.settle()

    def spans(self):
        return [(span.start, span.end, span.label) for span in self.session.state.marks.spans]


@pytest.fixture
def bench(news: Scheme) -> Bench:
    return Bench(news)


@pytest.fixture
def bench_of(news: Scheme) -> Callable[..., Bench]:
    """Return a function that makes a bench over other texts."""
    return lambda *texts: Bench(news, texts)
