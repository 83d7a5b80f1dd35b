"""Commands that open a page at the right in the place of the panels, and lead back to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.editing.command import in_article, in_present, on_span
from annotator.ui.command import window_command

if TYPE_CHECKING:
    from annotator.editing.state import State
    from annotator.ui.desk import Desk

ORDER = 70


@window_command("label.edit", "Edit labels", group="Edit")
def edit_labels(window: Desk, label: str = "") -> None:
    """Add, rename, recolour, reorder and delete labels."""
    window.sides.open_page("scheme").choose(label)


@window_command("article.details", "Details of the article", when=in_article, group="Article")
def details(window: Desk) -> None:
    """Show and change the title, source, date and further details of the article."""
    window.sides.open_page("details").take_keyboard()


def _on_present_span(state: State) -> bool:
    """Hold when a span is in focus that can be written on: in the past none can."""
    return on_span(state) and in_present(state)


@window_command("span.note.write", "Note", "N", _on_present_span, "Span")
def write_note(window: Desk) -> None:
    """Write a note on the focused span: Enter keeps it, Esc leaves it as it was."""
    if window.sides.page is not None:
        window.sides.close_page()
    window.sides.open(window.sides.side, True)
    window.show_around()
    window.sides.panel("focused").write_note()


def _has_page(window: Desk) -> bool:
    return window.sides.page is not None


@window_command("side.back", "Back to the panels", group="View", possible=_has_page)
def back(window: Desk) -> None:
    """Show the panels again in the place of the page, and return to the text."""
    window.sides.close_page()
