"""Labels of words in columns: B- begins, I- goes on, L- or E- ends, U- or S- is one word alone, O is none.

One reading suits every notation (IOB1, IOB2, BILUO, IOBES, BMES), since what one of them does not use another never
contradicts: I- after anything but its own label begins a range, as conlleval counts. A word may bear several labels.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

_LABELLED = re.compile(r"([BILUESM])[-_](.*\S.*)", re.DOTALL)
_OUTSIDE = frozenset(("O", "-", "_", ""))
_BEGINS, _GOES_ON, _ENDS = frozenset("BUS"), frozenset("ILEM"), frozenset("LEUS")


class Range(NamedTuple):
    """Words first..last (last not included) under a label."""

    first: int
    last: int
    label: str


@lru_cache(4_096)  # a file has few labels and many words
def is_labelled(value: str) -> bool:
    """Return whether a field names a label, as B-PER does."""
    return _LABELLED.fullmatch(value) is not None


@lru_cache(4_096)
def is_notation(value: str) -> bool:
    """Return whether a field can stand in a column of labels."""
    return value in _OUTSIDE or is_labelled(value)


def ranges(words: Iterable[Sequence[str]]) -> list[Range]:
    """Return the ranges that the fields of each word say, in the order in which they begin.

    Of several ranges of one label that are open, those that began first go on.
    """
    found: list[Range] = []
    open_at: dict[str, list[int]] = {}
    count = 0
    for count, fields in enumerate(words, 1):
        at = count - 1
        parts = [match.groups() for match in map(_LABELLED.fullmatch, fields) if match]
        if not parts and not open_at:
            continue
        going = Counter(label for mark, label in parts if mark in _GOES_ON)
        for label, starts in list(open_at.items()):
            found += [Range(first, at, label) for first in starts[going[label] :]]
            open_at[label] = starts[: going[label]]
            if not open_at[label]:
                del open_at[label]  # a file may have a label of its own for each word
        for label, number in going.items():
            starts = open_at.setdefault(label, [])
            starts += [at] * (number - len(starts))
        for mark, label in parts:
            if mark in _BEGINS:
                open_at.setdefault(label, []).append(at)
        found += list(_closed(open_at, [part for part in parts if part[0] in _ENDS], count))
    found += [Range(first, count, label) for label, starts in open_at.items() for first in starts]
    return sorted(found, key=lambda one: (one.first, -one.last, one.label))


def _closed(open_at: dict[str, list[int]], parts: Sequence[tuple[str, ...]], end: int) -> Iterator[Range]:
    """Close one range for each part: of U- and S- the youngest, of L- and E- the oldest."""
    for mark, label in parts:
        yield Range(open_at[label].pop(-1 if mark in _BEGINS else 0), end, label)


def written(found: Iterable[Range], length: int, marks: str, outside: str = "O") -> list[str]:
    """Return the field of each of `length` words for ranges that do not overlap.

    `marks` are the letters that begin, go on, end and stand alone: "BIIB" for IOB2, "BILU" for BILUO.
    """
    fields = [outside] * length
    begins, goes_on, ends, alone = marks
    for first, last, label in found:
        for at in range(first, last):
            mark = alone if last - first == 1 else begins if at == first else ends if at == last - 1 else goes_on
            fields[at] = f"{mark}-{label}"
    return fields
