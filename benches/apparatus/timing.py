"""Interleaved timing: ours and the baseline by turns in one run, so that a noisy machine disturbs both alike."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from math import ceil

Turn = Callable[[int], float]  # does the nth repetition, preparing and tidying included, and returns its seconds


class Times:
    """The seconds that the repetitions of one thing took; they are told in milliseconds."""

    def __init__(self, seconds: list[float]) -> None:
        self.seconds = sorted(seconds)

    def percentile(self, percent: float) -> float:
        """Return the time (milliseconds) that `percent` of the repetitions did not exceed."""
        at = ceil(len(self.seconds) * percent / 100) - 1
        return 1000 * self.seconds[max(0, at)]

    @property
    def p50(self) -> float:
        """Return the median, milliseconds."""
        return self.percentile(50)

    @property
    def p99(self) -> float:
        """Return what 99 of 100 repetitions did not exceed, milliseconds."""
        return self.percentile(99)


def seconds(function: Callable[[], object]) -> float:
    """Run `function` and return how long it took."""
    before = time.perf_counter()
    function()
    return time.perf_counter() - before


def alternated(turns: list[Turn], times: int, warm_up: int = 1, in_order: bool = False) -> list[Times]:
    """Run the turns by turns, each `times` times after a warm-up that is not counted.

    Who begins changes, unless a turn needs what the one before it made (`in_order`).
    """
    for nth in range(warm_up):
        for turn in turns:
            turn(nth)
    settle()
    taken: list[list[float]] = [[] for _ in turns]
    for nth in range(warm_up, warm_up + times):
        order = range(len(turns))
        for at in order if in_order or nth % 2 else reversed(order):
            taken[at].append(turns[at](nth))
    return [Times(one) for one in taken]


def settle() -> None:
    """Collect the garbage of the preparations, and hide what is left from the collector as the window does."""
    gc.collect()
    gc.freeze()
