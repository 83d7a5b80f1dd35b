import os
import sqlite3
import threading

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from annotator.model.problem import Problem
from annotator.model.request import OpenNumber
from annotator.project import connection, writing
from annotator.ui import app, safety

KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def held(sampled, monkeypatch):
    """Give a function that holds the project as another program would, and one that lets it go."""
    monkeypatch.setattr(writing, "RETRY_SECONDS", 0.1)
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
    looking = sqlite3.connect(path)
    count = looking.execute("SELECT count(*) FROM span").fetchone()[0]
    looking.close()
    return count


def refused(sampled, desk, hold, monkeypatch):
    """Return a window that was to be closed while the project was held, and that gave up waiting at once."""
    monkeypatch.setattr(safety, "WAIT_AT_CLOSE", 50)
    window = desk.open(sampled)
    hold()
    label(window)
    window.close()
    desk.qtbot.waitUntil(lambda: window.safety._stays, timeout=5000)
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
    assert [button.text() for button in window.banner.buttons] == [
        "Try again",
        "Save a copy\u2026",
        "Close and lose 1 mark",
    ]
    label(window, 70, 75)
    assert [button.text() for button in window.banner.buttons] == [
        "Try again",
        "Save a copy\u2026",
        "Close and lose 2 marks",
    ]
    let_go()
    window.banner.buttons[0].click()
    desk.qtbot.waitUntil(window.banner.isHidden, timeout=10_000)
    assert window.isVisible()
    assert window.status.saved.text().startswith("\u25cf Saved")


def test_close_and_lose_closes_at_once(sampled, desk, held, monkeypatch):
    hold, let_go = held
    window = refused(sampled, desk, hold, monkeypatch)
    window.banner.buttons[2].click()
    assert not window.isVisible()
    desk.ended(window)
    let_go()
    assert labels_on_disk(sampled) == 59


def test_what_was_closed_with_losses_is_let_go_of(sampled, desk, held, monkeypatch):
    """Its threads end, its file is closed and its window deleted, while the disk still refuses."""
    hold, let_go = held
    others = set(threading.enumerate())  # of windows of other tests
    monkeypatch.setattr(connection, "BUSY_MILLISECONDS", 20)
    window = refused(sampled, desk, hold, monkeypatch)
    app.hold(window)
    desk.windows.remove(window)
    project, ended = window.frame.project, []
    window.destroyed.connect(lambda: ended.append(window))
    window.banner.buttons[2].click()
    desk.qtbot.waitUntil(lambda: bool(ended), timeout=10_000)
    assert window not in app._held
    with pytest.raises(Problem, match="is closed"):
        project.library(OpenNumber(1)).result(10)
    ours = set(threading.enumerate()) - others
    assert [one for one in ours if one.name in ("writer", "reader", "searcher")] == []
    let_go()
    assert labels_on_disk(sampled) == 59


def test_what_is_being_read_keeps_no_window_from_closing_and_its_project_is_closed_when_that_is_done(sampled, desk):
    window, held = desk.open(sampled), threading.Event()
    project = window.frame.project
    reading = project.read(lambda _: held.wait(20))
    window.close()
    assert not window.isVisible()
    assert not reading.done(), "the window waits for no reader"
    (closing,) = (one for one in threading.enumerate() if one.name == "closing")
    assert not closing.daemon, "but the end of the process does"
    held.set()
    desk.ended(window)
    assert reading.result(10)
    with pytest.raises(Problem, match="is closed"):
        project.library(OpenNumber(1)).result(10)


def test_an_undo_that_the_project_was_asked_for_is_made_before_the_window_closes(sampled, desk):
    window = desk.open(sampled)
    label(window)
    desk.close(window)
    assert labels_on_disk(sampled) == 60
    window, held = desk.open(sampled), threading.Event()
    window.frame.project.read(lambda _: held.wait(20))
    QTest.keyClick(window.view, KEY.Key_Z, CONTROL)
    window.close()
    assert window.isVisible()
    held.set()
    desk.qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    desk.ended(window)
    assert labels_on_disk(sampled) == 59


def test_a_project_that_does_not_answer_keeps_the_window_open_no_longer_than_a_disk(sampled, desk, monkeypatch):
    monkeypatch.setattr(safety, "WAIT_AT_CLOSE", 50)
    window, held = desk.open(sampled), threading.Event()
    window.frame.project.read(lambda _: held.wait(20))
    window.session.run("article.next")
    window.close()
    desk.qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    held.set()


def test_the_banner_is_told_again_without_taking_its_buttons_away(sampled, desk, monkeypatch):
    monkeypatch.setattr(writing, "RETRY_SECONDS", 0.05)
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
    assert window.banner.buttons[0] is button
    assert window.focusWidget() is button
    away.rename(sampled)
    desk.qtbot.waitUntil(window.banner.isHidden, timeout=10_000)
    assert window.focusWidget() is window.view, "the keyboard is with the text again"
    desk.settle(window)


def test_a_write_protected_project_opens_to_read_and_says_so(sampled, desk, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)  # who runs the tests may have all rights
    before = sampled.read_bytes()
    window = desk.open(sampled)
    assert "write-protected" in window.banner.head.text()
    assert [one.text() for one in window.banner.buttons] == ["Save a copy\u2026"]
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


def lines_at(window, word):
    """Return where the first line of a word stands on the screen."""
    state = window.session.state
    at = state.text.index(word)
    return window.view.viewport().mapTo(window, window.view.rects_of(at, at + len(word))[0].topLeft().toPoint())


