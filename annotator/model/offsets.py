"""Code points to UTF-16 units and back: the only place that counts in UTF-16.

Python, spaCy and SQLite count code points; Qt counts UTF-16 units, in which every astral character takes two.
"""

from __future__ import annotations

import re
from bisect import bisect_left

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class Utf16Map:
    """The two-way map for one text; free where the text has no astral character."""

    __slots__ = ("_places", "_units")

    def __init__(self, text: str) -> None:
        places = [] if text.isascii() else [match.start() for match in _ASTRAL.finditer(text)]
        self._places = places  # code points of the astral characters
        self._units = [place + before for before, place in enumerate(places)]  # the same places, in UTF-16 units

    def to_units(self, code_point: int) -> int:
        """Return the UTF-16 offset of a code point offset."""
        return code_point + bisect_left(self._places, code_point) if self._places else code_point

    def to_code_points(self, unit: int) -> int:
        """Return the code point offset of a UTF-16 offset; a low surrogate snaps to its character's start."""
        return unit - bisect_left(self._units, unit) if self._units else unit
