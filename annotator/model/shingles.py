"""What two texts share: their shingles, runs of a few words each, folded.

Only for comparing: what is stored is never folded. A short text in which one word is another shares little with what
it was, for it says something else; a text of numbers is its numbers.
"""

from __future__ import annotations

import re
from collections.abc import Set

from annotator.model.folding import UNSPACED, folded_beyond_ascii

WORDS = 3  # in a shingle
CHARACTERS = 6  # in a shingle of a script without spaces between words: about as much as three words
NEAR = 0.5  # two texts are near that share more than this part of all their shingles

# Whatever is beyond ASCII is folded already when words are cut: by bytes, which is three times as fast as by letters.
_LETTERS = bytes(at if at > 127 else ord(chr(at).lower()) if chr(at).isalnum() else 32 for at in range(256))
_UNSPACED = re.compile(f"[{UNSPACED}]")


def words(text: str) -> list[str]:
    """Return the folded words of `text`; each character of a script without spaces is a word."""
    folded = text if text.isascii() else folded_beyond_ascii(text)
    return folded.encode().translate(_LETTERS).decode().split()


def shingles(text: str) -> list[str]:
    """Return the shingles of `text` in order; one that comes again stands again. There is always one."""
    found = words(text)
    if _UNSPACED.search(text):
        made = _of_mixed(found)
    else:
        made = [f"{one} {two} {three}" for one, two, three in zip(found, found[1:], found[2:], strict=False)]
    # What is too short for a shingle is like its own words; what holds no word at all like its own signs.
    return made or [" ".join(found or text.split())]


def _of_mixed(found: list[str]) -> list[str]:
    lengths = [CHARACTERS if _UNSPACED.match(word) else WORDS for word in found]
    return [" ".join(found[at : at + most]) for at, most in enumerate(lengths) if at + most <= len(found)]


def jaccard(one: Set[object], other: Set[object]) -> float:
    """Return how much of what either has both have, 0 to 1; of nothing at all 1."""
    shared = len(one & other)
    every = len(one) + len(other) - shared
    return shared / every if every else 1.0
