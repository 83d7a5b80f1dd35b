"""The verdict on a span in words, with the tokens it cuts and the words of the span that leaves instead."""

from __future__ import annotations

from annotator.model.problem import counted
from annotator.model.scheme import Scheme
from annotator.model.tokens import Tokens, cut_token
from annotator.model.tongue import tr
from annotator.model.verdict import HALF, OVERLAP, WHITESPACE, Judged

LONGEST = 40  # code points of words that are quoted


def why(one: Judged, text: str, tokens: Tokens, scheme: Scheme) -> str:
    """Return why a span does not leave, "" where it does: a sentence without its stop, as it is listed."""
    span = one.span
    if one.reason == HALF:
        starts, ends = cut_token(text, tokens, span.start), cut_token(text, tokens, span.end)
        if starts and ends:
            return tr("it starts and ends inside a token: {tokens}", tokens=f"{_quoted(starts)}, {_quoted(ends)}")
        if starts:
            return tr("it starts inside a token: {token}", token=_quoted(starts))
        return tr("it ends inside a token: {token}", token=_quoted(ends))
    if one.reason == WHITESPACE:
        return tr(_white_space(text[span.start : span.end]))
    if one.reason == OVERLAP and one.winner is not None:
        other = one.winner
        return tr("it overlaps {words} ({label} {place}) in a flat layer, which leaves instead",
                  words=quoted(text[other.start : other.end]), label=scheme.label(other.label).name,
                  place=f"{other.start}-{other.end}")  # fmt: skip
    return tr(one.reason) if one.reason else ""


def whole_tokens(one: Judged) -> str:
    """Return of how many tokens a span is that leaves: "2 whole tokens"."""
    first, last = one.tokens or (0, 0)
    return counted(last - first, "whole token")


def quoted(words: str) -> str:
    """Return words on one line in quotation marks, cut where they are long."""
    shown = " ".join(words[: 10 * LONGEST].split())
    return _quoted(shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 1].rstrip()}\u2026")


def _quoted(words: str) -> str:
    return f"\u201c{words}\u201d"


def _white_space(words: str) -> str:
    starts, ends = words[:1].isspace(), words[-1:].isspace()
    if starts and ends:
        return "it starts and ends with white space, from which nothing is learnt"
    if ends:
        return "it ends with white space, from which nothing is learnt"
    return "it starts with white space, from which nothing is learnt" if starts else WHITESPACE
