"""What marks cost elsewhere: motor seconds of other programs for the same marks, each in its best order of work.

The operators are those of `hands`; what each program asks for was taken from its documentation. Where a cell could be
read in two ways it is read in the program's favour: a label or layer that stays chosen costs nothing until it changes,
and marks are taken label by label; names that occur often go by whatever is cheapest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

KEY_PRESS, CLICK, DRAG = 0.2, 1.3, 2.4
FIND, NEXT_FOUND = 2.0, 0.4  # labelbuddy: search for a name once, then Enter and a letter for each place
EVERYWHERE = 6.6  # INCEpTION: label one, search, create the others, however many


class Wanted(NamedTuple):
    """A mark to be made: its words, its label, and whether it is a claim."""

    words: str
    label: str
    claim: bool


def chosen_label(marks: Iterable[Wanted]) -> float:
    """Prodigy, doccano, Argilla, Potato: a key when the label changes, a drag for each mark."""
    held = list(marks)
    return DRAG * len(held) + KEY_PRESS * len({one.label for one in held})


def label_studio(marks: Iterable[Wanted]) -> float:
    """Label Studio: a digit and a drag; over an entity it is first hidden by a click, once for all claims."""
    held = list(marks)
    return (DRAG + KEY_PRESS) * len(held) + (CLICK if any(one.claim for one in held) else 0)


def inception(marks: Iterable[Wanted]) -> float:
    """INCEpTION: a drag and a digit; the layer is changed once; names that occur often go by search and create."""
    held = list(marks)
    layer = 2 * CLICK if any(one.claim for one in held) else 0
    return layer + _by_name(held, lambda count: min(EVERYWHERE, count * (DRAG + KEY_PRESS)))


def labelbuddy(marks: Iterable[Wanted]) -> float:
    """labelbuddy: a drag and a letter; names that occur more than once go by find, Enter and the letter."""
    return _by_name(marks, lambda count: min(FIND + NEXT_FOUND * count, count * (DRAG + KEY_PRESS)) if count > 1
                    else DRAG + KEY_PRESS)  # fmt: skip


def qualcoder(marks: Iterable[Wanted]) -> float:
    """QualCoder: the code by a click when it changes, a drag, `q`."""
    held = list(marks)
    return (DRAG + KEY_PRESS) * len(held) + CLICK * len({one.label for one in held})


def brat(marks: Iterable[Wanted]) -> float:
    """brat: a drag, a radio button, OK."""
    return 5.0 * len(list(marks))


PEERS: Mapping[str, Callable[[Iterable[Wanted]], float]] = {
    "Prodigy, doccano, Argilla, Potato": chosen_label, "Label Studio": label_studio, "INCEpTION": inception,
    "labelbuddy": labelbuddy, "QualCoder": qualcoder, "brat": brat,
}  # fmt: skip


def best(marks: Iterable[Wanted]) -> tuple[str, float]:
    """Return the program that needs the fewest motor seconds for these marks, and how many."""
    held = list(marks)
    return min(((name, cost(held)) for name, cost in PEERS.items()), key=lambda one: one[1])


def _by_name(marks: Iterable[Wanted], cost: Callable[[int], float]) -> float:
    return sum(cost(count) for count in Counter(marks).values())
