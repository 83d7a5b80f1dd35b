"""Commands of the program around the project: the menu of the focus, what is found by its words, the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.editing.command import in_article, on_range
from annotator.ui.command import window_command

if TYPE_CHECKING:
    from annotator.ui.desk import Desk

ORDER = 90


@window_command("program.menu", "Menu of the focus", "Shift+F10")
def menu(window: Desk) -> None:
    """Show what can be done with the focus, where it is."""
    window.view.ask_menu()


@window_command("program.commands", "Commands", "Ctrl+K", group="Help")
def commands(window: Desk) -> None:
    """Find any command by its words, a label, an article or words in the text."""
    window.open_sheet("palette")


@window_command("label.name", "Label by name", "L", on_range, "Span")
def label_by_name(window: Desk) -> None:
    """Find a label by its name and give it to the focus."""
    window.open_sheet("palette", "#")


@window_command("article.go", "Go to an article", "Ctrl+G", in_article, "Article")
def go_to_article(window: Desk) -> None:
    """Find an article by its title or number and open it."""
    window.open_sheet("palette", "@")


@window_command("program.quit", "Quit", "Ctrl+Q", group="File")
def quit(window: Desk) -> None:
    """Close the window when everything is saved."""
    window.close()
