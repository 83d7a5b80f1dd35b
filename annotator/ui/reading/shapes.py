"""The shapes that the marks of a paragraph become: values, in logical pixels from its top left corner."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainterPath


class Chip(NamedTuple):
    """A rounded ground behind words, square on the sides where a line break cuts it."""

    rect: QRectF
    fill: QColor | None
    outline: QColor | None
    pen: float
    radius: float
    round_left: bool
    round_right: bool
    dashed: bool = False


class Fill(NamedTuple):
    """A plain rectangle: a tint, a bar, a tick."""

    rect: QRectF
    colour: QColor


class Pill(NamedTuple):
    """A label's name on its ink, or hollow."""

    rect: QRectF
    text: QPointF  # where its baseline begins
    tag: str
    ground: QColor
    ink: QColor
    edge: QColor | None
    edge_pen: float


class Words(NamedTuple):
    """A tag or a margin note. `ground` is cleared to the page where bars might run beneath."""

    at: QPointF  # where the baseline begins
    text: str
    colour: QColor
    bold: bool
    ground: QRectF | None = None


class Handle(NamedTuple):
    """One end of the focused span, to be dragged."""

    at: QPointF
    is_start: bool


class Cap(NamedTuple):
    """A key in the margin."""

    rect: QRectF
    key: str


class Spot(NamedTuple):
    """A place that focuses a span when clicked."""

    rect: QRectF
    span: str
    length: int


@dataclass(slots=True)
class Placement:
    """All shapes of one paragraph, in the order they are painted."""

    tints: list[Fill] = field(default_factory=list[Fill])
    chips: list[Chip] = field(default_factory=list[Chip])
    rings: list[QPainterPath] = field(default_factory=list[QPainterPath])
    bars: list[Fill] = field(default_factory=list[Fill])
    dashes: list[Fill] = field(default_factory=list[Fill])
    tags: list[Words] = field(default_factory=list[Words])
    pills: list[Pill] = field(default_factory=list[Pill])
    handles: list[Handle] = field(default_factory=list[Handle])
    caps: list[Cap] = field(default_factory=list[Cap])
    spots: list[Spot] = field(default_factory=list[Spot])

    def join(self, other: Placement) -> None:
        """Take in the shapes of another line."""
        self.tints += other.tints
        self.chips += other.chips
        self.rings += other.rings
        self.bars += other.bars
        self.dashes += other.dashes
        self.tags += other.tags
        self.pills += other.pills
        self.handles += other.handles
        self.spots += other.spots
        self.caps += other.caps
