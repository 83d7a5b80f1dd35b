"""The end of a login, second starts within one process, the icon, the primary selection."""

import os
import sqlite3

import pytest
from PySide6.QtCore import SIGNAL, QSize

from annotator import door
from annotator.project import writing
from annotator.ui import desktop, safety
from annotator.ui.desktop import Selected


class Login:
    """The end of a login, as Qt hands it out; Qt alone makes the real ones."""

    def __init__(self, allows=True):
        self.allows, self.cancelled = allows, False

    def allowsInteraction(self):  # noqa: N802 - Qt's
        return self.allows

    def cancel(self):
        self.cancelled = True

    def release(self):
        pass


@pytest.fixture
def window(sampled, desk, monkeypatch):
    monkeypatch.setattr(writing, "RETRY_SECONDS", 0.05)
    return desk.open(sampled)


def habits(window):
    return next(one for one in window.findChildren(desktop.Habits))


def label(window):
    window.session.run("focus.range", 60, 66)
    window.session.run("label.apply", "entities/org")


def test_a_login_ends_when_all_is_saved(window, sampled):
    label(window)
    login = Login()
    habits(window).log_out(login)
    assert not login.cancelled
    assert window.frame.project.unsaved == ()
    connection = sqlite3.connect(sampled)
    assert connection.execute("SELECT count(*) FROM span").fetchone() == (60,)
    connection.close()


def test_what_cannot_be_saved_holds_the_login_and_is_told(window, sampled, desk, monkeypatch):
    monkeypatch.setattr(desktop, "WAIT_AT_CLOSE", 50)
    away = sampled.with_suffix(".away")
    sampled.rename(away)
    label(window)
    for allows in (True, False):
        login = Login(allows)
        habits(window).log_out(login)
        assert login.cancelled is allows
    assert "stays open" in window.banner.words.text()
    assert window.banner.buttons[-1].text() == "Close and lose 1 mark"
    away.rename(sampled)
    window.frame.project.retry()
    desk.settle(window)


def test_the_login_is_heard_of_until_the_window_is_gone(window, desk, qapp):
    heard = qapp.receivers(SIGNAL("commitDataRequest(QSessionManager&)"))
    made = desktop.Habits(window)
    assert qapp.receivers(SIGNAL("commitDataRequest(QSessionManager&)")) == heard + 1
    made.door.close()
    made.deleteLater()
    desk.qtbot.waitUntil(lambda: qapp.receivers(SIGNAL("commitDataRequest(QSessionManager&)")) == heard)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_second_start_brings_the_window_to_the_front(window, sampled, desk, monkeypatch):
    desk.qtbot.waitUntil(lambda: door.record_of(sampled).exists(), timeout=10_000)
    window.showMinimized()
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "click")
    assert door.ring(sampled)
    monkeypatch.delenv("XDG_ACTIVATION_TOKEN")
    desk.qtbot.waitUntil(lambda: not window.isMinimized(), timeout=10_000)
    assert os.environ["XDG_ACTIVATION_TOKEN"] == "click", "Qt asks the desktop with it"


def test_a_closed_window_is_not_rung(window, sampled, desk):
    desk.qtbot.waitUntil(lambda: door.record_of(sampled).exists(), timeout=10_000)
    desk.close(window)
    assert not door.ring(sampled)


def test_the_icon_can_be_painted():
    icon = desktop.icon()
    assert not icon.isNull()
    image = icon.pixmap(QSize(64, 64)).toImage()
    assert image.pixelColor(32, 4).alpha() > 0
    assert len({image.pixelColor(x, 20).rgb() for x in range(64)}) > 3


def test_words_are_cut_out_of_the_text_only_when_somebody_pastes():
    text = "Ada \U0001f600 met Tom." * 3
    held = Selected(text, 4, 5)
    assert held.formats() == ["text/plain"]
    assert held.hasFormat("text/plain")
    assert not held.hasFormat("text/html")
    assert held.hasText()
    assert held.text() == "\U0001f600"
    assert not held.hasHtml()


class Clipboard:
    """The clipboard of an X server, as far as a selection needs it: Qt has none without one."""

    def __init__(self):
        self.held = []

    def setMimeData(self, data, mode):  # noqa: N802 - Qt's
        self.held.append((data.text(), mode))


def test_a_selection_is_offered_once_it_rests(window, desk):
    clipboard = Clipboard()
    primary = desktop.Primary(window, clipboard)
    window.activateWindow()
    desk.qtbot.waitUntil(window.isActiveWindow, timeout=5000)
    for end in range(61, 90):
        window.session.run("focus.range", 60, end)
    assert clipboard.held == []
    desk.qtbot.waitUntil(lambda: len(clipboard.held) == 1, timeout=5000)
    assert [text for text, _ in clipboard.held] == [window.session.state.text[60:89]]
    window.session.run("focus.clear")
    desk.qtbot.waitUntil(lambda: not primary._rests.isActive(), timeout=5000)
    assert len(clipboard.held) == 1, "a caret leaves the selection of the desktop as it is"
    assert safety.WAIT_AT_CLOSE == 5000
