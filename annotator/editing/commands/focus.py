"""Commands that move the focus: caret, selection and span."""

from __future__ import annotations

from collections.abc import Callable

from annotator.editing.command import command, on_range, with_spans
from annotator.editing.rung import walked_by
from annotator.editing.state import Caret, Focus, OnSpan, OnSuggestion, Result, Selection, State
from annotator.model import characters, sentences, units, walk, words
from annotator.model.mark import Span
from annotator.model.spans import rank
from annotator.model.tongue import tr


def _selected(bounds: tuple[int, int], rung: int | None = None) -> Result | None:
    return Result(focus=Selection(*bounds, rung=rung)) if bounds[0] < bounds[1] else None


# ---- what the mouse says
@command("focus.caret", "Put the caret")
def caret(state: State, at: int) -> Result:
    """Put the caret at a place, never inside a drawn character."""
    return Result(focus=Caret(characters.whole(state.text, at, at)[0]))


@command("focus.word", "Select the word, then what is larger")
def word(state: State, at: int) -> Result | None:
    """Select the word at a place; where it is selected already, what is larger."""
    found = words.word_at(state.text, at)
    held = state.range if isinstance(state.focus, Selection) else None
    if held is not None and held[0] <= found[0] and held[1] >= found[1]:
        return Result(focus=Selection(*units.larger(state.text, *held, at), at))
    return _selected(found)


@command("focus.range", "Select a range")
def select(state: State, anchor: int, at: int) -> Result:
    """Select from one place to another; an empty range is a caret."""
    low, high = characters.whole(state.text, min(anchor, at), max(anchor, at))
    focus: Focus = Selection(low, high) if anchor <= at else Selection(high, low)
    return Result(focus=Caret(low) if low == high else focus)


@command("focus.span", "Focus a span")
def span(state: State, id: str, at: int | None = None) -> Result | None:
    """Focus the span or the suggestion with this id, met at a place."""
    if state.marks.spans.get(id) is not None:
        return Result(focus=OnSpan(id, at))
    return Result(focus=OnSuggestion(id)) if state.suggestions.get(id) is not None else None


def _is_quiet(state: State) -> bool:
    """Hold when Esc has nothing else to end: no reading of the project, no label that is looked at alone, no past."""
    return not state.gathering and not state.filter and not state.past


@command("focus.clear", "Let go of the selection", "Esc", _is_quiet)
def clear(state: State) -> Result:
    """Let go of the selection or span; the caret stays where it was."""
    return Result(focus=Caret(state.place))


# ---- from span to span
@command("span.next", "Focus the next span", ".", with_spans, "Span", repeats=True)
def next_span(state: State) -> Result | None:
    """Focus the span that begins after the focus; after the last one, say so and stay."""
    here = state.focused
    place = rank(here) if here else (state.place, -len(state.text) - 1, "")
    return _focused(state.marks.spans.after(place), tr("That was the last span."))


@command("span.previous", "Focus the previous span", ",", with_spans, "Span", repeats=True)
def previous_span(state: State) -> Result | None:
    """Focus the span that begins before the focus; before the first one, say so and stay."""
    here = state.focused
    place = rank(here) if here else (state.place, -len(state.text) - 1, "")
    return _focused(state.marks.spans.before(place), tr("That was the first span."))


def _focused(found: Span | None, otherwise: str) -> Result:
    return Result(said=otherwise) if found is None else Result(focus=OnSpan(found.id))


@command("span.outward", "Focus the next larger span here", "Space", with_spans, "Span")
def outward(state: State) -> Result | None:
    """Focus the next larger span at this place, after the largest the smallest."""
    return _turned(state, 1)


@command("span.inward", "Focus the next smaller span here", "Shift+Space", with_spans, "Span")
def inward(state: State) -> Result | None:
    """Focus the next smaller span at this place, after the smallest the largest."""
    return _turned(state, -1)


def _turned(state: State, step: int) -> Result:
    here = state.focused
    if here is None:
        held = state.range
        place = held[0] if held else state.place
        found = state.spans_at(place)
        if not found:
            return Result(said=tr("No span is here."))
        return Result(focus=OnSpan(found[0 if step > 0 else -1].id, place))
    place = _place(state, here)
    ring = [one.id for one in state.spans_at(place)]
    return Result(focus=OnSpan(ring[(ring.index(here.id) + step) % len(ring)], place))


def _place(state: State, here: Span) -> int:
    """Return the place of which `here` is one of the spans: where it was met, else where it first meets another."""
    met = state.focus.at if isinstance(state.focus, OnSpan) else None
    if met is not None and here.start <= met < here.end:
        return met
    others = (one for one in state.marks.spans.touching(here.start, here.end) if one.id != here.id)
    return min((max(one.start, here.start) for one in others), default=here.start)


# ---- units of text
@command("select.climb", "Select what is larger: word, name, clause, sentence, paragraph", "E", group="Edit")
def climb(state: State) -> Result | None:
    """Select the word here, then each larger unit around it."""
    held = state.range
    if held is None:
        here = words.word_at(state.text, state.place)
        return _selected(here, units.WORD) if state.text[slice(*here)].strip() else Result(said=tr("No word is here."))
    began = _began(state, held)
    found = units.larger(state.text, *held, began)
    is_new = found != held or not isinstance(state.focus, Selection)
    return Result(focus=Selection(*found, began)) if is_new else None


