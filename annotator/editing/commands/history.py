"""Commands that take back, over articles and restarts."""

from __future__ import annotations

from annotator.editing.command import command
from annotator.editing.state import Result, State


@command("edit.undo", "Undo", "Ctrl+Z", group="Edit", repeats=True)
def undo(state: State) -> Result:
    """Take back the author's newest gesture; another article is opened first and named."""
    return Result(turn="undo")


@command("edit.redo", "Redo", "Ctrl+Shift+Z Ctrl+Y", group="Edit", repeats=True)
def redo(state: State) -> Result:
    """Take back the author's newest undo, if only undos and redos came after it."""
    return Result(turn="redo")
