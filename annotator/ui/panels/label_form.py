"""The fields of one label: name, key, guideline, colour. Each change is one gesture; refusals stand beneath."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from annotator.model import naming
from annotator.model.mark import Label
from annotator.model.scheme import Scheme
from annotator.model.tongue import tr
from annotator.ui.field import Field, KeyField
from annotator.ui.frame import Frame, plain
from annotator.ui.swatches import Swatches
from annotator.ui.theme import Theme

_CONTROL = Qt.KeyboardModifier.ControlModifier
GUIDELINE_HEIGHT = 62  # pixels: three lines


class LabelForm(QWidget):
    """Edits one label, or holds what a new one will be until it is added."""

    left = Signal()  # a new label is not to be added
    added = Signal(str)  # the layer of a label that was added
    moved = Signal(int)  # the label is to go so many places down
    unwanted = Signal()  # the label is to be deleted

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.frame, self.scheme = frame, frame.session.state.scheme
        self.label: Label | None = None  # None while a new one is made
        self.layer = ""
        self.name, self.key, self.guideline = Field(), KeyField(), QPlainTextEdit()
        self.swatches = Swatches(frame.theme)
        self.said = plain("", "refusal")
        self.said.setWordWrap(True)
        self.add, self.leave = QPushButton(tr("Add")), QPushButton(tr("Cancel"))
        self.up, self.down = QPushButton(tr("Move up")), QPushButton(tr("Move down"))
        self.delete = QPushButton(tr("Delete\u2026"))
        self._lay_out()
        self.name.textEdited.connect(self._look)
        self.name.kept.connect(self._keep_name)
        self.name.dropped.connect(self._show_again)
        self.key.kept.connect(self._key_entered)
        self.key.textEdited.connect(self._key_typed)
        self.key.dropped.connect(self._show_again)
        self.swatches.chosen.connect(self._coloured)
        self.add.clicked.connect(self._add)
        self.leave.clicked.connect(self.left)
        self.up.clicked.connect(self._up)
        self.down.clicked.connect(self._down)
        self.delete.clicked.connect(self.unwanted)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(6)
        self.key.setMaxLength(1)
        self.key.setFixedWidth(44)
        self.key.setPlaceholderText("\u2013")
        self.guideline.setProperty("role", "field")
        self.guideline.setFixedHeight(GUIDELINE_HEIGHT)
        self.guideline.setTabChangesFocus(True)
        self.guideline.installEventFilter(self)
        for words, field in ((tr("Name"), self.name), (tr("Key"), self.key), (tr("Guideline"), self.guideline)):
            field.setAccessibleName(words)
            form.addRow(plain(words, "muted"), field)
        column.addLayout(form)
        column.addWidget(self.said)
        column.addWidget(self.swatches)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for button in (self.add, self.leave, self.up, self.down, self.delete):
            buttons.addWidget(button)
        for button in (self.up, self.down, self.delete):
            button.setProperty("role", "small")
        buttons.addStretch(1)
        column.addLayout(buttons)

    # ---- what is edited
    def edit(self, label: Label, scheme: Scheme) -> None:
        """Show a label of the scheme; what is being typed stays."""
        typing = self.label is not None and self.label.id == label.id
        self.label, self.layer, self.scheme = label, label.layer, scheme
        self._show_buttons(False)
        if not (typing and self.name.isModified()):
            self.name.setText(label.name)
        self.key.setText(label.key)
        if not (typing and self.guideline.hasFocus()) and self.guideline.toPlainText() != label.guideline:
            self.guideline.setPlainText(label.guideline)
        self.swatches.show_hue(scheme.hue(label.id))
        self._say("")

    def begin(self, layer: str, scheme: Scheme) -> None:
        """Begin a new label of a layer, with the next free colour and, where digits are its keys, the next digit."""
        self.label, self.layer, self.scheme = None, layer, scheme
        self._show_buttons(True)
        self.name.setText("")
        flat = scheme.layer(layer).rule == "flat"
        free = naming.free_key(scheme) if flat else ""
        self.key.setText("" if self._key_refused(free) else free)
        self.guideline.setPlainText("")
        self.swatches.show_hue(naming.free_hue(scheme))
        self._look()
        self.name.setFocus()

    def take_keyboard(self) -> None:
        """Give the keyboard to the name, all of it selected."""
        self.name.setFocus()
        self.name.selectAll()

    def _show_buttons(self, fresh: bool) -> None:
        for button in (self.add, self.leave):
            button.setVisible(fresh)
        for button in (self.up, self.down, self.delete):
            button.setVisible(not fresh)
        self.add.setDefault(fresh)

    def _show_again(self) -> None:
        if self.label is not None:
            self.name.setModified(False)
            self.edit(self.label, self.scheme)
        else:
            self.left.emit()

    # ---- what is typed
    def _look(self, _text: str = "") -> None:
        but = "" if self.label is None else self.label.id
        name = self.name.text().strip()
        refused = naming.label_name_refused(self.scheme, name, self.layer, but) if name else ""
        self.add.setEnabled(bool(name) and not refused)
        self._say(refused)

    def _keep_name(self, entered: bool) -> None:
        name = self.name.text().strip()
        if self.label is None:
            if entered:
                self._add()
            return
        refused = naming.label_name_refused(self.scheme, name, self.layer, self.label.id)
        self._say(refused)
        if not refused:
            self.name.setModified(False)
            self.frame.run("label.rename", self.label.id, name)

    def _key_typed(self, text: str) -> None:
        key = text.upper()
        refused = self._key_refused(key)
        self._say(refused)
        if refused:
            self.key.setText("" if self.label is None else self.label.key)
            self.key.selectAll()
            return
        self.key.setText(key)
        if self.label is not None:
            self.frame.run("label.key", self.label.id, key)

    def _key_entered(self, entered: bool) -> None:
        if entered and self.label is None:
            self._add()

    def _key_refused(self, key: str) -> str:
        but = "" if self.label is None else self.label.id
        return naming.key_refused(self.scheme, key, but, self._taken())

    def _taken(self) -> Mapping[str, str]:
        """Return the words of the commands by their keys, as the user chose them."""
        from annotator.ui.command import rebound

        commands = rebound(self.frame.chosen.now.keys).values()
        return {key: tr(one.words) for one in commands for key in one.keys}

    def _coloured(self, hue: str) -> None:
        self.swatches.show_hue(hue)
        if self.label is not None:
            self.frame.run("label.recolour", self.label.id, hue)

    def _up(self) -> None:
        self.moved.emit(-1)

    def _down(self) -> None:
        self.moved.emit(1)

    def _keep_guideline(self) -> None:
        if self.label is not None and self.guideline.toPlainText().strip() != self.label.guideline:
            self.frame.run("label.guideline", self.label.id, self.guideline.toPlainText())

    def _add(self) -> None:
        name = self.name.text().strip()
        refused = naming.label_name_refused(self.scheme, name, self.layer) or self._key_refused(self.key.text())
        self._say(refused)
        if not refused:
            guideline = self.guideline.toPlainText()
            self.frame.run("label.add", name, self.layer, self.key.text(), self.swatches.hue, guideline)
            self.added.emit(self.layer)

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the guideline when the keyboard leaves it, and with Ctrl+Enter; Esc leaves it as it was."""
        if watched is self.guideline and event.type() == QEvent.Type.FocusOut:
            self._keep_guideline()
        elif watched is self.guideline and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & _CONTROL:
                self._keep_guideline()
                return True
            before = "" if self.label is None else self.label.guideline
            if event.key() == Qt.Key.Key_Escape and self.guideline.toPlainText() != before:
                self.guideline.setPlainText(before)
                return True
        return super().eventFilter(watched, event)

    def set_theme(self, theme: Theme) -> None:
        """Paint the colours in another theme."""
        self.swatches.set_theme(theme)
