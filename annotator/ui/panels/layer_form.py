"""The fields of one layer: its name, what becomes of spans that do not align and, while it is made, its rule."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QRadioButton, QVBoxLayout, QWidget

from annotator.model import naming
from annotator.model.mark import Layer
from annotator.model.scheme import Scheme
from annotator.model.tongue import tr
from annotator.ui.field import Field
from annotator.ui.frame import Frame, plain

# What becomes of a span that begins or ends inside a token, when it leaves.
ALIGNMENTS = (
    ("strict", "They are left out, and listed"),
    ("contract", "They leave as the tokens inside them"),
    ("expand", "They leave as the tokens they touch"),
)


class LayerForm(QWidget):
    """Renames a layer, or makes a new one."""

    left = Signal()
    added = Signal()

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.frame, self.scheme = frame, frame.session.state.scheme
        self.layer: Layer | None = None
        self.name = Field()
        self.name.setAccessibleName(tr("Name of the layer"))
        self.free = QRadioButton(tr("Free: spans may nest and overlap"))
        self.flat = QRadioButton(tr("Flat: of spans that overlap only one is exported"))
        self.rule, self.said = plain("", "muted"), plain("", "refusal")
        self.aligning = plain(tr("Spans that begin or end inside a token"), "muted")
        self.alignment = QComboBox()
        self.alignment.setAccessibleName(self.aligning.text())
        for value, words in ALIGNMENTS:
            self.alignment.addItem(tr(words), value)
        self.add, self.leave = QPushButton(tr("Add")), QPushButton(tr("Cancel"))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(plain(tr("Name of the layer"), "muted"))
        for widget in (self.name, self.said, self.rule, self.free, self.flat, self.aligning, self.alignment):
            column.addWidget(widget)
        for words in (self.rule, self.said, self.aligning):
            words.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        buttons.addWidget(self.add)
        buttons.addWidget(self.leave)
        buttons.addStretch(1)
        column.addLayout(buttons)
        self.name.textEdited.connect(self._look)
        self.name.kept.connect(self._keep)
        self.name.dropped.connect(self._drop)
        self.alignment.activated.connect(self._align)
        self.add.clicked.connect(self._add)
        self.leave.clicked.connect(self.left)

    def edit(self, layer: Layer, scheme: Scheme) -> None:
        """Show a layer; what is being typed stays."""
        typing = self.layer is not None and self.layer.id == layer.id and self.name.isModified()
        self.layer, self.scheme = layer, scheme
        if not typing:
            self.name.setText(layer.name)
        self.rule.setText((self.flat if layer.rule == "flat" else self.free).text())
        self.alignment.setCurrentIndex(max(0, self.alignment.findData(layer.alignment)))
        self._show_fresh(False)

    def begin(self, scheme: Scheme) -> None:
        """Begin a new layer."""
        self.layer, self.scheme = None, scheme
        self.name.setText("")
        self.free.setChecked(True)
        self._show_fresh(True)
        self._look()
        self.name.setFocus()

    def take_keyboard(self) -> None:
        """Give the keyboard to the name, all of it selected."""
        self.name.setFocus()
        self.name.selectAll()

    def _show_fresh(self, fresh: bool) -> None:
        for widget in (self.free, self.flat, self.add, self.leave):
            widget.setVisible(fresh)
        for widget in (self.rule, self.aligning, self.alignment):
            widget.setVisible(not fresh)
        self.add.setDefault(fresh)
        self._say("")

    def _refused(self) -> str:
        return naming.layer_name_refused(
            self.scheme, self.name.text().strip(), "" if self.layer is None else self.layer.id
        )

    def _look(self, _text: str = "") -> None:
        named, refused = bool(self.name.text().strip()), self._refused()
        self.add.setEnabled(named and not refused)
        self._say(refused if named else "")

    def _keep(self, entered: bool) -> None:
        if self.layer is None:
            if entered:
                self._add()
            return
        refused = self._refused()
        self._say(refused)
        if not refused:
            self.name.setModified(False)
            self.frame.run("layer.rename", self.layer.id, self.name.text().strip())

    def _align(self, _at: int) -> None:
        if self.layer is not None:
            self.frame.run("layer.align", self.layer.id, self.alignment.currentData())

    def _drop(self) -> None:
        if self.layer is None:
            self.left.emit()
            return
        self.name.setModified(False)
        self.edit(self.layer, self.scheme)

    def _add(self) -> None:
        refused = self._refused()
        self._say(refused)
        if not refused:
            rule = "flat" if self.flat.isChecked() else "free"
            self.frame.run("layer.add", self.name.text().strip(), rule)
            self.added.emit()

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))
