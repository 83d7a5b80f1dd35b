from hypothesis import given
from hypothesis import strategies as st
from strategies import marks

from annotator.model.edit import EMPTY, Edit
from annotator.model.mark import Entry, Span, key_of
from annotator.model.marks import Marks, reduced

ARTICLE = "f" * 64


def keyed(held):
    return {key_of(mark, ARTICLE): mark for mark in held}


def edit_between(before, after):
    keys = set(before) | set(after)
    return Edit({key: (before.get(key), after.get(key)) for key in keys})


MARKS = st.lists(marks(), max_size=12).map(keyed)


@given(MARKS, MARKS)
def test_an_edit_and_its_inverse_leave_what_was_there(before, after):
    held = Marks.of(ARTICLE, before.values())
    edit = reduced(held.get, edit_between(before, after))[0]
    there = held.apply(edit)
    assert keyed(there) == after
    assert there.unlike(held) == held.unlike(there) == set(before.values()) ^ set(after.values())
    assert there.apply(reduced(there.get, edit.inverse)[0]) == held


@given(MARKS, MARKS, MARKS)
def test_reduce_keeps_what_holds_and_tells_what_is_there_instead(here, before, after):
    held = Marks.of(ARTICLE, here.values())
    edit = edit_between(before, after)
    kept, dropped = reduced(held.get, edit)
    assert set(kept) | set(dropped) == set(edit)
    assert not set(kept) & set(dropped)
    for key, (was, will) in edit.items():
        assert (key in kept) == (here.get(key) == was and here.get(key) != will)
    assert all(dropped[key] == here.get(key) for key in dropped)
    held.apply(kept)  # what was reduced always applies


@given(MARKS, MARKS, MARKS)
def test_two_edits_after_each_other_are_one(first, second, third):
    one, two = edit_between(first, second), edit_between(second, third)
    held = Marks.of(ARTICLE, first.values())
    there = held.apply(reduced(held.get, one)[0])
    there = there.apply(reduced(there.get, two)[0])
    assert held.apply(reduced(held.get, one.and_then(two))[0]) == there


@given(MARKS)
def test_adding_what_is_there_does_nothing_and_its_undo_deletes_nothing(here):
    held = Marks.of(ARTICLE, here.values())
    again, dropped = reduced(held.get, Edit.adding(ARTICLE, *here.values()))
    assert not again
    assert len(dropped) == len(here)


def test_marks_of_two_sorts_are_never_equal_and_versions_do_not_change():
    span = Span("s", 0, 3, "entities/per", "a")
    held = Marks.of(ARTICLE, [Entry(), span])
    moved = held.apply(reduced(held.get, Edit.replacing(ARTICLE, span, span._replace(end=5)))[0])
    assert held.spans.get("s") == span
    assert moved.spans.get("s") == span._replace(end=5)
    assert reduced(held.get, EMPTY) == (EMPTY, {})
    assert len(held) == 2
