"""Commands that change what is seen of the window: zoom, sides, theme, and which part has the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator import places
from annotator.editing.command import in_article
from annotator.model.tongue import tr
from annotator.ui.command import WindowCommand, window_command

if TYPE_CHECKING:
    from annotator.ui.desk import Desk

ZOOM = 1.1  # from step to step
SYSTEM = "system"


@window_command("view.zoom.in", "Zoom in", "Ctrl++ Ctrl+=", group="View", repeats=True)
def zoom_in(window: Desk) -> None:
    """Show the text larger."""
    window.view.zoom_by(ZOOM)


@window_command("view.zoom.out", "Zoom out", "Ctrl+-", group="View", repeats=True)
def zoom_out(window: Desk) -> None:
    """Show the text smaller."""
    window.view.zoom_by(1 / ZOOM)


@window_command("view.zoom.reset", "Zoom 100 %", "Ctrl+0", group="View")
def zoom_reset(window: Desk) -> None:
    """Show the text in its own size."""
    window.view.zoom = 1.0


@window_command("view.filter", "Filter articles", "Ctrl+L", group="View")
def to_filter(window: Desk) -> None:
    """Give the keyboard to the filter of the article list."""
    window.sides.to_filter()


@window_command("view.text", "Back to the text")
def to_text(window: Desk) -> None:
    """Give the keyboard to the text."""
    window.view.setFocus()


@window_command("view.part.next", "Next part of the window", "F6", group="View")
def next_part(window: Desk) -> None:
    """Give the keyboard to the next of banner, text, side panel and article list."""
    window.sides.walk(1)


@window_command("view.part.previous", "Previous part of the window", "Shift+F6", group="View")
def previous_part(window: Desk) -> None:
    """Give the keyboard to the part before."""
    window.sides.walk(-1)


@window_command("view.list", "Fold or unfold the article list", "Ctrl+B", group="View")
def turn_list(window: Desk) -> None:
    """Fold the article list to its dots, or unfold it."""
    window.sides.turn(window.list)


@window_command("view.side", "Show or hide the side panel", "Ctrl+Shift+B", group="View")
def turn_side(window: Desk) -> None:
    """Hide the side panel, or show it."""
    window.sides.turn(window.side)


@window_command("view.hints", "Show or hide the hints", group="View")
def turn_hints(window: Desk) -> None:
    """Hide the strip of keys under the text, or show it."""
    window.hints.setVisible(window.hints.isHidden())


@window_command("view.spans", "List the spans of the article", when=in_article, group="View")
def list_spans(window: Desk) -> None:
    """List the spans of the article by name at the right; Enter goes to one."""
    page = window.sides.open_page("spans")
    page.to_text = window.view.setFocus
    page.take_keyboard()


@window_command("view.others", "Show or hide other authors\u2019 spans", group="View")
def turn_others(window: Desk) -> None:
    """Show other authors' spans faintly, or only where you have none."""
    shown = not window.view.shows_others
    window.view.shows_others = shown
    window.frame.chosen.keep(others=shown)
    where = "" if len(window.session.state.others.spans) else tr(" There are none in this article.")
    window.status.say((tr("Other authors\u2019 spans are shown faintly.") if shown else
                       tr("Other authors\u2019 spans are shown only where you have none.")) + where)  # fmt: skip


def _theme(name: str, words: str) -> WindowCommand:
    @window_command(f"view.theme.{name}", words, group="View")
    def choose(window: Desk) -> None:
        """Paint everything in this theme, here and at the next start."""
        window.frame.chosen.keep(theme=name)
        window.follow_theme()

    return choose


THEMES = (
    *(_theme(name, f"{name.capitalize()} theme") for name in places.resource_names("themes")),
    _theme(SYSTEM, "The desktop\u2019s theme"),
)
