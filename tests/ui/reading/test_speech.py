"""What screen readers get: the text only while one listens, the selection in its right place."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QAccessible, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from annotator.editing.state import Caret, OnSpan, OnSuggestion, Selection
from annotator.model.edit import Edit
from annotator.model.mark import Detail, Span
from annotator.model.spans import Spans
from annotator.ui.reading import speech
from annotator.ui.reading.speech import Speech

TEXT = "An 😀 emoji and Northport"


@pytest.fixture
def widget(qtbot):
    widget = QPlainTextEdit()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def listening(qapp):
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


@pytest.fixture
def spoken(widget):
    return Speech(widget)


def test_nobody_listens_nothing_is_filled(widget, spoken, state_of):
    QAccessible.setActive(False)
    spoken.fill(state_of(TEXT))
    assert widget.toPlainText() == ""


@pytest.mark.usefixtures("listening")
def test_the_text_and_the_selection_are_there(widget, spoken, state_of):
    spoken.fill(state_of(TEXT, ("GPE", "Northport"), focus=Selection(5, 10)))
    assert widget.toPlainText() == TEXT
    assert widget.textCursor().selectedText() == "emoji"
    spoken.mirror(state_of(TEXT, ("GPE", "Northport"), focus=OnSpan("s0")))
    assert widget.textCursor().selectedText() == "Northport"


@pytest.mark.usefixtures("listening")
def test_another_article_is_not_selected_in(widget, spoken, state_of):
    spoken.fill(state_of(TEXT))
    spoken.mirror(state_of("Other", focus=Selection(0, 5)))
    assert widget.textCursor().selectedText() == ""


@pytest.mark.usefixtures("listening")
def test_a_focus_that_stays_leaves_the_cursor_to_the_reader(widget, spoken, state_of):
    state = state_of(TEXT, focus=Selection(5, 10))
    spoken.fill(state)
    widget.setTextCursor(QTextCursor(widget.document()))  # as a screen reader does that reads on its own
    spoken.mirror(replace(state))
    assert widget.textCursor().position() == 0
    spoken.mirror(replace(state, focus=Caret(10)))
    assert widget.textCursor().position() == 11


@pytest.mark.usefixtures("listening")
def test_the_units_of_a_text_are_counted_once(spoken, state_of):
    state = state_of(TEXT)
    spoken.fill(state)
    units = spoken._units
    spoken.mirror(replace(state, focus=Caret(10)))
    spoken.fill(replace(state, focus=Caret(3)))
    assert spoken._units is units


def test_new_spans_are_told(state_of):
    state = state_of(TEXT)
    one, two = Span("n", 5, 10, "entities/gpe", "me"), Span("m", 0, 2, "entities/org", "me")
    assert speech.told(state, state.adding(one)) == "GPE: emoji"
    assert speech.told(state, state.adding(one, two)) == "GPE: emoji, and 1 more"


def test_spans_that_went_or_changed_are_told(state_of):
    state = state_of(TEXT, ("GPE", "emoji"))
    span = state.marks.spans.get("s0")
    assert speech.told(state, state.adding(span).inverse) == "GPE removed: emoji"
    assert speech.told(state, state.replacing(span, span._replace(end=14))) == "GPE: emoji and"


def test_of_anything_else_nothing_is_told(state_of):
    state = state_of(TEXT)
    assert speech.told(state, None) == ""
    assert speech.told(state, Edit.adding(state.article.id, Detail("title", "One"))) == ""


@pytest.mark.usefixtures("listening")
def test_what_is_told_can_be_sent(spoken, state_of):
    state = state_of(TEXT)
    spoken.announce(state, state, state.adding(Span("n", 5, 10, "entities/gpe", "me")))
    spoken.announce(state, state, None)
    spoken.announce(state, replace(state, focus=Selection(0, 2)), None)


def test_a_span_that_comes_into_focus_is_told_with_its_label_and_which_one_it_is(state_of):
    spans = (("GPE", "emoji"), ("PER", "An"), ("GPE", "Northport"))
    before, after = state_of(TEXT, *spans), state_of(TEXT, *spans, focus=OnSpan("s2"))
    assert speech.focused(before, after) == "GPE 2 of 2: Northport"
    assert speech.focused(after, after) == ""
    assert speech.focused(after, replace(after, focus=Caret(3))) == ""


def test_a_suggestion_that_comes_into_focus_is_told_as_one(state_of):
    offered = Spans([Span("g", 5, 10, "entities/gpe", "", origin="repeat")])
    before = state_of(TEXT, suggestions=offered)
    assert speech.focused(before, replace(before, focus=OnSuggestion("g"))) == "GPE suggested: emoji"
