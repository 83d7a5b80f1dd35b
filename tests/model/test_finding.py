import itertools
import re
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from annotator.model import finding
from annotator.model.finding import Finder, Hits, Sought

LETTERS = some.text(alphabet=some.sampled_from("aAsSßẞiIıİ\u0307σςΣfﬁﬃé\u0301 _-.北京कि\U0001f600"), max_size=24)


def found(text, words, **how):
    return [(start, end) for start, end in _pairs(Finder(text).find(Sought(words, **how)))]


def _pairs(hits):
    return [hits[at] for at in range(len(hits))]


def folded(text):
    return "".join("i" if letter in "İı" else letter.casefold() for letter in text)


def naive(text, words, whole, case):
    """Every place is tried, letter by letter."""
    equal = (lambda a, b: a == b) if case else (lambda a, b: folded(a) == folded(b))
    of_word = re.compile(finding._OF_WORD)
    hits, at = [], 0
    while at < len(text):
        ends = [end for end in range(at + 1, len(text) + 1) if equal(text[at:end], words)]
        alone = [
            end for end in ends
            if not whole or not any(
                0 < place < len(text) and of_word.match(text[place - 1]) and of_word.match(text[place])
                for place in (at, end)
            )
        ]  # fmt: skip
        if alone:
            hits.append((at, alone[0]))
            at = alone[0]
        else:
            at += 1
    return hits


@given(LETTERS, LETTERS.filter(bool), some.booleans(), some.booleans())
@example("sßs", "ss", False, False)
@example("aſſ ss ẞ", "SS", True, False)
@example("北京大学", "京大", True, False)
def test_what_is_found_is_what_a_search_letter_by_letter_finds(text, words, whole, case):
    # A combining dot belongs to no letter that grew: the two searches must agree on all the rest.
    assert found(text, words, whole=whole, case=case) == naive(text, words, whole, case)


@given(LETTERS, LETTERS.filter(bool))
def test_every_hit_equals_the_words_and_none_overlaps_the_next(text, words):
    hits = found(text, words)
    assert all(folded(text[start:end]) == folded(words) for start, end in hits)
    assert all(end <= following for (_, end), (following, _) in itertools.pairwise(hits))


@pytest.mark.parametrize(
    ("text", "words", "hits"),
    [
        ("İstanbul, ISTANBUL, istanbul", "istanbul", [(0, 8), (10, 18), (20, 28)]),
        ("İstanbul", "İSTANBUL", [(0, 8)]),
        ("Straße, STRASSE, Strasse", "straße", [(0, 6), (8, 15), (17, 24)]),
        ("Groß ist er", "s", [(6, 7)]),
        ("Ὀδυσσεύς ΟΔΥΣΣΕΥΣ", "σεύς", [(4, 8)]),
        ("ΛΌΓΟΣ λόγος", "λόγος", [(0, 5), (6, 11)]),
        ("\U0001f600 Ada \U0001f600 ada", "ADA", [(2, 5), (8, 11)]),
        ("مكتب الكتاب", "كتاب", [(7, 11)]),
    ],
)
def test_case_is_folded_without_a_wrong_offset(text, words, hits):
    assert found(text, words) == hits


def test_case_counts_where_it_is_asked_for():
    assert found("Ada ADA ada", "ada", case=True) == [(8, 11)]


def test_whole_words_end_where_no_word_goes_on():
    assert found("is this his is", "is", whole=True) == [(0, 2), (12, 14)]
    assert found("_is is-is", "is", whole=True) == [(4, 6), (7, 9)]
    assert found("cafe\u0301 cafe", "cafe", whole=True) == [(6, 10)]
    assert found("我在北京大学", "北京", whole=True) == [(2, 4)]
    assert found("a (b) c", "(b)", whole=True) == [(2, 5)]


def test_signs_of_expressions_are_plain_letters_here():
    assert found("a.b axb [a](b", "a.b") == [(0, 3)]
    assert found("a.b axb [a](b", "](") == [(10, 12)]


def test_nothing_is_found_of_nothing():
    assert found("Ada", "") == []
    assert found("", "Ada") == []


def test_of_very_many_hits_the_first_are_kept_and_the_rest_is_told(monkeypatch):
    monkeypatch.setattr(finding, "MOST", 3)
    assert Finder("aaaa").find(Sought("a")).more
    assert len(Finder("aaaa").find(Sought("a"))) == 3
    assert len(Finder("ßaaaa").find(Sought("a"))) == 3
    assert not Finder("aaa").find(Sought("a")).more


def test_every_letter_that_folds_to_several_is_known():
    # Else a text with such a letter would have its offsets shifted from there on.
    longer = [chr(n) for n in range(sys.maxunicode + 1) if len(chr(n).casefold()) > 1]
    assert [letter for letter in longer if not finding._LONGER.match(letter)] == ["İ"]  # which is an i before
    assert all(len(chr(n).casefold()) >= 1 for n in range(sys.maxunicode + 1))


def test_hits_are_found_by_their_place():
    hits = Hits.of([(2, 4), (4, 9), (12, 13)])
    assert list(hits.touching(0, 3)) == [(2, 4)]
    assert list(hits.touching(3, 5)) == [(2, 4), (4, 9)]
    assert list(hits.touching(9, 12)) == []
    assert [hits.at_or_after(place) for place in (0, 2, 3, 12, 13)] == [0, 0, 1, 2, 0]
    assert [hits.before(place) for place in (0, 2, 3, 12, 99)] == [2, 2, 0, 1, 2]
