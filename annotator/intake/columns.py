"""Files of a word a line, in whatever columns: which of them holds the words, which the labels, what parts articles.

What is seen here: two columns; CoNLL-2003; an index before the word; CoNLL-U with the label in its last column;
several labels a word, in columns or side by side; a character a line with its place in its word; `word|POS|label`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.intake.wording import Word
from annotator.model.notation import is_labelled, is_notation

ENOUGH = 0.9  # of the lines must fit for a column to be one; the others are broken, and refuse the file
MANY = 50  # words without a label that are no text, if nothing else tells
MOST_LABELS = 4_096  # different ones in a column
MOST_COLUMNS = 1_000  # that are looked at, and names in the last column
LONGEST_ROW = 1 << 20  # code points; a longer line is one field
DOCSTART = "-DOCSTART-"
_COMMENT = re.compile(r"#\s*(?:[\w.:-]+\s*=|newdoc\b|newpar\b)")
_NEWDOC = re.compile(r"#\s*newdoc\b")
_HASHTAG = re.compile(
    r"#(?!(?:text|id|sent_id)\b)[^\s=]*=\S*\s+\S"
)  # a word such as #a=b with its columns, which is no comment
_NUMBER = re.compile(r"\d+(?:[-.]\d+)?")
_INDEXED = re.compile(r"\S\D?\d+", re.DOTALL)
_CHUNKS = frozenset("NP VP PP ADVP ADJP SBAR PRT CONJP INTJ LST UCP".split())
_PAIR = re.compile(r"(?:^|\|)([^=|]+)=([^|]*)")  # begun where a pair begins: else a long field takes for ever


class Line(NamedTuple):
    """A line: its fields, or none for a blank one, or a comment."""

    number: int
    fields: list[str]
    comment: str = ""


def parted(lines: Iterable[tuple[int, str]]) -> Iterator[Line]:
    """Yield the lines with their fields; a line of `word|label` pairs becomes a line for each and a blank one."""
    for number, line in lines:
        if not line.strip("\r ") or not (line.strip() or "\t" in line):
            yield Line(number, [])
            continue
        if len(line) > LONGEST_ROW:
            yield Line(number, [line])
            continue
        # Words may hold spaces of other kinds, as 10 000 does; only these two part columns.
        fields = line.split("\t") if "\t" in line else line.strip(" ").split(" ")
        fields = fields if "\t" in line else [one for one in fields if one]
        if line.startswith("#") and _is_comment(line, fields):
            yield Line(number, [], line)
            continue
        pairs = [one.split("|") for one in line.split()] if "|" in line else []
        if pairs and all(len(pair) > 1 and is_notation(pair[-1]) for pair in pairs):
            yield from (Line(number, pair) for pair in pairs)
            yield Line(number, [])
            continue
        yield Line(number, fields)


def opens_article(line: Line) -> bool:
    """Return whether a line opens an article; a word of that name, or that begins so, has a label."""
    return bool(line.fields) and line.fields[0] == DOCSTART and not is_labelled(line.fields[-1])


def _is_comment(line: str, fields: list[str]) -> bool:
    """Return whether a line that begins with # is a comment, and no word, such as a hashtag, with its label."""
    if "\t" in line:
        return not any(map(is_notation, fields[1:]))
    if len(fields) < 2 or not is_notation(fields[-1]):
        return True
    return _COMMENT.match(line) is not None and _HASHTAG.match(line) is None


@dataclass
class _Column:
    """The values of a column with their counts; one of so many values holds no labels, and they are let go."""

    values: Counter[str] = field(default_factory=Counter[str])
    crowded: bool = False

    def add(self, value: str) -> None:
        if not self.crowded:
            self.values[value] += 1
            if len(self.values) > MOST_LABELS:
                self.crowded = True
                self.values.clear()

    @property
    def plain(self) -> int:
        """Return how many are O, or a label."""
        return sum(count for value, count in self.values.items() if value == "O" or is_labelled(value))

    @property
    def holds_labels(self) -> bool:
        fitting = sum(count for value, count in self.values.items() if is_notation(value))
        return self.plain > 0 and fitting >= ENOUGH * self.values.total()

    @property
    def holds_chunks(self) -> bool:
        names = {value[2:] for value in self.values if is_labelled(value)}
        return bool(names) and names <= _CHUNKS

    @property
    def is_empty(self) -> bool:
        return not self.crowded and set(self.values) <= {"-", "_", "-X-", ""}


