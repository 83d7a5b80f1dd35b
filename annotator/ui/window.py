"""The window: menu, article list, reading column, side panels and status bar, following one Session."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QMainWindow, QScrollArea, QVBoxLayout, QWidget

from annotator import shelf
from annotator.editing.command import Binding, binding, bindings
from annotator.editing.state import Selection, State
from annotator.editing.telling import in_short
from annotator.model.edit import Edit, Gesture
from annotator.model.problem import visible
from annotator.ui import keys, sheet
from annotator.ui.banner import Banner
from annotator.ui.frame import Frame, Panel, plain, rule, tip
from annotator.ui.hints import HintStrip
from annotator.ui.menus import Menus, Own, own_keys, show_context
from annotator.ui.reading.view import ReadingView
from annotator.ui.repeats import Repeats
from annotator.ui.safety import Safety
from annotator.ui.status import StatusBar
from annotator.ui.theme import Theme

LIST_FOLDS, SIDE_FOLDS = 1180, 1010  # pixels of width below which a side makes room for the text
SIDE_WIDTH = 288
LONGEST_NAME = 40  # characters of a name in the corner: a longer one would cover the menus
Box = TypeVar("Box", bound=QLayout)


class Window(QMainWindow):
    """One project, one article at a time."""

    def __init__(self, frame: Frame, own: list[Own]) -> None:
        super().__init__()
        self.frame, self.session = frame, frame.session
        self.setMinimumSize(900, 600)
        self.view = ReadingView(frame.theme, self.session.run)
        self.view.keyed, self.view.binds = self._keyed, self._binds
        self.view.menu_requested.connect(self._show_context)
        self.status, self.hints, self.banner = StatusBar(), HintStrip(), Banner()
        self.panels = _panels(frame)
        self._bindings = bindings(self.session.state.scheme)
        self._scheme = self.session.state.scheme
        self._lay_out()
        self.menus_own = [*own, *self._own_actions()]
        # Shift+F10 belongs to whatever has the keyboard: only the text's is ours.
        menu = Own("", "Menu of the focus", "Shift+F10", self.view.ask_menu)
        self._own_keys = own_keys([*self.menus_own, menu])
        self.repeats = Repeats(self)
        self.menus = Menus(self.menuBar(), self, self.session, self.menus_own, self.repeats)
        self._name_project()
        self.safety = Safety(frame, self.banner, self.status, self.close)
        self.banner.emptied.connect(self.view.setFocus)
        self.before_closing: Callable[[], None] = lambda: None
        self.session.watch(self.show_state)
        self.session.watch_saving(self._saving)
        self.session.watch_words(self.status.say)
        self.set_theme(frame.theme)
        self.show_state(None, self.session.state, None)
        self.view.setFocus()

    # ---- the parts
    def _lay_out(self) -> None:
        self.side = self._side_panels()
        self.list: Any = next(panel for module, panel in self.panels if module.AREA == "left")
        self.list.counted.connect(self.status.show_counts)
        self.list.counted.connect(self._counted)
        self._is_empty = False  # whether the project had no article to open
        self.list.table.opened.connect(self._to_text)
        self._wanted = {self.list: True, self.side: True}  # which sides the user wants open where there is room
        text = _tight(QHBoxLayout())
        text.addWidget(self.view, 1)
        text.addWidget(self.view.bar)
        middle = _tight(QVBoxLayout())
        middle.addWidget(self.banner)
        middle.addLayout(text, 1)
        middle.addWidget(self.hints)
        body = _tight(QHBoxLayout())
        body.addWidget(self.list)
        body.addLayout(middle, 1)
        body.addWidget(self.side)
        rows = _tight(QVBoxLayout())
        rows.addLayout(body, 1)
        rows.addWidget(self.status)
        whole = QWidget()
        whole.setLayout(rows)
        self.setCentralWidget(whole)

    def _side_panels(self) -> QWidget:
        side = QWidget()
        side.setObjectName("side")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side.setFixedWidth(SIDE_WIDTH)
        inside = QWidget()
        inside.setObjectName("column")
        column = _tight(QVBoxLayout(inside))
        for module, panel in self.panels:
            if module.AREA == "right":
                if column.count():
                    column.addWidget(rule())
                column.addWidget(panel)  # type: ignore[arg-type]
        column.addStretch(1)
        scrolled = QScrollArea()  # a scheme may have more labels than the window has room for
        scrolled.setFrameShape(QFrame.Shape.NoFrame)
        scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scrolled.setWidgetResizable(True)
        scrolled.setWidget(inside)
        _tight(QVBoxLayout(side)).addWidget(scrolled)
        return side

    def _name_project(self) -> None:
        # The corner is kept here: the bar does not own it.
        project = self.frame.project
        self.menu_corner = _corner(
            project.name, "read only" if project.read_only else f"labelling as {project.author.name}"
        )
        self.menuBar().setCornerWidget(self.menu_corner)
        self.menu_corner.show()
        # Qt reads [*] in a title as the place of a mark of its own; doubled it stands for itself.
        self.setWindowTitle(f"{visible(project.name).replace('[*]', '[*][*]')} \u2014 Spandesk")

    def _own_actions(self) -> list[Own]:
        return [
            Own("Edit", "Copy", "Ctrl+C", self._copy),
            Own("View", "Zoom in", "Ctrl++ Ctrl+=", lambda: self.view.zoom_by(1.1), True),
            Own("View", "Zoom out", "Ctrl+-", lambda: self.view.zoom_by(1 / 1.1), True),
            Own("View", "Zoom 100 %", "Ctrl+0", lambda: setattr(self.view, "zoom", 1.0)),
            Own("View", "Filter articles", "Ctrl+L", self._to_filter),
            Own("View", "Next part of the window", "F6", lambda: self._walk(1)),
            Own("View", "Previous part of the window", "Shift+F6", lambda: self._walk(-1)),
            Own("View", "Fold or unfold the article list", "Ctrl+B", lambda: self._turn(self.list)),
            Own("View", "Show or hide the side panel", "Ctrl+Shift+B", lambda: self._turn(self.side)),
            Own("View", "Show or hide the hints", "", lambda: self.hints.setVisible(self.hints.isHidden())),
        ]

    def _copy(self) -> None:
        state = self.session.state
        if state.range is not None:
            QGuiApplication.clipboard().setText(state.text[slice(*state.range)])

    def _turn(self, side: QWidget) -> None:
        """Open a side that is folded, fold one that is open."""
        opens = self.list.folded if side is self.list else side.isHidden()
        if self.width() >= self._least(side):
            self._wanted[side] = opens
        self._open_side(side, opens)
        self.view.setFocus()

    def _least(self, side: QWidget) -> int:
        return LIST_FOLDS if side is self.list else SIDE_FOLDS

    def _open_side(self, side: QWidget, opens: bool) -> None:
        if not opens and side.isAncestorOf(self.focusWidget() or side):
            self.view.setFocus()
        if side is self.list:
            self.list.fold(not opens)
        else:
            side.setVisible(opens)

    def _to_text(self) -> None:
        self.view.setFocus()

    def _to_filter(self) -> None:
        self._open_side(self.list, True)
        self.list.field.setFocus()
        self.list.field.selectAll()

    def _walk(self, step: int) -> None:
        """Give the keyboard to the next part of the window: banner, text, side panel, article list."""
        parts = [part for part in (self.banner, self.view, self.side, self.list) if part.isVisible()]
        held = [part for part in parts if part.hasFocus() or part.isAncestorOf(self.focusWidget() or part)]
        at = parts.index(held[0]) if held else 0
        for turn in range(1, len(parts)):
            part = parts[(at + step * turn) % len(parts)]
            taking = part if part is self.view else next(_taking_keys(part), None)
            if taking is not None:
                taking.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    # ---- following the session
    def show_state(self, before: State | None, after: State, edit: Edit | None) -> None:
        """Show a State everywhere."""
        if after.scheme is not self._scheme:
            self._scheme, self._bindings = after.scheme, bindings(after.scheme)
        self.view.show_state(before, after, edit, self.session.unsaved_ids)
        for _, panel in self.panels:
            panel.show_state(before, after, edit)
        self.hints.show_state(after)
        self.status.show_focus(_in_focus(after))

    def _saving(self, ids: frozenset[str]) -> None:
        state = self.session.state
        if ids:
            self.view.show_state(state, state, None, self.session.unsaved_ids)
        self.safety.saving()
        if not self.session.unsaved:
            self.list.saved()

    def tell_empty(self) -> None:
        """Say how articles come in, until the first ones are there."""
        self._is_empty = True
        path = self.frame.project.path
        said = (
            f"There are no articles in {path.name} yet. `spandesk add {path} FILES` brings some, and they appear here."
        )
        self.banner.tell("empty", visible(said), {})

    def _counted(self, counts: dict[str, int], place: int) -> None:  # noqa: ARG002 - what the list tells
        if self._is_empty and counts.get("all"):
            self._is_empty = False
            self.banner.clear("empty")
            self.session.run("article.next.unfinished")

    def foreign(self, gesture: Gesture) -> None:
        """Take in what another process stored."""
        self.session.foreign(gesture)
        self.list.foreign(gesture)

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
        name = keys.name_of(keys.press(event))
        return self._found(event) is not None or name in _MOVES or name in self._own_keys

    def _keyed(self, event: QKeyEvent) -> bool:
        pressed = keys.press(event)
        name = keys.name_of(pressed)
        if name in _MOVES:
            return self._move(*_MOVES[name])
        found, own = binding(self._bindings, name, self.session.state), self._own_keys.get(name)
        held = pressed.repeated or self.repeats.held
        if found is not None:
            if not held or found.command.repeats:
                self.session.run(found.command.name, *found.values, held=held)
        elif own is not None and (not held or own.repeats):
            own.function()
        return found is not None or own is not None

    def _move(self, how: str, direction: int, extend: bool) -> bool:
        """Move the caret by what only the view knows: lines as they are laid out, and views full of them."""
        state = self.session.state
        at_end = state.focused is not None and (extend or direction > 0)
        place = state.focused.end if state.focused is not None and at_end else state.place
        if how == "text":
            target = 0 if direction < 0 else len(state.text)
        elif how == "edge":
            target = self.view.line_bounds(place)[0 if direction < 0 else 1]
        else:
            target = (self.view.line_target if how == "line" else self.view.page_target)(place, direction)
        if extend:
            held = state.range
            anchor = state.focus.anchor if isinstance(state.focus, Selection) else held[0] if held else place
            self.session.run("focus.range", anchor, target)
        else:
            self.session.run("focus.caret", target)
        return True

    def _show_context(self, place: QPoint) -> None:
        show_context(self, self.session, place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return to the text with Esc: here come the keys that no field or button took."""
        if event.key() == Qt.Key.Key_Escape:
            self.view.setFocus()
        super().keyPressEvent(event)

    # ---- size and end
    def showEvent(self, event: QShowEvent) -> None:
        """Begin to watch the keys of the native window."""
        super().showEvent(event)
        self.windowHandle().installEventFilter(self.repeats)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the sides where the text needs the room."""
        super().resizeEvent(event)
        before, now = event.oldSize().width(), event.size().width()
        for side, wanted in self._wanted.items():
            least = self._least(side)
            if before < 0 or (before < least) != (now < least):
                self._open_side(side, now >= least and wanted)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close when all is saved, or when the user gives up what could not be; else stay."""
        if not self.safety.may_close():
            event.ignore()
            return
        self.before_closing()
        event.accept()
        self.hide()  # nobody must look at a window that waits for the reader to come to its end
        if not self.safety.loses:
            self.frame.project.close(0)


