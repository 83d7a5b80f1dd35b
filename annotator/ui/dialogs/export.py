"""Asks what is to be exported, and shows what would leave and what would not while it is chosen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from annotator.model.mark import Author
from annotator.model.problem import counted, visible
from annotator.model.tongue import tr
from annotator.project import exported
from annotator.ui.dialogs import files
from annotator.ui.dialogs.choices import ANY, Choices
from annotator.ui.dialogs.outlook import Outlook
from annotator.ui.dialogs.preview import Preview
from annotator.ui.frame import plain, rule
from annotator.ui.panels.left_out import open_entry
from annotator.ui.shell_words import in_window
from annotator.ui.typed import shown

if TYPE_CHECKING:
    from concurrent.futures import Future

    from annotator.ui.desk import Desk

WIDTH, HEIGHT, LEAST_WIDTH, LEAST_HEIGHT = 1160, 680, 820, 500  # pixels
AROUND = 40  # pixels of the window that stay seen
MANIFEST = "manifest.json"  # of a folder that an export wrote
WAYS = {"done": "article.done", "flagged": "article.flag", "skipped": "article.skip"}
Then = Callable[[tuple[str, ...], Path, bool], bool]  # words, target, whether it is a folder: whether it began


def ask(window: Desk, then: Then) -> None:
    """Open the dialog; one that gave way to a span comes back with what was chosen in it."""
    waiting = window.findChild(ExportDialog)
    dialog = waiting if waiting is not None else ExportDialog(window, then)
    dialog.come()


class ExportDialog(QDialog):
    """Calls `then(words, target, folder)` when it is accepted, and stays where that does not begin.

    A row of what is left out opens its span: the dialog gives way to the text, and comes back when it is asked for.
    """

    def __init__(self, window: Desk, then: Then) -> None:
        super().__init__(window)
        self.setPalette(window.palette())
        self.setWindowTitle(tr("Export"))
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        self._window, self._then = window, then
        self._project, self._beside = window.frame.project.path.absolute(), files.beside(window.frame)
        self._exported = exported.load(self._project)
        self._nothing: dict[str, Any] = {}  # why nothing leaves, where that is known
        self.choices = Choices(window.session.state.scheme)
        self.outlook = Outlook(window.frame.theme, window.session.state.scheme)
        self.preview = Preview(self, window.frame.post)
        self.target, self.note, self.said = QLineEdit(), plain("", "muted"), plain("", "muted")
        self.exporting = QPushButton(tr("Export"))
        self._lay_out()
        self.choices.choose(self._exported[0].kind if self._exported else "bundle")
        self._take_kind()
        self._connect()
        window.frame.project.read(lambda reader: reader.authors()).add_done_callback(self._authors_read)

    def come(self) -> None:
        """Show the dialog, and work out what would leave now."""
        room = self._window.size()
        self.resize(min(WIDTH, room.width() - AROUND), min(HEIGHT, room.height() - AROUND))
        self._refresh()
        self.open()
        self.choices.radios[self.choices.kind].setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- what is seen
    def _lay_out(self) -> None:
        self.target.setAccessibleName(tr("Target"))
        self.said.setWordWrap(True)
        head = QHBoxLayout()
        head.setContentsMargins(20, 12, 20, 12)
        head.setSpacing(12)
        head.addWidget(plain(tr("Export"), "title"))
        head.addWidget(self.said, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.choices)
        line = rule()
        line.setFixedSize(1, 16_777_215)
        line.setMinimumHeight(0)
        middle.addWidget(line)
        middle.addWidget(self.outlook, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(rule())
        column.addLayout(middle, 1)
        column.addWidget(rule())
        column.addWidget(self._foot())

    def _foot(self) -> QWidget:
        choosing, closing = QPushButton(tr("Choose\u2026")), QPushButton(tr("Close"))
        choosing.clicked.connect(lambda _checked=False: self._choose())
        closing.clicked.connect(lambda _checked=False: self.reject())
        for button in (choosing, closing):
            button.setAutoDefault(False)
        self.exporting.setProperty("role", "default")
        self.exporting.setDefault(True)
        self.exporting.clicked.connect(lambda _checked=False: self.accept())
        self.note.setWordWrap(True)
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(20, 12, 20, 12)
        row.setSpacing(10)
        row.addWidget(plain(tr("To"), "muted"))
        row.addWidget(self.target, 3)
        row.addWidget(choosing)
        row.addWidget(self.note, 2)
        row.addWidget(closing)
        row.addWidget(self.exporting)
        return foot

    def _connect(self) -> None:
        self.choices.kind_chosen.connect(self._kind_chosen)
        self.choices.changed.connect(self._refresh)
        self.target.textChanged.connect(self._target_changed)
        self.preview.told.connect(self._told)
        self.preview.answered.connect(self._answered)
        self.preview.refused.connect(self._refused)
        self.outlook.opened.connect(self._open)
        self.outlook.all_wanted.connect(lambda: self.choices.statuses[ANY].setChecked(True))

    # ---- what is chosen
    def _kind_chosen(self) -> None:
        self._take_kind()
        self._refresh()

    def _take_kind(self) -> None:
        """Propose for a kind what was chosen for it last; else what it takes unasked, beside the project."""
        last = next((one for one in self._exported if one.kind == self.choices.kind), None)
        self.choices.propose(last.choices if last else None)
        suffix = str(self.choices.constants["SUFFIX"])
        here = Path(self.target.text() or self._beside / self._project.name)
        self.target.setText(last.target if last else str(here.with_suffix(suffix)))
        self._look()

    def _authors_read(self, done: Future[dict[str, Author]]) -> None:
        if done.exception() is None:
            self._window.frame.post(lambda: self._show_authors(done.result()))

    def _show_authors(self, authors: dict[str, Author]) -> None:
        if not isValid(self):
            return  # it was closed meanwhile
        last = next((one for one in self._exported if one.kind == self.choices.kind), None)
        self.choices.show_authors(authors, last.choices if last else None)
        if "author" in self.choices.chosen:
            self._refresh()

    @property
    def _folder(self) -> bool:
        return bool(self.choices.constants.get("FOLDER"))

    @property
    def _path(self) -> Path:
        return self._beside / Path(self.target.text().strip()).expanduser()  # a bare name lies beside the project

    def _choose(self) -> None:
        path = self._path
        if self._folder:
            title = tr("Export into a folder")
            files.ask(self, title, lambda paths: self._into(paths[0], path.name), path.parent, files.Mode.Directory)
        else:
            files.ask_new(self, tr("Export to"), lambda paths: self.target.setText(str(paths[0])), path)

    def _into(self, folder: Path, name: str) -> None:
        """Take a folder that is empty or holds an export, else one of this name in it."""
        taken = (folder / MANIFEST).is_file() or not any(folder.iterdir())
        self.target.setText(str(folder if taken else folder / name))

    def _target_changed(self) -> None:
        self._look()
        if self.outlook.answer is None:
            self._refresh()  # perhaps the target was why there is none

    def _look(self) -> None:
        """Say what lies at the target, and whether the export can begin."""
        text = self.target.text().strip()
        path = self._path if text else None
        wrong = self.choices.lacking
        if path is not None and self._folder and path.is_file():
            wrong = wrong or tr("It is a file: name a folder.")
        elif path is not None and not self._folder and path.is_dir():
            wrong = wrong or tr("It is a folder: name a file.")
        there = tr("The file is there already; it is replaced whole.") if path is not None and path.is_file() else ""
        if path is not None and self._folder and (path / MANIFEST).is_file():
            there = tr("The export in this folder is replaced.")
        self.note.setText(wrong or there)
        self.exporting.setEnabled(bool(text) and not wrong)

    # ---- what would leave
    @property
    def _words(self) -> tuple[str, ...]:
        return ("export", str(self._project), str(self._path), *self.choices.words)

    def _refresh(self) -> None:
        """Work out anew what would leave; what was shown goes."""
        self._look()
        self.preview.stop()
        self._nothing = {}
        self.said.setText("")
        self.exporting.setText(tr("Export"))
        if not self.exporting.isEnabled():
            self.outlook.wait(self.note.text())
            return
        self.outlook.wait(tr("Working out what leaves"))
        self.preview.ask((*self._words, "--dry-run"))

    def _answered(self, answer: dict[str, Any]) -> None:
        self.outlook.show_answer(answer)
        articles = counted(answer["articles"], "article")
        self.exporting.setText(tr("Export {articles}", articles=articles))
        self.said.setText(" \u00b7 ".join(filter(None, (
            tr("{articles} and {spans} leave", articles=articles, spans=counted(answer["spans"], "span")),
            _since(answer.get("since")),
        ))))  # fmt: skip

    def _told(self, facts: dict[str, Any]) -> None:
        if facts.get("stage") == "nothing":
            self._nothing = facts  # the sentence of the shell follows
        else:
            self.outlook.tell(facts)

    def _refused(self, said: str) -> None:
        if not self._nothing:
            self.outlook.refuse(visible(in_window(said)))
            return
        self.exporting.setEnabled(False)
        words = [tr("Nothing leaves: {why}.", why=visible(in_window(self._nothing["why"])))]
        statuses = self.choices.chosen.get("status", [])
        if self._nothing["all_leave"]:
            words += [self._way(status) for status in statuses if status in WAYS]
        self.outlook.refuse(" ".join(words), bool(self._nothing["all_leave"]))

    def _way(self, status: str) -> str:
        """Return by which key an article gets a status, "" where the command has none."""
        keys = self._window.commands[WAYS[status]].keys
        return tr("{key} in the text marks one {status}.", key=shown(keys[0]), status=tr(status)) if keys else ""

    def _open(self, entry: dict[str, Any]) -> None:
        """Give way to the span of a row; all that is left out stays listed beside the text."""
        entries = self.outlook.left_out.entries
        self.hide()
        self._window.activateWindow()
        page = self._window.sides.open_page("left_out")
        page.show_entries(entries)
        page.choose(entry)
        open_entry(self._window.run, entry)
        keys = self._window.commands["project.export"].keys
        if keys:
            self._window.status.say(tr("{keys} comes back to the export.", keys=keys[0]))

    # ---- how it ends
    def hideEvent(self, event: Any) -> None:
        """Stop working out what would leave."""
        self.preview.stop()
        super().hideEvent(event)

    def done(self, result: int) -> None:
        """Close for good; what was chosen is gone."""
        super().done(result)
        self.setParent(None)
        self.deleteLater()

    def accept(self) -> None:
        """Begin to export."""
        if not self.exporting.isEnabled():
            return
        self.preview.stop()
        if self._then(self._words, self._path, self._folder):
            super().accept()
        else:
            self.note.setText(tr("One thing at a time: wait for what is under way, or cancel it."))


def _since(held: dict[str, Any] | None) -> str:
    """Return what changed since the last export, "" where there was none."""
    if not held:
        return ""
    said = [
        tr("+{spans}", spans=counted(held["added"], "span")) if held["added"] else "",
        tr("{count} changed", count=f"{held['changed']:,}") if held["changed"] else "",
        tr("{count} removed", count=f"{held['removed']:,}") if held["removed"] else "",
        tr("{articles} done", articles=counted(held["done"], "article")) if held["done"] else "",
        tr("{articles} reopened", articles=counted(held["reopened"], "article")) if held["reopened"] else "",
    ]
    changes = ", ".join(filter(None, said)) or tr("no change")
    return tr("since the export to {target}: {changes}", target=visible(Path(held["target"]).name), changes=changes)
