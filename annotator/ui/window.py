"""The window: menu, article list, reading column, side panels and status bar, following one Session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QVBoxLayout, QWidget

from annotator import shelf
from annotator.editing.command import Binding, Command, all_commands, binding, bindings
from annotator.editing.state import Caret, Selection, State
from annotator.model.edit import Edit
from annotator.model.problem import Problem
from annotator.ui import keys, sheet
from annotator.ui.banner import Banner
from annotator.ui.frame import Frame, Panel, plain
from annotator.ui.hints import HintStrip
from annotator.ui.reading.view import ReadingView
from annotator.ui.status import StatusBar
from annotator.ui.theme import Theme

LIST_FOLDS, SIDE_FOLDS = 1180, 1010  # pixels of width below which a side makes room for the text
SIDE_WIDTH = 288
MENUS = ("File", "Edit", "Span", "Article", "View", "Help")
WAIT_AT_CLOSE = 5.0  # seconds


class Window(QMainWindow):
    """One project, one article at a time."""

    def __init__(self, frame: Frame, own: list[tuple[str, str, str, Callable[[], None]]]) -> None:
        super().__init__()
        self.frame, self.session = frame, frame.session
        self.setMinimumSize(900, 600)
        self.view = ReadingView(frame.theme, self.session.run)
        self.view.keyed, self.view.binds = self._keyed, self._binds
        self.view.menu_requested.connect(self._context_menu)
        self.status, self.hints, self.banner = StatusBar(), HintStrip(), Banner()
        self.panels = _panels(frame)
        self._bindings = bindings(self.session.state.scheme)
        self._scheme = self.session.state.scheme
        self._own = [*own, *self._view_actions()]
        self._lay_out()
        self._menus()
        self.before_closing: Callable[[], None] = lambda: None
        self.session.watch(self.show_state)
        self.session.watch_saving(self._saving)
        self.session.watch_words(self.status.say)
        frame.project.on_trouble(lambda problem: frame.post(lambda: self._trouble(problem)))
        self.set_theme(frame.theme)
        self.show_state(None, self.session.state, None)
        self.view.setFocus()

    # ---- the parts
    def _lay_out(self) -> None:
        middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        text = QHBoxLayout()
        text.setContentsMargins(0, 0, 0, 0)
        text.setSpacing(0)
        text.addWidget(self.view, 1)
        text.addWidget(self.view.bar)
        middle.addWidget(self.banner)
        middle.addLayout(text, 1)
        middle.addWidget(self.hints)
        self.side = QWidget()
        self.side.setObjectName("side")
        self.side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.side.setFixedWidth(SIDE_WIDTH)
        column = QVBoxLayout(self.side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for module, panel in self.panels:
            if module.AREA == "right":
                column.addWidget(panel)  # type: ignore[arg-type]
        column.addStretch(1)
        self.list: Any = next(panel for module, panel in self.panels if module.AREA == "left")
        self.list.counted.connect(self.status.show_counts)
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.list)
        body.addLayout(middle, 1)
        body.addWidget(self.side)
        rows.addLayout(body, 1)
        rows.addWidget(self.status)
        self.setCentralWidget(whole)

    def _menus(self) -> None:
        bar = self.menuBar()
        bar.setNativeMenuBar(False)
        self.menus = {name: bar.addMenu(f"&{name}") for name in MENUS}
        for one in all_commands().values():
            if one.group:
                self._command_action(one)
        for menu, words, key, function in self._own:
            self._action(self.menus[menu], words, key, function)
        for menu in self.menus.values():
            menu.aboutToShow.connect(self._enable)
        # The label is kept here: the bar does not own it.
        self.project = plain(
            f"{self.frame.project.name}  \u00b7  labelling as {self.frame.project.author.name}", "muted"
        )
        self.project.setContentsMargins(0, 0, 12, 0)
        bar.setCornerWidget(self.project)
        self.project.show()
        self.setWindowTitle(f"{self.frame.project.name} \u2014 Spandesk")

    def _command_action(self, one: Command) -> None:
        action = self._action(self.menus[one.group], one.words, one.keys[0] if one.keys else "",
                              lambda: self.session.run(one.name))  # fmt: skip
        action.setAutoRepeat(one.repeats)
        action.setData(one.name)
        extra = [QKeySequence(key) for key in one.keys if keys.is_shortcut(key)]
        if len(extra) > 1:
            action.setShortcuts(extra)

    def _action(self, menu: QMenu, words: str, key: str, function: Callable[[], None]) -> QAction:
        # Keys without Ctrl belong to the text: the menu names them and registers none.
        shortcut = keys.is_shortcut(key)
        action = QAction(words if shortcut or not key else f"{words}\t{key}", self)
        if shortcut:
            action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda _checked=False: function())
        menu.addAction(action)
        return action

    def _enable(self) -> None:
        state = self.session.state
        for menu in self.menus.values():
            for action in menu.actions():
                name = action.data()
                if isinstance(name, str):
                    action.setEnabled(all_commands()[name].when(state))

    def _view_actions(self) -> list[tuple[str, str, str, Callable[[], None]]]:
        return [
            ("View", "Zoom in", "Ctrl++", lambda: self.view.zoom_by(1.1)),
            ("View", "Zoom out", "Ctrl+-", lambda: self.view.zoom_by(1 / 1.1)),
            ("View", "Zoom 100 %", "Ctrl+0", lambda: setattr(self.view, "zoom", 1.0)),
            ("View", "Filter articles", "Ctrl+L", self._to_filter),
            ("View", "Show or hide the article list", "Ctrl+B", lambda: self._toggle(self.list)),
            ("View", "Show or hide the side panel", "Ctrl+Shift+B", lambda: self._toggle(self.side)),
            ("View", "Show or hide the hints", "", lambda: self._toggle(self.hints)),
        ]

    def _toggle(self, part: QWidget) -> None:
        part.setVisible(part.isHidden())
        self.view.setFocus()

    def _to_filter(self) -> None:
        self.list.setVisible(True)
        self.list.field.setFocus()
        self.list.field.selectAll()

    # ---- following the session
    def show_state(self, before: State | None, after: State, edit: Edit | None) -> None:
        """Show a State everywhere."""
        if after.scheme is not self._scheme:
            self._scheme, self._bindings = after.scheme, bindings(after.scheme)
        self.view.show_state(before, after, edit, self.session.unsaved_ids)
        for _, panel in self.panels:
            panel.show_state(before, after, edit)
        self.hints.show_state(after)

    def _saving(self, ids: frozenset[str]) -> None:
        state = self.session.state
        if ids:
            self.view.show_state(state, state, None, self.session.unsaved_ids)
        waiting = len(self.session.unsaved)
        self.status.show_waiting(waiting)
        if not waiting:
            self.list.saved(state.number)

    def _trouble(self, problem: Problem | None) -> None:
        if problem is None:
            self.banner.clear()
            return
        waiting = len(self.session.unsaved)
        said = f"{problem} What is labelled stays here and is tried again: {waiting} waiting."
        self.banner.tell(said, {"Retry": self.frame.project.retry})

    def set_theme(self, theme: Theme) -> None:
        """Paint everything in another theme."""
        self.frame.theme = theme
        self.setPalette(theme.palette())
        self.setStyleSheet(sheet.style(theme))
        self.view.set_theme(theme)
        for _, panel in self.panels:
            panel.set_theme(theme)

    # ---- keys
    def _found(self, event: QKeyEvent) -> Binding | None:
        pressed = keys.press(event)
        return binding(self._bindings, keys.name_of(pressed), self.session.state)

    def _binds(self, event: QKeyEvent) -> bool:
        return self._found(event) is not None or keys.name_of(keys.press(event)) in _MOVES

    def _keyed(self, event: QKeyEvent) -> bool:
        pressed = keys.press(event)
        name = keys.name_of(pressed)
        if name in _MOVES:
            return self._move(*_MOVES[name])
        found = binding(self._bindings, name, self.session.state)
        if found is None:
            return False
        if not pressed.repeated or found.command.repeats:
            self.session.run(found.command.name, *found.values)
        return True

    def _move(self, how: str, direction: int, extend: bool) -> bool:
        """Move the caret by what only the view knows: lines as they are laid out, and views full of them."""
        state = self.session.state
        place = state.place if direction < 0 or state.focused is None else state.focused.end
        if how == "edge":
            target = self.view.line_bounds(place)[0 if direction < 0 else 1]
        else:
            target = (self.view.line_target if how == "line" else self.view.page_target)(place, direction)
        if extend:
            anchor = state.focus.anchor if isinstance(state.focus, Selection) else place
            self.session.run("focus.range", anchor, target)
        else:
            self.session.run("focus.caret", target)
        return True

    def _context_menu(self, place: Any) -> None:
        menu = QMenu(self)
        state = self.session.state
        if not isinstance(state.focus, Caret):
            for label in state.scheme.labels:
                words = f"{label.name}\t{label.key}" if label.key else label.name
                menu.addAction(words, _running(self.session.run, "label.apply", label.id))
            menu.addSeparator()
        for one in all_commands().values():
            if one.group in ("Span", "Edit") and one.when(state):
                words = f"{one.words}\t{one.keys[0]}" if one.keys else one.words
                menu.addAction(words, _running(self.session.run, one.name))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    # ---- size and end
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the sides where the text needs the room."""
        super().resizeEvent(event)
        before, now = event.oldSize().width(), event.size().width()
        for part, least in ((self.list, LIST_FOLDS), (self.side, SIDE_FOLDS)):
            if before < 0 or (before < least) != (now < least):
                part.setVisible(now >= least)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close when all is saved; else wait a little, then stay open and say so."""
        left = self.frame.project.close(WAIT_AT_CLOSE)
        if left:
            self.banner.tell(
                f"{len(left)} gestures are not saved yet, so the window stays open.",
                {"Retry": self.frame.project.retry, "Close and lose them": self._lose},
            )
            event.ignore()
            return
        self.before_closing()
        event.accept()

    def _lose(self) -> None:
        self.before_closing()
        QTimer.singleShot(0, _quit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Esc in a field of a panel return to the text."""
        escape = (
            isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape
        )
        if escape and isinstance(watched, QWidget):
            inside = self.list.isAncestorOf(watched) or self.side.isAncestorOf(watched)
            if inside:
                self.view.setFocus()
                return True
        return super().eventFilter(watched, event)


_MOVES = {
    "Up": ("line", -1, False), "Down": ("line", 1, False), "Shift+Up": ("line", -1, True),
    "Shift+Down": ("line", 1, True), "PgUp": ("page", -1, False), "PgDn": ("page", 1, False),
    "Shift+PgUp": ("page", -1, True), "Shift+PgDn": ("page", 1, True), "Home": ("edge", -1, False),
    "End": ("edge", 1, False), "Shift+Home": ("edge", -1, True), "Shift+End": ("edge", 1, True),
}  # fmt: skip


def _panels(frame: Frame) -> list[tuple[Any, Panel]]:
    modules = sorted(shelf.kinds("ui/panels", "Panel").values(), key=lambda module: module.ORDER)
    return [(module, module.Panel(frame)) for module in modules]


def _running(run: Callable[..., None], name: str, *values: object) -> Callable[[], None]:
    return lambda: run(name, *values)


def _quit() -> None:
    from PySide6.QtWidgets import QApplication

    QApplication.exit(0)
