"""Cutting a text loses no character, and cuts giant paragraphs where a sentence ends."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.characters import is_boundary
from annotator.ui.reading.paragraphs import LONGEST, NEAR, cut, has_headline

texts = st.text(st.sampled_from("ab .é\n😀\u0301ש。"), max_size=60)


def whole(text, stretches):
    return "".join(text[s.start : s.end] + ("\n" if s.whole else "") for s in stretches)


@given(texts)
def test_stretches_and_newlines_are_the_text(text):
    assert whole(text, cut(text)) == text + "\n"


@given(st.integers(1, 5), texts.filter(bool))
def test_giant_paragraphs_are_the_text_too(times, piece):
    text = piece * (times * LONGEST // len(piece) + 1)
    stretches = cut(text)
    assert whole(text, stretches) == text + "\n"
    assert all(s.end - s.start <= LONGEST for s in stretches)
    assert all(s.start < s.end for s in stretches if not s.whole)


def test_a_giant_paragraph_is_cut_after_a_sentence():
    text = "It was so. " * 1000
    ends = [s.end for s in cut(text) if not s.whole]
    assert ends
    assert all(text[end - 2 : end] == ". " for end in ends)
    assert all(abs(b - a - NEAR) < NEAR for a, b in zip([0, *ends], ends, strict=False))


def test_without_any_space_no_drawn_character_is_cut():
    text = "e\u0301" * 4000
    assert all(is_boundary(text, s.end) for s in cut(text))


def test_an_empty_text_is_one_empty_stretch():
    assert list(cut("")) == [(0, 0, True)]


def headline(text, title=""):
    return has_headline(text, cut(text), title)


def test_a_short_first_line_is_a_headline_unless_it_is_a_sentence():
    assert headline("Ferry Line Reopens\nThe ferry runs.")
    assert not headline("The ferry runs.\nIt runs often.")
    assert headline("The ferry runs.\nIt runs often.", title="The ferry runs.")
    assert not headline("Ferry Line Reopens")
    assert not headline("\nThe ferry")
    assert not headline("x" * 400 + "\nThe ferry")
