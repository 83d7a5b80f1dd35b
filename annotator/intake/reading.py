"""How every kind reads bytes, lines and JSON: strictly, and naming the place of what it refuses."""

from __future__ import annotations

import contextlib
import json
import math
import os
import re
import stat
from bisect import bisect_left
from collections.abc import Generator, Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import Any, BinaryIO, NoReturn, cast

from annotator.model.article import as_taken_in
from annotator.model.problem import Problem

LARGEST = 256 << 20  # bytes of a file that is read whole, and of a line of one that is not
MOST_VALUES = 16_000_000  # in one line or file of JSON: each takes up to 64 bytes when it is read
MOST_MARKS = 1_000_000  # lines, elements or words of one article that are held at the same time
DEEPEST = 100  # levels of JSON: far below where Python's own limit would strike when the values are written again
NOTHING_TAKEN = "Nothing was taken from this file."
NOT_REGULAR = "it is no regular file; give - and send the text to standard input"
_SURROGATE = re.compile(r"\\u[dD]")  # one may be written so; as itself it would be no UTF-8
_UNWAITING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)


Stamp = tuple[int, int, int]  # size, time of the last change in nanoseconds, number on its disk
_noted: ContextVar[dict[Path, Stamp | None] | None] = ContextVar("noted", default=None)


@contextlib.contextmanager
def noting() -> Generator[dict[Path, Stamp | None]]:
    """Note each file that is opened meanwhile, with its stamp when it was first."""
    noted: dict[Path, Stamp | None] = {}
    before = _noted.set(noted)
    try:
        yield noted
    finally:
        _noted.reset(before)


def stamp(path: Path) -> Stamp | None:
    """Return what a file changes by when it changes, None where there is none."""
    try:
        return _stamp(path.stat())
    except OSError:
        return None


def _stamp(seen: os.stat_result) -> Stamp:
    return seen.st_size, seen.st_mtime_ns, seen.st_ino


def refuse(path: Path, line: int, reason: str) -> NoReturn:
    """Raise the Problem of an input file that cannot be taken whole, naming its line (0: none)."""
    raise Problem(f"{path}:{line}" if line else str(path), reason, NOTHING_TAKEN)


@contextlib.contextmanager
def opened(path: Path) -> Generator[BinaryIO]:
    """Open a regular file to read its bytes; raises Problem.

    What became a pipe or a device since it was looked at is not waited for.
    """
    try:
        with open(path, "rb", opener=lambda name, flags: os.open(name, flags | _UNWAITING)) as file:
            seen = os.fstat(file.fileno())
            if not stat.S_ISREG(seen.st_mode):
                refuse(path, 0, NOT_REGULAR)
            if (noted := _noted.get()) is not None:
                noted.setdefault(path, _stamp(seen))
            yield file
    except OSError as error:
        refuse(path, 0, error.strerror or str(error))


def bytes_of(path: Path) -> bytes:
    """Return all bytes of a file; raises Problem where it is larger than one may be that is read whole."""
    with opened(path) as file:
        data = b"" if os.fstat(file.fileno()).st_size > LARGEST else file.read(LARGEST + 1)
        if os.fstat(file.fileno()).st_size > LARGEST or len(data) > LARGEST:
            refuse(path, 0, f"the file is larger than {LARGEST >> 20} MB")
        return data


def text_of(path: Path) -> str:
    """Return the text of a UTF-8 file as it stands, a BOM and CRLF still in it; raises Problem with the line."""
    return decoded(path, bytes_of(path), 1)


def decoded(path: Path, data: bytes, line: int) -> str:
    """Return `data`, which begins at `line` of the file, as text."""
    at, why = data.find(b"\0"), "it holds a NUL byte, so it is no text"
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        text, at, why = "", error.start, "it is not UTF-8 text"
    if at >= 0:
        refuse(path, line + data.count(b"\n", 0, at), why)
    return text


def lines(path: Path, most: int = 0) -> Iterator[tuple[int, str]]:
    """Yield the lines of a UTF-8 file with their numbers; lines end at LF only, a CR before it is dropped.

    A file of which all lines are held at the same time may have `most` of them (0: any number).
    """
    with opened(path) as file:
        number = 0
        while data := file.readline(LARGEST):
            number += 1
            if len(data) >= LARGEST:
                refuse(path, number, f"the line is longer than {LARGEST >> 20} MB")
            if 0 < most < number:
                refuse(path, number, f"it has more than {most:,} lines")
            text = decoded(path, data, number)
            yield number, text.removeprefix("\ufeff" if number == 1 else "").removesuffix("\n").removesuffix("\r")


