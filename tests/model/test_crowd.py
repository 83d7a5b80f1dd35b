"""What is found at once in a crowd is what a look at each two finds, however little may be in memory."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import crowd
from annotator.model.crowd import EVERY, LOWEST, near_kinds
from annotator.model.shingles import NEAR, jaccard

NUMBERS = [LOWEST, -(1 << 40), -3, 0, 1, 2, 5, 1 << 33, 1 << 62, LOWEST + EVERY - 1]
texts = st.lists(st.frozensets(st.sampled_from(NUMBERS), min_size=1), max_size=14)
sorted_in = st.sampled_from(["", "", "train", "dev"])


def found(held, sorts):
    """Return every pair that is told to be near, the earlier place first."""
    ascending = [sorted(one) for one in held]
    told = list(near_kinds(ascending.__getitem__, sorts))
    for these in told:
        assert all(len({sorts[place] for place in one}) == 1 for one in these)
    return {(min(a, b), max(a, b)) for these, those in told for a in these for b in those if a != b}


def plainly(held):
    places = range(len(held))
    return {(a, b) for b in places for a in range(b) if jaccard(held[a], held[b]) > NEAR}


@given(texts, st.data())
def test_the_pairs_are_those_of_a_look_at_each_two(held, data):
    sorts = [data.draw(sorted_in) for _ in held]
    assert found(held, sorts) == plainly(held)


@pytest.mark.parametrize(("shingles", "room"), [(3, 1 << 25), (500_000, 250), (2, 1)])
@given(texts, st.data())
def test_so_they_are_where_little_may_be_in_memory(shingles, room, held, data):
    sorts = [data.draw(sorted_in) for _ in held]
    kept = crowd.HELD, crowd.ROOM
    crowd.HELD, crowd.ROOM = shingles, room
    try:
        assert found(held, sorts) == plainly(held)
    finally:
        crowd.HELD, crowd.ROOM = kept


def test_texts_that_share_the_same_are_told_together():
    form = set(range(60))
    held = [sorted(form | set(range(1_000 * at, 1_000 * at + 40))) for at in range(1, 200)]
    assert list(near_kinds(held.__getitem__, [""] * len(held))) == []  # 60 of 140
    shorter = [one[:80] for one in held]
    places = list(range(len(held)))
    assert list(near_kinds(shorter.__getitem__, [""] * len(held))) == [(places, places)]  # 60 of 100
