"""The strip hints the keys of whatever has the keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QVBoxLayout, QWidget

from annotator.ui.elsewhere import key_hints

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
KEY, CONTROL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(sampled, desk):
    shown = desk.open(sampled)
    shown.activateWindow()
    desk.qtbot.waitUntil(shown.view.hasFocus)
    return shown


def hinted(window):
    return {words: keys for keys, words in window.hints.shown}


def test_in_the_find_bar_enter_is_hinted_for_the_next_hit_and_not_for_done(window, desk):
    before = window.hints.shown
    QTest.keyClick(window.view, KEY.Key_F, CONTROL)
    desk.qtbot.waitUntil(lambda: "next, previous hit" in hinted(window))
    assert hinted(window)["next, previous hit"] == ("Enter", "Shift+Enter")
    assert "done, next" not in hinted(window)
    QTest.keyClick(window.focusWidget(), KEY.Key_Escape)
    desk.qtbot.waitUntil(lambda: window.hints.shown == before)


def test_in_the_note_enter_keeps_it(window, desk):
    window.run("span.next")
    QTest.keyClick(window.view, KEY.Key_N)
    desk.qtbot.waitUntil(lambda: window.hints.shown == [(("Enter",), "keep it"), (("Esc",), "leave it as it was")])
    QTest.keyClick(window.focusWidget(), KEY.Key_Escape)
    desk.qtbot.waitUntil(lambda: "remove" in hinted(window))


def test_in_the_search_the_keys_are_those_of_its_field_and_then_of_its_list(window, desk):
    QTest.keyClick(window.view, KEY.Key_F, CONTROL | SHIFT)
    desk.qtbot.waitUntil(lambda: "to the list" in hinted(window))
    QTest.keyClicks(window.focusWidget(), "Algeria")
    page = window.sides.page
    desk.qtbot.waitUntil(lambda: page.list.model().rowCount() > 0, timeout=30_000)
    QTest.keyClick(window.focusWidget(), KEY.Key_Return)
    desk.qtbot.waitUntil(page.list.hasFocus)
    assert window.hints.shown == [
        (("\u2191", "\u2193"), "choose"), (("Enter",), "open"), ((), "a label\u2019s key labels it"),
        (("Esc",), "back to the text"),
    ]  # fmt: skip
    assert window.hints.accessibleName().endswith("open; a label\u2019s key labels it; Esc: back to the text")


def test_every_part_that_f6_reaches_hints_keys_that_are_not_the_text_s(window, desk):
    of_text, reached = window.hints.shown, 0
    for _ in range(3):
        QTest.keyClick(window.focusWidget(), KEY.Key_F6)
        if window.focusWidget() is window.view:
            continue
        reached += 1
        assert window.hints.shown != of_text
        assert hinted(window)["back to the text"] == ("Esc",)
    assert reached
    QTest.keyClick(window.focusWidget(), KEY.Key_Escape)
    assert window.hints.shown == of_text


def test_a_dialog_leaves_the_hints_as_they_are(window, desk):
    of_text = window.hints.shown
    dialog = QDialog(window)
    field = QLineEdit(dialog)
    dialog.open()
    desk.qtbot.waitUntil(field.hasFocus)
    assert window.hints.shown == of_text
    dialog.close()


def test_enter_in_the_filter_gives_the_keyboard_to_the_list(window, desk):
    QTest.keyClick(window.view, KEY.Key_L, CONTROL)
    desk.qtbot.waitUntil(lambda: "to the list" in hinted(window))
    QTest.keyClick(window.focusWidget(), KEY.Key_Return)
    assert window.list.table.hasFocus()
    assert hinted(window)["open"] == ("Enter",)


def test_enter_at_once_leads_to_the_list_of_what_was_typed(window, desk):
    QTest.keyClick(window.view, KEY.Key_L, CONTROL)
    QTest.keyClicks(window.focusWidget(), window.session.state.detail("title")[:5])
    QTest.keyClick(window.focusWidget(), KEY.Key_Return)
    desk.qtbot.waitUntil(lambda: window.list._listed_now.text != "")
    assert window.list.table.hasFocus()
    assert window.list.table.currentIndex().row() == 0, "Enter opens it"


def test_what_knows_its_keys_tells_them_for_all_inside_it(qtbot):
    class Part(QWidget):
        def key_hints(self):
            return [(("Z",), "zap")]

    top, text, part, inside, beside = QWidget(), QWidget(), Part(), QPushButton(), QPushButton()
    qtbot.addWidget(top)
    QVBoxLayout(part).addWidget(inside)
    column = QVBoxLayout(top)
    for widget in (text, part, beside):
        column.addWidget(widget)
    assert key_hints(inside, text) == [(("Z",), "zap")]
    assert key_hints(beside, text) == [(("Enter",), "press"), (("Tab",), "next"), (("Esc",), "back to the text")]
    assert key_hints(text, text) is None
