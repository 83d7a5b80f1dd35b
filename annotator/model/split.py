"""The law of the split: which part an article is in, for ever, so that copies of it never lie on both sides.

A group of articles that are near one another goes where the articles lie that it is near to; else the hash of its
smallest id, with the project's salt, decides. What is near two parts belongs in none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from annotator.model.article import ArticleId
from annotator.model.groups import Groups
from annotator.model.mark import PARTS
from annotator.model.problem import Problem
from annotator.model.report import Reason

RATIO, SALT = "split.ratio", "split.salt"  # the settings of a project
_SHARE = re.compile(r"[0-9]{1,9}")
SOME = 1 << 64  # what a hash is below
HIDDEN, SHOWN, FINISHED = 0, 1, 2  # what an article is worth to its part: whether it can be learnt from, and now


class Law(NamedTuple):
    """How the articles of a project are shared out; set once."""

    shares: tuple[int, ...] = (80, 10, 10)  # of train, dev and test
    salt: str = "spandesk"

    @classmethod
    def of(cls, ratio: str, salt: str) -> Law:
        """Return the law of a ratio such as 80:10:10, or 80:20 without test; raises Problem on another shape."""
        shares = ratio.split(":")
        if not 2 <= len(shares) <= len(PARTS) or not all(_SHARE.fullmatch(one) for one in shares):
            raise Problem(f"the ratio {ratio[:40]}", "it is none of train, dev and test", "Write it as 80:10:10.")
        numbers = [*map(int, shares), 0][: len(PARTS)]
        if not numbers[0]:
            raise Problem(f"the ratio {ratio[:40]}", "it leaves nothing to train on", "Write it as 80:10:10.")
        return cls(tuple(numbers), salt)

    @property
    def ratio(self) -> str:
        """Return the shares as they are written."""
        return ":".join(map(str, self.shares))

    def height(self, group: ArticleId) -> int:
        """Return where a group lies between 0 and `SOME`, by the hash of its smallest id."""
        from hashlib import blake2b  # the window starts without it

        return int.from_bytes(blake2b(f"{self.salt}\n{group}".encode(), digest_size=8).digest(), "big")

    def part_at(self, height: int) -> str:
        """Return the part whose share of what lies between 0 and `SOME` holds `height`."""
        total, reached = sum(self.shares), 0
        for part, share in zip(PARTS, self.shares, strict=True):
            reached += share
            if height * total < reached * SOME:
                return part
        raise AssertionError(height)


class Placed(NamedTuple):
    """What the law says: the part of each article that had none, and what is near several, by places."""

    parts: dict[int, str]
    between: dict[int, tuple[str, ...]]  # the parts it is near to, in order
    groups: int  # of articles that had no part
    near: int  # articles of them that are near another one


def between(parts: Sequence[str]) -> Reason:
    """Return why an article that is near several parts is in none."""
    return Reason("part", f"near articles of {' and of '.join(parts)}")


class _Group(NamedTuple):
    height: int
    id: ArticleId
    members: list[int]
    worth: int


def place(ids: Sequence[ArticleId], worth: Sequence[int], groups: Groups, law: Law) -> Placed:
    """Return the parts of the articles that have none, each known by its place in `ids`.

    Train, dev and then test have at least one group each that is `FINISHED`, else `SHOWN`, where there are enough.
    """
    placed = Placed({}, {}, 0, 0)
    count = near = 0
    free: list[_Group] = []
    filled = dict.fromkeys(PARTS, 0)  # the most that an article in it is worth
    for at, part in enumerate(groups.parts):
        filled[part] = max(filled.get(part, 0), worth[at])
    for members, touched in groups:
        count += 1
        near += len(members) if touched or len(members) > 1 else 0
        most = max(worth[at] for at in members)
        if not touched:
            smallest = min(ids[at] for at in members)
            free.append(_Group(law.height(smallest), smallest, members, most))
        elif len(touched) == 1:
            (part,) = touched
            placed.parts.update(dict.fromkeys(members, part))
            filled[part] = max(filled[part], most)
        else:
            parts = tuple(sorted(touched, key=_order))
            placed.between.update(dict.fromkeys(members, parts))
    for part, held in _shared_out(free, filled, law).items():
        placed.parts.update((at, part) for group in held for at in group.members)
    return placed._replace(groups=count, near=near)


def _order(part: str) -> tuple[int, str]:
    return (PARTS.index(part) if part in PARTS else len(PARTS), part)


def _shared_out(free: Iterable[_Group], filled: Mapping[str, int], law: Law) -> dict[str, list[_Group]]:
    """Return the free groups of each part: by their heights, but no part stays empty where a group can be spared."""
    held: dict[str, list[_Group]] = {part: [] for part in PARTS}
    for group in sorted(free):
        held[law.part_at(group.height)].append(group)
    for least in (FINISHED, SHOWN):
        for part, share in zip(PARTS, law.shares, strict=True):
            if share and filled[part] < least and all(group.worth < least for group in held[part]):
                _fill(part, held, filled, least)
    return held


def _fill(part: str, held: Mapping[str, list[_Group]], filled: Mapping[str, int], least: int) -> None:
    """Give a part a group that is worth `least`: of a later part, or of an earlier one that has as good a one left."""
    nth = PARTS.index(part)
    for giver in (*reversed(PARTS[nth + 1 :]), *PARTS[:nth]):
        later = PARTS.index(giver) > nth
        for worth in range(least, FINISHED + 1):
            good = sum(group.worth >= worth for group in held[giver])
            able = [group for group in held[giver] if group.worth == worth]
            if able and (later or filled[giver] >= worth or good > 1):
                given = able[0 if later else -1]  # the one that lies nearest to the part's own share
                held[giver].remove(given)
                held[part].append(given)
                return
