"""What other authors have in an article where the user has nothing yet, and the offer to take it over."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from annotator.editing.state import State
from annotator.model.problem import counted, visible
from annotator.model.tongue import tr
from annotator.ui.frame import Frame, plain

MOST = 3  # authors whose spans are offered


class Offer(QWidget):
    """Hidden where the user has spans, or nobody has."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.frame = frame
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(6)
        self.words = plain("", "muted")
        self.words.setWordWrap(True)
        column.addWidget(self.words)
        self.buttons = [QPushButton() for _ in range(MOST)]
        self._authors: list[str] = []
        for at, button in enumerate(self.buttons):
            button.setProperty("role", "small")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard with the text
            button.clicked.connect(lambda _checked=False, at=at: self._take_over(at))
            column.addWidget(button)
        self.hide()

    def show_state(self, state: State) -> None:
        """Show whose spans are there, where the user has none."""
        held = {} if len(state.marks.spans) or not len(state.others.spans) else counts(state)
        self.setVisible(bool(held))
        if not held:
            return
        self._authors = list(held)[:MOST]
        self.words.setText(tr("You have no spans here; others\u2019 are shown faintly."))
        for at, button in enumerate(self.buttons):
            button.setVisible(at < len(self._authors))
            if at < len(self._authors):
                author = self._authors[at]
                name = visible(self.frame.session.names.get(author, author))
                shown = name if len(name) <= 20 else f"{name[:19]}\u2026"
                spans = counted(held[author], "span")
                button.setText(tr("Take over {spans} of {name}", spans=spans, name=shown).replace("&", "&&"))

    def _take_over(self, at: int) -> None:
        self.frame.run("article.take-over", self._authors[at])


def counts(state: State) -> dict[str, int]:
    """Return how many spans the other authors have, most first."""
    return dict(Counter(span.author for span in state.others.spans).most_common())
