"""The window's own commands: functions of the window, declared as the session's are and found in `ui/commands`.

To declare them takes no Qt, so that they can be listed where there is none: what runs one imports it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from annotator.editing.command import Command, Condition, all_commands, always, declared

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from annotator.ui.desk import Desk

P = ParamSpec("P")


def anyhow(window: Desk) -> bool:  # noqa: ARG001 - every such condition is asked of a window
    """Hold always."""
    return True


@dataclass(frozen=True)
class WindowCommand(Command):
    """A command whose function takes the window instead of a State; what it does is no gesture."""

    fills: Callable[[Desk, QMenu], None] | None = None  # what it chooses among, as a menu of its own
    possible: Callable[[Desk], bool] = anyhow  # whether it would do something now, for the menus


def window_command(
    name: str,
    words: str,
    keys: str = "",
    when: Condition = always,
    group: str = "",
    repeats: bool = False,
    fills: Callable[[Desk, QMenu], None] | None = None,
    possible: Callable[[Desk], bool] = anyhow,
) -> Callable[[Callable[Concatenate[Desk, P], None]], WindowCommand]:
    """Declare a command of the window; `keys` are separated by spaces, each as in "Ctrl+Shift+B".

    One with values to choose among has a menu of its own, which `fills` fills each time it is shown. A menu greys
    it where it is not `possible`; its key still works, and what it does then says why.
    """

    def declare(function: Callable[Concatenate[Desk, P], None]) -> WindowCommand:
        return WindowCommand(
            name, words, tuple(keys.split()), when, group, repeats, function, fills=fills, possible=possible
        )

    return declare


@cache
def every_command() -> Mapping[str, Command]:
    """Return every command by name, with the keys it is declared with: the session's and the window's."""
    return {**all_commands(), **declared("ui/commands")}


def rebound(chosen: Mapping[str, str]) -> Mapping[str, Command]:
    """Return every command by name, with the keys that the user chose for it where there are any."""
    return {
        name: replace(one, keys=tuple(chosen[name].split())) if name in chosen else one
        for name, one in every_command().items()
    }
