import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from annotator import places, settings
from annotator.model.mark import Author

KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(sampled, desk):
    return desk.open(sampled)


@pytest.fixture
def sheet(window):
    QTest.keyClick(window.view, KEY.Key_Comma, CONTROL)
    return window.sheet


def label_one(window, desk):
    at = window.session.state.text.index("announcement")
    window.session.run("focus.range", at, at + 12)
    window.session.run("label.apply", "entities/org")
    desk.settle(window)


def test_a_new_name_is_kept_shown_and_stored_with_the_next_gesture(window, sheet, desk):
    me = window.frame.project.author
    sheet.general.name.selectAll()
    QTest.keyClicks(sheet.general.name, "  annotator   C ")
    QTest.keyClick(sheet.general.name, KEY.Key_Return)
    assert window.sheet is sheet, "Enter in a field keeps it and closes nothing"
    assert sheet.general.name.text() == "annotator C"
    assert window.menu_corner._doing.text() == "labelling as annotator C"
    QTest.keyClick(sheet.general.name, KEY.Key_Escape)
    label_one(window, desk)
    authors = window.frame.project.read(lambda reader: reader.authors()).result()
    assert authors[me.id] == Author(me.id, "annotator C", me.role)
    assert settings.load(places.config_folder()).author_name == "annotator C"
    window.session.undo()
    desk.settle(window)
    authors = window.frame.project.read(lambda reader: reader.authors()).result()
    assert authors[me.id].name == "annotator C", "Ctrl+Z takes back what was labelled, not who labels"


def test_a_name_that_is_typed_and_not_confirmed_is_kept_when_the_sheet_closes(window, sheet):
    sheet.general.name.setText("annotator D")
    QTest.keyClick(sheet.general.name, KEY.Key_Escape)
    assert window.frame.project.author.name == "annotator D"


def test_an_empty_name_is_none(window, sheet):
    before = window.frame.project.author.name
    sheet.general.name.setText("  ")
    sheet.close_sheet()
    assert window.frame.project.author.name == before


def test_the_theme_is_chosen_at_once_and_kept(window, sheet):
    dark = next(one for one in sheet.general.themes.buttons() if one.text() == "Dark")
    dark.setFocus()
    QTest.keyClick(dark, KEY.Key_Space)
    assert window.frame.theme.name == "dark"
    assert dark.isChecked()
    assert settings.load(places.config_folder()).theme == "dark"
    assert window.sheet is sheet


def test_the_size_of_the_text_is_shown_as_it_is(window, sheet):
    larger = next(one for one in sheet._taking_keys() if one.property("command") == "view.zoom.in")
    QTest.mouseClick(larger, Qt.MouseButton.LeftButton)
    assert window.view.zoom == pytest.approx(1.1)
    assert sheet.general.zoom.text() == "110 %"
    normal = next(one for one in sheet._taking_keys() if one.property("command") == "view.zoom.reset")
    normal.click()
    assert sheet.general.zoom.text() == "100 %"


def test_hints_are_hidden_and_shown(window, sheet):
    shown, hidden = sheet.general.hints.buttons()
    assert shown.isChecked()
    shown.setFocus()
    QTest.keyClick(shown, KEY.Key_Right)
    assert window.hints.isHidden()
    hidden.click()
    assert window.hints.isHidden(), "what is hidden is not shown by hiding it again"
    shown.click()
    assert not window.hints.isHidden()


def test_what_another_window_keeps_does_not_bring_the_old_name_back(sampled, desk, tmp_path, spandesk):
    other_path = tmp_path / "other.spans"
    assert spandesk("new", other_path).code == 0
    one, other = desk.open(sampled), desk.open(other_path)
    one.name_author("annotator C")
    other.run("view.theme.dark")
    kept = settings.load(places.config_folder())
    assert (kept.author_name, kept.theme) == ("annotator C", "dark")
    assert other.frame.project.author.name != "annotator C", "who labels in the other window stays"


def test_it_lies_within_the_smallest_window_and_everything_is_reached_by_tab(window, sheet):
    window.resize(900, 600)
    assert window.rect().contains(sheet.panel.geometry())
    seen = set()
    for _ in range(20):
        QTest.keyClick(window.focusWidget(), KEY.Key_Tab)
        seen.add(window.focusWidget())
    general = sheet.general
    assert {general.name, general.hints.button(0), sheet.tabs.button(0)} <= seen
    assert len([one for one in seen if one.property("command")]) == 3


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_word_is_seen_in_both_themes(window, sheet, theme):
    window.run(f"view.theme.{theme}")
    text, ground = (window.frame.theme.colour(token).lightnessF() for token in ("text", "raised"))
    words = [one for one in sheet.findChildren(QLabel) if one.text() and not one.property("role") and one.isVisible()]
    assert len(words) >= 4
    for one in words:
        image = sheet.panel.grab(one.rect().translated(one.mapTo(sheet.panel, QPoint(0, 0)))).toImage()
        lights = [image.pixelColor(x, y).lightnessF() for x in range(image.width()) for y in range(image.height())]
        furthest = max(lights, key=lambda light: abs(light - ground))
        assert abs(furthest - text) < 0.1, one.text()


def test_tab_leads_to_the_tab_of_the_page_that_is_shown(window):
    sheet = window.open_sheet("settings", "keys")
    reached = set()
    for _ in range(12):
        QTest.keyClick(window.focusWidget(), KEY.Key_Tab)
        reached.add(window.focusWidget())
    assert sheet.tabs.button(1) in reached
    assert sheet.tabs.button(0) not in reached


def test_tab_leads_to_what_is_chosen_of_a_row(window):
    window.run("view.theme.dark")
    sheet = window.open_sheet("settings")
    reached = set()
    for _ in range(12):
        QTest.keyClick(window.focusWidget(), KEY.Key_Tab)
        reached.add(window.focusWidget())
    chosen = sheet.general.themes.checkedButton()
    assert chosen.text() == "Dark"
    assert [one for one in sheet.general.themes.buttons() if one in reached] == [chosen]
    assert sheet.general.hints.checkedButton() in reached


def test_a_click_on_a_page_gives_the_keyboard_to_its_first_field_and_a_key_stays_with_the_tabs(window, sheet):
    window.activateWindow()
    QTest.mouseClick(sheet.tabs.button(1), Qt.MouseButton.LeftButton)
    assert window.focusWidget() is sheet.keys.field
    QTest.keyClicks(window.focusWidget(), "next span")
    assert sheet.keys.field.text() == "next span"
    QTest.mouseClick(sheet.tabs.button(0), Qt.MouseButton.LeftButton)
    assert window.focusWidget() is sheet.general.name
    sheet.tabs.button(0).setFocus()
    QTest.keyClick(sheet.tabs.button(0), KEY.Key_Right)
    assert window.focusWidget() is sheet.tabs.button(1)