@command("select.climb.back", "Select what is smaller", "Shift+E", on_range, "Edit")
def climb_back(state: State) -> Result | None:
    """Select less again: step by step back to the word at which selecting began."""
    held = state.range
    if held is None:
        return None
    climbed = _climbed(state, held)
    found = units.smaller(state.text, *held, climbed)
    began = found[0] if climbed is None else climbed
    return None if found == held else Result(focus=Selection(*found, began))


def _began(state: State, held: tuple[int, int]) -> int:
    climbed = _climbed(state, held)
    return held[0] if climbed is None else climbed


def _climbed(state: State, held: tuple[int, int]) -> int | None:
    """Return where the climb to the range began, None where it was not climbed to."""
    climbed = state.focus.climbed if isinstance(state.focus, Selection) else None
    return climbed if climbed is not None and held[0] <= climbed < held[1] else None


@command("select.next", "Select the next unit", "J", group="Edit", repeats=True)
def next_unit(state: State) -> Result | None:
    """Select the next word, name, clause, sentence or paragraph, whichever is selected now."""
    return _walked(state, walk.next_unit)


@command("select.previous", "Select the previous unit", "K", group="Edit", repeats=True)
def previous_unit(state: State) -> Result | None:
    """Select the previous word, name, clause, sentence or paragraph, whichever is selected now."""
    return _walked(state, walk.previous_unit)


def _walked(state: State, step: Callable[[str, int, int, int], tuple[int, int]]) -> Result | None:
    """Walk by the unit that was walked by before, also where a smaller one has the same bounds."""
    held = state.range
    if held is None:
        return _selected(words.word_at(state.text, state.place), units.WORD)
    rung = walked_by(state, held)
    return _selected(step(state.text, *held, rung), rung)


@command("select.sentence", "Select the sentence", "S", group="Edit")
def sentence(state: State) -> Result | None:
    """Select the sentence at the focus."""
    held = state.range
    return _selected(sentences.sentence_at(state.text, held[0] if held else state.place), units.SENTENCE)


@command("select.all", "Select the whole article", "Ctrl+A", group="Edit")
def everything(state: State) -> Result | None:
    """Select the whole article."""
    return _selected((0, len(state.text)))


# ---- the caret, as in any text
def _extended(state: State, at: int) -> Result:
    focus, held = state.focus, state.range
    anchor = focus.anchor if isinstance(focus, Selection) else held[0] if held else state.place
    return Result(focus=Caret(at) if anchor == at else Selection(anchor, at))


def _moving(state: State) -> int:
    """Return the place that a selection is extended from: its moving end, or the end of the focused span."""
    span = state.focused
    return state.place if span is None else span.end


@command("caret.left", "Move the caret left", "Left", repeats=True)
def left(state: State) -> Result:
    """Move the caret one drawn character back; from a selection to its start."""
    held = state.range
    return Result(focus=Caret(held[0] if held else characters.previous_character(state.text, state.place)))


@command("caret.right", "Move the caret right", "Right", repeats=True)
def right(state: State) -> Result:
    """Move the caret one drawn character on; from a selection to its end."""
    held = state.range
    return Result(focus=Caret(held[1] if held else characters.next_character(state.text, state.place)))


@command("caret.left.extend", "Extend the selection left", "Shift+Left", repeats=True)
def left_extend(state: State) -> Result:
    """Move the end of the selection that moves one drawn character back."""
    return _extended(state, characters.previous_character(state.text, _moving(state)))


@command("caret.right.extend", "Extend the selection right", "Shift+Right", repeats=True)
def right_extend(state: State) -> Result:
    """Move the end of the selection that moves one drawn character on."""
    return _extended(state, characters.next_character(state.text, _moving(state)))


@command("caret.word.left", "Move the caret one word left", "Ctrl+Left", repeats=True)
def word_left(state: State) -> Result:
    """Move the caret to the start of the word before."""
    return Result(focus=Caret(words.previous_word_start(state.text, state.place)))


@command("caret.word.right", "Move the caret one word right", "Ctrl+Right", repeats=True)
def word_right(state: State) -> Result:
    """Move the caret to the start of the next word."""
    return Result(focus=Caret(words.next_word_start(state.text, _moving(state))))


@command("caret.word.left.extend", "Extend the selection one word left", "Ctrl+Shift+Left", repeats=True)
def word_left_extend(state: State) -> Result:
    """Move the end of the selection that moves to the start of the word before."""
    return _extended(state, words.previous_word_start(state.text, _moving(state)))


@command("caret.word.right.extend", "Extend the selection one word right", "Ctrl+Shift+Right", repeats=True)
def word_right_extend(state: State) -> Result:
    """Move the end of the selection that moves to the end of the next word."""
    return _extended(state, words.next_word_end(state.text, _moving(state)))


@command("caret.start", "Go to the start of the article", "Ctrl+Home")
def start(state: State) -> Result:
    """Put the caret at the start of the article."""
    return Result(focus=Caret(0))


@command("caret.end", "Go to the end of the article", "Ctrl+End")
def end(state: State) -> Result:
    """Put the caret at the end of the article."""
    return Result(focus=Caret(len(state.text)))
