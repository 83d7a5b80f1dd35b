"""Suggestions: going to them, accepting, moving, relabelling and refusing them, each one gesture."""

import pytest

from annotator.editing.state import Caret, OnSpan, OnSuggestion, Selection
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Refusal, Span
from annotator.model.spans import Spans

ME = "author-a"
PER, GPE, CLAIM = "entities/per", "entities/gpe", "claims/claim"
ADA, TOM, PORT = (
    Span("g0", 0, 13, PER, "", origin="repeat"),
    Span("g1", 18, 28, PER, "", origin="pattern"),
    Span("g2", 32, 41, GPE, "", origin="repeat"),
)


@pytest.fixture
def offered(bench):
    bench.session.suggest(Spans([ADA, TOM, PORT]))
    return bench


def made(bench):
    """The spans there are, as (start, end, label, origin)."""
    return [(span.start, span.end, span.label, span.origin) for span in bench.session.state.marks.spans]


def focus(bench):
    return bench.session.state.focus


def test_tab_goes_from_one_to_the_next_and_says_where_they_end(offered):
    for id in ("g0", "g1", "g2", "g2"):
        offered.run("suggestion.next")
        assert focus(offered) == OnSuggestion(id)
    assert offered.session.said == "That was the last suggestion."
    for id in ("g1", "g0", "g0"):
        offered.run("suggestion.previous")
        assert focus(offered) == OnSuggestion(id)
    assert offered.session.said == "That was the first suggestion."
    offered.run("focus.caret", 20)
    offered.run("suggestion.next")
    assert focus(offered) == OnSuggestion("g2"), "from where the focus is"


def test_without_suggestions_tab_says_so_and_stays(bench):
    bench.run("focus.caret", 5)
    bench.run("suggestion.next")
    assert (focus(bench), bench.session.said) == (Caret(5), "Nothing is suggested here.")


def test_accepting_makes_a_span_of_its_origin_and_goes_on(offered):
    offered.run("focus.span", "g1")
    offered.run("suggestion.accept")
    assert made(offered) == [(18, 28, PER, "pattern")]
    assert next(iter(offered.session.state.marks.spans)).author == ME
    assert focus(offered) == OnSuggestion("g2")
    assert [one.id for one in offered.session.state.suggestions] == ["g0", "g2"]
    offered.run("suggestion.accept")
    assert isinstance(focus(offered), Caret), "Del, pressed as at a suggestion, must not delete the new span"
    offered.run("edit.undo")
    assert made(offered) == [(18, 28, PER, "pattern")]


@pytest.mark.parametrize(("label", "expected", "left"), [
    (GPE, (0, 13, GPE, "hand"), ["g1", "g2"]), (PER, (0, 13, PER, "repeat"), ["g1", "g2"]),
    (CLAIM, (0, 13, CLAIM, "hand"), ["g0", "g1", "g2"]),
])  # fmt: skip
def test_a_label_key_accepts_under_that_label(offered, label, expected, left):
    offered.run("focus.span", "g0")
    offered.run("label.apply", label)
    assert made(offered) == [expected]
    assert [one.id for one in offered.session.state.suggestions] == left
    assert isinstance(focus(offered), OnSpan if label == CLAIM else OnSuggestion)


def test_refusing_is_remembered_as_a_mark_and_taken_back_by_one_undo(offered):
    offered.run("focus.span", "g1")
    offered.run("suggestion.refuse")
    (refusal,) = [mark for mark in offered.session.state.marks if isinstance(mark, Refusal)]
    assert refusal[1:6] == (18, 28, PER, ME, "pattern")
    assert offered.session.said == "PER not on \u201cTom Brandt\u201d."
    assert focus(offered) == OnSuggestion("g2")
    offered.run("suggestion.refuse")
    assert focus(offered) == Caret(32)
    offered.run("edit.undo")
    assert offered.session.said == "Undone in Title 1: GPE refused on \u201cNorthport\u201d."
    assert focus(offered) == Selection(32, 41)
    assert sum(isinstance(mark, Refusal) for mark in offered.session.state.marks) == 1


@pytest.mark.parametrize(("command", "bounds"), [
    ("span.end.left", (0, 3)), ("span.end.right", (0, 17)), ("span.start.right", (4, 13)),
    ("span.end.character.left", (0, 12)), ("span.start.character.right", (1, 13)),
])  # fmt: skip
def test_a_boundary_key_accepts_and_moves_in_one_undo(offered, command, bounds):
    offered.run("focus.span", "g0")
    offered.run(command)
    assert made(offered) == [(*bounds, PER, "repeat")]
    assert isinstance(focus(offered), OnSpan)
    assert offered.session.state.suggestions.get("g0") is None
    offered.run("edit.undo")
    assert made(offered) == []


def test_all_on_screen_are_accepted_in_one_gesture(offered):
    offered.session.seen = lambda: (0, 30)
    offered.run("suggestion.accept.seen")
    assert made(offered) == [(0, 13, PER, "repeat"), (18, 28, PER, "pattern")]
    assert offered.session.said == "2 suggestions accepted."
    assert [one.id for one in offered.session.state.suggestions] == ["g2"]
    offered.run("suggestion.accept.seen")
    assert offered.session.said == "No suggestion is on screen."
    offered.run("edit.undo")
    assert made(offered) == []


def test_e_selects_its_range_and_climbs_and_esc_leaves_a_caret(offered):
    offered.run("focus.span", "g1")
    assert offered.session.state.range == (18, 28)
    offered.run("select.climb")
    assert isinstance(focus(offered), Selection)
    assert focus(offered).start <= 18
    offered.run("focus.span", "g1")
    offered.run("focus.clear")
    assert focus(offered) == Caret(18)


def test_shift_and_a_label_key_accept_it_and_label_its_words_everywhere(bench_of):
    bench = bench_of("Ada and Ada and Ada")
    bench.session.suggest(
        Spans([Span("g0", 8, 11, PER, "", origin="repeat"), Span("g1", 16, 19, PER, "", origin="repeat")])
    )
    bench.run("focus.span", "g0")
    bench.run("label.everywhere", PER)
    assert [one[:2] for one in made(bench)] == [(0, 3), (8, 11), (16, 19)]
    assert bench.session.state.focused[1:3] == (8, 11)


def test_a_suggestion_in_focus_that_is_not_made_any_more_leaves_its_range(offered):
    offered.run("focus.span", "g1")
    offered.session.suggest(Spans([ADA]))
    assert focus(offered) == Selection(18, 28)


def test_suggestions_are_kept_nowhere_and_go_with_the_article(offered):
    assert offered.commits == []
    offered.run("article.open", 2)
    assert len(offered.session.state.suggestions) == 0


def test_what_another_window_labels_is_not_suggested_any_more(offered):
    article = offered.session.state.article.id
    mine = Edit.adding(article, Span("x", 5, 20, GPE, ME))
    offered.session.foreign(Gesture("", "label.apply", ME, "window", {article: mine}, id="h"))
    assert [one.id for one in offered.session.state.suggestions] == ["g2"]
