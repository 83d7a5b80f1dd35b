"""A flag on a finished article is taken away again, after the window was closed and opened."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest


def test_a_flag_gives_back_what_it_was_set_over_over_a_restart(tmp_path, spandesk, desk):
    path = tmp_path / "p.spans"
    (tmp_path / "a.txt").write_text("Ada met Tom.")
    assert spandesk("new", path).code == 0
    assert spandesk("add", path, tmp_path / "a.txt").code == 0
    window = desk.open(path)
    QTest.keyClick(window.view, Qt.Key.Key_Return)
    QTest.keyClick(window.view, Qt.Key.Key_F)
    assert window.session.state.status == "flagged"
    desk.close(window)
    window = desk.open(path)
    assert window.session.state.status == "flagged"
    QTest.keyClick(window.view, Qt.Key.Key_F)
    assert window.session.state.status == "done"
