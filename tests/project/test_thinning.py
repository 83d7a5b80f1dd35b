"""Which backups stay: few in all, the newest of each stretch, and no more than there is room for."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from annotator.project import thinning

NOW = datetime(2030, 6, 15, 12, 0, tzinfo=UTC)


@given(st.lists(st.integers(0, 400 * 24), max_size=60))
def test_the_newest_of_each_stretch_stays_and_few_in_all(hours):
    times = [NOW - timedelta(hours=hour) for hour in hours]
    stay = thinning.kept(times, NOW)
    assert stay <= set(times)
    assert set(sorted(times, reverse=True)[:12]) <= stay
    assert len(stay) <= 12 + 7 + 4 + 6
    for days in range(7):
        that_day = [at for at in times if (NOW - at) // timedelta(days=1) == days]
        assert not that_day or max(that_day) in stay
    assert thinning.kept(stay, NOW) == stay


@given(st.lists(st.integers(0, 10**10), max_size=30), st.integers(0, 10**11))
def test_they_take_half_of_the_room_that_they_leave_and_three_stay_whatever_they_take(sizes, free):
    stay = thinning.fitting(sizes, free)
    held = sum(sizes[:stay])
    assert stay <= thinning.FEWEST or held <= free + sum(sizes[stay:]), "more than all that is left"
    assert stay >= len(sizes) or sum(sizes[: stay + 1]) > free + sum(sizes[stay + 1 :]), "one more would have fitted"
    assert stay >= min(thinning.FEWEST, len(sizes))


@given(st.lists(st.integers(1, 400 * 24), max_size=30), st.lists(st.integers(0, 400 * 24), max_size=30))
def test_what_a_clock_that_was_ahead_dated_takes_no_place_of_another(ahead, hours):
    past = {NOW - timedelta(hours=hour) for hour in hours}
    future = {NOW + timedelta(hours=hour) for hour in ahead}
    stay = thinning.kept(past | future, NOW)
    assert stay & past == thinning.kept(past, NOW)
    assert len(stay & future) <= max(0, thinning.RECENT - len(past))


def test_where_there_is_room_all_stay():
    assert thinning.fitting([5] * 29, 145) == 29
    assert thinning.fitting([5] * 29, 100) == 24
