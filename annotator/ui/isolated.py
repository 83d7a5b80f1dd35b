"""The note over the text that tells which label is looked at alone, and the key that ends it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.editing.state import State
from annotator.model.edit import Edit
from annotator.model.tongue import tr
from annotator.ui.frame import Frame, plain
from annotator.ui.reading.view import ReadingView
from annotator.ui.tags import Tag

TOP, HEIGHT = 10, 28  # pixels from the top of the text


class Isolated(QWidget):
    """Lies over the top right corner of the column and moves nothing; a click ends it as Esc does."""

    def __init__(self, view: ReadingView, frame: Frame) -> None:
        super().__init__(view.viewport())
        self._view, self._frame = view, frame
        self.setObjectName("note")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.tag = Tag()
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 10, 0)
        row.setSpacing(8)
        cap = plain("", "key")
        cap.setProperty("command", "label.all")
        cap.setFixedHeight(18)
        for part in (self.tag, plain(tr("only, other labels in grey")), cap):
            row.addWidget(part)
        self.hide()
        view.renewed.connect(self._settle)
        frame.session.watch(self._follow)

    def _follow(self, before: State, after: State, edit: Edit | None) -> None:  # noqa: ARG002 - as every watcher
        if (before.filter, before.scheme) != (after.filter, after.scheme):
            self.show_label()

    def show_label(self) -> None:
        """Show the label that is looked at alone, in the colours of the theme; without one, nothing."""
        state = self._frame.session.state
        if state.filter:
            scheme, label = state.scheme, state.filter
            hue = self._frame.theme.hue_of(scheme, label)
            self.tag.show_label(scheme.label(label).name, hue, scheme.is_flat(label))
            self._settle()
        self.setVisible(bool(state.filter))

    def _settle(self) -> None:
        """Go to the corner of the column."""
        self.resize(self.sizeHint().width(), HEIGHT)
        right = self._view.column_right()
        self.move(max(0, round(min(right, self._view.viewport().width() - 4)) - self.width()), TOP)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Show all labels again."""
        event.accept()
        self._frame.session.run("label.all")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep the click from the text beneath."""
        event.accept()
