"""A curve: which share of a layer's spans has at most n tokens, and up to where the suggester of the bundle goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.model.tongue import tr

if TYPE_CHECKING:
    from annotator.ui.theme import Theme

USUAL = 3  # tokens: the longest span that spaCy's own suggester offers where nobody says otherwise
LEFT, TOP, BOTTOM, RIGHT = 32, 24, 20, 12  # pixels around the curve
ROW = 13  # pixels from the top: the foot of the words above it
HUE = "rust"  # of the curve
DOT = 4  # pixels, the radius of a mark on the curve
FEW, STEPS = 12, (1, 2, 5, 10, 20, 50, 100, 200, 500)  # numbers beneath the curve, and what may lie between two


class Lengths(NamedTuple):
    """How many spans of a layer have which length in tokens, and which lengths are suggested (none: no suggester)."""

    counts: Mapping[int, int]
    suggested: Sequence[int] = ()

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Lengths:
        """Return what the shell tells of a layer."""
        return cls({int(length): count for length, count in told.get("lengths", {}).items()}, told.get("suggester", ()))

    @property
    def total(self) -> int:
        """Return how many spans there are."""
        return sum(self.counts.values())

    @property
    def longest(self) -> int:
        """Return the length of the longest span or suggestion, in tokens."""
        return max([1, *self.counts, *self.suggested])

    def share(self, longest: int) -> float:
        """Return the share of the spans that have at most `longest` tokens, 0 to 1."""
        return sum(count for length, count in self.counts.items() if length <= longest) / max(1, self.total)

    @property
    def covered(self) -> float:
        """Return the share of the spans that are suggested, 0 to 1; all where there is no suggester."""
        if not self.suggested:
            return 1.0
        return sum(self.counts.get(length, 0) for length in self.suggested) / max(1, self.total)

    @property
    def words(self) -> str:
        """Return what the curve says, in a sentence."""
        if not self.suggested:
            return tr("No suggester: spans of any length are learnt, the longest has {longest} tokens.",
                      longest=f"{self.longest:,}")  # fmt: skip
        return tr("Spans of up to {most} tokens are suggested: {share} of {total}. spaCy\u2019s default, up to "
                  "{usual}: {few}.", most=f"{max(self.suggested):,}", share=percent(self.covered),
                  total=f"{self.total:,}", usual=USUAL, few=percent(self.share(USUAL)))  # fmt: skip


def percent(share: float) -> str:
    """Return a share as a whole percentage; only all is 100 %, and only nothing is 0 %."""
    rounded = round(100 * share)
    if rounded == 100 and share < 1:
        rounded = 99
    return f"{max(rounded, 1) if share else 0} %"


class Coverage(QWidget):
    """Painted by hand; a screen reader is told the same in words."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._colour, self._ink = theme.colour, theme.hue(HUE).ink
        self.lengths = Lengths({})
        self.setMinimumSize(240, 98)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Share of the spans by length"))

    def show_lengths(self, lengths: Lengths) -> None:
        """Show the curve of one layer."""
        self.lengths = lengths
        self.setAccessibleDescription(lengths.words)
        self.update()

    def place(self, length: int, share: float) -> QPointF:
        """Return where a length and a share lie, in pixels."""
        room = QRectF(LEFT, TOP, self.width() - LEFT - RIGHT, self.height() - TOP - BOTTOM)
        across = (length - 1) / max(1, self.lengths.longest - 1)
        return QPointF(room.left() + across * room.width(), room.bottom() - share * room.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - it is small
        """Paint the axes, the curve and the marks on it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        font.setPixelSize(10)
        painter.setFont(font)
        self._axes(painter)
        if self.lengths.total:
            self._curve(painter)
            self._marks(painter)
        painter.end()

    def _axes(self, painter: QPainter) -> None:
        for share in (0.0, 0.5, 1.0):
            start, end = self.place(1, share), self.place(self.lengths.longest, share)
            painter.setPen(self._colour("line"))
            painter.drawLine(start, end)
            painter.setPen(self._colour("muted"))
            aside = QRectF(0, start.y() - 7, LEFT - 6, 14)
            painter.drawText(aside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{share * 100:g}")
        for length in lengths_named(self.lengths.longest):
            below = QRectF(self.place(length, 0).x() - 20, self.height() - BOTTOM + 4, 40, 14)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(length))

    def _curve(self, painter: QPainter) -> None:
        painter.setPen(QPen(self._ink, 2))
        last, steps = self.lengths.longest, max(1, self.lengths.longest // 400)
        lengths = [*range(1, last, steps), last]
        painter.drawPolyline([self.place(length, self.lengths.share(length)) for length in lengths])

    def _marks(self, painter: QPainter) -> None:
        cap = max(self.lengths.suggested, default=0)
        if cap:
            top, foot = self.place(cap, 1.0).toPoint(), self.place(cap, 0.0).toPoint()
            painter.setPen(QPen(self._colour("accent"), 2, Qt.PenStyle.DashLine))
            painter.drawLine(foot, top)
        if self.lengths.longest > USUAL:
            self._ring(painter, self.place(USUAL, self.lengths.share(USUAL)))
        for at, words, colour in self.names(painter.fontMetrics()):
            painter.setPen(self._colour(colour))
            painter.drawText(at, words)
            if colour == "text":
                self._ring(painter, QPointF(at.x() - 3 * DOT + 3, at.y() - DOT))

    def names(self, metrics: QFontMetrics) -> list[tuple[QPointF, str, str]]:
        """Return the words of the marks, where each begins on its line, in pixels, and its colour.

        They stand in a row above the curve, wherever that goes: what the ring is on the left, the cap beside its line.
        """
        found: list[tuple[QPointF, str, str]] = []
        left = float(LEFT)
        if self.lengths.longest > USUAL:
            words = tr("1\u2013{usual}: {share}", usual=USUAL, share=percent(self.lengths.share(USUAL)))
            found.append((QPointF(left + 3 * DOT, ROW), words, "text"))
            left += 6 * DOT + metrics.horizontalAdvance(words)
        cap = max(self.lengths.suggested, default=0)
        if cap:
            words = tr("suggested, up to {most}", most=f"{cap:,}")
            latest = self.width() - RIGHT - metrics.horizontalAdvance(words)
            found.append((QPointF(max(left, min(self.place(cap, 1.0).x(), latest)), ROW), words, "accent"))
        return found

    def _ring(self, painter: QPainter, at: QPointF) -> None:
        painter.setPen(QPen(self._ink, 2))
        painter.setBrush(self._colour("page"))
        painter.drawEllipse(at, DOT, DOT)


def lengths_named(longest: int) -> list[int]:
    """Return the lengths that are written beneath the curve: the first, round ones, never more than a dozen."""
    step = next((one for one in STEPS if longest / one <= FEW - 2), longest)
    named = [1, *(length for length in range(step, longest + 1, step) if length > 1)]
    return [one for one in named if one == 1 or one - 1 >= step / 2]
