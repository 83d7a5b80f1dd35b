import itertools

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.mark import Label, Layer, Span
from annotator.model.scheme import Scheme
from annotator.model.verdict import DUPLICATE, EMPTY, HALF, OVERLAP, WHITESPACE, Tokens, judge

# "Ada  met Tom" as Ada, two spaces as one token of white space, met, Tom
TOKENS = Tokens([0, 4, 5, 9], [3, 5, 8, 12], frozenset({1}))


def verdicts(*spans, alignment="strict", flat=True):
    scheme = Scheme([Layer("x", "X", "flat" if flat else "free", alignment)], [Label(n, "x", n) for n in "ABC"])
    return judge([Span(f"s{n}", a, b, label, "a") for n, (a, b, label) in enumerate(spans)], TOKENS, scheme)


def test_each_verdict():
    ok, half, space, twin = verdicts((0, 3, "A"), (5, 7, "A"), (4, 8, "A"), (0, 3, "A"))
    assert (ok.tokens, ok.reason) == ((0, 1), "")
    assert (half.tokens, half.reason) == (None, HALF)
    assert space.reason == WHITESPACE
    assert (twin.reason, twin.winner) == (DUPLICATE, ok.span)
    assert twin.sentence == DUPLICATE


def test_alignment_contracts_or_expands():
    assert verdicts((1, 12, "A"), alignment="contract")[0].tokens == (2, 4)
    assert verdicts((1, 2, "A"), alignment="contract")[0].reason == EMPTY
    assert verdicts((1, 7, "A"), alignment="expand")[0].tokens == (0, 3)
    assert verdicts((3, 4, "A"), alignment="expand")[0].reason == EMPTY


def test_of_overlapping_spans_in_a_flat_layer_one_leaves():
    short, long, later = verdicts((5, 8, "A"), (0, 8, "B"), (5, 12, "C"))
    assert long.tokens == (0, 3)
    assert short.winner == later.winner == long.span
    assert short.reason == later.reason == OVERLAP, "without numbers, so that reasons can be counted"
    assert short.sentence == "it overlaps 0-8 in a flat layer, which leaves instead"
    assert all(one.tokens for one in verdicts((5, 8, "A"), (0, 8, "B"), flat=False))
    one, two = verdicts((0, 3, "B"), (0, 3, "A"))
    assert (one.tokens, two.winner) == ((0, 1), one.span), "of equal ones the smaller id"


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(1, 12), st.sampled_from("AB")), max_size=8))
def test_what_leaves_flat_never_overlaps_and_every_loser_names_its_winner(places):
    judged = verdicts(*((a, min(12, a + n), label) for a, n, label in places))
    taken = sorted(one.tokens for one in judged if one.tokens)
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(taken))
    leaving = {one.span.id for one in judged if one.tokens}
    for one in judged:
        assert (one.tokens is None) == bool(one.reason)
        if one.winner and one.reason != DUPLICATE:
            assert one.winner.id in leaving


def test_spans_of_two_layers_do_not_meet(news):
    spans = [Span("a", 0, 3, "entities/per", "a"), Span("b", 0, 8, "claims/claim", "a"), Span("c", 0, 8, "gone/x", "a")]
    assert [one.tokens for one in judge(spans, TOKENS, news)] == [(0, 1), (0, 3), (0, 3)]
