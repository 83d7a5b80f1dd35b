"""The keys that act on the focused span, as the user has them."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from annotator.editing.state import State
from annotator.editing.telling import cut_short
from annotator.model.mark import Span
from annotator.model.tongue import tr
from annotator.ui.elided import Elided
from annotator.ui.frame import Frame, plain
from annotator.ui.hints import is_inside
from annotator.ui.wrapped import Wrapped

SOUGHT = 80  # code points of a span up to which its words are thought to stand elsewhere
LONGEST = 18  # characters of the words that are quoted; the rest is cut
# What each command is called here; a command that this version lacks has no key to show.
OUTWARD = "span.outward"
SHORT = ((OUTWARD, "next larger"), ("span.note.write", "note"), ("history.span", "history"))


class SpanKeys(QWidget):
    """A line for every occurrence, and one for the others; made when a span is in focus first."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.frame = frame
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(6)
        self._every = QWidget()
        row = _row(self._every)
        self._cap, self._words = _cap(""), Elided("", "muted")
        row.addWidget(self._cap)
        row.addWidget(self._words, 1)
        column.addWidget(self._every)
        self._every.hide()
        self._could = False  # whether a key labels the words of the span everywhere at all
        self._short = QWidget()
        self._short_row = Wrapped(self._short, 5)
        self._pairs: dict[str, QWidget] = {}
        column.addWidget(self._short)
        self._chosen: dict[str, str] | None = None

    def show_span(self, state: State, span: Span) -> None:
        """Show the keys for `span`."""
        chosen = self.frame.chosen.now.keys
        if self._chosen != chosen:
            self._chosen = chosen
            self._build()
        key = state.scheme.label(span.label).key
        words = cut_short(state.text[span.start : span.end])
        words = words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}\u2026"
        self._could = bool(key) and span.end - span.start <= SOUGHT
        self.show_everywhere(self._could and not self._every.isHidden())
        if OUTWARD in self._pairs:
            self._pairs[OUTWARD].setVisible(is_inside(state))
        if self._could:
            self._cap.setText(f"Shift+{key}")
            self._words.setText(tr("label every \u201c{words}\u201d", words=words))

    def show_everywhere(self, is_elsewhere: bool) -> None:
        """Show the key for every occurrence where the words stand elsewhere, too, at a place without a label.

        That is known only of a span that stays in focus; until then the line stays as it was, so that nothing jumps
        while spans are walked through.
        """
        self._every.setVisible(self._could and is_elsewhere)

    def _build(self) -> None:
        from annotator.ui.command import rebound  # not before the first paint: it reads every command

        while (held := self._short_row.takeAt(0)) is not None:
            if (widget := held.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._pairs = {}
        commands = rebound(self.frame.chosen.now.keys)
        for name, words in SHORT:
            if name in commands and commands[name].keys:
                pair = QWidget()
                row = _row(pair)
                row.setContentsMargins(0, 0, 7, 0)
                row.addWidget(_cap(commands[name].keys[0]))
                row.addWidget(plain(tr(words), "muted"))
                self._pairs[name] = pair
                self._short_row.addWidget(pair)


def _cap(key: str) -> QLabel:
    """Return a keycap that is never squeezed: half a letter is no key."""
    cap = plain(key, "key")
    cap.setFixedHeight(18)
    cap.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return cap


def _row(inside: QWidget) -> QHBoxLayout:
    row = QHBoxLayout(inside)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(5)
    return row
