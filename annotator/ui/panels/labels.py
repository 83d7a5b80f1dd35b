"""The labels and their keys, with how often each is used in the open article.

A click on a label labels; its menu leads to the page that edits it and to the articles that have it.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from annotator.editing.state import State
from annotator.model.edit import Edit
from annotator.model.mark import Label
from annotator.model.scheme import Scheme
from annotator.model.tongue import tr
from annotator.ui.frame import Frame, explain, plain
from annotator.ui.label_row import LabelRow
from annotator.ui.theme import Theme

TITLE, AREA, ORDER = "Labels", "right", 0


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
        anew = self._scheme is None or self._scheme != after.scheme
        if anew:
            self._build(after.scheme)
        elif before is not None and before.marks is after.marks and _looks(before) == _looks(after):
            return
        counts = after.marks.spans.counts if anew or before is None or before.marks is not after.marks else None
        span = after.focused or after.target
        for label, row in self._rows.items():
            here, grey = span is not None and span.label == label, after.filter not in ("", label)
            row.show_label(None if counts is None else counts.get(label, 0), here, grey)
        if counts is not None:
            for layer, head in self._heads.items():
                total = sum(counts.get(label.id, 0) for label in after.scheme.labels_in(layer))
                head.setText(str(total))  # type: ignore[attr-defined]

    def _build(self, scheme: Scheme) -> None:
        self._scheme = scheme
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
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
                made = _Row(self, label, scheme)
                self._rows[label.id] = made
                self._column.addWidget(made)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.theme = theme
        for row in self._rows.values():
            row.show_theme(theme, theme.hue_of(self.frame.session.state.scheme, row.label.id))


def _looks(state: State) -> tuple[object, str]:
    return state.focus, state.filter


class _Row(LabelRow):
    """One label of the panel: a click labels, its menu edits."""

    def __init__(self, panel: Panel, label: Label, scheme: Scheme) -> None:
        super().__init__(label, scheme.is_flat(label.id), panel.theme.hue_of(scheme, label.id), panel.theme)
        self.panel = panel
        self.count = 0
        explain(self, tr("Label the selection as {name}", name=label.name))
        self.clicked.connect(self._clicked)

    def _clicked(self) -> None:
        self.setChecked(not self.isChecked())
        self.panel.frame.run("label.apply", self.label.id)

    def show_label(self, count: int | None, here: bool, grey: bool) -> None:
        """Show how often the label is used; `here`: the focused span has it; `grey`: another is looked at alone."""
        if (count is not None and count != self.count) or grey != self.grey:
            self.count, self.grey = self.count if count is None else count, grey
            self.update()
        if self.isChecked() != here:
            self.setChecked(here)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the label itself."""
        run, name = self.panel.frame.run, self.label.name.replace("&", "&&")
        menu = QMenu(self)
        menu.addAction(tr("Edit {name}", name=name), lambda: run("label.edit", self.label.id))
        menu.addAction(tr("List the articles with {name}", name=name), lambda: run("label.articles", self.label.id))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())
