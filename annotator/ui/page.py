"""What every page at the right has in common: a head with the way back, and a column that scrolls."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from annotator.model.tongue import tr
from annotator.ui.frame import Frame, explain, plain, rule

MARGIN = 14  # pixels beside the words of the head; what stands in the column has 6, and a row 8 of its own


def closing(frame: Frame) -> QPushButton:
    """Return the button that closes a page, as Esc does."""
    button = QPushButton(tr("Close"))
    button.setProperty("role", "small")
    explain(button, tr("Close this page and return to the text (Esc)"))
    button.clicked.connect(lambda _checked=False: frame.run("side.back"))
    return button


def headed(title: QLabel, *beside: QWidget) -> QHBoxLayout:
    """Return the first line of a page: its title, and at its end what stands beside it, last the way to close it."""
    head = QHBoxLayout()
    head.setContentsMargins(MARGIN, 8, MARGIN, 8)
    head.setSpacing(6)
    head.addWidget(title, 1)
    for widget in beside:
        head.addWidget(widget)
    return head


class SidePage(QWidget):
    """Fills the place of the panels; Esc and its button lead back to them."""

    def __init__(self, frame: Frame, title: str) -> None:
        super().__init__()
        self.frame = frame
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self.back = closing(frame)
        whole.addLayout(headed(plain(title, "name"), self.back))
        whole.addWidget(rule())
        self.inside = QWidget()
        self.inside.setObjectName("column")
        self.column = QVBoxLayout(self.inside)
        self.column.setContentsMargins(6, 8, 6, 12)
        self.column.setSpacing(0)
        self.scrolled = QScrollArea()
        self.scrolled.setFrameShape(QFrame.Shape.NoFrame)
        self.scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scrolled.setWidgetResizable(True)
        self.scrolled.setWidget(self.inside)
        whole.addWidget(self.scrolled, 1)

    def leave_form(self) -> bool:
        """Close the form that is open in the page, if one is: Esc ends the innermost thing first."""
        return False
