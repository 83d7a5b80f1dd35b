"""Hands at the keyboard and the mouse: real events, and their motor seconds by the keystroke-level model.

K 0.2 s for each press of a key or modifier (a modifier held over several presses counts once, each auto-repeat is a
press), a click 1.3, a drag 2.4, H 0.4 at each change between the mouse and a key right of T, G, B. No thinking time.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

KEY_PRESS, CLICK, DRAG, HOMING = 0.2, 1.3, 2.4, 0.4
LEFT_HAND = frozenset("12345QWERTASDFGZXCVB") | {"Tab", "Esc", "Space", "Shift", "Ctrl", "Alt"}
MODIFIERS = {
    "Ctrl": Qt.KeyboardModifier.ControlModifier, "Shift": Qt.KeyboardModifier.ShiftModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
}  # fmt: skip
NAMED = {
    "Enter": Qt.Key.Key_Return, "Del": Qt.Key.Key_Delete, "Space": Qt.Key.Key_Space, "Tab": Qt.Key.Key_Tab,
    "Esc": Qt.Key.Key_Escape, "Left": Qt.Key.Key_Left, "Right": Qt.Key.Key_Right, "Up": Qt.Key.Key_Up,
    "Down": Qt.Key.Key_Down, "Home": Qt.Key.Key_Home, "End": Qt.Key.Key_End, "PgUp": Qt.Key.Key_PageUp,
    "PgDn": Qt.Key.Key_PageDown, "[": Qt.Key.Key_BracketLeft, "]": Qt.Key.Key_BracketRight,
    "{": Qt.Key.Key_BraceLeft, "}": Qt.Key.Key_BraceRight, ".": Qt.Key.Key_Period, ",": Qt.Key.Key_Comma,
    "?": Qt.Key.Key_Question,
}  # fmt: skip
TYPED_WITH_SHIFT = frozenset("{}?")


@dataclass
class Hands:
    """What a person's hands do in one window; `seconds` is the sum so far."""

    window: object
    desk: object
    seconds: float = 0.0
    presses: int = 0
    clicks: int = 0
    drags: int = 0
    _held: frozenset[str] = frozenset()
    _at_mouse: bool | None = None  # where the right hand is; None: nowhere yet
    log: list[str] = field(default_factory=list)

    # ---- the keyboard
    def press(self, *names: str) -> None:
        """Press keys by their names ("Ctrl+Shift+1", "]", "E") in the window."""
        for name in names:
            self._press(name)

    def _press(self, name: str) -> None:
        *modifiers, key = name.split("+") if name != "+" else ["+"]
        held = frozenset(modifiers) | ({"Shift"} if key in TYPED_WITH_SHIFT else frozenset())
        self._count_press(key, held)
        code = NAMED.get(key) or Qt.Key(ord(key.upper()))
        pressed = Qt.KeyboardModifier.NoModifier
        for one in held:
            pressed |= MODIFIERS[one]
        before = self.window.session.state.number
        QTest.keyClick(self.window.focusWidget() or self.window.view, code, pressed)
        if key in ("Enter", "PgDn", "PgUp") or before != self.window.session.state.number:
            self.desk.settle(self.window)
        self.log.append(name)

    def _count_press(self, key: str, held: frozenset[str]) -> None:
        fresh = len(held - self._held)
        self._held = held
        self.presses += 1 + fresh
        self.seconds += KEY_PRESS * (1 + fresh)
        if key.upper() not in LEFT_HAND and key not in LEFT_HAND:
            self._move_right_hand(False)

    def _move_right_hand(self, at_mouse: bool) -> None:
        if self._at_mouse is not None and self._at_mouse != at_mouse:
            self.seconds += HOMING
        self._at_mouse = at_mouse

    # ---- the mouse
    def click(self, at: int) -> None:
        """Click on the character at a place of the text (code points), which is scrolled into sight by nobody."""
        self._mouse(CLICK, "click")
        self.clicks += 1
        QTest.mouseClick(self._viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, self._point(at))

    def drag(self, start: int, end: int) -> None:
        """Drag over the characters from `start` to `end` (code points)."""
        self._mouse(DRAG, "drag")
        self.drags += 1
        view, none = self._viewport(), Qt.KeyboardModifier.NoModifier
        first, last = self._point(start), self._point(end - 1)
        QTest.mousePress(view, Qt.MouseButton.LeftButton, none, first)
        QTest.mouseMove(view, (first + last) / 2)
        QTest.mouseMove(view, last)
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, none, last)

    def _mouse(self, cost: float, what: str) -> None:
        self._move_right_hand(True)
        self._held = frozenset()
        self.seconds += cost
        self.log.append(what)

    def _viewport(self) -> object:
        return self.window.view.viewport()

    def _point(self, at: int) -> QPoint:
        rect = self.window.view.rects_of(at, at + 1)[0]
        if not 0 <= rect.center().y() < self._viewport().height():  # the wheel turns with no motor time of its own
            self.window.view.scroll_to(at)
            self.window.view.scroll_by(-120)
            rect = self.window.view.rects_of(at, at + 1)[0]
        return rect.center().toPoint()
