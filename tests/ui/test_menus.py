import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

# The offscreen platform says so where a menu opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True)

KEY, NONE, CONTROL = Qt.Key, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(sampled, desk):
    return desk.open(sampled)


def action(window, words):
    return next(one for one in window.menus.menus.values() for one in one.actions() if one.text().startswith(words))


def test_keys_of_the_text_are_named_and_not_registered(window):
    for menu in window.menus.menus.values():
        for one in menu.actions():
            for shortcut in one.shortcuts():
                assert shortcut.toString().startswith(("Ctrl+", "F", "Shift+F")), one.text()
    assert action(window, "Delete the span").text() == "Delete the span\tDel"


def test_no_shortcut_is_registered_twice(window):
    held = [key.toString() for menu in window.menus.menus.values() for one in menu.actions() for key in one.shortcuts()]
    assert sorted(held) == sorted(set(held))


def test_what_cannot_be_done_is_grey_and_works_as_soon_as_it_can(window):
    one = action(window, "Move the end one character right")
    menu = window.menus.menus["Span"]
    menu.aboutToShow.emit()
    assert not one.isEnabled()
    menu.aboutToHide.emit()
    assert one.isEnabled(), "its key must not be dead when a span comes into focus"


def test_the_menu_names_what_undo_and_redo_take_back(window):
    window.menus.menus["Edit"].aboutToShow.emit()
    assert action(window, "Undo").text() == "Undo\tCtrl+Z"
    word = window.session.state.text.index("announcement")
    window.session.run("focus.range", word, word + 12)
    window.session.run("label.apply", "entities/org")
    window.menus.menus["Edit"].aboutToShow.emit()
    assert action(window, "Undo").text() == "Undo: ORG on \u201cannouncement\u201d\tCtrl+Z"
    window.session.undo()
    window.menus.menus["Edit"].aboutToShow.emit()
    assert action(window, "Undo").text() == "Undo\tCtrl+Z"
    assert action(window, "Redo").text() == "Redo: ORG on \u201cannouncement\u201d\tCtrl+Shift+Z"


def test_no_menu_that_is_shown_is_empty(window):
    assert all(bool(menu.actions()) == menu.menuAction().isVisible() for menu in window.menus.menus.values())


def test_a_menu_that_is_opened_before_it_was_filled_is_filled(window):
    window.menus.menus["Span"].clear()
    window.menus._actions = []
    window.menus.menus["Span"].aboutToShow.emit()
    assert action(window, "Delete the span").text() == "Delete the span\tDel"


def test_other_keys_take_the_place_of_the_declared_ones(window):
    window.frame.chosen.keep(keys={"view.zoom.in": "Ctrl+9", "span.next": "O"})
    window.rebind()
    assert [key.toString() for key in action(window, "Zoom in").shortcuts()] == ["Ctrl+9"]
    assert action(window, "Focus the next span").text() == "Focus the next span\tO"
    QTest.keyClick(window.view, KEY.Key_O)
    assert window.session.state.focused is not None
    QTest.keyClick(window.view, KEY.Key_9, CONTROL)
    assert window.view.zoom == pytest.approx(1.1)
    QTest.keyClick(window.view, KEY.Key_Plus, CONTROL)
    assert window.view.zoom == pytest.approx(1.1)


def test_the_keys_of_the_window_work_by_name(window):
    QTest.keyClick(window.view, KEY.Key_Plus, CONTROL)
    assert window.view.zoom == pytest.approx(1.1)
    QTest.keyClick(window.view, KEY.Key_0, CONTROL)
    assert window.view.zoom == 1.0


def test_a_held_key_of_the_window_does_one_thing(window):
    assert not window.list.folded
    held = QKeyEvent(QEvent.Type.KeyPress, KEY.Key_B.value, CONTROL, "\x02", True, 1)
    QApplication.sendEvent(window.view, held)
    assert not window.list.folded


def test_held_shortcuts_are_told_apart_where_the_text_has_not_the_keyboard(window):
    window.session.run("focus.range", 60, 66)
    window.session.run("label.apply", "entities/org")
    window.repeats.held = True
    before = window.list.folded
    action(window, "Fold or unfold the article list").trigger()
    assert window.list.folded == before
    action(window, "Undo").trigger()
    assert len(window.session.state.marks.spans) == 59, "in the open article a held undo goes on"
    action(window, "Undo").trigger()
    assert window.session.said != "There is nothing to undo."


def test_caps_and_tips_tell_the_keys_that_the_user_chose(window):
    field, note = window.list.field, window.isolated
    button = window.menu_corner.commands
    assert field._key.text() == "Ctrl+L"
    window.frame.chosen.keep(keys={"view.filter": "F8", "label.all": "Ctrl+J", "program.commands": ""})
    window.rebind()
    assert field._key.text() == "F8"
    assert "Ctrl+J" in [cap.text() for cap in note.findChildren(QLabel)]
    assert button.toolTip().endswith("words in the text.</span>")
    assert not button.accessibleDescription().startswith("<")


def test_a_line_that_would_do_nothing_is_grey(window, desk):
    def enabled(words, menu="Span"):
        window.menus.menus[menu].aboutToShow.emit()
        return action(window, words).isEnabled()

    window.session.run("focus.caret", 0)
    assert not enabled("Next suggestion"), "nothing is suggested"
    assert not enabled("Focus the previous span"), "none is before"
    assert enabled("Focus the next span")
    window.session.run("focus.range", 60, 66)
    window.session.run("label.apply", "entities/org")
    assert not enabled("Redo", "Edit"), "nothing was undone since"
    window.session.undo()
    assert enabled("Redo", "Edit")
    desk.settle(window)
    assert not enabled("Try again to save", "File"), "all is saved"
    assert not enabled("Back to the panels", "View")
    window.run("label.edit")
    assert enabled("Back to the panels", "View")


def test_in_the_past_what_would_change_a_mark_is_grey(window, desk):
    window.session.run("focus.span", next(iter(window.session.state.marks.spans)).id)
    window.session.run("span.delete")
    desk.settle(window)
    window.session.visit(window.session.state.marks, "As it was.", None)
    window.menus.menus["Article"].aboutToShow.emit()
    assert not action(window, "Flag the article").isEnabled()
    window.session.come_back()
    window.menus.menus["Article"].aboutToShow.emit()
    assert action(window, "Flag the article").isEnabled()


def test_a_menu_begins_with_what_is_done_most(window):
    def first(name, count):
        lines = [one.text().partition("\t")[0] for one in window.menus.menus[name].actions() if not one.isSeparator()]
        return lines[:count]

    assert first("Edit", 3) == ["Undo", "Redo", "Copy"]
    assert first("Span", 1) == ["Delete the span"]
    assert first("File", 2) == ["New project\u2026", "Open\u2026"]


def test_keys_are_written_in_one_way_everywhere(window):
    said = [one.text() for menu in window.menus.menus.values() for one in menu.actions()]
    assert "Next article\tCtrl+PgDn" in said
    assert not [one for one in said if "PgDown" in one or "Return" in one]


def test_every_line_of_a_menu_names_its_key(window):
    for one in window.commands.values():
        if one.group and one.keys:
            assert action(window, one.words).text().partition("\t")[2], one.name
