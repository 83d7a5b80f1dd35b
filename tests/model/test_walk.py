"""The walk over units: there and back, by what the range is, over what clauses say; one more, one fewer."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import units, walk
from annotator.model.characters import is_boundary
from tests.strategies import HOSTILE

NEWS = (
    "Algeria, France restore dialogue\n\u201cWe waited, and we go,\u201d French Interior Minister Laurent Nunez said on Tuesday. He left Algiers.\n"
    "Nothing else."
)  # fmt: skip
TALKS = (
    "After talks, Nunez confirmed that the line works, though rarely, and Paris agreed. "
    "He said the council believes that it rains. Although it rains, some go."
)
SAYING = st.lists(
    st.sampled_from(["he said ", "that ", "it rains", ", ", "and ", "Although ", ". ", "Paris ", "\n", "told us "]),
    max_size=12,
).map("".join)


def went(step, text, held, rung):
    found = [held]
    while (after := step(text, *found[-1], rung)) != found[-1]:
        found.append(after)
    return found


@pytest.mark.parametrize("rung", range(len(units.RUNGS)))
@given(text=HOSTILE | SAYING)
def test_walking_there_and_back_comes_to_the_same_units(rung, text):
    first = next(units.units_from(text, 0, rung), None)
    if first is None:
        return
    there = went(walk.next_unit, text, walk.previous_unit(text, *walk.next_unit(text, *first, rung), rung), rung)
    assert went(walk.previous_unit, text, there[-1], rung)[: len(there)] == there[::-1]
    assert all(before < after for before, after in pairwise(there))
    assert all(is_boundary(text, place) for one in there for place in one)


@pytest.mark.parametrize("rung", [0, 1, 3, 4])
@given(text=HOSTILE)
def test_all_units_are_walked_over_none_twice(rung, text):
    forward = list(units.units_from(text, 0, rung))
    assert went(walk.next_unit, text, (0, 0), rung)[1:] == forward


def test_the_walk_goes_by_the_unit_that_the_range_is():
    def step(near, size):
        at = NEWS.index(near)
        return NEWS[slice(*walk.next_unit(NEWS, at, at + size))]

    assert step("waited", 6) == "and"
    assert step("Algeria", 7) == "France", "from a name to the next one"
    assert step("Laurent", len("Laurent Nunez")) == "Tuesday"
    assert step("We waited", 9) == "we go", "without the conjunction"
    assert step("He left", 16) == "Nothing else."
    assert step("We waited", len("We waited, and we go")) == "French Interior Minister Laurent Nunez said on Tuesday"
    two = NEWS.index("\u201cWe")
    assert walk.rung_of(NEWS, two, NEWS.index(" He left")) == units.SENTENCE
    assert walk.rung_of(TALKS, 0, TALKS.index(" Although")) == units.SENTENCE, "of two"
    assert walk.rung_of(TALKS, TALKS.index("it rains"), TALKS.index(". Although")) == units.CLAUSE
    assert walk.rung_of(TALKS, 0, 8) == units.WORD


def test_the_walk_by_clauses_stops_at_what_they_say():
    start = TALKS.index("After")
    stops = [TALKS[slice(*one)] for one in went(walk.next_unit, TALKS, (start, start + 11), units.CLAUSE)]
    assert stops == [
        "After talks", "Nunez confirmed that the line works", "the line works", "rarely", "Paris agreed",
        "He said the council believes that it rains", "the council believes that it rains", "it rains", "it rains",
        "some go",
    ]  # fmt: skip


def test_what_several_clauses_say_goes_up_to_their_end_and_back():
    start, end = TALKS.index("Nunez"), TALKS.index(", and Paris")
    said = walk.next_unit(TALKS, start, end, units.CLAUSE)
    assert TALKS[slice(*said)] == "the line works, though rarely"
    assert walk.previous_unit(TALKS, *said, units.CLAUSE) == (start, end)
    assert TALKS[slice(*walk.next_unit(TALKS, *said, units.CLAUSE))] == "Paris agreed"


def test_from_within_a_clause_one_comes_back_to_what_it_lies_in():
    at = TALKS.index("line works")
    assert TALKS[slice(*walk.previous_unit(TALKS, at, at + 10, units.CLAUSE))] == "the line works"


def test_what_sentences_say_is_not_walked_into():
    start, end = TALKS.index("Nunez"), TALKS.index(" Although")
    assert TALKS[slice(*walk.next_unit(TALKS, start, end, units.CLAUSE))] == "it rains"


def test_one_more_takes_the_rest_of_what_is_cut_then_a_unit_and_one_fewer_lets_it_go():
    start = TALKS.index("the line")
    ends = [TALKS.index(" works")]
    for _ in range(4):
        ends.append(walk.one_more(TALKS, ends[-1], units.CLAUSE))
    assert [TALKS[start:end] for end in ends[1:4]] == [
        "the line works", "the line works, though rarely", "the line works, though rarely, and Paris agreed",
    ]  # fmt: skip
    assert walk.one_fewer(TALKS, start, ends[3], units.CLAUSE) == ends[2]
    assert walk.one_fewer(TALKS, start, ends[2] - 2, units.CLAUSE) == ends[1], "the part of one goes first"
    assert walk.one_fewer(TALKS, start, ends[1], units.CLAUSE) == ends[1], "the first one stays"
    assert walk.one_more(TALKS, len(TALKS), units.SENTENCE) == len(TALKS)


@pytest.mark.parametrize("rung", range(len(units.RUNGS)))
@given(text=HOSTILE, at=st.integers(0, 60))
def test_one_fewer_takes_one_more_back(rung, text, at):
    found = list(units.units_from(text, 0, rung))
    for before, after in pairwise(found):
        assert walk.one_more(text, before[1], rung) == after[1]
        assert walk.one_fewer(text, before[0], after[1], rung) == before[1]
    at = min(at, len(text))
    assert at <= walk.one_more(text, at, rung) <= len(text)
