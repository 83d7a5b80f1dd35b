"""The backups of a project: when and why each was made, what it holds, how the project differs; and the way back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QTreeWidget, QTreeWidgetItem, QVBoxLayout

from annotator import jobs
from annotator.model.problem import counted, visible
from annotator.model.tongue import tr
from annotator.ui import clock
from annotator.ui.frame import plain

if TYPE_CHECKING:
    from annotator.ui.desk import Desk

WIDTH, HEIGHT = 720, 420  # pixels
WHEN, WHY, HOLDS, DIFFERS = range(4)
UNREAD = "\u2026"


class BackupsDialog(QDialog):
    """Calls `then(path)` with the backup that is to be restored; all that is shown is read in a child process."""

    def __init__(self, window: Desk, path: Path, then: Callable[[Path], None]) -> None:
        super().__init__(window)
        self.setPalette(window.palette())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Backups of {name}", name=visible(path.name)))
        self.resize(WIDTH, HEIGHT)
        self._window, self._path, self._then, self._post = window, path, then, window.frame.post
        self._listing: jobs.Job | None = None
        self._turn = 0  # which listing is the one that is waited for
        self._rows: list[dict[str, Any]] = []
        self._present = ""  # why the project cannot be opened
        self.tree, self.note = QTreeWidget(), plain("", "muted")
        self.making, self.showing = QPushButton(tr("Back up now")), QPushButton(tr("Show in folder"))
        self.closing, self.restoring = QPushButton(tr("Close")), QPushButton(tr("Restore"))
        self._lay_out()
        self._connect()
        self._list(tr("Reading the backups"))
        self.tree.setFocus()

    def _lay_out(self) -> None:
        self.tree.setObjectName("backups")
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        self.tree.setAllColumnsShowFocus(True)
        self.tree.setHeaderLabels([tr("Made"), tr("Why"), tr("Holds"), tr("The project now")])
        self.tree.header().setSectionsMovable(False)
        self.tree.setAccessibleName(self.windowTitle())
        self.note.setWordWrap(True)
        about = plain(tr("What is there now is backed up before another state is restored, so that you can come back."))
        about.setWordWrap(True)
        for button in (self.making, self.showing, self.closing):
            button.setAutoDefault(False)
        self.restoring.setProperty("role", "default")
        self.restoring.setDefault(True)
        foot = QHBoxLayout()
        foot.addWidget(self.making)
        foot.addWidget(self.showing)
        foot.addStretch(1)
        foot.addWidget(self.closing)
        foot.addWidget(self.restoring)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(about)
        column.addWidget(self.tree, 1)
        column.addWidget(self.note)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.tree.itemSelectionChanged.connect(self._picked)
        self.making.clicked.connect(lambda _checked=False: self._make())
        self.showing.clicked.connect(lambda _checked=False: self._show())
        self.closing.clicked.connect(lambda _checked=False: self.reject())
        self.restoring.clicked.connect(lambda _checked=False: self.accept())

    # ---- the list
    def _list(self, note: str) -> None:
        """List the backups anew; each row is filled in as what it holds is known."""
        self._stop()
        self._note_after = note
        self.note.setText(note)
        turn = self._turn
        self._listing = jobs.Job(
            ("backup", str(self._path.absolute()), "--list"),
            lambda facts: self._post(lambda: self._told(turn, facts)),
            lambda answer, said: self._post(lambda: self._listed(turn, answer, said)),
        )

    def _stop(self) -> None:
        self._turn += 1
        if self._listing is not None:
            self._listing.cancel()
            self._listing = None

    def _told(self, turn: int, facts: dict[str, Any]) -> None:
        if turn != self._turn:
            return  # another listing is waited for, or the dialog is closed
        if facts.get("stage") == "list":
            self._show_rows(facts["backups"], facts["present"])
        elif facts.get("stage") == "held":
            self._rows[facts["at"]] |= facts
            self._fill(facts["at"])
            self._picked()

    def _show_rows(self, rows: list[dict[str, Any]], present: str) -> None:
        held = "" if self.picked is None else self.picked["path"]
        self._rows, self._present = rows, present
        self.tree.clear()
        for one in rows:
            shown = QTreeWidgetItem([_when(one["at"]), _why(one["why"]), UNREAD, UNREAD])
            self.tree.addTopLevelItem(shown)
            if one["path"] == held:
                self.tree.setCurrentItem(shown)
        for column in (WHEN, WHY):
            self.tree.resizeColumnToContents(column)
        self.making.setEnabled(not present)
        self._picked()

    def _fill(self, at: int) -> None:
        row, held = self.tree.topLevelItem(at), self._rows[at]
        if row is None:
            return
        row.setText(HOLDS, _holds(held))
        row.setText(DIFFERS, _differs(held, self._present))
        self.tree.resizeColumnToContents(HOLDS)

    def _listed(self, turn: int, answer: Any, said: str) -> None:
        if turn != self._turn:
            return
        self._listing = None
        if answer is None:
            self._note_after = visible(said)
        elif not answer:
            self._note_after = tr("There is no backup yet.")
        elif self._note_after == tr("Reading the backups"):
            self._note_after = visible(self._present)
        self._picked()

    # ---- the row that is picked
    @property
    def picked(self) -> dict[str, Any] | None:
        """Return what is known of the backup that is picked."""
        chosen = self.tree.selectedItems()
        at = self.tree.indexOfTopLevelItem(chosen[0]) if chosen else -1
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def _picked(self) -> None:
        """Say what is in the way of restoring what is picked."""
        held = self.picked
        known = held is not None and "since" in held
        wrong = visible(held["finding"]) if held is not None and known else ""
        here = self._window.frame.project.path.absolute() == self._path.absolute()
        if not wrong and here and self._window.session.read_only:
            wrong = self._window.session.read_only
        if not wrong and held is not None and held.get("since") == 0 and not self._present:
            wrong = tr("The project is as it was then.")
        self.restoring.setEnabled(known and not wrong)
        self.note.setText(wrong or self._note_after)

    # ---- what is done
    def _make(self) -> None:
        """Make a backup of now."""
        self.making.setEnabled(False)
        self._note_after = tr("Making a backup")
        self._picked()
        paths = {one["path"] for one in self._rows}
        jobs.Job(
            ("backup", str(self._path.absolute())),
            lambda _facts: None,
            lambda answer, said: self._post(lambda: self._made(answer, said, paths)),
        )

    def _made(self, answer: Any, said: str, before: set[str]) -> None:
        if self._turn < 0:
            return  # the dialog is closed
        self.making.setEnabled(True)
        if answer is None:
            note = visible(said)
        elif answer["backup"] in before:
            note = tr("Nothing changed since the newest backup, so no other was made.")
        else:
            note = tr("The project is backed up as it is on the disk now.")
            if waiting := self._window.safety.waiting:
                note += " " + tr("{marks} not saved yet are not in it.", marks=counted(waiting, "mark"))
        self._list(note)

    def _show(self) -> None:
        folder = Path(self._rows[0]["path"]).parent if self._rows else self._path.absolute().parent
        self._window.run("project.folder", str(folder))

    def accept(self) -> None:
        """Restore what is picked."""
        held = self.picked
        if held is not None and self.restoring.isEnabled():
            super().accept()
            self._then(Path(held["path"]))

    def done(self, result: int) -> None:
        """Close; a listing that is under way is stopped."""
        self._stop()
        self._turn = -1
        super().done(result)


def _when(at: str) -> str:
    """Return the moment of a backup in the time of this place."""
    moment = datetime.fromisoformat(at)
    said = clock.said(int(moment.timestamp() * 1000))
    return said if "," in said else tr("today, {time}", time=said)


def _why(why: str) -> str:
    return visible(tr(why))


def _holds(held: dict[str, Any]) -> str:
    if held["finding"]:
        return tr("it cannot be read")
    articles, spans = counted(held["articles"], "article"), counted(held["spans"], "span")
    return tr("{articles}, {spans}", articles=articles, spans=spans)


def _differs(held: dict[str, Any], present: str) -> str:
    if held["finding"]:
        return visible(held["finding"])
    if present:
        return tr("it cannot be opened")
    if held["since"] is None:
        return tr("did not grow out of it")
    return tr("{gestures} since", gestures=counted(held["since"], "gesture")) if held["since"] else tr("as now")
