"""Whatever changes, painting only what it touches gives the picture that painting everything would."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from annotator.editing.state import Caret, OnSpan, Selection
from annotator.model.edit import Edit
from annotator.model.mark import Span
from annotator.ui.reading.changes import touched
from annotator.ui.reading.measure import Measure
from annotator.ui.reading.stage import Stage
from annotator.ui.theme import Theme

TEXT = (
    "Ferry Line Reopens in Northport\n"
    "Mayor Ada Lindqvist said on Tuesday that the two-day trial had persuaded her, and that fares would stay.\n\n"
    "قالت رئيسة البلدية إن الخط يبقى مفتوحا في Northport كل يوم.\n"
    "Her colleague was more careful: it must pay its way."
)
WIDTH, HEIGHT = 620, 480
ROUNDED = 2  # of 255: smoothed edges that a clip cuts are rounded otherwise
LABELS = ["entities/gpe", "entities/org", "claims/claim", "claims/quote"]

places = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
steps = st.lists(
    st.tuples(st.sampled_from(["caret", "select", "label", "bounds", "remove", "focus", "save"]), places),
    min_size=4,
    max_size=14,
)


def painted(stage, image, areas):
    painter = QPainter(image)
    for area in areas:
        painter.setClipRect(area)
        stage.paint(painter, area)
    painter.end()
    return image


def apart(one, other):
    """Return by how much the colours of the two pictures differ at most."""
    if one == other:
        return 0
    return max(abs(a - b) for a, b in zip(bytes(one.constBits()), bytes(other.constBits()), strict=True))


def stepped(state, number, kind, low, high):
    """Return the state after one step, and the Edit that made it."""
    spans = [state.marks.spans.get(f"n{at}") for at in range(number)]
    held = [span for span in spans if span is not None]
    edit, focus = Edit(), state.focus
    if kind == "caret":
        focus = Caret(low)
    elif kind == "select":
        focus = Selection(low, high)
    elif kind == "label" and low != high:
        edit = state.adding(Span(f"n{number}", min(low, high), max(low, high), LABELS[(low + high) % 4], "me"))
        focus = OnSpan(f"n{number}")
    elif held and kind != "save":
        span = held[low % len(held)]
        focus = Caret(span.start) if kind == "remove" else OnSpan(span.id)
        if kind == "remove":
            edit = state.adding(span).inverse
        elif kind == "bounds" and low != high:
            edit = state.replacing(span, span._replace(start=min(low, high), end=max(low, high)))
    return replace(state, marks=state.marks.apply(edit), focus=focus), edit


@pytest.mark.parametrize("zoom", [1.0, 1.3])
@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_what_is_touched_is_all_that_must_be_painted(qapp, state_of, zoom, steps):
    stage = Stage(Theme.load("light"), Measure(zoom), WIDTH, HEIGHT)
    state, unsaved, everything = state_of(TEXT), frozenset(), [QRectF(0, 0, WIDTH, HEIGHT)]
    page = stage.open(state)
    seen = painted(stage, QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32), everything)
    for number, (kind, (low, high)) in enumerate(steps):
        before, waited = state, unsaved
        state, edit = stepped(state, number, kind, low, high)
        made = {mark.id for _, mark in edit.values() if isinstance(mark, Span)}
        unsaved = frozenset() if kind == "save" else unsaved | made
        change = touched(before, state, edit, unsaved ^ waited)
        page.change(state, unsaved, change.placed)
        painted(stage, seen, [area.toAlignedRect().toRectF() for area in stage.areas(change.placed + change.painted)])
        page.change(state, unsaved, None)
        whole = painted(stage, QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32), everything)
        assert apart(seen, whole) <= ROUNDED
        seen = whole
