"""The window: menu, article list, reading column, side panels and status bar, following one Session."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QHBoxLayout, QVBoxLayout, QWidget

from annotator import shelf
from annotator.editing.state import Caret, State
from annotator.model.edit import Edit, Gesture
from annotator.model.problem import visible
from annotator.model.tongue import tr
from annotator.ui import ending, keys, sheet, typed
from annotator.ui import theme as themes
from annotator.ui.absence import Absence
from annotator.ui.banner import PASSING, Banner
from annotator.ui.corner import Corner
from annotator.ui.desk import Desk
from annotator.ui.frame import Frame, tell_keys
from annotator.ui.hints import HintStrip
from annotator.ui.isolated import Isolated
from annotator.ui.menus import Menus
from annotator.ui.outlines import Outlines
from annotator.ui.reading.view import ReadingView
from annotator.ui.repeats import Repeats
from annotator.ui.safety import Safety
from annotator.ui.sides import Sides, tight
from annotator.ui.status import StatusBar, in_focus
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.editing.command import Binding
    from annotator.project.project import Project
    from annotator.ui.empty import Empty
    from annotator.ui.past import PastStrip


class Window(Desk):
    """One project, one article at a time."""

    _strip: PastStrip | None = None  # made when the past is shown for the first time
    _held = (0, 0.0)  # where the present was scrolled to when the past was entered

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.frame, self.session = frame, frame.session
        frame.run = self.run
        self.setMinimumSize(900, 600)
        self.view = ReadingView(frame.theme, self.session.run)
        self.view.keyed, self.view.binds = self._keyed, self._binds
        self.view.menu_requested.connect(self._show_context)
        self.status, self.hints, self.banner = StatusBar(), HintStrip(), Banner()
        self.sides = Sides(self)
        self.panels, self.list, self.side = self.sides.panels, self.sides.list, self.sides.side
        self._commands = {}
        self._bindings: Mapping[str, tuple[Binding, ...]] = {}
        self._scheme = self.session.state.scheme
        self._around: list[tuple[State | None, State, Edit | None]] = []  # changes not yet shown around the text
        # Timers come after paints: a key is seen in the text before the panels are worked on.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self.show_around)
        self.sheet = None
        self._pressed_on: QWidget | None = None  # what had the keyboard when the last key was pressed
        self.empty: Empty | None = None  # while the project has no article to open
        self._lay_out()
        self.repeats = Repeats(self)
        self.menus = Menus(self, lambda: self.repeats.held)
        self.menu_letters = self.menus.letters
        self._name_project()
        self.safety = Safety(frame, self.banner, self.status, self.close)
        self.before_closing = lambda: None
        self.session.seen = self.view.seen_range
        self.session.watch(self.show_state)
        self.isolated = Isolated(self.view, frame)
        self.outlines = Outlines(self.view, self.session, self.status.say)
        self.absence = Absence(self.banner, self.run)
        self._listen()
        self.set_theme(frame.theme)
        self.show_state(None, self.session.state, None)
        self.show_around()  # at the start all of it is painted together
        self.view.setFocus()

    def _listen(self) -> None:
        self.safety.refused.connect(self.hints.show_refused)
        self.banner.emptied.connect(self.view.setFocus)
        self.session.watch_saving(self._saving)
        self.session.watch_words(self.status.say)
        cast(QApplication, QApplication.instance()).focusChanged.connect(self._keyboard_moved)

    def _keyboard_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Hint the keys of what has the keyboard; a menu or a dialog keeps its own."""
        if now is self.view:
            self.hints.show_instead(None)
        elif now is not None and now.window() is self:
            from annotator.ui.elsewhere import key_hints

            self.hints.show_instead(key_hints(now, self.view))

    # ---- the parts
    def _lay_out(self) -> None:
        self.list.counted.connect(self.status.show_counts)
        self.list.counted.connect(self._counted)
        self.list.table.opened.connect(self._to_text)
        self.list.field.done.connect(self.list.go_in)
        text = tight(QHBoxLayout())
        text.addWidget(self.view, 1)
        text.addWidget(self.view.bar)
        self.middle = tight(QVBoxLayout())  # what stands above and under the text
        self.middle.addWidget(self.banner)
        self.middle.addLayout(text, 1)
        self.middle.addWidget(self.hints)
        body = tight(QHBoxLayout())
        body.addWidget(self.list)
        body.addLayout(self.middle, 1)
        body.addWidget(self.side)
        rows = tight(QVBoxLayout())
        rows.addLayout(body, 1)
        rows.addWidget(self.status)
        whole = QWidget()
        whole.setLayout(rows)
        self.setCentralWidget(whole)
        self.setAcceptDrops(True)

    def _name_project(self) -> None:
        # The corner is kept here: the bar does not own it.
        project = self.frame.project
        self.menu_corner = Corner(project.name, _doing(project))
        self.menu_corner.commands.clicked.connect(lambda _checked=False: self.run("program.commands"))
        self.menuBar().setCornerWidget(self.menu_corner)
        self.menu_corner.show()
        # Qt reads [*] in a title as the place of a mark of its own; doubled it stands for itself.
        self.setWindowTitle(f"{visible(project.name).replace('[*]', '[*][*]')} \u2014 Spandesk")

    def name_author(self, name: str) -> None:
        """Take another name for whoever labels here; the writer stores it just before the next gesture."""
        frame = self.frame
        frame.chosen.keep(author_name=name)
        frame.project.author = frame.project.author._replace(name=name)
        self.session.names[frame.project.author.id] = name
        self.menu_corner.tell(_doing(frame.project))

    def _to_text(self) -> None:
        self.view.setFocus()

    def open_sheet(self, name: str, *values: object) -> Any:
        """Lay the sheet in the file `name` of `ui/sheets` over the window, in the place of another, and return it."""
        if self.sheet is not None:
            self.sheet.close_sheet()
        self.sheet = shelf.load("ui/sheets", name).Sheet(self, *values)
        self.sheet.lay()
        return self.sheet

    # ---- the commands
    def rebind(self) -> None:
        """Take the keys that the user chose."""
        from annotator.ui.command import rebound  # after the first paint: it reads every command

        self._commands = rebound(self.frame.chosen.now.keys)
        self._bindings = {}
        self.menus.fill(self._commands)
        self.hints.show_commands(self._commands)
        self.menu_corner.commands.show_key(next(iter(self._commands["program.commands"].keys), ""))
        self.menuBar().setCornerWidget(self.menu_corner)  # which makes the bar ask for its width again
        tell_keys(self, self._commands)

    def run(self, name: str, *values: object, held: bool = False) -> None:
        """Run a command of the window or of the session, if its condition holds."""
        from annotator.ui.command import WindowCommand

        one = self.commands[name]
        if not isinstance(one, WindowCommand):
            self.session.run(name, *values, held=held)
        elif one.when(self.session.state):
            one.function(self, *values)

    def _bound(self) -> Mapping[str, tuple[Binding, ...]]:
        from annotator.editing.command import bindings

        if not self._bindings:
            self._bindings = bindings(self._scheme, self.commands)
        return self._bindings

    def _binding(self, key: str) -> Binding | None:
        from annotator.editing.command import binding

        return binding(self._bound(), key, self.session.state)

    def _binds(self, event: QKeyEvent) -> bool:
        return self._binding(keys.name_of(keys.press(event))) is not None

    def _keyed(self, event: QKeyEvent) -> bool:
        one = keys.press(event)
        key = keys.name_of(one)
        found = self._binding(key)
        typed.see(one, key)
        held = event.isAutoRepeat() or self.repeats.held
        if found is not None and (not held or found.command.repeats):
            if found.command.name == "focus.clear" and isinstance(self.session.state.focus, Caret):
                self.sides.close_page()  # nothing is left to let go of in the text
            self.run(found.command.name, *found.values, held=held)
        elif found is None and self._labels(key):
            self.status.say(tr("Select a word first: click it, or press E."))
        return found is not None

    def _labels(self, key: str) -> bool:
        return any(one.command.name == "label.apply" for one in self._bound().get(key, ()))

    # ---- following the session
    def show_state(self, before: State | None, after: State, edit: Edit | None) -> None:
        """Show a State: in the text at once, around it as soon as the text is painted."""
        if after.scheme is not self._scheme:
            self._scheme, self._bindings = after.scheme, {}
        if before is not None and before.number not in (0, after.number):
            self.banner.clear(PASSING)
        moved = before is not None and bool(before.past) != bool(after.past)
        if moved:
            self._turn_strip(after)
        self.view.show_state(before, after, edit, self.session.unsaved_ids)
        if moved and before is not None and not after.past and before.number == after.number:
            self.view.restore(self._held)
        if self._strip is not None and after.past:
            self._strip.say(after.past)
        self._around.append((before, after, edit))
        self._later.start()

    def show_around(self) -> None:
        """Show around the text what changed in it since."""
        changes, self._around = self._around, []
        for change in changes:
            self.sides.show_state(*change)
        if changes:
            after = changes[-1][1]
            self.hints.show_state(after)
            self.status.show_focus(in_focus(after))
            self.absence.show_state(self.session.present)

    def _turn_strip(self, after: State) -> None:
        """Show the strip above the past, or hide it: no line of the text moves while it comes."""
        if self._strip is None:
            from annotator.ui.past import PastStrip

            self._strip = PastStrip(lambda: self.run("history.leave"))
            self.middle.insertWidget(self.middle.indexOf(self.banner) + 1, self._strip)
        if after.past:
            self._held = self.view.hold()
        self._strip.setVisible(bool(after.past))
        self.middle.activate()  # at once: the text stays where it is on the screen, as under a banner

    def _saving(self, ids: frozenset[str]) -> None:
        state = self.session.state
        if ids:
            self.view.show_state(state, state, None, self.session.unsaved_ids)
        self.safety.saving()
        if not self.session.unsaved:
            self.show_around()  # the list reads again what it knows to be changed: the disk may be faster than a paint
            self.list.saved()

    def tell_empty(self) -> None:
        """Say how articles come in, until the first ones are there."""
        from annotator.ui.empty import Empty

        self.empty = Empty(self.view, self.frame)
        self.empty.buttons[0].setFocus()

    def _counted(self, counts: dict[str, int], place: int) -> None:  # noqa: ARG002 - what the list tells
        if self.empty is not None and counts.get("all"):
            self.empty.end()
            self.empty = None
            self.session.run("article.next.unfinished")
            self.hints.show_welcome()

    def foreign(self, gesture: Gesture) -> None:
        """Take in what another process stored."""
        self.session.foreign(gesture)
        self.list.foreign(gesture)

    def set_theme(self, theme: Theme) -> None:
        """Paint everything in another theme."""
        self.frame.theme = theme
        self.setPalette(theme.palette())
        style = sheet.style(theme)
        if style != self.styleSheet():  # Qt would polish every widget again for the same words
            self.setStyleSheet(style)
        self.view.set_theme(theme)
        self.sides.set_theme(theme)
        self.hints.set_theme(theme)
        self.isolated.show_label()
        if self.sheet is not None:
            self.sheet.set_theme(theme)

    def follow_theme(self) -> None:
        """Paint in the theme that was chosen, else in the desktop's."""
        self.set_theme(Theme.load(themes.chosen(self.frame.chosen.now.theme)))

    def _show_context(self, place: QPoint) -> None:
        from annotator.ui.context import show

        show(self, place)

    def event(self, event: QEvent) -> bool:
        """Keep commands from acting on the text while their keys are typed into a field, used there or not."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            self._pressed_on = self.focusWidget()
            if self._is_typed(event):
                event.accept()
                return True
        return super().event(event)

    def _is_typed(self, event: QKeyEvent) -> bool:
        from annotator.editing.command import all_commands

        # Whatever takes composed text is a field; the reading view, where keys are commands, does not.
        is_field = (self.focusWidget() or self).testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        return is_field and any(
            one.command.name in all_commands() for one in self._bound().get(keys.name_of(keys.press(event)), ())
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the innermost thing with Esc, press a button with Enter: here come the keys that nothing took."""
        held = self.focusWidget()
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.sides.leave()
        elif is_enter and isinstance(held, QAbstractButton) and held is self._pressed_on:
            held.click()  # not where a field took the key and gave the keyboard to the button
        super().keyPressEvent(event)

    # ---- size and end
    def showEvent(self, event: QShowEvent) -> None:
        """Begin to watch the keys of the native window."""
        super().showEvent(event)
        self.windowHandle().installEventFilter(self.repeats)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the sides where the text needs the room."""
        super().resizeEvent(event)
        self.sides.resized(event.oldSize().width(), event.size().width())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close when all is saved, or when the user gives up what could not be; else stay."""
        working = "work" in self.__dict__ and not self.work.may_close()
        if working or not self.safety.may_close():
            event.ignore()
            return
        self.before_closing()
        event.accept()
        self.hide()
        ending.begin(self, self.safety.loses)
        self.closed.emit()

    # ---- what is dropped on it
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders."""
        event.setAccepted(bool(_files_in(event.mimeData())))

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a project that is dropped; add the articles of other files and folders."""
        event.acceptProposedAction()
        self.run("articles.drop", _files_in(event.mimeData()))


def _files_in(dropped: QMimeData) -> list[Path]:
    named = (url.toLocalFile() for url in dropped.urls() if url.isLocalFile())
    return [Path(name) for name in named if name and "\0" not in name]  # such a name no file has


def _doing(project: Project) -> str:
    return tr("read only") if project.read_only else tr("labelling as {name}", name=project.author.name)
