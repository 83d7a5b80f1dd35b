"""By which unit the focus is walked from."""

from dataclasses import replace

import pytest

from annotator.editing.rung import walked_by
from annotator.editing.state import OnSpan, OnSuggestion, Selection, State
from annotator.model import units
from annotator.model.article import Article
from annotator.model.mark import Span
from annotator.model.marks import Marks
from annotator.model.spans import Spans

TEXT = "Ada Lindqvist said that it rains, and Tom left. It rains."


@pytest.fixture
def state(news):
    article = Article.of(TEXT)
    spans = [
        Span("name", 0, 13, "entities/per", "me"), Span("part", 4, 18, "entities/per", "me"),
        Span("claim", 0, 13, "claims/claim", "me"), Span("inside", 4, 30, "claims/claim", "me"),
        Span("sentence", 0, 47, "claims/claim", "me"), Span("retired", 0, 13, "gone/gone", "me"),
    ]  # fmt: skip
    return State(article, 1, Marks.of(article.id, spans), Marks(), "me", news, fresh="new")


@pytest.mark.parametrize(
    ("span", "rung"),
    [
        ("name", units.NAME), ("part", units.WORD), ("claim", units.CLAUSE), ("inside", units.CLAUSE),
        ("sentence", units.SENTENCE), ("retired", units.NAME),
    ],
)  # fmt: skip
def test_from_a_claim_one_walks_by_clauses_or_what_is_larger(state, span, rung):
    shown = replace(state, focus=OnSpan(span))
    assert walked_by(shown, shown.range) == rung


def test_a_suggested_claim_is_walked_from_as_a_claim_is(state):
    offered = Spans([Span("s", 0, 13, "claims/claim", "")])
    assert walked_by(replace(state, suggestions=offered, focus=OnSuggestion("s")), (0, 13)) == units.CLAUSE


def test_a_selection_keeps_the_unit_that_was_walked_by(state):
    assert walked_by(state, (0, 13)) == units.NAME
    assert walked_by(replace(state, focus=Selection(0, 13, rung=units.WORD)), (0, 13)) == units.WORD
