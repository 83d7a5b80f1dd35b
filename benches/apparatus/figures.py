"""Figures: what was measured, against what, and whether the target is met."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple, TypeVar

T = TypeVar("T")
_TARGET = re.compile(r"(<=|<|>=) ([\d.]+)(x?)( .+)?")


class Size(StrEnum):
    """How much a bench measures: tiny proves that it runs, usual is what `make bench` does, full takes its time."""

    TINY = "tiny"
    USUAL = "usual"
    FULL = "full"

    def of(self, tiny: T, usual: T, full: T) -> T:
        """Return what is meant for this size."""
        return {Size.TINY: tiny, Size.USUAL: usual, Size.FULL: full}[self]


class Figure(NamedTuple):
    """One line of the results.

    `target` is written as the design writes it: "<= 1.3x" judges ours / baseline, "< 16 ms" judges ours alone, and
    "" is for information. `unit` holds for ours and for the baseline.
    """

    what: str
    target: str
    ours: float
    unit: str
    baseline: float | None = None
    note: str = ""
    judged: bool = True  # False: this machine cannot decide it, and the note says why

    @property
    def ratio(self) -> float | None:
        """Return ours / baseline, None where there is no baseline."""
        return self.ours / self.baseline if self.baseline else None

    @property
    def met(self) -> bool | None:
        """Return whether the target is met, None where nothing is judged."""
        if not (self.target and self.judged):
            return None
        sign, bound, of_ratio = target_of(self.target)
        value = self.ratio if of_ratio else self.ours
        if value is None:
            raise ValueError(f"{self.what}: the target is a ratio and there is no baseline")
        return {"<=": value <= bound, "<": value < bound, ">=": value >= bound}[sign]

    @property
    def verdict(self) -> str:
        """Return the outcome in words."""
        met = self.met
        if met is None:
            return "not judged" if self.target else ""
        return "met" if met else "not met"


def target_of(target: str) -> tuple[str, float, bool]:
    """Return the sign, the bound, and whether it is the ratio that is judged; raises ValueError on another shape."""
    found = _TARGET.fullmatch(target)
    if found is None:
        raise ValueError(f"{target!r} is no target")
    return found[1], float(found[2]), bool(found[3])
