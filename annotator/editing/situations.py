"""Every kind of situation that a key can be pressed in, and whether two commands may meet in one of them.

A condition looks at what a State holds, never at which words those are: a few words stand for all articles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from annotator.editing.command import Command
from annotator.editing.state import Caret, Focus, OnSpan, OnSuggestion, Selection, State
from annotator.model.article import Article
from annotator.model.mark import Detail, Entry, Label, Layer, Link, Mark, Refusal, Span, Status
from annotator.model.marks import Marks
from annotator.model.scheme import Scheme
from annotator.model.spans import Spans
from annotator.model.tokens import Tokens

TEXT = "Ada met Tom. The line reopens."
# As spaCy would, but for "line", which is one with the white space around it: something must not align.
TOKENS = Tokens([0, 4, 8, 11, 13, 16, 22, 29], [3, 7, 11, 12, 16, 22, 29, 30], frozenset())
ME, OTHER = "author-me", "author-other"
STATUSES = ("todo", "done", "flagged", "skipped", "done in one layer")
_PLAIN = Scheme(
    [Layer("entities", "Entities", "flat"), Layer("claims", "Claims", "free", order=1)],
    [
        Label("entities/per", "entities", "PER", "1"),
        Label("entities/gpe", "entities", "GPE", "2", order=1),
        Label("claims/claim", "claims", "CLAIM", "C"),
    ],
)


def situations(scheme: Scheme) -> Iterator[State]:
    """Yield a State of every kind that can be reached with `scheme`: open or not, each focus, marks, status, filter."""
    nothing = Article.of("")
    yield State(nothing, 0, Marks(), Marks(), ME, scheme)  # a project without articles
    yield State(nothing, 0, Marks(), Marks(), ME, Scheme([], []))
    for status in STATUSES:
        yield State(nothing, 1, Marks.of(nothing.id, _statuses(scheme, status)), Marks(), ME, scheme)
    article = Article.of(TEXT)
    for mine, theirs in _spans(scheme):
        others = Marks.of(article.id, theirs)
        for status in STATUSES:
            marks = Marks.of(
                article.id, [Entry(status == "flagged"), Detail("title", "One"), *mine, *_statuses(scheme, status)]
            )
            for focus, filter, offered, gathering in _seen(scheme, mine):
                state = State(article, 1, marks, others, ME, scheme, focus, offered, filter, "fresh", gathering,
                              tokens=None if filter else TOKENS)  # fmt: skip
                yield state
                if not gathering and not len(offered):  # the past suggests nothing, and nothing is done from it
                    yield replace(state, past="As it was.")


def _seen(scheme: Scheme, mine: Sequence[Mark]) -> Iterator[tuple[Focus, str, Spans, bool]]:
    """Yield each focus with each filter, with suggestions and without, while the project is read and not."""
    labels = [label.id for label in scheme.labels]
    offered = [Span("offered", 4, 7, label, "", origin="repeat") for label in labels[:1]]
    for suggestions in (Spans(), Spans(offered)) if offered else (Spans(),):
        for focus in _focuses(mine, suggestions):
            for filter in dict.fromkeys(["", *labels[:1], *labels[-1:]]):
                for gathering in (False, True):
                    yield focus, filter, suggestions, gathering


def _spans(scheme: Scheme) -> Iterator[tuple[Sequence[Mark], Sequence[Mark]]]:
    """Yield what the author and what others have: nothing, the one, the other, both; with every rule of the scheme."""
    yield [], []
    labels = [next(iter(scheme.labels_in(layer.id)), None) for layer in scheme.layers]
    used = [label.id for label in labels if label is not None]
    mine: list[Mark] = [Span("retired", 8, 11, "gone/gone", ME)]
    for at, label in enumerate(used):  # the same words, and all words, in each layer: they nest and overlap
        mine += [Span(f"word{at}", 0, 3, label, ME), Span(f"all{at}", 0, len(TEXT), label, ME, "A note")]
    refused: list[Mark] = [Refusal("no", 8, 11, label, ME) for label in used[:1]]
    linked: list[Mark] = [Link("link", "word0", "retired", label, ME) for label in used[:1]]
    theirs = [mark._replace(id=f"{mark.id} of another", author=OTHER) for mark in mine if isinstance(mark, Span)]
    yield refused, []
    yield [], theirs
    yield [*mine, *refused, *linked], []
    yield [*mine, *refused, *linked], theirs


def _focuses(mine: Sequence[Mark], suggestions: Spans) -> Iterator[Focus]:
    """Yield each kind of focus: carets, selections, every span, one that is gone, every suggestion."""
    yield from (Caret(0), Caret(9), Caret(len(TEXT)))  # at spans and between them
    yield from (Selection(4, 7), Selection(7, 4), Selection(0, 3), Selection(13, 16, 14), Selection(5, 5))
    yield from (OnSpan(mark.id) for mark in mine if isinstance(mark, Span))
    yield from (OnSuggestion(one.id) for one in suggestions)
    yield from (OnSpan("gone", 4), OnSuggestion("gone"))


def _statuses(scheme: Scheme, status: str) -> list[Mark]:
    layers = scheme.layers[:1] if status == "done in one layer" else scheme.layers
    return [] if status == "todo" else [Status(ME, layer.id, status.partition(" ")[0]) for layer in layers]


def clash(one: Command, other: Command) -> bool:
    """Return whether the conditions of both can hold in one situation: one key may not call them both then."""
    return any(one.when(state) and other.when(state) for state in _all())


@cache
def _all() -> tuple[State, ...]:
    return tuple(situations(_PLAIN))
