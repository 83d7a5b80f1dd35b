import os
import sqlite3

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from annotator.project import project as project_module
from annotator.ui import safety

KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def held(sampled, monkeypatch):
    """Give a function that holds the project as another program would, and one that lets it go."""
    monkeypatch.setattr(project_module, "RETRY_SECONDS", 0.1)
    holders = []

    def hold():
        holders.append(sqlite3.connect(sampled, isolation_level=None))
        holders[-1].execute("BEGIN EXCLUSIVE")

    def let_go():
        while holders:
            holder = holders.pop()
            holder.execute("ROLLBACK")
            holder.close()

    yield hold, let_go
    let_go()


def label(window, start=60, end=66):
    window.session.run("focus.range", start, end)
    QTest.keyClick(window.view, KEY.Key_2)
    return window.session.state.focused


def labels_on_disk(path):
    connection = sqlite3.connect(path)
    count = connection.execute("SELECT count(*) FROM span").fetchone()[0]
    connection.close()
    return count


def refused(sampled, desk, hold, monkeypatch):
    """Return a window that was to be closed while the project was held, and that gave up waiting at once."""
    monkeypatch.setattr(safety, "WAIT_AT_CLOSE", 50)
    window = desk.open(sampled)
    hold()
    label(window)
    window.close()
    desk.qtbot.waitUntil(lambda: len(window.banner.buttons) == 2, timeout=5000)
    return window


def test_closing_waits_for_the_disk_without_freezing_and_then_closes(sampled, desk, held):
    hold, let_go = held
    window = desk.open(sampled)
    hold()
    label(window)
    ticks = []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start(5)
    window.close()
    assert ticks == [], "closing itself did not wait"
    assert window.isVisible()
    desk.qtbot.waitUntil(lambda: len(ticks) > 10, timeout=5000)
    label(window, 70, 75)
    let_go()
    desk.qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    assert labels_on_disk(sampled) == 61


def test_what_could_not_be_saved_keeps_the_window_open_until_the_user_chooses(sampled, desk, held, monkeypatch):
    hold, let_go = held
    window = refused(sampled, desk, hold, monkeypatch)
    assert "stays open" in window.banner.words.text()
    assert [button.text() for button in window.banner.buttons] == ["Retry", "Close and lose 1 mark"]
    label(window, 70, 75)
    assert [button.text() for button in window.banner.buttons] == ["Retry", "Close and lose 2 marks"]
    let_go()
    window.banner.buttons[0].click()
    desk.qtbot.waitUntil(window.banner.isHidden, timeout=10_000)
    assert window.isVisible()
    assert window.status.saved.text().startswith("\u25cf Saved")


def test_close_and_lose_closes_at_once(sampled, desk, held, monkeypatch):
    hold, let_go = held
    window = refused(sampled, desk, hold, monkeypatch)
    window.banner.buttons[1].click()
    assert not window.isVisible()
    let_go()
    desk.qtbot.waitUntil(lambda: window.frame.project.unsaved == (), timeout=10_000)


def test_the_banner_is_told_again_without_taking_its_buttons_away(sampled, desk, monkeypatch):
    monkeypatch.setattr(project_module, "RETRY_SECONDS", 0.05)
    window = desk.open(sampled)
    away = sampled.with_suffix(".away")
    sampled.rename(away)
    label(window)
    desk.qtbot.waitUntil(lambda: not window.banner.isHidden(), timeout=10_000)
    button, told = window.banner.buttons[0], []
    tell = window.safety.trouble
    monkeypatch.setattr(window.safety, "trouble", lambda problem: (told.append(problem), tell(problem)))
    button.setFocus(Qt.FocusReason.TabFocusReason)
    desk.qtbot.waitUntil(lambda: len(told) > 2, timeout=10_000)
    assert window.banner.buttons == [button]
    assert window.focusWidget() is button
    away.rename(sampled)
    desk.qtbot.waitUntil(window.banner.isHidden, timeout=10_000)
    assert window.focusWidget() is window.view, "the keyboard is with the text again"
    desk.settle(window)


def test_a_write_protected_project_opens_to_read_and_says_so(sampled, desk, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)  # who runs the tests may have all rights
    before = sampled.read_bytes()
    window = desk.open(sampled)
    assert "write-protected" in window.banner.words.text()
    assert "read only" in [one.text() for one in window.menu_corner.findChildren(QLabel)]
    assert label(window) is None
    assert "write-protected" in window.status.said.text()
    QTest.keyClick(window.view, KEY.Key_Z, CONTROL)
    QTest.keyClick(window.view, KEY.Key_Return)
    assert window.session.unsaved == ()
    assert len(window.session.state.marks.spans) == 59
    desk.close(window)
    assert sampled.read_bytes() == before


def test_marks_are_counted_once_however_often_they_changed(sampled, desk, held):
    hold, let_go = held
    window = desk.open(sampled)
    hold()
    label(window)
    QTest.keyClick(window.view, KEY.Key_BracketRight)
    QTest.keyClick(window.view, KEY.Key_BracketRight)
    assert len(window.session.unsaved) == 3
    assert window.safety.waiting == 1
    desk.qtbot.waitUntil(lambda: window.status.saved.text() == "\u25cb 1 mark not saved yet", timeout=5000)
    let_go()
    desk.settle(window)
