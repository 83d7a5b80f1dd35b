"""The page of keys: every command with its keys; a new one is given by pressing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from annotator.editing.command import Command
from annotator.model.tongue import tr
from annotator.ui.field import Seeking
from annotator.ui.frame import explain, plain
from annotator.ui.sheets import rebinding
from annotator.ui.sheets.choices import runnable
from annotator.ui.sheets.key_lines import Catch, Commands
from annotator.ui.sheets.matching import match
from annotator.ui.sides import tight

if TYPE_CHECKING:
    from annotator.ui.desk import Desk


class KeyTable(QWidget):
    """A filter, the commands, what can be done with the keys of the chosen one, and what came of it."""

    def __init__(self, window: Desk) -> None:
        super().__init__()
        self._window = window
        self.field = Seeking(tr("Filter by words or key"))
        self.field.textChanged.connect(self._fill)
        self.list = Commands(window)
        self.field.done.connect(self.list.setFocus)
        self.list.wanted.connect(self.replace)
        self.list.unwanted.connect(self.take_away)
        self.said = plain("", "muted")
        self.said.setWordWrap(True)
        self.catch = Catch()
        self.catch.caught.connect(self._caught)
        self.catch.left.connect(self._left)
        self.catch.hide()
        self._adds = False  # whether the key that is waited for is one more, or takes the place of the others
        self._back: QWidget = self.list  # what gets the keyboard again
        self.change, self.new = _button(tr("Change\u2026"), self.replace), _button(tr("Add another\u2026"), self.add)
        self.away, self.reset = _button(tr("Remove"), self.take_away), _button(tr("Reset"), self.as_it_was)
        self.reset_all = _button(tr("Reset all"), self.all_as_they_were)
        explain(self.change, tr("Press another key in the place of those that the command has"))
        explain(self.new, tr("Press a key that calls the command as well as those it has"))
        explain(self.away, tr("Take the last key of the command away"))
        explain(self.reset, tr("Give the command the keys again that it came with"))
        explain(self.reset_all, tr("Give every command the keys again that it came with"))
        self.change.setDefault(True)
        self._lay_out()
        self._fill()
        self.list.selectionModel().currentChanged.connect(self._show_what_can_be_done)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.change, self.new, self.away, self.reset):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.reset_all)
        said = tight(QVBoxLayout())
        said.addWidget(self.said)
        said.addWidget(self.catch)
        column = tight(QVBoxLayout(self))
        column.setSpacing(10)
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        column.addLayout(said)
        column.addLayout(row)

    def _fill(self, _typed: str = "", keep: str = "") -> None:
        """List the commands that fit the filter, the one called `keep` chosen."""
        typed = self.field.text().strip()
        held = runnable(self._window.commands.values())
        found = [one for one in held if _fits(typed, one)]
        self.list.rows.show(found)
        names = [one.name for one in found]
        self.list.setCurrentIndex(self.list.rows.index(names.index(keep) if keep in names else 0, 0))
        self._show_what_can_be_done()

    @property
    def chosen(self) -> Command | None:
        """Return the command that the buttons act on."""
        at = self.list.currentIndex().row()
        return self.list.rows.held[at] if 0 <= at < len(self.list.rows.held) else None

    def _show_what_can_be_done(self, *_places: QModelIndex) -> None:
        one, own = self.chosen, self._window.frame.chosen.now.keys
        self.change.setEnabled(one is not None)
        self.change.setText(tr("Change\u2026") if one is None or one.keys else tr("Give a key\u2026"))
        self.new.setEnabled(one is not None and bool(one.keys))
        self.away.setEnabled(one is not None and bool(one.keys))
        self.reset.setEnabled(one is not None and one.name in own)
        self.reset_all.setEnabled(bool(own))

    # ---- what can be done
    def replace(self) -> None:
        """Wait for the key that is to call the chosen command instead of those it has."""
        self._listen(False)

    def add(self) -> None:
        """Wait for a key that is to call the chosen command too."""
        self._listen(True)

    def _listen(self, adds: bool) -> None:
        one, held = self.chosen, QApplication.focusWidget()
        if one is not None:
            self._adds, self._back = adds, self.list if held is None else held
            self.said.hide()
            self.catch.setText(tr("Press a key for \u201c{words}\u201d. Esc cancels.", words=tr(one.words)))
            self.catch.show()
            self.catch.setFocus()

    def _caught(self, key: str) -> None:
        self.catch.hide()
        one, window = self.chosen, self._window
        (self._back if self._back.isEnabled() else self.list).setFocus()
        if one is None or key == "Esc":
            self._say("")
            return
        menus = [f"Alt+{letter.upper()}" for letter in window.menu_letters]
        why = rebinding.refusal(key, one, window.commands, window.session.state.scheme, menus)
        if why:
            self._say(why)
            return
        self._keep(one, (*one.keys, key) if self._adds else (key,), rebinding.remark(key, one))

    def _left(self) -> None:
        """Wait no longer: the keyboard is where it was taken to."""
        self.catch.hide()
        self._say("")

    def take_away(self) -> None:
        """Take the last key of the chosen command away."""
        one = self.chosen
        if one is not None and one.keys:
            said = tr("{key} does not call \u201c{words}\u201d any more.", key=one.keys[-1], words=tr(one.words))
            self._keep(one, one.keys[:-1], said)

    def as_it_was(self) -> None:
        """Give the chosen command the keys again that it came with."""
        one, window = self.chosen, self._window
        if one is not None:
            why = rebinding.resettable(one, window.commands, window.session.state.scheme)
            if why:
                self._say(why)
            else:
                declared = rebinding.every_command()[one.name].keys
                self._keep(one, declared, tr("It has the keys again that it came with."))

    def all_as_they_were(self) -> None:
        """Give every command the keys again that it came with."""
        self._change({}, tr("Every command has the keys again that it came with."))

    def _keep(self, one: Command, held: Sequence[str], said: str) -> None:
        self._change(rebinding.kept(self._window.frame.chosen.now.keys, one.name, held), said)

    def _change(self, own: dict[str, str], said: str) -> None:
        one = self.chosen
        self._window.frame.chosen.keep(keys=own)
        self._window.rebind()
        self._fill(keep=one.name if one is not None else "")
        self._say(said)

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self.said.setAccessibleName(sentence)
        self.said.show()


def _fits(typed: str, one: Command) -> bool:
    if typed.lower() in (key.lower() for key in one.keys):
        return True
    found = match(typed, tr(one.words))
    return found is not None and found.rank[0] < 2


def _button(words: str, run: object) -> QPushButton:
    button = QPushButton(words)
    button.setAutoDefault(False)
    button.clicked.connect(lambda _checked=False: run())  # type: ignore[operator]
    return button
