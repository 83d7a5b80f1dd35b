"""Whether a command would do anything in a State: a menu need not offer what does nothing."""

from __future__ import annotations

from annotator.editing.command import Command
from annotator.editing.state import Focus, OnSpan, Result, State
from annotator.model.request import Everywhere, Uses


def changes(result: Result) -> bool:
    """Return whether a result changes marks, which nothing may in the past or in a file that is only read."""
    return bool(result.edit or result.turn) or isinstance(result.ask, Everywhere | Uses)


def acts(one: Command, state: State, seen: tuple[int, int], is_fixed: bool) -> bool:
    """Return whether a command of the session would do more than say a sentence; `is_fixed`: no mark may change.

    Commands are functions of the State, so this is found by asking them. What needs values is taken to act.
    """
    if not one.when(state) or one.needs_values:
        return one.when(state)
    result = one(state, *(seen if one.sees else ()))
    if result is None or (is_fixed and changes(result)):
        return False
    moves = result.focus is not None and not _same(result.focus, state.focus)
    filters = result.filter is not None and result.filter != state.filter
    return changes(result) or moves or filters or result.ask is not None or bool(result.then)


def _same(one: Focus, other: Focus) -> bool:
    """Return whether both are the same focus; where a span was met does not matter."""
    if isinstance(one, OnSpan) and isinstance(other, OnSpan):
        return one.span == other.span
    return one == other
