from itertools import islice, pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotator.model import words
from annotator.model.characters import is_boundary
from tests.strategies import HOSTILE

NEWS = (
    "Dr. Ada Lindqvist of the U.S. State Department said \u201cit costs $3.5 million, or 10%.\u201d She met J. Brandt, who\u2019s mayor of New York, on "
    "Jan. 5 at 10:30 \u2014 a two-day visit. Morocco\u2019s plan failed! He didn\u2019t ask AT&T\u2019s www.att.com/news."
)  # fmt: skip


def text_of(bounds, text=NEWS):
    return text[slice(*bounds)]


@pytest.mark.parametrize(("near", "word"), [
    ("two-day", "two-day"), ("Morocco", "Morocco"), ("3.5", "$3.5"), ("who", "who"), ("U.S.", "U.S."), ("million", "million"),
    ("10%", "10%"), ("Dr", "Dr."), ("J. B", "J."), ("Jan", "Jan."), ("10:30", "10:30"), ("didn", "didn\u2019t"), ("AT&T", "AT&T"),
    ("www", "www.att.com/news"), ("visit", "visit"), ("failed", "failed"),
])  # fmt: skip
def test_words_of_the_news(near, word):
    assert text_of(words.word_at(NEWS, NEWS.index(near))) == word


@pytest.mark.parametrize(("text", "expected"), [
    ("\u0411\u0435\u043b\u044b\u0439 \u0434\u043e\u043c, \u0442.\u0435. \u0434\u0432\u0430", "\u0411\u0435\u043b\u044b\u0439|\u0434\u043e\u043c|\u0442.\u0435.|\u0434\u0432\u0430"),
    ("\u0648\u0642\u0627\u0644 \u0627\u0644\u0631\u0651\u0626\u064a\u0633\u060c \u0646\u0639\u0645\u061f", "\u0648\u0642\u0627\u0644|\u0627\u0644\u0631\u0651\u0626\u064a\u0633|\u0646\u0639\u0645"),
    ("\u05e6\u05d4\u05f4\u05dc \u05e6\u05d4\"\u05dc \u05ea\u05dc\u05be\u05d0\u05d1\u05d9\u05d1 \u05e8\u05d7\u05f3", "\u05e6\u05d4\u05f4\u05dc|\u05e6\u05d4\"\u05dc|\u05ea\u05dc\u05be\u05d0\u05d1\u05d9\u05d1|\u05e8\u05d7\u05f3"),
    ("\u5317\u4eac\u4eba\u8bf4\u3002", "\u5317|\u4eac|\u4eba|\u8bf4"), ("\u30a2\u30e1\u30ea\u30ab\u306e\u4eba", "\u30a2\u30e1\u30ea\u30ab|\u306e|\u4eba"),
    ("\ud55c\uad6d\uc740 \uc88b\ub2e4", "\ud55c\uad6d\uc740|\uc88b\ub2e4"), ("l\u2019Alg\u00e9rie d'Alger L'Or\u00e9al", "l\u2019|Alg\u00e9rie|d'|Alger|L'Or\u00e9al"),
    ("e\u0301te\u0301 x", "e\u0301te\u0301|x"), ("8\u201310 years, 1,709", "8\u201310|years|1,709"), ("\u5728Obama\u8bf4", "\u5728|Obama|\u8bf4"),
    ("the boys' 'quote' O\u2019Brien", "the|boys|quote|O\u2019Brien"),
])  # fmt: skip
def test_words_of_many_scripts(text, expected):
    assert [text_of(one, text) for one in words.words_from(text, 0)] == expected.split("|")


def test_at_white_space_the_next_word_is_meant_and_elsewhere_what_is_drawn_there():
    assert text_of(words.word_at("said. Then", 5), "said. Then") == "Then"
    assert text_of(words.word_at("Ada said", 3), "Ada said") == "Ada"
    assert words.word_at("a \u2026 b", 2) == (2, 3)
    assert words.word_at("a \U0001f1e9\U0001f1ff b", 3) == (2, 4)
    assert words.word_at("", 0) == (0, 0)


