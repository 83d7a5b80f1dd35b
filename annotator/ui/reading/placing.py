"""Where the marks of a paragraph are painted: chips and tints behind the words, lanes beneath each line, rings.

The figures are those of the design at zoom 1; every rectangle ends on whole device pixels.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from annotator.model.lanes import segments
from annotator.model.mark import Span
from annotator.ui.reading.lanes import place_lanes
from annotator.ui.reading.layout import Box, LaidOut
from annotator.ui.reading.scene import Piece, Scene
from annotator.ui.reading.shapes import Cap, Chip, Fill, Handle, Placement, Spot

MOST_TINTS = 3  # over one another at one place
MOST_OVER = 12  # claims that go over a whole paragraph and beyond it: more would lie on one another in the fold
CAPS, CAPS_OFF, CAP, CAP_GAP = ("Y", "Del"), 20, 17, 3  # the keys of a suggestion, beside the column, high, between
FAINT = 0.07  # the strength of the grey behind an entity of another author


# By the first place of a line: its pieces when it was placed, how many claims were only counted, and what was placed.
Known = dict[int, tuple[list[Piece], int, Placement]]


def place(
    laid: LaidOut,
    spans: Iterable[Span],
    suggested: Iterable[Span],
    others: Iterable[Span],
    scene: Scene,
    known: Known | None = None,
) -> Placement:
    """Return the shapes of `spans`, `suggested` ones and faint ones of others in a laid-out paragraph.

    What `known` holds of an earlier time, with the same labels' looks, is taken from there where nothing on its line
    looks otherwise; what is placed anew is kept in it.
    """
    if laid.blank:  # what goes over a blank line on its way has neither words nor room there
        spans, suggested, others = (_within(laid, held) for held in (spans, suggested, others))
    by_line: dict[int, list[Piece]] = {}
    kept, more = _thinned(laid, spans, scene)
    for offered, held in ((False, kept), (True, suggested)):
        for span in held:
            for piece in scene.pieces(span, laid.boxes(span.start, span.end), offered):
                by_line.setdefault(piece.box.line.start, []).append(piece)
    placement = Placement()
    for span in others:
        _place_faint(laid, span, scene, placement)
    known = {} if known is None else known
    for start, pieces in by_line.items():
        held = known.get(start)
        if held is None or held[:2] != (pieces, more):
            held = known[start] = (pieces, more, _placed_line(pieces, more, scene))
        placement.join(held[2])
    return placement


def _within(laid: LaidOut, spans: Iterable[Span]) -> list[Span]:
    return [one for one in spans if laid.start <= one.start and one.end <= laid.end]


def _placed_line(pieces: list[Piece], more: int, scene: Scene) -> Placement:
    placement = Placement()
    _place_tints(pieces, scene, placement)
    _place_chips(pieces, scene, placement)
    place_lanes(pieces, more, scene, placement)
    _place_rings(pieces, scene, placement)
    return placement


def _thinned(laid: LaidOut, spans: Iterable[Span], scene: Scene) -> tuple[list[Span], int]:
    """Return the spans to place, and how many claims over the whole paragraph are left out of the fold."""
    kept: list[Span] = []
    over: list[Span] = []
    for span in spans:
        covers = span.start < laid.start and span.end > laid.end and not scene.looks(span.label).flat
        (over if covers and not scene.is_focused(span) else kept).append(span)
    over.sort(key=lambda span: span.end - span.start)
    return kept + over[:MOST_OVER], max(0, len(over) - MOST_OVER)


def _place_faint(laid: LaidOut, span: Span, scene: Scene, placement: Placement) -> None:
    """Place a span of another author: a grey ground for an entity, a thin line under a claim; neither has a tag."""
    measure, z, flat = scene.measure, scene.measure.zoom, scene.looks(span.label).flat
    colour = scene.tint([(scene.theme.colour("text"), FAINT)]) if flat else scene.theme.colour("thumb")
    for box in laid.boxes(span.start, span.end):
        top, bottom = box.line.top, box.line.top + box.line.box
        if flat:
            rect = measure.rect(box.left - 2 * z, top - z, box.right + 2 * z, bottom + z)
            placement.chips.append(Chip(rect, colour, None, 0, 4 * z, box.closed_left, box.closed_right))
        else:
            rect = measure.rect(box.left, bottom + 1.5 * z, box.right, bottom + 2.5 * z)
            placement.bars.append(Fill(rect, colour))


def _place_tints(pieces: list[Piece], scene: Scene, placement: Placement) -> None:
    tinted = [one for one in pieces if not (one.looks.flat or one.dim or one.suggested)]
    # The focused claim comes first, then those inside it, then the shorter: only so many are painted on one place.
    tinted.sort(key=_depth)
    strength = scene.theme.tint
    for low, high, covering in segments([(one.box.left, one.box.right) for one in tinted], len(tinted)):
        shown = [tinted[at] for at in covering]
        if shown[0].focused:  # it clears what lies beneath it
            shown = [one for one in shown if one is shown[0] or one.inside]
        inks = [(one.looks.hue.ink, strength * (1.9 if one.focused else 1)) for one in shown[:MOST_TINTS]]
        line, z = shown[0].box.line, scene.measure.zoom
        rect = scene.measure.rect(low, line.top - z, high, line.top + line.box + z)
        placement.tints.append(Fill(rect, scene.tint(inks)))


def _depth(one: Piece) -> tuple[bool, bool, int]:
    return (not one.focused, not one.inside, one.span.end - one.span.start)


def _place_chips(pieces: list[Piece], scene: Scene, placement: Placement) -> None:
    flat = [one for one in pieces if one.looks.flat]
    flat.sort(key=lambda one: (one.suggested, one.span.start - one.span.end, one.span.start))
    longer: list[Box] = []
    for one in flat:
        nested = any(one.box.left < other.right and other.left < one.box.right for other in longer)
        if not one.suggested:
            longer.append(one.box)
        chip = _chip(one, nested and not one.suggested, scene)
        placement.chips.append(chip)
        placement.spots.append(Spot(chip.rect, one.span.id, one.span.end - one.span.start))


def _chip(one: Piece, nested: bool, scene: Scene) -> Chip:
    box, z, ink = one.box, scene.measure.zoom, one.looks.hue.ink
    top, bottom = box.line.top, box.line.top + box.line.box
    sides = box.closed_left, box.closed_right
    if one.suggested:
        rect = scene.measure.rect(box.left - 1.5 * z, top - 0.5 * z, box.right + 1.5 * z, bottom + 0.5 * z)
        outline = scene.theme.colour("thumb") if one.dim else ink
        return Chip(rect, None, outline, 1.25 * z, 4 * z, *sides, dashed=True)
    if nested:
        rect = scene.measure.rect(box.left, top + 0.5 * z, box.right, bottom - 0.5 * z)
    else:
        rect = scene.measure.rect(box.left - 2 * z, top - z, box.right + 2 * z, bottom + z)
    radius = (3 if nested else 4) * z
    if one.dim:
        outline = ink if one.inside else scene.theme.colour("thumb")
        return Chip(rect, None, outline, scene.measure.size(1), radius, *sides)
    if one.unsaved:
        return Chip(rect, None, ink, 1.25 * z, radius, *sides)
    outline = ink if nested else None
    return Chip(rect, one.looks.hue.chip, outline, scene.measure.size(1), radius, *sides)


def _place_rings(pieces: list[Piece], scene: Scene, placement: Placement) -> None:
    for one in pieces:
        if one.suggested and one.target:
            placement.rings.append(_ring(one.box, scene, 5, 4, 7))
            if one.box.starts:
                _place_caps(one.box, scene, placement)
        elif not one.suggested and one.focused:
            out, up, radius = (4, 3, 6) if one.looks.flat else (3, 2, 0)
            placement.rings.append(_ring(one.box, scene, out, up, radius))
            placement.handles += _handles(one.box, scene, out, up)


def _place_caps(box: Box, scene: Scene, placement: Placement) -> None:
    """Place the keys that accept and refuse into the margin beside the line, where there is one."""
    measure, z = scene.measure, scene.measure.zoom
    left, top = scene.width + CAPS_OFF * z, box.line.top + (box.line.box - (2 * CAP + CAP_GAP) * z) / 2
    if max(map(measure.cap_width, CAPS)) + (CAPS_OFF + 4) * z > scene.room:
        return  # the strip of hints names them as well
    for at, key in enumerate(CAPS):
        y = top + at * (CAP + CAP_GAP) * z
        placement.caps.append(Cap(measure.rect(left, y, left + measure.cap_width(key), y + CAP * z), key))


def _ring(box: Box, scene: Scene, out: float, up: float, radius: float) -> QPainterPath:
    """Return the ring round a box, `out` pixels beside it and `up` above, open where a line break cuts the span."""
    z, snap = scene.measure.zoom, scene.measure.snap
    left, right = snap(box.left - out * z), snap(box.right + out * z)
    top, bottom = snap(box.line.top - up * z), snap(box.line.top + box.line.box + up * z)
    r = radius * z
    path = QPainterPath()
    a, b = (r if box.closed_left else 0), (r if box.closed_right else 0)
    path.moveTo(left + a, top)
    path.lineTo(right - b, top)
    if box.closed_right:
        path.quadTo(right, top, right, top + b)
        path.lineTo(right, bottom - b)
        path.quadTo(right, bottom, right - b, bottom)
    else:
        path.moveTo(right, bottom)
    path.lineTo(left + a, bottom)
    if box.closed_left:
        path.quadTo(left, bottom, left, bottom - a)
        path.lineTo(left, top + a)
        path.quadTo(left, top, left + a, top)
    return path


def _handles(box: Box, scene: Scene, out: float, up: float) -> list[Handle]:
    z, snap = scene.measure.zoom, scene.measure.snap
    found: list[Handle] = []
    if box.starts:
        x = box.right + out * z if box.start_right else box.left - out * z
        found.append(Handle(QPointF(snap(x), snap(box.line.top - up * z)), True))
    if box.ends:
        x = box.left - out * z if box.end_left else box.right + out * z
        found.append(Handle(QPointF(snap(x), snap(box.line.top + box.line.box + up * z)), False))
    return found
