import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from annotator.model.occurrences import occurrences
from annotator.suggest.frequencies import NAMES, PLAIN, Frequencies

WORDS = [
    "the",
    "The",
    "Oran",
    "oran",
    "New",
    "York",
    "new",
    "e\u0301",
    "\u5317",
    "\u5317ABC",
    "\u0e44\u0e17\u0e22",
    "\uc5d0\uc11c",
    "x-y",
    "3.5",
    "\u0625\u0646",
]


@pytest.mark.parametrize(("words", "times", "labelled", "common"), [
    ("the", PLAIN, 1, False),
    ("the", PLAIN + 1, 1, True),
    ("the", 2 * PLAIN, 2, False),
    ("the", 2 * PLAIN + 1, 2, True),
    ("the", PLAIN + 1, 0, True),
    ("Northport", PLAIN + 1, 1, False),
    ("Northport", NAMES + 1, 1, True),
    ("of the line", PLAIN + 1, 1, True),
    ("\u5317\u4eac", PLAIN, 1, False),
    ("\u5317\u4eac", PLAIN + 1, 1, True),
])  # fmt: skip
def test_how_often_words_may_stand_for_how_often_they_were_labelled(words, times, labelled, common):
    assert Frequencies(f"{words}. " * times).is_common(words, labelled) == common


def test_a_word_with_a_capital_at_a_start_is_a_plain_one_where_it_stands_without_elsewhere():
    text = "Then he came. " * (PLAIN + 1)
    assert not Frequencies(text).is_common("Then", 1)
    assert Frequencies(f"{text}It was then.").is_common("Then", 1)


def test_frequent_words_may_make_up_a_rare_string():
    text = "of old, the line. " * (PLAIN + 1)
    assert not Frequencies(f"{text} of the line").is_common("of the line", 1)


@over(st.lists(st.sampled_from(WORDS), max_size=300), st.lists(st.sampled_from(WORDS), min_size=1, max_size=3))
def test_what_is_common_is_told_as_if_every_place_were_counted(text, words):
    text, words = " ".join(text), " ".join(words)
    stands = sum(1 for _ in occurrences(text, words))
    counted = Frequencies(text)
    most = NAMES if counted._is_name(words) else PLAIN
    assert counted.is_common(words, 1) == (stands > most)


@over(st.lists(st.sampled_from(WORDS), max_size=60), st.sampled_from(WORDS))
def test_whether_a_word_stands_somewhere(text, word):
    assert Frequencies(" ".join(text)).has(word) == (next(occurrences(" ".join(text), word), None) is not None)


@pytest.mark.parametrize(
    ("word", "beside"), [("ABC", "\u5317\u4eac"), ("\uc5d0\uc11c", "\u5317\u4eac"), ("3", "\u65e5")]
)
def test_a_word_stands_beside_a_script_without_spaces_too(word, beside):
    text = f"{beside}{word}{beside} " * (PLAIN + 1)
    assert next(occurrences(text, word))
    assert Frequencies(text).has(word)
    assert Frequencies(f"{text}{word.lower()}").is_common(word, 1)


def test_stretches_are_counted_one_after_another():
    text = "the line " * (PLAIN + 1)
    counted = Frequencies(text, whole=False)
    assert not counted.has("line")
    counted.count(0, 90)
    assert counted.has("line")
    assert not counted.is_common("the", 1)
    counted.count(90, len(text))
    assert counted.is_common("the", 1)
