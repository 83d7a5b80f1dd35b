"""Commands that show what was done: to the focused span, to the article, in the whole project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotator.editing.command import in_article, in_past, on_span
from annotator.ui.command import window_command

if TYPE_CHECKING:
    from annotator.editing.state import State
    from annotator.ui.desk import Desk

ORDER = 80


def _page(window: Desk) -> Any:
    page = window.sides.open_page("history")
    page.taking_back.undertake = window.work.begin
    return page


@window_command("history.span", "History of the span", "H", on_span, "Span")
def of_span(window: Desk) -> None:
    """List every change of the focused span; picking one shows the article as it was right after it."""
    span = window.session.state.focused
    if span is not None:
        _page(window).show_span(span.id)


@window_command("history.article", "History of the article", when=in_article, group="Article")
def of_article(window: Desk) -> None:
    """List every change of the article; picking one shows the article as it was right after it."""
    _page(window).show_article()


@window_command("history.project", "History of the project", group="File")
def of_project(window: Desk) -> None:
    """List every change in the project; what was added from files can be taken back there."""
    _page(window).show_project()


def _in_whole_past(state: State) -> bool:
    """Hold in the past, unless Esc first ends that one label is looked at alone there."""
    return in_past(state) and not state.filter


@window_command("history.leave", "Back to now", "Esc", _in_whole_past)
def leave(window: Desk) -> None:
    """Leave the past: the article is shown as it is now, where it stood."""
    window.sides.close_page()
