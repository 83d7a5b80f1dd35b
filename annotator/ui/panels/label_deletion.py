"""What becomes of a label's spans when the label is deleted: they are counted over all authors, and move to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from annotator.model.mark import Label
from annotator.model.problem import counted
from annotator.model.scheme import Scheme
from annotator.model.tongue import tr
from annotator.ui.field import Choice
from annotator.ui.frame import Frame, plain

if TYPE_CHECKING:
    from concurrent.futures import Future  # it brings logging along, which the window starts without

    from annotator.model.request import Used


class LabelDeletion(QWidget):
    """Counts, asks whither, and deletes."""

    left = Signal()  # the label stays
    done = Signal()  # the label is on its way out

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.frame, self.scheme = frame, frame.session.state.scheme
        self.label: Label | None = None
        self._turn = 0  # how often it was counted: an older count is not worth showing
        self._spans = self._articles = 0
        self.count, self.across = plain(), plain("", "muted")
        self.target = Choice()
        self.target.setPlaceholderText(tr("Choose a label"))
        self.target.setAccessibleName(tr("Label its spans move to"))
        self.delete, self.leave = QPushButton(tr("Delete")), QPushButton(tr("Keep it"))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        self._whither = plain(tr("Move them to"), "muted")
        for widget in (self.count, self._whither, self.target, self.across):
            column.addWidget(widget)
        for words in (self.count, self.across):
            words.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        buttons.addWidget(self.delete)
        buttons.addWidget(self.leave)
        buttons.addStretch(1)
        column.addLayout(buttons)
        self.target.currentIndexChanged.connect(self._show_choice)
        self.delete.clicked.connect(self._delete)
        self.leave.clicked.connect(self.left)

    def ask(self, label: Label, scheme: Scheme) -> None:
        """Count the spans of `label`, and offer the labels they may move to, those of its layer first."""
        self.label, self.scheme = label, scheme
        others = sorted((one for one in scheme.labels if one.id != label.id), key=lambda one: one.layer != label.layer)
        self.target.clear()
        for one in others:
            self.target.addItem(f"{one.name}  \u00b7  {scheme.layer(one.layer).name}", one.id)
        self.target.setCurrentIndex(-1)
        self._turn += 1
        self._spans = self._articles = 0
        self.count.setText(tr("Counting the spans of {name} \u2026", name=label.name))
        self._show_choice()
        self.delete.setEnabled(False)
        self._read_on(self._turn, 0)
        self.leave.setFocus()

    def _read_on(self, turn: int, last: int) -> None:
        """Read one more stretch: between two of them whoever opens an article comes first."""
        label = "" if self.label is None else self.label.id
        asked = self.frame.project.read(lambda reader: reader.used(label, last))
        asked.add_done_callback(lambda done: self.frame.post(lambda: self._counted(done, turn)))

    def _counted(self, done: Future[Used], turn: int) -> None:
        if turn != self._turn or self.label is None:
            return
        if done.exception() is not None:
            self.count.setText(str(done.exception()))
            return
        used = done.result()
        self._articles += len(used.found)
        self._spans += used.spans
        if used.after is not None:
            self._read_on(turn, used.after)
            return
        self.count.setText(told(self.label.name, self._spans, self._articles))
        self._show_choice()

    def _show_choice(self, _at: int = 0) -> None:
        if self.label is None:
            return
        has_spans = self._spans > 0
        for widget in (self._whither, self.target):
            widget.setVisible(has_spans)
        target = str(self.target.currentData() or "")
        self.across.setText(means(self.scheme, self.label, target) if has_spans else "")
        self.across.setVisible(bool(self.across.text()))
        self.delete.setText(tr("Move and delete") if has_spans else tr("Delete"))
        self.delete.setEnabled(bool(target) or not has_spans)

    def _delete(self) -> None:
        if self.label is not None:
            self.frame.run("label.delete", self.label.id, str(self.target.currentData() or ""))
            self.done.emit()


def told(name: str, spans: int, articles: int) -> str:
    """Return on how many spans of how many articles a label is, over all authors."""
    if not spans:
        return tr("No span has {name}.", name=name)
    return tr(
        "{name} is on {spans} in {articles}. They are kept: choose the label they get.",
        name=name, spans=counted(spans, "span"), articles=counted(articles, "article"),
    )  # fmt: skip


def means(scheme: Scheme, label: Label, target: str) -> str:
    """Return what it means that the spans of `label` move to a label of another layer, "" within one."""
    if not target or scheme.label(target).layer == label.layer:
        return ""
    layer = scheme.layer_of(target)
    said = tr("They are exported with {layer} then.", layer=layer.name)
    if layer.rule == "flat":
        said += " " + tr("Where they overlap other spans there, only one of them is exported; none is lost here.")
    return said
