"""What screen readers are given: the text while one is listening, the selection, and a word about new spans."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from annotator.editing.state import Caret, Selection, State
from annotator.model.article import ArticleId
from annotator.model.edit import Edit
from annotator.model.mark import Span
from annotator.model.offsets import Utf16Map
from annotator.model.tongue import tr

LONGEST = 80  # code points of a span that are said


class Speech:
    """What one view gives to screen readers."""

    def __init__(self, view: QPlainTextEdit) -> None:
        self._view = view
        self._article: ArticleId | None = None  # whose text the shell's document has
        self._units = Utf16Map("")
        self._range = (0, 0)  # that the shell's cursor was put over

    def fill(self, state: State) -> None:
        """Give the shell's document the text, if anyone listens and it has not got it."""
        if QAccessible.isActive():
            if self._article != state.article.id:
                self._article, self._units, self._range = state.article.id, Utf16Map(state.text), (0, 0)
                self._view.setPlainText(state.text)
            self.mirror(state)

    def mirror(self, state: State) -> None:
        """Put the shell's cursor where the focus is, if that moved."""
        found = _range_of(state)
        if self._article != state.article.id or found == self._range:
            return
        self._range = found
        anchor, at = map(self._units.to_units, found)
        cursor = QTextCursor(self._view.document())
        cursor.setPosition(anchor)
        cursor.setPosition(at, QTextCursor.MoveMode.KeepAnchor)
        self._view.setTextCursor(cursor)

    def announce(self, before: State, after: State, edit: Edit | None) -> None:
        """Say which spans came and went, or which one came into focus, if anyone listens."""
        if QAccessible.isActive() and (text := told(after, edit) or focused(before, after)):
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._view, text))


def _range_of(state: State) -> tuple[int, int]:
    """Return what the focus covers: where it begins, and its end that moves."""
    focus, span = state.focus, state.focused or state.target
    if isinstance(focus, Selection):
        return focus.anchor, focus.at
    if span is not None:
        return span.start, span.end
    at = focus.at if isinstance(focus, Caret) else 0
    return at, at


def told(state: State, edit: Edit | None) -> str:
    """Return what is said of the spans that an Edit brings and takes; nothing where it has none."""
    changed = edit.values() if edit is not None else ()
    said = [sentence for before, after in changed if (sentence := _sentence(before, after, state))]
    return tr("{first}, and {count} more", first=said[0], count=len(said) - 1) if len(said) > 1 else "".join(said)


def focused(before: State, after: State) -> str:
    """Return what is said of the span or suggestion that came into focus: its label, which one it is, its words."""
    if before.focus == after.focus and before.number == after.number:
        return ""
    span = after.focused
    if after.target is not None:
        return tr("{label} suggested: {words}", **_named(after, after.target))
    if span is None:
        return ""
    nth, count = after.marks.spans.nth(span), after.marks.spans.counts.get(span.label, 0)
    return tr("{label} {nth} of {count}: {words}", nth=nth, count=count, **_named(after, span))


def _sentence(before: object, after: object, state: State) -> str:
    span = after if isinstance(after, Span) else before
    if not isinstance(span, Span):
        return ""
    words = _named(state, span)
    return tr("{label}: {words}", **words) if isinstance(after, Span) else tr("{label} removed: {words}", **words)


def _named(state: State, span: Span) -> dict[str, str]:
    return {"label": state.scheme.label(span.label).name, "words": state.text[span.start : span.end][:LONGEST]}
