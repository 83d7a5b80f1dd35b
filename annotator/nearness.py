"""Which of many texts are nearly the same: candidates by MinHash, then an exact look at what each two share.

Each text leaves a sketch of 576 bytes, which may be kept: of it some 160 bytes lie in memory, and the rest in a
temporary file. Texts are read again only to be compared.
"""

from __future__ import annotations

import tempfile
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from os import SEEK_END
from typing import IO, Any, cast
from zlib import crc32

from annotator.model.crowd import near_kinds
from annotator.model.groups import Groups
from annotator.model.shingles import NEAR, jaccard, shingles

# Two texts are candidates where all rows of a band agree: of those that share 0.8 all, with 0.7 9,999 of 10,000,
# with 0.6 96 of 100, with 0.5 59; of those that share no more than stock phrases, 0.2, one of 700.
BANDS, ROWS = 112, 7
SEED = 20
SKETCH = 128  # lowest bytes of hashes by which most chance candidates are told without reading a text
FEWEST = 45  # of them that agree: at `NEAR` it is fewer once in a thousand times
BLOCK = 1_024  # texts whose bands are written in one go
KEPT = 200_000  # shingles that are kept for the next comparison
PATIENCE = 16  # comparisons in a band that may come to nothing, beyond those that do not
_ROW_BYTES = 4 * ROWS
SIZE = 4 * BANDS + SKETCH  # bytes of a sketch: the hash of each band, then the lowest bytes
_SAMPLE = (
    "The ferry to Northport is late, says Ada. Die F\u00e4hre kommt um 9."
    " \u5317\u4eac\u5e02\u653f\u5e9c\u661f\u671f\u4e00\u5ba3\u5e03\u3002"
)


def sketch(text: str) -> bytes:
    """Return the sketch of a text."""
    import rensa  # type: ignore[import-untyped] # only where a project is split

    made: Any = cast(Any, rensa).RMinHash(num_perm=BANDS * ROWS, seed=SEED)
    made.update(shingles(text))
    digest = array("I", made.digest()).tobytes()
    bands = array("I", [crc32(digest[at : at + _ROW_BYTES]) for at in range(0, len(digest), _ROW_BYTES)])
    return bands.tobytes() + digest[: 4 * SKETCH : 4]


def sketcher() -> str:
    """Return what the sketches of this version are known by: whatever makes others of texts makes another of these."""
    return f"{crc32(sketch(_SAMPLE)):08x}"


