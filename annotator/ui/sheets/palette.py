"""The palette: every command by its words; # finds a label, @ an article, / words in the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from annotator.model.finding import Finder
from annotator.model.tongue import tr
from annotator.ui import keys
from annotator.ui.elsewhere import WALKS
from annotator.ui.frame import plain, rule
from annotator.ui.raised import Raised
from annotator.ui.sheets import choices, lines
from annotator.ui.sides import tight

if TYPE_CHECKING:
    from concurrent.futures import Future

    from annotator.project.listing import Row
    from annotator.ui.desk import Desk
    from annotator.ui.hints import Hint
    from annotator.ui.sheets.choices import Choice

TOP, FIELD, FOOT, MOST_LINES = 12, 56, 32, 10  # pixels above the panel, of the field and the foot; lines
TYPED_PAUSE = 150  # milliseconds after the last letter, until articles are looked for
DOES = {"": "run", "#": "label", "@": "open", "/": "select"}  # what Enter does with a line, by the sign before it
REMEMBERED = 8  # commands that were run last and stand first


class Sheet(Raised):
    """A field, the choices that fit what is typed, and how many they are."""

    VEILED, WIDTH, COMMAND = False, 600, "program.commands"

    def __init__(self, window: Desk, typed: str = "") -> None:
        super().__init__(window, tr("Commands"))
        self.field, self.lines = _Field(), lines.Lines(window.frame, tr("Commands that fit"))
        self.count = plain("", "count")
        self._titles: dict[str, str] = {}  # of the articles next to this one, by the command that opens them
        self._finder = Finder(window.session.state.text)
        self._asked = 0  # how often articles were looked for: an older answer is not worth showing
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPED_PAUSE)
        self._pause.timeout.connect(self._look_for_articles)
        self._lay_out()
        self.field.keyed = self._keyed
        self.field.setText(typed)
        self.field.textChanged.connect(self._typed)
        self.lines.taken.connect(self._take)
        self._ask_neighbours()
        self._typed(typed)

    def _lay_out(self) -> None:
        top = QVBoxLayout()
        top.setContentsMargins(TOP, TOP, TOP, TOP)
        top.addWidget(self.field)
        foot = QHBoxLayout()
        foot.setContentsMargins(lines.INSET, 0, lines.INSET, 0)
        foot.addWidget(self.count, 1)
        foot.addWidget(plain(tr("# finds a label, @ an article, / words in the text"), "count"))
        below = QWidget()
        below.setFixedHeight(FOOT)
        below.setLayout(foot)
        column = tight(QVBoxLayout(self.panel))
        column.addLayout(top)
        column.addWidget(rule())
        column.addWidget(self.lines)
        column.addWidget(rule())
        column.addWidget(below)

    def placed(self, room: QRect) -> QRect:
        """Return a place at the top of the window, high enough for its lines."""
        most = max(1, min(MOST_LINES, (room.height() - 2 * TOP - FIELD - FOOT) // lines.HEIGHT - 1))
        many = max(1, min(most, len(self.lines.choices.held)))
        width = min(self.WIDTH, room.width() - 2 * TOP)
        top = self.beneath.menuBar().height() + TOP
        self.lines.setFixedHeight(many * lines.HEIGHT)
        return QRect((room.width() - width) // 2, top, width, self.panel.sizeHint().height())

    def left(self) -> None:
        """Stop looking."""
        self._asked += 1
        self._pause.stop()

    def key_hints(self) -> list[Hint]:
        """Return the keys of the field."""
        return [(WALKS, tr("choose")), (("Enter",), tr(DOES[self.kind])), (("Esc",), tr("close"))]

    # ---- what is offered
    @property
    def kind(self) -> str:
        """Return the sign that says what is looked for: "#", "@", "/" or, for commands, ""."""
        return self.field.text()[:1] if self.field.text()[:1] in ("#", "@", "/") else ""

    @property
    def sought(self) -> str:
        """Return what is typed after the sign."""
        return self.field.text()[len(self.kind) :]

    def _typed(self, text: str) -> None:  # noqa: ARG002 - the field has it
        self._pause.stop()
        self._asked += 1
        kind, window = self.kind, self.beneath
        window.hints.show_instead(self.key_hints())
        if kind == "@":
            self._pause.start()
        elif kind == "#":
            can = window.commands["label.apply"].when(window.session.state)
            why = tr("No label is called so.") if can else tr("Select words or a span first: a label needs them.")
            self._show(choices.labels(window, self.sought) if can else [], 0, why)
        elif kind == "/":
            found = choices.places(window, self.sought, self._finder)
            why = tr("The text does not have these words.") if self.sought.strip() else tr("Type words of the text.")
            self._show(found, 0, why)
        else:
            self._show(self._commands(), 0, tr("No command that can be run now fits."))

    def _commands(self) -> list[Choice]:
        told = choices.telling(self.beneath)
        recent = self.beneath.frame.chosen.now.commands
        return choices.commands(
            self.beneath, self.field.text(), recent, lambda name: self._titles.get(name, "") or told(name)
        )

    def _show(self, found: Sequence[Choice], at: int, why: str) -> None:
        self.lines.show_choices(found, at, why)
        self.count.setText(choices.told(self.beneath, len(found), self.kind))
        self._fit()

    # ---- what the reader's thread tells
    def _ask_neighbours(self) -> None:
        frame = self.beneath.frame
        number, author = frame.session.state.number, frame.session.state.author
        asked = frame.project.read(lambda reader: choices.neighbours(reader, number, author))
        asked.add_done_callback(lambda done: frame.post(lambda: self._know_neighbours(done)))

    def _know_neighbours(self, done: Future[dict[str, str]]) -> None:
        if self.beneath.sheet is self and done.exception() is None:
            self._titles = done.result()
            if not self.kind:
                chosen = self.lines.currentIndex().row()
                self._show(self._commands(), chosen, "")

    def _look_for_articles(self) -> None:
        self._asked += 1
        self._look_on(self._asked, [], 0)

    def _look_on(self, turn: int, found: list[Row], last: int) -> None:
        frame, typed = self.beneath.frame, self.sought
        asked = frame.project.read(lambda reader: choices.sought(reader, typed, frame.session.state.author, last))
        asked.add_done_callback(lambda done: frame.post(lambda: self._looked(done, turn, found)))

    def _looked(self, done: Future[tuple[list[Row], int | None]], turn: int, found: list[Row]) -> None:
        if turn != self._asked or done.exception() is not None:
            return  # something else was typed meanwhile
        rows, last = done.result()
        found = [*found, *rows][: choices.MOST_ARTICLES]
        if last is not None and len(found) < choices.MOST_ARTICLES:
            self._look_on(turn, found, last)
        self._show(choices.articles(self.beneath, self.sought, found), 0, tr("No article has this title or number."))

    # ---- the keyboard
    def _keyed(self, event: QKeyEvent) -> bool:
        """Walk and run with the keys that the field has no better use for; return whether it was one of them."""
        steps = {
            Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -self.lines.in_view,
            Qt.Key.Key_PageDown: self.lines.in_view,
        }  # fmt: skip
        key = Qt.Key(event.key())
        if key in steps:
            self.lines.walk(steps[key], around=abs(steps[key]) == 1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and not event.modifiers():
            self.lines.choose(0 if key == Qt.Key.Key_Home else len(self.lines.choices.held) - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if not event.isAutoRepeat() and held == Qt.KeyboardModifier.NoModifier:
                self._take(self.lines.currentIndex().row())
        elif keys.name_of(keys.press(event)) in self.away:
            self._turn_away(keys.name_of(keys.press(event)))
        else:
            return False
        return True

    def _turn_away(self, key: str) -> None:
        """Close, unless the key that opens the palette is pressed over something typed: then type anew.

        Whoever means to look for something else would otherwise type it into the text, where letters are commands.
        """
        if self.field.text() and key in self.beneath.commands[self.COMMAND].keys:
            self.field.selectAll()
        else:
            self.close_sheet()

    def _take(self, at: int) -> None:
        if not 0 <= at < len(self.lines.choices.held):
            return
        one = self.lines.choices.held[at]
        if one.name:
            kept = [name for name in self.beneath.frame.chosen.now.commands if name != one.name]
            self.beneath.frame.chosen.keep(commands=[one.name, *kept][:REMEMBERED])
        self.close_sheet()
        one.run()


class _Field(QLineEdit):
    def __init__(self) -> None:
        super().__init__()
        self.keyed = _not_taken
        self.setObjectName("sought")
        self.setAccessibleName(tr("What to look for"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give the palette its keys first."""
        if not self.keyed(event):
            super().keyPressEvent(event)


def _not_taken(event: QKeyEvent) -> bool:  # noqa: ARG001 - as every taker of keys
    return False
