import itertools
from functools import cache

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as some
from spacy.tokens import Span as DocSpan
from strategies import HOSTILE

from annotator.language import tokens_of
from annotator.model.mark import Label, Layer, Span
from annotator.model.report import LeftOut
from annotator.model.scheme import Scheme
from annotator.model.sentences import crosses_sentence
from annotator.model.spans import Spans
from annotator.model.tokens import Tokens
from annotator.model.verdict import (
    CROSSES,
    CROSSES_FREE,
    DUPLICATE,
    EMPTY,
    HALF,
    OVERLAP,
    WHITESPACE,
    Judged,
    judge,
    judge_one,
    losers,
)

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


@given(some.lists(some.tuples(some.integers(0, 11), some.integers(1, 12), some.sampled_from("AB")), max_size=8))
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


# ---- against a plain and slow judge, on spaCy's own tokens
@cache
def english():
    return spacy.blank("en")


def plainly(spans, doc, scheme, text=""):
    """Judge as spaCy would, one by one and without haste: tokens, reason, winner and warnings by id."""
    found = {}
    for span in sorted(spans, key=lambda one: one.id):
        layer = scheme.layer_of(span.label)
        exact = doc.char_span(span.start, span.end)
        row = list(exact) if exact is not None else []
        if not row or row[0].is_space or row[-1].is_space:
            reason = (
                HALF
                if any(one.idx < edge < one.idx + len(one) for one in doc for edge in (span.start, span.end))
                else WHITESPACE
            )
            row = []
            if layer.alignment != "strict":
                reason = EMPTY
                row = [one for one in doc if (one.idx < span.end and one.idx + len(one) > span.start if layer.alignment == "expand"
                       else span.start <= one.idx and one.idx + len(one) <= span.end)]  # fmt: skip
                words = [one.i for one in row if not one.is_space]
                row = doc[words[0] : words[-1] + 1] if words else []
        place = {token.i for token in row}
        twin = next((one for one in found.values() if place and one[1] == place and one[0].label == span.label), None)
        if twin is not None:
            found[span.id] = (span, set(), DUPLICATE, twin[0])
        else:
            found[span.id] = (span, place, "" if place else reason, None)
    for layer in scheme.layers:
        taken = []
        for span, place, _, _ in sorted(
            found.values(), key=lambda one: (-len(one[1]), min(one[1], default=0), one[0].id)
        ):
            if place and layer.rule == "flat" and scheme.layer_of(span.label) == layer:
                met = [(min(held & place), winner) for winner, held in taken if held & place]
                if met:
                    found[span.id] = (span, set(), OVERLAP, min(met)[1])
                else:
                    taken.append((span, place))
    return {id: (min(place), max(place) + 1) if place else None for id, (_, place, _, _) in found.items()}, found


@some.composite
def judged_texts(draw):
    text = draw(HOSTILE.filter(bool))
    place = some.integers(0, len(text) - 1)
    labels = some.sampled_from(["flat/a", "flat/b", "free/c", "wide/d", "narrow/e"])
    drawn = draw(some.lists(some.tuples(place, place, labels), max_size=9))
    names = draw(some.permutations(range(len(drawn))))
    spans = [
        Span(f"s{name}", min(a, b), max(a, b) + 1, label, "a") for name, (a, b, label) in zip(names, drawn, strict=True)
    ]
    return english().make_doc(text), spans


SCHEME = Scheme(
    [Layer("flat", "F", "flat"), Layer("free", "C", "free"), Layer("wide", "W", "flat", "expand"), Layer("narrow", "N", "free", "contract")],
    [Label(id, id.partition("/")[0], id[-1].upper()) for id in ("flat/a", "flat/b", "free/c", "wide/d", "narrow/e")],
)  # fmt: skip


@given(judged_texts())
@settings(max_examples=300)
def test_a_plain_and_slow_judge_says_the_same(given_spans):
    doc, spans = given_spans
    places, found = plainly(spans, doc, SCHEME)
    for one in judge(spans, tokens_of(doc), SCHEME):
        assert (one.tokens, one.reason) == (places[one.span.id], found[one.span.id][2]), one
        assert one.winner == found[one.span.id][3]


@given(judged_texts())
@settings(max_examples=200)
def test_what_leaves_is_taken_by_spacy_without_a_word(given_spans):
    doc, spans = given_spans
    judged = judge(spans, tokens_of(doc), SCHEME)
    for layer in ("flat", "wide"):
        leaving = [one for one in judged if one.tokens and one.span.label.startswith(layer)]
        doc.ents = [DocSpan(doc, *one.tokens, label="X") for one in leaving]
        assert len(doc.ents) == len(leaving)
        assert not any(one[0].is_space or one[-1].is_space for one in doc.ents)


