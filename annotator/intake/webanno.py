"""WebAnno TSV 3: words with their offsets, and a column for each feature of each layer; also from INCEpTION.

A sentence stands as its #Text lines say, on a line of its own. The label of a span is its feature `value` or `label`,
else its first feature, else the name of its layer; parts of a word are spans like others. Grammar, further features
and slots are counted; relations and elements of chains are listed.
The format: https://webanno.github.io/webanno/releases/3.6.7/docs/user-guide.html#sect_webannotsv
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from annotator.intake import reading
from annotator.intake.stretches import Stretch, arrived
from annotator.intake.wording import Word, placed
from annotator.model.arrival import Arrival
from annotator.model.offsets import Utf16Map
from annotator.model.problem import counted
from annotator.model.report import LeftOut

TITLE, SUFFIXES = "WebAnno TSV 3", (".tsv",)
_FORMAT = "#FORMAT=WebAnno TSV 3"
_GRAMMAR = re.compile(r"dkpro\.core\.api\.(lexmorph|segmentation|syntax|structure|transform)\.")
_UNIT = re.compile(r"(\d+-\d+)(\.\d+)?")
_PIECE = re.compile(r"(.*?)(?:\[(\d+)\])?", re.DOTALL)
_STACKED = re.compile(r"(?:\\.|[^|\\])+", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_SIGNS = {"n": "\n", "t": "\t", "r": "\r"}
_LABELS = ("value", "label")


def detect(path: Path, head: bytes) -> int:
    """Return how sure it is that the file is WebAnno TSV 3."""
    return 95 if head.removeprefix(b"\xef\xbb\xbf").startswith(_FORMAT.encode()) else 0


class _Layer(NamedTuple):
    """A layer of the head: what it holds, and its features with their columns."""

    sort: str  # SP spans, RL relations, CH chains
    name: str
    features: dict[str, int]
    slots: frozenset[str]

    @property
    def short(self) -> str:
        return self.name.rpartition(".")[2]

    @property
    def label(self) -> int:
        """Return the column whose values are the labels."""
        plain = [name for name in self.features if name not in self.slots]
        named = next((name for name in _LABELS if name in plain), plain[0] if plain else next(iter(self.features)))
        return self.features[named]


@dataclass
class _Found:
    """A span as its words tell it."""

    line: int
    start: int
    end: int
    label: str


@dataclass
class _File:
    """What was read of a file so far."""

    path: Path
    layers: list[_Layer] = field(default_factory=list[_Layer])
    parts: list[str] = field(default_factory=list[str])
    length: int = 0
    spans: dict[tuple[int, str], _Found] = field(default_factory=dict[tuple[int, str], _Found])
    counted: Counter[str] = field(default_factory=Counter[str])
    links: list[LeftOut] = field(default_factory=list[LeftOut])

    def head(self, line: str) -> None:
        """Take a line of the head: #T_SP=type|feature|feature."""
        name, *features = line[6:].split("|")
        columns = 3 + sum(len(layer.features) for layer in self.layers)
        slots = {at for at, one in enumerate(features) if one.startswith("ROLE_")}
        slots |= {at + 1 for at in slots}
        # A column is told by its place too: two slots may point to layers of one name.
        named = [one if features.count(one) == 1 else f"{one} {at}" for at, one in enumerate(features or [""])]
        held = frozenset(named[at] for at in slots if at < len(named))
        self.layers.append(_Layer(line[3:5], name, {one: columns + at for at, one in enumerate(named)}, held))

    def sentence(self, text: str, rows: list[tuple[int, list[str]]]) -> None:
        """Take a sentence with its words."""
        found = _placed(text, [(line, fields) for line, fields in rows if "." not in fields[0]])
        if found is None:
            reading.refuse(self.path, rows[0][0] if rows else 0, "its words are not in the text of its sentence")
        text = found[0]
        if self.parts:
            self.parts.append("\n")
            self.length += 1
        whole, word, (start, end) = iter(found[1]), "", (0, 0)
        first = 0
        for line, fields in rows:
            low, _, high = fields[1].partition("-")
            if "." not in fields[0]:
                (start, end), word, first = next(whole), fields[2], int(low)
                self.marks(line, fields, self.length + start, self.length + end)
            else:  # a part of the word, by its place in it
                inside = _within(word, int(low) - first, int(high) - first, fields[2])
                self.marks(line, fields, self.length + start + inside[0], self.length + start + inside[1])
        self.parts.append(text)
        self.length += len(text)

    def marks(self, line: int, fields: list[str], start: int, end: int) -> None:
        """Take what the columns of a word, or of a part of one, say."""
        for nth, layer in enumerate(self.layers):
            for name, column in layer.features.items():
                held = [_PIECE.fullmatch(one) for one in _pieces(fields[column] if column < len(fields) else "_")]
                found = [match for match in held if match is not None]
                pieces = [(match[1], match[2] or f"{fields[0]} {at}") for at, match in enumerate(found)]
                if column != layer.label or layer.sort != "SP" or _GRAMMAR.search(layer.name):
                    self.others(line, layer, name, pieces)
                    continue
                for value, id in pieces:
                    label = "" if value == "*" or name in layer.slots else _unescaped(value)
                    one = self.spans.setdefault((nth, id), _Found(line, start, end, label or layer.short))
                    one.start, one.end = min(one.start, start), max(one.end, end)

    def others(self, line: int, layer: _Layer, name: str, pieces: list[tuple[str, str]]) -> None:
        """Count or list what is no span of a layer."""
        if layer.sort == "SP":
            self.counted[f"{layer.short}.{name}" if name else layer.short] += sum(value != "*" for value, _ in pieces)
        elif name == next(iter(layer.features)):
            said = "an element of a chain" if layer.sort == "CH" else "a relation"
            place = f"{self.path}:{line}"
            self.links += (LeftOut("link", place, f"{said}, which is not held yet", label=one) for one, _ in pieces)


