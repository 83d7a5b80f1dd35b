"""The cheapest keys from one state to a range: a search over the commands themselves, which are plain functions.

What a key costs is the time it takes to press: 0.2 seconds, and 0.2 more for each modifier held with it.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from itertools import count

from annotator.editing.command import Binding, all_commands, binding, bindings
from annotator.editing.state import State

PRESS = MODIFIER = 0.2  # seconds
DEEPEST = 6  # keys

# What selects, and moves the boundaries of a focused span.
KEYS = (
    "E", "Shift+E", "J", "K", "S", "Shift+J", "Shift+K", "Left", "Right", "Shift+Left", "Shift+Right", "Ctrl+Left",
    "Ctrl+Right", "Ctrl+Shift+Left", "Ctrl+Shift+Right", "]", "[", "{", "}",
)  # fmt: skip
# What walks to a claim, takes more or less of it, and labels it.
CLAIM_KEYS = ("E", "Shift+E", "J", "K", "S", "Shift+J", "Shift+K", "]", "[", "{", "}", "C")

Commands = Mapping[str, tuple[Binding, ...]]


def commands(state: State, keys: Sequence[str] = KEYS) -> Commands:
    """Return what `keys` call, by key; a key that calls nothing is left out."""
    held = bindings(state.scheme, all_commands())
    return {key: held[key] for key in keys if key in held}


def seconds(keys: Sequence[str]) -> float:
    """Return how long it takes to press `keys` one after the other."""
    return sum(PRESS + MODIFIER * _modifiers(key) for key in keys)


def _modifiers(key: str) -> int:
    return len(key.rstrip("+").split("+")) - 1 + (key[-1] in '{}?+_:"<>|~')


def shortest(state: State, wanted: tuple[int, int], held: Commands, deepest: int = DEEPEST) -> list[str] | None:
    """Return the keys that cost least and select or focus the range `wanted`; None where they are more than `deepest`.

    Of keys that cost the same the fewer are taken, then those that come first in `held`.
    """
    return _cheapest(state, held, deepest, lambda here: here.range == wanted)


def labelling(state: State, wanted: tuple[int, int], held: Commands, deepest: int = DEEPEST) -> list[str] | None:
    """Return the keys that cost least and label the range `wanted`, as `shortest` does; no other span is changed."""
    return _cheapest(state, held, deepest, lambda here: here.range == wanted and _is_fresh(here), _changes_only_fresh)


def _is_fresh(state: State) -> bool:
    return state.focused is not None and state.focused.id == state.fresh


def _changes_only_fresh(state: State, after: State) -> bool:
    """Return whether the step made no change but to the span that is being made, and made it once."""
    if state.marks is after.marks:
        return True
    made = after.marks.spans.get(state.fresh)
    return (
        made is not None
        and len(after.marks.spans) == len(state.marks.spans) + (not _is_fresh(state))
        and (_is_fresh(after))
    )


def _cheapest(
    state: State,
    held: Commands,
    deepest: int,
    is_reached: Callable[[State], bool],
    may_be: Callable[[State, State], bool] = lambda _before, _after: True,
) -> list[str] | None:
    order = count()
    waiting: list[tuple[float, int, int, State, tuple[str, ...]]] = [(0.0, 0, next(order), state, ())]
    seen: dict[Hashable, int] = {}
    while waiting:
        cost, pressed, _, here, keys = heapq.heappop(waiting)
        if is_reached(here):
            return list(keys)
        if pressed >= seen.get(_place(here), deepest):
            continue
        seen[_place(here)] = pressed
        for key in held:
            after = pressed_on(here, held, key)
            if after is None or not may_be(here, after):
                continue
            if pressed + 1 < seen.get(_place(after), deepest + 1):
                spent = round(cost + seconds([key]), 6)
                heapq.heappush(waiting, (spent, pressed + 1, next(order), after, (*keys, key)))
    return None


def pressed_on(state: State, held: Commands, key: str) -> State | None:
    """Return the state after `key`, None where it does nothing."""
    called = binding(held, key, state)
    result = None if called is None else called.command(state, *called.values)
    if result is None:
        return None
    after = state if result.edit is None else state.after({state.article.id: result.edit})[0]
    after = after if result.focus is None else replace(after, focus=result.focus)
    return None if after is state else after


def _place(state: State) -> Hashable:
    return state.focus, state.range
