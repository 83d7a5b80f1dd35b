"""Which ranges of an article must be painted anew between two states of it."""

from __future__ import annotations

from annotator.editing.state import Caret, OnSpan, Selection, State
from annotator.model.edit import Edit
from annotator.model.mark import Detail, Span

Range = tuple[int, int]  # code points
MANY = 400  # spans of one gesture above which everything seen is placed anew


def touched(before: State, after: State, edit: Edit | None, unsaved: frozenset[str]) -> list[Range] | None:
    """Return the ranges to paint anew, or None for all; `unsaved` are the ids that became or ceased to be so."""
    if _differ_everywhere(before, after, edit) or len(unsaved) > MANY:
        return None
    found = list(spans_of(edit))
    for state in (before, after):
        found += _of_focus(state)
        found += [(span.start, span.end) for one in unsaved if (span := state.marks.spans.get(one)) is not None]
    return found


def of_drag(before: State, after: State) -> list[Range]:
    """Return the ranges to paint anew between two steps of a drag, which moves the focus or the focused span."""
    return [*_of_focus(before), *_of_focus(after)]


def _differ_everywhere(before: State, after: State, edit: Edit | None) -> bool:
    if edit is None:
        unexplained = before.marks is not after.marks
    else:
        unexplained = len(edit) > MANY or any(isinstance(mark, Detail) for change in edit.values() for mark in change)
    return (
        unexplained
        or before.scheme is not after.scheme
        or before.filter != after.filter
        or before.suggestions != after.suggestions
        or before.others is not after.others
    )


def spans_of(edit: Edit | None) -> list[Range]:
    """Return the ranges of the spans that an Edit takes or brings."""
    changes = edit.values() if edit is not None else ()
    return [(mark.start, mark.end) for change in changes for mark in change if isinstance(mark, Span)]


def moved_to(before: State, after: State) -> int | None:
    """Return the place that must be in sight because the focus moved there, or None if it covers what it did."""
    now = _of_focus(after)
    if not now or now == _of_focus(before):
        return None
    (start, end), was = now[0], _of_focus(before)
    if isinstance(after.focus, Caret | Selection):
        return after.focus.at if after.focus.at == start else max(start, end - 1)
    if was and was[0][0] == start and was[0][1] != end:
        return max(start, end - 1)
    return start


def _of_focus(state: State) -> list[Range]:
    focus = state.focus
    if isinstance(focus, Caret):
        return [(focus.at, focus.at)]
    if isinstance(focus, Selection):
        return [(focus.start, focus.end)]
    if isinstance(focus, OnSpan):
        span = state.focused
        return [(span.start, span.end)] if span is not None else []
    return [(one.start, one.end) for one in state.suggestions if one.id == focus.suggestion]
