"""A screen reader that listens changes nothing of what is seen: not the place in the text, not what keys do."""

import itertools
import random
from dataclasses import replace

import pytest
from keyboard import send
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QTextCursor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.model import words
from annotator.ui import theme

NONE, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
PIECES = (
    "Ada Lindqvist came to Northport with Tom Brandt, and said what she had said before.",
    "قالت رئيسة البلدية إن الخط يبقى مفتوحا في Northport كل يوم.",
    "Tom 🧑🏽‍🚀 flew on to Harbour Town.",
    "",
    "A long tale, and it goes on. " * 30,
)
LONG = "\n".join(f"{at} {PIECES[at % len(PIECES)]}" for at in range(300))
KEYS = ["E", "Shift+E", "J", "K", "S", ".", ",", "Space", "]", "[", "{", "}", "1", "3", "C", "Del", "Ctrl+Z", "Ctrl+Y", "Esc",
        "Left", "Right", "Up", "Down", "PgUp", "PgDn", "Home", "End", "Shift+Down", "Ctrl+Home", "Ctrl+End", "Ctrl++", "Ctrl+-", "Ctrl+0"]  # fmt: skip


@pytest.fixture
def path(tmp_path, spandesk):
    made = tmp_path / "long.spans"
    (tmp_path / "long.txt").write_text(LONG, encoding="utf-8")
    assert spandesk("new", made).code == 0
    assert spandesk("add", made, tmp_path / "long.txt").code == 0
    return made


@pytest.fixture
def listening(qapp):
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


@pytest.fixture
def window(path, desk, listening):
    window = desk.open(path)
    assert window.view.toPlainText() == LONG, "the document is filled"
    window.view.scroll_to(LONG.index("150 "))
    assert place(window)[0] > 10_000
    return window


def place(window):
    """Return the first character in sight and how far its line is scrolled: estimates above it may become exact."""
    QApplication.processEvents()
    character, below = window.view._stage._scrolling.hold()
    return character, round(below, 3)


def seen(window):
    """Return the bounds of a word in the middle of what is in sight."""
    view = window.view
    middle = view._stage.to_page(QPointF(view.rect().center()))
    for down in range(0, 200, 10):
        at = view.page.character_at(middle.x(), middle.y() + down)
        if at is not None and words.word_at(LONG, at)[1] - words.word_at(LONG, at)[0] > 3:
            return words.word_at(LONG, at)
    raise AssertionError("no word is there")


def test_selecting_and_labelling_leave_the_text_where_it_is(window, desk):
    before = place(window)
    low, high = seen(window)
    for name, *values in (
        ("focus.range", low, high), ("label.apply", "entities/per"), ("span.end.right",), ("span.start.left",),
        ("label.apply", "claims/claim"), ("span.outward",), ("select.climb",), ("edit.undo",), ("edit.redo",),
        ("span.next",), ("span.delete",), ("focus.caret", low), ("caret.right.extend",), ("edit.undo",),
    ):  # fmt: skip
        window.run(name, *values)
        assert place(window) == before, name
    desk.settle(window)
    assert place(window) == before, "what is saved is painted where it was"


def test_the_mouse_selects_and_focuses_without_moving_the_text(window):
    before, view = place(window), window.view.viewport()
    low, high = seen(window)
    point = window.view.rects_of(low, high)[0].center().toPoint()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, NONE, point)
    assert window.session.state.range is not None
    assert place(window) == before
    QTest.mousePress(view, Qt.MouseButton.LeftButton, NONE, point)
    QTest.mouseMove(view, point + QPoint(80, 60))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, NONE, point + QPoint(80, 60))
    assert place(window) == before


def test_the_wheel_scrolls_by_as_much_as_it_says(window):
    (low, high), at = seen(window), QPointF(200, 200)
    before = window.view.rects_of(low, high)[0].top()
    for pixels in (120, 7, -40):
        event = QWheelEvent(at, at, QPoint(0, -pixels), QPoint(0, -pixels), Qt.MouseButton.NoButton, NONE,
                            Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
        QApplication.sendEvent(window.view.viewport(), event)
        after = window.view.rects_of(low, high)[0].top()
        assert after == before - pixels
        before = after


def test_the_readers_own_cursor_moves_neither_the_text_nor_the_focus(window):
    before, focus, painted = place(window), window.session.state.focus, window.view.grab().toImage()
    for at in (0, len(LONG) - 300, 5000):
        cursor = QTextCursor(window.view.document())
        cursor.setPosition(at)
        window.view.setTextCursor(cursor)
        window.view.ensureCursorVisible()
        window.view.centerCursor()
        assert place(window) == before
        assert window.session.state.focus == focus
        assert window.view.grab().toImage() == painted


def test_widths_zoom_and_themes_keep_the_first_character(window):
    first = window.view.first_visible()
    for width in (1100, 1440, 950, 1440):
        window.resize(width, 900)
        QApplication.processEvents()
        assert abs(window.view.first_visible() - first) < 120, width
    for key in ("Ctrl++", "Ctrl++", "Ctrl+-", "Ctrl+-", "Ctrl+0"):
        send(window.view, key)
        assert abs(window.view.first_visible() - first) < 120, key
    before = place(window)
    for name in theme.names():
        window.set_theme(theme.Theme.load(name))
        assert place(window) == before


@pytest.mark.parametrize("seed", range(2))
def test_work_with_a_listener_is_work_without_one(tmp_path, path, desk, listening, seed):
    """The same keys in two windows, one of which is listened to, show the same at every step."""
    other = tmp_path / "quiet.spans"
    other.write_bytes(path.read_bytes())
    heard = desk.open(path)
    QAccessible.setActive(False)
    quiet = desk.open(other)
    assert quiet.view.toPlainText() == ""
    chance = random.Random(seed)
    for window in (heard, quiet):
        take_ids_in_turn(window.session)
        window.view.scroll_to(LONG.index("150 "))
        window.run("focus.caret", LONG.index("151 "))
    for _ in range(70):
        key = chance.choice(KEYS)
        for window, active in ((heard, True), (quiet, False)):
            QAccessible.setActive(active)
            send(window.view, key)
            desk.settle(window)
        assert shown(heard) == shown(quiet), key
    assert heard.view.toPlainText() == LONG
    assert quiet.view.toPlainText() == ""


def take_ids_in_turn(session):
    """Give new spans the same ids in every window: spans of one range are ordered by them."""
    numbers = itertools.count()
    session._ids = lambda: f"{next(numbers):024x}"
    session._sight.state = replace(session.state, fresh=session._ids())


def shown(window):
    state = window.session.state
    spans = [(one.start, one.end, one.label) for one in state.marks.spans]
    return place(window), state.range, state.place, spans, window.view.zoom


def test_what_the_reader_reads_is_where_the_focus_is(window):
    low, high = seen(window)
    window.run("focus.range", low, high)
    text = QAccessible.queryAccessibleInterface(window.view).textInterface()
    if text is None:
        pytest.skip("this version of PySide6 gives no text interface to Python")
    assert text.selectionCount() == 1
    cursor = window.view.textCursor()
    assert cursor.selectedText() == LONG[low:high]
