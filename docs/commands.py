"""Write docs/COMMANDS.md from the declarations of the commands: `python docs/commands.py`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator import places
from annotator.editing.command import Command
from annotator.model.scheme import Scheme
from annotator.ui.command import every_command
from annotator.ui.menus import GROUPS

PAGE = Path(__file__).resolve().with_name("COMMANDS.md")
SCHEME = "news"

HEAD = """# Commands
Made by `python docs/commands.py` from the declarations in `annotator/editing/commands` and `annotator/ui/commands`; a
test holds the two together.

A key acts on the focus: a caret, a selection or a span. Keys without Ctrl act while the text has the keyboard. Digits
are found by their place on the keyboard, letters by what they type, and by their place where the layout types no Latin
letter. Enter and Return are one key, and so are Del and Backspace. In a panel Esc returns to the text.
"""


def page() -> str:
    """Return the whole page."""
    return "\n".join([HEAD, *_commands(every_command().values()), *_labels()])


def _commands(held: Iterable[Command]) -> Iterator[str]:
    groups: dict[str, list[Command]] = {}
    for one in held:
        groups.setdefault(one.group, []).append(one)
    for group in sorted(groups, key=_place):
        yield f"## {group or 'In no menu'}"
        yield from _table(groups[group])
        yield ""


def _place(group: str) -> tuple[bool, int, str]:
    return (not group, GROUPS.index(group) if group in GROUPS else len(GROUPS), group)


def _table(held: list[Command]) -> Iterator[str]:
    yield "| words | keys | name | does |"
    yield "|---|---|---|---|"
    for one in held:
        yield f"| {_plain(one.words)} | {_keys(one.keys)} | `{one.name}` | {_plain(one.does)} |"


def _labels() -> Iterator[str]:
    path = places.resource("schemes", f"{SCHEME}.toml")
    scheme, _ = Scheme.from_toml(path.read_text(encoding="utf-8"), str(path))
    yield f"## Labels of the scheme `{SCHEME}`"
    yield "Each key runs `label.apply` with its label: on a selection it makes a span, on a span of the same layer it"
    yield "relabels, on a span of another layer it makes one more over the same range."
    yield ""
    yield "| layer | label | key | means |"
    yield "|---|---|---|---|"
    for label in scheme.labels:
        layer = scheme.layer(label.layer)
        yield f"| {layer.id} ({layer.rule}) | {label.name} | {_keys([label.key])} | {_plain(label.guideline)} |"
    yield ""


def _keys(keys: Iterable[str]) -> str:
    return " ".join(f"`{key}`" for key in keys if key)


def _plain(words: str) -> str:
    return words.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
