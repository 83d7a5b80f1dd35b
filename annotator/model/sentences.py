"""Where clauses, sentences and paragraphs begin and end, without any model, in many scripts.

A sentence ends at a full stop that no abbreviation, initial or number owns, and that no small letter follows; a clause
lies between commas, dashes, colons and brackets. All places are code points. What ends a sentence is seen from a few
words around it, so that a sentence is the same from each of its places, also within a paragraph of a megabyte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from annotator.model.characters import Bounds, is_boundary, trimmed, whole
from annotator.model.words import word_at

LONGEST = 4_096  # code points, about, after which a sentence without an end is cut

_OPENERS = "([{\u201c\u201e\u00ab\u2018\u300c\u300e\"'\u00bf\u00a1"
_CLOSERS = ")]}\u201d\u00bb\u2019\u300d\u300f\"'"
_CLOSED = f"[{re.escape(_CLOSERS)}]*"
_END = rf"[.!?\u2026\u061f\u06d4\u0964]+{_CLOSED}(?=\s)|[\u3002\uff01\uff1f\uff0e]+[\uff01\uff1f]*{_CLOSED}"
_BREAK = (
    rf"[,;:\u060c\u061b]{_CLOSED}(?=\s)|[\u3001\uff0c\uff1b\uff1a]{_CLOSED}"
    r"|\s[\u2013\u2014-]+(?=\s)|\u2014|(?<!-)--(?!-)|[()\[\]\uff08\uff09]"
)
_DAY = r"\b[A-Z][a-z]{2,8}\.? \d{1,2}$"  # the comma of "July 21, 2017" ends no clause

# Never the end of a sentence, whatever follows.
_TITLES = frozenset(
    (
        "mr mrs ms dr prof gen col lt sgt capt cmdr sen rep gov rev hon st messrs mme mlle hr fr dott sig sr.a v vs "
        "cf ca e.g i.e z.b d.h bzw т.е им ул пр д ж"
    ).split()
)
# The end of a sentence when a word follows that begins one.
_SHORT = frozenset(
    (
        "jr inc ltd corp co bros dept est etc u.s u.k u.n d.c e.u a.m p.m ph.d al jan feb mar apr jun jul aug sep "
        "sept oct nov dec mon tue wed thu fri sat sun г гг руб коп тыс млн млрд др т.д т.п usw"
    ).split()
)
# Part of a number when one follows.
_NUMBERED = frozenset(
    ("no nos art arts fig figs p pp vol vols sec secs para paras ch nr n с стр рис ст п гл №").split()
)
_STARTERS = frozenset(
    (
        "a an the this that these those he she it they we you i his her its their our my but and or so yet in on at "
        "by for from to as if when while after before since because although though however meanwhile there here what "
        "who why how under with without among according despite during both some many most all one two no not another "
        "several der die das ein eine er sie es wir ich im in am und aber le la les un une il elle ils en el los las "
        "una в на он она они это но и а по как из с у для при не что мы"
    ).split()
)
_MONTHS = frozenset(("januar februar märz april mai juni juli august september oktober november dezember").split())
_NUMBER = r"\s*\d{1,3}\.\s+(?=\S)"
_ATTRIBUTION = re.compile(
    r"[A-Z]\w+(?: [A-Z]\w+){0,2} (?:said|says|asked|added|told|wrote|replied|insisted|explained)\b"
)
_ENDING = frozenset(f".!?\u2026\u061f\u06d4\u0964\u3002\uff01\uff1f\uff0e{_CLOSERS}")
_LETTERS_WITH_STOPS = r"(?:[^\W\d_]\.-?)+[^\W\d_]"


@cache
def _pattern(written: str) -> re.Pattern[str]:
    return re.compile(written)  # when first asked: the window starts without it


# ---- paragraphs
def _line(text: str, at: int) -> Bounds:
    at = max(0, min(at, len(text) - 1))
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end


def paragraph_at(text: str, at: int) -> Bounds:
    """Return the paragraph at `at`, without the white space at its edges."""
    return whole(text, *trimmed(text, *_line(text, at)))


# ---- sentences
def sentence_at(text: str, at: int) -> Bounds:
    """Return the sentence at `at`; the white space before it belongs to it, the number of its paragraph does not."""
    low, high = _line(text, at)
    at = max(low, min(at, trimmed(text, low, high)[1] - 1))
    before, after = _stop_before(text, at, low), _stop_after(text, at, high)
    if after - before > 2 * LONGEST:
        before, after = _cut(text, at, before, after)
    number = _pattern(_NUMBER).match(text, before, after) if before == low else None
    return whole(text, *trimmed(text, number.end() if number else before, after))


def crosses_sentence(text: str, start: int, end: int) -> bool:
    """Return whether a sentence ends within start..end and another one begins there."""
    start, end = trimmed(text, start, end)
    if text[start : start + 1].isspace():
        return False
    return text.find("\n", start, end) >= 0 or any(start < stop < end for stop in _stops(text, start, end))


def _stop_before(text: str, at: int, low: int) -> int:
    """Return the last end of a sentence up to `at`, else `low`, or as far back as was looked."""
    for reach in (400, 3 * LONGEST):
        floor = max(low, at - reach)
        found = list(_stops(text, floor, at))
        if found or floor == low:
            break
    return found[-1] if found else floor


def _stop_after(text: str, at: int, high: int) -> int:
    """Return the first end of a sentence beyond `at`, else `high`, or as far on as was looked."""
    for reach in (400, 3 * LONGEST):
        ceiling = min(high, at + reach)
        found = next((stop for stop in _stops(text, at, ceiling) if stop > at), None)
        if found is not None or ceiling == high:
            break
    return ceiling if found is None else found


def _cut(text: str, at: int, before: int, after: int) -> Bounds:
    """Return the part at `at` of what has no end for very long: it is cut before a word about every LONGEST."""
    first = max(0, at // LONGEST - 1) * LONGEST
    places = (place for place in range(first, at + 3 * LONGEST, LONGEST) if before <= place - LONGEST)
    cuts = [min(place, word_at(text, place)[0]) for place in places if place + LONGEST <= after]
    start = max((one for one in cuts if one <= at), default=before)
    return start, min((one for one in cuts if one > at), default=after)


def _stops(text: str, low: int, high: int) -> Iterator[int]:
    """Yield the places in low..high where a sentence ends."""
    begin = low
    while begin > 0 and low - begin < 64 and text[begin - 1] in _ENDING:
        begin -= 1
    sight = min(len(text), high + 1)
    while sight < len(text) and sight - high < 64 and text[sight - 1] in _ENDING:
        sight += 1
    for match in _pattern(_END).finditer(text, begin, sight):
        if low <= match.end() <= high and is_boundary(text, match.end()) and _ends_sentence(text, match):
            yield match.end()


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    mark, closed = match[0].rstrip(_CLOSERS), match[0][-1] in _CLOSERS
    if mark[-1] in "\u3002\uff01\uff1f\uff0e":
        return not (closed and text[match.end() : match.end() + 1] == "\u3068")  # what was said, and "と"
    following = text[match.end() : match.end() + 48].lstrip()
    following = following.lstrip(_OPENERS + "\u2013\u2014- ")
    if following[:1].islower() or (closed and _pattern(_ATTRIBUTION).match(following)):
        return False
    return mark != "." or not _owned(text, match.start(), following)


def _owned(text: str, at: int, following: str) -> bool:
    """Return whether the full stop at `at` belongs to the word before it, and no sentence begins after it."""
    found = re.search(r"[^\s(\[\u201c\"\u00ab/-]*$", text[max(0, at - 24) : at])
    before = found[0].lstrip(_OPENERS).casefold() if found else ""
    after = re.match(r"\w*", following)
    following = after[0] if after else ""
    begins = following.casefold() in _STARTERS
    numbers = before.isdigit() or not before.strip("ivxlcabdefg")
    if numbers and len(before) <= 4 and _opens_line(text, at - len(before)):
        return True  # the number of a paragraph
    if before.isdigit():
        return len(before) <= 2 and following.casefold() in _MONTHS
    if len(before) == 1 and before not in _SHORT and text[at - 1].isupper():
        return not begins or len(following) == 1  # an initial: "J. Smith"
    if before in _NUMBERED:
        return following[:1].isdigit() or (len(following) > 1 and not following.strip("IVXLC"))
    return before in _TITLES or ((before in _SHORT or _is_dotted(before)) and not begins)


def _opens_line(text: str, at: int) -> bool:
    return at == 0 or text[at - 1] == "\n"


def _is_dotted(word: str) -> bool:
    return _pattern(_LETTERS_WITH_STOPS).fullmatch(word) is not None


# ---- clauses
def clause_at(text: str, at: int) -> Bounds:
    """Return the clause at `at`: the part of its sentence between commas, dashes, colons and brackets."""
    return clause_of(text, sentence_at(text, at), at)


def clause_of(text: str, sentence: Bounds, at: int) -> Bounds:
    """Return the clause at `at` of a sentence; of a sentence without words the sentence."""
    found = sentence
    for found in _clauses(text, *sentence):
        if found[1] >= at:
            break
    return found


def _clauses(text: str, start: int, end: int) -> Iterator[Bounds]:
    """Yield the clauses of a sentence, those that hold a word."""
    for match in _pattern(_BREAK).finditer(text, start, end):
        if match[0] == "," and _is_in_date(text, match.start()):
            continue
        closed = match[0][-1] in "\u201d\u00bb\u2019\"'\u300d\u300f"
        yield from _worded(text, start, match.end() if closed else match.start())
        start = match.end()
    yield from _worded(text, start, end)


def _is_in_date(text: str, at: int) -> bool:
    return text[at + 2 : at + 6].isdigit() and _pattern(_DAY).search(text, max(0, at - 16), at) is not None


def _worded(text: str, start: int, end: int) -> Iterator[Bounds]:
    start, end = trimmed(text, *_balanced(text, *_unstopped(text, *trimmed(text, start, end))))
    if _pattern(r"\w").search(text, start, end):
        yield whole(text, start, end)


def _unstopped(text: str, start: int, end: int) -> Bounds:
    """Return the range without the stops at its end, but for that of an abbreviation."""
    stopped = end
    while end - start > 1 and text[end - 1] in ".!?\u2026\u3002\uff01\uff1f\u061f ":  # a space may stand before each
        end -= 1
    return start, (end + 1 if end < stopped and word_at(text, end - 1)[1] == end + 1 else end)


_PAIRS = {"\u201c": "\u201d", "\u00ab": "\u00bb", "\u201e": "\u201c", "\u300c": "\u300d", "\u300e": "\u300f", '"': '"'}


def _balanced(text: str, start: int, end: int) -> Bounds:
    """Return the range without the quotation mark at an edge whose other one lies outside."""
    closing = _PAIRS.get(text[start : start + 1])
    if closing is not None and closing not in text[start + 1 : end]:
        start += 1
    if end - start > 1 and text[end - 1] in _PAIRS.values():
        opening = next(one for one, other in _PAIRS.items() if other == text[end - 1])
        if opening not in text[start : end - 1]:
            end -= 1
            while end - start > 1 and text[end - 1] in ",.;:!?\u2026 ":
                end -= 1
    return start, end
