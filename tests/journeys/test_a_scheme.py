"""A scheme is reshaped by real key presses, a note and a title are written, and then everything is taken back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.project.check import examine

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True)
KEY, NONE, CONTROL = Qt.Key, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


def press(window, *keys, modifier=NONE):
    for key in keys:
        QTest.keyClick(window.focusWidget(), key, modifier)


def tab_to(window, wanted, backwards=False):
    """Walk with Tab until a widget has the keyboard."""
    for _ in range(60):
        if window.focusWidget() is wanted:
            return
        press(window, KEY.Key_Backtab if backwards else KEY.Key_Tab)
    raise AssertionError(wanted.accessibleName() or wanted)


def typed(window, words):
    QTest.keyClicks(window.focusWidget(), words)


def seen(desk, window):
    desk.settle(window)
    window.show_around()
    QApplication.processEvents()


def test_a_scheme_is_reshaped_without_a_mouse_and_all_is_taken_back(sampled, desk):
    window = desk.open(sampled)
    first = window.session.state
    window.run("label.edit")
    page = window.sides.page

    tab_to(window, page.rows["new/entities"])
    press(window, KEY.Key_Space)
    typed(window, "WORK")
    press(window, KEY.Key_Return)
    seen(desk, window)

    tab_to(window, page.rows["entities/work"], backwards=True)
    press(window, KEY.Key_Space)
    typed(window, "ART")
    press(window, KEY.Key_Return)
    seen(desk, window)
    assert window.session.state.scheme.label("entities/work").name == "ART"
    tab_to(window, page.label_form.swatches.buttons["slate"])
    press(window, KEY.Key_Right, KEY.Key_Space)
    seen(desk, window)
    assert window.session.state.scheme.hue("entities/work") == "brown"

    tab_to(window, page.rows["entities/gpe"], backwards=True)
    press(window, KEY.Key_Delete)
    desk.qtbot.waitUntil(lambda: "15 spans" in page.deletion.count.text())
    tab_to(window, page.deletion.target, backwards=True)
    typed(window, "ART")
    tab_to(window, page.deletion.delete)
    press(window, KEY.Key_Space)
    desk.qtbot.waitUntil(lambda: not window.session.state.scheme.holds("entities/gpe"))
    seen(desk, window)
    press(window, KEY.Key_Escape)
    assert window.view.hasFocus()
    assert window.session.state.marks.spans.counts["entities/work"] == 15

    press(window, KEY.Key_Period, KEY.Key_N)
    typed(window, "seen twice")
    press(window, KEY.Key_Return)
    assert window.session.state.focused.note == "seen twice"
    window.run("article.details")
    typed(window, "Two envoys")
    press(window, KEY.Key_Return, KEY.Key_Escape)
    assert window.session.state.detail("title") == "Two envoys"

    for _ in range(6):
        press(window, KEY.Key_Z, modifier=CONTROL)
        seen(desk, window)
    after = window.session.state
    assert (after.scheme, after.marks) == (first.scheme, first.marks)
    desk.close(window)
    assert examine(sampled) == []
