"""Write docs/COMMANDS.md from the declarations of the commands: `python docs/commands.py`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator import places
from annotator.editing.command import Command, all_commands
from annotator.model.scheme import Scheme

PAGE = Path(__file__).resolve().with_name("COMMANDS.md")
SCHEME = "news"
MENUS = ("File", "Edit", "Span", "Article", "View", "Help")  # in the order of the menu bar

HEAD = """# Commands
Made by `python docs/commands.py` from the declarations in `annotator/editing/commands`; a test holds the two together.

A key acts on the focus: a caret, a selection or a span. Keys without Ctrl act while the text has the keyboard. Digits
are found by their place on the keyboard, letters by what they type, and by their place where the layout types no Latin
letter. Enter and Return are one key, and so are Del and Backspace.
"""

# The window answers these itself, because only it knows the lines as they are laid out, the zoom and its parts.
WINDOW = """
## The window's own keys
| does | keys |
|---|---|
| Move the caret by a line as it is laid out | `Up` `Down` |
| Move the caret by a view | `PgUp` `PgDn` |
| Move the caret to an end of its line | `Home` `End` |
| The same, extending the selection | `Shift+Up` `Shift+Down` `Shift+PgUp` `Shift+PgDn` `Shift+Home` `Shift+End` |
| The same to an end of the text | `Ctrl+Shift+Home` `Ctrl+Shift+End` |
| Copy what is selected | `Ctrl+C` |
| Zoom in, out, to 100 % | `Ctrl++` (`Ctrl+=`) `Ctrl+-` `Ctrl+0` |
| Go round banner, text, side panel, article list | `F6` `Shift+F6` |
| Filter the articles | `Ctrl+L` |
| Fold the article list to its dots, hide the side panel, and back | `Ctrl+B` `Ctrl+Shift+B` |
| Menu of the focus | `Shift+F10` `Menu` |
| Quit | `Ctrl+Q` |
| Return to the text from a panel | `Esc` |
"""


def page() -> str:
    """Return the whole page."""
    return "\n".join([HEAD, *_commands(all_commands().values()), *_labels(), WINDOW.strip(), ""])


def _commands(held: Iterable[Command]) -> Iterator[str]:
    groups: dict[str, list[Command]] = {}
    for one in held:
        groups.setdefault(one.group, []).append(one)
    for group in sorted(groups, key=_place):
        yield f"## {group or 'In no menu'}"
        yield from _table(groups[group])
        yield ""


def _place(group: str) -> tuple[bool, int, str]:
    return (not group, MENUS.index(group) if group in MENUS else len(MENUS), group)


def _table(held: list[Command]) -> Iterator[str]:
    yield "| words | keys | name | does |"
    yield "|---|---|---|---|"
    for one in held:
        does = (one.function.__doc__ or "").strip().partition("\n")[0]
        yield f"| {_plain(one.words)} | {_keys(one.keys)} | `{one.name}` | {_plain(does)} |"


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
