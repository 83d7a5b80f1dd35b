"""What spaCy will do with each span: one judgement, shared by `check`, the window and the exports.

Pure: the token offsets are given. Offsets are code points. A reason tells why a span does not leave; a warning tells
what is to be known of one that does.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

from annotator.model.mark import Layer, Span
from annotator.model.scheme import Scheme
from annotator.model.sentences import crosses_sentence
from annotator.model.spans import Spans
from annotator.model.tokens import Bounds, Tokens

OK = ""
HALF = "it starts or ends inside a token"
WHITESPACE = "it starts or ends with white space, from which nothing is learnt"
DUPLICATE = "the same range and label stand twice"
EMPTY = "it holds no token"
OVERLAP = "it overlaps a longer or earlier span in a flat layer, which leaves instead"
# Warnings: the span leaves.
CROSSES = "it goes over the end of a sentence: where sentences are split before, an entity like it is never found"
CROSSES_FREE = "it goes over the end of a sentence: where spans are sought sentence by sentence, it is never found"


class Judged(NamedTuple):
    """A span, the tokens it leaves as (None: it does not leave), and the reason where it does not."""

    span: Span
    tokens: Bounds | None
    reason: str = OK
    winner: Span | None = None  # which leaves instead
    warnings: tuple[str, ...] = ()  # of a span that leaves

    @property
    def sentence(self) -> str:
        """Return the reason with the place of the winner, as it is listed."""
        if self.winner is None or self.reason != OVERLAP:
            return self.reason
        return f"it overlaps {self.winner.start}-{self.winner.end} in a flat layer, which leaves instead"


def judge(spans: Iterable[Span], tokens: Tokens, scheme: Scheme, *, text: str = "") -> list[Judged]:
    """Return the verdict on each span, in the order given.

    A layer says whether it is flat and how its spans are aligned. In a flat layer, of overlapping spans the longest
    leaves, then the earliest, then the one with the smaller id.

    With `text`, the whole article, spans that go over the end of a sentence are warned of.
    """
    layers: dict[str, Layer] = {}
    judged: list[Judged] = []
    for span in spans:
        layer = layers.get(span.label)
        if layer is None:
            layer = layers[span.label] = scheme.layer_of(span.label)
        judged.append(_aligned(span, tokens, layer.alignment))
    judged = _once(judged)
    taken: dict[str, list[Judged]] = {}
    for one in judged:
        if one.tokens is not None and (layer := layers[one.span.label]).rule == "flat":
            taken.setdefault(layer.id, []).append(one)
    lost = {loser.id: winner for held in taken.values() for loser, winner in _overlaps(held)}
    if lost:
        judged = [
            Judged(one.span, None, OVERLAP, lost[one.span.id]) if one.span.id in lost and one.tokens else one
            for one in judged
        ]
    return [_warned(one, layers[one.span.label], text) if one.tokens else one for one in judged] if text else judged


def judge_one(span: Span, spans: Spans, tokens: Tokens, scheme: Scheme, *, text: str = "") -> Judged:
    """Return the verdict on `span` as `judge` gives it among `spans` and itself: only what decides it is looked at.

    `spans` are one author's; `span` may be one of them, or one that is not made yet.
    """
    layer = scheme.layer_of(span.label)
    deciding: dict[str, Span] = {}
    ahead = [span]
    while ahead:
        one = ahead.pop()
        if one.id not in deciding:
            deciding[one.id] = one
            ahead += _rivals(one, spans, tokens, scheme, layer)
    judged = judge(deciding.values(), tokens, scheme, text=text)
    return next(one for one in judged if one.span.id == span.id)


def losers(judged: Judged, spans: Spans, tokens: Tokens, scheme: Scheme) -> list[Span]:
    """Return those of `spans` that leave without the span of `judged`, and do not because of it; in their order."""
    if judged.tokens is None:
        return []
    span, layer = judged.span, scheme.layer_of(judged.span.label)
    found: list[Span] = []
    for one in _touching(span, spans, tokens, scheme, layer):
        after = judge_one(one, _with(spans, span), tokens, scheme)
        if after.tokens is None and after.winner == span:
            found.append(one)
    return found


def _with(spans: Spans, span: Span) -> Spans:
    return spans if spans.get(span.id) is not None else spans.changed((), (span,))


def _rivals(span: Span, spans: Spans, tokens: Tokens, scheme: Scheme, layer: Layer) -> list[Span]:
    """Return the spans that may keep `span` from leaving: of its tokens and label, and longer ones of a flat layer."""
    mine = _aligned(span, tokens, layer.alignment).tokens
    if mine is None:
        return []
    found: list[Span] = []
    least = mine[1] - mine[0]  # code points of one with as many tokens; most spans are shorter, and not looked at
    for one in _touching(span, spans, tokens, scheme, layer, least):
        theirs = _aligned(one, tokens, layer.alignment).tokens
        if theirs is None:
            continue
        same = theirs == mine and one.label == span.label and one.id < span.id
        above = layer.rule == "flat" and _claim(theirs, one) < _claim(mine, span)
        if same or (above and theirs[0] < mine[1] and mine[0] < theirs[1]):
            found.append(one)
    return found


def _claim(tokens: Bounds, span: Span) -> tuple[int, int, str]:
    """Return what decides who of a flat layer leaves: the longest, then the earliest, then the smaller id."""
    return tokens[0] - tokens[1], tokens[0], span.id


def _touching(span: Span, spans: Spans, tokens: Tokens, scheme: Scheme, layer: Layer, least: int = 0) -> list[Span]:
    """Return the other spans of the layer, of at least so many code points, that share a token with `span`."""
    around = tokens.around(span.start, span.end)
    start, end = tokens.bounds(*around) if around else (span.start, span.end)
    near = spans.touching(min(start, span.start), max(end, span.end))
    near = (one for one in near if one.end - one.start >= least and one.id != span.id)
    return [one for one in near if scheme.layer_of(one.label).id == layer.id]


def _aligned(span: Span, tokens: Tokens, alignment: str) -> Judged:
    found = tokens.cover(span.start, span.end)
    if found is not None and found[0] not in tokens.space and found[1] - 1 not in tokens.space:
        return Judged(span, found)
    if span.start >= span.end:
        return Judged(span, None, EMPTY)
    if alignment == "strict":
        half = tokens.within(span.start) is not None or tokens.within(span.end) is not None
        return Judged(span, None, HALF if half else WHITESPACE)
    found = (tokens.inside if alignment == "contract" else tokens.around)(span.start, span.end)
    return Judged(span, found) if found is not None else Judged(span, None, EMPTY)


def _once(judged: list[Judged]) -> list[Judged]:
    """Keep the first, by id, of spans that would leave as the same tokens and label."""
    held: dict[tuple[str, Bounds], Span] = {}
    twice = False
    for one in judged:
        if one.tokens is not None:
            place = (one.span.label, one.tokens)
            first = held.setdefault(place, one.span)
            if first is not one.span:
                twice = True
                if one.span.id < first.id:
                    held[place] = one.span
    if not twice:
        return judged
    kept: list[Judged] = []
    for one in judged:
        first = held[one.span.label, one.tokens] if one.tokens is not None else one.span
        kept.append(one if first.id == one.span.id else Judged(one.span, None, DUPLICATE, first))
    return kept


def _overlaps(held: list[Judged]) -> Iterable[tuple[Span, Span]]:
    """Yield each span that does not leave with the one that leaves instead."""
    order = sorted(held, key=lambda one: _claim((_start(one), _end(one)), one.span))
    starts: list[int] = []  # of those that leave, in order; they never overlap
    leaving: list[Judged] = []
    for one in order:
        start, end = _start(one), _end(one)
        at = bisect_left(starts, start + 1)
        if at and _end(leaving[at - 1]) > start:
            yield one.span, leaving[at - 1].span
        elif at < len(starts) and starts[at] < end:
            yield one.span, leaving[at].span
        else:
            starts.insert(at, start)
            leaving.insert(at, one)


def _start(one: Judged) -> int:
    return one.tokens[0] if one.tokens else 0


def _end(one: Judged) -> int:
    return one.tokens[1] if one.tokens else 0


def _warned(one: Judged, layer: Layer, text: str) -> Judged:
    """Return the verdict on a span that leaves with what is to be known of it."""
    if not crosses_sentence(text, one.span.start, one.span.end):
        return one
    return one._replace(warnings=(CROSSES if layer.rule == "flat" else CROSSES_FREE,))
