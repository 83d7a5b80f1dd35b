"""Lanes never collide and waste none; segments tell exactly what covers each place."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.lanes import pack, segments

extents = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda e: (e[0], e[0] + e[1])), max_size=25)


def near(one, other, gap):
    return one[0] < other[1] + gap and other[0] < one[1] + gap


@given(extents, st.integers(0, 6))
def test_nothing_collides_in_a_lane(given_extents, gap):
    lanes = pack(given_extents, gap, 99)
    for i, one in enumerate(given_extents):
        for j in range(i):
            assert lanes[i] != lanes[j] or not near(one, given_extents[j], gap)


@given(extents, st.integers(0, 6))
def test_each_takes_the_first_lane_with_room(given_extents, gap):
    lanes = pack(given_extents, gap, 99)
    for i, one in enumerate(given_extents):
        for lane in range(lanes[i]):
            assert any(lanes[j] == lane and near(one, given_extents[j], gap) for j in range(i))


@given(extents, st.integers(1, 3))
def test_what_finds_no_room_shares_the_last(given_extents, most):
    free, bounded = pack(given_extents, 1, 99), pack(given_extents, 1, most)
    assert all(b <= most for b in bounded)
    if max(free, default=0) < most:
        assert free == bounded


def test_extents_apart_share_a_lane_and_near_ones_do_not():
    assert pack([(0, 10), (15, 20), (14, 20)], 5, 9) == [0, 0, 1]


@given(extents)
def test_segments_cover_what_the_extents_cover(given_extents):
    found = segments(given_extents, 99)
    for place in range(100):
        here = [s for s in found if s.low <= place < s.high]
        covering = tuple(i for i, (low, high) in enumerate(given_extents) if low <= place < high)
        assert [s.covering for s in here] == ([covering] if covering else [])


@given(extents, st.integers(1, 3))
def test_segments_keep_the_first_of_many(given_extents, most):
    whole = [s.covering[:most] for s in segments(given_extents, 99)]
    assert whole == [s.covering for s in segments(given_extents, most)]


def test_an_empty_extent_covers_nothing():
    assert segments([(3, 3)], 3) == []


def test_many_extents_over_one_line_stay_cheap():
    many = [(0.0, 1000.0 - at / 100) for at in range(20_000)]
    assert pack(many, 5, 5)[-1] == 5
    assert len(segments(many[:2000], 3)) == 2000
