"""Commands that choose what the article list shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.editing.command import on_span
from annotator.ui.command import WindowCommand, window_command

if TYPE_CHECKING:
    from annotator.ui.desk import Desk

ORDER = 60


@window_command("label.articles.focused", "List the articles with this label", when=on_span, group="Span")
def with_focused(window: Desk) -> None:
    """List the articles in which you have spans of the focused span's label."""
    span = window.session.state.focused
    if span is not None:
        window.run("label.articles", span.label)


@window_command("label.articles", "List the articles with a label")
def with_label(window: Desk, label: str) -> None:
    """List the articles in which you have spans of a label."""
    scheme = window.session.state.scheme
    if scheme.holds(label):
        window.sides.open(window.list, True)
        window.list.list_label(scheme.label(label))


def _status(status: str, words: str) -> WindowCommand:
    @window_command(f"list.{status or 'all'}", words, group="View")
    def choose(window: Desk) -> None:
        """List the articles of this status alone, or all."""
        window.sides.open(window.list, True)
        window.list.tabs.choose(status)

    return choose


STATUSES = tuple(
    _status(status, words)
    for status, words in (
        ("", "List all articles"), ("todo", "List what is to do"), ("done", "List what is done"),
        ("flagged", "List what is flagged"), ("skipped", "List what is skipped"),
    )
)  # fmt: skip
