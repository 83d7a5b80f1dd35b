"""Where words begin and end, without any model, in many scripts.

A word is what one would point at: letters and digits with their marks, hyphens and apostrophes inside ("two-day",
"didn't"), an abbreviation with its stops ("U.S.", "Mr."), an amount with its sign ("$3.5", "10%"), an address. One
ideograph is one word, a run of katakana is one. A possessive ("'s") belongs to no word; Arabic clitics stay on theirs.
All places are code points; each call looks at a few words' length of the text only, and finds the same
words wherever it begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from annotator.model.characters import Bounds, is_boundary, previous_character, trimmed, whole

LONGEST = 256  # code points, about, of what is taken for one word; a longer run is cut
REACH = 1_000  # code points without a word after which the search for the next one ends

_HEBREW = "\u05d0-\u05ea"
MARK = (
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0981-\u0983"
    "\u09bc-\u09cd\u0a01-\u0a51\u0b01-\u0b57\u0bbe-\u0bcd\u0c00-\u0c04\u0c3e-\u0c56\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]"
)
_RUN = rf"\w[\w{MARK[1:-1]}]*"
_INSIDE = (
    r"(?:[-\u2010\u2011\u05be]"  # hyphens, the Hebrew one too
    r"|['\u2019](?![sS]\b)"  # an apostrophe, but for the possessive
    r"|(?<=\d)[.,:/\u2013\u066b\u066c](?=\d)"  # 3.5, 1,709, 10:30, 24/2, 8-10
    rf"|(?<=[{_HEBREW}])[\"'\u05f3\u05f4](?=[{_HEBREW}])"
    r"|(?<=[A-Z])&(?=[A-Z])"  # AT&T
    r"|(?<=[a-z])\.(?=(?:com|org|net|gov|edu|co|info)\b))"
)
_ABBREVIATION = (
    r"(?:[^\W\d_]\.){2,}(?!\w)"  # U.S., e.g., т.е.
    r"|(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sgt|Capt|Sen|Rep|Gov|Rev|Hon|St|Jr|Sr|Inc|Ltd|Corp|Co|Bros|Ph\.D|Messrs|Mmes?"
    r"|Mlle|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.(?!\w)"
    r"|[A-Z\u00c0-\u00de\u0410-\u042f]\.(?=[^\S\n])"  # an initial
)
_ADDRESS = r"(?:https?://|www\.)[^\s<>\"]*[\w/]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|@\w+"
_BEFORE, _AFTER = r"(?:[A-Z]{0,2}[$\u00a3\u20ac\u00a5](?=\d))?", rf"(?:(?<=[{_HEBREW}])\u05f3|(?<=\d)[%\u066a])?"
_PLAIN = rf"{_BEFORE}{_RUN}(?:{_INSIDE}{_RUN})*{_AFTER}"
_WORD = rf"(?<!\w['\u2019])(?:{_ABBREVIATION}|{_ADDRESS}|{_PLAIN})"
_ENDING = frozenset(",;:!?)")  # before white space no word goes on over these
_ELISION = r"(?:[cdjlmnst]|qu|dell|dall|nell|sull|all)['\u2019](?=[^\W\d_]{2})"  # l'Algérie: two words


@cache
def _pattern(written: str) -> re.Pattern[str]:
    return re.compile(written)  # when first asked: the window starts without it


# ---- where no word reaches over
def _parts(text: str, at: int) -> bool:
    """Return whether a word certainly ends or begins at `at`, if at all: at white space, and at CJK signs."""
    before, after = text[at - 1], text[at]
    if before.isspace() or after.isspace():
        return is_boundary(text, at)
    if before < "\u3000" and after < "\u3000":
        return False
    kinds = _kind(before), _kind(after)
    return (kinds[0] != kinds[1] or kinds[1] == "han") and after != "\u30fc" and is_boundary(text, at)


def _kind(sign: str) -> str:
    """Return which of the scripts that are written without spaces a sign is of, "" for all others."""
    if "\u3400" <= sign <= "\u9fff" or sign == "\u3005" or "\U00020000" <= sign <= "\U0003ffff":
        return "han"
    if "\u3041" <= sign <= "\u309f":
        return "hiragana"
    if ("\u30a1" <= sign <= "\u30ff" and sign != "\u30fb") or "\uff66" <= sign <= "\uff9f":
        return "katakana"
    return ""


def _is_cut(text: str, at: int) -> bool:
    """Return whether a run that nothing parts is cut here: at every LONGEST code points of the article."""
    if at % LONGEST:
        return False
    return not any(_parts(text, place) for place in range(max(1, at - LONGEST), min(len(text), at + LONGEST)))


def _stretch(text: str, at: int) -> Bounds:
    """Return the stretch around the drawn character at `at` that no word reaches out of."""
    at = whole(text, at, at)[0]
    after = at + 1
    while not is_boundary(text, after):
        after += 1
    low, high = after - 1, after
    while low > 0 and not (_parts(text, low) or _is_cut(text, low)):
        low -= 1
    while high < len(text) and not (_parts(text, high) or (_is_cut(text, high) and whole(text, high, high)[0] > at)):
        high += 1
    return whole(text, low, low)[0], high if is_boundary(text, high) else whole(text, high, high)[0]


def _within(text: str, low: int, high: int) -> Iterator[Bounds]:
    """Yield the words of a stretch."""
    sight = min(len(text), high + 1) if high < len(text) and text[high].isspace() else high
    for match in _pattern(_WORD).finditer(text, low, sight):
        start, end = match.span()
        if max(text[max(0, start - 1)], text[start], text[end : end + 1]) > "\u02ff":
            start, end = whole(text, start, end)
        elided = _pattern(_ELISION).match(text, start, end)
        if elided:
            yield start, elided.end()
            start = elided.end()
        yield start, end


# ---- words one after the other
def words_from(text: str, at: int, reach: int = REACH) -> Iterator[Bounds]:
    """Yield the words that end after `at`; `reach` code points without a word end them."""
    begun = seen = at
    while at < len(text):
        if text[at].isspace():
            at += 1
        else:
            low, high = _stretch(text, at)
            for start, end in _within(text, low, high):
                if end > begun:
                    seen = end
                    yield start, end
            at = high
        if at - seen > reach:
            return


def words_before(text: str, at: int, reach: int = REACH) -> Iterator[Bounds]:
    """Yield the words that begin before `at`, the nearest first; `reach` code points without a word end them."""
    begun = seen = at
    while at > 0:
        if text[at - 1].isspace():
            at -= 1
        else:
            low, high = _stretch(text, at - 1)
            for start, end in reversed(list(_within(text, low, high))):
                if start < begun:
                    seen = start
                    yield start, end
            at = low
        if seen - at > reach:
            return


def word_at(text: str, at: int) -> Bounds:
    """Return the word at `at`, else the one that ends there; of white space the next one, else the drawn character."""
    at = max(0, min(at, len(text)))
    after = next(words_from(text, at, 1), None)
    if after is not None and after[0] <= at:
        return after
    before = next(words_before(text, at, 0), None)
    if before is not None and before[1] == at:
        return before
    if at >= len(text):
        return previous_character(text, at), len(text)
    if after is not None and text[at : after[0]] in (" ", "\t", "\u00a0"):
        return after
    return whole(text, at, at + 1)


def is_edge(text: str, at: int) -> bool:
    """Return whether no word and no drawn character reaches over the place `at`."""
    if at <= 0 or at >= len(text) or text[at - 1].isspace() or text[at].isspace() or _ends(text, at):
        return is_boundary(text, at)
    word = next(words_from(text, at, 1), None)
    return (word is None or word[0] >= at) and is_boundary(text, at)


def _ends(text: str, at: int) -> bool:
    """Return whether the sign at `at` ends a word for certain: it is asked for every occurrence of a string."""
    return text[at] in _ENDING and (at + 1 >= len(text) or text[at + 1].isspace())


def words_in(text: str, start: int, end: int) -> Iterator[Bounds]:
    """Yield every word that begins in start..end, which must cut none."""
    for run in _pattern(r"\S+").finditer(text, start, end):
        low, high = run.span()
        if high - low < LONGEST and (run[0].isascii() or max(run[0]) < "\u3000"):
            yield from _within(text, low, high)
            continue
        while low < high:
            stretch = _stretch(text, low)
            yield from (word for word in _within(text, *stretch) if word[0] < high)
            low = stretch[1]


def next_word_end(text: str, at: int) -> int:
    """Return the end of the first word that ends after `at`, else the end of the text, or of what was looked at."""
    return next((end for _, end in words_from(text, at)), _far(text, at, 1))


def next_word_start(text: str, at: int) -> int:
    """Return the start of the first word that begins after `at`, else the end of the text, or of what was looked at."""
    return next((start for start, _ in words_from(text, at) if start > at), _far(text, at, 1))


def previous_word_start(text: str, at: int) -> int:
    """Return the start of the last word that begins before `at`, else 0, or the start of what was looked at."""
    return next((start for start, _ in words_before(text, at)), _far(text, at, -1))


def previous_word_end(text: str, at: int) -> int:
    """Return the end of the last word that ends before `at`, else 0, or the start of what was looked at."""
    return next((end for _, end in words_before(text, at) if end < at), _far(text, at, -1))


def _far(text: str, at: int, side: int) -> int:
    return whole(text, at + side * REACH, at + side * REACH)[side > 0]


def snapped(text: str, start: int, end: int) -> Bounds:
    """Return start..end widened to whole words, without white space at its edges; of nothing else, its end."""
    start, end = whole(text, min(start, end), max(start, end))
    if not text[start:end].strip():
        return end, end
    start, end = whole(text, *trimmed(text, start, end))
    return _cut_word(text, start, start), _cut_word(text, end, end, 1)


def _cut_word(text: str, at: int, otherwise: int, side: int = 0) -> int:
    """Return an end of the word that `at` cuts, else `otherwise`."""
    word = next(words_from(text, at), None)
    return word[side] if word is not None and word[0] < at < word[1] else otherwise
