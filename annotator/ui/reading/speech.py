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
    if QAccessible.isActive() and (text := told(state, edit)):
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(view, text))


def told(state: State, edit: Edit | None) -> str:
    """Return what is said of the spans that an Edit brings and takes; nothing where it has none."""
    changed = edit.values() if edit is not None else ()
    said = [sentence for before, after in changed if (sentence := _sentence(before, after, state))]
    return f"{said[0]}, and {len(said) - 1} more" if len(said) > 1 else "".join(said)


def _sentence(before: object, after: object, state: State) -> str:
    span = after if isinstance(after, Span) else before
    if not isinstance(span, Span):
        return ""
    name, words = state.scheme.label(span.label).name, state.article.text[span.start : span.end][:80]
    return f"{name}: {words}" if isinstance(after, Span) else f"{name} removed: {words}"
