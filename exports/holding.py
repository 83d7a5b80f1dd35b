"""What a kind's format can hold."""

from __future__ import annotations

from typing import NamedTuple


class Holds(NamedTuple):
    """Whether overlaps, the exact text, links, and the marks of several authors survive in a format."""

    overlap: bool
    exact_text: bool
    links: bool
    authors: bool
