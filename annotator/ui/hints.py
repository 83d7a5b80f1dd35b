"""The hint strip: at most six keys, only those that work now."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.editing.state import Caret, Selection, State
from annotator.ui.frame import plain

MOST, MOST_CAPS = 6, 4
GAP = 16  # pixels between two hints
Hint = tuple[tuple[str, ...], str]


WELCOME = "Click a name in the text, then press 1. Everything is saved at once; Ctrl+Z takes anything back."


class HintStrip(QWidget):
    """34 pixels under the text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("hints")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(34)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 0, 12, 0)
        self._row.setSpacing(GAP)
        self._row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)  # what does not fit is left out
        self._row.addStretch(1)
        self.welcome = plain(WELCOME, "muted")
        self.welcome.hide()
        self._row.addWidget(self.welcome)
        self.shown: list[Hint] = []
        self._hints = [_Shown() for _ in range(MOST)]  # kept, for they change at every key
        for hint in self._hints:
            self._row.addWidget(hint)
        self._row.addStretch(1)

    def show_welcome(self) -> None:
        """Say what to do first, until something is done."""
        self.welcome.show()
        self._fit()

    def show_state(self, state: State) -> None:
        """Show the keys that work in `state`."""
        if not isinstance(state.focus, Caret):
            _show(self.welcome, False)
        wanted = hints(state)
        for at, hint in enumerate(wanted):
            if hint != (self.shown[at] if at < len(self.shown) else None):
                self._hints[at].show_hint(*hint)
        self.shown = wanted
        self._fit()

    def _fit(self) -> None:
        """Show as many hints as there is room for, whole."""
        room = self.width() - 2 * 12 + GAP
        for at, hint in enumerate(self._hints):
            fits = at < len(self.shown) and self.welcome.isHidden()
            if fits:
                room -= hint.sizeHint().width() + GAP
            _show(hint, fits and room >= 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what fits now."""
        super().resizeEvent(event)
        self._fit()


class _Shown(QWidget):
    """The caps of some keys, and what they do."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        self.caps = [plain("", "key") for _ in range(MOST_CAPS)]
        for cap in self.caps:
            cap.setFixedHeight(18)
            cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
            row.addWidget(cap)
        self.words = plain("", "muted")
        row.addWidget(self.words)

    def show_hint(self, keys: tuple[str, ...], words: str) -> None:
        """Show other keys."""
        for at, cap in enumerate(self.caps):
            _show(cap, at < len(keys))
            cap.setText(keys[at] if at < len(keys) else "")
        self.words.setText(words)


def _show(widget: QWidget, shown: bool) -> None:
    if widget.isHidden() == shown:
        widget.setVisible(shown)


def hints(state: State) -> list[Hint]:
    """Return the keys to show: what labels, what changes the focus, what finishes."""
    if state.number == 0:
        return []  # there is no article yet
    labels = [_keys_of(state, layer.id, layer.name) for layer in state.scheme.layers]
    if state.target is not None:
        other = _keys_of(state, state.scheme.layer_of(state.target.label).id, "accept as other")
        return [(("Y",), "accept"), (("Del",), "not here, remember"), other, (("Tab",), "next"),
                (("Shift+Y",), "accept all on screen"), (("Esc",), "back to text")]  # fmt: skip
    span = state.focused
    if span is not None:
        ends: list[Hint] = [(("{", "}"), "move start"), (("[", "]"), "move end")]
        if state.scheme.is_flat(span.label):
            found = [*labels[:2], ends[1]]
        else:
            layer = state.scheme.layer_of(span.label).id
            found = [*ends, _keys_of(state, layer, "change label")]
        if state.filter:
            return [*found, (("I",), "show all again"), (("Del",), "remove")][:MOST]
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
    return (tuple(keys[:MOST_CAPS]), name.lower())
