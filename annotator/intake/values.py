"""The JSON values of a file one by one, whether they stand in lines, in one array, or simply follow each other.

What is held of a file is its present value and what was read ahead, so that an array of a gigabyte costs no memory.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from annotator.intake import reading

AHEAD = 1 << 20  # bytes read at once
LONGEST_SIGN = 12  # characters of the longest that may break off within: half of a pair of surrogates as codes
_BLANK = re.compile(r"[ \t\r\n]*")
_REST = re.compile(r"[0-9.eE+-]*")  # of a number, of which more may come


def records(path: Path) -> Iterator[tuple[int, Any]]:
    """Yield the JSON values of a file with their lines: of an array its elements, else those that follow each other."""
    if _stands_in_lines(path):
        lines = reading.lines(path)
        yield from ((number, reading.json_value(path, number, line)) for number, line in lines if line.strip())
        return
    with reading.opened(path) as file:
        yield from _values(_Text(path, file))


def _stands_in_lines(path: Path) -> bool:
    """Return whether the first line is a value of its own: an object, or a list where more lines follow."""
    with reading.opened(path) as file:
        head = file.read(AHEAD).removeprefix(codecs.BOM_UTF8).lstrip(b" \t\r\n")
    line, ended, after = head.partition(b"\n")
    if not ended or (line.startswith(b"[") and not after.strip()):
        return False
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


class _Text:
    """The text of a file that was read so far and is not yet used."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self.path, self._file = path, file
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self.text, self.at, self.ended = "", 0, False
        self.line, self._column = 1, 0  # of `at`, and how far from the beginning of its line `text` begins
        self._read = 1  # the line that the bytes read so far end in
        self.more()

    def more(self) -> None:
        """Read as much again as there is, so that a long value is looked at a few times only."""
        held = len(self.text) - self.at
        if held > reading.LARGEST:
            reading.refuse(self.path, self.line, f"one value is longer than {reading.LARGEST >> 20} MB")
        data = self._file.read(max(AHEAD, min(held, reading.LARGEST - held)))
        self.ended = not data
        try:
            part = self._decoder.decode(data, self.ended)
        except UnicodeDecodeError as error:
            lines = error.object.count(b"\n", 0, error.start)
            reading.refuse(self.path, self._read + lines, "it is not UTF-8 text")
        self._read += part.count("\n")
        used = self.text.rfind("\n", 0, self.at)
        self._column = self.at - used - 1 if used >= 0 else self._column + self.at
        self.text, self.at = self.text[self.at :] + part, 0

    def go(self, at: int) -> None:
        """Use what stands before `at`."""
        self.line += self.text.count("\n", self.at, at)
        self.at = at

    def _past(self, signs: re.Pattern[str], at: int) -> int:
        found = signs.match(self.text, at)
        return found.end() if found is not None else at

    def sign(self) -> str:
        """Return the next character that is no blank, "" at the end."""
        while True:
            self.go(self._past(_BLANK, self.at))
            if self.at < len(self.text) or self.ended:
                return self.text[self.at : self.at + 1]
            self.more()

    def value(self) -> Any:
        """Return the value that begins here, and use it; raises Problem with the line of what is none."""
        while True:
            if len(self.text) - self.at > reading.MOST_VALUES and (why := reading.too_many(self.text[self.at :])):
                reading.refuse(self.path, self.line, why)
            try:
                held, end = reading.DECODER.raw_decode(self.text, self.at)
            except RecursionError:
                reading.refuse(self.path, self.line, "the JSON is nested too deep")
            except json.JSONDecodeError as error:
                # More may mend what broke off at the end, and nothing else.
                if self.ended or not (_is_open(error) or error.pos + LONGEST_SIGN >= len(self.text)):
                    self._refuse(error)
            except ValueError as error:
                reading.refuse(self.path, self.line, f"it is no JSON ({reading.short(error)})")
            else:
                if self.ended or not isinstance(held, int | float) or self._past(_REST, end) < len(self.text):
                    reading.checked(self.path, self.line, held, self.text[self.at : end])
                    self.go(end)
                    return held
            self.more()

    def _refuse(self, error: json.JSONDecodeError) -> None:
        line = self.line + self.text.count("\n", self.at, error.pos)
        column = error.colno + (self._column if "\n" not in self.text[: error.pos] else 0)
        reading.refuse(self.path, line, f"it is no JSON ({error.msg} at column {column})")


def _is_open(error: json.JSONDecodeError) -> bool:
    """Return whether it is a string that does not end: its beginning is told, wherever that is."""
    return error.msg.startswith("Unterminated string")


def _values(text: _Text) -> Iterator[tuple[int, Any]]:
    several = text.sign() == "["
    if several:
        begun = text.at
        text.go(begun + 1)
        if text.sign() == '"':  # one pair of a text and its marks, not several
            text.at, several = begun, False
    while (sign := text.sign()) and not (several and sign == "]"):
        line = text.line
        yield line, text.value()
        sign = text.sign()
        if several and sign not in (",", "]"):
            reading.refuse(text.path, text.line, "the JSON array has no end")
        if sign == ",":
            text.go(text.at + 1)
    if not several:
        return
    if not sign:
        reading.refuse(text.path, text.line, "the JSON array has no end")
    text.go(text.at + 1)
    if text.sign():
        reading.refuse(text.path, text.line, "something follows the JSON array")
