import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import words

PIECES = st.sampled_from([
    "Ada", " ", ".", ", ", "\n", "e\u0301", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1e9\U0001f1ff", "\u4e2d\u6587", "\u3002", "\u0627\u0644\u0633\u0644\u0627\u0645",
    "\u05e9\u05b8\u05dc\u05d5\u05b9\u05dd", "\u041c\u043e\u0441\u043a\u0432\u0430", "two-day", "\u201cquote.\u201d", "U.S. ", "\u0e01\u0e33", "\ud55c\uad6d", "3.5", "\r\n", "\U0001f44d\U0001f3fd",
])  # fmt: skip
TEXTS = st.lists(PIECES, min_size=1, max_size=14).map("".join)


@given(TEXTS, st.data())
def test_every_unit_lies_in_the_text_and_cuts_no_drawn_character(text, data):
    at = data.draw(st.integers(0, len(text)))
    for rung in words.RUNGS:
        start, end = rung(text, at)
        assert 0 <= start <= end <= len(text)
        assert words.is_boundary(text, start)
        assert words.is_boundary(text, end)
    other = data.draw(st.integers(0, len(text)))
    for start, end in (words.snapped(text, at, other), words.whole(text, min(at, other), max(at, other))):
        assert 0 <= start <= end <= len(text)
        assert words.is_boundary(text, start)
        assert words.is_boundary(text, end)


@given(TEXTS, st.data())
def test_moving_moves_and_stays_inside(text, data):
    at = data.draw(st.integers(0, len(text)))
    assert at <= words.next_character(text, at) <= len(text)
    assert 0 <= words.previous_character(text, at) <= at
    assert at < len(text) <= len(text) or words.next_character(text, at) == len(text)
    for forward in (words.next_word_end, words.next_word_start):
        assert at <= forward(text, at) <= len(text)
        assert forward(text, at) > at or at == len(text)
    for back in (words.previous_word_start, words.previous_word_end):
        assert 0 <= back(text, at) <= at
        assert back(text, at) < at or at == 0


@given(TEXTS, st.data())
def test_the_ladder_only_grows(text, data):
    held = words.word_at(text, data.draw(st.integers(0, len(text))))
    for _ in range(6):
        larger = words.larger(text, *held)
        assert larger[0] <= held[0] <= held[1] <= larger[1]
        held = larger


NEWS = (
    "Dr. Ada Lindqvist of the U.S. State Department said \u201cit costs 3.5 million.\u201d She met J. Brandt, who\u2019s mayor of New York, on Jan. 5 \u2014 a "
    "two-day visit. Morocco\u2019s plan failed!\nNext paragraph here."
)  # fmt: skip


def text_of(bounds, text=NEWS):
    return text[slice(*bounds)]


@pytest.mark.parametrize(("near", "word"), [
    ("two-day", "two-day"), ("Morocco", "Morocco"), ("3.5", "3.5"), ("who", "who"), ("U.S", "U"), ("million", "million"),
])  # fmt: skip
def test_words_of_the_news(near, word):
    assert text_of(words.word_at(NEWS, NEWS.index(near))) == word


@pytest.mark.parametrize(
    ("near", "name"),
    [("Lindqvist", "Dr. Ada Lindqvist"), ("York", "New York"), ("Brandt", "J. Brandt"), ("plan", "plan")],
)
def test_names(near, name):
    assert text_of(words.name_at(NEWS, NEWS.index(near))) == name


@pytest.mark.parametrize(("near", "start", "end"), [
    ("Ada", "Dr. Ada", "million.\u201d"), ("mayor", "She met", "visit."), ("plan", "Morocco", "failed!"), ("Next", "Next", "here."),
])  # fmt: skip
def test_sentences_end_where_no_abbreviation_does(near, start, end):
    found = text_of(words.sentence_at(NEWS, NEWS.index(near)))
    assert found.startswith(start)
    assert found.endswith(end)


def test_clauses():
    assert text_of(words.clause_at(NEWS, NEWS.index("mayor"))) == "who\u2019s mayor of New York"
    assert text_of(words.clause_at(NEWS, NEWS.index("visit"))) == "a two-day visit"


@pytest.mark.parametrize(("text", "at", "word"), [
    ("\u0411\u0435\u043b\u044b\u0439 \u0434\u043e\u043c.", 7, "\u0434\u043e\u043c"), ("\u0648\u0642\u0627\u0644 \u0627\u0644\u0631\u0651\u0626\u064a\u0633\u060c", 6, "\u0627\u0644\u0631\u0651\u0626\u064a\u0633"),
    ("\u5317\u4eac\u4eba", 1, "\u4eac"), ("\u05e6\u05d4\u05f4\u05dc \u05db\u05d0\u05df", 1, "\u05e6\u05d4\u05f4\u05dc"), ("e\u0301te\u0301 x", 2, "e\u0301te\u0301"), ("a \U0001f1e9\U0001f1ff b", 3, "\U0001f1e9\U0001f1ff"),
])  # fmt: skip
def test_words_of_other_scripts(text, at, word):
    assert text_of(words.word_at(text, at), text) == word


def test_a_drag_snaps_to_words_and_lets_white_space_go():
    start = NEWS.index("indqvist")
    assert text_of(words.snapped(NEWS, start, start + 10)) == "Lindqvist of"
    assert words.snapped("a bcd e", 2, 3) == (2, 5)
    assert words.snapped("a bcd e", 1, 6) == (2, 5)
    assert words.snapped("a   b", 1, 3) == (3, 3), "of nothing but white space, its end"
    assert words.snapped("(ab) c", 3, 4) == (3, 4)
    assert words.snapped("", 0, 0) == (0, 0)


def test_units_follow_each_other():
    held = words.word_at(NEWS, NEWS.index("plan"))
    assert text_of(words.next_unit(NEWS, *held)) == "failed"
    assert text_of(words.previous_unit(NEWS, *held)) == "Morocco"
    sentence = words.sentence_at(NEWS, NEWS.index("She"))
    assert text_of(words.next_unit(NEWS, *sentence)).startswith("Morocco")
    last = words.word_at(NEWS, len(NEWS) - 3)
    assert words.next_unit(NEWS, *last) == last


def test_marks_are_known_by_their_category():
    for mark in "\u0301\u064b\u05b8\u0e33\u093e":
        assert words.is_boundary("a" + mark, 1) == (unicodedata.category(mark) not in ("Mn", "Mc", "Me"))


def test_a_megabyte_without_a_break_is_not_searched_whole():
    text = "word " * 200_000
    start, end = words.sentence_at(text, 500_000)
    assert end - start <= 2 * words.REACH
    assert words.next_word_end(text, 500_000) == 500_004


def test_no_unit_ends_within_a_drawn_character_also_where_the_text_is_cut_for_speed_or_blank():
    blank = "\r\n"
    assert {rung(blank, 0) for rung in words.RUNGS} == {(0, 2)}
    long = "a" * (words.REACH - 1) + "e\u0301" * words.REACH
    for at in (0, 1, words.REACH, 2 * words.REACH):
        assert all(words.is_boundary(long, end) for rung in words.RUNGS for end in rung(long, at))


@given(TEXTS, st.data())
def test_a_place_is_an_edge_unless_a_word_or_a_drawn_character_reaches_over_it(text, data):
    at = data.draw(st.integers(0, len(text)))
    reached = any(start < at < end for start, end in words.words_in(text, 0, len(text)))
    assert words.is_edge(text, at) == (not reached and words.is_boundary(text, at))
