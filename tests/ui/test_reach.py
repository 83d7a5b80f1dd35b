"""What takes the keyboard says what it is, and what can be done can be done without a mouse."""

import inspect

import pytest
from conftest import CHECKOUT
from desk import sheets
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QTextEdit,
    QWidget,
)

from annotator.editing.command import LABELLING, all_commands, bindings
from annotator.model.scheme import Scheme
from annotator.ui.sheets import choices

# The offscreen platform says so where a menu opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True)

Role, Text = QAccessible.Role, QAccessible.Text
FITTING = {
    QLineEdit: {Role.EditableText},
    QPlainTextEdit: {Role.EditableText},
    QTextEdit: {Role.EditableText, Role.StaticText},
    QAbstractButton: {Role.Button, Role.CheckBox, Role.RadioButton, Role.ButtonMenu},
    QAbstractItemView: {Role.Table, Role.List, Role.Tree},
}
SAYS_NOTHING = {Role.NoRole, Role.Client, Role.Pane, Role.Window, Role.Grouping, Role.Whitespace}
# What the mouse gives a command with a place has its counterpart among the keys.
BY_KEYS = {
    "focus.caret": "caret.right", "focus.word": "select.climb", "focus.range": "caret.right.extend",
    "focus.span": "span.next", "span.bounds": "span.end.character.right", "article.open": "article.next",
    "articles.drop": "articles.add",
    **dict.fromkeys(LABELLING.values(), ""),  # by the labels' own keys, without one by the menu and the panel
}  # fmt: skip
PAGES = [
    path for folder in ("panels", "sheets", "dialogs") for path in (CHECKOUT / "annotator" / "ui" / folder).glob("*.py")
]


@pytest.fixture
def window(sampled, desk):
    window = desk.open(sampled)
    window.banner.tell("start", "A note.", {"Close this note": lambda: window.banner.clear("start")})
    return window


def taking_keys(window):
    return [one for one in window.findChildren(QWidget) if one.focusPolicy() != Qt.FocusPolicy.NoFocus]


def read(widget, what):
    return QAccessible.queryAccessibleInterface(widget).text(what)


def test_whatever_takes_the_keyboard_has_a_name_and_a_role_that_fits(window):
    found = taking_keys(window)
    assert {window.view, window.list.field, window.list.table, window.banner.buttons[0]} <= set(found)
    for widget in (one for one in found if one.isVisible()):
        where = f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        assert read(widget, Text.Name).strip(), where
        role = QAccessible.queryAccessibleInterface(widget).role()
        fitting = [roles for kind, roles in FITTING.items() if isinstance(widget, kind)]
        assert role in fitting[0] if fitting else role not in SAYS_NOTHING, (where, role)


@pytest.mark.parametrize("sheet", sheets())
def test_whatever_takes_the_keyboard_in_a_sheet_has_a_name_and_a_role_that_fits(window, sheet):
    window.run(sheet)
    found = [one for one in taking_keys(window.sheet) if one.isVisible()]
    assert found
    for widget in found:
        where = f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        assert read(widget, Text.Name).strip(), where
        role = QAccessible.queryAccessibleInterface(widget).role()
        # What is only scrolled is a client area to Qt, and called by its name.
        assert role not in SAYS_NOTHING or (isinstance(widget, QScrollArea) and role == Role.Client), where
    test_no_mark_of_rich_text_is_read_aloud(window)


def test_no_mark_of_rich_text_is_read_aloud(window):
    for widget in window.findChildren(QWidget):
        if QAccessible.queryAccessibleInterface(widget) is not None:
            assert not read(widget, Text.Description).startswith("<"), type(widget).__name__
            assert not read(widget, Text.Name).startswith("<"), type(widget).__name__


def test_tabs_of_the_list_are_told_as_one_of_several(window):
    tabs = [
        one for one in window.list.findChildren(QAbstractButton) if one.property("role") == "tab" and one.isCheckable()
    ]
    roles = {QAccessible.queryAccessibleInterface(one).role() for one in tabs}
    assert roles == {Role.RadioButton}


def takes_values(one):
    parameters = list(inspect.signature(one.function).parameters.values())[3 if one.sees else 1 :]
    return any(each.default is each.empty for each in parameters)


def test_every_command_has_a_key_or_stands_in_a_menu_or_in_the_palette(window):
    held = window.commands
    assert len(held) > len(all_commands())
    offered = choices.runnable(held.values()) if held["program.commands"].keys else []
    shown = {action.text().partition("\t")[0] for menu in window.menus.menus.values() for action in menu.actions()}
    for one in held.values():
        if one.name in BY_KEYS:
            counterpart = held.get(BY_KEYS[one.name])
            assert takes_values(one)
            assert counterpart is None or counterpart.keys, one.name
        elif takes_values(one):  # a page or a dialog gives them, and these are walked by keys
            assert any(f'"{one.name}"' in path.read_text(encoding="utf-8") for path in PAGES), one.name
        else:
            assert one.keys or one.words in shown or one in offered, one.name


def test_every_menu_opens_by_its_letter_from_the_text(window):
    seen = set()
    assert window.commands
    for name, menu in window.menus.menus.items():
        if not menu.menuAction().isVisible():
            continue
        letter = menu.title()[menu.title().index("&") + 1]
        assert letter not in seen, f"{name} shares its letter"
        seen.add(letter)
        window.view.setFocus()
        QTest.keyClick(window.view, Qt.Key(ord(letter.upper())), Qt.KeyboardModifier.AltModifier)
        assert menu.isVisible(), name
        menu.close()


def test_a_label_without_a_key_is_given_by_the_menu_of_the_text_and_by_the_panel(window, desk):
    scheme = window.session.state.scheme
    labels = [label._replace(key="") if label.name == "EVENT" else label for label in scheme.labels]
    keyless = Scheme(scheme.layers, labels)
    assert all(one.values != ("entities/event",) for held in bindings(keyless, all_commands()).values() for one in held)
    at = window.session.state.text.index("announcement")
    window.session.run("focus.range", at, at + 12)
    QTest.keyClick(window.view, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    choice = menu.actions()[0].menu()
    assert {label.name for label in labels} <= {action.text().partition("\t")[0] for action in choice.actions()}
    menu.close()
    row = next(one for one in taking_keys(window) if read(one, Text.Name).startswith("EVENT"))
    row.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(row, Qt.Key.Key_Space)
    assert window.session.state.focused.label == "entities/event"
    desk.settle(window)


def test_tab_f6_and_arrows_lead_to_whatever_takes_the_keyboard(window):
    key, none, shift = Qt.Key, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
    steps = [(key.Key_F6, none), (key.Key_F6, shift), (key.Key_Tab, none), (key.Key_Backtab, shift)]
    steps += [(key.Key_Left, none), (key.Key_Right, none)]
    seen: set[QWidget] = {window.view}
    ahead = [window.view]
    while ahead:
        here = ahead.pop()
        for step, modifier in steps:
            here.setFocus(Qt.FocusReason.TabFocusReason)
            QTest.keyClick(here, step, modifier)
            there = window.focusWidget()
            if there not in seen:
                seen.add(there)
                ahead.append(there)
    assert {one for one in taking_keys(window) if one.isVisible()} <= seen
