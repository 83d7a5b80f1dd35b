"""What a kind's format can hold."""

from __future__ import annotations

from typing import NamedTuple

UNNOTED = "the note on a span, which this format does not hold"  # of a span that leaves


class Holds(NamedTuple):
    """Whether overlaps, the exact text, links, notes on spans, and the marks of several authors survive in a format."""

    overlap: bool
    exact_text: bool
    links: bool
    notes: bool
    authors: bool
