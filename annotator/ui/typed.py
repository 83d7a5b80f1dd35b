"""What keys are called on this keyboard: one that is found by its place is shown by what it types, once that was seen.

Qt tells what a key types only when it is pressed. Until then, and on every layout with Latin letters, a key is shown
by its name.
"""

from __future__ import annotations

from annotator.ui.keys import Press

_SEEN: dict[str, str] = {}  # the name of a key without modifiers to what it types; there is one keyboard


def see(one: Press, name: str) -> None:
    """Remember what a key types whose name is `name`; a Latin letter tells that the layout has those."""
    if len(one.text) != 1 or not one.text.isalpha() or one.control or one.alt or one.meta:
        return
    bare = name.rpartition("+")[2] or name
    if one.text.isascii():
        _SEEN.clear()
    elif bare.isascii():
        _SEEN[bare] = one.text.upper()


def shown(key: str) -> str:
    """Return a key, such as "Shift+E", as it is called on this keyboard."""
    held, plus, bare = key.rpartition("+")
    return f"{held}{plus}{_SEEN.get(bare, bare)}" if _SEEN else key
