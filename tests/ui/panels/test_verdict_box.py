import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.language import tokens
from annotator.ui.dialogs.language import LanguageDialog
from annotator.ui.panels.verdict_box import COLOURS
from annotator.ui.theme import Theme


def opened(sampled, desk):
    """Return a window that knows the tokens, as if they had come."""
    window = desk.open(sampled)
    state = window.session.state
    window.session.take_tokens(state.article.id, tokens("en", state.text))
    window.show_around()
    return window


def panel_of(window):
    return next(panel for module, panel in window.panels if module.TITLE == "Focused span")


def select(window, words, by=(0, 0)):
    at = window.session.state.text.index(words)
    window.run("focus.range", at + by[0], at + len(words) + by[1])
    window.show_around()


def words(box):
    return box.head.text(), box.why.text().replace("\u2060", "")


def test_it_is_there_for_a_span_and_a_selection_and_not_for_a_caret(sampled, desk):
    window = opened(sampled, desk)
    panel = panel_of(window)
    box = panel.verdict
    assert box.isHidden()
    span = next(one for one in window.session.state.marks.spans if one.label == "entities/per")
    window.run("focus.span", span.id)
    window.show_around()
    assert box.isVisible()
    assert words(box)[0] == "Trainable"
    assert box.sign.kind == "ok"
    first, last = window.session.state.tokens.cover(span.start, span.end)
    assert panel.fields["Tokens"][1].text() == f"{first}\u2013{last - 1}"
    assert words(box)[1] == "2 whole tokens, goes to doc.ents."
    assert box.accessibleName() == f"{box.head.text()}. {words(box)[1]}"
    select(window, "came", (0, 0))
    assert words(box) == ("Trainable", "1 whole token.")
    window.run("focus.clear")
    window.show_around()
    assert box.isHidden()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_where_a_text_without_spaces_is_split_by_other_rules_the_way_to_its_language_is_shown(
    path, spandesk, desk, tmp_path
):
    (tmp_path / "a.txt").write_text("\u963f\u5c14\u53ca\u5229\u4e9a\u548c\u6cd5\u56fd\u540c\u610f Ada.")
    assert spandesk("add", path, tmp_path / "a.txt").code == 0
    window = opened(path, desk)
    box = panel_of(window).verdict
    select(window, "\u6cd5\u56fd")
    assert words(box)[0] == "Left out"
    assert box.language.isVisible()
    assert box.language.text() == "split as English: change it\u2026"
    box.language.click()
    desk.qtbot.waitUntil(lambda: window.findChild(LanguageDialog) is not None)
    window.findChild(LanguageDialog).reject()
    select(window, "Ad")
    assert words(box)[0] == "Left out"
    assert not box.language.isVisible(), "spaces part it"


