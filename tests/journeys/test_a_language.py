"""A Chinese article in a project that was made in the window: its language is said by real keys, and taken back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.ui.dialogs.language import LanguageDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
TEXT = "\u963f\u8fbe\u5728\u5317\u4eac\u4f1a\u89c1\u4e86\u6c64\u59c6\u3002"
BEIJING = (3, 5)


@pytest.fixture
def window(tmp_path, spandesk, desk):
    path = tmp_path / "p.spans"
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert spandesk("new", path).code == 0
    assert spandesk("add", path, tmp_path / "a.txt").code == 0
    return desk.open(path, tokens=True)


def press(window, key, held=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(window.focusWidget() or window.view, key, held)


def verdict(window, desk, language):
    """Return the word of the verdict on the focused span, once the tokens of the language are there."""
    desk.qtbot.waitUntil(lambda: window.session.state.language == language)
    desk.tokenised(window)
    QApplication.processEvents()
    panel = next(panel for module, panel in window.panels if module.TITLE == "Focused span")
    return panel.verdict.head.text()


def test_the_language_is_chosen_without_a_mouse_and_the_verdict_follows_it_there_and_back(window, desk):
    window.run("focus.range", *BEIJING)
    press(window, KEY.Key_2)
    assert verdict(window, desk, "en") == "Left out"

    press(window, KEY.Key_K, CONTROL)
    QTest.keyClicks(QApplication.focusWidget(), "language of the texts")
    QTest.keyClick(QApplication.focusWidget(), KEY.Key_Return)
    desk.qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(LanguageDialog)))
    (dialog,) = window.findChildren(LanguageDialog)
    QTest.keyClicks(dialog.focusWidget(), "chin")
    QTest.keyClick(dialog.focusWidget(), KEY.Key_Return)
    assert verdict(window, desk, "zh") == "Trainable"
    assert window.status.said.text() == "The language of the texts is Chinese now."
    (span,) = window.session.state.marks.spans
    assert (span.start, span.end) == BEIJING

    window.view.setFocus()
    press(window, KEY.Key_Z, CONTROL)
    assert verdict(window, desk, "en") == "Left out"
    assert window.status.said.text() == "Undone in the project: the language of the texts changed to Chinese."
    press(window, KEY.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert verdict(window, desk, "zh") == "Trainable"
    desk.settle(window)
    assert list(window.session.state.marks.spans) == [span], "no span moved on the way"
