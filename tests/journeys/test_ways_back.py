"""Work that is spoilt comes back: to a backup and on again, and out of a damaged file, by keys alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from annotator.project import backups
from annotator.project.check import examine
from annotator.ui import app
from annotator.ui.dialogs.backups import BackupsDialog
from tests.ui.test_opening import gone, shown

KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
PATIENCE = 60_000  # milliseconds
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def command(desk, window, words):
    """Run a command by its words, in the palette."""
    QTest.keyClick(window.view, KEY.Key_K, CONTROL)
    field = window.sheet.findChild(QLineEdit)
    QTest.keyClicks(field, words)
    QTest.keyClick(field, KEY.Key_Return)


def listing(desk, window):
    desk.qtbot.waitUntil(lambda: bool(window.findChildren(BackupsDialog)), timeout=PATIENCE)
    dialog = window.findChild(BackupsDialog)
    desk.qtbot.waitUntil(lambda: dialog._listing is None, timeout=PATIENCE)
    return dialog


def label(desk, window, *keys):
    """Label a word of the article: from its beginning on, so many words further."""
    QTest.keyClick(window.view, KEY.Key_Home, CONTROL)
    for key in keys:
        QTest.keyClick(window.view, key)
    desk.settle(window)


def press(window, words):
    """Press a button of the banner."""
    QTest.keyClick(window.view, KEY.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    for _ in range(4):
        if window.focusWidget().text() != words:
            QTest.keyClick(window.focusWidget(), KEY.Key_Tab)
    assert window.focusWidget().text() == words
    QTest.keyClick(window.focusWidget(), KEY.Key_Space)


def spans(window):
    return {(span.start, span.end, span.label) for span in window.session.state.marks.spans}


def restored(desk, window, path, row):
    """Restore the backup in a row of the dialog; return the window that is there then."""
    command(desk, window, "backups")
    dialog = listing(desk, window)
    for _ in range(row):
        QTest.keyClick(dialog.tree, KEY.Key_Down)
    QTest.keyClick(dialog.tree, KEY.Key_Return)
    gone(desk, window)
    return shown(desk, path)


def test_label_back_up_label_more_restore_see_the_old_state_restore_back(tmp_path, spandesk, desk):
    path = tmp_path / "p.spans"
    spandesk("new", path)
    (tmp_path / "a.txt").write_text("Ada Lindqvist met Tom Brandt in Northport. They spoke for long.")
    spandesk("add", path, tmp_path / "a.txt")
    app.hold(window := desk.open(path))
    label(desk, window, KEY.Key_E, KEY.Key_1)
    first = spans(window)
    assert len(first) == 1

    command(desk, window, "backups")
    dialog = listing(desk, window)
    while dialog.focusWidget() is not dialog.making:
        QTest.keyClick(dialog.focusWidget(), KEY.Key_Tab)
    QTest.keyClick(dialog.making, KEY.Key_Space)
    desk.qtbot.waitUntil(lambda: "is backed up" in dialog.note.text(), timeout=PATIENCE)
    QTest.keyClick(dialog, KEY.Key_Escape)

    label(desk, window, KEY.Key_E, KEY.Key_J, KEY.Key_J, KEY.Key_J, KEY.Key_2)
    both = spans(window)
    assert len(both) == 2
    window.resize(900, 650)
    old = restored(desk, window, path, 1)
    assert spans(old) == first
    assert (old.width(), old.height()) == (900, 650)
    said = old.banner.words.text().replace("\u200b", "")
    before = next(one for one in backups.listed(path) if one.why == backups.RESTORE)
    assert said.endswith(f"What was there before lies in {before.path}.")
    assert examine(path) == []

    # Work goes on in the old state, and that is not lost either when the newer one comes back.
    label(desk, old, KEY.Key_E, KEY.Key_J, KEY.Key_1)
    third = spans(old)
    assert len(third) == 2
    press(old, "Take it back")
    gone(desk, old)
    back = shown(desk, path)
    assert spans(back) == both
    assert examine(path) == []
    kept = [spandesk("stats", one.path, "--json").json["spans"] for one in backups.listed(path)]
    assert sorted(kept) == [1, 2, 2], "every state there ever was lies beside the project"
    again = restored(desk, back, path, 1)
    assert spans(again) == third
    label(desk, again, KEY.Key_E, KEY.Key_2)
    assert examine(path) == []


def test_a_damaged_file_is_salvaged_and_work_goes_on(sampled, desk, spandesk, tmp_path):
    fresh = tmp_path / "whole.spans"
    data = bytearray(sampled.read_bytes())
    data[:200] = bytes(200)
    bad = tmp_path / "bad.spans"
    bad.write_bytes(data)
    app.hold(window := desk.open(sampled))
    QTest.keyClick(window.view, KEY.Key_O, CONTROL)
    named(window, bad)
    desk.qtbot.waitUntil(lambda: not window.banner.isHidden(), timeout=PATIENCE)
    assert window.banner.head.text() == "bad.spans was not opened"
    words = [one.text() for one in window.banner.buttons]
    assert words[:2] == ["Restore a backup\u2026", "Salvage what it holds\u2026"]
    press(window, words[1])
    named(window, fresh)
    gone(desk, window)
    back = shown(desk, fresh)
    assert len(back.session.state.marks.spans) == 59
    assert "59 spans were salvaged" in back.banner.words.text()
    assert bytes(data) == bad.read_bytes()
    QTest.keyClick(back.view, KEY.Key_Home, CONTROL)
    QTest.keyClick(back.view, KEY.Key_S)
    QTest.keyClick(back.view, KEY.Key_A)
    desk.settle(back)
    desk.close(back)
    assert examine(fresh) == []
    assert spandesk("stats", fresh, "--json").json["spans"] == 60


def named(window, path):
    """Put a path into the file dialog that is open and press Enter."""
    dialog = window.findChildren(QFileDialog)[-1]
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    field.setText(str(path))
    QTest.keyClick(field, KEY.Key_Return)
