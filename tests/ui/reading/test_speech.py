"""What screen readers get: the text only while one listens, the selection in its right place."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QPlainTextEdit

from annotator.editing.state import OnSpan, Selection
from annotator.model.mark import Span
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


@pytest.mark.usefixtures("listening")
def test_new_spans_are_announced(widget, state_of):
    state = state_of(TEXT)
    edit = state.adding(Span("n", 5, 10, "entities/gpe", "me"), Span("m", 0, 2, "entities/org", "me"))
    speech.announce(widget, replace(state, marks=state.marks.apply(edit)), edit)
    speech.announce(widget, state, edit.inverse)
    speech.announce(widget, state, None)


def test_a_sentence_names_the_label_and_the_words(state_of):
    state, span = state_of(TEXT), Span("n", 5, 10, "entities/gpe", "me")
    assert speech._sentence(None, span, state) == "GPE: emoji"
    assert speech._sentence(span, None, state) == "GPE removed: emoji"
    assert speech._sentence(None, None, state) == ""
