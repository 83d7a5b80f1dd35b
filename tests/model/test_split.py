from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.article import Article
from annotator.model.groups import Groups
from annotator.model.mark import PARTS
from annotator.model.problem import Problem
from annotator.model.split import FINISHED, HIDDEN, SHOWN, SOME, Law, between, place

IDS = [Article.of(str(at)).id for at in range(2_000)]


LAW = Law()


def split(count, law=LAW, pairs=(), parts=None, hidden=(), done=()):
    groups = Groups(parts or [""] * count)
    for one, other in pairs:
        groups.join(one, other)
    return place(IDS[:count], worths(count, hidden, done), groups, law)


def worths(count, hidden, done=()):
    return [HIDDEN if at in hidden else FINISHED if at in done else SHOWN for at in range(count)]


@st.composite
def cases(draw):
    count = draw(st.integers(1, 14))
    at = st.integers(0, count - 1)
    pairs = draw(st.lists(st.tuples(at, at).filter(lambda pair: pair[0] != pair[1]), max_size=10))
    parts = draw(st.lists(st.sampled_from(["", "", "", *PARTS]), min_size=count, max_size=count))
    hidden = draw(st.sets(at, max_size=3))
    shares = draw(st.tuples(st.integers(1, 9), st.integers(0, 4), st.integers(0, 4)))
    return count, pairs, parts, hidden, Law(shares, draw(st.sampled_from("ab")))


@pytest.mark.parametrize("written", ["80:10:10", "70:15:15", "90:10", "1:0:0"])
def test_a_ratio_is_written_as_it_is_read(written):
    assert Law.of(written, "").ratio == (f"{written}:0" if written.count(":") == 1 else written)


@pytest.mark.parametrize(
    "written", ["", "80", "0:50:50", "80:10:10:0", "80:-10:30", "80:10:x", "8.5:1:1", "٨:1:1", "80::10", "1234567890:1"]
)
def test_what_is_no_ratio_is_refused_in_words(written):
    with pytest.raises(Problem, match="Write it as 80:10:10"):
        Law.of(written, "")


def test_many_articles_are_shared_out_as_the_ratio_says():
    counts = Counter(split(2_000).parts.values())
    assert 1_540 < counts["train"] < 1_660
    assert 150 < counts["dev"] < 250
    assert 150 < counts["test"] < 250


def test_the_same_article_has_the_same_part_on_every_machine_until_the_salt_is_another():
    heights = [Law().height(id) for id in IDS[:2]]
    assert heights == [7880887765104707532, 14697411369920931885]
    assert split(50).parts == split(50).parts != split(50, Law(salt="another")).parts


