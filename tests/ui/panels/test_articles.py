from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from annotator.ui.panels.articles import _spans


def test_counts_in_words():
    assert _spans(1, 2) == "1 entity \u00b7 2 claims"
    assert _spans(34, 1) == "34 entities \u00b7 1 claim"


def test_the_filter_shows_its_key_until_something_is_typed(sampled, desk):
    field = desk.open(sampled).list.field
    key = field.findChild(QLabel)
    assert (key.text(), key.isVisible()) == ("Ctrl+L", True)
    QTest.keyClicks(field, "alg")
    assert not key.isVisible()
    field.clear()
    assert key.isVisible()


def test_the_filter_narrows_the_list_and_its_tabs_count(tmp_path, spandesk, desk):
    path = tmp_path / "p.spans"
    for name in ("Ferry line reopens", "Council meets", "Ferry fares rise"):
        (tmp_path / f"{name}.txt").write_text(f"{name}\n\nNothing more.")
    assert spandesk("new", path).code == 0
    assert spandesk("add", path, tmp_path, "--as", "text").code == 0
    window = desk.open(path)
    desk.qtbot.waitUntil(lambda: window.list.model.rowCount() == 3)
    QTest.keyClicks(window.list.field, "ferry")
    desk.qtbot.waitUntil(lambda: window.list.model.rowCount() == 2)
    QTest.keyClick(window.list.field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window.list.field, Qt.Key.Key_Delete)
    desk.qtbot.waitUntil(lambda: window.list.model.rowCount() == 3)
    window.list.tabs.button(2).click()
    desk.qtbot.waitUntil(lambda: window.list.model.rowCount() == 0)
    assert window.list._why_empty() == "Nothing is done."
    assert window.list.tabs.button(1).text() == "To do 3"


def test_a_filter_that_nothing_passes_says_so(sampled, desk):
    window = desk.open(sampled)
    blank = window.list.table.grab().toImage()
    QTest.keyClicks(window.list.field, "zzz")
    desk.qtbot.waitUntil(lambda: window.list.model.rowCount() == 0)
    assert window.list._why_empty() == "No title holds \u201czzz\u201d."
    desk.qtbot.waitUntil(lambda: window.list.table._why != "")
    assert window.list.table.grab().toImage() != blank
