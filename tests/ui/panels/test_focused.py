import re

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from annotator.language import tokens
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Span
from annotator.ui.panels.focused import origin
from annotator.ui.theme import Theme


def panel_of(window):
    return next(panel for module, panel in window.panels if module.TITLE == "Focused span")


def focus(window, words):
    state = window.session.state
    span = next(one for one in state.marks.spans if state.text[one.start : one.end].startswith(words))
    window.session.run("focus.span", span.id)
    window.show_around()
    return span


def test_label_bounds_words_and_author_of_the_span_in_focus(sampled, desk):
    window = desk.open(sampled)
    panel = panel_of(window)
    assert panel.empty.isVisible()
    assert not panel.tag.isVisible()
    focus(window, "Laurent Nunez")
    assert (panel.quote.text(), panel.tag.accessibleName()) == ("Laurent Nunez", "PER")
    assert panel.nth.text() == "2 of 5 PER"
    assert panel.fields["Words"][0].isVisible()
    assert [panel.fields[name][1].text() for name in ("Characters", "Words")] == ["444\u2013457", "2"]
    assert panel.fields["By"][1].text().startswith("you, ")
    assert panel.fields["By"][1].text().endswith("from a file")
    assert not panel.fields["Note"][0].isVisible()
    assert not panel.retired.isVisible()
    window.session.run("focus.clear")
    window.show_around()
    assert panel.empty.isVisible()
    assert not panel.tag.isVisible()


def test_the_tag_follows_the_theme(sampled, desk):
    window = desk.open(sampled)
    focus(window, "Algeria and France have")
    dark = Theme.load("dark")
    window.set_theme(dark)
    assert panel_of(window).tag._hue == dark.hue("rust")
    assert panel_of(window).tag.accessibleName() == "CLAIM"


def test_a_selection_is_counted_and_what_to_do_with_it_is_said(sampled, desk):
    window = desk.open(sampled)
    panel = panel_of(window)
    window.session.run("focus.range", 0, 15)
    window.show_around()
    assert panel.empty.text() == "2 words selected. A label\u2019s key makes a span of it."
    window.session.run("focus.range", 0, 7)
    window.show_around()
    assert panel.empty.text().startswith("1 word selected")
    blank = window.session.state.text.index(" ")
    window.session.run("focus.range", blank, blank + 1)
    window.show_around()
    assert panel.empty.text().startswith("1 character selected")
    window.session.run("focus.clear")
    window.show_around()
    assert panel.empty.text().startswith("Click a word")


def settled(desk, window, name):
    panel = panel_of(window)
    desk.qtbot.waitUntil(lambda: panel.fields[name][1].text() != "")
    return panel.fields[name][1].text()


def test_when_the_span_was_made_and_changed_comes_from_the_journal(sampled, desk):
    window = desk.open(sampled)
    focus(window, "Laurent Nunez")
    name, by = panel_of(window).fields["Changed"][0], panel_of(window).fields["By"][1]
    desk.qtbot.waitUntil(lambda: re.fullmatch(r"you, \d\d:\d\d, from a file", by.text()) is not None)
    assert not name.isVisible(), "it never was changed: no line says so"
    window.session.run("span.end.right")
    desk.settle(window)
    desk.qtbot.waitUntil(lambda: re.fullmatch(r"\d\d:\d\d", panel_of(window).fields["Changed"][1].text()) is not None)
    assert name.isVisible()


def test_tokens_are_counted_instead_of_words_once_they_are_known(sampled, desk):
    window = desk.open(sampled)
    state = window.session.state
    focus(window, "Laurent Nunez")
    shown = panel_of(window).fields
    assert (shown["Tokens"][0].isVisible(), shown["Words"][0].isVisible()) == (False, True)
    window.session.take_tokens(state.article.id, tokens("en", state.text))
    window.show_around()
    assert (shown["Tokens"][0].isVisible(), shown["Words"][0].isVisible()) == (True, False)
    focus(window, "Tuesday")
    assert shown["Tokens"][1].text().isdigit(), "one token has one number"


def test_what_is_written_without_spaces_is_not_counted_in_words(tmp_path, desk, spandesk):
    project, text = tmp_path / "p.spans", tmp_path / "a.txt"
    text.write_text("中国外交部发言人毛宁周二表示愿同法国加强合作", encoding="utf-8")
    assert spandesk("new", project).code == spandesk("add", project, text).code == 0
    window = desk.open(project)
    window.session.run("focus.range", 0, 8)
    window.show_around()
    assert panel_of(window).empty.text().startswith("8 characters selected")
    window.session.run("label.apply", "entities/org")
    window.show_around()
    assert panel_of(window).body.isVisible()
    assert not panel_of(window).fields["Words"][0].isVisible()


