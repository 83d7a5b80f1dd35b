"""Commands that move the boundaries of the focused span; no other span's bounds ever move."""

from __future__ import annotations

from annotator.editing.command import command, on_bounds, on_range, on_span
from annotator.editing.state import Result, Selection, State
from annotator.model import characters, words
from annotator.model.tongue import tr

ORDER = 30


def moved(state: State, start: int | None = None, end: int | None = None) -> Result | None:
    """Return what gives the focused span other bounds, or accepts the suggestion in focus with them."""
    span = state.focused or state.target
    if span is None:
        return None
    low = span.start if start is None else start
    high = span.end if end is None else end
    if not 0 <= low < high <= len(state.text) or (low, high) == (span.start, span.end):
        return None
    if state.focused is None:  # a suggestion is accepted as it is moved, in one gesture
        edit, focus = state.accepted(span._replace(start=low, end=high))
        return Result(edit, focus)
    return Result(state.replacing(span, span._replace(start=low, end=high)))


def _bounds(state: State) -> tuple[int, int]:
    return state.range or (0, 0)


@command("span.end.right", "Move the end one word right", "] Alt+Right", on_bounds, "Span", repeats=True)
def end_right(state: State) -> Result | None:
    """Move the end of the focused span to the end of the next word."""
    return moved(state, end=words.next_word_end(state.text, _bounds(state)[1]))


@command("span.end.left", "Move the end one word left", "[ Alt+Left", on_bounds, "Span", repeats=True)
def end_left(state: State) -> Result | None:
    """Move the end of the focused span to the end of the word before; it keeps its first word."""
    start, end = _bounds(state)
    return moved(state, end=max(words.previous_word_end(state.text, end), words.next_word_end(state.text, start)))


@command("span.start.left", "Move the start one word left", "{ Alt+Shift+Left", on_bounds, "Span", repeats=True)
def start_left(state: State) -> Result | None:
    """Move the start of the focused span to the start of the word before."""
    return moved(state, start=words.previous_word_start(state.text, _bounds(state)[0]))


@command("span.start.right", "Move the start one word right", "} Alt+Shift+Right", on_bounds, "Span", repeats=True)
def start_right(state: State) -> Result | None:
    """Move the start of the focused span to the start of the next word; it keeps its last word."""
    start, end = _bounds(state)
    last = words.previous_word_start(state.text, end)
    return moved(state, start=min(words.next_word_start(state.text, start), max(last, start)))


@command("span.end.character.right", "Move the end one character right", "Ctrl+Alt+]", on_bounds, "Span", repeats=True)
def end_character_right(state: State) -> Result | None:
    """Move the end of the focused span by one drawn character."""
    return moved(state, end=characters.next_character(state.text, _bounds(state)[1]))


@command("span.end.character.left", "Move the end one character left", "Ctrl+Alt+[", on_bounds, "Span", repeats=True)
def end_character_left(state: State) -> Result | None:
    """Move the end of the focused span by one drawn character; one character stays."""
    return moved(state, end=characters.previous_character(state.text, _bounds(state)[1]))


@command(
    "span.start.character.left", "Move the start one character left", "Ctrl+Alt+{", on_bounds, "Span", repeats=True
)
def start_character_left(state: State) -> Result | None:
    """Move the start of the focused span by one drawn character."""
    return moved(state, start=characters.previous_character(state.text, _bounds(state)[0]))


@command(
    "span.start.character.right", "Move the start one character right", "Ctrl+Alt+}", on_bounds, "Span", repeats=True
)
def start_character_right(state: State) -> Result | None:
    """Move the start of the focused span by one drawn character; one character stays."""
    return moved(state, start=characters.next_character(state.text, _bounds(state)[0]))


@command("span.align", "Move the bounds to whole tokens", "B", on_range, "Span")
def align(state: State) -> Result | None:
    """Move the bounds of the span or selection to the nearest whole tokens, as spaCy splits the text."""
    if state.tokens is None:
        return Result(said=state.tokenless or tr("It is not known yet how spaCy splits the text."))
    held, found = state.range, state.tokens.nearest(*_bounds(state))
    if found is None:
        return Result(said=tr("Only white space is selected: nothing is learnt from it."))
    if found == held:
        return Result(said=tr("It is of whole tokens already."))
    return Result(focus=Selection(*found)) if isinstance(state.focus, Selection) else moved(state, *found)


@command("span.bounds", "Move a boundary by its handle", when=on_span)
def bounds(state: State, start: int, end: int) -> Result | None:
    """Give the focused span the bounds to which a handle was dragged."""
    start, end = characters.whole(state.text, min(start, end), max(start, end))
    return moved(state, start, end)
