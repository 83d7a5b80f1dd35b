import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from annotator.ui.repeats import Repeats

NONE, RETURN, PLACE = Qt.KeyboardModifier.NoModifier, Qt.Key.Key_Return.value, 36
PRESS, RELEASE, OVERRIDE = QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride


def key(kind, at, place=PLACE, repeated=False):
    event = QKeyEvent(kind, RETURN, NONE, place, 0, 0, "\r", repeated, 1)
    event.setTimestamp(at)
    return event


@pytest.fixture
def repeats(qapp):
    watched = QObject()
    made = Repeats(watched)
    watched.installEventFilter(made)

    def after(*events):
        for event in events:
            QApplication.sendEvent(watched, event)
        return made.held

    return after


def test_a_press_is_no_repeat(repeats):
    assert not repeats(key(PRESS, 1000))
    assert not repeats(key(RELEASE, 1040), key(PRESS, 1041)), "the fastest finger"


def test_a_release_and_a_press_of_one_time_are_a_repeat(repeats):
    assert repeats(key(PRESS, 1000), key(RELEASE, 1660), key(OVERRIDE, 1660), key(PRESS, 1660))
    assert not repeats(key(RELEASE, 1700))


def test_what_qt_calls_a_repeat_is_one(repeats):
    assert repeats(key(PRESS, 1000, repeated=True))


def test_another_key_at_that_time_is_none(repeats):
    assert not repeats(key(RELEASE, 1660, place=24), key(PRESS, 1660))


def test_events_without_a_time_are_none(repeats):
    assert not repeats(key(RELEASE, 0), key(PRESS, 0))


def test_held_enter_finishes_one_article(desk, path, spandesk, tmp_path):
    for name in "abcd":
        (tmp_path / f"{name}.txt").write_text(f"Article {name}.")
    spandesk("add", path, *(tmp_path / f"{name}.txt" for name in "abcd"))
    window = desk.open(path)
    handle = window.windowHandle()
    window.activateWindow()
    QApplication.sendEvent(handle, key(PRESS, 1000))
    for at in (1660, 1700, 1740):
        desk.settle(window)
        QApplication.sendEvent(handle, key(RELEASE, at))
        QApplication.sendEvent(handle, key(PRESS, at))
    desk.settle(window)
    assert window.session.state.number == 2