def _placed(text: str, rows: list[tuple[int, list[str]]]) -> tuple[str, list[tuple[int, int]]] | None:
    """Return a sentence with the place of each word, None where it does not hold them.

    Some writers escape the text, some the words too, some neither; the offsets say which it is.
    """
    ways = ((_unescaped, _unescaped), (_unescaped, str), (str, str)) if _is_escaped(text, rows) else ((str, str),)
    best, fitting = None, -1
    for text_way, word_way in ways:
        words = [Word(line, word_way(fields[2])) for line, fields in rows]
        found = placed(words, text_way(text))
        fit = sum(_is_long(word.text, fields[1]) for word, (_, fields) in zip(words, rows, strict=True))
        if found is not None and fit > fitting:
            best, fitting = found, fit
    return best


def _is_escaped(text: str, rows: list[tuple[int, list[str]]]) -> bool:
    return "\\" in text or any("\\" in fields[2] for _, fields in rows)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(_sign, text)


def _is_long(word: str, bounds: str) -> bool:
    """Return whether a word is as long as its offsets say, in UTF-16 units or in code points."""
    low, _, high = bounds.partition("-")
    return int(high[:18]) - int(low[:18]) in (len(word), Utf16Map(word).to_units(len(word)))


def _within(word: str, start: int, end: int, part: str) -> tuple[int, int]:
    """Return the place of a part of a word, which its writer counts in UTF-16 units or in code points."""
    units = Utf16Map(word)
    ways = (units.to_code_points(start), units.to_code_points(end)), (start, end)
    return next((way for way in ways if word[way[0] : way[1]] == part), ways[0])


def _pieces(value: str) -> list[str]:
    """Return the values that are stacked in a field; `_` is none."""
    return [] if value in ("_", "") else _STACKED.findall(value)


def _sign(match: re.Match[str]) -> str:
    return _SIGNS.get(match[1], match[1])


def read(path: Path) -> Iterator[Arrival | LeftOut]:
    """Yield what is left out, then the article; raises Problem on a line of another shape."""
    file = _File(path)
    for text, rows in _sentences(path, file):
        file.sentence(text, rows)
    yield from file.links
    for name, number in sorted(file.counted.items()):
        if number:
            yield LeftOut("attribute", f"{path}:1", f"{name}, of {counted(number, 'word')}, which is not held")
    found = sorted(file.spans.values(), key=lambda one: (one.line, one.start, -one.end))
    stretches = [Stretch(f"{path}:{one.line}", one.start, one.end, one.label) for one in found]
    yield from arrived(f"{path}:1", "".join(file.parts), stretches)


def _sentences(path: Path, file: _File) -> Iterator[tuple[str, list[tuple[int, list[str]]]]]:
    """Yield the text and the rows of each sentence; the head goes to `file`."""
    text: list[str] = []
    rows: list[tuple[int, list[str]]] = []
    for number, line in reading.lines(path, reading.MOST_MARKS):
        if number == 1 and not line.startswith(_FORMAT):
            reading.refuse(path, 1, "it does not begin as WebAnno TSV 3 does")
        if line.startswith("#T_"):
            file.head(line)
        elif line.startswith("#Text="):
            if rows:
                yield "\n".join(text), rows
                text, rows = [], []
            text.append(line[6:])
        elif line and not (line.startswith("#") and "\t" not in line):
            fields = line.split("\t")
            bounds = fields[1].split("-") if len(fields) > 2 else []
            if not _UNIT.fullmatch(fields[0]) or len(bounds) != 2 or not all(map(reading.is_number, bounds)):
                reading.refuse(path, number, "it is no line of WebAnno TSV: unit, offsets and word are missing")
            rows.append((number, fields))
    if rows or text:
        yield "\n".join(text), rows