def test_the_ends_of_the_scale_belong_to_the_first_and_the_last_share():
    assert Law().part_at(0) == "train"
    assert Law().part_at(SOME - 1) == "test"
    assert Law((1, 0, 0)).part_at(SOME - 1) == "train"
    assert [Law((1, 1, 0)).part_at(SOME // 2 + step) for step in (-1, 0)] == ["train", "dev"]


@pytest.mark.parametrize("salt", "abcdefgh")
def test_tiny_corpora_have_train_then_dev_then_test(salt):
    law = Law(salt=salt)
    assert sorted(split(1, law).parts.values()) == ["train"]
    assert sorted(split(2, law).parts.values()) == ["dev", "train"]
    assert sorted(split(3, law).parts.values()) == ["dev", "test", "train"]
    assert set(split(7, law).parts.values()) == {"dev", "test", "train"}
    assert set(split(3, law, pairs=[(0, 1)]).parts.values()) == {"dev", "train"}
    assert set(split(5, Law((9, 1, 0), salt)).parts.values()) == {"dev", "train"}


def test_a_part_that_has_an_article_already_takes_none_by_force():
    later = split(3, parts=["dev", "test", ""], law=Law((1, 0, 0)))
    assert later.parts == {2: "train"}
    assert split(2, parts=["train", ""]).parts == {1: "dev"}


def test_hidden_articles_have_their_part_but_fill_none():
    placed = split(3, hidden={2})
    assert {placed.parts[0], placed.parts[1]} == {"train", "dev"}
    assert placed.parts[2] == Law().part_at(Law().height(IDS[2]))


@pytest.mark.parametrize("salt", "abcdefgh")
def test_train_then_dev_then_test_have_a_finished_article_where_there_are_enough(salt):
    law = Law(salt=salt)
    for few in (1, 2, 3, 5):
        done = set(range(10, 10 + few))
        placed = split(100, law, done=done)
        assert {"train", "dev", "test"} == set(placed.parts.values())
        assert {placed.parts[at] for at in done} >= set(PARTS[:few])
        moved = [at for at in range(100) if placed.parts[at] != law.part_at(law.height(IDS[at]))]
        assert set(moved) <= done, "no more are moved than must be"
        assert len(moved) <= 2


def test_a_part_in_which_an_article_is_finished_already_is_given_none():
    placed = split(4, Law((1, 0, 0)), parts=["train", "", "", ""], done={0, 2})
    assert set(placed.parts.values()) == {"train"}
    placed = split(3, Law((98, 1, 1)), parts=["train", "dev", ""], done={1, 2})
    assert placed.parts == {2: "train"}, "a part in which nothing is finished comes first"


def test_what_is_near_a_part_goes_there_and_what_is_near_two_goes_nowhere():
    placed = split(5, pairs=[(2, 0), (3, 2), (4, 0), (4, 1)], parts=["test", "dev", "", "", ""])
    assert placed.parts == {2: "test", 3: "test"}
    assert placed.between == {4: ("dev", "test")}
    assert (placed.groups, placed.near) == (2, 3)
    assert between(placed.between[4]).words == "near articles of dev and of test"


@given(cases())
def test_the_law_holds_for_whatever_is_there(case):
    count, pairs, parts, hidden, law = case
    placed = split(count, law, pairs, parts, hidden)
    free = {at for at, part in enumerate(parts) if not part}
    assert placed.parts.keys() | placed.between.keys() == free
    assert not placed.parts.keys() & placed.between.keys()
    after = [placed.parts.get(at, parts[at]) for at in range(count)]
    for one, other in pairs:
        if free & {one, other} and after[one] and after[other]:
            assert after[one] == after[other], "a copy leaks"
    fixed = {part for at, part in enumerate(parts) if part and at not in hidden}
    if not fixed and not placed.between:
        groups = sum(any(at not in hidden for at in members) for members, _ in joined(count, pairs, parts))
        asked = [part for part, share in zip(PARTS, law.shares, strict=True) if share]
        seen = {part for at, part in enumerate(after) if at not in hidden}
        if all(not touched for _, touched in joined(count, pairs, parts)):
            assert set(asked[: min(groups, len(asked))]) <= seen


def joined(count, pairs, parts):
    groups = Groups(parts)
    for one, other in pairs:
        groups.join(one, other)
    return list(groups)


@given(cases(), st.randoms())
def test_the_order_of_the_articles_makes_no_difference(case, dice):
    count, pairs, parts, hidden, law = case
    places = list(range(count))
    dice.shuffle(places)
    at = {old: new for new, old in enumerate(places)}
    groups = Groups([parts[old] for old in places])
    for one, other in pairs:
        groups.join(at[one], at[other])
    worth = worths(count, hidden)
    shuffled = place([IDS[old] for old in places], [worth[old] for old in places], groups, law)
    plain = split(count, law, pairs, parts, hidden)
    assert {places[new]: part for new, part in shuffled.parts.items()} == plain.parts
    assert {places[new]: near for new, near in shuffled.between.items()} == plain.between


@given(cases())
def test_what_has_its_part_keeps_it_when_more_come(case):
    count, pairs, parts, hidden, law = case
    known = count // 2
    first = split(known or 1, law, [pair for pair in pairs if max(pair) < (known or 1)], parts[: known or 1], hidden)
    frozen = [first.parts.get(at, part) for at, part in enumerate(parts[: known or 1])]
    later = split(count, law, pairs, frozen + parts[known or 1 :], hidden)
    assert not later.parts.keys() & {at for at, part in enumerate(frozen) if part}
