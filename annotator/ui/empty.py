"""What stands in the place of the text while a project has no articles: what to do first."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from annotator.model.problem import visible
from annotator.model.tongue import tr
from annotator.ui.frame import Frame, plain


class Empty(QWidget):
    """Lies over the text until there is one; whoever goes to the text comes to its first button."""

    def __init__(self, view: QWidget, frame: Frame) -> None:
        super().__init__(view)
        self._view = view
        self.setObjectName("empty")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        name = visible(frame.project.path.name)
        self.head = plain(tr("There are no articles in {name} yet", name=name), "title")
        words = plain(tr("Add texts, or files that bring labels along. They can be dropped here, too."), "muted")
        self.buttons: list[QPushButton] = []
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addStretch(1)
        for said, command in (
            (tr("Add articles\u2026"), "articles.add"),
            (tr("Add a folder\u2026"), "articles.add.folder"),
        ):
            button = QPushButton(said)
            button.setProperty("command", command)  # its tip tells what it does, and by which key
            button.clicked.connect(lambda _checked=False, name=command: frame.run(name))
            self.buttons.append(button)
            row.addWidget(button)
        self.buttons[0].setDefault(True)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(14)
        column.addStretch(2)
        for label in (self.head, words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            column.addWidget(label)
        column.addLayout(row)
        column.addStretch(3)
        self.setGeometry(view.rect())
        view.installEventFilter(self)
        view.setFocusProxy(self.buttons[0])
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as what it covers."""
        if watched is self._view and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._view.rect())
        return False

    def end(self) -> None:
        """Give the text its place and the keyboard."""
        held = self.isAncestorOf(self.window().focusWidget() or self._view)
        self._view.removeEventFilter(self)
        self._view.setFocusProxy(None)  # type: ignore[arg-type]
        if held:
            self._view.setFocus()
        self.hide()
        self.deleteLater()
