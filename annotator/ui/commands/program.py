"""Commands of the program around the project: the clipboard, the menu of the focus, the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from annotator.editing.command import on_range
from annotator.ui.command import window_command

if TYPE_CHECKING:
    from annotator.ui.window import Window

ORDER = 90


@window_command("edit.copy", "Copy", "Ctrl+C", on_range, "Edit")
def copy(window: Window) -> None:
    """Copy the selection or the words of the focused span as plain text."""
    state = window.session.state
    if state.range is not None:
        QGuiApplication.clipboard().setText(state.text[slice(*state.range)])


@window_command("program.menu", "Menu of the focus", "Shift+F10")
def menu(window: Window) -> None:
    """Show what can be done with the focus, where it is."""
    window.view.ask_menu()


@window_command("program.quit", "Quit", "Ctrl+Q", group="File")
def quit(window: Window) -> None:
    """Close the window when everything is saved."""
    window.close()
