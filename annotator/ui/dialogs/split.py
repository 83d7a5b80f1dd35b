"""Shows what a split would be before it is made: how many articles are in each part, and how many would move."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
)

from annotator import jobs
from annotator.model.mark import PARTS
from annotator.model.problem import Problem, counted, visible
from annotator.model.split import Law
from annotator.model.tongue import tr
from annotator.ui.frame import plain

if TYPE_CHECKING:
    from annotator.ui.desk import Desk

WIDTH = 460  # pixels
PAUSE = 300  # milliseconds after the last letter of the ratio or the salt
COUNTS = ("before", "articles")  # of each part, as the shell names them


class SplitDialog(QDialog):
    """Calls `then(ratio, salt)` when it is accepted; what is shown is worked out in a child process."""

    def __init__(self, window: Desk, then: Callable[[str, str], None]) -> None:
        super().__init__(window)
        self.setPalette(window.palette())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Split into train, dev and test"))
        self.setMinimumWidth(WIDTH)
        self._path, self._post, self._then = str(window.frame.project.path), window.frame.post, then
        self._job: jobs.Job | None = None
        self._turn = 0  # which preview is the one that is waited for
        self.ratio, self.salt = QLineEdit(), QLineEdit()
        self.cells: dict[tuple[str, str], QLabel] = {}
        self.note, self.splitting = plain("", "muted"), QPushButton(tr("Split"))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._preview)
        self._lay_out()
        for field in (self.ratio, self.salt):
            field.textEdited.connect(self._typed)
        self._preview()

    def _lay_out(self) -> None:
        about = plain(tr("An article keeps its part for ever. Near copies, such as an updated story, stay together."))
        about.setWordWrap(True)
        self.note.setWordWrap(True)
        self.salt.setAccessibleDescription(tr("Decides who goes where; another salt makes another split."))
        form = QFormLayout()
        form.setSpacing(12)
        form.addRow(tr("Ratio"), self.ratio)
        form.addRow(tr("Salt"), self.salt)
        closing = QPushButton(tr("Close"))
        closing.setAutoDefault(False)
        closing.clicked.connect(lambda _checked=False: self.reject())
        self.splitting.setProperty("role", "default")
        self.splitting.setDefault(True)
        self.splitting.clicked.connect(lambda _checked=False: self.accept())
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(closing)
        foot.addWidget(self.splitting)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(16)
        column.addWidget(about)
        column.addLayout(form)
        column.addLayout(self._table())
        column.addWidget(self.note)
        column.addLayout(foot)

    def _table(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        for at, head in enumerate((tr("Part"), tr("Now"), tr("Then"))):
            grid.addWidget(plain(head, "muted"), 0, at)
        for row, part in enumerate(PARTS, 1):
            grid.addWidget(plain(tr(part)), row, 0)
            for at, name in enumerate(COUNTS, 1):
                self.cells[part, name] = plain("\u2013")
                grid.addWidget(self.cells[part, name], row, at)
        grid.setColumnStretch(len(COUNTS) + 1, 1)
        return grid

    # ---- the preview
    def _typed(self, _text: str) -> None:
        self._stop()
        self.splitting.setEnabled(False)
        self._pause.start()

    def _preview(self) -> None:
        """Ask what the split would be; without a ratio and a salt those of the project."""
        self._stop()
        self.splitting.setEnabled(False)
        words = ["split", self._path, "--dry-run"]
        try:
            if ratio := self.ratio.text().strip():
                words.append(f"--ratio={Law.of(ratio, '').ratio}")
        except Problem as problem:
            self.note.setText(str(problem))
            return
        if salt := self.salt.text():
            words.append(f"--salt={salt}")
        self.note.setText(tr("Comparing the articles"))
        turn = self._turn
        self._job = jobs.Job(
            tuple(words),
            lambda facts: self._post(lambda: self._told(turn, going(facts))),
            lambda answer, said: self._post(lambda: self._ended(turn, answer, said)),
        )

    def _stop(self) -> None:
        self._turn += 1
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _told(self, turn: int, words: str) -> None:
        if turn == self._turn:
            self.note.setText(words)

    def _ended(self, turn: int, answer: Any, said: str) -> None:
        if turn != self._turn:
            return  # another preview is waited for, or the dialog is closed
        self._job = None
        if answer is None:
            self.note.setText(visible(said))
            return
        for field, name in ((self.ratio, "ratio"), (self.salt, "salt")):
            if not field.text():
                field.setText(answer[name])
        for (part, name), cell in self.cells.items():
            cell.setText(f"{answer['parts'][part][name]:,}")
        self.note.setText(_said(answer))
        self.splitting.setEnabled(True)

    def done(self, result: int) -> None:
        """Close; a preview that is under way is stopped."""
        self._pause.stop()
        self._stop()
        super().done(result)

    def accept(self) -> None:
        """Begin to split."""
        if self.splitting.isEnabled():
            super().accept()
            self._then(self.ratio.text().strip(), self.salt.text())


def _said(answer: Any) -> str:
    """Return what the split would do, in sentences."""
    said: list[str] = []
    if answer["moved"]:
        moved = counted(answer["moved"], "article")
        said.append(tr("{moved} would move: what was trained before has seen some of them.", moved=moved))
    elif not answer["new"]:
        said.append(tr("Every article has its part; nothing would change."))
    if answer["near"]:
        said.append(tr("Nearly the same as another: {near}.", near=counted(answer["near"], "article")))
    if left_out := len(answer["left_out"]):
        said.append(tr("Near two parts, and in none of them: {near}.", near=counted(left_out, "article")))
    return " ".join(said)


def going(facts: dict[str, Any]) -> str:
    """Return how far a split is, in words."""
    if facts.get("stage") == "backup":
        return tr("Making a backup")
    done, of = f"{facts.get('done', 0):,}", counted(facts.get("of", 0), "article")
    if facts.get("stage") == "compare":
        return tr("Comparing {done} of {of}", done=done, of=of)
    return tr("Splitting: {done} of {of}", done=done, of=of)
