"""What is typed into a field is typed, and Space on a button presses it: no command's key reaches past them.

Fields and buttons are found by walking the window, so that new ones are taken in.
"""

import pytest
from desk import sheets
from keyboard import KEY, Held, send
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QTextEdit

from annotator import places
from annotator.editing.command import all_commands, bindings, declared
from annotator.editing.state import OnSpan
from annotator.model.scheme import Scheme
from annotator.ui import keys
from annotator.ui.field import Seeking

# The offscreen platform says so where a menu opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True)
SCHEME = Scheme.from_toml(places.resource("schemes", "news.toml").read_text(encoding="utf-8"), "news")[0]
COMMANDS = sorted(bindings(SCHEME, all_commands()))
OWN = sorted({key for one in declared("ui/commands").values() for key in one.keys})
LEAVES = {"Esc", "Tab", "Shift+Tab"}  # by these a field gives the keyboard away: to the text, or as the platform has it
TYPED = "abc def"


def fields(window):
    """Return what text can be typed into: every field that is there, the ones that are seen."""
    found = [one for kind in (QLineEdit, QPlainTextEdit, QTextEdit) for one in window.findChildren(kind)]
    return [one for one in found if one is not window.view and one.isVisible() and not one.isReadOnly()]


def content(field):
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


@pytest.fixture
def window(sampled, desk):
    window = desk.open(sampled)
    state = window.session.state
    inner = next(one for one in state.marks.spans if len(state.spans_at(one.start)) > 1)
    window.session.run("focus.span", inner.id)
    assert isinstance(window.session.state.focus, OnSpan), "every boundary key, label and Del would act"
    return window


def test_the_window_has_fields_and_they_are_found(window):
    assert window.list.field in fields(window)


def test_no_key_of_a_command_typed_into_a_field_runs_it(window):
    before, session = window.session.state, window.session
    for field in fields(window):
        for name in COMMANDS:
            window.sides.open(window.list, True)
            field.setFocus()
            field.setText(TYPED) if isinstance(field, QLineEdit) else field.setPlainText(TYPED)
            QTest.sendKeyEvent(QTest.KeyAction.Click, field, KEY.Key_End, "", Held.NoModifier)
            text = send(field, name)
            where = f"{name} in {field.accessibleName() or field}"
            assert session.state is before, where
            assert not session._asking, where
            assert session.said == "", where
            leads_on = isinstance(field, Seeking) and name in ("Enter", "Down")
            assert name in LEAVES or leads_on or window.focusWidget() is field, where
            assert name != "Esc" or window.focusWidget() is window.view, where
            if text:
                assert content(field) == TYPED + text, where


@pytest.mark.parametrize("sheet", sheets())
def test_no_key_of_a_command_typed_into_a_field_of_a_sheet_runs_it(window, sheet):
    """Enter does what the sheet is for; all else is typed, or is the sheet's own."""
    before, session = window.session.state, window.session
    for name in COMMANDS:
        if name.removeprefix("Shift+") in ("Enter", "Tab"):
            continue
        if window.sheet is None:
            window.run(sheet)
        for field in fields(window):
            if not window.sheet.isAncestorOf(field):
                continue
            field.setFocus()
            field.setText(TYPED) if isinstance(field, QLineEdit) else field.setPlainText(TYPED)
            QTest.sendKeyEvent(QTest.KeyAction.Click, field, KEY.Key_End, "", Held.NoModifier)
            text = send(field, name)
            assert session.state is before, (sheet, name)
            assert not session._asking, (sheet, name)
            if text:
                assert content(field) == TYPED + text, (sheet, name)
            if window.sheet is None:
                break  # it was closed by its own key


@pytest.mark.parametrize("sheet", sheets())
def test_no_key_of_a_command_reaches_past_a_sheet(window, sheet):
    before, session = window.session.state, window.session
    for name in COMMANDS:
        if name.removeprefix("Shift+") in ("Enter", "Space"):
            continue  # they press what has the keyboard
        if window.sheet is None:
            window.run(sheet)
        send(window.focusWidget(), name)
        assert session.state is before, (sheet, name)
        assert not session._asking, (sheet, name)


def test_the_keys_of_the_window_work_from_a_field(window):
    """They act on the window, not on the text, and no field has a use for them."""
    window.list.field.setFocus()
    send(window.list.field, "Ctrl++")
    assert window.view.zoom == pytest.approx(1.1)
    send(window.list.field, "F6")
    assert window.focusWidget() is not window.list.field


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_window_s_own_keys_change_no_mark_and_no_article_from_a_field(window):
    before, session = window.session.state, window.session
    for field in fields(window):
        for name in OWN:
            if name in ("Ctrl+Q", "Ctrl+W"):
                continue
            window.sides.open(window.list, True)
            field.setFocus()
            send(field, name)
            close_menus()
            assert session.state.marks is before.marks, name
            assert session.state.number == before.number, name
            assert not session._asking, name


def close_menus():
    while (menu := QApplication.activePopupWidget()) is not None:
        menu.close()
    while (dialog := QApplication.activeModalWidget()) is not None:
        dialog.reject()


def buttons(window):
    found = window.findChildren(QAbstractButton)
    return [one for one in found if one.isVisible() and one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus]


def test_space_and_the_other_keys_on_a_focused_button_run_no_command(window):
    session = window.session
    found = buttons(window)
    assert len(found) > 10
    at = session.state.focused.start
    session.run("focus.caret", at)  # with spans at the caret Space would focus one; a label's button has nothing to do
    shortcuts = {name for name in COMMANDS if keys.is_shortcut(name)}  # those act on the text from everywhere else
    for button in found:
        for name in ["Space", *(one for one in COMMANDS if one not in shortcuts)]:
            button.setFocus()
            if not button.hasFocus():
                continue
            before = session.state
            send(button, name)
            close_menus()
            if name.removeprefix("Shift+") in ("Space", "Enter"):  # a button may focus a span: that is its own doing
                assert session.state.marks is before.marks, button.text()
                assert session.state.number == before.number, button.text()
                continue
            assert session.state is before, (button.text() or button.accessibleName(), name)
            assert not session._asking, (button.text() or button.accessibleName(), name)


def test_keys_in_the_list_of_articles_walk_it_and_run_no_command(window):
    before, table = window.session.state, window.list.table
    for name in COMMANDS:
        if keys.is_shortcut(name) or name.removeprefix("Shift+") in ("Enter", "Space"):
            continue  # the list opens the article under its own cursor with those
        table.setFocus()
        send(table, name)
        assert window.session.state is before, name
        assert not window.session._asking, name
