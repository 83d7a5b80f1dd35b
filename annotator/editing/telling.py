"""What a gesture did, in a few words: for the menu, for the status bar, and for whoever cannot see the screen."""

from __future__ import annotations

from annotator.editing.command import all_commands
from annotator.editing.state import State
from annotator.model.edit import EMPTY, Edit, Gesture
from annotator.model.mark import Span, Status

LONGEST = 40  # code points of a span's words


def told(gesture: Gesture, state: State) -> str:
    """Return what `gesture` did in the open article, in words: of an undo or redo what that did; "" for nothing."""
    name = gesture.command.removeprefix("undo ").removeprefix("redo ")
    edit = gesture.edits.get(state.article.id, EMPTY)
    if gesture.command.startswith("undo "):
        edit = edit.inverse
    found = _of_span(edit, state) or _of_status(edit)
    if found:
        return found
    done = all_commands().get(name)
    return f"{done.words[:1].lower()}{done.words[1:]}" if done else name


def quoted(state: State, span: Span) -> str:
    """Return the words of a span in quotation marks, cut where they are long."""
    return f"\u201c{in_short(state, span)}\u201d"


def in_short(state: State, span: Span) -> str:
    """Return the words of a span on one line, cut where they are long."""
    words = " ".join(state.text[span.start : min(span.end, span.start + 10 * LONGEST)].split())
    cut = len(words) > LONGEST or span.end - span.start > 10 * LONGEST
    return f"{words[: LONGEST - 1].rstrip()}\u2026" if cut else words


def _of_span(edit: Edit, state: State) -> str:
    changes = [change for key, change in edit.items() if key.sort == "span"]
    if len(changes) != 1 or len(edit) != 1:
        return ""
    before, after = changes[0]
    if not isinstance(before, Span):
        return f"{_label(state, after)} on {quoted(state, after)}" if isinstance(after, Span) else ""
    if not isinstance(after, Span):
        return f"{_label(state, before)} on {quoted(state, before)} deleted"
    if before.label != after.label:
        return f"{_label(state, after)} instead of {_label(state, before)} on {quoted(state, after)}"
    return f"the bounds of {_label(state, after)} on {quoted(state, after)}"


def _of_status(edit: Edit) -> str:
    after = {change[1] for key, change in edit.items() if key.sort == "status"}
    if not edit or any(key.sort != "status" for key in edit):
        return ""
    values = {mark.value if isinstance(mark, Status) else "to do" for mark in after}
    return f"the article {values.pop()}" if len(values) == 1 else ""


def _label(state: State, span: Span) -> str:
    return state.scheme.label(span.label).name
