"""Where a quotation begins and ends: between its marks, within one paragraph.

Straight marks open where no letter stands before them and close where none follows. Single marks are not looked at,
because the apostrophe is one.
"""

from __future__ import annotations

from annotator.model.characters import Bounds, is_boundary

REACH = 2_000  # code points that a quotation is looked for on each side

_PAIRS = {"\u201c": "\u201d", "\u00ab": "\u00bb", "\u201e": "\u201c\u201d", "\u300c": "\u300d", "\u300e": "\u300f"}
_MARKS = frozenset('\u201c\u201d\u00ab\u00bb\u201e\u300c\u300d\u300e\u300f"')


def quotation_at(text: str, at: int) -> Bounds | None:
    """Return the quotation around `at` with its marks, None where there is none."""
    start = _opening(text, at)
    if start is None:
        return None
    closing = _PAIRS.get(text[start], '"')
    for place in range(max(at, start + 1), min(len(text), start + REACH)):
        sign = text[place]
        if sign == "\n" or (sign in _MARKS and sign not in closing and _opens(text, place)):
            return None
        if sign in closing and not (sign == '"' and _opens(text, place)):
            return (start, place + 1) if is_boundary(text, start) and is_boundary(text, place + 1) else None
    return None


def _opening(text: str, at: int) -> int | None:
    for place in range(min(at, len(text) - 1), max(-1, at - REACH), -1):
        sign = text[place]
        if sign == "\n":
            return None
        if sign in _MARKS:
            if _opens(text, place):
                return place
            if place < at:
                return None  # one that ended before
    return None


def _opens(text: str, place: int) -> bool:
    """Return whether the mark at `place` opens; German closes with the mark that opens in English."""
    sign = text[place]
    if sign not in '"\u201c\u00bb':
        return sign in _PAIRS
    return (place == 0 or not (text[place - 1].isalnum() or text[place - 1] in ".,!?;:\u2026)")) and (
        place + 1 < len(text) and not text[place + 1].isspace()
    )
