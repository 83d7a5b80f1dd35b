from dataclasses import replace

import pytest

from annotator.editing.acting import acts, changes
from annotator.editing.command import all_commands
from annotator.editing.situations import situations
from annotator.editing.state import Caret, OnSpan, Result
from annotator.model.marks import Marks
from annotator.model.request import Everywhere, OpenNumber


@pytest.fixture
def kinds(news):
    return [state for state in situations(news) if not state.filter and not state.gathering]


def does(name, state, is_fixed=False):
    return acts(all_commands()[name], state, (0, len(state.text)), is_fixed)


def test_an_edit_a_turn_and_a_label_that_goes_everywhere_change_marks_and_a_request_does_not():
    assert changes(Result(turn="undo"))
    assert changes(Result(ask=Everywhere("Ada", "entities/per", frozenset(), "a")))
    assert not changes(Result(ask=OpenNumber(1)))
    assert not changes(Result(focus=Caret(0), said="Here."))


def test_what_only_says_a_sentence_does_nothing(kinds):
    for state in kinds:
        assert does("suggestion.next", state) == (state.suggestions.after((state.place, -99, "")) is not None) or (
            state.target is not None
        )
    bare = next(state for state in kinds if state.number == 0)
    assert not does("select.climb", bare)


def test_what_needs_a_value_is_taken_to_act(kinds):
    state = next(state for state in kinds if isinstance(state.focus, OnSpan) and state.focused)
    assert does("label.apply", state)


def test_a_span_alone_here_has_no_larger_one(kinds):
    alone = next(state for state in kinds if state.focused and len(state.spans_at(state.focused.start)) > 1)
    alone = replace(alone, marks=Marks.of(alone.article.id, [alone.focused]))
    nested = next(state for state in kinds if state.focused and len(state.spans_at(state.focused.start)) > 1)
    assert not does("span.outward", alone)
    assert does("span.outward", nested)


def test_where_no_mark_may_change_only_looking_is_left(kinds):
    state = next(state for state in kinds if state.focused is not None)
    for name in ("span.delete", "article.flag", "edit.undo", "label.everywhere.project"):
        assert does(name, state), name
        assert not does(name, state, is_fixed=True), name
    assert does("span.previous", state, is_fixed=True)
