"""Characters as they are drawn: a letter with its marks, an emoji sequence, a pair of flag letters, a Hangul syllable.

All places are code points. Nothing that people select or label may begin or end inside a drawn character.
"""

from __future__ import annotations

import unicodedata

Bounds = tuple[int, int]

_JOINERS = "\u200c\u200d"
_DRAWN_WITH = frozenset("\u0e33\u0eb3\uff9e\uff9f")  # letters and signs that Unicode draws with what stands before


def _extends(text: str, at: int) -> bool:
    """Return whether the character at `at` is drawn with the one before it."""
    mark, before = text[at], text[at - 1]
    if mark.isascii():
        return mark == "\n" and before == "\r"
    if mark.isspace() or before < " " or before in "\x85\u2028\u2029":
        return False  # nothing is drawn on the end of a line
    if mark in _JOINERS or mark in _DRAWN_WITH:
        return True
    if before == "\u200d" and _is_joined(text, at):
        return True
    if "\U0001f3fb" <= mark <= "\U0001f3ff" or "\U000e0020" <= mark <= "\U000e007f":
        return True  # skin tones, and the letters of flags such as that of Scotland
    if "\U0001f1e6" <= mark <= "\U0001f1ff":
        return _second_of_flag(text, at)
    return _joins_syllable(mark, before) or unicodedata.category(mark) in ("Mn", "Mc", "Me")


def _is_joined(text: str, at: int) -> bool:
    """Return whether the joiner before `at` joins what stands there: a letter to any other, an emoji to an emoji."""
    kind, before = unicodedata.category(text[at])[0], at - 2
    if kind in "LM":
        return True
    while before > 0 and unicodedata.category(text[before]) in ("Mn", "Me", "Sk", "Cf"):  # signs and skin tones on it
        before -= 1
    return kind == "S" and before >= 0 and unicodedata.category(text[before])[0] == "S"


def _second_of_flag(text: str, at: int) -> bool:
    before = at
    while before > 0 and "\U0001f1e6" <= text[before - 1] <= "\U0001f1ff":
        before -= 1
    return (at - before) % 2 == 1


def _joins_syllable(mark: str, before: str) -> bool:
    """Return whether `mark` goes on the Hangul syllable that `before` began."""
    leads = "\u1100" <= before <= "\u115f" or "\ua960" <= before <= "\ua97c"
    if leads and ("\u1100" <= mark <= "\u115f" or "\ua960" <= mark <= "\ua97c" or "\uac00" <= mark <= "\ud7a3"):
        return True
    if "\u1160" <= mark <= "\u11ff" or "\ud7b0" <= mark <= "\ud7fb":  # vowels and final consonants
        return leads or "\u1160" <= before <= "\u11ff" or "\uac00" <= before <= "\ud7fb"
    return False


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


def trimmed(text: str, start: int, end: int) -> Bounds:
    """Return the range without white space at its edges; one that is all white space comes back as it is."""
    low, high = start, end
    while low < high and text[low].isspace():
        low += 1
    if low == high:
        return start, end
    while text[high - 1].isspace():
        high -= 1
    return low, high
