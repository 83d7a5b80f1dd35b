"""What screen readers get: the text only while one listens, the selection in its right place."""

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QPlainTextEdit

from annotator.editing.state import OnSpan, Selection
from annotator.model.edit import Edit
from annotator.model.mark import Detail, Span
from annotator.ui.reading import speech

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


def test_nobody_listens_nothing_is_filled(widget, state_of):
    QAccessible.setActive(False)
    speech.fill(widget, state_of(TEXT))
    assert widget.toPlainText() == ""


@pytest.mark.usefixtures("listening")
def test_the_text_and_the_selection_are_there(widget, state_of):
    speech.fill(widget, state_of(TEXT, ("GPE", "Northport"), focus=Selection(5, 10)))
    assert widget.toPlainText() == TEXT
    assert widget.textCursor().selectedText() == "emoji"
    speech.mirror(widget, state_of(TEXT, ("GPE", "Northport"), focus=OnSpan("s0")))
    assert widget.textCursor().selectedText() == "Northport"


@pytest.mark.usefixtures("listening")
def test_another_article_is_not_selected_in(widget, state_of):
    speech.fill(widget, state_of(TEXT))
    speech.mirror(widget, state_of("Other", focus=Selection(0, 5)))
    assert widget.textCursor().selectedText() == ""


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
def test_what_is_told_can_be_sent(widget, state_of):
    state = state_of(TEXT)
    speech.announce(widget, state, state.adding(Span("n", 5, 10, "entities/gpe", "me")))
    speech.announce(widget, state, None)
