"""The two lanes beneath a line: the tags of entities, the bars and pills of claims, and the fold of what is more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF

from annotator.model.lanes import pack
from annotator.model.problem import counted
from annotator.ui.reading.layout import Box
from annotator.ui.reading.scene import Piece, Scene
from annotator.ui.reading.shapes import Fill, Pill, Placement, Spot, Words

LANE, FIRST, HEIGHT = 13, 3, 12  # from lane to lane, from the text box to the first, and how high one is
GAP = 5  # between two in one lane
FOLDED = 4  # thin bars that fit into the second lane


def place_lanes(pieces: Sequence[Piece], more: int, scene: Scene, placement: Placement) -> None:
    """Add what stands beneath one line of pieces to `placement`; `more` claims are only counted."""
    for one in pieces:
        if one.dim and not one.looks.flat:
            _place_underline(one, scene, placement)
    shown = [one for one in pieces if (one.box.starts if one.looks.flat else not one.dim)]
    if not shown:
        return
    # Entities lie nearest to the text, the longest first; then claims, the focused one first, then the shorter.
    shown.sort(key=_order)
    names = [_name(one, scene) for one in shown]
    extents = [_extent(one, name, scene.measure.zoom) for one, name in zip(shown, names, strict=True)]
    lanes = pack(extents, GAP * scene.measure.zoom, FOLDED + 1)
    folds = max(lanes) > 1
    hidden = 0
    for one, name, lane in zip(shown, names, lanes, strict=True):
        if not one.looks.flat:
            _place_bar(one, name, lane, folds, scene, placement)
        elif lane <= 1:
            _place_tag(one, name, lane, folds, scene, placement)
        else:
            hidden += 1
    if folds:
        claims = more + len({one.span.id for one in shown if not one.looks.flat})
        _place_note(shown[0].box, claims, hidden, scene, placement)


def _order(one: Piece) -> tuple[bool, bool, int, int]:
    length = one.span.end - one.span.start
    if one.looks.flat:
        return (False, False, -length, one.span.start)
    return (True, not one.focused, length, one.span.start)


class _Name(NamedTuple):
    """What a tag or pill says, where it begins and how wide it is."""

    text: str
    left: float
    width: float


def _name(one: Piece, scene: Scene) -> _Name:
    """Return the tag or pill at the start of a piece, which is its right end when it runs to the left."""
    measure, z, box, text = scene.measure, scene.measure.zoom, one.box, one.looks.tag
    if one.looks.flat:
        text = text + "?" if one.suggested else text
        width = measure.tag_width(text)
        left = box.right + z - width if box.start_right else box.left - z
    else:
        width = measure.tag_width(text) + 10 * z
        left = box.right - width if box.start_right else box.left
    return _Name(text, max(-scene.room, min(left, scene.width + scene.room - width)), width)


def _extent(one: Piece, name: _Name, z: float) -> tuple[float, float]:
    box = one.box
    if one.looks.flat:
        return name.left - z, name.left + z + name.width
    if not box.starts:
        return box.left, box.right
    return min(box.left, name.left), max(box.right, name.left + name.width + z)


def _top(box: Box, lane: int, scene: Scene) -> float:
    return box.line.top + box.line.box + (FIRST + LANE * lane) * scene.measure.zoom


def _place_tag(one: Piece, name: _Name, lane: int, folds: bool, scene: Scene, placement: Placement) -> None:
    measure, z, left, top = scene.measure, scene.measure.zoom, name.left, _top(one.box, lane, scene)
    grey = one.dim and not one.inside
    colour = scene.theme.colour("muted") if grey else one.looks.hue.ink
    area = measure.rect(left - z, top, left + name.width + z, top + HEIGHT * z)
    at = QPointF(measure.snap(left), measure.snap(top + 9.5 * z))
    placement.tags.append(Words(at, name.text, colour, True, area if folds and lane else None))
    placement.spots.append(Spot(area, one.span.id, one.span.end - one.span.start))


def _place_bar(one: Piece, name: _Name, lane: int, folds: bool, scene: Scene, placement: Placement) -> None:
    measure, z, box = scene.measure, scene.measure.zoom, one.box
    thin, focused = folds and lane >= 1, one.focused
    top = _top(box, 1, scene) + (1.5 + (min(lane, FOLDED) - 1) * 3 - 6) * z if thin else _top(box, lane, scene)
    middle = top + 6 * z
    thick = (3 if focused else 2) if thin or one.suggested else 5 if focused else 3
    upper = measure.snap(middle - thick / 2 * z)
    bar = Fill(measure.rect(box.left, upper, box.right, upper + measure.size(thick)), one.looks.hue.ink)
    (placement.dashes if one.suggested else placement.bars).append(bar)
    spot = bar.rect if thin else measure.rect(box.left, top, box.right, top + HEIGHT * z)
    placement.spots.append(Spot(spot, one.span.id, one.span.end - one.span.start))
    if box.ends and not one.suggested:
        _place_tick(one, middle, thin, scene, placement)
    if box.starts:
        if not thin or focused:
            _place_pill(one, name, min(lane, 1), thin, scene, placement)
        else:
            left = box.right - 8 * z if box.start_right else box.left
            block = measure.rect(left, middle - 2 * z, left + 8 * z, middle + 2 * z)
            placement.bars.append(Fill(block, one.looks.hue.ink))


def _place_tick(one: Piece, middle: float, thin: bool, scene: Scene, placement: Placement) -> None:
    measure, z = scene.measure, scene.measure.zoom
    width, up = (2, 2) if thin else (3, 4.5)
    left = one.box.left if one.box.end_left else one.box.right - width * z
    tick = measure.rect(left, middle - up * z, left + width * z, middle + up * z)
    placement.bars.append(Fill(tick, one.looks.hue.ink))


def _place_pill(one: Piece, name: _Name, lane: int, thin: bool, scene: Scene, placement: Placement) -> None:
    measure, z, hue = scene.measure, scene.measure.zoom, one.looks.hue
    left, top, width = name.left, _top(one.box, lane, scene), name.width
    if thin:  # the fold may hold tags where the focused claim begins: its pill stands after them
        grounds = [words.ground for words in placement.tags if words.ground is not None]
        here = [ground for ground in grounds if abs(ground.top() - top) < LANE * z]
        for ground in sorted(here, key=QRectF.left):
            if ground.left() < left + width and left < ground.right():
                left = ground.right() + 2 * z
    rect = measure.rect(left, top, left + width, top + HEIGHT * z)
    text = QPointF(rect.left() + 5 * z, measure.snap(top + 9.5 * z))
    page = scene.theme.colour("page")
    if one.suggested or one.unsaved:
        pen = measure.size(1)
        inner = rect.adjusted(pen / 2, pen / 2, -pen / 2, -pen / 2)
        pill = Pill(inner, text, name.text, page, hue.ink, hue.ink, pen)
    else:
        pill = Pill(rect, text, name.text, hue.ink, hue.on_pill, page if thin else None, 1.5 * z)
    placement.pills.append(pill)
    placement.spots.append(Spot(rect, one.span.id, one.span.end - one.span.start))


def _place_underline(one: Piece, scene: Scene, placement: Placement) -> None:
    measure, z, box = scene.measure, scene.measure.zoom, one.box
    colour = one.looks.hue.ink if one.inside else scene.theme.colour("thumb")
    y = box.line.top + box.line.box + 1.5 * z
    placement.bars.append(Fill(measure.rect(box.left, y, box.right, y + z), colour))
    for closed, x in ((box.closed_left, box.left), (box.closed_right, box.right - z)):
        if closed:
            placement.bars.append(Fill(measure.rect(x, y - 4 * z, x + z, y), colour))
    area = measure.rect(box.left, y - z, box.right, y + 3 * z)
    placement.spots.append(Spot(area, one.span.id, one.span.end - one.span.start))


def _place_note(box: Box, claims: int, tags: int, scene: Scene, placement: Placement) -> None:
    """Say in the margin how many claims are folded; without a margin, at the end of the second lane."""
    measure, z = scene.measure, scene.measure.zoom
    parts = [counted(claims, "claim")] if claims else []
    parts += [counted(tags, "more tag")] if tags else []
    text = ", ".join(parts)
    width, top = measure.note_width(text), _top(box, 1, scene)
    left, ground = scene.width + 10 * z, None
    if width + 14 * z > scene.room:
        # Not over a pill or tag that stands there: to the left of those in its way.
        held = [pill.rect for pill in placement.pills] + [one.ground for one in placement.tags if one.ground]
        left = scene.width - width
        for rect in sorted((one for one in held if abs(one.top() - top) < LANE * z), key=QRectF.right, reverse=True):
            if rect.left() < left + width + 3 * z and left - 3 * z < rect.right():
                left = rect.left() - 6 * z - width
        ground = measure.rect(left - 3 * z, top, left + width + 3 * z, top + HEIGHT * z)
    at = QPointF(measure.snap(left), measure.snap(top + 9.5 * z))
    placement.tags.append(Words(at, text, scene.theme.colour("muted"), False, ground))
