from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import units
from annotator.model.characters import is_boundary
from tests.strategies import HOSTILE

NEWS = (
    "Algeria, France restore dialogue\n\u201cWe waited, and we go,\u201d French Interior Minister Laurent Nunez said on Tuesday. He left Algiers.\n"
    "Nothing else."
)  # fmt: skip
EVERY = range(len(units.RUNGS))


def climbed(text, at):
    return [text[slice(*one)] for one in units.ladder(text, at)]


def test_the_ladder_goes_from_the_word_over_the_name_to_the_paragraph():
    first = NEWS[NEWS.index("\u201c") : NEWS.index(" He left")]
    assert climbed(NEWS, NEWS.index("Nunez")) == [
        "Nunez", "Laurent Nunez", "French Interior Minister Laurent Nunez", "French Interior Minister Laurent Nunez said on Tuesday", first, first + " He left Algiers.",
    ]  # fmt: skip


def test_a_quotation_of_several_clauses_is_on_the_ladder():
    assert climbed(NEWS, NEWS.index("waited"))[:3] == ["waited", "We waited", "\u201cWe waited, and we go,\u201d"]


@given(HOSTILE, st.data())
def test_climbing_only_grows_and_climbing_back_goes_the_way_it_came(text, data):
    at = data.draw(st.integers(0, len(text)))
    ladder = units.ladder(text, at)
    assert all(low[0] >= high[0] and low[1] <= high[1] and low != high for low, high in pairwise(ladder))
    for low, high in pairwise(ladder):
        assert units.larger(text, *low, at) == high
        if low[0] < low[1]:
            assert units.smaller(text, *high, at) == low
    assert units.larger(text, *ladder[-1], at) == ladder[-1]
    assert all(is_boundary(text, place) for one in ladder for place in one)


@given(HOSTILE, st.integers(0, 60), st.integers(0, 60))
def test_of_any_range_the_larger_holds_it_and_the_smaller_lies_in_it(text, one, other):
    start, end = min(one, other, len(text)), min(max(one, other), len(text))
    low, high = units.larger(text, start, end)
    assert low <= start <= end <= high
    low, high = units.smaller(text, start, end)
    assert start <= low <= high <= end


@pytest.mark.parametrize("rung", EVERY)
@given(text=HOSTILE)
def test_units_are_the_same_forward_and_back(rung, text):
    forward, back = list(units.units_from(text, 0, rung)), list(units.units_before(text, len(text), rung))
    assert forward == back[::-1]
    assert all(before[1] <= after[0] for before, after in pairwise(forward))


def test_where_scripts_have_no_capitals_each_word_is_walked_over_as_a_name():
    text = "\u0642\u0627\u0644 \u0645\u062d\u0645\u0648\u062f \u0639\u0628\u0627\u0633"
    assert list(units.units_from(text, 0, units.NAME)) == list(units.units_from(text, 0, units.WORD))


def test_a_name_is_not_looked_for_through_a_whole_article():
    text = "Ada " + "ran " * units.FAR + "Ada"
    assert list(units.units_from(text, 3, units.NAME)) == []
