import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from annotator.model import folding
from annotator.model.folding import Folded, folded, folded_beyond_ascii

TEXTS = some.text(
    alphabet=some.sampled_from("aA_- \n’“éÉ\u0301ßŁſ½ﬁ한が北京ไท\u064bكأ\u200d\U0001f600\U0001f1e9"), max_size=60
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Małgorzata WÓJCIK, cafe\u0301!", "malgorzata wojcik cafe"),
        ("Straße İstanbul ΛΌΓΟΣ λόγος", "strasse istanbul λογοσ λογοσ"),
        ("snake_case well-known O’Neill", "snake case well known o neill"),
        ("北京大学 in 東京タワー", "北 京 大 学 in 東 京 タ ワ ー"),
        ("A々木 ﾀﾜｰ", "a 々 木 タ ワ ー"),
        ("كِتَاب أحمد كـتاب", "كتاب احمد كتاب"),
        ("हिन्दी", "हिन्दी"),  # its vowel signs are letters
        ("ＡＢＣ ﬁne soft\u00adhyphen", "abc fine softhyphen"),
        ("€5 \U0001f600", "€ 5 \U0001f600"),
        ("\ud800", ""),
    ],
)
def test_words_are_compared_without_case_accents_and_signs(text, words):
    assert folded(text).split() == words.split()


def test_composed_and_decomposed_letters_are_the_same():
    assert folded("한국 é") == folded("\u1112\u1161\u11ab\u1100\u116e\u11a8 e\u0301")


@given(TEXTS)
def test_what_folds_ascii_itself_is_given_the_same_words(text):
    # As SQLite's tokeniser `ascii` does: letters and digits of ASCII are lowered, its other signs part words.
    held = "".join(
        letter if not letter.isascii() else letter.lower() if letter.isalnum() else " "
        for letter in folded_beyond_ascii(text)
    )
    assert held.split() == folded(text).split()


@given(TEXTS)
@example("a" * 1000 + "é" * 600 + "北" * 600)
def test_folding_in_pieces_is_folding_at_once(text):
    assert Folded(text).words == folded(text)


@given(TEXTS.map(lambda text: text * 20), some.data())
def test_each_letter_that_became_something_is_found_again(text, data):
    held = Folded(text)
    at = data.draw(some.integers(0, max(0, len(text) - 1)))
    made = folded(text[at : at + 1])
    if made.strip():
        before = len(folded(text[:at])) + len(made) - len(made.lstrip())
        assert held.range_of(before, before + len(made.strip())) == (at, at + 1)


def test_a_range_that_cuts_a_letter_is_none():
    held = Folded("ßa")
    assert held.range_of(0, 2) == (0, 1)
    assert held.range_of(1, 3) is None
    assert held.range_of(0, 1) is None


def test_scripts_without_spaces_are_known():
    assert all(map(folding.is_unspaced, "北カあไກမខ々〇ｱﾟㇰ"))
    assert not any(map(folding.is_unspaced, "aé한ك5 "))
