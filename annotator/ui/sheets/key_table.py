"""The page of keys: every command with its keys; a new one is given by pressing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from annotator.editing.command import Command
from annotator.model.tongue import tr
from annotator.ui.frame import plain
from annotator.ui.sheets import rebinding
from annotator.ui.sheets.choices import runnable
from annotator.ui.sheets.key_lines import Catch, Commands
from annotator.ui.sheets.matching import match
from annotator.ui.sides import tight

if TYPE_CHECKING:
    from annotator.ui.window import Window


class KeyTable(QWidget):
    """A filter, the commands, what can be done with the keys of the chosen one, and what came of it."""

    def __init__(self, window: Window) -> None:
        super().__init__()
        self._window = window
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Filter by words or key"))
        self.field.setAccessibleName(tr("Filter by words or key"))
        self.field.textChanged.connect(self._fill)
        self.list = Commands(window)
        self.list.wanted.connect(self.listen)
        self.list.unwanted.connect(self.take_away)
        self.said = plain("", "muted")
        self.said.setWordWrap(True)
        self.catch = Catch()
        self.catch.caught.connect(self._caught)
        self.catch.hide()
        self.new, self.away = _button(tr("New key\u2026"), self.listen), _button(tr("Take away"), self.take_away)
        self.reset = _button(tr("As it was"), self.as_it_was)
        self.reset_all = _button(tr("All as they were"), self.all_as_they_were)
        self.new.setDefault(True)
        self._lay_out()
        self._fill()
        self.list.selectionModel().currentChanged.connect(self._show_what_can_be_done)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.new, self.away, self.reset):
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
        self.new.setEnabled(one is not None)
        self.away.setEnabled(one is not None and bool(one.keys))
        self.reset.setEnabled(one is not None and one.name in own)
        self.reset_all.setEnabled(bool(own))

    # ---- what can be done
    def listen(self) -> None:
        """Wait for the key that is to call the chosen command."""
        one = self.chosen
        if one is not None:
            self.said.hide()
            self.catch.setText(tr("Press the new key for \u201c{words}\u201d. Esc lets go.", words=tr(one.words)))
            self.catch.show()
            self.catch.setFocus()

    def _caught(self, key: str) -> None:
        self.catch.hide()
        self.list.setFocus()
        one, window = self.chosen, self._window
        if one is None or key == "Esc":
            self._say("")
            return
        menus = [f"Alt+{letter.upper()}" for letter in window.menus.letters]
        why = rebinding.refusal(key, one, window.commands, window.session.state.scheme, menus)
        if why:
            self._say(why)
            return
        self._keep(one, (*one.keys, key), rebinding.remark(key, one))

    def take_away(self) -> None:
        """Take the last key of the chosen command away."""
        one = self.chosen
        if one is not None and one.keys:
            self._keep(one, one.keys[:-1], tr("{key} does not call it any more.", key=one.keys[-1]))

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
