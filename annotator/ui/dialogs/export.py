"""Asks what is to be exported: the kind, which articles, and where to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
)

from annotator import shelf
from annotator.model.tongue import tr
from annotator.ui.dialogs import files
from annotator.ui.field import Choice
from annotator.ui.frame import plain

if TYPE_CHECKING:
    from annotator.ui.window import Window

DONE, ANY = "done", "any"
FIRST = "docbin"  # what spaCy learns from is what most want
WIDTH = 520  # pixels


class ExportDialog(QDialog):
    """Calls `then(kind, target, status)` when it is accepted."""

    def __init__(self, window: Window, then: Callable[[str, Path, str], None]) -> None:
        super().__init__(window)
        self.setPalette(window.palette())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Export"))
        self.setMinimumWidth(WIDTH)
        self._project, self._then = window.frame.project.path.absolute(), then
        # Read and not loaded: what writes them brings spaCy along.
        self._kinds = {name: shelf.constants("exports", name) for name in shelf.kind_names("exports", "write")}
        self.kind, self.status = Choice(), Choice()
        for name, kind in self._kinds.items():
            self.kind.addItem(str(kind["TITLE"]), name)
        self.kind.setCurrentIndex(max(0, self.kind.findData(FIRST)))
        self.status.addItem(tr("Articles marked done"), DONE)
        self.status.addItem(tr("All articles"), ANY)
        self.target, self.note = QLineEdit(), plain("", "muted")
        self.target.setAccessibleName(tr("Target file"))
        self.exporting = QPushButton(tr("Export"))
        self._lay_out()
        self.kind.currentIndexChanged.connect(self._propose)
        self.target.textChanged.connect(self._look)
        self._propose()

    def _lay_out(self) -> None:
        choosing = QPushButton(tr("Choose\u2026"))
        choosing.clicked.connect(lambda _checked=False: self._choose())
        closing = QPushButton(tr("Close"))
        closing.clicked.connect(lambda _checked=False: self.reject())
        for button in (choosing, closing):
            button.setAutoDefault(False)
        self.exporting.setProperty("role", "default")
        self.exporting.setDefault(True)
        self.exporting.clicked.connect(lambda _checked=False: self.accept())
        to = QHBoxLayout()
        to.addWidget(self.target, 1)
        to.addWidget(choosing)
        form = QFormLayout()
        form.setSpacing(12)
        form.addRow(tr("Kind"), self.kind)
        form.addRow(tr("What leaves"), self.status)
        form.addRow(tr("To"), to)
        form.addRow("", self.note)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(closing)
        foot.addWidget(self.exporting)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(16)
        column.addLayout(form)
        column.addLayout(foot)

    @property
    def _name(self) -> str:
        return str(self.kind.currentData())

    def _propose(self, _at: int = 0) -> None:
        """Propose for a kind its suffix, and the articles that it takes unless told otherwise."""
        kind = self._kinds[self._name]
        self.status.setCurrentIndex(self.status.findData(ANY if kind.get("EVERYONE") else DONE))
        here = Path(self.target.text() or self._project)
        self.target.setText(str(here.with_suffix(str(kind["SUFFIX"]))))

    def _choose(self) -> None:
        target = Path(self.target.text() or self._project.with_suffix(str(self._kinds[self._name]["SUFFIX"])))
        files.ask_new(self, tr("Export to"), lambda paths: self.target.setText(str(paths[0])), target)

    def _look(self, _text: str = "") -> None:
        text = self.target.text().strip()
        there = bool(text) and self._target().is_file()
        self.note.setText(tr("The file is there already; it is replaced whole.") if there else "")
        self.exporting.setEnabled(bool(text))

    def _target(self) -> Path:
        return self._project.parent / Path(self.target.text().strip()).expanduser()  # a bare name lies beside it

    def accept(self) -> None:
        """Begin to export."""
        super().accept()
        self._then(self._name, self._target(), str(self.status.currentData()))
