"""Whether a key may call a command, and what is kept of it: every reason why not is one sentence."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from annotator.editing.command import Binding, Command, bindings
from annotator.editing.situations import clash
from annotator.model.problem import visible
from annotator.model.scheme import Scheme
from annotator.model.tongue import tr
from annotator.ui import keys
from annotator.ui.command import every_command

# Keys that most desktops take before any program sees them.
OF_SYSTEM = frozenset(
    ("Alt+F4", "Alt+Tab", "Alt+Shift+Tab", "Alt+Esc", "Alt+Space", "Ctrl+Esc", "Ctrl+Alt+Del", "Ctrl+Alt+Tab")
)


def refusal(key: str, one: Command, commands: Mapping[str, Command], scheme: Scheme, menu_keys: Collection[str]) -> str:
    """Return in a sentence why `key` may not call `one`, or "" where it may."""
    if not key:
        return tr("This key cannot be used here. Press another one.")
    if key in one.keys:
        return tr("{key} calls this command already.", key=key)
    if key in OF_SYSTEM or key.startswith("Meta+"):
        return tr("{key} belongs to the desktop, which takes it before any program. Press another key.", key=key)
    if key in menu_keys:
        return tr("{key} opens a menu. Press another key.", key=key)
    other = next((each for each in bindings(scheme, commands).get(key, ()) if _meet(one, each)), None)
    if other is None:
        return ""
    if other.values:
        label = visible(scheme.label(other.values[0]).name)
        return tr(
            "{key} already gives the label {label}, and both can be meant at once. Press another key.",
            key=key,
            label=label,
        )
    words = tr(other.words)
    return tr(
        "{key} already calls \u201c{words}\u201d, and both can be meant at once. Press another key.",
        key=key,
        words=words,
    )


def _meet(one: Command, other: Binding) -> bool:
    return other.command.name != one.name and clash(one, other.command)


def remark(key: str, one: Command) -> str:
    """Return in a sentence what is to be known of a key that now calls `one`."""
    said = tr("{key} now calls \u201c{words}\u201d.", key=key, words=tr(one.words))
    if one.group and not keys.is_shortcut(key):
        said += " " + tr(
            "It works while the text has the keyboard; a key with Ctrl, or F1 to F12, would work everywhere."
        )
    return said


def kept(chosen: Mapping[str, str], name: str, held: Collection[str]) -> dict[str, str]:
    """Return the user's own keys with those of the command `name`; keys as they are declared need not be kept."""
    changed: dict[str, Any] = {**chosen, name: " ".join(held)}
    if tuple(held) == every_command()[name].keys:
        del changed[name]
    return changed


def resettable(one: Command, commands: Mapping[str, Command], scheme: Scheme) -> str:
    """Return in a sentence why a command cannot have the keys it is declared with again, or "" where it can."""
    declared = every_command()[one.name]
    for key in declared.keys:
        why = "" if key in one.keys else refusal(key, one, commands, scheme, ())
        if why:
            return why
    return ""
