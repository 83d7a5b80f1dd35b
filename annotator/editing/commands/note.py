"""The command that writes a note on the focused span."""

from __future__ import annotations

from annotator.editing.command import command, on_span
from annotator.editing.state import Result, State


@command("span.note", "Change the note of a span", when=on_span)
def note(state: State, words: str) -> Result | None:
    """Write a note on the focused span, or take it away."""
    span = state.focused
    wanted = " ".join(words.split())
    if span is None or span.note == wanted:
        return None
    return Result(state.replacing(span, span._replace(note=wanted)))