@dataclass
class _Seen:
    """What all rows of a file have, column by column."""

    rows: int = 0
    articles: int = 0
    outside: bool = False  # the line that opens an article has O
    side_by_side: int = 0  # rows of which all fields after the word are labels
    numbers: int = 0
    parts: int = 0  # numbers of two parts, as 4.1
    indexed: int = 0
    foreign: int = 0  # words that are not ASCII
    widths: Counter[int] = field(default_factory=Counter[int])
    columns: list[_Column] = field(default_factory=list[_Column])
    named: dict[str, _Column] = field(default_factory=dict[str, _Column])  # of name=value in the last column

    def add(self, fields: list[str]) -> None:
        """Take note of one row."""
        self.rows += 1
        self.widths[len(fields)] += 1
        self.side_by_side += len(fields) > 1 and all(is_notation(one) for one in fields[1:])
        self.numbers += _NUMBER.fullmatch(fields[0]) is not None
        self.parts += "." in fields[0] and _NUMBER.fullmatch(fields[0]) is not None
        self.indexed += _INDEXED.fullmatch(fields[0]) is not None
        self.foreign += not fields[0].isascii()
        if len(fields) > len(self.columns):
            self.columns += (_Column() for _ in fields[len(self.columns) : MOST_COLUMNS])
        for column, value in zip(self.columns, fields, strict=False):
            column.add(value)
        if len(fields) >= 10:
            for name, value in _PAIR.findall(fields[-1]):
                if name in self.named or len(self.named) < MOST_COLUMNS:
                    self.named.setdefault(name, _Column()).add(value)

    def labels(self, word: int, width: int) -> tuple[int, ...]:
        """Return the columns that hold labels; those of chunks (NP, VP) are none where another is one."""
        fit = [at for at in range(word + 1, min(width, MOST_COLUMNS)) if self.columns[at].holds_labels]
        return tuple([at for at in fit if not self.columns[at].holds_chunks] or fit)

    def name(self) -> str:
        """Return under which name the last column holds the label, "" if it does not."""
        fit = {name: one.plain for name, one in self.named.items() if one.holds_labels}
        return max(fit, key=lambda name: fit[name], default="")

    def judged(self, word: int) -> tuple[int, int]:
        """Return how many fields after the word are O, and how many a label."""
        after = [*self.columns[word + 1 :], *self.named.values()]
        none = sum(one.values["O"] for one in after)
        return none, sum(one.plain for one in after) - none

    def tells_unknown(self, at: int) -> bool:
        """Return whether a column of labels has both O and -."""
        values = self.columns[at].values
        return values["-"] > 0 and (self.outside or values["O"] > 0)

    def told(self, taken: set[int]) -> tuple[int, ...]:
        """Return the columns, counted from 1, that say something and are not taken."""
        return tuple(at + 1 for at, one in enumerate(self.columns) if at not in taken and not one.is_empty)


class Layout(NamedTuple):
    """Where the columns of a file have what, as all of its lines say."""

    rows: int
    articles: int  # how many articles it says there are
    width: int  # of most rows
    word: int  # the column of the words; 1 where an index stands before each
    labels: tuple[int, ...]  # the columns of labels
    named: str  # under which name the last column of CoNLL-U holds the label
    ragged: bool  # the labels of a word stand side by side, as many as there are
    indexed: bool  # each line is a character with its place in its word, as 科0 腾1
    others: tuple[int, ...]  # columns that say something and are not taken, counted from 1
    unknown: bool  # a word with - is not judged, since O is how the file says none
    sure: bool  # no text has lines like these: some words with a label and some with none
    adds: bool  # words that nobody wrote: among indices 4 and 5 there are some as 4.1

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Layout:
        """Return the layout of a file."""
        seen = _Seen()
        for line in lines:
            seen.articles += _NEWDOC.match(line.comment) is not None
            if opens_article(line):
                seen.articles += 1
                seen.outside |= line.fields[-1] == "O"
            elif line.fields:
                seen.add(line.fields)
        width = seen.widths.most_common(1)[0][0] if seen.widths else 0
        numbered = width > 2 and seen.numbers >= ENOUGH * seen.rows
        ragged = not numbered and len(seen.widths) > 1 and seen.side_by_side >= ENOUGH * seen.rows
        indexed = not numbered and seen.indexed == seen.rows and 2 * seen.foreign > seen.rows
        named = seen.name() if numbered else ""
        labels = () if named or ragged else seen.labels(int(numbered), width)
        taken = {0, int(numbered), *labels, *((len(seen.columns) - 1,) if named else ())}
        others = () if ragged else seen.told(taken)
        unknown = any(seen.tells_unknown(at) for at in labels)
        none, some = seen.judged(int(numbered))
        sure = bool(seen.articles or (none and some) or none >= MANY)
        return cls(
            seen.rows, seen.articles, width, int(numbered), labels, named, ragged, indexed, others, unknown, sure,
            numbered and 2 * seen.parts < seen.rows,
        )  # fmt: skip

    @property
    def numbered(self) -> bool:
        """Return whether an index stands before each word."""
        return self.word == 1

    @property
    def fits(self) -> bool:
        """Return whether words and labels were found."""
        return self.rows > 0 and bool(self.ragged or self.named or self.labels)

    def word_of(self, line: Line) -> Word | str:
        """Return the word of a row, or why it has none."""
        fields = line.fields
        if len(fields) <= self.word + 1 or (not self.ragged and len(fields) < self.width):
            return "it has fewer columns than the lines before it"
        text, glued, values = fields[self.word], False, tuple(fields[1:])
        if self.named:
            pairs = dict(_PAIR.findall(fields[-1]))
            glued, values = pairs.get("SpaceAfter") == "No", (pairs.get(self.named, ""),)
        elif not self.ragged:
            values = tuple(fields[at] for at in self.labels)
            glued = self.width >= 10 and "SpaceAfter=No" in fields[-1].split("|")
        if any("|" in value for value in values):
            values = tuple(part for value in values for part in _stacked(value))
        wrong = next((one for one in values if not is_notation(one)), None)
        if wrong is not None:
            return f"{wrong[:40]!r} is no label of a word, such as B-PER or O"
        return Word(line.number, text[0] + text[1:].rstrip("0123456789") if self.indexed else text, values, glued)


def _stacked(value: str) -> list[str]:
    """Return the labels that stand in one field: B-ORGpart|B-ORG are two."""
    parts = value.split("|")
    return parts if len(parts) > 1 and all(is_labelled(part) for part in parts) else [value]
