"""What lies inside the focused span of a free layer: the spans of flat layers in it; a click focuses one."""

from __future__ import annotations

from itertools import islice

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from annotator.editing.state import State
from annotator.editing.telling import in_short
from annotator.model.edit import Edit
from annotator.model.mark import Span
from annotator.model.problem import counted, visible
from annotator.model.tongue import tr
from annotator.ui import tags
from annotator.ui.frame import Frame, explain, plain
from annotator.ui.theme import Theme

TITLE, AREA, ORDER = "Inside this claim", "right", 3
ROWS, HEIGHT = 12, 26
MOST = 200  # spans that are counted: a claim over a whole book would be slow to look through at every key


class Panel(QWidget):
    """Hidden while no claim with entities in it is in focus."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.frame = frame
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 10, 6, 10)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 8, 6)
        self.title, self.count = plain(tr(TITLE), "head"), plain("", "count")
        head.addWidget(self.title, 1)
        head.addWidget(self.count)
        column.addLayout(head)
        self.rows = [_Row(self) for _ in range(ROWS)]
        for row in self.rows:
            column.addWidget(row)
        self.hide()

    def show_state(self, before: State | None, after: State, edit: Edit | None) -> None:
        """Show the entities in the focused claim."""
        if before is not None and not edit and before.focused == after.focused and before.scheme is after.scheme:
            return
        found = inside(after)
        if found:
            more = "+" if len(found) == MOST else ""
            self.count.setText(counted(len(found), "entity", "entities").replace(" ", f"{more} ", 1))
            for at, row in enumerate(self.rows):
                row.show_span(after, found[at] if at < len(found) else None)
        if self.isHidden() == bool(found):
            self.setVisible(bool(found))

    def set_theme(self, theme: Theme) -> None:  # noqa: ARG002 - the frame has it already
        """Paint in another theme."""
        for row in self.rows:
            row.update()


def inside(state: State) -> list[Span]:
    """Return the spans of flat layers within the focused span of a free layer, at most so many."""
    claim = state.focused
    if claim is None or state.scheme.is_flat(claim.label):
        return []
    held = state.marks.spans.touching(claim.start, claim.end)
    within = (one for one in held if claim.start <= one.start and one.end <= claim.end)
    return list(islice((one for one in within if state.scheme.is_flat(one.label)), MOST))


class _Row(QPushButton):
    """A tag and the words of its span."""

    def __init__(self, panel: Panel) -> None:
        super().__init__()
        self.panel = panel
        self.span: Span | None = None
        self.words = ""
        self.setProperty("role", "label")
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click must leave the keyboard with the text
        self.clicked.connect(self._clicked)

    def _clicked(self) -> None:
        if self.span is not None:
            self.panel.frame.run("focus.span", self.span.id)

    def show_span(self, state: State, span: Span | None) -> None:
        """Show another span, or none."""
        if span is not None:
            self.words = visible(in_short(state, span))
            self.setAccessibleName(f"{visible(state.scheme.label(span.label).name)} {self.words}")
            explain(self, tr("Go to \u201c{words}\u201d", words=self.words))
        self.span = span
        self.update()
        if self.isHidden() != (span is None):
            self.setVisible(span is not None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line over the ground that the style gives."""
        super().paintEvent(event)
        if self.span is None:
            return
        painter, frame = QPainter(self), self.panel.frame
        scheme = frame.session.state.scheme
        name = scheme.label(self.span.label).name
        tags.draw(painter, 8, 5, name, frame.theme.hue_of(scheme, self.span.label), True)
        left = 8 + round(tags.width_of(name, self.font())) + 10
        font = QFont("DejaVu Serif")
        font.setStyleHint(QFont.StyleHint.Serif)
        font.setPixelSize(13)
        painter.setFont(font)
        painter.setPen(frame.theme.colour("text"))
        room = self.width() - left - 8
        shown = painter.fontMetrics().elidedText(self.words, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(left, 0, room, HEIGHT), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()
