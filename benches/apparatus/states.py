"""Made-up articles as the program holds them: marks, records and States, in the scheme that ships."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.cli.new import scheme_of
from annotator.editing.state import State
from annotator.model.article import Article
from annotator.model.mark import Author, Detail, Entry, Mark, Span, Status
from annotator.model.marks import Marks
from annotator.model.scheme import Scheme
from benches.apparatus.texts import Written

ME = Author("bench-author", "a bench")


def news() -> Scheme:
    """Return the scheme that ships."""
    return scheme_of("news")


def label_id(layer: str, label: str) -> str:
    """Return the id of a label of the shipped scheme."""
    return f"{layer}/{label.lower()}"


def spans_of(written: Written) -> Iterator[Span]:
    """Yield the mentions as spans of the bench's author."""
    for at, one in enumerate(written.mentions):
        yield Span(f"{at:024x}", one.start, one.end, label_id(one.layer, one.label), ME.id, origin="hand")


def marks_of(written: Written) -> Iterator[Mark]:
    """Yield all marks of an article that is done."""
    yield Entry()
    yield Detail("title", written.title)
    yield from spans_of(written)
    for layer in ("claims", "entities"):
        yield Status(ME.id, layer, "done")


def state_of(written: Written, scheme: Scheme) -> State:
    """Return the article as its author sees it."""
    article = Article.of(written.text)
    return State(article, 1, Marks.of(article.id, marks_of(written)), Marks(), ME.id, scheme)
