"""A command: a plain function of the State, declared once with its name, words, keys and condition.

Menu, keys, palette, cheat sheet and help are made from the declaration.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any, NamedTuple, cast

from annotator import shelf
from annotator.editing.state import Result, State
from annotator.model.mark import Label
from annotator.model.scheme import Scheme

MIDDLE = 50  # where the commands of a file stand in a menu that does not say so by its ORDER
Condition = Callable[[State], bool]


def always(state: State) -> bool:  # noqa: ARG001 - every condition is asked of a State
    """Hold everywhere."""
    return True


def in_article(state: State) -> bool:
    """Hold when an article is open: a project may have none yet."""
    return state.number > 0


def in_present(state: State) -> bool:
    """Hold where the article is shown as it is now."""
    return not state.past


def in_past(state: State) -> bool:
    """Hold where the article is shown as it was once."""
    return bool(state.past)


def on_span(state: State) -> bool:
    """Hold when a span is in focus."""
    return state.focused is not None


def on_range(state: State) -> bool:
    """Hold when a range is selected or a span is in focus."""
    return state.range is not None


def on_suggestion(state: State) -> bool:
    """Hold when a suggestion is in focus."""
    return state.target is not None


def on_bounds(state: State) -> bool:
    """Hold when a span or a suggestion is in focus, whose ends can be moved."""
    return state.focused is not None or state.target is not None


def with_spans(state: State) -> bool:
    """Hold when the author has spans here."""
    return len(state.marks.spans) > 0


@dataclass(frozen=True)
class Command:
    """A named thing a user can do."""

    name: str
    words: str
    keys: tuple[str, ...]
    when: Condition
    group: str  # the menu it stands in; "" for commands that only the mouse or the program gives
    repeats: bool  # whether the auto-repeat of a held key counts
    function: Callable[..., Any]
    sees: bool = False  # whether it is given the range that is on screen, before any other value

    @property
    def family(self) -> str:
        """Return the module it is declared in: what stands together there stands together in menus and sheets."""
        return self.function.__module__

    @property
    def order(self) -> int:
        """Return where its family stands among the others of a menu."""
        return int(self.function.__globals__.get("ORDER", MIDDLE))

    @property
    def does(self) -> str:
        """Return in a sentence what it does."""
        return (self.function.__doc__ or "").strip().partition("\n")[0]

    @property
    def needs_values(self) -> bool:
        """Return whether it takes values that only the mouse, a label's key or the program can give."""
        values = list(inspect.signature(self.function).parameters.values())[3 if self.sees else 1 :]
        return any(value.default is value.empty for value in values)

    def __call__(self, state: State, *values: Any) -> Result | None:
        """Run the command on `state`."""
        return self.function(state, *values)


def command(
    name: str,
    words: str,
    keys: str = "",
    when: Condition = always,
    group: str = "",
    repeats: bool = False,
    sees: bool = False,
) -> Callable[[Callable[..., Result | None]], Command]:
    """Declare a command; `keys` are separated by spaces, each as in "Ctrl+Shift+Z"."""

    def declare(function: Callable[..., Result | None]) -> Command:
        return Command(name, words, tuple(keys.split()), when, group, repeats, function, sees)

    return declare


def declared(folder: str) -> Mapping[str, Command]:
    """Return the commands declared in the files of `folder` by name, alone or in tuples; raises ValueError for two."""
    found: dict[str, Command] = {}
    for module in sorted(shelf.modules(folder).values(), key=_place):
        for value in list(vars(module).values()):
            for one in cast(tuple[object, ...], value) if isinstance(value, tuple) else (value,):
                if isinstance(one, Command) and found.setdefault(one.name, one) is not one:
                    raise ValueError(f"two commands are called {one.name}")
    return found


def _place(family: ModuleType) -> int:
    return getattr(family, "ORDER", MIDDLE)


@cache
def all_commands() -> Mapping[str, Command]:
    """Return every command of the session by name, found in the files of `editing/commands`."""
    return declared("editing/commands")


# What a label's key runs with the label, by what is held beside it.
LABELLING = {"": "label.apply", "Shift+": "label.everywhere", "Ctrl+Shift+": "label.everywhere.both"}


class Binding(NamedTuple):
    """A command as a key calls it, with the values it is given."""

    command: Command
    values: tuple[Any, ...] = ()

    @property
    def words(self) -> str:
        """Return what the binding does, in words."""
        return self.command.words


def bindings(scheme: Scheme, commands: Mapping[str, Command]) -> Mapping[str, tuple[Binding, ...]]:
    """Return what each key may call: the keys of `commands`, and a key for each label that has one."""
    found: dict[str, list[Binding]] = {}
    for one in commands.values():
        for key in one.keys:
            found.setdefault(key, []).append(Binding(one))
    for label in scheme.labels:
        for held, name in LABELLING.items() if label.key else ():
            found.setdefault(held + label.key, []).append(Binding(commands[name], (label.id,)))
    return {key: tuple(held) for key, held in found.items()}


def binding(held: Mapping[str, tuple[Binding, ...]], key: str, state: State) -> Binding | None:
    """Return what `key` calls in `state`: the one command of that key whose condition holds."""
    return next((one for one in held.get(key, ()) if one.command.when(state)), None)


def label_of(state: State, label: str) -> Label | None:
    """Return the label with this id when the scheme has it."""
    return state.scheme.label(label) if state.scheme.holds(label) else None
