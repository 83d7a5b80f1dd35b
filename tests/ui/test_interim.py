"""The project is closed while its file is worked on: first all is saved, and in the end a project is open again."""

import sqlite3
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator import jobs
from annotator.project import backups, writing
from annotator.ui import app, interim, mending
from tests.ui.test_opening import gone, shown

KEY = Qt.Key
PATIENCE = 60_000  # milliseconds
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def window(sampled, desk):
    app.hold(made := desk.open(sampled))
    return made


@pytest.fixture
def made(sampled, spandesk):
    spandesk("backup", sampled)
    return backups.listed(sampled)[0].path


def label(window):
    window.session.run("focus.range", 60, 66)
    window.session.run("label.apply", "entities/gpe")


def one_more(window):
    return len(window.session.state.marks.spans) == 60


def over(desk):
    desk.qtbot.waitUntil(lambda: not interim._standing, timeout=PATIENCE)


def test_what_waits_is_saved_before_and_lies_in_the_backup_of_before(window, made, desk, sampled, spandesk):
    label(window)
    assert window.session.unsaved
    mending.restore(window, sampled, made)
    gone(desk, window)
    fresh = shown(desk, sampled)
    assert len(fresh.session.state.marks.spans) == 59
    kept = next(one for one in backups.listed(sampled) if one.why == backups.RESTORE)
    assert spandesk("stats", kept.path, "--json").json["spans"] == 60
    over(desk)


def test_what_the_disk_does_not_take_keeps_the_window_open(window, made, desk, sampled, monkeypatch):
    monkeypatch.setattr(interim, "WAIT_AT_CLOSE", 200)
    monkeypatch.setattr(writing, "RETRY_SECONDS", 0.1)
    held = sqlite3.connect(sampled, isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    label(window)
    mending.restore(window, sampled, made)
    over(desk)
    assert window.isVisible()
    assert window.status.said.text() == "sample.spans was not restored: 1 mark could not be saved."
    held.execute("ROLLBACK")
    held.close()
    desk.settle(window)
    assert one_more(window)


def test_where_it_cannot_be_done_the_project_that_was_open_is_opened_again(window, made, desk, sampled):
    label(window)
    made.write_bytes(made.read_bytes()[:40_000])
    mending.restore(window, sampled, made)
    gone(desk, window)
    again = shown(desk, sampled)
    over(desk)
    assert again.banner.head.text() == "sample.spans was not restored"
    assert "damaged" in again.banner.words.text()
    assert one_more(again), "nothing was changed"


def test_esc_cancels_and_the_project_is_opened_again(window, made, desk, sampled, monkeypatch):
    slow = "import time; time.sleep(600)"
    monkeypatch.setattr(jobs, "command", lambda *words: [sys.executable, "-c", slow])
    mending.restore(window, sampled, made)
    desk.qtbot.waitUntil(lambda: any(one._job for one in interim._standing), timeout=PATIENCE)
    (standing,) = interim._standing
    assert standing.isVisible()
    assert standing.words.text() == "Restoring sample.spans."
    assert standing.focusWidget() is standing.button
    QTest.keyClick(standing, KEY.Key_Escape)
    assert standing.isVisible(), "until it has stopped"
    gone(desk, window)
    again = shown(desk, sampled)
    over(desk)
    assert again.banner.words.text() == "It was cancelled."
    assert len(again.session.state.marks.spans) == 59


def test_where_neither_can_be_opened_the_sample_is_and_offers_the_way_back(window, made, desk, sampled, monkeypatch):
    read = app.read

    def gone_meanwhile(path, chosen):
        if path == sampled:
            sampled.unlink(missing_ok=True)
        return read(path, chosen)

    monkeypatch.setattr(app, "read", gone_meanwhile)
    mending.restore(window, sampled, made)
    gone(desk, window)
    from annotator.ui import sample

    fresh = shown(desk, sample.path())
    over(desk)
    assert "The sample is open instead." in fresh.banner.words.text()
    assert fresh.banner.buttons[0].text() == "Restore a backup\u2026"


def test_beside_other_work_it_does_not_begin(window, made, desk, sampled, tmp_path, monkeypatch):
    slow = "import time; time.sleep(600)"
    monkeypatch.setattr(jobs, "command", lambda *words: [sys.executable, "-c", slow])
    window.run("project.check")
    mending.restore(window, sampled, made)
    assert not interim._standing
    assert window.status.said.text().startswith("One thing at a time")
    window.work.cancel()
    desk.qtbot.waitUntil(lambda: not window.work.running, timeout=PATIENCE)


def test_the_own_project_is_salvaged_while_it_is_closed(window, desk, sampled, tmp_path):
    label(window)
    mending.salvage(window, sampled, tmp_path / "whole.spans")
    gone(desk, window)
    fresh = shown(desk, tmp_path / "whole.spans")
    over(desk)
    assert one_more(fresh)
    assert fresh.banner.words.text() == "1 article and 60 spans were salvaged. Nothing is known to be lost."
