"""The labels and their keys, with how often each is used in the open article; a click labels."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from annotator.editing.state import State
from annotator.model.edit import Edit
from annotator.model.mark import Label
from annotator.model.scheme import Scheme
from annotator.ui import tags
from annotator.ui.frame import Frame, explain, plain
from annotator.ui.theme import Theme

TITLE, AREA, ORDER = "Labels", "right", 0
GREY = 0.45  # how strongly a label is painted while another one is looked at alone


class Panel(QWidget):
    """A head and a line for each label, layer by layer."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.frame = frame
        self.theme = frame.theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(6, 8, 6, 8)
        self._column.setSpacing(0)
        self._scheme: Scheme | None = None
        self._rows: dict[str, _Row] = {}
        self._heads: dict[str, object] = {}

    def show_state(self, before: State | None, after: State, edit: Edit | None) -> None:  # noqa: ARG002 - as every panel
        """Show the counts of the open article, and which label the focused span has."""
        if self._scheme is None or self._scheme != after.scheme:
            self._build(after.scheme)
        elif before is not None and _looks_the_same(before, after):
            return
        counts = after.marks.spans.counts if before is None or before.marks is not after.marks else None
        span = after.focused or after.target
        for label, row in self._rows.items():
            row.show_label(None if counts is None else counts.get(label, 0), span is not None and span.label == label)
            row.show_grey(bool(after.filter) and after.filter != label)
        if counts is not None:
            for layer, head in self._heads.items():
                total = sum(counts.get(label.id, 0) for label in after.scheme.labels_in(layer))
                head.setText(str(total))  # type: ignore[attr-defined]

    def _build(self, scheme: Scheme) -> None:
        self._scheme = scheme
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._rows, self._heads = {}, {}
        for at, layer in enumerate(scheme.layers):
            head = QWidget()
            row = QHBoxLayout(head)
            row.setContentsMargins(8, 8 if at else 0, 8, 5)
            count = plain("", "count")
            row.addWidget(plain(layer.name, "head"), 1)
            row.addWidget(count)
            self._heads[layer.id] = count
            self._column.addWidget(head)
            for label in scheme.labels_in(layer.id):
                made = _Row(self, label, layer.rule == "flat")
                self._rows[label.id] = made
                self._column.addWidget(made)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.theme = theme
        for row in self._rows.values():
            row.update()


def _looks_the_same(before: State, after: State) -> bool:
    return before.marks is after.marks and before.focus == after.focus and before.filter == after.filter


class _Row(QPushButton):
    """One label: chip or pill, long name, count, key."""

    def __init__(self, panel: Panel, label: Label, flat: bool) -> None:
        super().__init__()
        self.panel, self.label, self.flat = panel, label, flat
        self.count, self.grey = 0, False
        self.setProperty("role", "label")
        self.setFixedHeight(26)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click must leave the keyboard with the text
        self.setCheckable(True)
        self.setAccessibleName(f"{label.name} {label.guideline}, key {label.key}" if label.key else label.name)
        explain(self, f"Label the selection as {label.name}")
        self.clicked.connect(self._clicked)

    def _clicked(self) -> None:
        self.setChecked(not self.isChecked())
        self.panel.frame.session.run("label.apply", self.label.id)

    def show_label(self, count: int | None, here: bool) -> None:
        """Show how often the label is used; `here`: the focused span has it."""
        if count is not None and count != self.count:
            self.count = count
            self.update()
        if self.isChecked() != here:
            self.setChecked(here)

    def show_grey(self, grey: bool) -> None:
        """Show whether another label is looked at alone."""
        if grey != self.grey:
            self.grey = grey
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line over the ground that the style gives."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setOpacity(GREY if self.grey else 1.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self.panel.theme
        hue = theme.hue_of(self.panel.frame.session.state.scheme, self.label.id)
        tags.draw(painter, 8, 5, self.label.name, hue, self.flat)
        font = QFont(self.font())
        font.setPixelSize(12)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        middle = Qt.AlignmentFlag.AlignVCenter
        width = self.width()
        long_name = self.label.guideline.partition("\n")[0] or self.label.name
        shown = painter.fontMetrics().elidedText(long_name, Qt.TextElideMode.ElideRight, width - 74 - 76)
        painter.drawText(QRectF(74, 0, width - 74 - 76, 26), middle, shown)
        painter.setPen(theme.colour("muted"))
        count = str(self.count) if self.count else "\u2013"
        painter.drawText(QRectF(width - 76, 0, 40, 26), middle | Qt.AlignmentFlag.AlignRight, count)
        if self.label.key:
            self._key(painter, theme, width)
        painter.end()

    def _key(self, painter: QPainter, theme: Theme, width: int) -> None:
        font = QFont("DejaVu Sans Mono")
        font.setStyleHint(QFont.StyleHint.Monospace)
        font.setPixelSize(11)
        box = QRectF(width - 27.5, 4.5, 19, 17)
        painter.setPen(theme.colour("line"))
        painter.setBrush(theme.colour("page"))
        painter.drawRoundedRect(box, 3, 3)
        painter.setFont(font)
        painter.setPen(theme.colour("muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.label.key)
