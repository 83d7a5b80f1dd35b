"""What the mouse does in the text: clicks, drags that snap to words, handles that move a span's ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from time import monotonic
from typing import NamedTuple

from PySide6.QtCore import QPointF, Qt

from annotator.editing.state import Caret, OnSpan, Selection, State
from annotator.model.edit import Edit
from annotator.model.marks import Marks
from annotator.ui.reading.changes import Range, to_see_whole
from annotator.ui.reading.hit import hit
from annotator.ui.reading.page import Page

FAR = 4  # pixels the pointer travels before a press is a drag
AGAIN = 1.0  # seconds within which a second click grows what the first one selected
EXACT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier

Run = Callable[..., None]


class Press(NamedTuple):
    """Where the mouse went down: on the page, on which boundaries of the text, on which handle of which span."""

    at: QPointF
    low: int
    high: int
    place: int
    handle: str
    span: str


class Pointer:
    """The mouse over one page."""

    def __init__(self, run: Run, clock: Callable[[], float] = monotonic) -> None:
        self._run, self._clock = run, clock
        self._acts = False  # whether what the mouse did is being done
        self._press: Press | None = None
        self._last: tuple[float, int, int] = (-AGAIN, 0, 0)  # when and which range was selected by a click
        self._range: tuple[int, int] | None = None  # what is dragged: anchor and end, or start and end of the span

    def run(self, name: str, *values: object) -> None:
        """Run a command for the mouse."""
        self._acts = True
        try:
            self._run(name, *values)
        finally:
            self._acts = False

    def to_see_whole(self, before: State, after: State, edit: Edit | None) -> Range | None:
        """Return the range that is to be seen whole, none for the mouse: what is clicked stays where it is."""
        return None if self._acts else to_see_whole(before, after, edit)

    @property
    def is_down(self) -> bool:
        """Return whether the button is held in the text."""
        return self._press is not None

    @property
    def is_dragging(self) -> bool:
        """Return whether a drag is under way."""
        return self._range is not None

    def press(self, page: Page, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Take note of a press; with Shift it extends what is selected, at once."""
        found = hit(page, at)
        place = page.place_at(at.x(), at.y())
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            anchor = _anchor(page.state, place)
            self.run("focus.range", anchor, _moved(page.state.article.text, anchor, place, _is_exact(modifiers)))
            return
        low = high = place
        if found.character is not None:
            low, high = min(place, found.character), max(place, found.character + 1)
        focused = page.state.focused if found.handle else None
        self._press = Press(at, low, high, place, found.handle, "" if focused is None else focused.id)

    def move(self, page: Page, state: State, at: QPointF, modifiers: Qt.KeyboardModifier) -> bool:
        """Follow the pointer while the button is down; return whether the drag takes something else now."""
        press = self._press
        if press is None:
            return False
        if press.handle and not _is_focused(state, press.span):
            return self.cancel()  # the focus went elsewhere meanwhile, and with it the handles
        if self._range is None and (at - press.at).manhattanLength() < FAR:
            return False
        place, exact = page.place_at(at.x(), at.y()), _is_exact(modifiers)
        before = self._range
        if press.handle:
            self._range = _bounds(state, press.handle, place, exact)
        elif exact:
            self._range = (press.place, place)
        else:
            self._range = _taken(state.article.text, press.low, press.high, place, False)
        return self._range != before

    def preview(self, state: State) -> State:
        """Return `state` with what the drag would make of it."""
        if self._range is None or self._press is None:
            return state
        first, last = self._range
        if not self._press.handle:
            return replace(state, focus=Selection(first, last) if first != last else Caret(last))
        span = state.focused
        if span is None or span.id != self._press.span:
            return state
        spans = state.marks.spans.changed([span], [span._replace(start=first, end=last)])
        return replace(state, marks=Marks(spans, state.marks.others))

    def release(self, page: Page, at: QPointF) -> None:
        """Do what the press and the way since amount to."""
        press, taken = self._press, self._range
        self._press = self._range = None
        if press is None:
            return
        if taken is None:
            if not press.handle:
                self._click(page, at)
        elif press.handle:
            if _is_focused(page.state, press.span):
                self.run("span.bounds", *taken)
        elif taken[0] == taken[1]:
            self.run("focus.caret", taken[1])
        else:
            self.run("focus.range", *taken)

    def point(self, page: Page, at: QPointF) -> None:
        """Take what a menu is asked on: the span there, or the word; what is taken already and holds it stays."""
        from annotator.model import words

        self._press = self._range = None
        found, state = hit(page, at), page.state
        held = state.range
        if found.span:
            self.run("focus.span", found.span, found.character)
        elif found.character is None:
            self.run("focus.caret", page.place_at(at.x(), at.y()))
        elif held is None or not held[0] <= found.character < held[1]:
            self.run("focus.range", *words.word_at(state.article.text, found.character))

    def cancel(self) -> bool:
        """Forget the press; return whether a drag was under way."""
        dragging = self.is_dragging
        self._press = self._range = None
        return dragging

    def _click(self, page: Page, at: QPointF) -> None:
        found = hit(page, at)
        if found.span:
            self.run("focus.span", found.span, found.character)
        elif found.character is None:
            self.run("focus.caret", page.place_at(at.x(), at.y()))
        else:
            self._click_word(page.state, found.character)

    def _click_word(self, state: State, character: int) -> None:
        from annotator.model import words

        when, low, high = self._last
        now = self._clock()
        focus = state.focus
        again = now - when <= AGAIN and low <= character < high
        low, high = words.word_at(state.article.text, character)
        self._last = (now, low, high)
        # The command grows what is selected already: a click that came later selects the word afresh.
        if not again and isinstance(focus, Selection) and focus.start <= low and high <= focus.end:
            self.run("focus.range", low, high)
        else:
            self.run("focus.word", character)


