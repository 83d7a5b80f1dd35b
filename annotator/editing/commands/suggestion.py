"""Commands on suggestions: going to them, accepting and refusing them."""

from __future__ import annotations

from collections.abc import Iterable

from annotator.editing.command import command, in_article, on_suggestion
from annotator.editing.state import Caret, Focus, OnSuggestion, Result, State
from annotator.editing.telling import quoted
from annotator.model.edit import Edit
from annotator.model.mark import Refusal, Span
from annotator.model.problem import counted
from annotator.model.spans import rank
from annotator.model.tongue import tr


def _with_suggestions(state: State) -> bool:
    """Hold when something is suggested in the article."""
    return len(state.suggestions) > 0


def _here(state: State) -> tuple[int, int, str]:
    target = state.target
    return rank(target) if target else (state.place, -len(state.text) - 1, "")


@command("suggestion.next", "Next suggestion", "Tab", in_article, "Span", repeats=True)
def next_suggestion(state: State) -> Result:
    """Focus the suggestion that begins after the focus; after the last one, say so and stay."""
    return _focused(state, state.suggestions.after(_here(state)), tr("That was the last suggestion."))


@command("suggestion.previous", "Previous suggestion", "Shift+Tab", in_article, "Span", repeats=True)
def previous_suggestion(state: State) -> Result:
    """Focus the suggestion that begins before the focus; before the first one, say so and stay."""
    return _focused(state, state.suggestions.before(_here(state)), tr("That was the first suggestion."))


def _focused(state: State, found: Span | None, otherwise: str) -> Result:
    if found is not None:
        return Result(focus=OnSuggestion(found.id))
    return Result(said=otherwise if len(state.suggestions) else tr("Nothing is suggested here."))


def after(state: State, gone: Span, edit: Edit) -> Focus | None:
    """Return the focus on the suggestion after `gone` that `edit` leaves, None where there is none."""
    left = state.after({state.article.id: edit})[0].suggestions
    found = left.after(rank(gone))
    return None if found is None else OnSuggestion(found.id)


@command("suggestion.accept", "Accept the suggestion", "Y", on_suggestion, "Span")
def accept(state: State) -> Result | None:
    """Make a span of the focused suggestion and go to the next one; after the last, leave a caret behind it.

    The new span is not in focus: Del, pressed as at a suggestion, would delete it.
    """
    target = state.target
    if target is None:
        return None
    edit, _ = state.accepted(target)
    return Result(edit, after(state, target, edit) or Caret(target.end))


@command("suggestion.refuse", "Not here: refuse the suggestion", "Del", on_suggestion, "Span")
def refuse(state: State) -> Result | None:
    """Remember that this label does not belong on this range, and go to the next suggestion."""
    target = state.target
    if target is None:
        return None
    edit = state.adding(Refusal(state.fresh, target.start, target.end, target.label, state.author, target.origin))
    said = tr("{name} not on {words}.", name=state.scheme.label(target.label).name, words=quoted(state, target))
    return Result(edit, after(state, target, edit) or Caret(target.start), said=said)


@command("suggestion.accept.seen", "Accept all suggestions on screen", "Shift+Y", _with_suggestions, "Span", sees=True)
def accept_seen(state: State, start: int, end: int) -> Result:
    """Make spans of all suggestions on screen; one undo takes all of them back."""
    seen = [one for one in state.suggestions.touching(start, end) if start <= one.start and one.end <= end]
    if start >= end or not seen:
        return Result(said=tr("No suggestion is on screen."))
    return Result(
        _accepting(state, seen),
        Caret(seen[0].start),
        said=tr("{suggestions} accepted.", suggestions=counted(len(seen), "suggestion")),
    )


def _accepting(state: State, seen: Iterable[Span]) -> Edit:
    made = zip(seen, state.minted(), strict=False)
    return state.adding(*(one._replace(id=id, author=state.author) for one, id in made))
