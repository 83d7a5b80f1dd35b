"""Groups of articles that are near one another, and the parts they touch. Articles are known by their places.

An article that has a part already is no member of a group: it is what a group may touch.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence


class Groups:
    """Made by telling which two articles are near: whatever the order, the groups are the same."""

    def __init__(self, parts: Sequence[str]) -> None:
        """Begin with every article alone; `parts` has the part of each, "" where it has none yet."""
        self.parts = parts
        self._above = array("q", range(len(parts)))  # on the way to the first of its group
        self._touched: dict[int, set[str]] = {}  # parts, by the first of the group

    def first(self, place: int) -> int:
        """Return what stands for the whole group: the first of its articles."""
        above = self._above
        while above[place] != place:
            above[place] = above[above[place]]
            place = above[place]
        return place

    def touched(self, place: int) -> set[str]:
        """Return the parts that the group of an article without a part is near to."""
        return self._touched.get(self.first(place), set())

    def together(self, one: int, other: int) -> bool:
        """Return whether both have the same part, or are of the same group."""
        if self.parts[one] or self.parts[other]:
            return self.parts[one] == self.parts[other]
        return self.first(one) == self.first(other)

    def settled(self, one: int, other: int) -> bool:
        """Return whether nothing more would be known, were these two near."""
        if not self.parts[one]:
            if not self.parts[other]:
                return self.first(one) == self.first(other)
            return self.parts[other] in self.touched(one)
        return bool(self.parts[other]) or self.parts[one] in self.touched(other)

    def join(self, one: int, other: int) -> None:
        """Take note that two articles are near."""
        if self.parts[one]:
            one, other = other, one
        first = self.first(one)
        if self.parts[one]:
            return
        if self.parts[other]:
            self._touched.setdefault(first, set()).add(self.parts[other])
            return
        low, high = sorted((first, self.first(other)))
        if low != high:
            self._above[high] = low
            if high in self._touched:
                self._touched.setdefault(low, set()).update(self._touched.pop(high))

    def __iter__(self) -> Iterator[tuple[list[int], set[str]]]:
        """Yield each group of articles without a part, with the parts it touches."""
        members: dict[int, list[int]] = {}
        for place, part in enumerate(self.parts):
            if not part:
                members.setdefault(self.first(place), []).append(place)
        for first, held in members.items():
            yield held, self._touched.get(first, set())
