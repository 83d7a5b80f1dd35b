"""One backup a day, made quietly by a child process; damage is told with the ways on, other trouble is said once."""

import os
import sqlite3
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest

from annotator import jobs
from annotator.project import backups, before
from annotator.ui import keeping
from annotator.ui.dialogs.backups import BackupsDialog

PATIENCE = 60_000  # milliseconds
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def keeper(window):
    return window.findChild(keeping.Keeper)


def opened(desk, path):
    window = desk.open(path)
    desk.qtbot.waitUntil(lambda: keeper(window) is not None, timeout=PATIENCE)
    return window


def begun(desk, path):
    """Open a window and let the day's backup come to its end."""
    window = opened(desk, path)
    keeper(window).begin()
    ended(desk, window)
    return window


def ended(desk, window):
    desk.qtbot.waitUntil(lambda: keeper(window)._job is None, timeout=PATIENCE)


def test_it_is_made_some_time_after_opening_and_nothing_is_said(desk, sampled, monkeypatch):
    window = desk.open(sampled)
    assert not backups.folder_of(sampled).exists()
    desk.close(window)
    monkeypatch.setattr(keeping, "AFTER", 1)
    window = opened(desk, sampled)
    desk.qtbot.waitUntil(lambda: bool(backups.listed(sampled)), timeout=PATIENCE)
    ended(desk, window)
    (made,) = backups.listed(sampled)
    assert made.why == backups.DAILY
    assert window.banner.isHidden()
    assert "work" not in window.__dict__, "no job of the window, no progress"
    keeper(window).begin()
    ended(desk, window)
    assert backups.listed(sampled) == [made]


def test_a_window_that_stays_open_looks_each_day_anew(desk, sampled, monkeypatch):
    monkeypatch.setattr(keeping, "AFTER", 1)
    monkeypatch.setattr(keeping, "EVERY", 20)
    window = opened(desk, sampled)
    desk.qtbot.waitUntil(lambda: bool(backups.listed(sampled)), timeout=PATIENCE)
    ended(desk, window)
    (first,) = backups.listed(sampled)
    QTest.keyClick(window.view, Qt.Key.Key_J)
    QTest.keyClick(window.view, Qt.Key.Key_1)
    desk.settle(window)
    desk.qtbot.wait(200)
    assert keeper(window)._job is None, "it looked twice in a day"
    then = first.at - timedelta(days=1)
    older = first.path.with_name(f"{then:%Y-%m-%dT%H%M%SZ} {first.why}.spans")
    first.path.rename(older)
    os.utime(older, (then.timestamp(), then.timestamp()))
    monkeypatch.setattr(keeping, "DAY", 0.0)  # it is tomorrow
    desk.qtbot.waitUntil(lambda: len(backups.listed(sampled)) == 2, timeout=PATIENCE)
    monkeypatch.undo()
    ended(desk, window)
    assert window.banner.isHidden()


def test_damage_that_comes_to_be_while_a_window_is_open_is_told_the_next_day(desk, sampled, monkeypatch):
    window = begun(desk, sampled)
    for one in backups.listed(sampled):
        one.path.unlink()
    held = sqlite3.connect(sampled)
    held.execute("UPDATE tally SET count = count + 1 WHERE what = 'span'")
    held.commit()
    held.close()
    monkeypatch.setattr(keeping, "DAY", 0.0)
    keeper(window).look()
    ended(desk, window)
    assert window.banner.head.text() == "sample.spans is damaged"


def test_one_that_could_not_be_made_is_tried_again_at_the_next_look_at_the_clock(desk, sampled):
    folder = backups.folder_of(sampled)
    folder.write_text("a file where the folder should be")
    window = begun(desk, sampled)
    assert backups.listed(sampled) == []
    folder.unlink()
    keeper(window).look()
    ended(desk, window)
    (made,) = backups.listed(sampled)
    made.path.unlink()
    keeper(window).look()
    assert keeper(window)._job is None, "it looked twice in a day"


