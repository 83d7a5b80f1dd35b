import zlib
from functools import cache

import pytest
import spacy
from hypothesis import assume, given
from hypothesis import strategies as some
from strategies import HOSTILE

from annotator.language import tokens_of
from annotator.model.tokens import Tokens, cut_token

# "Ada  met Tom" as Ada, two spaces of which one is a token of white space, met, Tom
TOKENS = Tokens([0, 4, 5, 9], [3, 5, 8, 12], frozenset({1}))


@cache
def english():
    return spacy.blank("en")


@some.composite
def ranges(draw):
    """Return a Doc of a hostile text, and a range in it."""
    text = draw(HOSTILE.filter(bool))
    start = draw(some.integers(0, len(text) - 1))
    return english().make_doc(text), start, draw(some.integers(start + 1, len(text)))


def worded(doc, found):
    """Return the tokens of spaCy's span without the white space at its edges."""
    held = [token.i for token in found or () if not token.is_space]
    return (held[0], held[-1] + 1) if held else None


@given(ranges())
def test_what_a_range_covers_is_what_spacy_finds(given_range):
    doc, start, end = given_range
    tokens = tokens_of(doc)
    strict = doc.char_span(start, end)
    assert tokens.cover(start, end) == (None if strict is None else (strict.start, strict.end))
    inside = [token for token in doc if start <= token.idx and token.idx + len(token) <= end]
    touched = [token for token in doc if token.idx < end and token.idx + len(token) > start]
    assert tokens.inside(start, end) == worded(doc, inside)
    assert tokens.around(start, end) == worded(doc, touched)
    if inside:  # elsewhere spaCy's own "contract" gives an empty span, or one of white space
        assert tokens.inside(start, end) == worded(doc, doc.char_span(start, end, alignment_mode="contract"))
    if len(touched) and start >= doc[0].idx:
        assert tokens.around(start, end) == worded(doc, doc.char_span(start, end, alignment_mode="expand"))


def nearest(doc, start, end):
    """Return the nearest bounds the slow way: of all rows of tokens that are touched."""
    touched = [token for token in doc if token.idx < end and token.idx + len(token) > start]
    words = [token for token in touched if not token.is_space]
    rows = [(one.idx, other.idx + len(other)) for one in words for other in words if one.i <= other.i]
    return min(rows, key=lambda row: (abs(row[0] - start) + abs(row[1] - end), row[0] - row[1]), default=None)


@given(ranges())
def test_the_nearest_bounds_are_the_nearest_of_all(given_range):
    doc, start, end = given_range
    assert tokens_of(doc).nearest(start, end) == nearest(doc, start, end)


@given(ranges())
def test_the_nearest_bounds_align_and_are_nearest_to_themselves(given_range):
    doc, start, end = given_range
    tokens = tokens_of(doc)
    found = tokens.nearest(start, end)
    assume(found is not None)
    assert doc.char_span(*found) is not None
    assert not doc.text[found[0]].isspace() or not doc.char_span(*found)[0].is_space
    assert tokens.nearest(*found) == found


def test_an_edge_goes_to_the_nearer_side_of_its_token():
    assert TOKENS.nearest(0, 2) == (0, 3), "half of Ada is Ada"
    assert TOKENS.nearest(2, 8) == (0, 8), "where both would do the nearer one"
    assert Tokens([0, 10], [9, 13], frozenset()).nearest(8, 13) == (10, 13), "too little of the first is held"
    assert TOKENS.nearest(1, 7) == (0, 8)
    assert TOKENS.nearest(3, 9) == (5, 8), "never onto white space"
    assert TOKENS.nearest(3, 5) is None
    assert TOKENS.nearest(12, 12) is None


def test_an_empty_range_covers_and_touches_nothing():
    split = Tokens([0, 2], [2, 5], frozenset())  # do|n't
    assert (split.cover(2, 2), split.inside(2, 2), split.around(2, 2), split.nearest(2, 2)) == (None,) * 4


def test_a_token_is_shown_with_a_bar_where_it_is_cut():
    text = "Ada  met Tom"
    assert cut_token(text, TOKENS, 7) == "me|t"
    assert cut_token(text, TOKENS, 5) == ""
    assert cut_token(text, TOKENS, 4) == ""
    long = Tokens([0], [90], frozenset())
    assert cut_token("x" * 40 + "y" * 50, long, 40) == "\u2026xxxxxxxxxxxx|yyyyyyyyyyyy\u2026"


@given(some.lists(some.tuples(some.integers(0, 900), some.integers(1, 60), some.booleans()), max_size=40))
def test_what_is_packed_comes_back(gaps):
    at, starts, ends, space = 0, [], [], set()
    for place, (gap, length, blank) in enumerate(gaps):
        starts.append(at + gap)
        at += gap + length
        ends.append(at)
        if blank:
            space.add(place)
    made = Tokens(starts, ends, frozenset(space))
    assert Tokens.unpacked(made.packed()) == made


@pytest.mark.parametrize("data", [b"", b"\x00" * 4, b"\xff" * 8, b"\x05\x00\x00\x00", b"abc"])
def test_other_bytes_are_no_tokens(data):
    for held in (data, zlib.compress(data)):
        if held != zlib.compress(b"\x00" * 4):  # of an empty text
            with pytest.raises((ValueError, zlib.error)):
                Tokens.unpacked(held)
