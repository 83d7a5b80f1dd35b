"""The ladder of units of text: word, name, clause, sentence, paragraph; what is larger, smaller, and each in turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from annotator.model.characters import Bounds, previous_character
from annotator.model.contents import contents_of
from annotator.model.names import is_name, name_at, names_at
from annotator.model.quotes import quotation_at
from annotator.model.sentences import clause_at, clause_of, paragraph_at, sentence_at
from annotator.model.words import word_at, words_before, words_from

RUNGS: tuple[Callable[[str, int], Bounds], ...] = (word_at, name_at, clause_at, sentence_at, paragraph_at)
WORD, NAME, CLAUSE, SENTENCE, PARAGRAPH = range(len(RUNGS))
FAR = 8_000  # code points in which a name is looked for


def ladder(text: str, at: int) -> list[Bounds]:
    """Return what a climb from `at` selects, one after the other: each holds the one before and is larger.

    Between the units lie a name with the title before it, what a clause says to be so, and a quotation with its marks.
    """
    name, titled = names_at(text, at)
    sentence = sentence_at(text, at)
    clause = clause_of(text, sentence, at)
    offered = [word_at(text, at), name, titled, clause, sentence, paragraph_at(text, at)]
    offered += [one for one in contents_of(text, clause) if one[0] <= at]
    quotation = quotation_at(text, at)
    if quotation is not None:
        offered.append(quotation)
    climbed: list[Bounds] = []
    for one in sorted(offered, key=lambda bounds: bounds[1] - bounds[0]):
        if not climbed or (one != climbed[-1] and one[0] <= climbed[-1][0] and one[1] >= climbed[-1][1]):
            climbed.append(one)
    return climbed


def larger(text: str, start: int, end: int, at: int | None = None) -> Bounds:
    """Return the smallest unit around `at` (else `start`) that holds start..end and is larger, else the range."""
    for low, high in ladder(text, start if at is None else at):
        if low <= start and high >= end and (low, high) != (start, end):
            return low, high
    return start, end


def smaller(text: str, start: int, end: int, at: int | None = None) -> Bounds:
    """Return the largest unit around `at` that lies within start..end and is smaller, else the range.

    Without `at` around the start, or at the end what is said to be so: of "he said that it rains" that it rains.
    """
    inside = ladder(text, start if at is None else at)
    if at is None:
        inside += contents_of(text, clause_at(text, previous_character(text, end)))
    inside = [one for one in inside if start <= one[0] < one[1] <= end and one != (start, end)]
    return max(inside, key=lambda one: one[1] - one[0], default=(start, end))


def units_from(text: str, at: int, rung: int) -> Iterator[Bounds]:
    """Yield the units of a rung that begin at `at` or later and hold a word; FAR code points without one end them."""
    while True:
        word = _first(text, (one for one in words_from(text, at) if one[0] >= at), at, rung)
        if word is None:
            return
        found = RUNGS[rung](text, word[0])
        if found[0] >= at:
            yield found
        at = max(word[1], found[1])


def units_before(text: str, at: int, rung: int) -> Iterator[Bounds]:
    """Yield the units of a rung that end at `at` or earlier and hold a word, the nearest first; else as units_from."""
    while True:
        word = _first(text, (one for one in words_before(text, at) if one[1] <= at), at, rung)
        if word is None:
            return
        found = RUNGS[rung](text, word[0])
        if found[1] <= at:
            yield found
        at = min(word[0], found[0])


def _first(text: str, words: Iterator[Bounds], at: int, rung: int) -> Bounds | None:
    """Return the first word of a unit: any, but for a name."""
    for word in words:
        if rung != NAME or is_name(text, word):
            return word
        if abs(word[0] - at) > FAR:
            return None
    return None
