"""The dialog of backups: rows as they are known, what is in the way said in words, and keys all the way."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest

from annotator.project import backups
from annotator.ui.dialogs.backups import DIFFERS, HOLDS, UNREAD, WHEN, WHY, BackupsDialog

KEY = Qt.Key
PATIENCE = 60_000  # milliseconds
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def window(sampled, desk):
    return desk.open(sampled)


def asked(window, desk):
    window.run("project.backups")
    dialog = window.findChild(BackupsDialog)
    read(dialog, desk)
    return dialog


def read(dialog, desk):
    desk.qtbot.waitUntil(lambda: dialog._listing is None, timeout=PATIENCE)


def rows(dialog):
    found = [dialog.tree.topLevelItem(at) for at in range(dialog.tree.topLevelItemCount())]
    return [tuple(row.text(column) for column in (WHEN, WHY, HOLDS, DIFFERS)) for row in found]


def test_without_a_backup_it_says_so_and_makes_one(window, desk):
    dialog = asked(window, desk)
    assert dialog.note.text() == "There is no backup yet."
    assert not dialog.restoring.isEnabled()
    assert dialog.focusWidget() is dialog.tree
    while dialog.focusWidget() is not dialog.making:
        QTest.keyClick(dialog.focusWidget(), KEY.Key_Tab)
    QTest.keyClick(dialog.making, KEY.Key_Space)
    desk.qtbot.waitUntil(lambda: len(rows(dialog)) == 1 and rows(dialog)[0][HOLDS] != UNREAD, timeout=PATIENCE)
    read(dialog, desk)
    (row,) = rows(dialog)
    assert row[WHEN].startswith("today, ")
    assert row[1:] == ("by hand", "1 article, 59 spans", "as now")
    assert dialog.note.text() == "The project is backed up as it is on the disk now."
    dialog.making.click()
    desk.qtbot.waitUntil(lambda: "no other was made" in dialog.note.text(), timeout=PATIENCE)
    assert len(rows(dialog)) == 1
    QTest.keyClick(dialog.tree, KEY.Key_Down)
    read(dialog, desk)
    assert dialog.note.text() == "The project is as it was then."
    assert not dialog.restoring.isEnabled()
    QTest.keyClick(dialog, KEY.Key_Escape)
    assert not dialog.isVisible()


def test_each_row_tells_how_the_project_differs(window, desk, sampled, spandesk, tmp_path):
    window.session.run("focus.range", 60, 66)
    first = spandesk("backup", sampled, "--json").json["backup"]
    window.session.run("label.apply", "entities/gpe")
    desk.settle(window)
    spandesk("new", tmp_path / "other.spans")
    other = spandesk("backup", tmp_path / "other.spans", "--json").json["backup"]
    folder = backups.folder_of(sampled)
    Path(other).rename(folder / "2001-02-03T040506Z by hand.spans")
    (folder / "2002-02-03T040506Z <b>daily<\u202e.spans").write_bytes(b"x" * 9000)
    dialog = asked(window, desk)
    assert [row[DIFFERS] for row in rows(dialog)][::2] == ["1 gesture since", "did not grow out of it"]
    assert rows(dialog)[1][WHY] == "<b>daily<\\u202e"
    assert rows(dialog)[1][HOLDS] == "it cannot be read"
    local = datetime(2001, 2, 3, 4, 5, 6, tzinfo=UTC).astimezone()
    assert rows(dialog)[2][WHEN].endswith(f"{local:%H:%M}")
    assert "2001" in rows(dialog)[2][WHEN]
    QTest.keyClick(dialog.tree, KEY.Key_Down)
    QTest.keyClick(dialog.tree, KEY.Key_Down)
    assert dialog.picked["why"].startswith("<b>daily")
    assert "is not a Spandesk project" in dialog.note.text()
    assert not dialog.restoring.isEnabled()
    QTest.keyClick(dialog.tree, KEY.Key_Return)
    assert dialog.isVisible(), "what is damaged is not restored"
    QTest.keyClick(dialog.tree, KEY.Key_Up)
    assert dialog.picked["path"] == first
    assert dialog.restoring.isEnabled()


def test_marks_that_wait_are_said_not_to_be_in_it(window, desk, sampled):
    from annotator.project import connection

    held = connection.connect(sampled, seen=window.frame.project.seen)
    dialog = asked(window, desk)
    dialog.making.click()
    held.execute("BEGIN IMMEDIATE")  # what is labelled now waits
    window.session.run("focus.range", 60, 66)
    window.session.run("label.apply", "entities/gpe")
    desk.qtbot.waitUntil(lambda: "not in it" in dialog.note.text(), timeout=PATIENCE)
    assert dialog.note.text().endswith(" 1 mark not saved yet are not in it.")
    held.execute("ROLLBACK")
    held.close()
    read(dialog, desk)
    dialog.reject()


def test_the_folder_is_shown(window, desk, sampled, spandesk, monkeypatch):
    spandesk("backup", sampled)
    shown = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(url.toLocalFile()) is None)
    dialog = asked(window, desk)
    dialog.showing.click()
    assert shown == [str(backups.folder_of(sampled))]


def test_a_write_protected_project_is_not_restored(sampled, desk, spandesk, monkeypatch):
    spandesk("backup", sampled)
    monkeypatch.setattr("os.access", lambda *_: False)
    window = desk.open(sampled)
    dialog = asked(window, desk)
    QTest.keyClick(dialog.tree, KEY.Key_Down)
    assert not dialog.restoring.isEnabled()
    assert "write-protected" in dialog.note.text()


def test_closing_it_stops_what_reads(window, desk, sampled, spandesk):
    spandesk("backup", sampled)
    window.run("project.backups")
    dialog = window.findChild(BackupsDialog)
    job = dialog._listing
    QTest.keyClick(dialog, KEY.Key_Escape)
    assert job.cancelled
    job.wait(20)
    desk.qtbot.wait(50)
    assert not window.findChildren(BackupsDialog)


def test_the_thread_of_the_window_opens_no_backup(window, desk, sampled, spandesk, monkeypatch):
    spandesk("backup", sampled)

    def refuse(*_words, **_named):
        raise AssertionError("the window looked into a backup itself")

    for name in ("held", "listed", "make", "restore"):
        monkeypatch.setattr(backups, name, refuse)
    dialog = asked(window, desk)
    assert rows(dialog)[0][HOLDS] == "1 article, 59 spans"


def test_a_backup_of_another_day_tells_its_day(window, desk, sampled, spandesk):
    made = spandesk("backup", sampled, "--json").json["backup"]
    then = datetime.now(UTC) - timedelta(days=3)
    Path(made).rename(backups.folder_of(sampled) / f"{then:%Y-%m-%dT%H%M%SZ} daily.spans")
    dialog = asked(window, desk)
    assert rows(dialog)[0][WHEN].endswith(f", {then.astimezone():%H:%M}")
    assert not rows(dialog)[0][WHEN].startswith("today")
