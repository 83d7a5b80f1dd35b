"""How every kind reads bytes, lines and JSON: strictly, and naming the place of what it refuses."""

from __future__ import annotations

import json
import math
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn, cast

from annotator.model.article import as_taken_in
from annotator.model.problem import Problem

LONGEST_LINE = 256 << 20  # bytes
DEEPEST = 100  # levels of JSON: far below where Python's own limit would strike when the values are written again
NOTHING_TAKEN = "Nothing was taken from this file."


def refuse(path: Path, line: int, reason: str) -> NoReturn:
    """Raise the Problem of an input file that cannot be taken whole, naming its line (0: none)."""
    raise Problem(f"{path}:{line}" if line else str(path), reason, NOTHING_TAKEN)


def text_of(path: Path) -> str:
    """Return the text of a UTF-8 file as it stands, a BOM and CRLF still in it; raises Problem with the line."""
    try:
        data = path.read_bytes()
    except OSError as error:
        refuse(path, 0, error.strerror or str(error))
    return decoded(path, data, 1)


def decoded(path: Path, data: bytes, line: int) -> str:
    """Return `data`, which begins at `line` of the file, as text."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        refuse(path, line + data.count(b"\n", 0, error.start), "it is not UTF-8 text")


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of a UTF-8 file with their numbers; lines end at LF only, a CR before it is dropped."""
    try:
        with path.open("rb") as file:
            number = 0
            while data := file.readline(LONGEST_LINE):
                number += 1
                if len(data) >= LONGEST_LINE:
                    refuse(path, number, f"the line is longer than {LONGEST_LINE >> 20} MB")
                text = decoded(path, data, number)
                yield number, text.removeprefix("\ufeff" if number == 1 else "").removesuffix("\n").removesuffix("\r")
    except OSError as error:
        refuse(path, 0, error.strerror or str(error))


def objects(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the JSON object of each line that is not blank; raises Problem on anything else."""
    for number, line in lines(path):
        if line.strip():
            yield number, json_object(path, number, line)


def json_object(path: Path, number: int, line: str) -> dict[str, Any]:
    """Return the JSON object in `line`; refuses what `json_value` refuses, and any other value."""
    held = json_value(path, number, line)
    if not isinstance(held, dict):
        refuse(path, number, "it is no JSON object")
    return cast(dict[str, Any], held)


def json_value(path: Path, number: int, line: str) -> Any:
    """Return the JSON value in `line`; refuses duplicate names, NaN, deep nesting and lone surrogates."""
    try:
        held: Any = json.loads(line, object_pairs_hook=_once, parse_constant=_no_constant)
    except RecursionError:
        refuse(path, number, "the JSON is nested too deep")
    except ValueError as error:
        refuse(path, number, f"it is no JSON object ({short(error)})")
    return checked(path, number, held, line)


def checked(path: Path, number: int, held: Any, line: str) -> Any:
    """Return a JSON value that was read from `line`; refuses deep nesting and lone surrogates."""
    if line.count("[") + line.count("{") > DEEPEST and _deeper(held, DEEPEST):
        refuse(path, number, "the JSON is nested too deep")
    if "\\u" in line:
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
        self._bom = not stored and raw.startswith("\ufeff")
        self._returns: list[int] = []  # places of the CRs that were dropped
        at = -1 if stored else raw.find("\r\n")
        while at >= 0:
            self._returns.append(at)
            at = raw.find("\r\n", at + 2)

    def place(self, raw: int) -> int:
        """Return where the code point offset `raw` lies in the stored text."""
        if not self._bom and not self._returns:
            return raw
        return raw - (1 if self._bom and raw > 0 else 0) - bisect_left(self._returns, raw)

    def fault(self, start: int, end: int) -> str:
        """Return why no span of the stored text can be start..end of the text as it stood, "" when one can."""
        if 0 <= start < end <= self._length and not self._bom and not self._returns:
            return ""
        if start == end:
            return "empty"
        if start > end:
            return "it ends before it starts"
        if not 0 <= start < end <= self._length:
            return "it lies outside the text"
        if self.place(start) == self.place(end):
            return "it covers only a byte order mark or the CR of a line end, which are not kept"
        return ""


def as_object(value: object) -> dict[str, Any] | None:
    """Return a JSON value as an object, None where it is another one."""
    return cast(dict[str, Any], value) if isinstance(value, dict) else None


def as_list(value: object) -> list[Any] | None:
    """Return a JSON value as a list, None where it is another one."""
    return cast(list[Any], value) if isinstance(value, list) else None


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
