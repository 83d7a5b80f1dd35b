"""Commands that label every occurrence of some words, in the article and in the project."""

from __future__ import annotations

from itertools import islice

from annotator.editing.command import command, label_of, on_range, on_span
from annotator.editing.commands.label import apply
from annotator.editing.gathering import request, told
from annotator.editing.state import OnSpan, Result, State
from annotator.model.edit import EMPTY
from annotator.model.mark import Span
from annotator.model.occurrences import places_for

ORDER = 25


@command("label.everywhere", "Label it here and everywhere in the article", when=on_range)
def everywhere(state: State, label: str) -> Result | None:
    """Label the range as the label's key does, and every other occurrence of its words in the article."""
    made = _labelled_here(state, label)
    if made is None or made.edit is None or state.range is None:
        return made
    asked = request(state, label, *state.range)
    after = state.after({state.article.id: made.edit})[0]
    places = places_for(state.text, asked.words, label, asked.layer, after.marks, state.author)
    free = zip(places.free, islice(state.minted(), 1, None), strict=False)
    spans = [Span(id, *place, label, state.author, origin="repeat") for place, id in free]
    edit = made.edit.and_then(state.adding(*spans))
    here = 1 if made.edit else 0  # of the places that have the label now, the one that got it from this key
    said = told(state, label, len(spans) + here, places._replace(already=places.already - here))
    return Result(edit or None, made.focus, said=f"{said}.")


def _labelled_here(state: State, label: str) -> Result | None:
    """Return what the label's key does, with the focus on the span here and an Edit, be it empty."""
    made = apply(state, label)
    if made is None or label_of(state, label) is None:
        return None
    focus = made.focus
    if not isinstance(focus, OnSpan) and made.edit:  # a suggestion was accepted: stay with its words
        focus = next((OnSpan(after.id) for _, after in made.edit.values() if isinstance(after, Span)), focus)
    return Result(made.edit or EMPTY, focus)


@command("label.everywhere.project", "Label its words in the whole project", "P", on_span, "Span")
def project(state: State) -> Result | None:
    """Label the words of the focused span everywhere in the project; one undo takes all of it back."""
    span = state.focused
    return None if span is None else Result(ask=request(state, span.label, span.start, span.end))


@command("label.everywhere.both", "Label it here and in the whole project", when=on_range)
def both(state: State, label: str) -> Result | None:
    """Label the range as the label's key does, and its words in all articles; one undo takes all of it back."""
    made, held = _labelled_here(state, label), state.range
    if made is None or held is None:
        return made
    return Result(made.edit, made.focus, ask=request(state, label, *held))


def _is_gathering(state: State) -> bool:
    """Hold while the project is being read for a label that goes everywhere."""
    return state.gathering


@command("label.everywhere.stop", "Stop labelling the project", "Esc", _is_gathering)
def stop(state: State) -> Result:
    """Stop reading the project: nothing of it is labelled."""
    return Result(turn="stop")
