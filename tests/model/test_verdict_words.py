import pytest

from annotator.model.mark import Label, Layer, Span
from annotator.model.scheme import Scheme
from annotator.model.tokens import Tokens
from annotator.model.verdict import judge
from annotator.model.verdict_words import quoted, whole_tokens, why

TEXT = "Ada  met Tom"
TOKENS = Tokens([0, 4, 5, 9], [3, 5, 8, 12], frozenset({1}))


def said(*spans, rule="flat", alignment="strict"):
    scheme = Scheme([Layer("x", "X", rule, alignment)], [Label("x/a", "x", "PER"), Label("x/b", "x", "GPE")])
    judged = judge([Span(f"s{n}", *one, "a") for n, one in enumerate(spans)], TOKENS, scheme)
    return [why(one, TEXT, TOKENS, scheme) for one in judged]


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ((0, 3), ""),
        ((1, 3), "it starts inside a token: \u201cA|da\u201d"),
        ((0, 7), "it ends inside a token: \u201cme|t\u201d"),
        ((1, 7), "it starts and ends inside a token: \u201cA|da\u201d, \u201cme|t\u201d"),
        ((0, 4), "it ends with white space, from which nothing is learnt"),
        ((4, 8), "it starts with white space, from which nothing is learnt"),
        ((3, 5), "it starts and ends with white space, from which nothing is learnt"),
    ],
)
def test_why_a_span_is_lost_is_said_with_the_tokens_it_cuts(place, words):
    assert said((*place, "x/a")) == [words]


def test_the_winner_is_named_by_its_words_and_label():
    assert said((5, 8, "x/a"), (0, 8, "x/b")) == [
        "it overlaps \u201cAda met\u201d (GPE 0-8) in a flat layer, which leaves instead",
        "",
    ]
    assert said((5, 8, "x/a"), (5, 8, "x/a"))[1] == "the same range and label stand twice"
    assert said((1, 2, "x/a"), alignment="contract") == ["it holds no token"]


def test_whole_tokens_are_counted_and_words_are_cut():
    scheme = Scheme([Layer("x", "X", "free")], [Label("x/a", "x", "PER")])
    one, many = judge([Span("a", 0, 3, "x/a", "a"), Span("b", 0, 12, "x/a", "a")], TOKENS, scheme)
    assert (whole_tokens(one), whole_tokens(many)) == ("1 whole token", "4 whole tokens")
    assert quoted("a\n b") == "\u201ca b\u201d"
    assert len(quoted("word " * 100)) == 42
