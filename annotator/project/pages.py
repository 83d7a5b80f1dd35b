"""The records that lie in the pages of a SQLite file, read without SQLite: of a damaged file what can be read is found.

Nothing is followed but the pages themselves, so a broken tree hides no record; what a page holds twice, or held once,
is found too. Whoever uses the records must know by other means which of them are true.
https://www.sqlite.org/fileformat2.html describes the pages, cells and records.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

Value = int | float | str | bytes | None

_TABLE_LEAF, _INDEX_LEAF, _INDEX_INNER = 0x0D, 0x0A, 0x02
_HEADER_SIZES = {_TABLE_LEAF: 8, _INDEX_LEAF: 8, _INDEX_INNER: 12}
_FIRST_HEADER = 100  # bytes before the first page's own header
_INTEGER_SIZES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
MOST_BYTES = 1 << 30  # of one record


class Found(NamedTuple):
    """A record, and the number of its row where it lies in a table that has such numbers, else 0."""

    row: int
    values: tuple[Value, ...]


def records(path: Path, page_size: int) -> Iterator[Found]:
    """Yield every record in the file at `path`, in the order of its pages."""
    with path.open("rb") as file:
        if path.stat().st_size < page_size:
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
            pages = _Pages(held, page_size)
            for number in range(1, pages.count + 1):
                yield from pages.records(number)


class _Pages:
    def __init__(self, held: mmap.mmap, size: int) -> None:
        self.held, self.size, self.count = held, size, len(held) // size

    def records(self, number: int) -> Iterator[Found]:
        """Yield the records of a page; a cell that makes no sense is passed over."""
        page = self._page(number)
        at = _FIRST_HEADER if number == 1 else 0
        kind = page[at]
        if kind not in _HEADER_SIZES:
            return
        (cells,) = struct.unpack_from(">H", page, at + 3)
        begin = at + _HEADER_SIZES[kind]
        for place in range(begin, min(begin + 2 * cells, self.size - 1), 2):
            (cell,) = struct.unpack_from(">H", page, place)
            try:
                yield self._record(page, cell, kind)
            except (IndexError, ValueError, struct.error, UnicodeDecodeError):
                continue

    def _page(self, number: int) -> bytes:
        if not 1 <= number <= self.count:
            raise ValueError(number)
        return self.held[(number - 1) * self.size : number * self.size]

    def _record(self, page: bytes, at: int, kind: int) -> Found:
        row = 0
        if kind == _INDEX_INNER:
            at += 4  # the page of what is smaller
        length, at = _number(page, at)
        if kind == _TABLE_LEAF:
            row, at = _number(page, at)
        if length > MOST_BYTES:
            raise ValueError(length)
        return Found(row, _values(self._payload(page, at, length, kind)))

    def _payload(self, page: bytes, at: int, length: int, kind: int) -> bytes:
        """Return the bytes of a record, those that lie in pages of their own too."""
        most = self.size - 35 if kind == _TABLE_LEAF else (self.size - 12) * 64 // 255 - 23
        if length <= most:
            return _slice(page, at, length)
        least = (self.size - 12) * 32 // 255 - 23
        here = least + (length - least) % (self.size - 4)
        here = here if here <= most else least
        parts = [_slice(page, at, here)]
        (following,) = struct.unpack_from(">I", page, at + here)
        left = length - here
        while left > 0:
            page = self._page(following)
            (following,) = struct.unpack_from(">I", page)
            parts.append(page[4 : 4 + min(left, self.size - 4)])
            left -= self.size - 4
        return b"".join(parts)


def _values(data: bytes) -> tuple[Value, ...]:
    header, at = _number(data, 0)
    kinds: list[int] = []
    while at < header:
        kind, at = _number(data, at)
        kinds.append(kind)
    values: list[Value] = []
    for kind in kinds:
        value, at = _value(data, at, kind)
        values.append(value)
    return tuple(values)


def _value(data: bytes, at: int, kind: int) -> tuple[Value, int]:
    if kind == 0:
        return None, at
    if kind in _INTEGER_SIZES:
        size = _INTEGER_SIZES[kind]
        return int.from_bytes(_slice(data, at, size), "big", signed=True), at + size
    if kind == 7:
        return struct.unpack_from(">d", data, at)[0], at + 8
    if kind in (8, 9):
        return kind - 8, at
    if kind < 12:
        raise ValueError(kind)
    size = (kind - 12) // 2
    held = _slice(data, at, size)
    return (held.decode("utf-8") if kind % 2 else held), at + size


def _slice(data: bytes, at: int, length: int) -> bytes:
    if at + length > len(data):
        raise ValueError(length)
    return data[at : at + length]


def _number(data: bytes, at: int) -> tuple[int, int]:
    """Return the number of one to nine bytes at `at`, and where it ends."""
    value = 0
    for count in range(8):
        byte = data[at + count]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + count + 1
    value = value << 8 | data[at + 8]
    return value - (1 << 64) if value >> 63 else value, at + 9
