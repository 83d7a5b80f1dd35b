"""The page of an article: its title, source, date and further details, and what is known of it otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from annotator.editing.commands.details import is_hidden, name_refused
from annotator.editing.state import State
from annotator.model.edit import Edit
from annotator.model.extent import has_words
from annotator.model.mark import Detail, Part, Status
from annotator.model.problem import counted
from annotator.model.tongue import tr
from annotator.ui.clock import said
from annotator.ui.field import Field
from annotator.ui.frame import Frame, explain, plain, rule
from annotator.ui.page import SidePage
from annotator.ui.reading.headline import is_date
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from concurrent.futures import Future  # it brings logging along, which the window starts without

TITLE = "Article"
NAMED = ("title", "source", "date")  # what every article may have
WORDS = {"title": "Title", "source": "Source", "date": "Date"}
NAME_WIDTH = 72


class Page(SidePage):
    """Each change of a detail is one gesture; Enter keeps it, Esc leaves it as it was."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, tr(TITLE))
        self.fields: dict[str, _Value] = {}
        self.facts: dict[str, QLabel] = {}
        self._times: dict[tuple[str, str], int] = {}
        self._shown: tuple[object, ...] = ()
        self._further = QVBoxLayout()
        self._further.setSpacing(6)
        self._grid = QGridLayout()
        self._build()

    def _build(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(8, 0, 8, 0)
        column.setSpacing(6)
        for name in NAMED:
            self.fields[name] = _Value(self, name)
            column.addWidget(self.fields[name])
        self.no_date = _refusal(tr("This is no date such as 2026-02-21, so it is kept and shown as text."))
        self.fields["date"].field.textChanged.connect(self._look_at_date)
        column.addWidget(self.no_date)
        column.addWidget(plain(tr("Further details"), "head"))
        column.addLayout(self._further)
        self.name, self.value, self.add = Field(), Field(), _small(tr("Add"))
        self.name.setPlaceholderText(tr("Name"))
        self.value.setPlaceholderText(tr("Value"))
        for field in (self.name, self.value):
            field.setAccessibleName(tr("New detail: {what}", what=field.placeholderText()))
            field.kept.connect(self._entered)
            field.textEdited.connect(self._look)
        self.name.setFixedWidth(NAME_WIDTH + 8)
        self.refused = _refusal("")
        self.add.clicked.connect(self._add)
        fresh = QHBoxLayout()
        fresh.setSpacing(6)
        for widget in (self.name, self.value, self.add):
            fresh.addWidget(widget)
        column.addLayout(fresh)
        column.addWidget(self.refused)
        column.addWidget(rule())
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnMinimumWidth(0, NAME_WIDTH)
        self._grid.setColumnStretch(1, 1)
        column.addLayout(self._grid)
        self.hidden = _small()
        self.hidden.clicked.connect(self._turn_hidden)
        column.addWidget(self.hidden, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(inside)
        self.column.addStretch(1)

    def take_keyboard(self) -> None:
        """Give the keyboard to the title, all of it selected and seen from its start."""
        title = self.fields["title"].field
        title.setFocus()
        title.end(False)
        title.home(True)

    # ---- following
    def show_state(self, before: State | None, after: State, edit: Edit | None) -> None:  # noqa: ARG002 - as every panel
        """Show the open article."""
        shown = (after.number, after.marks.others, after.others.others, after.scheme)
        if shown == self._shown and before is not None:
            return
        other = not self._shown or self._shown[0] != after.number
        self._shown = shown
        if other:
            self._times = {}
            self.name.clear()
            self.value.clear()
        self._show_details(after, other)
        self._show_facts(after)
        self._look()
        self._read_times(after.number)

    def _show_details(self, state: State, other: bool) -> None:
        held = {mark.name: mark.value for mark in state.marks.others.values() if isinstance(mark, Detail)}
        wanted = [*NAMED, *sorted(held.keys() - set(NAMED))]
        for name in [name for name in self.fields if name not in wanted]:
            gone = self.fields.pop(name)
            gone.hide()
            gone.deleteLater()
        for at, name in enumerate(wanted[len(NAMED) :]):
            if name not in self.fields:
                self.fields[name] = _Value(self, name)
                self._further.insertWidget(at, self.fields[name])
                self.fields[name].show()
        for name in wanted:
            self.fields[name].show_value(held.get(name, ""), other)

    def _show_facts(self, state: State) -> None:
        text = state.text
        known = {tr("Number"): f"{state.number:,}"}
        words = [counted(len(text.split()), "word")] if has_words(text) else []
        known[tr("Length")] = ", ".join([counted(len(text), "character"), *words])
        known[tr("Id")] = "\u200b".join(state.article.id[at : at + 8] for at in range(0, 64, 8))
        for layer in state.scheme.layers:
            known[layer.name] = self._statuses(state, layer.id)
        parts = [mark.part for mark in state.marks.others.values() if isinstance(mark, Part)]
        known[tr("Part")] = tr(parts[0]) if parts else tr("none yet")
        hidden = is_hidden(state)
        known[tr("List")] = tr("hidden") if hidden else tr("shown")
        self.hidden.setText(tr("Show the article again") if hidden else tr("Hide the article"))
        if list(known) != list(self.facts):
            self._renew_facts(list(known))
        for name, value in known.items():
            self.facts[name].setText(value)

    def _renew_facts(self, names: list[str]) -> None:
        while (held := self._grid.takeAt(0)) is not None:
            if (widget := held.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.facts = {}
        for at, name in enumerate(names):
            value = self.facts[name] = plain()
            value.setWordWrap(True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            value.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._grid.addWidget(_shortened(name), at, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, at, 1)

    def _statuses(self, state: State, layer: str) -> str:
        """Return a line for each author who set a status in the layer: what, who, and when."""
        marks = (*state.marks.others.values(), *state.others.others.values())
        held = [mark for mark in marks if isinstance(mark, Status) and mark.layer == layer]
        lines: list[str] = []
        for mark in sorted(held, key=lambda one: (one.author != state.author, one.author)):
            who = tr("you") if mark.author == state.author else self.frame.session.names.get(mark.author, mark.author)
            when = said(self._times.get((mark.author, layer), 0))
            lines.append(", ".join(part for part in (tr(mark.value), who, when) if part))
        return "\n".join(lines) or tr("to do")

    def _read_times(self, number: int) -> None:
        asked = self.frame.project.read(lambda reader: reader.status_times(number))
        asked.add_done_callback(lambda done: self.frame.post(lambda: self._arrived(done, number)))

    def _arrived(self, done: Future[dict[tuple[str, str], int]], number: int) -> None:
        state = self.frame.session.state
        if done.exception() is None and state.number == number and done.result() != self._times:
            self._times = done.result()
            self._show_facts(state)

    # ---- changing
    def _look(self, _text: str = "") -> None:
        name = self.name.text().strip()
        refused = name_refused(self.frame.session.state, name) if name else ""
        self.add.setEnabled(bool(name and self.value.text().strip()) and not refused)
        self.refused.setText(refused)
        self.refused.setVisible(bool(refused))

    def _look_at_date(self, written: str) -> None:
        self.no_date.setVisible(bool(written.strip()) and not is_date(written))

    def _entered(self, entered: bool) -> None:
        if entered:
            self._add()

    def _add(self) -> None:
        if self.add.isEnabled():
            self.frame.run("detail.set", self.name.text().strip(), self.value.text())
            self.name.clear()
            self.value.clear()
            self._look()
            self.name.setFocus()

    def _turn_hidden(self) -> None:
        self.frame.run("article.show" if is_hidden(self.frame.session.state) else "article.hide")

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another theme: they come with the style."""


class _Value(QWidget):
    """One detail: its name, its value, and for further ones a button that removes it."""

    def __init__(self, page: Page, name: str) -> None:
        super().__init__()
        self.page, self.name = page, name
        self.field = Field()
        self.field.setAccessibleName(tr(WORDS.get(name, name)))
        self.before = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        head = _shortened(tr(WORDS[name]) if name in WORDS else name)
        head.setFixedWidth(NAME_WIDTH)
        row.addWidget(head)
        row.addWidget(self.field, 1)
        self.remove = QPushButton(tr("Remove"))
        self.remove.setProperty("role", "small")
        self.remove.setAccessibleName(tr("Remove {name}", name=name))
        self.remove.setVisible(name not in NAMED)
        if name not in NAMED:
            row.addWidget(self.remove)
        self.remove.clicked.connect(self._remove)
        self.field.kept.connect(self._keep)
        self.field.dropped.connect(self._drop)

    def show_value(self, value: str, other: bool) -> None:
        """Show a value; of the same article what is being typed stays."""
        self.before = value
        if other or not self.field.isModified():
            self.field.setText(value)
            self.field.setCursorPosition(0)

    def _keep(self, entered: bool) -> None:  # noqa: ARG002 - kept either way
        if self.field.isModified():
            self.field.setModified(False)
            self.page.frame.run("detail.set", self.name, self.field.text())

    def _drop(self) -> None:
        self.field.setModified(False)
        self.show_value(self.before, True)

    def _remove(self) -> None:
        self.page.frame.run("detail.set", self.name, "")
        self.page.name.setFocus()


def _small(words: str = "") -> QPushButton:
    button = QPushButton(words)
    button.setProperty("role", "small")
    return button


def _refusal(words: str) -> QLabel:
    """Return a line that is shown when it is true."""
    line = plain(words, "refusal")
    line.setWordWrap(True)
    line.hide()
    return line


def _shortened(name: str) -> QLabel:
    shown = plain(name if len(name) <= 11 else f"{name[:10]}\u2026", "muted")
    explain(shown, name if len(name) > 11 else "")
    return shown
