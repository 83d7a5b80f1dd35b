from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from annotator.editing.state import OnSuggestion
from annotator.model.mark import Span
from annotator.model.spans import Spans

GPE, NEW = "entities/gpe", "entities/loc"


def panel_of(window, title="Suggestions"):
    return next(panel for module, panel in window.panels if title == module.TITLE)


@pytest.fixture
def window(sampled, desk):
    """A window that suggests a place at each of twelve words without a label of the layer."""
    opened = desk.open(sampled)
    desk.qtbot.waitUntil(lambda: opened.frame.suggesting.is_idle)
    desk.settle(opened)
    state = opened.session.state
    free = []
    for word in (
        "announcement",
        "following",
        "conducted",
        "several",
        "months",
        "talks",
        "top",
        "both",
        "mechanism",
        "objective",
        "restore",
        "renewed",
    ):
        at = state.text.index(f" {word} ") + 1
        assert not [one for one in state.marks.spans.touching(at, at + 1) if one.label.startswith("entities")]
        free.append(Span(f"g{at}", at, at + len(word), NEW, "", origin="repeat"))
    opened.offer = Spans(free)
    opened.session.suggest(opened.offer)
    opened.show_around()
    return opened


def words(panel):
    return [row.words for row in panel.rows if row.isVisible()]


def test_it_is_hidden_with_its_line_while_nothing_is_suggested(window):
    panel = panel_of(window)
    assert panel.isVisible()
    lines = [
        one for one in panel.parent().children() if getattr(one, "property", None) and one.property("role") == "line"
    ]
    shown = sum(line.isVisible() for line in lines)
    window.session.suggest(Spans())
    window.show_around()
    assert not panel.isVisible()
    assert sum(line.isVisible() for line in lines) == shown - 1


def test_without_a_target_it_lists_what_comes(window):
    panel = panel_of(window)
    assert (panel.head.text(), panel.left.text(), panel.target.isVisible()) == ("Suggestions", "12", False)
    assert words(panel)[:2] == ["announcement", "following"]
    assert len(words(panel)) == 8
    assert panel.rows[0].height() == panel.rows[0].sizeHint().height()


def test_the_target_is_shown_with_its_label_and_reason_and_what_comes_next(window):
    QTest.keyClick(window.view, Qt.Key.Key_Tab)
    QTest.keyClick(window.view, Qt.Key.Key_Tab)
    window.show_around()
    panel = panel_of(window)
    assert (panel.quote.text(), panel.nth.text(), panel.tag.accessibleName()) == ("following", "2 of 12", "LOC")
    assert panel.why.text().startswith("labelled LOC")
    assert (panel.head.text(), panel.left.text()) == ("Next", "10 left")
    assert words(panel)[0] == "conducted"
    assert not panel_of(window, "Focused span").isVisible(), "one noun at a time"
    assert window.status.said.text() == "Suggestion  LOC  following"
    QTest.keyClick(window.view, Qt.Key.Key_Escape)
    window.show_around()
    assert panel_of(window, "Focused span").isVisible()
    assert not panel.target.isVisible()


def test_a_click_focuses_and_leaves_the_keyboard_with_the_text(window):
    panel = panel_of(window)
    QTest.mouseClick(panel.rows[3], Qt.MouseButton.LeftButton)
    window.show_around()
    assert window.session.state.focus == OnSuggestion(list(window.offer)[3].id)
    assert window.focusWidget() is window.view
    assert panel.quote.text() == "several"
    assert len(words(panel)) == 8


def test_fewer_than_its_rows_leave_none_empty(window):
    window.session.suggest(Spans(list(window.offer)[:3]))
    window.show_around()
    assert words(panel_of(window)) == ["announcement", "following", "conducted"]


def test_the_same_state_paints_nothing_anew(window):
    state, panel = window.session.state, panel_of(window)
    panel.head.setText("untouched")
    panel.show_state(state, replace(state, fresh="other"), None)
    assert panel.head.text() == "untouched"


def test_those_above_the_caret_are_listed_where_none_is_below(window):
    offered = list(window.offer)
    window.session.run("focus.caret", offered[-1].end)
    window.show_around()
    panel = panel_of(window)
    assert panel.left.text() == "12 above"
    assert words(panel)[-1] == "renewed"
    assert len(words(panel)) == 8
    window.session.run("focus.caret", offered[2].end)
    window.show_around()
    assert panel.left.text() == "9 below, 3 above"


def test_at_the_last_one_it_says_so(window):
    window.session.run("focus.span", list(window.offer)[-1].id)
    window.show_around()
    panel = panel_of(window)
    assert panel.left.text() == "none: this is the last"
    assert words(panel) == []


def test_its_caps_tell_the_keys_that_the_user_chose(window):
    window.session.run("focus.span", next(iter(window.offer)).id)
    window.show_around()
    panel = panel_of(window)

    def caps():
        return [one.text() for one in panel.target.findChildren(QLabel) if one.property("role") == "key"]

    assert caps() == ["Y", "Del", "Tab"]
    window.frame.chosen.keep(keys={"suggestion.accept": "F9"})
    window.rebind()
    assert caps() == ["F9", "Del", "Tab"]