def objects(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the JSON object of each line that is not blank; raises Problem on anything else."""
    for number, line in lines(path):
        if line.strip():
            yield number, json_object(path, number, line)


def too_many(text: str) -> str:
    """Return why JSON is not read: the values in it could take forty times its size; "" when it can be."""
    if len(text) <= MOST_VALUES or sum(map(text.count, ",[{")) <= MOST_VALUES:
        return ""
    return f"the JSON holds more than {MOST_VALUES:,} values"


def json_object(path: Path, number: int, line: str) -> dict[str, Any]:
    """Return the JSON object in `line`; refuses what `json_value` refuses, and any other value."""
    held = json_value(path, number, line)
    if not isinstance(held, dict):
        refuse(path, number, "it is no JSON object")
    return cast(dict[str, Any], held)


def json_value(path: Path, number: int, line: str) -> Any:
    """Return the JSON value in `line`; refuses duplicate names, NaN, deep nesting and lone surrogates."""
    if why := too_many(line):
        refuse(path, number, why)
    try:
        held: Any = DECODER.decode(line)
    except RecursionError:
        refuse(path, number, "the JSON is nested too deep")
    except ValueError as error:
        refuse(path, number, f"it is no JSON object ({short(error)})")
    return checked(path, number, held, line)


def checked(path: Path, number: int, held: Any, line: str) -> Any:
    """Return a JSON value that was read from `line`; refuses deep nesting and lone surrogates."""
    if line.count("[") + line.count("{") > DEEPEST and _deeper(held, DEEPEST):
        refuse(path, number, "the JSON is nested too deep")
    if _SURROGATE.search(line):
        try:
            json.dumps(held, ensure_ascii=False).encode("utf-8")
        except UnicodeEncodeError:
            refuse(path, number, "it holds half of a surrogate pair, which is no character")
    return held


def _deeper(held: Any, levels: int) -> bool:
    """Return whether `held` has more than so many levels; walked level by level, so that depth costs no stack."""
    level: list[Any] = [held]
    for _ in range(levels):
        below: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                below += cast(dict[str, Any], one).values()
            elif isinstance(one, list):
                below += cast(list[Any], one)
        if not below:
            return False
        level = below
    return True


def short(error: ValueError) -> str:
    """Return in a few words what is wrong with JSON."""
    return f"{error.msg} at column {error.colno}" if isinstance(error, json.JSONDecodeError) else str(error)[:120]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    held = dict(pairs)
    if len(held) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the name {twice!r} stands twice")
    return held


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant)


class TakenIn:
    """A text as it is stored, and where the places of the text as it stood have gone."""

    def __init__(self, raw: str, stored: bool = False) -> None:
        # `stored`: it is a text as it is stored, which may still hold what an intake drops once.
        self.text = raw if stored else as_taken_in(raw)
        self._length = len(raw)
        self._is_as_it_stood = len(self.text) == len(raw)
        self._bom = not stored and raw.startswith("\ufeff")
        self._returns: list[int] = []  # places of the CRs that were dropped
        at = -1 if stored else raw.find("\r\n")
        while at >= 0:
            self._returns.append(at)
            at = raw.find("\r\n", at + 2)

    def place(self, raw: int) -> int:
        """Return where the code point offset `raw` lies in the stored text."""
        if self._is_as_it_stood:
            return raw
        return raw - (1 if self._bom and raw > 0 else 0) - bisect_left(self._returns, raw)

    def found(self, start: int, end: int) -> tuple[int, int] | str:
        """Return where start..end of the text as it stood lies in the stored text, or why no span can be there."""
        if 0 <= start < end <= self._length and self._is_as_it_stood:
            return start, end
        if start == end:
            return "empty"
        if start > end:
            return "it ends before it starts"
        if start < 0 or end > self._length:
            return "it lies outside the text"
        first, last = self.place(start), self.place(end)
        if first == last:
            return "it covers only a byte order mark or the CR of a line end, which are not kept"
        return first, last


def as_object(value: object) -> dict[str, Any] | None:
    """Return a JSON value as an object, None where it is another one."""
    return cast(dict[str, Any], value) if isinstance(value, dict) else None


def as_list(value: object) -> list[Any] | None:
    """Return a JSON value as a list, None where it is another one."""
    return cast(list[Any], value) if isinstance(value, list) else None


def several(value: object) -> list[Any]:
    """Return what may stand alone or in a list as a list; null is none of it."""
    return cast(list[Any], value) if isinstance(value, list) else [] if value is None else [value]


def is_number(written: str) -> bool:
    """Return whether digits are written that a place in a text could have."""
    return written.isdecimal() and len(written) <= 18


def is_whole(value: object) -> bool:
    """Return whether a JSON value is a whole number (true and 1.0 are not)."""
    return type(value) is int


def plain_details(meta: object) -> dict[str, str]:
    """Return the facts in a JSON object as texts; nested values stay JSON."""
    if not isinstance(meta, dict):
        return {}
    facts = cast(dict[str, Any], meta)
    return {str(name): _plain(value) for name, value in facts.items() if value is not None and value != ""}


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return json.dumps(value, ensure_ascii=False)
