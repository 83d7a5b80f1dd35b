import itertools

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from annotator.editing.state import Caret, OnSpan, Selection
from annotator.language import tokens
from annotator.model.mark import Span
from annotator.model.spans import Spans
from annotator.ui.context import fill

# The offscreen platform says so where a menu opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True)

KEY = Qt.Key
MOST = 14  # lines that are read at a glance


@pytest.fixture
def window(sampled, desk):
    return desk.open(sampled)


def context(window, text="", reason=QContextMenuEvent.Reason.Mouse):
    """Ask for the menu of the text on some words of it, and return the menu."""
    viewport = window.view.viewport()
    point = QPoint(4, 4)
    if text:
        at = window.session.state.text.index(text)
        point = window.view.rects_of(at, at + len(text))[0].center().toPoint()
    QApplication.sendEvent(viewport, QContextMenuEvent(reason, point, viewport.mapToGlobal(point)))
    return next(menu for menu in window.findChildren(QMenu) if menu.isVisible() and menu.parent() is window)


def lines(menu):
    """What the menu says, a line between groups as "-"."""
    return [one.text().partition("\t")[0] if not one.isSeparator() else "-" for one in menu.actions()]


def filled(window):
    menu = QMenu(window)
    fill(window, menu)
    return lines(menu)


def test_the_menu_of_the_text_takes_the_span_under_it(window):
    menu = context(window, "Abdelmadjid Tebboune")
    span = window.session.state.focused
    assert window.session.state.text[span.start : span.end] == "Abdelmadjid Tebboune"
    assert lines(menu)[:1] == ["Change the label"]
    menu.close()


def test_the_menu_of_the_text_takes_the_word_under_it(window):
    menu = context(window, "announcement")
    at = window.session.state.text.index("announcement")
    assert window.session.state.focus == Selection(at, at + 12)
    menu.close()


def test_the_menu_of_the_text_keeps_a_selection_it_is_asked_on(window):
    at = window.session.state.text.index("announcement came")
    window.session.run("focus.range", at, at + 17)
    context(window, "announcement").close()
    assert window.session.state.focus == Selection(at, at + 17)


def test_the_way_to_whole_tokens_is_offered_where_there_is_one(window):
    state = window.session.state
    window.session.take_tokens(state.article.id, tokens("en", state.text))
    at = state.text.index("announcement")
    line = "Move the bounds to whole tokens"
    window.session.run("focus.range", at, at + 4)
    assert line in filled(window)
    window.session.run("label.apply", "entities/per")
    assert line in filled(window)
    window.session.run("span.align")
    assert line not in filled(window)


def test_the_menu_of_the_text_beside_it_leaves_a_caret(window):
    context(window, "").close()
    assert isinstance(window.session.state.focus, Caret)


def test_the_menu_by_its_key_comes_at_the_focus_and_keeps_it(window):
    span = next(iter(window.session.state.marks.spans))
    window.session.run("focus.span", span.id)
    asked = []
    window.view.menu_requested.connect(asked.append)
    context(window, reason=QContextMenuEvent.Reason.Keyboard).close()
    assert window.session.state.focus == OnSpan(span.id)
    rect = window.view.rects_of(span.start, span.end)[0].toRect()
    assert asked == [window.view.viewport().mapToGlobal(rect.bottomLeft())]


def test_shift_and_f10_ask_for_the_menu_too(window):
    window.session.run("focus.caret", 30)
    QTest.keyClick(window.view, KEY.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    (menu,) = [menu for menu in window.findChildren(QMenu) if menu.isVisible() and menu.parent() is window]
    menu.close()


def test_a_label_called_by_the_menu_labels(window, desk):
    menu = context(window, "announcement")
    inner = menu.actions()[0].menu()
    next(one for one in inner.actions() if one.text() == "EVENT\t5").trigger()
    menu.close()
    assert window.session.state.focused.label == "entities/event"
    desk.settle(window)


def test_at_a_span_stand_its_label_its_places_its_bounds_its_note_and_its_end(window):
    algeria = next(one for one in window.session.state.marks.spans if one.end < 10)
    window.session.run("focus.span", algeria.id)
    of_a_span = [
        "Change the label", "Label its words in the whole project", "-",
        "Move a boundary", "Show only the span\u2019s label, or all again", "-",
        "Note", "History of the span", "List the articles with this label", "-", "Copy", "Delete the span",
    ]  # fmt: skip
    assert filled(window) == of_a_span, "every other Algeria is labelled"
    other = window.session.state.text.index("Algeria", algeria.end)
    window.session.run(
        "focus.span",
        next(one.id for one in window.session.state.marks.spans if one.start == other and one.end == other + 7),
    )
    window.session.run("span.delete")
    window.session.run("focus.span", algeria.id)
    assert filled(window) == [of_a_span[0], "Label every \u201cAlgeria\u201d in the article", *of_a_span[1:]]


def test_next_larger_is_offered_where_there_is_something_larger(window):
    text = window.session.state.text
    inside = text.index("Algeria and France have agreed")
    window.session.run("focus.span", next(one for one in window.session.state.marks.spans if one.start == inside).id)
    assert "Focus the next larger span here" in filled(window)


def test_at_every_focus_the_menu_is_short_and_all_of_it_does_something(window):
    session = window.session
    at = session.state.text.index("announcement")
    session.suggest(Spans([Span("s", at, at + 12, "entities/org", "", origin="repeat")]))
    focus = [
        lambda: session.run("focus.caret", at), lambda: session.run("focus.range", at, at + 12),
        lambda: session.run("focus.span", next(iter(session.state.marks.spans)).id),
        lambda: session.run("focus.span", "s"),
    ]  # fmt: skip
    for take in focus:
        take()
        found = filled(window)
        assert 4 <= len([one for one in found if one != "-"]) <= MOST, found
        assert "-" not in (found[0], found[-1])
        assert all(one != other or one != "-" for one, other in itertools.pairwise(found))


def test_a_suggestion_is_accepted_first_of_all(window):
    at = window.session.state.text.index("announcement")
    window.session.suggest(Spans([Span("s", at, at + 12, "entities/org", "", origin="repeat")]))
    window.session.run("focus.span", "s")
    assert filled(window)[:3] == ["Accept the suggestion", "Accept as", "Not here: refuse the suggestion"]


def test_the_past_offers_no_change_and_the_way_back(window):
    window.session.run("focus.span", next(iter(window.session.state.marks.spans)).id)
    window.session.visit(window.session.state.marks, "As it was.", window.session.state.focus)
    found = filled(window)
    assert found[-1] == "Back to now"
    assert not {"Change the label", "Delete the span", "Move a boundary", "Note"} & set(found)


def test_everywhere_is_called_from_the_menu(window):
    at = window.session.state.text.index("announcement")
    window.session.run("focus.range", at, at + 12)
    menu = QMenu(window)
    fill(window, menu)
    inner = menu.actions()[1].menu()
    assert inner.actions()[0].text() == "PER\tShift+1"
    inner.actions()[0].trigger()
    assert window.session.state.focused.label == "entities/per"
