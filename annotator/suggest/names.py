"""Names: the last word of a full name that was labelled in the article, standing alone: Brandt, after Tom Brandt."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from annotator.model.mark import Span
from annotator.model.names import name_at
from annotator.model.occurrences import occurrences
from annotator.model.scheme import Scheme
from annotator.model.sentences import sentence_at
from annotator.model.words import words_in
from annotator.suggest.given import Given, offered
from annotator.suggest.lexicon import Lexicon

TITLE = "Names"
ORIGIN = "pattern"
LEAST = 3  # letters of a last word that says who is meant
FULL = (2, 3)  # words of a full name
ENOUGH = 2  # names of a label from which on it is known how they are made
LOOKED_AT = 200  # names of a label
SHARE = 2 / 3  # of a label's names that must be full ones: people have last words, places have not
_BEFORE = frozenset("the a an its der die das le la les el los".split())


def suggest(given: Given, start: int, end: int) -> Iterator[Span]:
    """Yield the last words that begin in start..end: alone, not after an article, and no plain word of the language."""
    for low, high in words_in(given.text, start, end):
        label = _label_of(given, given.text[low:high])
        if label and _stands_alone(given.text, low, high):
            yield offered(low, high, label, ORIGIN)


def why(given: Given, one: Span, scheme: Scheme) -> str:  # noqa: ARG001 - as every source
    """Return why a last word is suggested, for people: the full name that it ends."""
    full = _full_names(given, given.text[one.start : one.end])
    return f"short for {min(full)}" if full else "as a name before"


def _full_names(given: Given, word: str) -> list[str]:
    return [name for name in given.here.ending(word) if len(_parts(name)) in FULL]


def _label_of(given: Given, word: str) -> str:
    """Return the label of the names in this article that end in `word`, "" where it says nothing by itself."""
    names = _full_names(given, word)
    if not names or len(word) < LEAST or given.here.counts(word) or given.project.counts(word):
        return ""
    labels = {given.here.label(name) for name in names}
    label = labels.pop()
    return label if label and not labels and _are_full(label, given.here) else ""


def _parts(name: str) -> list[str]:
    """Return the words of a name, none where one of them is not written as a name's is."""
    parts = name.split(" ")
    return parts if all(part[:1].isupper() and part.isalpha() and not part.isupper() for part in parts) else []


def _are_full(label: str, here: Lexicon) -> bool:
    """Return whether the names of a label are mostly full ones, as far as the first of them tell."""
    names = list(islice((words for words in here if here.label(words) == label), LOOKED_AT))
    full = sum(len(_parts(words)) in FULL for words in names)
    return full >= ENOUGH and full >= SHARE * len(names)


def _stands_alone(text: str, low: int, high: int) -> bool:
    start, end = name_at(text, low)
    if end != high or (start != low and not _begins_plainly(text, start, low)):
        return False  # a part of another name
    before = text[max(0, low - 8) : low].rpartition(" ")[0].rpartition(" ")[2]
    return before.casefold() not in _BEFORE and (not _begins(text, low) or not _is_plain(text, text[low:high]))


def _begins_plainly(text: str, start: int, end: int) -> bool:
    """Return whether start..end is a plain word that only has a capital because a sentence begins: Then Brandt."""
    return _begins(text, start) and _is_plain(text, text[start:end].rstrip())


def _begins(text: str, at: int) -> bool:
    return sentence_at(text, at)[0] == at


def _is_plain(text: str, word: str) -> bool:
    """Return whether a word with a capital is in the text without one as well."""
    return next(occurrences(text, word.lower()), None) is not None
