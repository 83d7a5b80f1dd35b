"""Commands that make what is selected, or the focused span, a unit longer or shorter."""

from __future__ import annotations

from annotator.editing.command import command, on_range
from annotator.editing.commands.boundary import moved
from annotator.editing.rung import walked_by
from annotator.editing.state import Result, Selection, State
from annotator.model import walk

ORDER = 51  # behind what selects


def _ending(state: State, end: int, rung: int) -> Result | None:
    held = state.range
    if held is None or not held[0] < end or end == held[1]:
        return None
    if isinstance(state.focus, Selection):
        return Result(focus=Selection(held[0], end, state.focus.climbed, rung))
    return moved(state, end=end)


@command("select.more", "Take in the next unit", "Shift+J", on_range, "Edit", repeats=True)
def more(state: State) -> Result | None:
    """Move the end on by a word, name, clause or sentence, whichever is selected; of a claim by a clause."""
    held = state.range
    if held is None:
        return None
    rung = walked_by(state, held)
    return _ending(state, walk.one_more(state.text, held[1], rung), rung)


@command("select.fewer", "Let go of the last unit", "Shift+K", on_range, "Edit", repeats=True)
def fewer(state: State) -> Result | None:
    """Move the end back by a word, name, clause or sentence, as it was moved on; the first one stays."""
    held = state.range
    if held is None:
        return None
    rung = walked_by(state, held)
    return _ending(state, walk.one_fewer(state.text, *held, rung), rung)
