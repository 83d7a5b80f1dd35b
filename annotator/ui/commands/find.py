"""Commands that find words: in the article that is open, and in all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.ui.command import window_command

if TYPE_CHECKING:
    from annotator.ui.desk import Desk

ORDER = 60


@window_command("find.open", "Find in this article", "Ctrl+F", group="Edit")
def find(window: Desk) -> None:
    """Show the find bar, with the words of the selection if there is one."""
    window.finding.open()


@window_command("find.next", "Find the next one", "F3", group="Edit", repeats=True)
def find_next(window: Desk) -> None:
    """Select the next hit, from the top again after the last."""
    window.finding.go(1)


@window_command("find.previous", "Find the one before", "Shift+F3", group="Edit", repeats=True)
def find_previous(window: Desk) -> None:
    """Select the hit before, from the end again before the first."""
    window.finding.go(-1)


@window_command("search.open", "Search all articles", "Ctrl+Shift+F", group="Edit")
def search(window: Desk) -> None:
    """Show the search page at the right, with the words of the selection if there is one."""
    window.sides.open_page("search").begin()
