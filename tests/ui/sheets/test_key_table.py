"""Keys are given and taken away by real key presses."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

KEY, NONE, SHIFT, CONTROL, ALT = (
    Qt.Key, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier,
)  # fmt: skip


@pytest.fixture
def window(sampled, desk):
    return desk.open(sampled)


def press(window, key, held=NONE):
    QTest.keyClick(window.focusWidget(), key, held)


def walk(window, wanted):
    """Press Tab until `wanted` has the keyboard."""
    for _ in range(20):
        if window.focusWidget() is wanted:
            return
        press(window, KEY.Key_Tab)
    raise AssertionError(f"Tab does not lead to {wanted}")


def find(window, words):
    """Open the page of keys as a keyboard does, and choose a command by its words."""
    press(window, KEY.Key_Comma, CONTROL)
    walk(window, window.sheet.tabs.button(0))
    press(window, KEY.Key_Right)  # tabs are walked with arrows, as the platform has it
    table = window.sheet.keys
    walk(window, table.field)
    QTest.keyClicks(table.field, words)
    walk(window, table.list)
    assert table.chosen.words == words
    return table


def give(window, key, held=NONE):
    press(window, KEY.Key_Return)
    assert window.sheet.keys.catch.hasFocus()
    press(window, key, held)


def add(window, key, held=NONE):
    walk(window, window.sheet.keys.new)
    press(window, KEY.Key_Space)
    press(window, key, held)


def test_a_key_that_is_pressed_takes_the_place_of_those_before(window):
    table = find(window, "Redo")
    give(window, KEY.Key_8, CONTROL)
    assert table.chosen.keys == ("Ctrl+8",)
    assert table.list.hasFocus()
    table.take_away()
    assert table.said.text() == "Ctrl+8 does not call \u201cRedo\u201d any more."
    assert table.change.text() == "Give a key\u2026"
    assert not table.new.isEnabled(), "without a key there is none to add another to"


def test_a_further_key_is_pressed_and_works_at_once_and_after_a_restart(window, desk, sampled):
    table = find(window, "Focus the next span")
    add(window, KEY.Key_O)
    assert (
        table.said.text()
        == "O now calls \u201cFocus the next span\u201d. It works while the text has the keyboard; a key with Ctrl, or F1 to F12, would work everywhere."
    )
    assert table.chosen.keys == (".", "O")
    assert table.new.hasFocus()
    press(window, KEY.Key_Escape)
    press(window, KEY.Key_O)
    first = window.session.state.focused
    assert first is not None
    desk.close(window)
    again = desk.open(sampled)
    again.session.run("focus.caret", 0)  # it opens where it was left
    press(again, KEY.Key_O)
    assert again.session.state.focused == first
    press(again, KEY.Key_Period)
    assert again.session.state.focused != first, "the key it came with works as well"


def test_a_clash_is_refused_and_nothing_changes(window):
    table = find(window, "Focus the next span")
    give(window, KEY.Key_Return)
    assert table.said.text().startswith("Enter already calls \u201cDone, and on to the next unfinished article\u201d")
    assert window.frame.chosen.now.keys == {}
    give(window, KEY.Key_1)
    assert "label PER" in table.said.text()
    assert table.chosen.keys == (".",)


def test_every_kind_of_key_can_be_pressed(window):
    table = find(window, "Zoom in")
    for key, held, name in ((KEY.Key_Space, CONTROL, "Ctrl+Space"), (KEY.Key_F7, NONE, "F7"), (KEY.Key_9, CONTROL, "Ctrl+9"),
                            (KEY.Key_Up, ALT, "Alt+Up"), (KEY.Key_M, CONTROL | SHIFT, "Ctrl+Shift+M")):  # fmt: skip
        walk(window, table.new)
        press(window, KEY.Key_Space)
        press(window, KEY.Key_Control, CONTROL)
        assert table.catch.hasFocus(), "a modifier alone is no key"
        press(window, key, held)
        assert table.chosen.keys[-1] == name, table.said.text()
    add(window, KEY.Key_Tab)
    assert table.said.text().startswith("Tab already calls"), "it is a key like another here, and walks nowhere"
    press(window, KEY.Key_Escape)
    press(window, KEY.Key_F7)
    assert window.view.zoom == pytest.approx(1.1)


def test_escape_lets_go_and_the_sheet_stays(window):
    table = find(window, "Zoom in")
    give(window, KEY.Key_Escape)
    assert window.sheet is not None
    assert table.list.hasFocus()
    assert not table.catch.isVisible()
    assert window.frame.chosen.now.keys == {}


def test_a_key_waited_for_runs_no_command(window):
    before, zoom = window.session.state, window.view.zoom
    find(window, "Focus the next span")
    for key, held in ((KEY.Key_Plus, CONTROL), (KEY.Key_Z, CONTROL), (KEY.Key_K, CONTROL), (KEY.Key_F, ALT)):
        give(window, key, held)
        assert window.sheet.keys.chosen.keys == (".",)
    assert (window.session.state, window.view.zoom, window.session.said) == (before, zoom, "")


def test_a_click_elsewhere_lets_go(window):
    table = find(window, "Zoom in")
    press(window, KEY.Key_Return)
    QTest.mouseClick(table.field, Qt.MouseButton.LeftButton)
    assert not table.catch.isVisible()
    assert table.field.hasFocus(), "what was clicked keeps the keyboard"


def test_keys_are_taken_away_one_by_one(window):
    table = find(window, "Redo")
    press(window, KEY.Key_Delete)
    assert table.chosen.keys == ("Ctrl+Shift+Z",)
    press(window, KEY.Key_Delete)
    assert table.chosen.keys == ()
    assert not table.away.isEnabled()
    assert window.frame.chosen.now.keys == {"edit.redo": ""}
    press(window, KEY.Key_Escape)
    window.session.run("span.next")
    press(window, KEY.Key_Delete)
    press(window, KEY.Key_Z, CONTROL)
    after = window.session.state
    press(window, KEY.Key_Y, CONTROL)
    assert window.session.state is after


def test_one_and_all_get_the_keys_again_that_they_came_with(window):
    table = find(window, "Zoom in")
    give(window, KEY.Key_9, CONTROL)
    assert table.chosen.keys == ("Ctrl+9",)
    table.reset.click()
    assert table.chosen.keys == ("Ctrl++", "Ctrl+=")
    assert not table.reset.isEnabled()
    for words in ("Zoom in", "Zoom out"):
        table.field.setText(words)
        table.take_away()
    assert len(window.frame.chosen.now.keys) == 2
    table.reset_all.click()
    assert window.frame.chosen.now.keys == {}
    assert not table.reset_all.isEnabled()
    assert window.commands["view.zoom.out"].keys == ("Ctrl+-",)


def test_the_filter_takes_words_and_keys(window):
    table = find(window, "Zoom in")
    for typed, wanted in (("ctrl+y", "Redo"), ("zo o", "Zoom out"), ("del", "Delete the span")):
        table.field.setText(typed)
        assert wanted in [one.words for one in table.list.rows.held], typed
    table.field.setText("qqqq")
    assert table.chosen is None
    assert not table.new.isEnabled()
    table.replace()
    assert not table.catch.isVisible()


def test_everything_on_the_page_is_reached_by_tab(window):
    table = find(window, "Zoom in")
    give(window, KEY.Key_9, CONTROL)
    reached = set()
    for _ in range(12):
        press(window, KEY.Key_Tab)
        reached.add(window.focusWidget())
    assert {table.field, table.list, table.change, table.new, table.away, table.reset, table.reset_all} <= reached


def test_menus_and_hints_show_the_new_key(window):
    find(window, "Select what is larger: word, name, clause, sentence, paragraph")
    press(window, KEY.Key_Delete)
    give(window, KEY.Key_O)
    press(window, KEY.Key_Escape)
    window.session.run("focus.caret", 3)
    assert (("O",), "select the word") in window.hints.shown
    texts = [one.text() for one in window.menus.menus["Edit"].actions()]
    assert any(text.endswith("paragraph\tO") for text in texts)


@pytest.mark.parametrize("key", [KEY.Key_Return, KEY.Key_Down])
def test_from_the_filter_a_key_leads_to_the_commands_and_enter_asks_for_another_key(window, key):
    press(window, KEY.Key_Comma, CONTROL)
    table = window.sheet.keys
    QTest.mouseClick(window.sheet.tabs.button(1), Qt.MouseButton.LeftButton)
    QTest.keyClicks(table.field, "Skip the article")
    press(window, key)
    assert window.focusWidget() is table.list
    press(window, KEY.Key_Return)
    assert table.catch.hasFocus()
