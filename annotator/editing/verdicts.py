"""What spaCy will do with what is in focus: with a span, and with the one that a label's key would make.

Only what decides it is looked at, so that it can be told beside every key.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from annotator.editing.state import State
from annotator.model.mark import Layer, Span
from annotator.model.tokens import Bounds, Tokens
from annotator.model.tongue import tr
from annotator.model.verdict import Judged, judge_one, losers
from annotator.model.verdict_words import quoted, whole_tokens, why

LONGEST = 500  # code points of a selection up to which the spans are named that would not leave because of it
Kind = Literal["ok", "warning", "lost", "none"]
HEADS: dict[Kind, str] = {
    "ok": "Trainable", "warning": "Trainable, with a warning", "lost": "Left out", "none": "No verdict",
}  # fmt: skip
_WORST: tuple[Kind, ...] = ("none", "lost", "warning", "ok")


class Verdict(NamedTuple):
    """What will be done with a range, in a word and a sentence; which tokens it leaves as; what is wrong."""

    kind: Kind
    why: str
    tokens: Bounds | None = None
    trouble: str = ""

    @property
    def head(self) -> str:
        """Return the verdict in a word."""
        return tr(HEADS[self.kind])


def verdict(state: State) -> Verdict | None:
    """Return the verdict on what is in focus; None for a bare caret, and until the tokens are known."""
    held = state.range
    if held is None or state.number == 0:
        return None
    if state.tokens is None:
        return Verdict("none", _said(state.tokenless)) if state.tokenless else None
    span = state.focused or state.target
    if span is not None:
        return _of_span(state, span._replace(author=state.author), state.tokens)
    return _of_selection(state, held, state.tokens)


def trouble(state: State) -> str:
    """Return in a line what is to be known of what is in focus, "" where it can be learnt from as it is."""
    found = verdict(state) if state.tokens is not None else None
    return f"\u25b2 {found.head}: {found.trouble}" if found is not None and found.trouble else ""


def _of_span(state: State, span: Span, tokens: Tokens) -> Verdict:
    one = judge_one(span, state.marks.spans, tokens, state.scheme, text=state.text)
    layer = state.scheme.layer_of(span.label)
    if one.tokens is None:
        return _lost(state, one, tokens)
    goes = tr("{tokens}, goes to doc.ents.") if layer.rule == "flat" else tr('{tokens}, goes to doc.spans["{layer}"].')
    said = [goes.format(tokens=whole_tokens(one), layer=layer.id), *_as(state, one, tokens)]
    return _leaving(one, said, _warnings(one))


def _lost(state: State, one: Judged, tokens: Tokens) -> Verdict:
    said = _said(why(one, state.text, tokens, state.scheme))
    return Verdict("lost", said, trouble=said)


def _leaving(one: Judged, said: list[str], warned: list[str]) -> Verdict:
    return Verdict("warning" if warned else "ok", " ".join([*said, *warned]), one.tokens, " ".join(warned))


def _as(state: State, one: Judged, tokens: Tokens) -> list[str]:
    """Return as which words a span leaves, where its layer lets it leave as others than its own."""
    start, end = tokens.bounds(*one.tokens) if one.tokens else (one.span.start, one.span.end)
    if (start, end) == (one.span.start, one.span.end):
        return []
    return [tr("It leaves as {words}.", words=quoted(state.text[start:end]))]


def _warnings(one: Judged) -> list[str]:
    return [_said(tr(warning)) for warning in one.warnings]


# ---- before the key is pressed
def _of_selection(state: State, held: Bounds, tokens: Tokens) -> Verdict:
    """Return what the key of a label would make of the selection: of each layer, where they differ."""
    found: dict[str, Verdict] = {}
    for layer in state.scheme.layers:
        if state.scheme.labels_in(layer.id):
            # With none of its labels, whose key would only focus the span that has it on the range already.
            span = Span(state.fresh, *held, f"{layer.id}/", state.author)
            found[layer.name] = _of_new(state, span, layer, tokens)
    if not found:
        return Verdict("none", tr("There is no label yet."))
    kinds: set[Kind] = {one.kind for one in found.values()}
    worst = min(kinds, key=_WORST.index)
    first = next(iter(found.values()))
    if len({(one.kind, one.why) for one in found.values()}) == 1:
        return first
    # Nearly every claim has entities in it: that none of its words could be one as well is no trouble by itself.
    troubles = [f"{name}: {one.trouble}" for name, one in found.items() if one.trouble]
    trouble = " ".join(troubles) if len(troubles) == len(found) else ""
    return Verdict(worst, "\n".join(f"{name}: {one.why}" for name, one in found.items()), first.tokens, trouble)


def _of_new(state: State, span: Span, layer: Layer, tokens: Tokens) -> Verdict:
    one = judge_one(span, state.marks.spans, tokens, state.scheme, text=state.text)
    if one.tokens is None:
        return _lost(state, one, tokens)
    said, warned = [f"{whole_tokens(one)}.", *_as(state, one, tokens)], _warnings(one)
    beaten = []
    if layer.rule == "flat" and span.end - span.start <= LONGEST:
        beaten = losers(one, state.marks.spans, tokens, state.scheme)
    if beaten:
        words = ", ".join(quoted(state.text[other.start : other.end]) for other in beaten[:3])
        more = "\u2026" if len(beaten) > 3 else ""
        warned.append(tr("{words} would not leave any more.", words=f"{words}{more}"))
    return _leaving(one, said, warned)


def _said(sentence: str) -> str:
    """Return a sentence with its capital and its stop."""
    stop = "" if sentence.endswith((".", "\u2026")) else "."
    return f"{sentence[:1].upper()}{sentence[1:]}{stop}"
