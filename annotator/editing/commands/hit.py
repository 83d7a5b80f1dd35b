"""Commands that act on a place found in some article: they open that article first, where it is another one."""

from __future__ import annotations

from annotator.editing.command import command
from annotator.editing.state import Result, State
from annotator.model.request import OpenNumber


def _there(state: State, number: int, *then: tuple[str, tuple[object, ...]]) -> Result:
    return Result(ask=None if number == state.number else OpenNumber(number), then=then)


@command("hit.open", "Open what was found")
def open_hit(state: State, number: int, start: int, end: int) -> Result:
    """Open the article with this number and select the range."""
    return _there(state, number, ("focus.range", (start, end)))


@command("hit.label", "Label what was found")
def label_hit(state: State, number: int, start: int, end: int, label: str) -> Result:
    """Open the article with this number and label the range."""
    return _there(state, number, ("focus.range", (start, end)), ("label.apply", (label,)))
