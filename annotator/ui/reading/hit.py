"""What lies under a point of the page: a handle of the focused span, a span, a character, or nothing."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF

from annotator.ui.reading.page import Page

HANDLE = 16  # the side of a handle's area, at zoom 1


class Hit(NamedTuple):
    """The nearest thing that can be taken: `handle` is "start" or "end", `span` an id, `character` a code point."""

    handle: str = ""
    span: str = ""
    character: int | None = None


def hit(page: Page, point: QPointF) -> Hit:
    """Return what lies under a point: handles before spans, smaller spans before larger, spans before words."""
    handle = _handle(page, point)
    if handle:
        return Hit(handle=handle)
    at = page.index_at(point.y())
    inside = QPointF(point.x(), point.y() - page.top(at))
    spots = [spot for spot in page.placed(at).spots if spot.rect.contains(inside)]
    character = page.character_at(point.x(), point.y())
    if spots:
        return Hit(span=min(spots, key=lambda spot: spot.length).span, character=character)
    return Hit(character=character)


def _handle(page: Page, point: QPointF) -> str:
    half = HANDLE * page.measure.zoom / 2
    near = QRectF(point.x() - half, point.y() - half, 2 * half, 2 * half)
    best, found = 2 * half * half, ""
    for at in page.visible(near):
        for handle in page.placed(at).handles:
            middle = handle.at + QPointF(0, page.top(at))
            across = (middle.x() - point.x()) ** 2 + (middle.y() - point.y()) ** 2
            if near.contains(middle) and across <= best:
                best, found = across, "start" if handle.is_start else "end"
    return found