def test_the_key_that_is_named_moves_a_selection_and_then_a_span_and_is_one_undo(sampled, desk):
    window = opened(sampled, desk)
    box = panel_of(window).verdict
    select(window, "announcement", (2, -3))
    assert words(box) == (
        "Left out",
        "It starts and ends inside a token: \u201can|nouncement\u201d, \u201cannouncem|ent\u201d.",
    )
    assert box.cap.text() == "B"
    assert box.align.text() == "whole tokens: \u201cannouncement\u201d"
    assert window.hints.shown[0] == (("B",), "to whole tokens")
    assert "inside a token" in window.status.said.text()
    before = window.session.state.range
    QTest.keyClick(window.view, Qt.Key.Key_C)  # whoever labels it all the same
    window.show_around()
    assert words(box)[0] == "Left out"
    QTest.keyClick(window.view, Qt.Key.Key_B)
    window.show_around()
    span = window.session.state.focused
    assert window.session.state.text[span.start : span.end] == "announcement"
    assert words(box)[0] == "Trainable"
    assert box.way.isHidden()
    QTest.keyClick(window.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (window.session.state.focused.start, window.session.state.focused.end) == before
    window.show_around()
    box.align.click()
    assert window.session.state.focused == span
    assert window.view.hasFocus()


def test_what_happens_to_other_spans_is_followed(sampled, desk):
    window = opened(sampled, desk)
    box = panel_of(window).verdict
    select(window, "two-day visit")
    held = window.session.state.range
    assert box.sign.kind in ("lost", "warning"), "of two equal ones the smaller id leaves, and the new one has any"
    assert "\u201ctwo-day visit\u201d" in words(box)[1]
    there = next(one for one in window.session.state.marks.spans if (one.start, one.end) == held)
    window.run("focus.span", there.id)
    window.run("span.delete")
    window.show_around()
    assert (box.sign.kind, window.session.state.range) == ("ok", held)


def test_the_signs_differ_without_their_colours(sampled, desk):
    window = opened(sampled, desk)
    sign = panel_of(window).verdict.sign
    shapes = set()
    for kind in COLOURS:
        sign.show_kind(kind)
        image = sign.grab().toImage()
        ground = image.pixel(0, 0)
        shapes.add(tuple(image.pixel(x, y) != ground for x in range(15) for y in range(15)))
    assert len(shapes) == len(COLOURS)
    window.set_theme(Theme.load("dark"))
    assert sign.theme is window.frame.theme


def test_before_the_tokens_are_known_there_is_no_row_for_them(sampled, desk):
    window = desk.open(sampled)
    panel = panel_of(window)
    span = next(iter(window.session.state.marks.spans))
    window.run("focus.span", span.id)
    window.show_around()
    assert window.session.state.tokens is None
    assert panel.fields["Characters"][0].isVisible()
    assert not any(widget.isVisible() for widget in panel.fields["Tokens"])
    window.session.take_tokens(window.session.state.article.id, tokens("en", window.session.state.text))
    window.show_around()
    assert all(widget.isVisible() for widget in panel.fields["Tokens"])


@pytest.mark.parametrize("words", ["France Restore Senior-Level Security Dialogue", "coordination"])
def test_the_side_stays_as_wide_as_it_is_whatever_words_are_named(sampled, desk, words):
    window = opened(sampled, desk)
    panel = panel_of(window)
    box = panel.verdict
    select(window, words, (0, -1))
    window.run("label.apply", "entities/per")
    window.show_around()
    assert box.way.isVisible()
    settle(desk, window)
    column = panel.parentWidget()
    assert column.width() <= column.parentWidget().width()
    assert box.mapTo(column, QPoint(box.width(), 0)).x() <= column.width()
    assert box.cap.width() >= box.cap.sizeHint().width(), "half a letter is no key"
    assert box.align.shown.endswith("\u2026" if len(words) > 20 else "\u201d")
    assert box.align.fontMetrics().horizontalAdvance(box.align.shown) <= box.align.width()


def test_a_long_word_without_a_break_widens_nothing(tmp_path, spandesk, desk):
    text = f"See {'abcdefghij' * 12} here."
    (tmp_path / "a.txt").write_text(text)
    assert spandesk("new", tmp_path / "p.spans").code == 0
    assert spandesk("add", tmp_path / "p.spans", tmp_path / "a.txt").code == 0
    window = desk.open(tmp_path / "p.spans")
    window.session.take_tokens(window.session.state.article.id, tokens("en", text))
    panel = panel_of(window)
    window.run("focus.range", 4, 100)
    window.run("label.apply", "entities/per")
    window.show_around()
    settle(desk, window)
    column = panel.parentWidget()
    assert column.width() <= column.parentWidget().width()
    assert panel.verdict.why.sizeHint().width() <= panel.verdict.why.width()


def test_its_button_has_the_tip_of_the_command_and_follows_the_keys(sampled, desk):
    window = opened(sampled, desk)
    box = panel_of(window).verdict
    select(window, "announcement", (2, -3))
    assert "(B)" in box.align.toolTip()
    window.frame.chosen.keep(keys={"span.align": "U"})
    window.rebind()
    assert box.cap.text() == "U"
    assert "(U)" in box.align.toolTip()
    window.frame.chosen.keep(keys={"span.align": ""})
    window.rebind()
    assert box.cap.isHidden()


def settle(desk, window):
    """Wait until the side is laid out."""
    desk.qtbot.waitUntil(lambda: panel_of(window).verdict.isVisible())
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    QApplication.processEvents()
