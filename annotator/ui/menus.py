"""The menus, made from the commands: every one that names a group stands in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from annotator.model.tongue import tr
from annotator.ui import keys
from annotator.ui.frame import tip
from annotator.ui.typed import shown

if TYPE_CHECKING:
    from annotator.editing.command import Command
    from annotator.ui.desk import Desk

GROUPS = ("File", "Edit", "Span", "Article", "View", "Help")


class Menus:
    """Fills the menu bar and knows which of its lines hold now. The bar is there at once, its lines once painted."""

    def __init__(self, window: Desk, held: Callable[[], bool]) -> None:
        self._window, self._held = window, held  # whether the key that is down repeats
        bar = window.menuBar()
        bar.setNativeMenuBar(False)
        self._actions: list[tuple[QAction, Command]] = []
        self.menus = {name: bar.addMenu(f"&{tr(name)}") for name in GROUPS}
        titles = [menu.title() for menu in self.menus.values()]
        self.letters = tuple(title[title.index("&") + 1] for title in titles)  # with Alt they open
        for menu in self.menus.values():
            menu.setToolTipsVisible(True)
            menu.aboutToShow.connect(self._show_what_holds)
            menu.aboutToHide.connect(self._allow_all)

    def fill(self, commands: Mapping[str, Command]) -> None:
        """Show `commands`, a family after the other, and register the keys that hold in the whole window."""
        for action, _ in self._actions:
            action.deleteLater()
        self._actions = []
        ordered = sorted(commands.values(), key=lambda one: one.order)  # stable: families stay together
        for group, menu in self.menus.items():
            menu.clear()
            for _, held in groupby((one for one in ordered if one.group == group), _family):
                if menu.actions():
                    menu.addSeparator()
                for one in held:
                    self._add(menu, one)
            menu.menuAction().setVisible(bool(menu.actions()))

    def _add(self, menu: QMenu, one: Command) -> None:
        # Keys without Ctrl belong to the text: the menu names them and registers none of them.
        shortcuts = [QKeySequence(keys.sequence(name)) for name in one.keys if keys.is_shortcut(name)]
        fills = getattr(one, "fills", None)
        if fills is not None:
            self._add_choices(menu, one, fills)
            return
        action = QAction(with_key(one), self._window)
        action.setShortcuts(shortcuts)
        action.setToolTip(tip(tr(one.does)))
        action.triggered.connect(self._running(one))
        menu.addAction(action)
        self._actions.append((action, one))

    def _add_choices(self, menu: QMenu, one: Command, fills: Callable[[Desk, QMenu], None]) -> None:
        inner = QMenu(tr(one.words), menu)
        inner.setToolTipsVisible(True)
        inner.aboutToShow.connect(lambda: fills(self._window, inner))
        menu.addMenu(inner)
        self._actions.append((inner.menuAction(), one))

    def _running(self, one: Command) -> Callable[[], None]:
        def run(_checked: bool = False) -> None:
            held = self._held()
            if one.repeats or not held:
                self._window.run(one.name, held=held)

        return run

    def _show_what_holds(self) -> None:
        if not self._actions:
            self.fill(self._window.commands)
        session = self._window.session
        for action, one in self._actions:
            action.setEnabled(acts(self._window, one))
            turn = one.name.removeprefix("edit.")
            words = session.words_of(turn) if turn in ("undo", "redo") else ""
            if one.keys:
                action.setText(with_key(one, words))

    def _allow_all(self) -> None:
        # The commands ask their conditions themselves: a line that was grey must not keep its key from working later.
        for action, _ in self._actions:
            action.setEnabled(True)


def with_key(one: Command, of: str = "") -> str:
    """Return the words of a command, perhaps what it is done to, and its first key as it is called everywhere here.

    Qt would write the keys of the window in a way of its own.
    """
    words = f"{tr(one.words)}: {of.replace('&', '&&')}" if of else tr(one.words)  # it may hold words of the article
    return f"{words}\t{shown(one.keys[0])}" if one.keys else words


def _family(one: Command) -> str:
    return one.family


def acts(window: Desk, one: Command) -> bool:
    """Return whether a command would do something now."""
    from annotator.editing import acting
    from annotator.ui.command import WindowCommand

    session = window.session
    if isinstance(one, WindowCommand):
        return one.when(session.state) and one.possible(window)
    if one.name == "edit.redo" and not session.may_redo:
        return False
    return acting.acts(one, session.state, session.seen(), bool(session.state.past or session.read_only))
