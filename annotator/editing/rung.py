"""By which unit J and K walk from the focus, and by which a range is made longer."""

from __future__ import annotations

from annotator.editing.state import Selection, State
from annotator.model import walk
from annotator.model.characters import Bounds
from annotator.model.units import CLAUSE


def walked_by(state: State, held: Bounds) -> int:
    """Return the index in RUNGS of the unit that the range in focus is walked from by: the one walked by before.

    From a span of a free layer it is the clause or what is larger, whatever its words are.
    """
    walked = state.focus.rung if isinstance(state.focus, Selection) else None
    rung = walk.rung_of(state.text, *held) if walked is None else walked
    span = state.focused or state.target
    is_claim = span is not None and state.scheme.holds(span.label) and not state.scheme.is_flat(span.label)
    return max(rung, CLAUSE) if is_claim else rung
