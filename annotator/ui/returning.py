"""Where each article was left: its scroll place and its focus, for the articles seen last, over restarts too."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from annotator import door, places
from annotator.editing.state import AT_START, Caret, OnSpan, Selection, State

if TYPE_CHECKING:
    from annotator.model.edit import Edit
    from annotator.ui.desk import Desk

MOST = 200  # articles of a project


class Left(NamedTuple):
    """The first character in sight; the focused span, or ("" there) a selection or caret; code points."""

    first: int
    span: str
    anchor: int
    at: int


class Returning:
    """Remembers where articles were left, and goes there when they are opened again."""

    def __init__(self, window: Desk) -> None:
        self._window = window
        self._path = path_of(window.frame.project.path)
        self._left = load(self._path)
        self._first: dict[str, int] = {}  # of the articles open now and just before: the first character in sight
        window.session.watch(self._follow)
        window.view.bar.valueChanged.connect(self._scrolled)
        self._focus(window.session.state)  # it was scrolled before its first paint

    def _scrolled(self, _value: int) -> None:
        page = self._window.view.page
        if page is not None:
            self._first[page.state.article.id] = self._window.view.first_visible()

    def _follow(self, before: State, after: State, edit: Edit | None) -> None:  # noqa: ARG002 - what is watched
        if before.article.id == after.article.id:
            return
        self._keep(before)
        left = self._left.get(after.article.id)
        if left is not None:
            self._window.view.scroll_to(left.first)
            # Whoever opened it may go to a place of its own yet: to what was found, or what is taken back.
            self._window.frame.post(lambda: self._focus(after))

    def _focus(self, opened: State) -> None:
        """Give the article that was `opened` its last focus, if it has none of its own yet."""
        state, view = self._window.session.state, self._window.view
        left = self._left.get(opened.article.id)
        if left is None or state.article.id != opened.article.id or state.focus != AT_START:
            return
        length, first = len(state.text), view.first_visible()
        if left.span:
            self._window.session.run("focus.span", left.span)
        elif max(left.anchor, left.at) <= length:
            self._window.session.run("focus.range", left.anchor, left.at)
        view.scroll_to(first)  # the focus may have been out of sight

    def _keep(self, state: State) -> None:
        id, focus = state.article.id, state.focus
        span = focus.span if isinstance(focus, OnSpan) else ""
        at = focus.at if isinstance(focus, Caret | Selection) else state.place
        anchor = focus.anchor if isinstance(focus, Selection) else at
        first = self._first.pop(id, 0)
        self._left.pop(id, None)
        self._left[id] = Left(first, span, anchor, at)
        while len(self._left) > MOST:
            del self._left[next(iter(self._left))]

    def close(self) -> None:
        """Keep where everything was left; where it cannot be written, articles open at their start again."""
        state = self._window.session.state
        self._first[state.article.id] = self._window.view.first_visible()
        self._keep(state)
        with contextlib.suppress(OSError):
            save(self._left, self._path)


def path_of(project: Path) -> Path:
    """Return the file in which it is kept where the articles of a project were left."""
    return places.state_folder() / "left" / door.record_of(project).name


def load(path: Path) -> dict[str, Left]:
    """Return where each article was left, by id, the oldest first; what makes no sense is passed over."""
    try:
        held: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    rows = cast(dict[str, Any], held).items() if isinstance(held, dict) else ()
    return {id: Left(*row) for id, row in rows if _fits(row)}


def _fits(row: Any) -> bool:
    if not isinstance(row, list) or len(cast(list[Any], row)) != len(Left._fields):
        return False
    first, span, *focus = cast(list[Any], row)
    return isinstance(span, str) and all(type(one) is int and 0 <= one < 1 << 31 for one in (first, *focus))


def save(left: Mapping[str, Left], path: Path) -> None:
    """Write where each article was left, whole or not at all; raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_text(json.dumps(left), encoding="utf-8")
    fresh.replace(path)
