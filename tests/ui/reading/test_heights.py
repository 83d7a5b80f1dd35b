"""Tops that are added up by chunks, against tops that are added up from the start."""

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.ui.reading import heights as module
from annotator.ui.reading.heights import Heights

WHOLE = st.integers(0, 900).map(float)


@pytest.fixture(autouse=True, scope="module")
def small_chunks():
    usual, module.CHUNK = module.CHUNK, 4
    yield
    module.CHUNK = usual


@given(st.lists(WHOLE, min_size=1, max_size=30), st.lists(st.tuples(st.integers(0, 29), WHOLE)), WHOLE)
def test_tops_are_what_adding_up_from_the_start_gives(heights, changes, y):
    held = Heights(list(heights))
    for at, height in changes:
        if at < len(heights):
            heights[at] = held[at] = height
            assert held.total == sum(heights)
    tops = list(accumulate(heights, initial=0.0))
    assert [held.top(at) for at in range(len(heights) + 1)] == tops
    assert [held[at] for at in range(len(held))] == heights
    found = held.index_at(y)
    assert tops[found] <= y or found == 0
    assert y < tops[found + 1] or all(top == tops[-1] for top in tops[found + 1 :])


def test_beyond_the_ends_the_nearest_is_found():
    held = Heights([10.0] * 9)
    assert held.index_at(-1) == 0
    assert held.index_at(1e9) == 8
    assert [held.index_at(y) for y in (0, 9.5, 10, 39, 40, 89)] == [0, 0, 1, 3, 4, 8]


def test_other_heights_take_the_place_of_all():
    held = Heights([1.0, 2.0])
    held.renew([5.0] * 6)
    assert (len(held), held.total, held.top(5)) == (6, 30.0, 25.0)
