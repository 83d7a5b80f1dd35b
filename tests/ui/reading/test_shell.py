"""The shell: nothing of the base class acts on its own."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from annotator.ui.reading.shell import Shell


@pytest.fixture
def shell(qtbot):
    shell = Shell()
    qtbot.addWidget(shell)
    shell.resize(300, 200)
    shell.show()
    return shell


def test_keys_write_nothing(shell, qtbot):
    qtbot.keyClicks(shell, "abc")
    assert shell.toPlainText() == ""


def test_nothing_is_pasted_or_dropped(shell):
    held = QMimeData()
    held.setText("abc")
    assert not shell.canInsertFromMimeData(held)
    shell.insertFromMimeData(held)
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), copy, held, left, none)
    QApplication.sendEvent(shell.viewport(), enter)
    assert not enter.isAccepted()
    shell.dropEvent(QDropEvent(QPointF(5, 5), copy, held, left, none))
    assert shell.toPlainText() == ""
    assert not shell.createMimeDataFromSelection().hasText()


def test_no_composed_text_is_asked_for(shell):
    assert not shell.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_the_menu_is_the_windows(shell, qtbot):
    with qtbot.waitSignal(shell.menu_requested) as told:
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 5), QPoint(40, 50))
        QApplication.sendEvent(shell.viewport(), event)
    assert told.args == [QPoint(40, 50)]


def test_no_scroll_bar_is_ever_shown(shell):
    shell.setPlainText("line " * 500 + "\n" * 500)
    QApplication.processEvents()
    assert not shell.verticalScrollBar().isVisible()
    assert not shell.horizontalScrollBar().isVisible()
