"""How well text can be read, measured on what was painted: the extreme pixel of a text against its ground."""

from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage

RATIO = 4  # device pixels for each logical one: the core of a stroke is then painted in the text's own colour
ENOUGH = 4.5  # WCAG's contrast for text
SHARE = 0.12  # of a box: a colour that fills less of it is no ground


def luminance(colour: QColor) -> float:
    """Return the relative luminance of WCAG 2, 0 to 1."""
    parts = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


class Text(NamedTuple):
    """A text that was painted: what it is, where (logical pixels), and what it says."""

    kind: str
    box: QRectF
    words: str
    lines: frozenset[int] = frozenset()  # colours of what is drawn in lines here: a line that crosses it is no ground


class Reading(NamedTuple):
    """The worst contrast of a text's extreme pixel with one of its grounds."""

    contrast: float
    ink: str
    ground: str


class Picture:
    """What was painted, at RATIO device pixels for each logical one."""

    def __init__(self, width: float, height: float) -> None:
        self.image = QImage(round(width * RATIO), round(height * RATIO), QImage.Format.Format_RGB32)
        self.image.setDevicePixelRatio(RATIO)
        self.image.fill(0)

    def colours(self, box: QRectF) -> Counter[int]:
        """Return how often each colour lies in a box."""
        left, right = (min(max(0, round(x * RATIO)), self.image.width()) for x in (box.left(), box.right()))
        top, bottom = (min(max(0, round(y * RATIO)), self.image.height()) for y in (box.top(), box.bottom()))
        held: Counter[int] = Counter()
        for y in range(top, bottom):
            held.update(memoryview(self.image.constScanLine(y)).cast("I")[left:right])
        return held

    def read(self, box: QRectF, lines: frozenset[int] = frozenset()) -> Reading | None:
        """Return how well the text in a box can be read, None where the box is not in the picture or has one colour."""
        held = self.colours(box)
        for line in lines:
            del held[line]
        if len(held) < 2:
            return None
        ground = held.most_common(1)[0][0]
        ink = max(held, key=lambda colour: _between(colour, ground))
        grounds = [colour for colour, count in held.items() if count >= SHARE * held.total() and colour != ink]
        worst = min([ground, *grounds], key=lambda colour: _between(ink, colour))
        return Reading(_between(ink, worst), QColor(ink).name(), QColor(worst).name())


@cache
def _between(one: int, other: int) -> float:
    return contrast(QColor(one), QColor(other))


def short(picture: Picture, texts: Iterable[Text], where: str) -> list[str]:
    """Return a line for each text that falls short, or that is not there at all."""
    found: list[str] = []
    for text in texts:
        seen = picture.read(text.box, text.lines)
        if seen is None:
            found.append(f"{where}: {text.kind} {text.words!r} is not painted at {text.box.getRect()}")
        elif seen.contrast < ENOUGH:
            found.append(f"{where}: {text.kind} {text.words!r} has {seen.contrast:.2f}, {seen.ink} on {seen.ground}")
    return found
