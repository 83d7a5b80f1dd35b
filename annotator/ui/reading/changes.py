"""Which ranges of an article must be placed or painted anew between two states of it."""

from __future__ import annotations

from typing import NamedTuple

from annotator.editing.state import Caret, OnSpan, Selection, State
from annotator.model.edit import Edit
from annotator.model.mark import Detail, Span

Range = tuple[int, int]  # code points
MANY = 400  # spans of one gesture above which everything seen is placed anew


class Touched(NamedTuple):
    """What a change touches: marks are placed anew in some ranges, only carets and selections painted in others."""

    placed: list[Range]
    painted: list[Range]


def touched(before: State, after: State, edit: Edit | None, unsaved: frozenset[str]) -> Touched | None:
    """Return what to paint anew, or None for all; `unsaved` are the ids that became or ceased to be so."""
    if _differ_everywhere(before, after, edit) or len(unsaved) > MANY:
        return None
    found = of_drag(before, after)
    found.placed.extend(spans_of(edit))
    found.placed.extend((span.start, span.end) for span in offered(before, after))
    for state in (before, after):
        found.placed.extend(
            (span.start, span.end) for one in unsaved if (span := state.marks.spans.get(one)) is not None
        )
    return found


def of_drag(before: State, after: State) -> Touched:
    """Return what to paint anew between two steps of a drag, which moves the focus or the focused span."""
    found = Touched([], [])
    if (before.focus, before.focused, before.target) != (after.focus, after.focused, after.target):
        for state in (before, after):
            is_mark = not isinstance(state.focus, Caret | Selection)
            (found.placed if is_mark else found.painted).extend(_of_focus(state))
            if isinstance(state.focus, Selection):  # whose caret may stand on the line after it
                found.painted.append((state.focus.at, state.focus.at))
    return found


def _differ_everywhere(before: State, after: State, edit: Edit | None) -> bool:
    if edit is None:
        unexplained = before.marks is not after.marks
    else:
        unexplained = len(edit) > MANY or any(isinstance(mark, Detail) for change in edit.values() for mark in change)
    return (
        unexplained
        or before.scheme is not after.scheme
        or before.filter != after.filter
        or abs(len(after.suggestions) - len(before.suggestions)) > MANY
        or before.others is not after.others
    )


def offered(before: State, after: State) -> set[Span]:
    """Return the suggestions that came or went between two states of an article."""
    if before.suggestions is after.suggestions:
        return set()
    gone, come = before.suggestions.differing(after.suggestions)
    return gone | come


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


def to_see_whole(before: State, after: State, edit: Edit | None) -> Range | None:
    """Return the range that the focus came to; none where it was edited, or one end of it stayed."""
    was, now = before.range, after.range
    if edit or now is None or (was is not None and (was[0] == now[0] or was[1] == now[1])):
        return None
    return now


def _of_focus(state: State) -> list[Range]:
    focus = state.focus
    if isinstance(focus, Caret):
        return [(focus.at, focus.at)]
    if isinstance(focus, Selection):
        return [(focus.start, focus.end)]
    if isinstance(focus, OnSpan):
        span = state.focused
        return [(span.start, span.end)] if span is not None else []
    return [state.range] if state.range is not None else []
