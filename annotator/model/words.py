"""Where words, names, clauses, sentences and paragraphs begin and end, without any model, in many scripts.

All places are code points; every range returned lies in the text and never cuts a character that is drawn as one
(a letter with its marks, an emoji sequence, a pair of flag letters).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache

Bounds = tuple[int, int]

NEAR = 64  # code points on each side in which a word is looked for that may reach over a place
REACH = 4_000  # code points looked at on each side: a paragraph of a megabyte must not be searched whole

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# One ideograph is one word; elsewhere letters, digits and their marks, with hyphens and apostrophes inside.
_LETTER = rf"(?:[^\W{_HAN}_]|_)"
MARK = (
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0981-\u0983"
    "\u09bc-\u09cd\u0a01-\u0a51\u0b01-\u0b57\u0bbe-\u0bcd\u0c00-\u0c04\u0c3e-\u0c56\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]"
)
_RUN = rf"{_LETTER}(?:{_LETTER}|{MARK})*"
_INSIDE = r"(?:[-\u2010\u2011\u05f3\u05f4]|['\u2019](?![sS]\b)|(?<=\d)[.,](?=\d))"
_WORD = rf"[{_HAN}]{MARK}*|(?<!\w['\u2019]){_RUN}(?:{_INSIDE}{_RUN})*"

_OPENERS = "([{\u201c\u201e\u00ab\u2018\u300c\u300e\"'"
_CLOSERS = ")]}\u201d\u00bb\u2019\u300d\u300f\"'"
_CLOSED = f"[{re.escape(_CLOSERS)}]*"
_SENTENCE_END = rf"(?:[.!?\u2026\u061f\u06d4\u0964]+{_CLOSED}(?=\s)|[\u3002\uff01\uff1f\uff0e]+{_CLOSED}|\n)"
_CLAUSE_BREAK = r"[,;:\u060c\u061b\u3001\uff0c\uff1b\uff1a](?=\s|[^\W\d])|\s[\u2013\u2014-]+\s|[()\u2014]"
_ABBREVIATIONS = frozenset(
    (
        "mr mrs ms dr prof gen col lt sgt capt sen rep gov st jr sr vs etc no vol art fig pp ca cf inc ltd corp co dept"
        " est jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun u.s u.k u.n e.g i.e a.m p.m"
        " г ул рис стр т.е т.д bzw z.b d.h nr mme mlle"
    ).split()
)
_CONNECTORS = frozenset("of de la le du des del della di da dos van von der den el al bin ibn ben abu".split())


@cache
def _pattern(written: str) -> re.Pattern[str]:
    return re.compile(written)  # when first asked: the window starts without it


# ---- characters as they are drawn
def _extends(text: str, at: int) -> bool:
    """Return whether the character at `at` is drawn with the one before it."""
    mark = text[at]
    if mark.isascii():
        return mark == "\n" and text[at - 1] == "\r"
    if mark == "\u200d" or text[at - 1] == "\u200d":
        return True
    if "\U0001f3fb" <= mark <= "\U0001f3ff" or "\U000e0020" <= mark <= "\U000e007f":
        return True
    if "\u1160" <= mark <= "\u11ff":  # Hangul vowels and final consonants
        return "\u1100" <= text[at - 1] <= "\u11ff" or "\uac00" <= text[at - 1] <= "\ud7a3"
    if "\U0001f1e6" <= mark <= "\U0001f1ff":
        before = at
        while before > 0 and "\U0001f1e6" <= text[before - 1] <= "\U0001f1ff":
            before -= 1
        return (at - before) % 2 == 1
    return unicodedata.category(mark) in ("Mn", "Mc", "Me")


def is_boundary(text: str, at: int) -> bool:
    """Return whether a selection may begin or end at `at`."""
    return at <= 0 or at >= len(text) or not _extends(text, at)


def next_character(text: str, at: int) -> int:
    """Return the end of the drawn character that begins at or reaches over `at`."""
    at = min(len(text), at + 1)
    while not is_boundary(text, at):
        at += 1
    return at


def previous_character(text: str, at: int) -> int:
    """Return the start of the drawn character before `at`."""
    at = max(0, at - 1)
    while not is_boundary(text, at):
        at -= 1
    return at


def whole(text: str, start: int, end: int) -> Bounds:
    """Return the range widened so that it cuts no drawn character, and kept inside the text."""
    start, end = max(0, min(start, len(text))), max(0, min(end, len(text)))
    while not is_boundary(text, start):
        start -= 1
    while not is_boundary(text, end):
        end += 1
    return start, end


# ---- words
def _words(text: str, start: int, end: int) -> list[Bounds]:
    """Return the words that touch start..end, found from a place where no word can be cut."""
    low = max(0, start - REACH)
    while low > 0 and not text[low - 1].isspace() and start - low < 2 * REACH:
        low -= 1
    high = min(len(text), end + REACH)
    while high < len(text) and not text[high].isspace() and high - end < 2 * REACH:
        high += 1
    return [whole(text, *match.span()) for match in _pattern(_WORD).finditer(text, low, high)]


def word_at(text: str, at: int) -> Bounds:
    """Return the word at `at`, else the word that ends there, else the drawn character there."""
    found = _words(text, at, at)
    for start, end in found:
        if start <= at < end:
            return start, end
    for start, end in found:
        if end == at:
            return start, end
    if at >= len(text):
        return previous_character(text, at), len(text)
    start, end = whole(text, at, at + 1)
    return start, end


def is_edge(text: str, at: int) -> bool:
    """Return whether no word and no drawn character reaches over the place `at`."""
    if at <= 0 or at >= len(text) or text[at - 1].isspace() or _is_lone_stop(text, at):
        return is_boundary(text, at)
    low = high = at  # only the run around the place: it is asked for every occurrence of a string
    while low > 0 and at - low < NEAR and not text[low - 1].isspace():
        low -= 1
    while high < len(text) and high - at < NEAR and not text[high].isspace():
        high += 1
    if any(match.start() < at < match.end() for match in _pattern(_WORD).finditer(text, low, high)):
        return False
    return is_boundary(text, at)


def _is_lone_stop(text: str, at: int) -> bool:
    """Return whether at `at` stands white space, or a sign with white space after it: no word goes on there."""
    sign = text[at]
    if sign.isspace():
        return True
    is_sign = sign.isascii() and not sign.isalnum() and sign != "_"
    return is_sign and (at + 1 >= len(text) or text[at + 1].isspace())


def words_in(text: str, start: int, end: int) -> Iterator[Bounds]:
    """Yield every word that begins in start..end, which must cut none; its edges may cut a drawn character."""
    for match in _pattern(_WORD).finditer(text, start, end):
        yield match.span()


def next_word_end(text: str, at: int) -> int:
    """Return the end of the first word that ends after `at`, else the end of the text."""
    return next((end for _, end in _words(text, at, at) if end > at), min(len(text), at + REACH))


def next_word_start(text: str, at: int) -> int:
    """Return the start of the first word that begins after `at`, else the end of the text."""
    return next((start for start, _ in _words(text, at, at) if start > at), min(len(text), at + REACH))


def previous_word_start(text: str, at: int) -> int:
    """Return the start of the last word that begins before `at`, else 0."""
    return next((start for start, _ in reversed(_words(text, at, at)) if start < at), max(0, at - REACH))


def previous_word_end(text: str, at: int) -> int:
    """Return the end of the last word that ends before `at`, else 0."""
    return next((end for _, end in reversed(_words(text, at, at)) if end < at), max(0, at - REACH))


def snapped(text: str, start: int, end: int) -> Bounds:
    """Return start..end widened to whole words, without white space at its edges; of nothing else, its end."""
    start, end = whole(text, min(start, end), max(start, end))
    while start < end and text[start].isspace() and is_boundary(text, start + 1):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        low, high = word_at(text, start)
        start = low if low < start < high else start
        low, high = word_at(text, end)
        end = high if low < end < high else end
    return start, end


def trimmed(text: str, start: int, end: int) -> Bounds:
    """Return the range without white space at its edges; one that is all white space comes back as it is."""
    inner = text[start:end]
    left, right = len(inner) - len(inner.lstrip()), len(inner) - len(inner.rstrip())
    return (start, end) if left == len(inner) else (start + left, end - right)


# ---- larger units
def name_at(text: str, at: int) -> Bounds:
    """Return the run of capitalised words around the word at `at`, joined by particles; else the word."""
    found = _words(text, at, at)
    here = next((i for i, (start, end) in enumerate(found) if start <= at < end or end == at), None)
    if here is None or not _capital(text, found[here]):
        return word_at(text, at)
    first = _reach_name(text, found, here, -1)
    last = _reach_name(text, found, here, 1)
    return found[first][0], found[last][1]


def _reach_name(text: str, found: list[Bounds], here: int, step: int) -> int:
    reached, at = here, here + step
    while 0 <= at < len(found):
        low, high = (at, at - step) if step < 0 else (at - step, at)
        between = text[found[low][1] : found[high][0]]
        if between.strip(" \u00a0.") or "\n" in between or ("." in between and found[low][1] - found[low][0] > 2):
            break
        if _capital(text, found[at]):
            reached = at
        elif text[slice(*found[at])].casefold() not in _CONNECTORS or abs(at - reached) > 1:
            break
        at += step
    return reached


def _capital(text: str, bounds: Bounds) -> bool:
    first = text[bounds[0]]
    return first.isupper() or first.istitle()


def paragraph_at(text: str, at: int) -> Bounds:
    """Return the paragraph at `at`, without the white space at its edges."""
    at = min(at, max(0, len(text) - 1))
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return whole(text, *trimmed(text, start, len(text) if end < 0 else end))


def sentence_at(text: str, at: int) -> Bounds:
    """Return the sentence at `at`: it ends at a full stop that no abbreviation, initial or number owns."""
    low, high = _around(text, at)
    start = low
    for match in _pattern(_SENTENCE_END).finditer(text, low, high):
        if not _ends_sentence(text, match):
            continue
        if match.end() > at:
            return whole(text, *trimmed(text, start, match.end()))
        start = match.end()
    return whole(text, *trimmed(text, start, high))


def _around(text: str, at: int) -> Bounds:
    start, end = paragraph_at(text, at)
    return max(start, at - REACH), min(end, at + REACH)


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    if match[0][0] != "." or match[0].startswith(".."):
        return True
    before = re.search(r"\S*$", text[max(0, match.start() - 24) : match.start()])
    word = before[0].lstrip(_OPENERS) if before else ""
    if len(word) == 1 and word.isupper():
        return False  # an initial: "J. Smith"
    if word.casefold() in _ABBREVIATIONS:
        return False
    rest = text[match.end() : match.end() + 8].lstrip().lstrip(_OPENERS)
    return not rest[:1].islower()


def clause_at(text: str, at: int) -> Bounds:
    """Return the clause at `at`: the part of its sentence between commas, dashes, colons and brackets."""
    start, end = sentence_at(text, at)
    for match in _pattern(_CLAUSE_BREAK).finditer(text, start, end):
        if match.start() >= at:
            return _undotted(text, start, match.start())
        start = match.end()
    return _undotted(text, start, end)


def _undotted(text: str, start: int, end: int) -> Bounds:
    start, end = trimmed(text, start, end)
    while end - start > 1 and text[end - 1] in ".!?\u2026\u3002\uff01\uff1f\u061f":
        end -= 1
    return whole(text, start, end)


RUNGS: tuple[Callable[[str, int], Bounds], ...] = (word_at, name_at, clause_at, sentence_at, paragraph_at)


def larger(text: str, start: int, end: int, at: int | None = None) -> Bounds:
    """Return the smallest unit around `at` (else `start`) that holds start..end and is larger, else the range."""
    for rung in RUNGS:
        low, high = rung(text, start if at is None else at)
        if low <= start and high >= end and (low, high) != (start, end):
            return low, high
    return start, end


def rung_of(text: str, start: int, end: int) -> int:
    """Return the index in RUNGS of the unit that start..end is, 0 when it is none."""
    return next((i for i, rung in enumerate(RUNGS) if rung(text, start) == (start, end)), 0)


def next_unit(text: str, start: int, end: int) -> Bounds:
    """Return the next unit of the rung of start..end; the same at the end of the text."""
    rung = RUNGS[rung_of(text, start, end)]
    at = end
    while at < len(text):
        at = next_word_start(text, at - 1 if at == end else at)
        if at >= len(text):
            break
        found = rung(text, at)
        if found[0] >= end:
            return found
        at = max(at + 1, found[1])
    return start, end


def previous_unit(text: str, start: int, end: int) -> Bounds:
    """Return the previous unit of the rung of start..end; the same at the start of the text."""
    rung = RUNGS[rung_of(text, start, end)]
    at = start
    while at > 0:
        at = previous_word_start(text, at)
        found = rung(text, at)
        if found[1] <= start and found != (start, end):
            return found
        if at == 0:
            break
    return start, end
