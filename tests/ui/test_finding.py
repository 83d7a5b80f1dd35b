"""Finding in an article as people do it: by keys and clicks in a real window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator import jobs
from annotator.editing.state import Caret, OnSpan, Selection

KEY = Qt.Key
NONE, SHIFT, CONTROL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


@pytest.fixture
def window(sampled, desk):
    return desk.open(sampled)


def press(window, key, modifier=NONE):
    QTest.keyClick(window.focusWidget(), key, modifier)


def find(window, words):
    press(window, KEY.Key_F, CONTROL)
    QTest.keyClicks(window.focusWidget(), words)
    return window.finding


def selected(window):
    state = window.session.state
    return state.text[slice(*state.range)] if state.range else ""


def places(window, words):
    text = window.session.state.text.lower()
    return [at for at in range(len(text)) if text.startswith(words.lower(), at)]


def test_ctrl_f_finds_while_it_is_typed_and_esc_leaves_the_hit_selected_in_the_text(window):
    finding = find(window, "algeria")
    assert window.focusWidget() is finding.bar.field
    found = places(window, "algeria")
    assert list(finding.hits.starts) == found
    assert finding.bar.count.text() == f"1 of {len(found)}"
    assert window.session.state.focus == Selection(found[0], found[0] + 7)
    press(window, KEY.Key_Escape)
    assert window.view.hasFocus()
    assert finding.bar.isHidden()
    assert selected(window).lower() == "algeria"
    assert len(window.view.page.found) == 0


def test_enter_f3_and_the_buttons_walk_and_begin_again_at_the_other_end(window):
    finding = find(window, "nunez")
    found = places(window, "nunez")
    seen = []
    for key, modifier in ((KEY.Key_Return, NONE), (KEY.Key_Return, NONE), (KEY.Key_Return, SHIFT), (KEY.Key_F3, NONE)):
        press(window, key, modifier)
        seen.append(found.index(window.session.state.range[0]))
    assert seen == [at % len(found) for at in (1, 2, 1, 2)]
    QTest.mouseClick(finding.bar.buttons["find.previous"], Qt.MouseButton.LeftButton)
    assert window.session.state.range[0] == found[1 % len(found)]
    for _ in range(len(found)):
        press(window, KEY.Key_F3, SHIFT)
    assert window.session.state.range[0] == found[1 % len(found)]
    assert window.status.said.text() == "From the end again."


def test_f3_goes_on_with_the_bar_closed_and_says_where_it_is(window):
    find(window, "algeria")
    press(window, KEY.Key_Escape)
    press(window, KEY.Key_F3)
    found = places(window, "algeria")
    assert window.session.state.range[0] == found[1]
    assert window.finding.bar.isHidden()


def test_f3_without_anything_to_find_asks_what(window):
    press(window, KEY.Key_F3)
    assert window.finding.bar.field.hasFocus()


def test_the_bar_begins_with_the_words_of_the_selection(window):
    found = places(window, "nunez")
    window.session.run("focus.range", found[1], found[1] + 5)
    press(window, KEY.Key_F, CONTROL)
    assert window.finding.bar.field.text() == "Nunez"
    assert window.finding.bar.field.selectedText() == "Nunez"
    assert window.finding.bar.count.text() == f"2 of {len(found)}"
    assert window.session.state.range == (found[1], found[1] + 5)


def test_switches_narrow_what_is_found(window):
    finding = find(window, "al")
    everything = len(finding.hits)
    finding.bar.switches["whole"].click()
    assert len(finding.hits) < everything
    finding.bar.switches["whole"].click()
    finding.bar.switches["case"].click()
    text = window.session.state.text
    assert len(finding.hits) == text.count("al")
    finding.bar.switches["case"].click()
    assert len(finding.hits) == everything


def test_nothing_found_is_said_and_leaves_the_focus_where_it_was(window):
    window.session.run("focus.caret", 30)
    finding = find(window, "\u00a7\u00a7")
    assert finding.bar.count.text() == "nothing found"
    assert window.session.state.focus == Caret(30)
    press(window, KEY.Key_Return)
    assert window.session.state.focus == Caret(30)


def test_an_expression_is_found_in_the_background(window, qtbot):
    press(window, KEY.Key_F, CONTROL)
    window.finding.bar.switches["expression"].click()
    QTest.keyClicks(window.finding.bar.field, "nun.z")
    qtbot.waitUntil(lambda: len(window.finding.hits) > 0, timeout=15000)
    assert list(window.finding.hits.starts) == places(window, "nunez")
    assert selected(window) == "Nunez"


def test_an_expression_that_cannot_be_read_is_said_in_the_bar(window, qtbot):
    press(window, KEY.Key_F, CONTROL)
    bar = window.finding.bar
    bar.switches["expression"].click()
    QTest.keyClicks(bar.field, "(")
    qtbot.waitUntil(lambda: bar.trouble.isVisible(), timeout=15000)
    assert bar.trouble.text().startswith("This is no regular expression: ")
    assert bar.geometry().bottom() >= bar.mapTo(bar.parentWidget(), bar.trouble.geometry().bottomLeft()).y()
    QTest.keyClicks(bar.field, "a)")
    qtbot.waitUntil(lambda: bar.trouble.isHidden() and len(window.finding.hits) > 0, timeout=15000)


def test_an_expression_that_would_run_for_ever_leaves_the_window_alive(window, qtbot, monkeypatch):
    monkeypatch.setattr(jobs.Matching, "SECONDS", 0.5)
    press(window, KEY.Key_F, CONTROL)
    bar = window.finding.bar
    bar.switches["expression"].click()
    bar.field.setText(r"((\w|\w\w|.)+)+\Z#")
    qtbot.waitUntil(lambda: bar.trouble.isVisible(), timeout=15000)
    assert "stopped after 0.5 seconds" in bar.trouble.text()


def test_a_letter_typed_in_the_bar_labels_nothing(window):
    spans = len(window.session.state.marks.spans)
    finding = find(window, "1c")
    finding.bar.close_button.setFocus()
    press(window, KEY.Key_1)
    press(window, KEY.Key_C)
    assert len(window.session.state.marks.spans) == spans


def test_a_hit_is_labelled_once_the_text_has_the_keyboard_again(window):
    find(window, "framework")
    press(window, KEY.Key_Escape)
    press(window, KEY.Key_5)
    state = window.session.state
    assert isinstance(state.focus, OnSpan)
    assert (selected(window), state.scheme.label(state.focused.label).name) == ("framework", "EVENT")


def test_what_the_bar_covers_is_scrolled_from_under_it(window):
    finding = find(window, "security")
    window.resize(900, 600)
    finding.bar.place()
    for _ in range(len(finding.hits)):
        press(window, KEY.Key_Return)
        start, end = window.session.state.range
        covered = finding.bar.covers()
        assert not any(covered.intersects(rect.toAlignedRect()) for rect in window.view.rects_of(start, end))


@pytest.mark.parametrize("width", [900, 1180, 1440])
def test_the_bar_lies_within_the_text_at_every_width(window, width, qtbot):
    finding = find(window, "a")
    window.resize(width, 700)
    for side in (window.list, window.side):
        window.sides.open(side, True)
    qtbot.waitUntil(lambda: window.view.rect().contains(finding.bar.covers()), timeout=15000)
    for button in (*finding.bar.switches.values(), *finding.bar.buttons.values(), finding.bar.close_button):
        assert button.visibleRegion().boundingRect().size() == button.size()


def test_another_article_is_looked_through_too(window, desk, spandesk, sampled, tmp_path, qtbot):
    other = tmp_path / "other.txt"
    other.write_text("Nothing of it, but one: Algeria.")
    assert spandesk("add", sampled, other).code == 0
    finding = find(window, "algeria")
    window.session.open(2)
    desk.settle(window)
    assert list(finding.hits.starts) == [24]
    assert finding.bar.count.text() == "1 hit"
    press(window, KEY.Key_F3)
    assert finding.bar.count.text() == "1 of 1"


def test_hits_are_painted_in_the_text_and_in_the_bar_beside_it(window):
    find(window, "algeria")
    press(window, KEY.Key_Return)  # the first one is not selected any more
    theme = window.frame.theme
    (rect,) = window.view.rects_of(places(window, "algeria")[0], places(window, "algeria")[0] + 7)
    picture = window.view.viewport().grab().toImage()
    ground = picture.pixelColor(int(rect.left()) + 1, int(rect.top()) + 2)
    assert ground == theme.colour("found")
    bar = window.view.bar.grab().toImage()
    rows = [y for y in range(bar.height()) if bar.pixelColor(0, y) == theme.colour("warn")]
    assert rows


def test_another_zoom_and_another_theme_keep_what_is_found(window):
    finding = find(window, "algeria")
    window.view.zoom_by(1.5)
    assert window.view.page.found is finding.hits
    window.run("view.theme.dark")
    assert window.view.page.found is finding.hits
    assert window.focusWidget() is finding.bar.field


def test_a_label_given_while_the_bar_is_open_moves_no_text_and_goes_on_from_there(window):
    finding = find(window, "framework")
    before = window.view.first_visible(), window.view.bar.value()
    window.view.setFocus()
    press(window, KEY.Key_5)
    assert (window.view.first_visible(), window.view.bar.value()) == before
    assert finding.bar.count.text().startswith("1 of ")
    press(window, KEY.Key_F3)
    assert finding.bar.count.text().startswith("2 of ")
