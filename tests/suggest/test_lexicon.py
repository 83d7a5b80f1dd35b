import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.words import word_at
from annotator.suggest.lexicon import LONGEST, Lexicon, is_worth

WORDS = st.sampled_from(
    ["Ada", "Ada Lindqvist", "Tom Brandt", "Brandt", "a", "12", "2019", "", "two-day", "\u5317\u4eac", "x" * 100]
)
LABELS = st.sampled_from(["per", "gpe"])


@given(st.lists(st.tuples(WORDS, LABELS, st.sampled_from([1, 1, 2, -1]))))
def test_counts_are_those_of_a_plain_dict_and_nothing_is_left_of_what_is_taken_away(steps):
    lexicon, plain = Lexicon(), {}
    for words, label, count in steps:
        lexicon.add(words, label, count)
        if is_worth(words):
            plain[words, label] = max(0, plain.get((words, label), 0) + count)
    for words, label in plain:
        assert lexicon.counts(words).get(label, 0) == plain[words, label]
    assert set(lexicon) == {words for (words, _), count in plain.items() if count}
    for words in {words for words, _ in plain}:
        found = [bounds for bounds in lexicon.found_at(words, word_at(words, 0)) if bounds == (0, len(words))]
        assert bool(found) == (words in set(lexicon))
        assert (words in lexicon.ending(words.rpartition(" ")[2])) == (words in set(lexicon))
    for words, label in plain:
        lexicon.add(words, label, -plain[words, label])
    assert len(lexicon) == 0
    assert lexicon._lengths == {}
    assert lexicon._endings == {}


def test_a_label_needs_two_thirds_of_what_was_labelled():
    lexicon = Lexicon([("May", "per", 1), ("May", "date", 2)])
    assert lexicon.label("May") == "date"
    lexicon.add("May", "per")
    assert lexicon.label("May") == ""
    assert lexicon.label("June") == ""


def test_the_longest_known_words_come_first_and_are_whole():
    lexicon = Lexicon([("New York", "gpe", 1), ("New", "x", 1), ("New York Times", "org", 1)])
    text = "New York Times and New Yorkers"
    assert list(lexicon.found_at(text, (0, 3))) == [(0, 14), (0, 8), (0, 3)]
    assert list(lexicon.found_at(text, (19, 22))) == [(19, 22)]


@pytest.mark.parametrize(("words", "worth"), [
    ("Ada", True), ("A", False), ("12", False), ("2019", True), ("two\nlines", False), ("(MENAFN)", False),
    ("x" * LONGEST, True), ("x" * (LONGEST + 1), False), ("", False), ("\u5317\u4eac", True),
])  # fmt: skip
def test_what_is_not_worth_looking_for(words, worth):
    assert is_worth(words) == worth
