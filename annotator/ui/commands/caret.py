"""Commands that move the caret by what only the view knows: lines as they are laid out, and views full of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from annotator.editing.state import Selection, State
from annotator.ui.command import WindowCommand, window_command

if TYPE_CHECKING:
    from annotator.ui.desk import Desk

Target = Callable[["Desk", int], int]  # from a place to another, code points


def _line(direction: int) -> Target:
    return lambda window, place: window.view.line_target(place, direction)


def _page(direction: int) -> Target:
    return lambda window, place: window.view.page_target(place, direction)


def _edge(direction: int) -> Target:
    return lambda window, place: window.view.line_bounds(place)[0 if direction < 0 else 1]


def _text(direction: int) -> Target:
    return lambda window, _place: 0 if direction < 0 else len(window.session.state.text)


def _from(state: State, direction: int, extend: bool) -> int:
    """Return the place a move begins at: of a focused span the end it goes towards."""
    span = state.focused
    return span.end if span is not None and (extend or direction > 0) else state.place


def _move(window: Desk, target: Target, direction: int, extend: bool) -> None:
    state = window.session.state
    place = _from(state, direction, extend)
    if not extend:
        window.session.run("focus.caret", target(window, place))
        return
    held = state.range
    anchor = state.focus.anchor if isinstance(state.focus, Selection) else held[0] if held else place
    window.session.run("focus.range", anchor, target(window, place))


def _moves(
    name: str, words: str, keys: str, target: Callable[[int], Target], direction: int
) -> tuple[WindowCommand, ...]:
    """Return the command that moves the caret and, with Shift, the one that extends the selection."""

    @window_command(f"caret.{name}", f"Move the caret {words}", keys, repeats=True)
    def move(window: Desk) -> None:
        """Move the caret as the lines are laid out."""
        _move(window, target(direction), direction, False)

    @window_command(f"caret.{name}.extend", f"Extend the selection {words}", f"Shift+{keys}", repeats=True)
    def extend(window: Desk) -> None:
        """Move the end of the selection that moves, as the lines are laid out."""
        _move(window, target(direction), direction, True)

    return move, extend


MOVES = (
    *_moves("line.up", "one line up", "Up", _line, -1),
    *_moves("line.down", "one line down", "Down", _line, 1),
    *_moves("page.up", "one view up", "PgUp", _page, -1),
    *_moves("page.down", "one view down", "PgDn", _page, 1),
    *_moves("line.start", "to the start of the line", "Home", _edge, -1),
    *_moves("line.end", "to the end of the line", "End", _edge, 1),
)


@window_command("caret.start.extend", "Extend the selection to the start", "Ctrl+Shift+Home")
def start_extend(window: Desk) -> None:
    """Extend the selection to the start of the article."""
    _move(window, _text(-1), -1, True)


@window_command("caret.end.extend", "Extend the selection to the end", "Ctrl+Shift+End")
def end_extend(window: Desk) -> None:
    """Extend the selection to the end of the article."""
    _move(window, _text(1), 1, True)
