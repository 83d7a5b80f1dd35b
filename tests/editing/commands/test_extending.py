"""What is selected, or the focused span, becomes a unit longer or shorter."""

import pytest

from annotator.editing.command import all_commands
from annotator.editing.state import Caret, OnSpan, OnSuggestion, Selection, State
from annotator.model import units
from annotator.model.article import Article
from annotator.model.mark import Span
from annotator.model.marks import Marks
from annotator.model.spans import Spans

TEXT = "He met police, courts, and Ada Lindqvist in Oslo. They agreed. It rains."
WHOLE = "He met police, courts, and Ada Lindqvist in Oslo"


@pytest.fixture
def at(news):
    article = Article.of(TEXT)

    def state(focus, *spans, offered=()):
        held = [Span(f"s{n}", *one, "me") for n, one in enumerate(spans)]
        marks = Marks.of(article.id, held)
        return State(article, 1, marks, Marks(), "me", news, focus, Spans(offered), fresh="new")

    return state


def run(name, state):
    return all_commands()[name](state)


def after(result):
    (change,) = result.edit.values()
    return change[1]


def test_a_selection_takes_in_clauses_and_lets_them_go(at):
    focus = Selection(0, 13)
    for end in (len("He met police, courts"), len(WHOLE)):
        focus = run("select.more", at(focus)).focus
        assert (focus.start, focus.end, focus.rung) == (0, end, units.CLAUSE)
    for end in (len("He met police, courts"), 13):
        focus = run("select.fewer", at(focus)).focus
        assert (focus.start, focus.end) == (0, end)
    assert run("select.fewer", at(focus)) is None, "the first one stays"


def test_sentences_are_taken_in_by_sentences_and_climbing_back_knows_where_it_began(at):
    focus = run("select.sentence", at(Caret(3))).focus
    focus = run("select.more", at(focus)).focus
    assert TEXT[focus.start : focus.end] == TEXT[: TEXT.index(" It rains")]
    climbed = run("select.more", at(Selection(0, 13, climbed=7))).focus
    assert climbed.climbed == 7


def test_the_end_of_a_claim_moves_by_clauses_whatever_its_words_are(at):
    name = TEXT.index("courts")
    longer = run("select.more", at(OnSpan("s0"), (name, name + 6, "claims/claim")))
    assert after(longer) == Span("s0", name, len(WHOLE), "claims/claim", "me")
    shorter = run("select.fewer", at(OnSpan("s0"), (0, len(WHOLE), "claims/claim")))
    assert after(shorter).end == len("He met police, courts")


def test_a_suggestion_is_accepted_as_it_is_made_longer(at):
    offered = Span("s", 27, 40, "entities/per", "", origin="repeat")
    made = run("select.more", at(OnSuggestion("s"), offered=[offered]))
    assert after(made).id == "new"
    assert TEXT[after(made).start : after(made).end] == "Ada Lindqvist in Oslo", "by names, which it is"
    assert made.focus == OnSpan("new")


def test_at_the_end_of_the_text_and_from_a_caret_nothing_is_taken_in(at):
    assert run("select.more", at(Selection(TEXT.index("It"), len(TEXT)))) is None
    for name in ("select.more", "select.fewer"):
        assert not all_commands()[name].when(at(Caret(3)))
        assert run(name, at(Caret(3))) is None