@given(judged_texts())
@settings(max_examples=200)
def test_one_span_alone_is_judged_as_among_all(given_spans):
    doc, spans = given_spans
    tokens, held = tokens_of(doc), Spans(spans)
    all_together = judge(held, tokens, SCHEME, text=doc.text)
    for one in all_together:
        assert judge_one(one.span, held, tokens, SCHEME, text=doc.text) == one
        without = held.changed((one.span,), ())
        assert judge_one(one.span, without, tokens, SCHEME).tokens == one.tokens, "as if it were not made yet"


@given(judged_texts())
@settings(max_examples=100)
def test_who_would_leave_without_a_span_is_named(given_spans):
    doc, spans = given_spans
    tokens, held = tokens_of(doc), Spans(spans)
    for one in judge(held, tokens, SCHEME):
        named = losers(one, held, tokens, SCHEME)
        beaten = [other.span for other in judge(held, tokens, SCHEME) if other.winner == one.span]
        assert named == (beaten if one.tokens else [])


@given(judged_texts())
@settings(max_examples=200)
def test_warnings_never_keep_a_span_from_leaving(given_spans):
    doc, spans = given_spans
    tokens = tokens_of(doc)
    plain, warned = judge(spans, tokens, SCHEME), judge(spans, tokens, SCHEME, text=doc.text)
    for before, after in zip(plain, warned, strict=True):
        assert before == after._replace(warnings=())
        words = CROSSES if SCHEME.layer_of(after.span.label).rule == "flat" else CROSSES_FREE
        assert (words in after.warnings) == (
            after.tokens is not None and crosses_sentence(doc.text, after.span.start, after.span.end)
        )


def test_a_span_over_two_sentences_is_warned_of_and_leaves():
    text = "Dr. Ada met Tom. They left."
    tokens = tokens_of(english().make_doc(text))
    inside, over, free = judge(
        [Span("a", 0, 16, "flat/a", "a"), Span("b", 8, 21, "flat/b", "a"), Span("c", 8, 21, "free/c", "a")],
        tokens, SCHEME, text=text,
    )  # fmt: skip
    assert (inside.warnings, over.reason, free.warnings) == ((), OVERLAP, (CROSSES_FREE,))
    (alone,) = judge([over.span], tokens, SCHEME, text=text)
    assert (alone.warnings, alone.reason) == ((CROSSES,), "")
    assert alone.tokens is not None


def test_an_edge_between_tokens_is_white_space_and_one_in_a_token_is_half():
    assert verdicts((0, 4, "A"))[0].reason == WHITESPACE, "one space is no token"
    assert verdicts((8, 12, "A"))[0].reason == WHITESPACE
    assert verdicts((3, 7, "A"))[0].reason == HALF
    assert verdicts((3, 3, "A"))[0].reason == EMPTY
    assert verdicts((4, 8, "A"), alignment="contract")[0].tokens == (2, 3)
    assert verdicts((0, 4, "A"), alignment="expand")[0].tokens == (0, 1)


def test_the_shape_for_callers_that_know_no_warnings():
    span = Span("a", 0, 3, "A", "a")
    assert Judged(span, (0, 1)) == (span, (0, 1), "", None, ())


# ---- on what people marked
@pytest.mark.parametrize("name", ["brat_litbank", "brat_anem", "prodigy_drugs"])
def test_every_span_of_a_corpus_leaves_or_is_told(corpora, name):
    from annotator import shelf

    kind = shelf.load("intake", name.partition("_")[0])
    folder = corpora / name
    paths = sorted(folder.glob("*.ann") if name.startswith("brat") else folder.glob("*.jsonl"))[:30]
    scheme = Scheme([Layer("entities", "E", "flat")], [])
    total = leaving = 0
    for path in paths:
        for arrival in list(kind.read(path))[:300]:
            if isinstance(arrival, LeftOut):
                continue
            doc = english().make_doc(arrival.text)
            spans = [Span(f"s{at:04}", one.start, one.end, "entities/x", "a") for at, one in enumerate(arrival.spans)]
            judged = judge(spans, tokens_of(doc), scheme)
            places, found = plainly(spans, doc, scheme)
            assert [(one.tokens, one.reason) for one in judged] == [(places[s.id], found[s.id][2]) for s in spans]
            doc.ents = [DocSpan(doc, *one.tokens, label="X") for one in judged if one.tokens]
            assert len(doc.ents) == sum(one.tokens is not None for one in judged)
            assert all(one.tokens or one.reason for one in judged)
            total += len(spans)
            leaving += len(doc.ents)
    assert total > 100
    assert leaving > total / 2
