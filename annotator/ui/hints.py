"""The hint strip: at most six keys, only those that work now."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from annotator.editing.state import Selection, State
from annotator.ui.frame import plain

MOST = 6
Hint = tuple[tuple[str, ...], str]


class HintStrip(QWidget):
    """34 pixels under the text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("hints")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(34)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 0, 12, 0)
        self._row.setSpacing(16)
        self._shown: list[Hint] = []

    def show_state(self, state: State) -> None:
        """Show the keys that work in `state`."""
        wanted = hints(state)
        if wanted == self._shown:
            return
        self._shown = wanted
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()  # the old keys must not shine through until they are deleted
                widget.deleteLater()
        self._row.addStretch(1)
        for keys, words in wanted:
            self._row.addWidget(_hint(keys, words))
        self._row.addStretch(1)


def _hint(keys: tuple[str, ...], words: str) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(5)
    for key in keys:
        cap: QLabel = plain(key, "key")
        cap.setFixedHeight(18)
        cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.addWidget(cap)
    row.addWidget(plain(words, "muted"))
    return holder


def hints(state: State) -> list[Hint]:
    """Return the keys to show: what labels, what changes the focus, what finishes."""
    labels = [_keys_of(state, layer.id, layer.name) for layer in state.scheme.layers]
    span = state.focused
    if span is not None:
        ends: list[Hint] = [(("{", "}"), "move start"), (("[", "]"), "move end")]
        if state.scheme.is_flat(span.label):
            found = [*labels[:2], ends[1]]
        else:
            layer = state.scheme.layer_of(span.label).id
            found = [*ends, _keys_of(state, layer, "change label")]
        return [*found, (("Space",), "next larger"), (("Del",), "remove"), (("Enter",), "done, next")][:MOST]
    if isinstance(state.focus, Selection):
        return [*labels, (("E",), "select more"), (("Esc",), "let go"), (("Enter",), "done, next")][:MOST]
    found = [(("E",), "select the word"), (("J", "K"), "next, previous word"), ((".", ","), "next, previous span"),
             (("Enter",), "done, next"), (("Ctrl+Z",), "undo")]  # fmt: skip
    return found[:MOST]


def _keys_of(state: State, layer: str, name: str) -> Hint:
    keys = [label.key for label in state.scheme.labels_in(layer) if label.key]
    digits = [key for key in keys if key.isdigit()]
    if len(digits) > 2 and digits == keys:
        return ((f"{digits[0]}\u2013{digits[-1]}",), name.lower())
    return (tuple(keys[:4]), name.lower())
