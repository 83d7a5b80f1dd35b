"""Commands that tell how the program is used, and those by which it is made one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.ui.command import window_command

if TYPE_CHECKING:
    from annotator.ui.desk import Desk

ORDER = 95


@window_command("help.open", "Help", "F1", group="Help")
def open_help(window: Desk) -> None:
    """Read how to select, label, undo and export, and what every command does; it lies on this computer."""
    window.open_sheet("help")


@window_command("help.keys", "All keys", "?", group="Help")
def keys(window: Desk) -> None:
    """Show every key that does something here, those you chose yourself too."""
    window.open_sheet("cheatsheet")


@window_command("program.settings", "Settings", "Ctrl+,", group="Edit")
def settings(window: Desk) -> None:
    """Choose your name, the theme, the size of the text and the keys."""
    window.open_sheet("settings")
