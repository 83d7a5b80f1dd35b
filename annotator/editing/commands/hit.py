"""Commands that act on a place found in some article: they open that article first, where it is another one."""

from __future__ import annotations

from annotator.editing.command import command
from annotator.editing.state import OnSpan, Result, Selection, State
from annotator.model.request import Open, OpenNumber


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


@command("hit.span", "Open a span that is listed")
def open_span(state: State, article: str, span: str, start: int, end: int) -> Result | None:
    """Open an article by its id and focus the span; where it is another author's, or gone, select its range."""
    if state.article.id != article:
        return Result(ask=Open(article), then=(("hit.span", (article, span, start, end)),))
    if state.marks.spans.get(span) is not None:
        return Result(focus=OnSpan(span))
    return Result(focus=Selection(start, end)) if 0 <= start < end <= len(state.text) else None
