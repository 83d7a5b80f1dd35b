"""Near copies of stories: one word changed, a paragraph cut, a new headline; the same for the same dice."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from typing import NamedTuple

SHORT = 80  # code points of a first line that is a headline


class Copy(NamedTuple):
    """A near copy, the place of the story it is of, and what was done to it."""

    text: str
    place: int
    change: str


def one_word_changed(text: str, dice: random.Random) -> str:
    """Return the text with another word in one place."""
    words = re.split(r"(\s+)", text)
    words[dice.choice([at for at, word in enumerate(words) if word.strip()])] = "otherwise"
    return "".join(words)


def paragraph_cut(text: str, dice: random.Random) -> str:
    """Return the text without one of its paragraphs."""
    paragraphs = text.split("\n")
    at = dice.choice([at for at, one in enumerate(paragraphs) if at and one.strip()])
    return "\n".join(paragraphs[:at] + paragraphs[at + 1 :])


def new_headline(text: str, dice: random.Random) -> str:
    """Return the text under another headline."""
    words = [word for word in text.split() if word.isalpha()]
    headline = " ".join(dice.sample(words, min(8, len(words)))).capitalize()
    first, _, rest = text.partition("\n")
    return f"{headline}\n{rest if len(first) < SHORT else text}"


CHANGES = (one_word_changed, paragraph_cut, new_headline)


def of(stories: Sequence[str], count: int, dice: random.Random) -> list[Copy]:
    """Return `count` near copies of some of the stories, none of them twice, each change as often as the others."""
    copies: list[Copy] = []
    known = set(stories)
    while len(copies) < count:
        place, change = dice.randrange(len(stories)), CHANGES[len(copies) % len(CHANGES)]
        text = change(stories[place], dice)
        if text not in known:
            known.add(text)
            copies.append(Copy(text, place, change.__name__))
    return copies