@given(HOSTILE, st.data())
@example("a.b\u200d ", None)
@example("\u200d\u00e9", None)
def test_words_are_the_same_from_every_place(text, data):
    forward, back = list(words.words_from(text, 0)), list(words.words_before(text, len(text)))
    assert forward == back[::-1]
    assert all(before[1] <= after[0] for before, after in pairwise(forward))
    for start, end in forward:
        assert is_boundary(text, start)
        assert is_boundary(text, end)
        assert {words.word_at(text, at) for at in range(start, end)} == {(start, end)}
    if data is not None:
        at = data.draw(st.integers(0, len(text)))
        assert list(words.words_from(text, at)) == [one for one in forward if one[1] > at]
        assert list(words.words_before(text, at)) == [one for one in back if one[0] < at]


@given(HOSTILE, st.data())
def test_moving_by_a_word_moves_and_cuts_no_drawn_character(text, data):
    at = data.draw(st.integers(0, len(text)))
    for forward in (words.next_word_end, words.next_word_start):
        assert at < forward(text, at) <= len(text) or at == len(text)
        assert is_boundary(text, forward(text, at))
    for back in (words.previous_word_start, words.previous_word_end):
        assert 0 <= back(text, at) < at or at == 0
        assert is_boundary(text, back(text, at))


@given(HOSTILE, st.data())
def test_what_a_drag_takes_are_whole_words_and_all_that_was_dragged_over(text, data):
    one, other = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))
    start, end = words.snapped(text, one, other)
    low, high = min(one, other), max(one, other)
    assert 0 <= start <= end <= len(text)
    assert is_boundary(text, start)
    assert is_boundary(text, end)
    assert not text[low:start].strip()
    assert not text[end:high].strip()
    assert words.snapped(text, start, end) == (start, end)


def test_a_drag_snaps_to_words_and_lets_white_space_go():
    start = NEWS.index("indqvist")
    assert text_of(words.snapped(NEWS, start, start + 10)) == "Lindqvist of"
    assert words.snapped("a bcd e", 2, 3) == (2, 5)
    assert words.snapped("a bcd e", 1, 6) == (2, 5)
    assert words.snapped("a   b", 1, 3) == (3, 3), "of nothing but white space, its end"
    assert words.snapped("(ab) c", 3, 4) == (3, 4)
    assert words.snapped("", 0, 0) == (0, 0)


@pytest.mark.parametrize("letter", ["a", "e\u0301", "\u0e01"])
def test_a_run_without_end_is_cut_at_the_same_places_from_everywhere(letter):
    text = letter * 3_000
    found = list(words.words_from(text, 0))
    assert max(end - start for start, end in found) <= 2 * words.LONGEST
    assert (found[0][0], found[-1][1]) == (0, len(text))
    for start, end in found:
        assert {words.word_at(text, at) for at in (start, (start + end) // 2, end - 1)} == {(start, end)}
    assert list(islice(words.words_before(text, len(text)), 3)) == found[:-4:-1]


def test_the_search_for_a_word_ends_where_there_is_none_for_long():
    text = "a" + "." * 10_000 + "b"
    assert list(words.words_from(text, 1)) == []
    assert words.next_word_end(text, 1) <= 1 + words.REACH
    assert words.previous_word_start(text, 9_000) >= 9_000 - words.REACH


@given(HOSTILE)
def test_an_edge_is_where_no_word_reaches_over_and_the_words_within_are_those_of_the_text(text):
    found = list(words.words_from(text, 0))
    edges = [at for at in range(len(text) + 1) if words.is_edge(text, at)]
    assert edges == [
        at for at in range(len(text) + 1) if is_boundary(text, at) and not any(start < at < end for start, end in found)
    ]
    assert list(words.words_in(text, 0, len(text))) == found
    for line in text.splitlines(keepends=True)[:1]:
        assert list(words.words_in(text, 0, len(line))) == [one for one in found if one[0] < len(line)]