def test_the_text_stays_where_it_is_when_the_banner_comes_and_goes(sampled, desk):
    window = desk.open(sampled)
    window.resize(1200, 650)
    desk.qtbot.waitUntil(lambda: window.view.bar.maximum() > 300)
    for offset, word in ((0, "Interior Minister"), (150, "objective"), (window.view.bar.maximum(), "2028")):
        window.view.bar.setValue(offset)
        offset = window.view.bar.value()  # the end may turn out to lie further
        word = word if word in window.session.state.text else window.session.state.text.split()[-3]
        before = lines_at(window, word)
        window.banner.tell("unsaved", "2 marks wait.", {"Try again": lambda: None}, "Not saved", "/p.spans")
        desk.qtbot.waitUntil(lambda: window.view.y() > 50)
        assert lines_at(window, word) == before, offset
        window.banner.clear("unsaved")
        desk.qtbot.waitUntil(lambda: window.view.y() < 50)
        assert lines_at(window, word) == before, offset
        assert window.view.bar.value() == offset


def test_a_copy_that_holds_what_waits_lets_the_window_close_without_loss(sampled, desk, monkeypatch, tmp_path):
    from annotator.ui.commands.project import _copy_to

    monkeypatch.setattr(safety, "WAIT_AT_CLOSE", 50)
    monkeypatch.setattr(writing, "RETRY_SECONDS", 0.1)
    monkeypatch.setattr(connection, "BUSY_MILLISECONDS", 20)
    window = desk.open(sampled)
    holder = sqlite3.connect(sampled, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    label(window)
    window.close()
    desk.qtbot.waitUntil(lambda: window.safety._stays, timeout=5000)
    _copy_to(window, tmp_path / "copy.spans")
    desk.qtbot.waitUntil(lambda: "It holds 1 mark that waited" in window.status.said.text(), timeout=10_000)
    desk.qtbot.waitUntil(lambda: "The copy copy.spans holds what waits." in window.banner.words.text(), timeout=10_000)
    assert [button.text() for button in window.banner.buttons] == ["Try again", "Save a copy\u2026", "Close"]
    label(window, 70, 75)
    assert window.banner.buttons[2].text() == "Close and lose 2 marks", "what came later is not in it"
    _copy_to(window, tmp_path / "second.spans")
    desk.qtbot.waitUntil(lambda: window.banner.buttons[2].text() == "Close", timeout=10_000)
    window.banner.buttons[2].click()
    assert not window.isVisible()
    assert labels_on_disk(tmp_path / "second.spans") == 61
    desk.ended(window)
    holder.execute("ROLLBACK")
    holder.close()


def test_the_hints_show_what_helps_while_the_disk_refuses(sampled, desk, held):
    hold, let_go = held
    window = desk.open(sampled)
    hold()
    label(window)
    desk.qtbot.waitUntil(lambda: not window.banner.isHidden(), timeout=10_000)
    assert window.hints.shown[0] == (("Ctrl+R",), "try again")
    assert window.hints.shown[1] == (("Ctrl+Shift+S",), "save a copy")
    assert window.status.saved.text() == "\u25b2 Not saved: 1 mark waits in memory"
    let_go()
    QTest.keyClick(window.view, KEY.Key_R, CONTROL)
    desk.settle(window)
    desk.qtbot.waitUntil(window.banner.isHidden, timeout=10_000)
    assert window.hints.shown[0] != (("Ctrl+R",), "try again")
    QTest.keyClick(window.view, KEY.Key_R, CONTROL)
    assert window.status.said.text() == "Nothing waits: everything is saved."


def test_closing_waits_for_a_copy_that_is_under_way(sampled, desk, tmp_path):
    from annotator.ui.commands.project import _copy_to

    window = desk.open(sampled)
    _copy_to(window, tmp_path / "copy.spans")
    window.close()
    assert window.isVisible()
    assert window.status.said.text() == "Closing when the copy is made."
    desk.qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    assert labels_on_disk(tmp_path / "copy.spans") == 59


def test_a_copy_that_could_not_be_made_keeps_the_window_open(sampled, desk, tmp_path):
    from annotator.ui.commands.project import _copy_to

    window = desk.open(sampled)
    _copy_to(window, tmp_path / "absent" / "copy.spans")
    window.close()
    desk.qtbot.waitUntil(lambda: window.banner.head.text() == "The copy was not made", timeout=10_000)
    assert window.isVisible()
    assert window.banner.buttons[0].text() == "Save a copy elsewhere\u2026"
    window.close()
    assert not window.isVisible()


def test_what_was_done_after_a_loss_was_chosen_is_asked_for_anew(sampled, desk, held, monkeypatch):
    hold, let_go = held
    window = refused(sampled, desk, hold, monkeypatch)
    window.safety._given_up = frozenset(one.token for one in window.session.unsaved)
    assert window.safety.loses
    window.session.run("focus.range", 70, 77)
    window.session.run("label.apply", "entities/org")
    assert not window.safety.loses, "the label after it was given up by nobody"
    let_go()
    desk.settle(window)


def test_a_window_whose_label_goes_through_the_project_stays_until_that_is_stopped(sampled, desk):
    window = desk.open(sampled)
    held = threading.Event()
    window.frame.project.read(lambda _: held.wait(20))
    window.session.run("focus.range", 0, 7)
    window.session.run("label.everywhere.both", "entities/org")
    assert not window.close()
    assert "Esc stops that" in window.status.said.text()
    window.session.run("label.everywhere.stop")
    held.set()
    desk.settle(window)