def _is_exact(modifiers: Qt.KeyboardModifier) -> bool:
    return bool(modifiers & EXACT)


def _anchor(state: State, place: int) -> int:
    """Return the end that stays when `place` is taken in: of a span or selection the one further away."""
    focus, span = state.focus, state.focused
    if isinstance(focus, Selection):
        return focus.anchor
    if isinstance(focus, OnSpan) and span is not None:
        return span.start if place >= span.start else span.end
    return focus.at if isinstance(focus, Caret) else place


def _is_focused(state: State, span: str) -> bool:
    return state.focused is not None and state.focused.id == span


def _moved(text: str, anchor: int, place: int, exact: bool) -> int:
    """Return where a selection from `anchor` ends that is extended to `place`: whole words there, unless exact."""
    from annotator.model import words

    if exact:
        return place
    return words.snapped(text, place, anchor)[0] if place < anchor else words.snapped(text, anchor, place)[1]


def _taken(text: str, low: int, high: int, place: int, exact: bool) -> tuple[int, int]:
    """Return (anchor, end) of a drag from low..high to `place`, in whole words unless exact."""
    from annotator.model import words

    start, end = min(low, place), max(high, place)
    if not exact:
        start, end = words.snapped(text, start, end)
    return (end, start) if place < low else (start, end)


def _bounds(state: State, handle: str, place: int, exact: bool) -> tuple[int, int] | None:
    """Return the focused span's bounds with one end at `place`; it keeps one character at least."""
    from annotator.model import words

    span, text = state.focused, state.article.text
    if span is None:
        return None
    if handle == "start":
        start = min(place, span.end - 1)
        start = start if exact or start >= span.end - 1 else words.snapped(text, start, span.end)[0]
        return min(start, span.end - 1), span.end
    end = max(place, span.start + 1)
    end = end if exact or end <= span.start + 1 else words.snapped(text, span.start, end)[1]
    return span.start, max(end, span.start + 1)
