"""Keys by the names that commands have, as a US keyboard sends them."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.ui import keys

Held, KEY = Qt.KeyboardModifier, Qt.Key
MODIFIERS = {"Ctrl": Held.ControlModifier, "Shift": Held.ShiftModifier, "Alt": Held.AltModifier}
NAMED = {name: key for key, name in reversed(keys.NAMED.items())}


def pressed(name):
    """Return the Qt key, the modifiers and the text of a key by its name, on a US keyboard."""
    *held, bare = [*name[:-2].split("+"), "+"] if name.endswith("++") else name.split("+")
    modifiers = Held.NoModifier
    for one in held:
        modifiers |= MODIFIERS[one]
    if bare in ("{", "}"):
        modifiers |= Held.ShiftModifier
    key, text = NAMED.get(bare) or KEY(ord(bare)), ""
    if not modifiers & (Held.ControlModifier | Held.AltModifier):
        text = bare if len(bare) == 1 else " " if bare == "Space" else ""
        text = text if modifiers & Held.ShiftModifier else text.lower()
    return key, modifiers, text


def send(widget, name):
    key, modifiers, text = pressed(name)
    QTest.sendKeyEvent(QTest.KeyAction.Click, widget, key, text, modifiers)
    return text
