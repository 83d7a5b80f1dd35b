"""Commands of the clipboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.editing.command import on_range
from annotator.ui.command import window_command

if TYPE_CHECKING:
    from annotator.ui.desk import Desk

ORDER = 15  # in the Edit menu behind undo and redo


@window_command("edit.copy", "Copy", "Ctrl+C", on_range, "Edit")
def copy(window: Desk) -> None:
    """Copy the selection or the words of the focused span as plain text."""
    from PySide6.QtGui import QGuiApplication

    state = window.session.state
    if state.range is not None:
        QGuiApplication.clipboard().setText(state.text[slice(*state.range)])
