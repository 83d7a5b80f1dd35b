from hypothesis import given
from hypothesis import strategies as st
from strategies import HOSTILE

from annotator.model.shingles import jaccard, shingles, words


def test_words_are_folded_and_signs_are_none():
    assert words("“Ada's café,” said TOM — at 5:30.") == ["ada", "s", "cafe", "said", "tom", "at", "5", "30"]
    assert words("Straße ﬁne Ｎｏｒｔｈ") == ["strasse", "fine", "north"]


def test_a_shingle_is_three_words_in_a_row():
    assert shingles("Ada met Tom in Northport.") == ["ada met tom", "met tom in", "tom in northport"]


def test_a_text_that_is_too_short_is_one_shingle_and_one_without_words_its_signs():
    assert shingles("Ada met.") == ["ada met"]
    assert shingles("?!  ...") == ["?! ..."]
    assert shingles(" \n") == shingles("") == [""]


def test_a_script_without_spaces_has_shingles_of_six_characters():
    assert shingles("北京市政府宣布") == ["北 京 市 政 府 宣", "京 市 政 府 宣 布"]
    assert shingles("Ada 北京") == ["ada 北 京"]


def test_vowel_signs_that_are_letters_stay_in_their_words():
    assert words("हिन्दी में") == ["हिन्दी", "में"]


def test_what_two_texts_have_in_common_is_counted_of_all_they_have():
    assert jaccard({1, 2, 3}, {2, 3, 4}) == 0.5
    assert jaccard({1}, {2}) == 0.0
    assert jaccard(set(), set()) == 1.0
    assert jaccard(set(), {1}) == 0.0


@given(HOSTILE)
def test_every_text_has_a_shingle_and_is_like_itself(text):
    held = set(shingles(text))
    assert held
    assert jaccard(held, held) == 1.0
    assert set(shingles(f"  {text}\n")) == held or not words(text)


@given(st.sets(st.integers(0, 9)), st.sets(st.integers(0, 9)))
def test_likeness_is_the_same_both_ways_and_between_nothing_and_all(one, other):
    assert 0.0 <= jaccard(one, other) == jaccard(other, one) <= 1.0
    assert (jaccard(one, other) == 1.0) == (one == other)
