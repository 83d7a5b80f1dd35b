"""What is sought over a project: words, "words in a row", the beginnings of words*; all of them must be there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from annotator.model.characters import whole
from annotator.model.folding import Folded, folded

MOST_TERMS = 32
_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb", '"'))
_WRITTEN = re.compile(r'"([^"]*)(?:"(\*?)|$)|([^\s"]+)')


class Term(NamedTuple):
    """Folded words that stand in a row; of a prefix the last one is the beginning of a word."""

    words: tuple[str, ...]
    prefix: bool = False


def terms_of(written: str) -> tuple[Term, ...]:
    """Return what `written` asks for; nothing in it can be wrong, and signs that are no letters separate words."""
    found: dict[Term, None] = {}
    for phrase, star, word in _WRITTEN.findall(written.translate(_QUOTES)):
        held = tuple(folded(phrase or word).split())
        if held:
            found[Term(held, bool(star) or word.endswith("*"))] = None
    return tuple(found)[:MOST_TERMS]


def ranges(text: str, terms: tuple[Term, ...]) -> list[tuple[int, int]]:
    """Return where the terms stand in `text` in order, in code points; nothing unless each of them does."""
    held, found = Folded(text), list[tuple[int, int]]()
    for term in terms:
        here = list(_ranges_of(held, term))
        if not here:
            return []
        found += here
    return sorted(set(found))


def _ranges_of(held: Folded, term: Term) -> Iterator[tuple[int, int]]:
    end = "[^ ]*" if term.prefix else "(?![^ ])"
    pattern = f"(?<![^ ]){' +'.join(map(re.escape, term.words))}{end}"
    for match in re.finditer(pattern, held.words):
        found = held.range_of(*match.span())
        if found is not None:
            yield whole(held.text, *found)


class Hit(NamedTuple):
    """One place in an article, with the words around it on one line."""

    start: int
    end: int
    before: str
    words: str
    after: str


def hit_of(text: str, start: int, end: int, room: int = 60) -> Hit:
    """Return a hit with up to `room` code points on each side, within its paragraph."""
    low, high = max(0, start - room), min(len(text), end + room)
    low = max(low, text.rfind("\n", low, start) + 1)
    cut = text.find("\n", end, high)
    before, after = text[low:start], text[end : high if cut < 0 else cut]
    if low > 0 and text[low - 1] != "\n":  # begins within a word, perhaps: from the next one on
        before = before.partition(" ")[2] or before
    return Hit(start, end, _on_one_line(before), _on_one_line(text[start:end]), _on_one_line(after))


def _on_one_line(text: str) -> str:
    return "".join(" " if letter.isspace() else letter for letter in text)
