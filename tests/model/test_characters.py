import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.characters import is_boundary, next_character, previous_character, trimmed, whole
from tests.strategies import TEXTS

DRAWN = {
    "a letter with a mark": "e\u0301", "Hebrew with points": "\u05e9\u05bc\u05c1", "Arabic with a vowel": "\u0628\u064e", "a family": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "a skin tone": "\U0001f44d\U0001f3fd", "a flag": "\U0001f1e9\U0001f1ff", "the flag of Scotland": "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "a keycap": "1\ufe0f\u20e3", "Hangul in parts": "\u1112\u1161\u11ab", "Hangul and a consonant": "\ud558\u11ab", "Thai": "\u0e19\u0e33", "a line end": "\r\n",
    "a half-width voiced sign": "\uff76\uff9e", "Devanagari": "\u0915\u094b",
}  # fmt: skip


@pytest.mark.parametrize("drawn", DRAWN.values(), ids=DRAWN)
def test_what_is_drawn_as_one_is_never_cut(drawn):
    text = f"x{drawn}{drawn}y"
    size = len(drawn)
    assert [at for at in range(len(text) + 1) if is_boundary(text, at)] == [0, 1, 1 + size, 1 + 2 * size, 2 + 2 * size]
    assert next_character(text, 1) == 1 + size
    assert previous_character(text, 1 + 2 * size) == 1 + size
    assert whole(text, 2, 3) == (1, 1 + size)


@pytest.mark.parametrize("sign", ["\u00ab", "\u20ac", "\U0001f600", "\u2019"])
def test_a_joiner_on_a_letter_joins_no_sign_to_it(sign):
    assert [at for at in range(6) if is_boundary(f"Ada\u200d{sign}", at)] == [0, 1, 2, 4, 5]


@pytest.mark.parametrize(
    "drawn", ["\U0001f9d1\U0001f3fd\u200d\u2695\ufe0f", "\U0001f642\u200d\u2194\ufe0f", "\u0915\u200d\u0937"]
)
def test_a_joiner_joins_signs_to_signs_and_letters_to_letters(drawn):
    assert not any(is_boundary(drawn, at) for at in range(1, len(drawn)))


def test_flags_are_taken_in_pairs_from_the_first():
    assert [
        at for at in range(7) if is_boundary("\U0001f1e9\U0001f1ff\U0001f1eb\U0001f1f7\U0001f1ea\U0001f1f8", at)
    ] == [0, 2, 4, 6]


@given(TEXTS, st.data())
def test_moving_by_a_character_moves_and_stays_inside(text, data):
    at = data.draw(st.integers(0, len(text)))
    assert is_boundary(text, next_character(text, at))
    assert is_boundary(text, previous_character(text, at))
    assert at < next_character(text, at) <= len(text) or at == len(text)
    assert 0 <= previous_character(text, at) < at or at == 0


@given(TEXTS, st.integers(-5, 60), st.integers(-5, 60))
def test_a_range_is_widened_as_little_as_needed(text, one, other):
    start, end = whole(text, min(one, other), max(one, other))
    assert 0 <= start <= end <= len(text)
    assert is_boundary(text, start)
    assert is_boundary(text, end)
    assert whole(text, start, end) == (start, end)


def test_white_space_goes_from_the_edges_and_blank_stays():
    assert trimmed("  ab \n", 0, 6) == (2, 4)
    assert trimmed("   ", 0, 3) == (0, 3)
    assert trimmed("a b", 1, 1) == (1, 1)
