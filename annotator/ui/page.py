"""What every page at the right has in common: a head with the way back, and a column that scrolls."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from annotator.model.tongue import tr
from annotator.ui.frame import Frame, plain, rule

MARGIN = 14  # pixels beside the words of the head; what stands in the column has 6, and a row 8 of its own


class SidePage(QWidget):
    """Fills the place of the panels; Esc and its button lead back to them."""

    def __init__(self, frame: Frame, title: str) -> None:
        super().__init__()
        self.frame = frame
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(MARGIN, 8, 14, 8)
        head.setSpacing(6)
        head.addWidget(plain(title, "name"), 1)
        self.back = QPushButton(tr("Back"))
        self.back.setProperty("role", "small")
        self.back.clicked.connect(self.leave)
        head.addWidget(self.back)
        head.addWidget(plain("Esc", "key"))
        whole.addLayout(head)
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

    def leave(self) -> None:
        """Show the panels again, and return to the text."""
        self.frame.run("side.back")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Esc: here come the keys that no field or button took."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)
