"""Which backups stay: by their age, and by the room that they take."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate

DAY = timedelta(days=1)
RECENT = 12
AGES = ((7, DAY), (4, timedelta(weeks=1)), (6, timedelta(days=30)))  # how many of each
FEWEST = 3  # stay whatever room they take
STAMP = "%Y-%m-%dT%H%M%SZ"


def kept(times: Iterable[datetime], now: datetime) -> set[datetime]:
    """Return which of `times` stay: the 12 newest, and the newest of each of 7 days, 4 weeks and 6 months.

    Those that a clock dated that was ahead are behind all others: nobody knows how old they are.
    """
    newest = sorted(times, key=lambda at: (at <= now, at), reverse=True)
    stay = set(newest[:RECENT])
    for count, length in AGES:
        seen: set[int] = set()
        for at in newest:
            age = (now - at) // length
            if 0 <= age < count and age not in seen:
                seen.add(age)
                stay.add(at)
    return stay


def fitting(sizes: Sequence[int], free: int) -> int:
    """Return how many backups stay, the newest first, so that they take half of the room that they leave at most.

    That is of the bytes that are `free` with those that all `sizes` take; three stay whatever they take.
    """
    half = (free + sum(sizes)) // 2
    return max(FEWEST, sum(taken <= half for taken in accumulate(sizes)))


def moment(stamp: str) -> datetime | None:
    """Return the moment in UTC that a name tells, None where there is none such, as on the 30th of February."""
    with contextlib.suppress(ValueError):
        return datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)
    return None
