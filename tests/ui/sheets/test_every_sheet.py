"""What holds for every sheet; they are found by scanning their folder."""

import pytest
from keyboard import send
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from annotator import shelf
from annotator.editing.command import bindings

SHEETS = shelf.kind_names("ui/sheets", "Sheet")
SAYS_NOTHING = {QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Window, QAccessible.Role.Grouping}


@pytest.fixture
def window(sampled, desk):
    window = desk.open(sampled)
    window.session.run("span.next")
    return window


def test_the_sheets_that_ship_are_found():
    assert {"palette", "cheatsheet", "help", "settings"} <= set(SHEETS)


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("size", [(1440, 900), (900, 600)])
def test_it_lies_within_the_window_and_escape_returns_to_the_text(window, name, size):
    window.resize(*size)
    before = window.session.state
    sheet = window.open_sheet(name)
    assert window.rect().contains(sheet.panel.geometry())
    assert sheet.panel.isAncestorOf(window.focusWidget())
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert window.sheet is None
    assert window.focusWidget() is window.view
    assert window.session.state is before


@pytest.mark.parametrize("name", SHEETS)
def test_its_own_key_opens_it_and_closes_it(window, name):
    command = shelf.load("ui/sheets", name).Sheet.COMMAND
    key = window.commands[command].keys[0]
    send(window.view, key)
    assert window.sheet is not None
    assert type(window.sheet).__module__.endswith(f".{name}")
    send(window.focusWidget(), key)
    if window.sheet is not None:  # a key that types is typed where a field has the keyboard
        assert len(key) == 1
    assert window.session.said == ""


@pytest.mark.parametrize("name", SHEETS)
def test_whatever_takes_the_keyboard_has_a_name_a_role_and_is_told_in_plain_words(window, name):
    sheet = window.open_sheet(name)
    assert sheet.panel.accessibleName()
    for widget in sheet._taking_keys():
        told = QAccessible.queryAccessibleInterface(widget)
        assert told.text(QAccessible.Text.Name).strip(), type(widget).__name__
        assert told.role() not in SAYS_NOTHING, type(widget).__name__
        assert not told.text(QAccessible.Text.Description).startswith("<")
    for label in sheet.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText, label.text()


@pytest.mark.parametrize("name", SHEETS)
def test_no_key_of_a_command_acts_on_the_text_beneath(window, name):
    before, session = window.session.state, window.session
    sheet = window.open_sheet(name)
    away = sheet.away | {
        "Esc",
        "Enter",
        "Space",
        "Tab",
        "Shift+Tab",
        "Shift+Space",
    }  # the sheet's own, and those of its buttons
    held = [key for key in bindings(before.scheme, window.commands) if key not in away]
    for widget in list(sheet._taking_keys()):
        for key in held:
            widget.setFocus()
            send(widget, key)
            assert session.state is before, (key, type(widget).__name__)
            assert not session._asking, (key, type(widget).__name__)
            assert window.isVisible(), key
            assert window.sheet is sheet, (key, type(widget).__name__)


@pytest.mark.parametrize("name", SHEETS)
def test_it_may_be_opened_and_closed_again_and_again(window, name):
    for _ in range(5):
        window.open_sheet(name).close_sheet()
    window.open_sheet(name)
    window.open_sheet(name)
    assert len([one for one in window.findChildren(QWidget) if type(one).__name__ == "Sheet" and one.isVisible()]) == 1
