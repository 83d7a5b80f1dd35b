"""The sizes of the reading view at one zoom: fonts, column, lanes, and rounding to whole device pixels."""

from __future__ import annotations

from math import floor

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF

SERIF = ("DejaVu Serif", "Noto Serif", "Georgia", "Times New Roman")
SANS = ("DejaVu Sans", "Noto Sans", "Segoe UI", "Helvetica Neue", "Arial")
MONO = ("DejaVu Sans Mono", "Noto Sans Mono", "Consolas", "Menlo")
COLUMN = 648
FEWEST, MOST = 66, 75  # characters a line is meant to hold
_SAMPLE = "Ministers from both countries announced on Monday that the negotiations would be reopened before September."


class Measure:
    """Lengths in logical pixels; `ratio` is the device's pixels for each of them."""

    def __init__(self, zoom: float = 1.0, ratio: float = 1.0) -> None:
        self.zoom, self.ratio = zoom, ratio
        self.text_font = _font(SERIF, QFont.StyleHint.Serif, 17 * zoom)
        self.headline_font = _font(SERIF, QFont.StyleHint.Serif, 21 * zoom)
        self.tag_font = _font(SANS, QFont.StyleHint.SansSerif, 9.5 * zoom, bold=True)
        self.note_font = _font(SANS, QFont.StyleHint.SansSerif, 9.5 * zoom)
        self.cap_font = _font(MONO, QFont.StyleHint.Monospace, 11 * zoom)
        self.meta_font = _font(SANS, QFont.StyleHint.SansSerif, 11 * zoom)
        self._tags = QFontMetricsF(self.tag_font)
        self._notes = QFontMetricsF(self.note_font)
        self._widths: dict[str, float] = {}
        self._sizes: dict[float, float] = {}
        self.advance = self.mean_advance(_SAMPLE)
        self.column = self.snap(min(max(COLUMN * zoom, FEWEST * self.advance), MOST * self.advance))

    def mean_advance(self, text: str) -> float:
        """Return the mean width of a character of `text` in the article's font, at least one pixel."""
        return max(1.0, self.text_width(text) / max(1, len(text)))

    def text_width(self, text: str) -> float:
        """Return the width of `text` in the article's font, in one line."""
        return QFontMetricsF(self.text_font).horizontalAdvance(text)

    def snap(self, length: float) -> float:
        """Return `length` rounded to whole device pixels."""
        return floor(length * self.ratio + 0.5) / self.ratio

    def size(self, length: float) -> float:
        """Return a length given at zoom 1, scaled and rounded, never less than one device pixel."""
        found = self._sizes.get(length)
        if found is None:
            found = self._sizes[length] = max(1 / self.ratio, self.snap(length * self.zoom))
        return found

    def rect(self, left: float, top: float, right: float, bottom: float) -> QRectF:
        """Return the rectangle with its edges on whole device pixels, at least one wide and high."""
        ratio = self.ratio  # `snap`, written out: a page that is jumped to asks for a hundred of them
        x, y = floor(left * ratio + 0.5), floor(top * ratio + 0.5)
        width, height = floor(right * ratio + 0.5) - x, floor(bottom * ratio + 0.5) - y
        width, height = (width if width > 1 else 1), (height if height > 1 else 1)  # noqa: FURB136 - as above
        return QRectF(x / ratio, y / ratio, width / ratio, height / ratio)

    def tag_width(self, text: str) -> float:
        """Return the width of a tag's text."""
        width = self._widths.get(text)
        if width is None:
            width = self._widths[text] = self._tags.horizontalAdvance(text)
        return width

    def cap_width(self, key: str) -> float:
        """Return the width of a key's cap, at least 19 pixels at zoom 1."""
        return max(19 * self.zoom, QFontMetricsF(self.cap_font).horizontalAdvance(key) + 12 * self.zoom)

    def note_width(self, text: str) -> float:
        """Return the width of a margin note's text."""
        return self._notes.horizontalAdvance(text)


def _font(families: tuple[str, ...], hint: QFont.StyleHint, pixels: float, bold: bool = False) -> QFont:
    font = QFont()
    font.setFamilies(list(families))
    font.setStyleHint(hint)
    font.setPixelSize(max(1, floor(pixels + 0.5)))  # whole pixels: Qt rounds points to them as well
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return font
