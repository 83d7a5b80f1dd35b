"""What was typed against the words of a choice: at the starts of words first, then inside them, then scattered."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

TOLD = 3  # how a choice fits whose explanation has the words
SCATTERED = 4  # and one whose letters are only somewhere
SPREAD = 3  # letters of the choice, for each one typed, over which they may be scattered
LEAST_INSIDE = 3  # letters that must be typed before they are looked for inside words: fewer are everywhere


class Match(NamedTuple):
    """How well the words fit (the lowest is the best) and which of their characters were typed."""

    rank: tuple[int, int, int, int]  # how it fits, how often a word typed is cut, where it begins, how far it reaches
    at: tuple[int, ...]


def match(typed: str, words: str) -> Match | None:
    """Return how `typed` fits `words`, None when it does not: "n ar" and "nar" both fit "Next article".

    What is typed is cut into beginnings of words that follow one another, the fewer the better; a space always begins
    another word. Whole beginnings fit in another order, too: "theme da" fits "Dark theme".
    """
    parts, low = [part for part in _low(typed).split(" ") if part], _low(words)
    if not parts:
        return Match((0, 0, 0, 0), ())
    starts, whole = _starts(low), " ".join(parts)
    at = _from(parts, low, starts)
    if at is not None:
        return _made(0, at, len(parts))
    at = _in_any_order(parts, low, starts)
    if at is not None:
        return _made(1, at, len(parts))
    inside = low.find(whole)
    if inside >= 0 and len(whole) >= LEAST_INSIDE:
        return _made(2, tuple(range(inside, inside + len(whole))), 1)
    at = _in_order("".join(parts), low)
    return None if at is None or at[-1] - at[0] >= SPREAD * len(at) else _made(SCATTERED, at, 1)


def _made(how: int, at: tuple[int, ...], parts: int) -> Match:
    pieces = 1 + sum(later > sooner + 1 for sooner, later in pairwise(at))
    return Match((how, max(0, pieces - parts), at[0], at[-1] - at[0]), at)


def _low(text: str) -> str:
    """Return the text in small letters, each in its own place."""
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def _starts(low: str) -> list[int]:
    """Return where words begin; a sign is one of its own."""
    starts = [at for at, letter in enumerate(low) if letter.isalnum() and (at == 0 or not low[at - 1].isalnum())]
    starts += [at for at, letter in enumerate(low) if not letter.isalnum() and not letter.isspace()]
    return sorted(starts)


def _in_any_order(parts: list[str], low: str, starts: list[int]) -> tuple[int, ...] | None:
    """Return the places of the letters of `parts`, each the beginning of a word of its own."""
    found: list[int] = []
    for part in parts:
        start = next((at for at in starts if at not in found and low.startswith(part, at)), None)
        if start is None:
            return None
        found += range(start, start + len(part))
    return tuple(sorted(found))


def _from(parts: list[str], low: str, starts: list[int]) -> tuple[int, ...] | None:
    """Return the places of the letters of `parts` as beginnings of words, each part from a word after the last one."""
    if not parts:
        return ()
    first, *others = parts
    for nth, start in enumerate(starts):
        most = 0
        while most < len(first) and first[most : most + 1] == low[start + most : start + most + 1]:
            most += 1
        for taken in range(most, 0, -1):
            rest = others if taken == len(first) else [first[taken:], *others]
            after = _from(rest, low, starts[nth + 1 :])
            if after is not None:
                return (*range(start, start + taken), *after)
    return None


def _in_order(letters: str, low: str) -> tuple[int, ...] | None:
    found: list[int] = []
    for letter in letters:
        at = low.find(letter, found[-1] + 1 if found else 0)
        if at < 0:
            return None
        found.append(at)
    return tuple(found)
