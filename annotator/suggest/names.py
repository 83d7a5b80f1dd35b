"""Names: the last word of a full name that was labelled in the article, standing alone: Brandt, after Tom Brandt."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from annotator.model.characters import Bounds
from annotator.model.mark import Span
from annotator.model.names import name_at
from annotator.model.scheme import Scheme
from annotator.model.tongue import tr
from annotator.suggest.given import Given, offered
from annotator.suggest.lexicon import Lexicon

TITLE = "Names"
ORIGIN = "pattern"
LEAST = 3  # letters of a last word that says who is meant
FULL = (2, 3)  # words of a full name
ENOUGH = 2  # names of a label from which on it is known how they are made
LOOKED_AT = 200  # names of a label
SHARE = 2 / 3  # of a label's names that must be full ones: people have last words, places have not
REACH = 8  # code points before a word in which the end of a sentence is looked for
_OPENING, _ENDING = " \u00a0(\u201c\u201e\u00ab\u2018\"'", ".!?\u2026:\n"
_BEFORE = frozenset("the a an its der die das le la les el los".split())


def suggest(given: Given, start: int, end: int) -> Iterator[Span]:
    """Yield the last words that begin in start..end: alone, not after an article, and no plain word of the language."""
    words = given.words(start, end)
    is_full: dict[str, bool] = {}
    for at, (low, high) in enumerate(words):
        label = _label_of(given, given.text[low:high])
        if not label or not _stands_alone(given, words, at):
            continue
        if label not in is_full:
            is_full[label] = _are_full(label, given.here)
        if is_full[label]:
            yield offered(low, high, label, ORIGIN)


def why(given: Given, one: Span, scheme: Scheme) -> str:  # noqa: ARG001 - as every source
    """Return why a last word is suggested, for people: the full name that it ends."""
    full = _full_names(given, given.text[one.start : one.end])
    return tr("short for {name}", name=min(full)) if full else tr("the end of a name")


def _full_names(given: Given, word: str) -> list[str]:
    return [name for name in given.here.ending(word) if len(_parts(name)) in FULL]


def _label_of(given: Given, word: str) -> str:
    """Return the label of the names in this article that end in `word`, "" where it says nothing by itself."""
    names = _full_names(given, word) if given.here.ending(word) else []
    if not names or len(word) < LEAST or given.here.counts(word) or given.project.counts(word):
        return ""
    labels = {given.here.label(name) for name in names}
    label = labels.pop()
    return "" if labels or given.is_common(word) else label


def _parts(name: str) -> list[str]:
    """Return the words of a name, none where one of them is not written as a name's is."""
    parts = name.split(" ")
    return parts if all(part[:1].isupper() and part.isalpha() and not part.isupper() for part in parts) else []


def _are_full(label: str, here: Lexicon) -> bool:
    """Return whether the names of a label are mostly full ones, as far as the first of them tell."""
    names = list(islice((words for words in here if here.label(words) == label), LOOKED_AT))
    full = sum(len(_parts(words)) in FULL for words in names)
    return full >= ENOUGH and full >= SHARE * len(names)


def _stands_alone(given: Given, words: list[Bounds], at: int) -> bool:
    """Return whether the word is a name of its own, perhaps after a title, and not a plain word that begins."""
    (low, high), text = words[at], given.text
    start = words[at - 1][0] if at else low
    if given.here.counts(text[start:high]):
        return False  # the full name itself: most of what ends so
    before = text[start:low].rstrip().casefold() if at else ""
    if before in _BEFORE or name_at(text, low) != (low, high):
        return False
    return not _begins(text, low) or not given.frequencies.has(text[low:high].lower())


def _begins(text: str, at: int) -> bool:
    """Return whether a sentence may begin at `at`, as far as the signs before it tell."""
    before = text[max(0, at - REACH) : at].rstrip(_OPENING)
    return not before or before[-1] in _ENDING