class Sketches:
    """What is kept of each text while they are compared."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._blocks = 0
        self._block: list[array[int]] = []
        self.lowest: list[int] = []

    def add(self, one: bytes) -> None:
        """Take the sketch of one more text."""
        self._block.append(array("I", one[: 4 * BANDS]))
        self.lowest.append(int.from_bytes(one[4 * BANDS :]))
        if len(self._block) == BLOCK:
            self._write()

    def _write(self) -> None:
        for band in zip(*self._block, strict=True):
            self._file.write(array("I", band).tobytes())
        self._blocks += 1
        self._block.clear()

    def candidates(self, band: int) -> Iterator[list[int]]:
        """Yield the places of texts that agree in a band, in ascending order."""
        first: dict[int, int] = {}
        more: dict[int, list[int]] = {}
        for place, key in enumerate(self._band(band)):
            other = first.setdefault(key, place)
            if other != place:
                more.setdefault(key, [other]).append(place)
        yield from more.values()

    def _band(self, band: int) -> array[int]:
        keys = array("I")
        size = BLOCK * keys.itemsize
        for block in range(self._blocks):
            self._file.seek((block * BANDS + band) * size)
            keys.frombytes(self._file.read(size))
        keys.extend(one[band] for one in self._block)
        return keys


class _Exact:
    """Compares two texts by all their shingles; those of the last ones are kept."""

    def __init__(self, read: Callable[[int], str]) -> None:
        self._read = read
        self._sets: OrderedDict[int, frozenset[str]] = OrderedDict()
        self._size = 0

    def near(self, one: int, other: int) -> bool:
        return jaccard(self._of(one), self._of(other)) > NEAR

    def _of(self, place: int) -> frozenset[str]:
        held = self._sets.get(place)
        if held is None:
            held = self._sets[place] = frozenset(shingles(self._read(place)))
            self._size += len(held)
            while self._size > KEPT and len(self._sets) > 1:
                _, gone = self._sets.popitem(last=False)
                self._size -= len(gone)
        else:
            self._sets.move_to_end(place)
        return held


class _Numbers:
    """The shingles of texts as numbers, kept in a file for the next time they are asked for."""

    def __init__(self, file: IO[bytes], read: Callable[[int], str]) -> None:
        self._file, self._read = file, read
        self._where: dict[int, tuple[int, int]] = {}  # by place: where they begin, and how many

    def of(self, place: int) -> array[int]:
        """Return the shingles of a text, ascending. Two that differ are one number once in 2 ** 64."""
        where = self._where.get(place)
        if where is None:
            made = array("q", sorted({hash(one) for one in shingles(self._read(place))}))
            self._where[place] = self._file.seek(0, SEEK_END), len(made)
            self._file.write(made.tobytes())
            return made
        numbers = array("q")
        self._file.seek(where[0])
        numbers.frombytes(self._file.read(where[1] * numbers.itemsize))
        return numbers


def gather(
    made: Iterable[bytes], read: Callable[[int], str], groups: Groups, told: Callable[[int], None] = lambda _: None
) -> None:
    """Join in `groups` the texts that are near: those with more than `NEAR` of their shingles alike.

    `made` are their sketches in the order of their places, `read` gives a text, `told` is called with how many came.
    """
    with _nameless() as file, _nameless() as numbers:
        sketches = Sketches(file)
        for count, one in enumerate(made, 1):
            sketches.add(one)
            if count % 500 == 0:
                told(count)
        comparing = _Comparing(sketches.lowest, _Exact(read), _Numbers(numbers, read), groups)
        for band in range(BANDS):
            for bucket in sketches.candidates(band):
                comparing.each_two(bucket)


def _nameless() -> IO[bytes]:
    return tempfile.TemporaryFile(prefix="spandesk-")


class _Comparing:
    """Compares each two candidates, as far as it is not settled yet whether they are together."""

    def __init__(self, lowest: list[int], exact: _Exact, numbers: _Numbers, groups: Groups) -> None:
        self.lowest, self.exact, self.numbers, self.groups = lowest, exact, numbers, groups
        self._left = 0  # comparisons that may come to nothing before a band is a crowd

    def each_two(self, bucket: list[int]) -> None:
        """Compare the candidates of a band."""
        self._left = PATIENCE
        clusters: list[list[int]] = []  # of those that are together: one comparison that succeeds stands for all
        for one in bucket:
            home: list[int] | None = None
            for cluster in clusters:
                other = self._like(one, cluster)
                if other is not None and self.groups.together(one, other):
                    home = home or cluster
            if self._left < 0:  # forms that are filled in: they share much, but mostly too little
                self._crowd(bucket)
                return
            if home is None:
                clusters.append([one])
            else:
                home.append(one)

    def _like(self, one: int, cluster: list[int]) -> int | None:
        """Return the first of a cluster that is near, or of which it is settled; None where there is none."""
        lowest, ours = self.lowest, self.lowest[one]
        for other in cluster:
            if self.groups.settled(one, other):
                return other
            # Most candidates are so by chance, which their sketches tell without a text being read.
            if self._left < 0 or (ours ^ lowest[other]).to_bytes(SKETCH).count(0) < FEWEST:
                continue
            if self.exact.near(one, other):
                self.groups.join(one, other)
                self._left += 1
                return other
            self._left -= 1
        return None

    def _crowd(self, held: list[int]) -> None:
        """Compare candidates of which many share much."""
        parts, settled = self.groups.parts, self.groups.settled
        lead = next((one for one in held if not parts[one]), None)
        if lead is None or all(settled(lead, one) for one in held):
            return
        for these, those in near_kinds(lambda at: self.numbers.of(held[at]), [parts[one] for one in held]):
            pairs = [(these[0], one) for one in those] + [(one, those[-1]) for one in these]
            self._join([(held[one], held[other]) for one, other in pairs])

    def _join(self, pairs: list[tuple[int, int]]) -> None:
        """Join the pairs of two kinds, of which all are near if one is."""
        new = [pair for pair in pairs if not self.groups.settled(*pair)]
        if new and self.exact.near(*new[0]):
            for pair in new:
                self.groups.join(*pair)
