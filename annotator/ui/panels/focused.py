"""The focused span: its words, label, bounds, author and origin, and the keys that act on it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from annotator.editing.state import State
from annotator.model.edit import Edit
from annotator.model.mark import Span
from annotator.model.problem import counted
from annotator.ui.frame import Frame, plain
from annotator.ui.tags import Tag
from annotator.ui.theme import Theme

TITLE, AREA, ORDER = "Focused span", "right", 1
NOTHING = "Click a word to select it, or a span to focus it."
COUNTED = 20_000  # code points of a selection up to which its words are counted
LONGEST = 160  # code points of the span that are shown
FIELDS = ("Characters", "Words", "By", "Note")


class Panel(QWidget):
    """Empty while no span is in focus."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.frame = frame
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(6)
        head = QHBoxLayout()
        self.nth = plain("", "count")
        head.addWidget(plain("Focused span", "head"), 1)
        head.addWidget(self.nth)
        column.addLayout(head)
        self.empty = plain(NOTHING, "muted")
        self.empty.setWordWrap(True)
        column.addWidget(self.empty)
        self.quote = plain("", "quote")
        self.label, self.tag, self.retired = plain("Label", "muted"), Tag(), plain("retired", "muted")
        self.fields = {name: (plain(name, "muted"), plain()) for name in FIELDS}
        self.body = self._body()  # one widget to show and hide: a span comes into focus at every key
        column.addWidget(self.body)

    def _body(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.quote.setWordWrap(True)
        self.quote.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.quote.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self.quote)
        grid = QGridLayout()
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, 72)
        grid.setColumnStretch(1, 1)
        tag = QHBoxLayout()
        tag.setSpacing(6)
        tag.addWidget(self.tag)
        tag.addWidget(self.retired)
        tag.addStretch(1)
        grid.addWidget(self.label, 0, 0)
        grid.addLayout(tag, 0, 1)
        for at, (name, value) in enumerate(self.fields.values(), 1):
            value.setWordWrap(True)
            grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, at, 1)
        column.addLayout(grid)
        return body

    def show_state(self, before: State | None, after: State, edit: Edit | None) -> None:
        """Show the span in focus; while a suggestion is, its own panel stands here."""
        if self.isHidden() != (after.target is not None):
            self.setVisible(after.target is None)
        span = after.focused
        same = before is not None and (before.focused, before.number) == (span, after.number)
        if same and edit is None and span is not None:
            return
        if span is None:
            self.nth.setText("")
            self.empty.setText(_selected(after) or NOTHING)
        else:
            self._show(after, span)
        self.body.setVisible(span is not None)
        self.empty.setVisible(span is None)

    def _show(self, state: State, span: Span) -> None:
        text = state.text[span.start : span.end]
        self.quote.setText(text if len(text) <= LONGEST else f"{text[: LONGEST - 30]} \u2026 {text[-28:]}")
        label = state.scheme.label(span.label)
        hue = self.frame.theme.hue_of(state.scheme, span.label)
        self.tag.show_label(label.name, hue, state.scheme.is_flat(span.label))
        self.retired.setVisible(not state.scheme.holds(span.label))
        spans = state.marks.spans
        self.nth.setText(f"{spans.nth(span):,} of {spans.counts.get(span.label, 0):,} {label.name}")
        values = {
            "Characters": f"{span.start}\u2013{span.end}",
            "Words": str(len(text.split())),
            "By": ", ".join(part for part in ("you", span.origin) if part),
            "Note": span.note,
        }
        for name, value in values.items():
            shown, field = self.fields[name]
            field.setText(value)
            shown.setVisible(bool(value))
            field.setVisible(bool(value))

    def set_theme(self, theme: Theme) -> None:  # noqa: ARG002 - the frame has it already
        """Take the colours of another theme: most come with the style."""
        self.show_state(None, self.frame.session.state, None)


def _selected(state: State) -> str:
    """Return what to do with the selection, "" where there is none."""
    held = state.range
    if held is None or state.target is not None:
        return ""
    count = len(state.text[slice(*held)].split()) if held[1] - held[0] <= COUNTED else 0
    words = counted(count, "word") if count else counted(held[1] - held[0], "character")
    return f"{words} selected. A label's key makes a span of it."
