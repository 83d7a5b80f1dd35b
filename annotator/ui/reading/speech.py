"""What screen readers are given: the text while one is listening, the selection, and a word about new spans."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from annotator.editing.state import Caret, Selection, State
from annotator.model.edit import Edit
from annotator.model.mark import Span
from annotator.model.offsets import Utf16Map


def fill(view: QPlainTextEdit, state: State) -> None:
    """Give the shell's document the text, if anyone listens and it has not got it."""
    if QAccessible.isActive():
        if view.property("article") != state.article.id:
            view.setProperty("article", state.article.id)
            view.setPlainText(state.article.text)
        mirror(view, state)


def mirror(view: QPlainTextEdit, state: State) -> None:
    """Put the shell's cursor where the focus is."""
    if view.property("article") != state.article.id:
        return
    focus, span = state.focus, state.focused
    if isinstance(focus, Selection):
        anchor, at = focus.anchor, focus.at
    elif span is not None:
        anchor, at = span.start, span.end
    else:
        anchor = at = focus.at if isinstance(focus, Caret) else 0
    units = Utf16Map(state.article.text)
    cursor = QTextCursor(view.document())
    cursor.setPosition(units.to_units(anchor))
    cursor.setPosition(units.to_units(at), QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)


def announce(view: QPlainTextEdit, state: State, edit: Edit | None) -> None:
    """Say which spans came and went, if anyone listens."""
    if edit is None or not QAccessible.isActive():
        return
    said = [_sentence(before, after, state) for before, after in edit.values()]
    said = [sentence for sentence in said if sentence]
    if said:
        text = said[0] if len(said) == 1 else f"{said[0]}, and {len(said) - 1} more"
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(view, text))


def _sentence(before: object, after: object, state: State) -> str:
    span = after if isinstance(after, Span) else before
    if not isinstance(span, Span):
        return ""
    name, words = state.scheme.label(span.label).name, state.article.text[span.start : span.end][:80]
    return f"{name}: {words}" if isinstance(after, Span) else f"{name} removed: {words}"
