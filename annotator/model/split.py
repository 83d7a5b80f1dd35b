"""The law of the split: which part an article is in, for ever, so that copies of it never lie on both sides.

A group of articles that are near one another goes where the articles lie that it is near to; else the hash of its
smallest id, with the project's salt, decides. What is near two parts belongs in none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from annotator.model.article import ArticleId
from annotator.model.groups import Groups
from annotator.model.problem import Problem
from annotator.model.report import Reason

PARTS = ("train", "dev", "test")
RATIO, SALT = "split.ratio", "split.salt"  # the settings of a project
SOME = 1 << 64  # what a hash is below


class Law(NamedTuple):
    """How the articles of a project are shared out; set once."""

    shares: tuple[int, ...] = (80, 10, 10)  # of train, dev and test
    salt: str = "spandesk"

    @classmethod
    def of(cls, ratio: str, salt: str) -> Law:
        """Return the law of a ratio such as 80:10:10, or 80:20 without test; raises Problem on another shape."""
        shares = ratio.split(":")
        if not 2 <= len(shares) <= len(PARTS) or not all(one.isascii() and one.isdigit() for one in shares):
            raise Problem(f"the ratio {ratio[:40]}", "it is none of train, dev and test", "Write it as 80:10:10.")
        numbers = [*(int(one[:9]) for one in shares), 0][: len(PARTS)]
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


def place(ids: Sequence[ArticleId], shown: Sequence[int], groups: Groups, law: Law) -> Placed:
    """Return the parts of the articles that have none, each known by its place in `ids`.

    Train, dev and then test have at least one group each that is shown, where there are enough of them.
    """
    placed = Placed({}, {}, 0, 0)
    count = near = 0
    free: list[_Group] = []
    filled = {groups.parts[at] for at, seen in enumerate(shown) if seen}
    for members, touched in groups:
        count += 1
        near += len(members) if touched or len(members) > 1 else 0
        if not touched:
            smallest = min(ids[at] for at in members)
            free.append(_Group(law.height(smallest), smallest, members))
        elif len(touched) == 1:
            (part,) = touched
            placed.parts.update(dict.fromkeys(members, part))
            filled.update(part for at in members if shown[at])
        else:
            parts = tuple(sorted(touched, key=_order))
            placed.between.update(dict.fromkeys(members, parts))
    for part, group in _shared_out(free, filled, shown, law):
        placed.parts.update(dict.fromkeys(group.members, part))
    return placed._replace(groups=count, near=near)


def _order(part: str) -> tuple[int, str]:
    return (PARTS.index(part) if part in PARTS else len(PARTS), part)


def _shared_out(
    free: Iterable[_Group], filled: set[str], shown: Sequence[int], law: Law
) -> Iterator[tuple[str, _Group]]:
    """Yield each free group with its part: by its height, but no part stays empty where groups can be spared."""
    held: dict[str, list[_Group]] = {part: [] for part in PARTS}
    for group in sorted(free):
        if any(shown[at] for at in group.members):
            held[law.part_at(group.height)].append(group)
        else:
            yield law.part_at(group.height), group
    for nth, part in enumerate(PARTS):
        if law.shares[nth] and not held[part] and part not in filled:
            _fill(part, held, filled)
    for part, groups in held.items():
        for group in groups:
            yield part, group


def _fill(part: str, held: dict[str, list[_Group]], filled: set[str]) -> None:
    """Give an empty part one group: of a later part, or of an earlier one that has another."""
    nth = PARTS.index(part)
    for giver in (*reversed(PARTS[nth + 1 :]), *PARTS[:nth]):
        spared = len(held[giver]) > (0 if PARTS.index(giver) > nth or giver in filled else 1)
        if held[giver] and spared:
            # The one that lies nearest to the part's own share.
            held[part].append(held[giver].pop(0 if PARTS.index(giver) > nth else -1))
            return
