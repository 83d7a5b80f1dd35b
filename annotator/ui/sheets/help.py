"""The help page: a short text that lies beside the program, and every command with its keys."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit, QVBoxLayout

from annotator import places
from annotator.model.problem import visible
from annotator.model.tongue import tr
from annotator.ui.frame import rule
from annotator.ui.menus import GROUPS
from annotator.ui.raised import INSET, Raised
from annotator.ui.sides import tight

if TYPE_CHECKING:
    from annotator.editing.command import Command
    from annotator.ui.desk import Desk
    from annotator.ui.theme import Theme

KEY = "\0"  # stands before and after a key in a line
NAME = re.compile(r"\{([a-z.]+)\}")


class Line(NamedTuple):
    """A line of the page; `role` is "title", "text", or "command" with what it does and its keys."""

    role: str
    words: str
    does: str = ""
    keys: str = ""


class Sheet(Raised):
    """One column of plain text, which scrolls."""

    WIDTH, HEIGHT, COMMAND = 720, 800, "help.open"

    def __init__(self, window: Desk) -> None:
        super().__init__(window, tr("Help"))
        self.page = self.first = _page()
        self._written = list(page(window.commands, values(window)))
        column = tight(QVBoxLayout(self.panel))
        said = tr("Spandesk {version}. It lies on this computer and needs no network", version=places.version())
        column.addLayout(self.head(tr("Help"), said))
        column.addWidget(rule())
        column.addWidget(self.page, 1)
        self.set_theme(window.frame.theme)

    def set_theme(self, theme: Theme) -> None:
        """Write the page in the colours of a theme."""
        write(self.page, self._written, theme)
        super().set_theme(theme)


def _page() -> QTextEdit:
    page = QTextEdit()
    page.setReadOnly(True)
    page.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    page.setTabChangesFocus(True)
    page.setFrameShape(QFrame.Shape.NoFrame)
    page.setAccessibleName(tr("Help"))
    page.document().setDocumentMargin(INSET)
    return page


# ---- what is said
def values(window: Desk) -> Mapping[str, str]:
    """Return what the text names beside commands: the project, the labels and where things lie."""
    scheme, project = window.session.state.scheme, window.frame.project
    keyed = [label for label in scheme.labels if label.key]
    return {
        "project": visible(str(project.path.absolute())),
        "settings": visible(str(places.config_folder())),
        "cache": visible(str(places.cache_folder())),
        "label": keyed[0].key if keyed else tr("the one you see beside it"),
        "labels": ", ".join(f"{visible(label.name)} {label.key}" for label in keyed) or tr("none has a key"),
    }


def page(commands: Mapping[str, Command], named: Mapping[str, str]) -> Iterator[Line]:
    """Yield the lines of the page: the text with the keys as they are now, then every command."""
    text = places.resource("help", "help.txt").read_text(encoding="utf-8")
    for line in text.split("\n"):
        if line.startswith("# "):
            yield Line("title", tr(line[2:]))
        elif line.strip():
            yield Line("text", NAME.sub(lambda found: _named(found[1], commands, named), tr(line)))
    for group in (*GROUPS, ""):
        held = [one for one in commands.values() if one.group == group and not one.needs_values]
        if held:
            yield Line("title", tr("Commands: {menu}", menu=tr(group) if group else tr("in no menu")))
            yield from _lines(held)


def _lines(held: Iterable[Command]) -> Iterator[Line]:
    for one in held:
        yield Line("command", tr(one.words), tr(one.does), ", ".join(one.keys))


def _named(name: str, commands: Mapping[str, Command], named: Mapping[str, str]) -> str:
    if name in named:
        return named[name]
    one = commands.get(name)
    if one is None:
        return name
    return f"{KEY}{one.keys[0]}{KEY}" if one.keys else f"\u201c{tr(one.words)}\u201d"


# ---- how it is written
def write(page: QTextEdit, lines: Iterable[Line], theme: Theme) -> None:
    """Write the lines into the page as text with formats, and go to its top: nothing in it is read as rich text."""
    page.clear()
    cursor = QTextCursor(page.document())
    for nth, line in enumerate(lines):
        form = QTextBlockFormat()
        form.setTopMargin(0 if nth == 0 else {"title": 20, "text": 6, "command": 8}[line.role])
        form.setLineHeight(130, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        form.setHeadingLevel(1 if line.role == "title" else 0)
        if nth:
            cursor.insertBlock(form)
        cursor.setBlockFormat(form)
        strong = line.role != "text"
        for at, words in enumerate(line.words.split(KEY)):
            size = 14 if line.role == "title" else 11 if at % 2 else 12
            cursor.insertText(words, _form(theme, "text", size, strong or at % 2 == 1, mono=at % 2 == 1))
        if line.keys:
            cursor.insertText(f"   {line.keys}", _form(theme, "muted", 11, mono=True))
        if line.does:
            cursor.insertText(f"\u2028{line.does}", _form(theme, "muted", 12))
    cursor.movePosition(QTextCursor.MoveOperation.Start)
    page.setTextCursor(cursor)


def _form(theme: Theme, token: str, size: int, strong: bool = False, mono: bool = False) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setForeground(theme.colour(token))
    form.setProperty(QTextCharFormat.Property.FontPixelSize, size)
    form.setFontWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    if mono:
        form.setFontFamilies(["DejaVu Sans Mono", "monospace"])
    return form
