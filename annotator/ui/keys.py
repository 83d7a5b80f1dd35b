"""How a key press finds its name, whatever the layout: named keys, brackets, digits by place, letters, then place.

Names are as commands write them: "Ctrl+Shift+Z", "]", "Alt+Left", "Enter".
"""

from __future__ import annotations

import sys
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_Key, _Modifier = Qt.Key, Qt.KeyboardModifier
NAMED = {
    _Key.Key_Return: "Enter", _Key.Key_Enter: "Enter", _Key.Key_Backspace: "Del", _Key.Key_Delete: "Del",
    _Key.Key_Space: "Space", _Key.Key_Tab: "Tab", _Key.Key_Backtab: "Tab", _Key.Key_Escape: "Esc",
    _Key.Key_Left: "Left", _Key.Key_Right: "Right", _Key.Key_Up: "Up", _Key.Key_Down: "Down",
    _Key.Key_PageUp: "PgUp", _Key.Key_PageDown: "PgDn", _Key.Key_Home: "Home", _Key.Key_End: "End",
    _Key.Key_Menu: "Menu",
    **{_Key(_Key.Key_F1.value + n): f"F{n + 1}" for n in range(12)},
}  # fmt: skip
BRACKETS = "[]{}"
SHIFTED = {"[": "{", "]": "}"}
_FIRST_DEAD, _LAST_DEAD = _Key.Key_Dead_Grave.value, _Key.Key_Dead_Longsolidusoverlay.value
_BRACKET_KEYS = {ord(bracket): bracket for bracket in BRACKETS}  # Qt's keys are these characters
# The keys of a US keyboard by the code of their place: X11 and Wayland (evdev + 8), Windows, macOS.
_ROWS = ("1234567890", "QWERTYUIOP[]", "ASDFGHJKL", "ZXCVBNM")
_X11 = {start + at: key for start, row in zip((10, 24, 38, 52), _ROWS, strict=True) for at, key in enumerate(row)}
_WINDOWS = {start + at: key for start, row in zip((2, 16, 30, 44), _ROWS, strict=True) for at, key in enumerate(row)}
_MAC_KEYS = "ASDFHGZXCV BQWERYT123465=97-80]OU[IP LJ"
_MAC = {at: key for at, key in enumerate(_MAC_KEYS) if key not in " =-"} | {38: "J", 40: "K", 45: "N", 46: "M"}
_PLACES = _MAC if sys.platform == "darwin" else _WINDOWS if sys.platform == "win32" else _X11


class Press(NamedTuple):
    """What is known of a key press."""

    key: int
    text: str
    place: int  # scan code, 0 where there is none
    control: bool
    alt: bool
    shift: bool
    repeated: bool = False
    meta: bool = False


def press(event: QKeyEvent) -> Press:
    """Return what an event says."""
    held = event.modifiers()
    place = event.nativeVirtualKey() if sys.platform == "darwin" else event.nativeScanCode()
    alt, meta = bool(held & _Modifier.AltModifier), bool(held & _Modifier.MetaModifier)
    if sys.platform == "darwin":  # its Ctrl key, which Qt calls Meta, does there what Alt does elsewhere
        alt, meta = alt or meta, False
    return Press(
        event.key(), event.text(), place, bool(held & _Modifier.ControlModifier), alt,
        bool(held & _Modifier.ShiftModifier), event.isAutoRepeat(), meta,
    )  # fmt: skip


@lru_cache(maxsize=256)  # asked several times for each press
def name_of(one: Press) -> str:
    """Return the name of the key pressed, "" for a modifier alone or a key without one."""
    named = NAMED.get(_Key(one.key)) if one.key in NAMED_VALUES else None
    if named:
        return _held(one, one.shift) + named
    bracket = one.text if one.text and one.text in BRACKETS else _BRACKET_KEYS.get(one.key, "")
    if bracket:
        return bracket if _is_alt_graph(one, bracket) else _held(one, False) + bracket
    digit = _PLACES.get(one.place, "")
    if digit.isdigit() and digit:
        return _held(one, one.shift) + digit
    typed = _typed(one)
    if typed:
        return _held(one, one.shift and typed.isalnum()) + typed
    placed = _PLACES.get(one.place, "")
    if placed:
        if placed in SHIFTED:
            return _held(one, False) + (SHIFTED[placed] if one.shift else placed)
        if not _is_latin(one):
            return _held(one, one.shift) + placed
    return ""


def _is_alt_graph(one: Press, bracket: str) -> bool:
    """Return whether the key that types brackets on many layouts is held, which looks like Ctrl+Alt on some systems."""
    # A key pressed with Ctrl itself types a control character, or nothing.
    held = one.alt and (one.control or sys.platform == "darwin")
    return held and one.place != 0 and one.text == bracket


def _is_latin(one: Press) -> bool:
    """Return whether a key types a Latin letter or a sign beyond ASCII: it is on a layout that has the letters itself.

    AltGr makes such of the letter A of a French keyboard, at the place where an American one has Q.
    """
    if _FIRST_DEAD <= one.key <= _LAST_DEAD:
        return True  # its accent is for Latin letters
    typed = one.text if len(one.text) == 1 and one.text.isprintable() else ""
    if not typed and 0x7F < one.key <= sys.maxunicode:
        typed = chr(one.key)  # with Ctrl held
    if typed.isalpha():
        return unicodedata.name(typed, "").startswith("LATIN")
    # Arabic types signs with Shift where others have letters.
    return typed != "" and not one.shift and unicodedata.category(typed)[0] in "PS"


def _typed(one: Press) -> str:
    """Return the Latin letter, digit or punctuation mark that the key types, "" for other scripts."""
    text = one.text if len(one.text) == 1 and one.text.isprintable() and not one.text.isspace() else ""
    if not text and 0x20 < one.key < 0x7F:
        text = chr(one.key)  # with Ctrl held the text is a control character
        if one.shift and text in SHIFTED:
            text = SHIFTED[text]
    text = text.upper() if text.isalpha() else text
    return text if text.isascii() else ""


def _held(one: Press, shift: bool) -> str:
    parts = (("Meta+", one.meta), ("Ctrl+", one.control), ("Alt+", one.alt), ("Shift+", shift))
    return "".join(name for name, held in parts if held)


def is_shortcut(key: str) -> bool:
    """Return whether a key may be a shortcut of the whole window: Ctrl keys and function keys only."""
    bare = key.removeprefix("Shift+")
    return key.startswith("Ctrl+") or (bare[:1] == "F" and bare[1:].isdigit())


def sequence(key: str) -> str:
    """Return the key as Qt's shortcuts write it."""
    return key.replace("Enter", "Return").replace("PgDn", "PgDown")


NAMED_VALUES = frozenset(key.value for key in NAMED)
