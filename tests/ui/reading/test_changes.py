"""What a gesture touches: its spans and the focus, nothing else; everything only where it must be."""

from dataclasses import replace

import pytest

from annotator.editing.state import Caret, OnSpan, Selection
from annotator.model.edit import Edit
from annotator.model.mark import Detail, Span
from annotator.model.marks import Marks
from annotator.model.scheme import Scheme
from annotator.model.spans import Spans
from annotator.ui.reading.changes import MANY, moved_to, of_drag, touched

NONE = frozenset()


@pytest.fixture
def state(state_of):
    return state_of("one two three four five six", ("GPE", "two"), ("CLAIM", "three four"))


def with_edit(state, edit, **more):
    return replace(state, marks=state.marks.apply(edit), **more)


def test_a_new_span_touches_its_range_and_the_focus(state):
    edit = state.adding(Span("n", 0, 3, "entities/per", "me"))
    after = with_edit(state, edit, focus=OnSpan("n"))
    found = touched(replace(state, focus=Selection(0, 3)), after, edit, NONE)
    assert set(found.placed) == {(0, 3)}
    assert set(found.painted) == {(0, 3), (3, 3)}


def test_a_moved_boundary_touches_both_ranges(state):
    span = state.marks.spans.get("s0")
    edit = state.replacing(span, span._replace(end=13))
    assert {(4, 7), (4, 13)} <= set(touched(state, with_edit(state, edit), edit, NONE).placed)


def test_what_was_saved_meanwhile_is_touched(state):
    assert touched(state, state, None, frozenset(["s1"])) == ([(8, 18), (8, 18)], [])
    assert touched(replace(state, focus=OnSpan("s0")), replace(state, focus=OnSpan("s0")), None, NONE) == ([], [])


def test_a_caret_or_selection_that_moves_places_nothing_anew(state):
    before, after = replace(state, focus=Caret(3)), replace(state, focus=Selection(3, 7))
    assert touched(before, after, None, NONE) == ([], [(3, 3), (3, 7), (7, 7)])


def test_a_focus_that_leaves_a_span_places_it_anew(state):
    before, after = replace(state, focus=OnSpan("s1")), replace(state, focus=Caret(20))
    assert touched(before, after, None, NONE) == ([(8, 18)], [(20, 20)])
    assert touched(after, before, None, NONE) == ([(8, 18)], [(20, 20)])


@pytest.mark.parametrize(
    "change",
    [
        {"filter": "claims/claim"},
        {"scheme": Scheme([], [])},
        {"others": Marks()},
        {"marks": Marks()},
    ],
)
def test_some_changes_touch_everything(state, change):
    assert touched(state, replace(state, **change), None, NONE) is None


def test_suggestions_that_come_or_go_are_placed_anew_and_no_others(state):
    held = Spans(Span(f"g{at}", 2 * at, 2 * at + 1, "entities/gpe", "") for at in range(10))
    before = replace(state, suggestions=held)
    after = replace(state, suggestions=held.changed([held.get("g3")], [Span("n", 50, 55, "entities/per", "")]))
    placed, painted = touched(before, after, None, NONE)
    assert (sorted(placed), painted) == ([(6, 7), (50, 55)], [])
    assert touched(before, before, None, NONE) == ([], [])


def test_a_huge_gesture_touches_everything(state):
    edit = state.adding(*(Span(f"n{at}", at, at + 1, "entities/per", "me") for at in range(MANY + 1)))
    assert touched(state, with_edit(state, edit), edit, NONE) is None


def test_a_new_title_touches_everything(state):
    edit = Edit.adding(state.article.id, Detail("title", "One"))
    assert touched(state, with_edit(state, edit), edit, NONE) is None


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        (Caret(3), Caret(3), None),
        (Caret(3), Caret(9), 9),
        (Selection(4, 7), OnSpan("s0"), None),  # labelled: nothing moves
        (OnSpan("s0"), Selection(4, 7), None),  # taken away again
        (Selection(4, 7), Selection(4, 13), 12),
        (Selection(13, 7), Selection(13, 4), 4),
        (OnSpan("s0"), OnSpan("s1"), 8),
        (Caret(0), OnSpan("gone"), None),
    ],
)
def test_only_a_focus_that_moves_must_be_seen(state, before, after, place):
    assert moved_to(replace(state, focus=before), replace(state, focus=after)) == place


def test_the_end_that_moved_must_be_seen(state):
    state = replace(state, focus=OnSpan("s0"))
    span = state.marks.spans.get("s0")
    assert moved_to(state, with_edit(state, state.replacing(span, span._replace(end=13)))) == 12
    assert moved_to(state, with_edit(state, state.replacing(span, span._replace(start=0)))) == 0


def test_a_drag_touches_what_it_took_and_takes(state):
    found = of_drag(replace(state, focus=Selection(0, 3)), replace(state, focus=Selection(0, 7)))
    assert found == ([], [(0, 3), (3, 3), (0, 7), (7, 7)])
    span, before = state.marks.spans.get("s0"), replace(state, focus=OnSpan("s0"))
    longer = with_edit(before, state.replacing(span, span._replace(end=13)))
    assert of_drag(before, longer) == ([(4, 7), (4, 13)], [])