_MOVES = {
    "Up": ("line", -1, False), "Down": ("line", 1, False), "Shift+Up": ("line", -1, True),
    "Shift+Down": ("line", 1, True), "PgUp": ("page", -1, False), "PgDn": ("page", 1, False),
    "Shift+PgUp": ("page", -1, True), "Shift+PgDn": ("page", 1, True), "Home": ("edge", -1, False),
    "End": ("edge", 1, False), "Shift+Home": ("edge", -1, True), "Shift+End": ("edge", 1, True),
    "Ctrl+Shift+Home": ("text", -1, True), "Ctrl+Shift+End": ("text", 1, True),
}  # fmt: skip


def _panels(frame: Frame) -> list[tuple[Any, Panel]]:
    modules = sorted(shelf.kinds("ui/panels", "Panel").values(), key=lambda module: module.ORDER)
    return [(module, module.Panel(frame)) for module in modules]


def _tight(layout: Box) -> Box:
    """Return the layout without any room of its own."""
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    return layout


def _corner(project: str, doing: str) -> QWidget:
    """Return what stands at the right end of the menu: the project, and what is done in it by whom."""
    corner = QWidget()
    corner.setMinimumHeight(25)  # as high as the menu's words: the bar puts a lower widget at its top
    row = QHBoxLayout(corner)
    row.setContentsMargins(12, 0, 20, 0)
    row.setSpacing(6)
    for words, role in ((visible(project), "name"), ("\u00b7", "muted"), (doing, "muted")):
        shown = plain(words if len(words) <= LONGEST_NAME else f"{words[: LONGEST_NAME - 1]}\u2026", role)
        shown.setToolTip(tip(words) if len(words) > LONGEST_NAME else "")
        row.addWidget(shown)
    return corner


def _taking_keys(part: QWidget) -> Iterator[QWidget]:
    """Yield what in a part of the window takes the keyboard, as Tab would reach it."""
    for widget in part.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled():
            yield widget


def _in_focus(state: State) -> str:
    """Return the focused span in a few words."""
    span = state.focused
    if span is None:
        return ""
    return f"{state.scheme.label(span.label).name}  {in_short(state, span)}"
