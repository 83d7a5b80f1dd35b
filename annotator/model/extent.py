"""How long a text is, as people say it: in words, or in characters where it is written without spaces."""

from __future__ import annotations

import re
from functools import cache

# From Thai on, the punctuation of Latin texts apart: what is written without spaces is among it.
_FAR = re.compile("[\u0e00-\u1fff\u2e80-\U0010ffff]")
SAMPLED = 2_000  # code points at the start of a text that tell how all of it is written


def extent_of(text: str) -> tuple[int, str]:
    """Return how many words a text has and "word", or how many characters, white space apart, and "character".

    Words are what stands between spaces. Where a text has more signs of scripts without spaces than it has words, that
    count says nothing: a whole sentence of Chinese would be two words.
    """
    if has_words(text):
        return len(text.split()), "word"
    return sum(map(len, text.split())), "character"


def has_words(text: str) -> bool:
    """Return whether the words of a text can be counted by the spaces between them."""
    start = text[:SAMPLED]
    return _FAR.search(start) is None or len(_unspaced().findall(start)) <= len(start.split())


@cache
def _unspaced() -> re.Pattern[str]:
    from annotator.model.folding import UNSPACED  # when first asked: the window starts without it

    return re.compile(f"[{UNSPACED}]")
