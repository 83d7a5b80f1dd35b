from hypothesis import given
from hypothesis import strategies as st

from annotator.model.groups import Groups

PARTS = st.lists(st.sampled_from(["", "", "", "train", "dev"]), min_size=2, max_size=12)


@st.composite
def told(draw):
    parts = draw(PARTS)
    place = st.integers(0, len(parts) - 1)
    return parts, draw(st.lists(st.tuples(place, place).filter(lambda pair: pair[0] != pair[1]), max_size=20))


def shape(groups):
    return sorted((sorted(members), sorted(touched)) for members, touched in groups)


def plainly(parts, pairs):
    """Return the groups as a walk from article to article finds them."""
    free = {at for at, part in enumerate(parts) if not part}
    beside = {at: set() for at in free}
    touched = {at: set() for at in free}
    for one, other in [*pairs, *((b, a) for a, b in pairs)]:
        if one in free:
            (beside[one].add(other) if other in free else touched[one].add(parts[other]))
    found = []
    while free:
        seen, ahead = set(), [free.pop()]
        while ahead:
            at = ahead.pop()
            seen.add(at)
            ahead += beside[at] - seen
        free -= seen
        found.append((sorted(seen), sorted(set().union(*(touched[at] for at in seen)))))
    return sorted(found)


@given(told(), st.randoms())
def test_the_groups_are_those_of_a_plain_walk_in_whatever_order_they_are_told(case, dice):
    parts, pairs = case
    expected = plainly(parts, pairs)
    for _ in range(2):
        groups = Groups(parts)
        for one, other in pairs:
            groups.join(*((one, other) if dice.random() < 0.5 else (other, one)))
        assert shape(groups) == expected
        dice.shuffle(pairs)


@given(told())
def test_what_is_settled_changes_nothing_when_it_is_told(case):
    parts, pairs = case
    groups = Groups(parts)
    for one, other in pairs:
        settled, before = groups.settled(one, other), shape(groups)
        groups.join(one, other)
        assert settled == (shape(groups) == before)
        assert groups.settled(one, other)
        assert groups.settled(other, one)


def test_two_are_together_in_one_group_or_in_one_part():
    groups = Groups(["", "", "", "train", "train", "dev"])
    groups.join(0, 2)
    groups.join(1, 3)
    assert groups.together(0, 2)
    assert not groups.together(0, 1)
    assert groups.together(3, 4)
    assert not groups.together(3, 5)
    assert not groups.together(1, 3)
    assert (groups.touched(1), groups.touched(0)) == ({"train"}, set())
