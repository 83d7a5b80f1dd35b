"""The settings: your name, how the window looks, and the keys. Each takes effect at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.model.tongue import tr
from annotator.ui import theme as themes
from annotator.ui.frame import plain, rule
from annotator.ui.raised import INSET, Raised
from annotator.ui.sheets.key_table import KeyTable
from annotator.ui.sides import tight
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.ui.desk import Desk

PAGES = ("general", "keys")
LONGEST_NAME = 80  # characters
SYSTEM = "system"


class Sheet(Raised):
    """Two pages: what is general, and the keys."""

    WIDTH, HEIGHT, COMMAND = 640, 620, "program.settings"

    def __init__(self, window: Desk, name: str = PAGES[0]) -> None:
        super().__init__(window, tr("Settings"))
        self.general, self.keys = General(window), KeyTable(window)
        self.pages = QStackedWidget()
        for page in (self.general, self.keys):
            self.pages.addWidget(page)
        self.tabs = QButtonGroup(self)
        tabs = [_one_of(self.tabs, words, at) for at, words in enumerate((tr("General"), tr("Keys")))]
        inside = QVBoxLayout()
        inside.setContentsMargins(INSET, 16, INSET, 20)
        inside.addWidget(self.pages)
        column = tight(QVBoxLayout(self.panel))
        column.addLayout(self.head(tr("Settings"), tr("Saved at once, for you on this computer"), *tabs))
        column.addWidget(rule())
        column.addLayout(inside, 1)
        self.tabs.idToggled.connect(self._turn)
        for tab in tabs:
            tab.taken.connect(self._enter)
        self.tabs.button(PAGES.index(name)).setChecked(True)
        self.first = self.general.name if name == PAGES[0] else self.keys.field

    def _turn(self, at: int, chosen: bool) -> None:
        if chosen:
            self.pages.setCurrentIndex(at)

    def _enter(self) -> None:
        """Give the keyboard to what is typed into first: whoever took the page by the mouse wants to use it."""
        first = self.general.name if self.pages.currentWidget() is self.general else self.keys.field
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another theme, and say which one was chosen."""
        self.general.show_chosen()
        super().set_theme(theme)

    def left(self) -> None:
        """Keep a name that was typed and not confirmed."""
        self.general.keep_name()


class _Tab(QPushButton):
    """One of some buttons of which one is chosen."""

    taken = Signal()  # by the mouse: the keys that walk through them stay with them

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell that it was clicked."""
        super().mouseReleaseEvent(event)
        left = event.button() == Qt.MouseButton.LeftButton
        if left and self.isChecked() and self.rect().contains(event.position().toPoint()):
            self.taken.emit()


def _one_of(group: QButtonGroup, words: str, at: int) -> _Tab:
    button = _Tab(words)
    button.setCheckable(True)
    button.setAutoExclusive(True)
    button.setAutoDefault(False)
    button.setProperty("role", "tab")
    button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    button.toggled.connect(_leading_to(button))
    group.addButton(button, at)
    return button


def _leading_to(button: QPushButton) -> Callable[[bool], None]:
    """Return what lets Tab lead to the chosen one alone; Qt sees to it only once one of them has had the keyboard."""

    def lead(is_chosen: bool) -> None:
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_chosen else Qt.FocusPolicy.ClickFocus)

    return lead


class General(QWidget):
    """Name, theme, size of the text, hints."""

    def __init__(self, window: Desk) -> None:
        super().__init__()
        self._window = window
        self.name = QLineEdit(window.frame.project.author.name)
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setAccessibleName(tr("Your name"))
        self.name.editingFinished.connect(self.keep_name)
        self.themes = QButtonGroup(self)
        self.zoom = plain("", "muted")
        self.zoom.setFixedWidth(48)
        self.zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hints = QButtonGroup(self)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(20)
        form.setVerticalSpacing(6)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(plain(tr("Your name")), self.name)
        form.addRow("", _remark(tr("Whoever reads this project sees it beside your spans, from your next change on.")))
        form.addRow(plain(tr("Theme")), self._theme_row())
        form.addRow("", _remark(tr("The desktop\u2019s theme follows the desktop by day and by night.")))
        form.addRow(plain(tr("Size of the text")), self._zoom_row())
        form.addRow("", _remark(tr("Menus and lists keep the size that the desktop gives them.")))
        form.addRow(plain(tr("Hints")), self._hints_row())
        form.addRow("", _remark(tr("The keys that work now, in a strip under the text.")))
        self.show_chosen()

    def _theme_row(self) -> QHBoxLayout:
        row = tight(QHBoxLayout())
        self._names = [SYSTEM, *themes.names()]
        for at, name in enumerate(self._names):
            words = tr("The desktop\u2019s") if name == SYSTEM else tr(name.capitalize())
            button = _one_of(self.themes, words, at)
            button.clicked.connect(_running(self._window, f"view.theme.{name}"))
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _zoom_row(self) -> QHBoxLayout:
        row = tight(QHBoxLayout())
        row.setSpacing(6)
        for words, name in (
            ("\u2212", "view.zoom.out"),
            ("", ""),
            ("+", "view.zoom.in"),
            (tr("Normal"), "view.zoom.reset"),
        ):
            if not name:
                row.addWidget(self.zoom)
                continue
            button = QPushButton(words)
            button.setAutoDefault(False)
            button.setAccessibleName(tr(self._window.commands[name].words))
            button.setProperty("command", name)
            button.clicked.connect(_running(self._window, name))
            button.clicked.connect(lambda _checked=False: self.show_chosen())
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _hints_row(self) -> QHBoxLayout:
        row = tight(QHBoxLayout())
        for at, words in enumerate((tr("Shown"), tr("Hidden"))):
            button = _one_of(self.hints, words, at)
            button.clicked.connect(self._turn_hints)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def show_chosen(self) -> None:
        """Show what is chosen now."""
        now = self._window.frame.chosen.now.theme
        self.themes.button(self._names.index(now) if now in self._names else 0).setChecked(True)
        self.zoom.setText(f"{round(self._window.view.zoom * 100)} %")
        self.hints.button(1 if self._window.hints.isHidden() else 0).setChecked(True)

    def keep_name(self) -> None:
        """Take the name that is typed; an empty one is none."""
        name = " ".join("".join(one if one.isprintable() else " " for one in self.name.text()).split())
        if name and name != self._window.frame.project.author.name:
            self._window.name_author(name)
        self.name.setText(self._window.frame.project.author.name)

    def _turn_hints(self) -> None:
        if (self.hints.checkedId() == 0) == self._window.hints.isHidden():
            self._window.run("view.hints")


def _running(window: Desk, name: str) -> Callable[[], None]:
    return lambda: window.run(name)


def _remark(words: str) -> QWidget:
    said = plain(words, "count")
    said.setWordWrap(True)
    said.setContentsMargins(0, 0, 0, 12)
    return said
