"""The palette by real key presses."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtTest import QTest

from annotator.editing.situations import situations
from annotator.editing.state import OnSpan, Selection
from annotator.ui.command import WindowCommand, every_command
from annotator.ui.sheets import choices

KEY, NONE, SHIFT, CONTROL = (
    Qt.Key, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier,
)  # fmt: skip


@pytest.fixture
def window(sampled, desk):
    return desk.open(sampled)


def press(window, key, held=NONE):
    QTest.keyClick(window.focusWidget(), key, held)


def opened(window, typed=""):
    press(window, KEY.Key_K, CONTROL)
    QTest.keyClicks(window.focusWidget(), typed)
    return window.sheet


def words(sheet):
    return [one.words for one in sheet.lines.choices.held]


def select(window, text):
    at = window.session.state.text.index(text)
    window.session.run("focus.range", at, at + len(text))


# ---- commands
def test_ctrl_k_opens_it_and_closes_it_again(window):
    sheet = opened(window)
    assert sheet.field.hasFocus()
    press(window, KEY.Key_K, CONTROL)
    assert window.sheet is None
    assert window.focusWidget() is window.view


def test_ctrl_k_over_something_typed_selects_it_so_that_the_next_letters_are_no_commands(window):
    sheet, before = opened(window, "zoom"), window.session.state
    press(window, KEY.Key_K, CONTROL)
    assert window.sheet is sheet
    QTest.keyClicks(window.focusWidget(), "dark")
    assert (sheet.field.text(), words(sheet)[0]) == ("dark", "Dark theme")
    assert window.session.state is before


def test_what_a_command_is_said_to_do_finds_it_where_its_words_do_not(window):
    sheet = opened(window, "rename")
    assert words(sheet) == ["Edit labels"]
    assert "rename" in sheet.lines.chosen.further
    sheet.field.setText("label")
    assert all("label" in one.words.lower() for one in sheet.lines.choices.held), (
        "words that fit leave no room for more"
    )
    sheet.field.setText("theme dark")
    assert words(sheet) == ["Dark theme"]


def test_the_button_at_the_end_of_the_menu_says_its_key_and_opens_it(window):
    button = window.menu_corner.commands
    assert button._key.text() == "Ctrl+K"
    assert "(Ctrl+K)" in button.toolTip()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.sheet.field.hasFocus()


def test_words_find_a_command_and_enter_runs_it_where_the_text_has_the_keyboard_again(window):
    sheet = opened(window, "fold list")
    assert words(sheet)[0] == "Fold or unfold the article list"
    before = window.list.folded
    press(window, KEY.Key_Return)
    assert window.list.folded is not before
    assert window.sheet is None
    assert window.focusWidget() is window.view


def test_a_command_of_the_session_runs_on_the_focus_that_was_there(window, desk):
    span = next(iter(window.session.state.marks.spans))
    window.session.run("focus.span", span.id)
    opened(window, "del span")
    press(window, KEY.Key_Enter)
    assert window.session.state.marks.spans.get(span.id) is None
    desk.settle(window)


def test_what_cannot_be_done_now_is_left_out_and_counted(window):
    sheet = opened(window, "delete the span")
    assert "Delete the span" not in words(sheet)
    everything = len(choices.runnable(every_command().values()))
    assert sheet.count.text() == f"{len(words(sheet))} of {everything} commands"
    sheet.close_sheet()
    window.session.run("span.next")
    assert words(opened(window, "delete the span")) == ["Delete the span"]


def test_every_command_is_in_the_palette_or_takes_values(window):
    every = every_command()
    offered = choices.runnable(every.values())
    states = list(situations(window.session.state.scheme))
    for name, one in every.items():
        assert one in offered or one.needs_values, name
        if one in offered:
            state = next(state for state in states if one.when(state))
            window.session._sight.state = state
            assert name in [made.name for made in choices.commands(window, "", (), lambda _: "")], name


def test_a_command_that_takes_values_needs_them_and_one_that_does_not_runs_without(window):
    states = list(situations(window.session.state.scheme))
    for one in every_command().values():
        state = next(state for state in states if one.when(state))
        if not isinstance(one, WindowCommand) and one.needs_values:
            with pytest.raises(TypeError):
                one(state)
        elif not isinstance(one, WindowCommand):
            one(state, *((0, 10) if one.sees else ()))  # what is on screen it is given by the session


def test_arrows_pages_home_and_end_walk_through_the_lines(window):
    sheet = opened(window)
    many, view = len(sheet.lines.choices.held), sheet.lines.in_view
    assert many > 2 * view
    steps = [
        (KEY.Key_Down, 1), (KEY.Key_Down, 2), (KEY.Key_Up, 1), (KEY.Key_PageDown, 1 + view), (KEY.Key_PageUp, 1),
        (KEY.Key_PageUp, 0), (KEY.Key_Up, many - 1), (KEY.Key_Down, 0), (KEY.Key_End, many - 1),
        (KEY.Key_PageDown, many - 1), (KEY.Key_Home, 0),
    ]  # fmt: skip
    for key, wanted in steps:
        press(window, key)
        assert sheet.lines.currentIndex().row() == wanted, key
    assert sheet.field.hasFocus()


def test_typing_runs_no_command(window):
    window.session.run("span.next")
    before, session = window.session.state, window.session
    sheet = opened(window)
    for key in every_command().values():
        for letter in key.keys:
            if len(letter) == 1 and letter.isascii():
                QTest.keyClicks(sheet.field, letter)
    QTest.keyClicks(sheet.field, "1234567caq[]{} .,")
    press(window, KEY.Key_Z, CONTROL)
    press(window, KEY.Key_A, CONTROL)
    press(window, KEY.Key_Delete)
    assert sheet.field.text() == ""
    assert (session.state, session.said, session._asking) == (before, "", 0)


def test_escape_closes_it_and_nothing_is_done(window):
    before = window.session.state
    opened(window, "zoom in")
    press(window, KEY.Key_Escape)
    assert window.sheet is None
    assert (window.session.state, window.view.zoom) == (before, 1.0)


def test_enter_with_nothing_found_does_nothing(window):
    sheet = opened(window, "qqqq")
    assert words(sheet) == []
    press(window, KEY.Key_Return)
    assert window.sheet is sheet


def test_what_ran_last_stands_first_also_after_a_restart(window, desk, sampled):
    opened(window, "zoom in")
    press(window, KEY.Key_Return)
    opened(window, "fold or")
    press(window, KEY.Key_Return)
    assert words(opened(window))[:2] == ["Fold or unfold the article list", "Zoom in"]
    press(window, KEY.Key_Escape)
    desk.close(window)
    again = desk.open(sampled)
    assert words(opened(again))[:2] == ["Fold or unfold the article list", "Zoom in"]


def test_it_says_what_undo_would_take_back(window, desk):
    select(window, "announcement")
    window.session.run("label.apply", "entities/org")
    sheet = opened(window, "undo")
    assert [one.further for one in sheet.lines.choices.held if one.name == "edit.undo"] == [
        "ORG on \u201cannouncement\u201d"
    ]
    desk.settle(window)


def test_it_names_the_article_that_next_would_open(project, taken, path, desk):
    taken("The first one.")
    taken("The second one.")
    window = desk.open(path)
    window.session.open(1)
    desk.settle(window)
    sheet = opened(window, "next article")
    desk.qtbot.waitUntil(lambda: sheet.lines.choices.held[0].further == "The second one.")
    assert sheet.lines.choices.held[0].name == "article.next"


def test_a_user_s_own_key_is_shown(window):
    window.frame.chosen.keep(keys={"span.next": "O", "program.commands": "F8"})
    window.rebind()
    assert window.menu_corner.commands._key.text() == "F8"
    press(window, KEY.Key_F8)
    QTest.keyClicks(window.focusWidget(), "next span")
    assert window.sheet.lines.choices.held[0].key == "O"


def test_the_strip_shows_its_keys_and_then_those_of_the_text_again(window):
    before = window.hints.shown
    opened(window)
    assert [words for _, words in window.hints.shown] == ["choose", "run", "close"]
    press(window, KEY.Key_Escape)
    assert window.hints.shown == before


def test_the_strip_says_what_enter_does_with_what_is_looked_for(window):
    sheet = opened(window)
    for typed, does in (("@", "open"), ("#", "label"), ("/", "select"), ("", "run")):
        sheet.field.setText(typed)
        assert window.hints.shown[1] == (("Enter",), does)


def test_a_long_title_leaves_room_for_the_number_and_the_status_of_its_article(window):
    sheet = opened(window)
    short, long = (
        choices.Choice(words, lambda: None, "12 \u00b7 to do") for words in ("One", "A title without end " * 9)
    )
    pictures = []
    for one in (long, long._replace(further="")):
        sheet.lines.show_choices([one, short], 0, "")
        place = sheet.lines.visualRect(sheet.lines.choices.index(0, 0))
        pictures.append(sheet.lines.viewport().grab(place).toImage())
    assert pictures[0] != pictures[1]


def test_a_click_on_a_line_runs_it(window):
    sheet = opened(window, "zoom in")
    place = sheet.lines.visualRect(sheet.lines.choices.index(0, 0)).center()
    QTest.mouseClick(sheet.lines.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.view.zoom == pytest.approx(1.1)
    assert window.sheet is None


def test_screen_readers_are_told_the_line_that_is_chosen(window, monkeypatch):
    told = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: told.append((event.type(), event.message())))
    opened(window, "zoom in")
    assert told[-1] == (QAccessibleEvent.Type.Announcement if hasattr(QAccessibleEvent, "Type") else
                        QAccessible.Event.Announcement, "Zoom in, now 100 %, Ctrl++")  # fmt: skip


# ---- labels
def test_a_label_is_found_by_name_or_meaning_and_labels_the_focus(window, desk):
    select(window, "announcement")
    press(window, KEY.Key_L)
    assert window.sheet.field.text() == "#"
    QTest.keyClicks(window.sheet.field, "pers")
    assert words(window.sheet) == ["PER"]
    press(window, KEY.Key_Return)
    assert window.session.state.focused.label == "entities/per"
    desk.settle(window)


def test_a_caret_has_nothing_to_label_and_it_says_so(window):
    window.session.run("focus.caret", 30)
    sheet = opened(window, "#")
    assert words(sheet) == []
    assert sheet.lines._why == "Select words or a span first: a label needs them."


# ---- articles
@pytest.fixture
def three(project, taken, path, desk):
    for title in ("Envoys meet in Algiers", "Rabat welcomes all", "Visa quotas of 2021"):
        taken(title)
    window = desk.open(path)
    window.session.open(1)
    desk.settle(window)
    return window


@pytest.mark.parametrize(("typed", "wanted"), [("quotas", 3), ("RABAT", 2), ("3", 3), ("2021", 3)])
def test_an_article_is_found_by_title_or_number_and_opened(three, desk, typed, wanted):
    press(three, KEY.Key_G, CONTROL)
    assert three.sheet.field.text() == "@"
    QTest.keyClicks(three.sheet.field, typed)
    desk.qtbot.waitUntil(lambda: len(three.sheet.lines.choices.held) == 1)
    press(three, KEY.Key_Return)
    desk.settle(three)
    assert three.session.state.number == wanted


def test_no_article_is_offered_twice(three, desk):
    opened(three, "@2")
    desk.qtbot.waitUntil(lambda: three.sheet.count.text() == "2 articles")
    assert words(three.sheet) == ["Rabat welcomes all", "Visa quotas of 2021"]


def test_articles_that_come_late_are_not_shown_under_another_question(three, desk):
    sheet = opened(three, "@rabat")
    sheet._look_for_articles()
    sheet.field.setText("zoom in")
    three.frame.project.read(lambda reader: None).result()
    desk.qtbot.wait(20)
    assert words(sheet) == ["Zoom in"]


# ---- words in the text
def test_words_in_the_text_are_selected_the_next_ones_first(window):
    text = window.session.state.text
    middle = text.index("Laurent Nunez")
    window.session.run("focus.caret", middle)
    sheet = opened(window, "/SECURITY")
    assert len(words(sheet)) == text.lower().count("security")
    press(window, KEY.Key_Return)
    at = text.lower().index("security", middle)
    assert window.session.state.focus == Selection(at, at + 8)


def test_past_the_last_place_the_first_one_follows(window):
    text = window.session.state.text
    window.session.run("focus.caret", text.lower().rindex("security") + 1)
    opened(window, "/security")
    press(window, KEY.Key_Return)
    at = text.lower().index("security")
    assert window.session.state.focus == Selection(at, at + 8)


def test_what_surrounds_the_words_is_shown_with_them_in_bold(window):
    sheet = opened(window, "/Laurent")
    (one,) = sheet.lines.choices.held
    assert "".join(one.words[at] for at in one.strong) == "Laurent"
    assert "Interior Minister Laurent Nunez, who" in one.words


def test_the_focus_stays_where_nothing_is_taken(window):
    window.session.run("span.next")
    opened(window, "/Laurent")
    press(window, KEY.Key_Escape)
    assert isinstance(window.session.state.focus, OnSpan)


# ---- where it lies
@pytest.mark.parametrize("size", [(1440, 900), (900, 600)])
def test_it_lies_within_the_window_and_shows_whole_lines(window, size):
    window.resize(*size)
    sheet = opened(window)
    assert window.rect().contains(sheet.panel.geometry())
    assert sheet.lines.viewport().height() % 34 == 0
    QTest.keyClicks(sheet.field, "zoom in")
    assert sheet.lines.viewport().height() == 34
