"""The menus: every command that stands in one, what the window itself can do, and the menu of the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from annotator.editing.command import Command, all_commands
from annotator.editing.session import Session
from annotator.editing.state import Caret
from annotator.ui import keys
from annotator.ui.repeats import Repeats

MENUS = ("File", "Edit", "Span", "Article", "View", "Help")


class Own(NamedTuple):
    """Something the window itself does; `keys` are separated by spaces, as a command's."""

    menu: str
    words: str
    keys: str
    function: Callable[[], None]
    repeats: bool = False


class Menus:
    """Fills the menu bar and knows which of its lines hold now."""

    def __init__(self, bar: QMenuBar, owner: QWidget, session: Session, own: Sequence[Own], repeats: Repeats) -> None:
        self.session, self._owner, self._repeats = session, owner, repeats
        bar.setNativeMenuBar(False)
        self._commands: list[tuple[QAction, Command]] = []
        self.menus = {name: bar.addMenu(f"&{name}") for name in MENUS if _is_used(name, own)}
        for one in all_commands().values():
            if one.group:
                action = self._add(self.menus[one.group], one.words, one.keys, self._running(one), one.repeats)
                self._commands.append((action, one))
        for one in own:
            self._add(self.menus[one.menu], one.words, tuple(one.keys.split()), one.function, one.repeats)
        for menu in self.menus.values():
            menu.aboutToShow.connect(self._show_what_holds)
            menu.aboutToHide.connect(self._allow_all)

    def _add(
        self, menu: QMenu, words: str, names: tuple[str, ...], function: Callable[[], None], repeats: bool
    ) -> QAction:
        # Keys without Ctrl belong to the text: the menu names them and registers none.
        shortcuts = [QKeySequence(keys.sequence(name)) for name in names if keys.is_shortcut(name)]
        action = QAction(words if shortcuts or not names else f"{words}\t{names[0]}", self._owner)
        action.setShortcuts(shortcuts)
        action.triggered.connect(lambda _checked=False: function() if repeats or not self._repeats.held else None)
        menu.addAction(action)
        return action

    def _running(self, one: Command) -> Callable[[], None]:
        return lambda: self.session.run(one.name, held=self._repeats.held)

    def _show_what_holds(self) -> None:
        for action, one in self._commands:
            action.setEnabled(one.when(self.session.state))
            turn = one.name.removeprefix("edit.")
            if turn in ("undo", "redo"):
                words = self.session.words_of(turn).replace("&", "&&")  # it has words of the article in it
                action.setText(f"{one.words}: {words}" if words else one.words)

    def _allow_all(self) -> None:
        # The commands ask their conditions themselves: a line that was grey must not keep its key from working later.
        for action, _ in self._commands:
            action.setEnabled(True)


def own_keys(own: Sequence[Own]) -> dict[str, Own]:
    """Return what the window does by the name of the key, for any layout of the keyboard."""
    return {name: one for one in own for name in one.keys.split()}


def show_context(owner: QWidget, session: Session, place: QPoint) -> None:
    """Show the menu of the text at a place of the screen: the labels, and what can be done with the focus."""
    menu, state = QMenu(owner), session.state
    if not isinstance(state.focus, Caret):
        for label in state.scheme.labels:
            name = label.name.replace("&", "&&")  # a lone one would underline the next letter
            menu.addAction(f"{name}\t{label.key}" if label.key else name, _running(session, "label.apply", label.id))
        menu.addSeparator()
    for group in ("Span", "Edit"):
        for one in sorted(all_commands().values(), key=lambda one: one.name != "span.delete"):
            if one.group == group and one.when(state):
                menu.addAction(f"{one.words}\t{one.keys[0]}" if one.keys else one.words, _running(session, one.name))
        menu.addSeparator()
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(place)


def _is_used(menu: str, own: Sequence[Own]) -> bool:
    return any(one.menu == menu for one in own) or any(one.group == menu for one in all_commands().values())


def _running(session: Session, name: str, *values: object) -> Callable[[], None]:
    return lambda: session.run(name, *values)
