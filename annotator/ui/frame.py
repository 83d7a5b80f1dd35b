"""What the parts of the window are given, and what every panel is."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QWidget

from annotator.editing.session import Session
from annotator.editing.state import State
from annotator.model.edit import Edit
from annotator.model.problem import visible
from annotator.model.tongue import tr
from annotator.project.project import Project
from annotator.settings import Chosen
from annotator.ui.suggesting import Suggesting
from annotator.ui.theme import Theme
from annotator.ui.typed import shown

if TYPE_CHECKING:
    from annotator.editing.command import Command

LONGEST_WORD = 40  # characters of a word that are kept together


def _nothing(*_values: object) -> None:
    """Run no command: there is no window yet."""


@dataclass
class Frame:
    """The open project, the session in it, how a function gets back to the window's thread, and what suggests."""

    project: Project
    session: Session
    theme: Theme
    post: Callable[[Callable[[], None]], None]
    chosen: Chosen
    suggesting: Suggesting
    run: Callable[..., None] = _nothing  # a command of the window or of the session, by its name


class Panel(Protocol):
    """A part of the window that follows the State. Its module has TITLE, AREA ("left" or "right") and ORDER.

    A class called Page instead of Panel is made when it is first asked for, and needs a TITLE alone.
    """

    def show_state(self, before: State | None, after: State, edit: Edit | None) -> None:
        """Show `after`; `edit` tells what changed since `before`."""
        ...

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        ...


class Post(QObject):
    """Runs functions on the thread it was made in, whoever calls."""

    _posted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._posted.connect(_run, Qt.ConnectionType.QueuedConnection)

    def __call__(self, function: Callable[[], None]) -> None:
        """Run `function` later, on the thread of the window; not at all when the window is gone."""
        with contextlib.suppress(RuntimeError):  # its own object is deleted with the application
            self._posted.emit(function)


def _run(function: Callable[[], None]) -> None:
    function()


BREAK, JOINT = "\u200b", "\u2060"  # where a word may be broken, and where not: they steer nothing


def in_lines(text: str) -> str:
    """Return a text with its lines as they are, and all else that could steer as codes."""
    if text.isprintable():
        return text
    for ours in (BREAK, JOINT):
        if ours in text:
            return ours.join(map(in_lines, text.split(ours)))
    return "\n".join(map(visible, text.split("\n")))


class Plain(QLabel):
    """A label that shows text as it is: Qt's rich text would open local files; what steers is shown as codes."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show a text, its lines one below the other."""
        super().setText(in_lines(text))


def plain(text: str = "", role: str = "", parent: QWidget | None = None) -> QLabel:
    """Return a label that shows text as it is, as `Plain` does."""
    label = Plain(text, parent)
    if role:
        label.setProperty("role", role)
    return label


def breakable(text: str, longest: int = LONGEST_WORD) -> str:
    """Return text of which words of more than `longest` characters, such as paths, may be broken.

    A line as wide as such a word would widen the window.
    """
    pieces = ([word[at : at + longest] for at in range(0, len(word), longest)] for word in text.split(" "))
    return " ".join(BREAK.join(one) for one in pieces)


def tip(text: str) -> str:
    """Return a tooltip that shows text as it is: Qt takes what looks like rich text for it, so it is made such."""
    return f"<span>{in_lines(text).replace('&', '&amp;').replace('<', '&lt;')}</span>"


def explain(widget: QWidget, text: str) -> None:
    """Give a widget its tooltip, and to screen readers the same words without the tooltip's marks; "" for none."""
    widget.setToolTip(tip(text) if text else "")
    widget.setAccessibleDescription(text)


def tell_keys(window: QWidget, commands: Mapping[str, Command]) -> None:
    """Tell the keys of commands wherever a widget names one by its property "command".

    A button gets the tip of the command that it runs, with its first key; a label is the cap of that key.
    """
    for widget in (*window.findChildren(QAbstractButton), *window.findChildren(QLabel)):
        one = commands.get(widget.property("command") or "")
        if one is not None and isinstance(widget, QLabel):
            widget.setText(shown(one.keys[0]) if one.keys else "")
            widget.setVisible(bool(one.keys))
        elif one is not None:
            explain(widget, f"{tr(one.does)} ({one.keys[0]})" if one.keys else tr(one.does))


def rule(parent: QWidget | None = None) -> QFrame:
    """Return a hairline."""
    line = QFrame(parent)
    line.setProperty("role", "line")
    line.setFixedHeight(1)
    return line
