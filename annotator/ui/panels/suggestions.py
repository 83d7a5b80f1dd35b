"""The suggestions of the open article: the one in focus with its reason, and those that come next."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from annotator.editing.state import NONE, State
from annotator.editing.telling import in_short
from annotator.model.edit import Edit
from annotator.model.mark import Span
from annotator.model.problem import visible
from annotator.model.spans import Spans, rank
from annotator.model.tongue import tr
from annotator.ui import tags
from annotator.ui.frame import Frame, explain, plain, rule
from annotator.ui.tags import Tag
from annotator.ui.theme import Theme

TITLE, AREA, ORDER = "Suggestions", "right", 2
ROWS, ROW = 8, 38  # suggestions that are listed, and pixels of one


class Panel(QWidget):
    """Hidden while nothing is suggested."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.frame = frame
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 10)
        column.setSpacing(8)
        self.nth, self.quote, self.tag = plain("", "count"), plain("", "quote"), Tag()
        self.why = plain()
        self.target = self._target()
        self.line = rule()
        self.left = plain("", "count")
        self.head = plain("", "head")
        self.rows = [_Row(self) for _ in range(ROWS)]
        column.addWidget(self.target)
        column.addWidget(self.line)
        column.addLayout(_headed(self.head, self.left))
        rows = QVBoxLayout()
        rows.setContentsMargins(6, 0, 6, 0)
        rows.setSpacing(0)
        for row in self.rows:
            rows.addWidget(row)
        column.addLayout(rows)
        self.hide()

    def _target(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(_headed(plain(tr("Suggestion in focus"), "head"), self.nth))
        for shown in (self.quote, self.why):
            shown.setWordWrap(True)
        told = QVBoxLayout()
        told.setContentsMargins(14, 0, 14, 0)
        told.setSpacing(6)
        told.addWidget(self.quote)
        for name, value in ((tr("Label"), self.tag), (tr("Why"), self.why)):
            row = QHBoxLayout()
            head = plain(name, "muted")
            head.setFixedWidth(72)
            row.addWidget(head, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(value, 1 if value is self.why else 0)
            if value is self.tag:
                row.addStretch(1)
            told.addLayout(row)
        keys = QHBoxLayout()
        keys.setSpacing(6)
        for name, does in (("accept", tr("accept")), ("refuse", tr("not here")), ("next", tr("next"))):
            cap = plain("", "key")
            cap.setProperty("command", f"suggestion.{name}")  # its key, as the user has it
            keys.addWidget(cap)
            keys.addWidget(plain(does, "muted"))
        keys.addStretch(1)
        told.addLayout(keys)
        column.addLayout(told)
        return body

    def show_state(self, before: State | None, after: State, edit: Edit | None) -> None:  # noqa: ARG002 - as every panel
        """Show what is suggested now."""
        held = NONE if before is None else before.suggestions
        if before is not None and held is after.suggestions and (not len(held) or before.focus == after.focus):
            return
        count = len(after.suggestions)
        if count:
            self._show_target(after, count)
            self._show_next(after)
        if self.isHidden() != (count == 0):
            self.setVisible(count > 0)

    def _show_target(self, state: State, count: int) -> None:
        target = state.target
        self.target.setVisible(target is not None)
        self.line.setVisible(target is not None)
        if target is not None:
            at = state.suggestions.place(target)
            self.nth.setText(tr("{place} of {count}", place=f"{at:,}", count=f"{count:,}"))
            self.quote.setText(in_short(state, target))
            hue = self.frame.theme.hue_of(state.scheme, target.label)
            self.tag.show_label(state.scheme.label(target.label).name, hue, state.scheme.is_flat(target.label))
            self.why.setText(self.frame.suggesting.why(target))

    def _show_next(self, state: State) -> None:
        target, count = state.target, len(state.suggestions)
        place = rank(target) if target else (state.place, -len(state.text) - 1, "")
        coming = _after(state.suggestions, place)
        below = count - state.suggestions.place(coming[0]) + 1 if coming else 0
        if target is None and not coming:  # those above the caret can be gone to as well
            coming = _before(state.suggestions, place)
        self.head.setText(tr("Next") if target is not None else tr(TITLE))
        self.left.setText(_left(target is not None, count, below))
        for at, row in enumerate(self.rows):
            row.show_suggestion(state, coming[at] if at < len(coming) else None)

    def set_theme(self, theme: Theme) -> None:  # noqa: ARG002 - the frame has it already
        """Take the colours of another theme: most come with the style."""
        self.show_state(None, self.frame.session.state, None)


def _headed(head: QWidget, count: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(14, 0, 14, 0)
    row.addWidget(head, 1)
    row.addWidget(count)
    return row


def _after(suggestions: Spans, place: tuple[int, int, str]) -> list[Span]:
    """Return the suggestions after `place`, as many as are listed."""
    found: list[Span] = []
    while len(found) < ROWS and (one := suggestions.after(place)) is not None:
        found.append(one)
        place = rank(one)
    return found


def _before(suggestions: Spans, place: tuple[int, int, str]) -> list[Span]:
    """Return the last suggestions before `place` in the order of the text, as many as are listed."""
    found: list[Span] = []
    while len(found) < ROWS and (one := suggestions.before(place)) is not None:
        found.append(one)
        place = rank(one)
    return found[::-1]


def _left(is_target: bool, count: int, below: int) -> str:
    """Return how many suggestions are left: after the one in focus, or on both sides of the caret."""
    if is_target:
        return tr("{count} left", count=f"{below:,}") if below else tr("none: this is the last")
    if below == count:
        return f"{count:,}"
    above = tr("{count} above", count=f"{count - below:,}")
    return f"{tr('{count} below', count=f'{below:,}')}, {above}" if below else above


class _Row(QPushButton):
    """One suggestion that comes: its words, its label, and where it comes from; a click focuses it."""

    def __init__(self, panel: Panel) -> None:
        super().__init__()
        self.panel = panel
        self.suggestion: Span | None = None
        self.words = self.why = ""
        self.setProperty("role", "label")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click must leave the keyboard with the text
        self.clicked.connect(self._clicked)

    def sizeHint(self) -> QSize:
        """Return the height of two lines, which the style would take for too much."""
        return QSize(100, ROW)

    def _clicked(self) -> None:
        if self.suggestion is not None:
            self.panel.frame.session.run("focus.span", self.suggestion.id)

    def show_suggestion(self, state: State, suggestion: Span | None) -> None:
        """Show another suggestion, or none."""
        if suggestion != self.suggestion:
            self.suggestion = suggestion
            self.words = "" if suggestion is None else visible(in_short(state, suggestion))
            name = "" if suggestion is None else state.scheme.label(suggestion.label).name
            self.setAccessibleName(f"{visible(name)}? {self.words}")
            self.why = "" if suggestion is None else self.panel.frame.suggesting.why(suggestion)
            explain(self, tr("Go to \u201c{words}\u201d", words=self.words))
            self.update()
        if self.isHidden() != (suggestion is None):
            self.setVisible(suggestion is not None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line over the ground that the style gives."""
        super().paintEvent(event)
        if self.suggestion is None:
            return
        painter = QPainter(self)
        frame, font = self.panel.frame, QFont(self.font())
        scheme = frame.session.state.scheme
        name, flat = scheme.label(self.suggestion.label).name, scheme.is_flat(self.suggestion.label)
        wide = round(tags.width_of(name, font))
        tags.draw(painter, self.width() - 8 - wide, 4, name, frame.theme.hue_of(scheme, self.suggestion.label), flat)
        serif = QFont("DejaVu Serif")
        serif.setStyleHint(QFont.StyleHint.Serif)
        serif.setPixelSize(13)
        room = self.width() - 8 - wide - 8 - 8
        self._line(painter, serif, "text", 2, room, self.words)
        font.setPixelSize(11)
        self._line(painter, font, "muted", 20, self.width() - 16, self.why)
        painter.end()

    def _line(self, painter: QPainter, font: QFont, colour: str, top: int, room: int, words: str) -> None:
        painter.setFont(font)
        painter.setPen(self.panel.frame.theme.colour(colour))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(8, top, room, 17), Qt.AlignmentFlag.AlignVCenter, shown)
