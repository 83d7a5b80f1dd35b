"""Every key that does something, in sections and rows: made from the commands and labels, with the user's own keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from annotator.editing.command import Binding, Command, bindings
from annotator.model.problem import visible
from annotator.model.scheme import Scheme
from annotator.model.tongue import tr

# The first word of a command's name, and the section it stands in. Others have a section of their own name.
SECTIONS = {
    "select": "Select", "focus": "Select", "caret": "Caret", "label": "Label", "edit": "Edit", "span": "Focused span",
    "suggestion": "Suggestions", "article": "Articles", "find": "Find", "search": "Find", "view": "View",
    "project": "Project", "program": "Project", "help": "Project",
}  # fmt: skip
FIRST = ("Mouse", "Select", "Label", "Edit", "Focused span", "Suggestions")
LAST = ("Articles", "Find", "View", "Project", "Caret")
LEAST_ALIKE = 1  # words with which rows that become one begin alike
MOST_FOLDED, LONGEST_NAMES = 4, 40  # keys in one row; characters of label names
Pair = tuple[str, str]  # a key, and the name of the command that it calls


class Row(NamedTuple):
    """Words, the keys as they are shown, and what these stand for."""

    words: str
    keys: tuple[str, ...]
    pairs: tuple[Pair, ...] = ()


class Section(NamedTuple):
    """A title and the rows under it."""

    title: str
    rows: tuple[Row, ...]


Fits = Callable[[Row], bool]  # whether a row fits on one line


def sections(scheme: Scheme, commands: Mapping[str, Command], fits: Fits) -> list[Section]:
    """Return every key with what it calls, each key of a command once, and what the mouse does."""
    held: dict[str, list[Row]] = {"Mouse": list(_of_mouse()), "Select": []}
    for one in sorted(commands.values(), key=lambda one: one.name.startswith("focus.")):  # letting go comes last
        if one.keys:
            row = Row(tr(one.words), one.keys, tuple((key, one.name) for key in one.keys))
            held.setdefault(_section(one), []).append(row)
    held["Label"] = [*_of_labels(scheme, bindings(scheme, commands)), *held.pop("Label", ())]
    between = [title for title in held if title not in FIRST and title not in LAST]
    order = [title for title in (*FIRST, *between, *LAST) if held.get(title)]
    return [Section(tr(title), tuple(folded(held[title], fits))) for title in order]


def _section(one: Command) -> str:
    first = one.name.partition(".")[0]
    return SECTIONS.get(first, first.capitalize())


def _of_mouse() -> Iterator[Row]:
    yield Row(tr("Select a word, then what is larger"), (tr("Click"),))
    yield Row(tr("Select from word to word"), (tr("Drag"),))
    yield Row(tr("Select single characters"), (tr("Ctrl+Drag"),))
    yield Row(tr("Extend to here"), (tr("Shift+Click"),))
    yield Row(tr("Larger, smaller text"), (tr("Ctrl+Wheel"),))


# ---- labels
def _of_labels(scheme: Scheme, held: Mapping[str, tuple[Binding, ...]]) -> Iterator[Row]:
    """Yield the labels with their keys, and for each other command that takes a label one row for all its keys."""
    given = [(key, one) for key, many in held.items() for one in many if one.values]
    for name, pairs in groupby(sorted(given, key=lambda pair: pair[1].command.name), lambda pair: pair[1].command.name):
        keys = list(pairs)
        if name == "label.apply":
            yield from _named([(key, visible(scheme.label(one.values[0]).name)) for key, one in keys], name)
        else:
            words = tr(keys[0][1].words)
            yield Row(words, (_range([key for key, _ in keys]),), tuple((key, name) for key, _ in keys))


def _named(labels: Sequence[Pair], command: str) -> Iterator[Row]:
    digits = [pair for pair in labels if pair[0].isdigit()]
    names = " ".join(name for _, name in digits)
    if len(digits) > 2 and len(names) <= LONGEST_NAMES:
        keys = [key for key, _ in digits]
        yield Row(names, (_range(keys),), tuple((key, command) for key in keys))
        labels = [pair for pair in labels if pair not in digits]
    for key, name in labels:
        yield Row(name, (key,), ((key, command),))


def _range(keys: Sequence[str]) -> str:
    return keys[0] if len(keys) == 1 else f"{keys[0]} \u2026 {keys[-1].rpartition('+')[2] or '+'}"


# ---- rows that differ in one word become one
def folded(rows: Iterable[Row], fits: Fits) -> list[Row]:
    """Return the rows, those that differ in one word as one row, where the first of them stands, if that fits."""
    groups: list[list[Row]] = []
    for row in rows:
        for group in groups:
            made = _together([*group, row])
            if made is not None and fits(made):
                group.append(row)
                break
        else:
            groups.append([row])
    return [group[0] if len(group) == 1 else _together(group) or group[0] for group in groups]


def _together(rows: Sequence[Row]) -> Row | None:
    if not all(row.pairs for row in rows) or sum(len(row.keys) for row in rows) > MOST_FOLDED:
        return None
    said = [row.words.split(" ") for row in rows]
    start = _alike(said)
    end = _alike([words[start:][::-1] for words in said])
    middles = [words[start : len(words) - end] for words in said]
    if start < LEAST_ALIKE or any(len(middle) != 1 for middle in middles):
        return None
    differing = ", ".join(middle[0] for middle in middles)
    words = " ".join([*said[0][:start], differing, *said[0][len(said[0]) - end :]])
    nth = range(max(len(row.keys) for row in rows))  # the first key of each, then the second of each
    keys = [key for at in nth for key in _with_one_modifier([row.keys[at] for row in rows if at < len(row.keys)])]
    return Row(words, tuple(keys), tuple(pair for row in rows for pair in row.pairs))


def _with_one_modifier(keys: Sequence[str]) -> Sequence[str]:
    """Return keys that are held with the same modifiers as one cap: "Ctrl+Left Right"."""
    cut = [(key[:-1], key[-1]) if key.endswith("+") else (key[: key.rfind("+") + 1], key[key.rfind("+") + 1 :])
           for key in keys]  # fmt: skip
    modifiers = {held for held, _ in cut}
    if len(keys) < 2 or len(modifiers) > 1 or "" in modifiers or any(bare == "+" for _, bare in cut):
        return keys
    return (modifiers.pop() + " ".join(bare for _, bare in cut),)


def _alike(said: Sequence[Sequence[str]]) -> int:
    """Return how many words all begin with."""
    at = 0
    while all(len(words) > at and words[at] == said[0][at] for words in said):
        at += 1
    return at


# ---- columns
def columns(held: Sequence[Section], many: int, height: Callable[[Section], int]) -> list[list[Section]]:
    """Return the sections in order in at most `many` columns, the highest of them as low as can be."""
    heights = [height(section) for section in held]
    low, high = max(heights, default=0), sum(heights)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if len(_filled(heights, middle)) <= many else (middle + 1, high)
    found, at = list[list[Section]](), 0
    for count in _filled(heights, low):
        found.append(list(held[at : at + count]))
        at += count
    return found


def _filled(heights: Sequence[int], most: int) -> list[int]:
    """Return how many sections go into each column of at most this height."""
    counts, room = list[int](), 0
    for height in heights:
        if counts and height <= room:
            counts[-1] += 1
            room -= height
        else:
            counts.append(1)
            room = most - height
    return counts