def test_damage_is_told_once_a_day(desk, sampled):
    held = sqlite3.connect(sampled)
    held.execute("UPDATE tally SET count = count + 1 WHERE what = 'span'")
    held.commit()
    held.close()
    window = begun(desk, sampled)
    assert window.banner.head.text() == "sample.spans is damaged"
    keeper(window).look()
    assert keeper(window)._job is None


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="this system has no niceness")
def test_it_stands_back(desk, sampled):
    window = opened(desk, sampled)
    keeper(window).begin()
    process = keeper(window)._job._process
    if process.poll() is None:
        assert os.getpriority(os.PRIO_PROCESS, process.pid) >= jobs.CALM
    ended(desk, window)


def test_damage_becomes_a_banner_with_the_ways_on(desk, sampled):
    held = sqlite3.connect(sampled)
    held.execute("UPDATE tally SET count = count + 1 WHERE what = 'span'")  # which no opening looks at
    held.commit()
    held.close()
    window = begun(desk, sampled)
    assert window.banner.head.text() == "sample.spans is damaged"
    assert "the counts are not those of the rows" in window.banner.words.text()
    assert window.banner.property("tone") == "bad"
    words = [one.text() for one in window.banner.buttons]
    assert words == ["Restore a backup\u2026", "Salvage what it holds\u2026", "Close this note"]
    assert backups.listed(sampled) == [], "of a damaged one no backup is kept"
    window.banner.buttons[0].click()
    dialog = window.findChild(BackupsDialog)
    desk.qtbot.waitUntil(lambda: dialog._listing is None, timeout=PATIENCE)
    assert dialog.note.text() == "There is no backup yet."
    dialog.reject()
    window.banner.buttons[2].click()
    assert window.banner.isHidden()


def test_other_trouble_is_said_once(desk, sampled):
    backups.folder_of(sampled).write_text("a file where the folder should be")
    window = begun(desk, sampled)
    assert window.status.said.text().startswith("There is no backup of today: ")
    assert window.banner.isHidden()
    window.status.say("")
    keeper(window).begin()
    ended(desk, window)
    assert window.status.said.text() == ""


def test_of_a_write_protected_project_none_is_made(desk, sampled, monkeypatch):
    monkeypatch.setattr(keeping, "AFTER", 0)
    monkeypatch.setattr("os.access", lambda *_: False)
    window = opened(desk, sampled)
    passed = []
    QTimer.singleShot(50, lambda: passed.append(1))
    desk.qtbot.waitUntil(lambda: bool(passed), timeout=PATIENCE)
    assert keeper(window)._job is None
    assert not backups.folder_of(sampled).exists()


def test_a_window_that_closes_stops_it_and_leaves_nothing_half_made(desk, sampled):
    window = opened(desk, sampled)
    keeper(window).begin()
    job = keeper(window)._job
    desk.close(window)
    assert job.cancelled
    job.wait(20)
    assert job._process.poll() is not None
    left = list(backups.folder_of(sampled).iterdir()) if backups.folder_of(sampled).exists() else []
    assert all(backups.held(one, None).finding == "" for one in backups.listed(sampled))
    assert len(left) == len(backups.listed(sampled))


def test_what_was_in_the_way_before_a_bulk_change_is_said_once(desk, sampled, monkeypatch):
    window = opened(desk, sampled)
    monkeypatch.setattr(before, "LARGEST", 1)
    state = window.session.state
    for turn in range(2):
        window.session.run("focus.range", 60 + turn * 10, 66 + turn * 10)
        window.session.run("label.everywhere.both", state.scheme.labels[0].id)
        desk.settle(window)
        desk.qtbot.waitUntil(lambda: not window.session.present.gathering, timeout=PATIENCE)
    sentence = "There is no backup of before: the project is larger than 1 GB; `spandesk backup` makes one"
    desk.qtbot.waitUntil(lambda: keeper(window)._said == {sentence}, timeout=PATIENCE)
    desk.settle(window)
    assert len(window.session.state.marks.spans) > 59
