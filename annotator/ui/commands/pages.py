"""Commands that open a page at the right in the place of the panels, and lead back to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.editing.command import in_article, on_span
from annotator.ui.command import window_command

if TYPE_CHECKING:
    from annotator.ui.window import Window

ORDER = 70


@window_command("label.edit", "Edit labels", group="Edit")
def edit_labels(window: Window, label: str = "") -> None:
    """Add, rename, recolour, reorder and delete labels."""
    window.sides.open_page("scheme").choose(label)


@window_command("article.details", "Details of the article", when=in_article, group="Article")
def details(window: Window) -> None:
    """Show and change the title, source, date and further details of the article."""
    window.sides.open_page("details").take_keyboard()


@window_command("span.note.write", "Note", "N", on_span, "Span")
def write_note(window: Window) -> None:
    """Write a note on the focused span: Enter keeps it, Esc leaves it as it was."""
    if window.sides.page is not None:
        window.sides.close_page()
    window.sides.open(window.sides.side, True)
    window.show_around()
    window.sides.panel("focused").write_note()


@window_command("side.back", "Back to the panels", group="View")
def back(window: Window) -> None:
    """Show the panels again in the place of the page, and return to the text."""
    window.sides.close_page()
