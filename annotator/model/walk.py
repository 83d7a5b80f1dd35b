"""The walk over units of text: which of them a range is, the next, the previous, one more, one fewer.

The walk by clauses stops at what a clause says to be so as well, since that is what is labelled: of "Nunez confirmed
that it works, and Paris agreed" at the first clause, at "it works", and at "Paris agreed", without its "and". A range
of several clauses or sentences, from where one begins to where one ends, is walked from by these.
"""

from __future__ import annotations

from annotator.model.characters import Bounds, previous_character
from annotator.model.contents import contents_of, opened_at
from annotator.model.names import is_name, name_at
from annotator.model.sentences import clause_at, sentence_at
from annotator.model.units import CLAUSE, NAME, PARAGRAPH, RUNGS, SENTENCE, WORD, units_before, units_from


def rung_of(text: str, start: int, end: int) -> int:
    """Return the index in RUNGS of the unit that start..end is, of several the smallest, of none that of the word.

    A word that is a name by itself is one: from Algeria the next unit is the next name.
    """
    rung = next((n for n, one in enumerate(RUNGS) if one(text, start) == (start, end)), None)
    if rung is None:
        return _rung_of_several(text, start, end)
    return NAME if rung == WORD and is_name(text, (start, end)) and name_at(text, start) == (start, end) else rung


def _rung_of_several(text: str, start: int, end: int) -> int:
    """Return the largest rung at whose edges a range begins and ends, if that is a clause or larger."""
    last = previous_character(text, end)
    for rung in (PARAGRAPH, SENTENCE):
        if RUNGS[rung](text, start)[0] == start and RUNGS[rung](text, last)[1] == end:
            return rung
    begins = start in [place for place, _ in _stops(text, clause_at(text, start))]
    return CLAUSE if begins and clause_at(text, last)[1] == end else WORD


# ---- there and back
def next_unit(text: str, start: int, end: int, rung: int | None = None) -> Bounds:
    """Return the next unit of a rung (else that of start..end) beyond the range; the range where there is none.

    By clauses what the range itself says to be so comes first: up to the end of the range, if it is within a sentence.
    """
    rung = rung_of(text, start, end) if rung is None else rung
    if rung == CLAUSE and end <= sentence_at(text, start)[1]:
        inside = [place for place, _ in contents_of(text, (_began(text, start), end)) if start < place < end]
        if inside:
            return inside[0], end
    found = next(units_from(text, end, rung), None)
    if found is None:
        return start, end
    return _stops(text, found)[0] if rung == CLAUSE else found


def previous_unit(text: str, start: int, end: int, rung: int | None = None) -> Bounds:
    """Return the last unit of a rung (else that of start..end) before the range; the range where there is none.

    By clauses what says the range comes first: from "it works" one comes back to "Nunez confirmed that it works".
    """
    rung = rung_of(text, start, end) if rung is None else rung
    if rung != CLAUSE:
        return next(units_before(text, start, rung), (start, end))
    begins = _began(text, start)
    clause = clause_at(text, begins)
    around = [place for place, _ in _stops(text, clause) if begins <= place < start]
    if around:
        return around[-1], max(end, clause[1])
    found = next(units_before(text, begins, rung), None)
    return (start, end) if found is None else _stops(text, found)[-1]


def _began(text: str, start: int) -> int:
    """Return where the clause that holds the character at `start` begins; one that ends just there does not."""
    clause = clause_at(text, start)
    return clause[0] if clause[1] > start else start


def _stops(text: str, clause: Bounds) -> list[Bounds]:
    """Return where the walk stops in a clause: at it, behind its conjunction, then at what it says."""
    contents = contents_of(text, clause)
    return contents if opened_at(text, clause) > clause[0] and contents else [clause, *contents]


# ---- more and fewer
def one_more(text: str, end: int, rung: int) -> int:
    """Return the end of a range that ended at `end` with one more unit of a rung, or the rest of one that it cut."""
    here = RUNGS[rung](text, end)
    if here[0] < end < here[1] and any(map(str.isalnum, text[slice(*here)])):
        return here[1]
    found = next(units_from(text, end, rung), None)
    return end if found is None else found[1]


def one_fewer(text: str, start: int, end: int, rung: int) -> int:
    """Return where start..end ends without its last unit of a rung, or the part of one; the first is kept."""
    found = next((one for one in units_before(text, end, rung) if one[1] < end), None)
    return end if found is None or found[1] <= start else found[1]
