"""Which keys are hinted while something else than the text has the keyboard: a field, a list, a button."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QWidget

from annotator.model.tongue import tr
from annotator.ui.hints import Hint

WALKS = ("\u2191", "\u2193")


def key_hints(held: QWidget, text: QWidget) -> list[Hint] | None:
    """Return the keys of what has the keyboard, None where it is the text: the State tells which work there.

    The innermost part that knows its keys tells them by `key_hints`; of others the keys of their sort are shown.
    """
    one: QWidget | None = held
    while one is not None and not one.isWindow():
        if one is text:
            return None
        own: Callable[[], list[Hint]] | None = getattr(one, "key_hints", None)
        if own is not None:
            return own()
        one = one.parentWidget()
    return _usual(held)


def _usual(held: QWidget) -> list[Hint]:
    found: list[Hint] = []
    if isinstance(held, QAbstractItemView):
        found = chosen_of(tr("open"))
    elif isinstance(held, QAbstractButton):
        found = [(("Enter",), tr("press")), (("Tab",), tr("next"))]
    elif held.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled):
        found = [(("Tab",), tr("next"))]
    return [*found, back()]


def back() -> Hint:
    """Return what Esc does in every part of the window that has the keyboard."""
    return ("Esc",), tr("back to the text")


def chosen_of(done: str) -> list[Hint]:
    """Return the keys of a list: what Enter does with the line that the arrows choose."""
    return [(WALKS, tr("choose")), (("Enter",), done)]
