"""The languages that spaCy has, narrowed by what is typed; one of them is that of the texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from annotator.language import known, lacks, no_tokeniser
from annotator.model.languages import named
from annotator.model.tongue import tr
from annotator.ui.frame import plain

if TYPE_CHECKING:
    from annotator.ui.desk import Desk

WIDTH, HEIGHT = 420, 480  # pixels
NAME, CODE, NOW = range(3)
WALKS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class LanguageDialog(QDialog):
    """Gives the project the language that is chosen."""

    def __init__(self, window: Desk) -> None:
        super().__init__(window)
        self.setPalette(window.palette())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Language of the texts"))
        self.resize(WIDTH, HEIGHT)
        self._run, self.now = window.run, window.session.present.tokenised_as
        self.field, self.list, self.note = QLineEdit(), QTreeWidget(), plain("", "muted")
        self.closing, self.choosing = QPushButton(tr("Close")), QPushButton(tr("Choose"))
        self._lay_out()
        self._fill()
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._narrow)
        self.list.itemSelectionChanged.connect(self._picked)
        self.list.itemDoubleClicked.connect(self.accept)
        self.closing.clicked.connect(lambda _checked=False: self.reject())
        self.choosing.clicked.connect(lambda _checked=False: self.accept())
        self._pick(self.now)
        self.field.setFocus()

    def _lay_out(self) -> None:
        about = plain(tr("spaCy splits the texts into tokens by their language; only whole tokens leave as spans."))
        for words in (about, self.note):
            words.setWordWrap(True)
        self.field.setPlaceholderText(tr("Name or code"))
        self.field.setAccessibleName(tr("Name or code of a language"))
        self.list.setObjectName("languages")
        self.list.setAccessibleName(self.windowTitle())
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        self.list.setHeaderLabels([tr("Language"), tr("Code"), ""])
        self.list.header().setSectionsMovable(False)
        self.closing.setAutoDefault(False)
        self.choosing.setProperty("role", "default")
        self.choosing.setDefault(True)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.closing)
        foot.addWidget(self.choosing)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        for widget in (about, self.field, self.list, self.note):
            column.addWidget(widget)
        column.addLayout(foot)

    def _fill(self) -> None:
        for code in sorted({*known(), self.now}, key=lambda one: named(one).casefold()):
            self.list.addTopLevelItem(QTreeWidgetItem([named(code), code, tr("now") if code == self.now else ""]))
        for column in (NAME, CODE):
            self.list.resizeColumnToContents(column)

    # ---- what is offered
    @property
    def rows(self) -> list[QTreeWidgetItem]:
        """Return the rows, also those that are not shown."""
        held = (self.list.topLevelItem(at) for at in range(self.list.topLevelItemCount()))
        return [row for row in held if row is not None]

    @property
    def picked(self) -> str:
        """Return the code of the language that is picked, "" for none."""
        return next((row.text(CODE) for row in self.list.selectedItems() if not row.isHidden()), "")

    def _narrow(self, typed: str) -> None:
        """Show the languages that have what is typed in their names, or begin with it in their codes."""
        sought = typed.strip().casefold()
        fit: list[QTreeWidgetItem] = []
        for row in self.rows:
            fits = sought in row.text(NAME).casefold() or row.text(CODE).startswith(sought)
            row.setHidden(not fits)
            fit += [row] if fits else []
        best = min(fit, key=lambda row: _farness(row, sought), default=None)
        self._pick("" if best is None else self.now if not sought else best.text(CODE))

    def _pick(self, code: str) -> None:
        self.list.clearSelection()
        for row in self.rows:
            if row.text(CODE) == code:
                self.list.setCurrentItem(row)
                self.list.scrollToItem(row)
        self._picked()

    def _picked(self) -> None:
        """Say what is in the way of tokens in the language that is picked."""
        code = self.picked
        self.choosing.setEnabled(bool(code))
        if not code:
            self.note.setText(tr("spaCy has no language of that name."))
        else:
            without = lacks(code) or code not in known()
            self.note.setText(str(no_tokeniser(code)) if without else "")

    # ---- what is done
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the keys that walk the list do so while the field has the keyboard."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.key() in WALKS:
            QApplication.sendEvent(self.list, event)
            return True
        return super().eventFilter(watched, event)

    def accept(self) -> None:
        """Choose what is picked."""
        code = self.picked
        if code:
            super().accept()
            self._run("language.set", code)


def _farness(row: QTreeWidgetItem, sought: str) -> tuple[bool, bool, str]:
    name = row.text(NAME).casefold()
    return row.text(CODE) != sought, not name.startswith(sought), name