def test_the_same_words_are_counted_in_the_article(sampled, desk):
    window = desk.open(sampled)
    focus(window, "Laurent Nunez")
    assert settled(desk, window, "Same text") == "only here"
    focus(window, "France")
    window.show_around()
    occurring = len(re.findall(r"\bFrance\b", window.session.state.text))
    assert settled(desk, window, "Same text").startswith(f"{occurring} times, ")
    focus(window, "Algeria and France have")
    window.show_around()
    assert not panel_of(window).fields["Same text"][0].isVisible()


def test_a_note_is_written_with_n_and_kept_with_enter(sampled, desk):
    window = desk.open(sampled)
    span = focus(window, "Laurent Nunez")
    panel = panel_of(window)
    QTest.keyClick(window.view, Qt.Key.Key_N)
    assert panel.note.hasFocus()
    QTest.keyClicks(panel.note, "the minister; BESY 123")
    assert window.session.state.marks.spans.get(span.id) == span, "its letters are no commands"
    QTest.keyClick(panel.note, Qt.Key.Key_Return)
    assert window.session.state.focused.note == "the minister; BESY 123"
    assert window.view.hasFocus()
    window.show_around()
    assert (panel.fields["Note"][1].text(), panel.note.isVisible()) == ("the minister; BESY 123", False)
    assert panel.fields["Note"][1].isVisible()
    QTest.keyClick(window.view, Qt.Key.Key_N)
    QTest.keyClicks(panel.note, "another")
    QTest.keyClick(panel.note, Qt.Key.Key_Escape)
    assert window.session.state.focused.note == "the minister; BESY 123"
    assert window.view.hasFocus()
    assert panel.note.isHidden()
    QTest.keyClick(window.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.session.state.focused.note == ""


def test_a_note_opens_the_side_that_was_folded_or_held_by_a_page(sampled, desk):
    window = desk.open(sampled)
    focus(window, "Laurent Nunez")
    window.run("label.edit")
    window.view.setFocus()
    QTest.keyClick(window.view, Qt.Key.Key_N)
    assert window.sides.page is None
    assert panel_of(window).note.hasFocus()
    QTest.keyClick(panel_of(window).note, Qt.Key.Key_Escape)
    window.run("view.side")
    QTest.keyClick(window.view, Qt.Key.Key_N)
    assert panel_of(window).note.hasFocus()


def keys_shown(window):
    return [label.text() for label in panel_of(window).keys.findChildren(QLabel) if label.isVisibleTo(window)]


def test_the_keys_are_those_that_the_user_has(sampled, desk):
    window = desk.open(sampled)
    focus(window, "Laurent Nunez")
    shown = keys_shown(window)
    assert shown[shown.index("note") - 1] == "N"
    assert ("history" in shown) == ("history.span" in window.commands)


def test_every_occurrence_is_offered_only_where_one_has_no_label(sampled, desk):
    window = desk.open(sampled)
    focus(window, "Laurent Nunez")
    assert settled(desk, window, "Same text") == "only here"
    assert "Shift+1" not in keys_shown(window)
    focus(window, "France")
    assert settled(desk, window, "Same text").endswith("all labelled")
    assert "Shift+3" not in keys_shown(window), "all of them have it"
    state = window.session.state
    other = [one for one in state.marks.spans if state.text[one.start : one.end] == "France"][-1]
    window.session.run("focus.span", other.id)
    window.session.run("span.delete")
    focus(window, "France")
    desk.qtbot.waitUntil(lambda: keys_shown(window)[:2] == ["Shift+3", "label every \u201cFrance\u201d"])
    focus(window, "Algeria and France have")
    assert not any(key.startswith("Shift+") for key in keys_shown(window)), "a claim is not looked for"


def test_what_was_taken_over_says_from_whom():
    span = Span("s", 0, 3, "entities/per", "a", origin="author@b")
    assert origin(span, {"b": "annotator B"}) == "from annotator B"
    assert origin(span._replace(origin="hand"), {}) == "by hand"


def test_where_only_others_have_spans_they_are_shown_and_offered(sampled, desk):
    window = desk.open(sampled)
    panel, state = panel_of(window), window.session.state
    spans = list(state.marks.spans)
    theirs = Edit.adding(state.article.id, *(span._replace(id=f"b{span.id}", author="b") for span in spans[:3]))
    window.session.names["b"] = "annotator B"
    window.session.foreign(Gesture("", "x", "b", "window", {state.article.id: theirs}, id="z"))
    window.show_around()
    assert not panel.offer.isVisible()
    assert not window.view.page.shows_others
    window.run("view.others")
    assert window.view.page.shows_others
    window.run("view.others")
    assert not window.view.page.shows_others
    gone = Edit.removing(state.article.id, *spans)
    window.session.foreign(Gesture("", "x", state.author, "window", {state.article.id: gone}, id="zz"))
    window.show_around()
    assert window.view.page.shows_others, "where I have none they are shown at once"
    assert panel.offer.buttons[0].text() == "Take over 3 spans of annotator B"
    panel.offer.buttons[0].click()
    window.show_around()
    assert len(window.session.state.marks.spans) == 3
    assert not panel.offer.isVisible()
    assert window.view.page.shows_others, "and stay until the article is left"
