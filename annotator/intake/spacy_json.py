"""spaCy's training data as JSON: TRAIN_DATA pairs, the training format of version 2, lines and Docs of version 3.

Pairs are ["text", {"entities": [[start, end, "LABEL"]]}]; version 2 has paragraphs of sentences of tokens with BILUO
labels; lines have "text" with "entities" or, as Doc.to_json writes them, "ents" and "spans". An entry is an article.
The formats: https://spacy.io/api/data-formats and https://v2.spacy.io/api/annotation#json-input
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from annotator.intake import reading, values
from annotator.intake.counting import Way
from annotator.intake.stretches import Stretch, arrived, way_of
from annotator.intake.wording import Composed, Word, placed
from annotator.model.arrival import Arrival
from annotator.model.article import first_line
from annotator.model.notation import ranges
from annotator.model.report import LeftOut

TITLE, SUFFIXES = "spaCy training JSON", (".json", ".jsonl")
_PAIR = re.compile(rb'[\[\s]*\[\s*"')
_TRAINING = re.compile(rb'\[\s*\{\s*"(id|paragraphs)"\s*:')
_GROUP = "sc"  # spaCy's own name for a group of spans says nothing
_TAKEN = {"text", "entities", "ents", "spans", "words", "tokens", "meta", "id"}
_OF_PARAGRAPHS = {"raw", "sentences", "id", "entities"}
_UNKNOWN = "-"  # the label of a word that nobody judged
_OF_TOKENS = {"orth", "ner", "id", "space"}
UNREAD = "the labels of its words do not say it, and those are what spaCy reads"


def detect(path: Path, head: bytes) -> int:
    """Return how sure it is that the file is spaCy's."""
    start = head.lstrip(b"\xef\xbb\xbf \r\n")
    if _PAIR.match(start) and b'"entities"' in head:
        return 90
    if _TRAINING.match(start) and b'"paragraphs"' in head and b'"sentences"' in head:
        return 90
    if start.startswith(b"{") and b'"annotations"' in head and b'"classes"' in head[:2000]:
        return 85
    if start.startswith((b"{", b"[")) and b'"text"' in head:
        in_lists = re.search(rb'"entities"\s*:\s*\[\s*(\[|\])', head)
        return 85 if in_lists or re.search(rb'"ents"\s*:\s*\[', head) else 0
    return 0


class _Record(NamedTuple):
    line: int
    text: str
    marks: dict[str, Any]


def read(path: Path) -> Iterator[Arrival | LeftOut]:
    """Yield the articles; raises Problem on an entry of another shape."""
    way = cache(lambda: way_of((one.text, _stretches(path, one)) for one in _entries(path) if isinstance(one, _Record)))
    for one in _entries(path):
        if isinstance(one, _Record):
            yield from _arrived(path, one, way)
        else:
            yield from one


def _entries(path: Path) -> Iterator[_Record | Iterator[Arrival | LeftOut]]:
    """Yield each entry: one with offsets, or what an entry of version 2 gives."""
    for line, held in values.records(path):
        fields = reading.as_object(held) or {}
        if "annotations" in fields:
            pairs = reading.as_list(fields["annotations"]) or []
            yield from (_record(path, line, one) for one in pairs if one is not None)
        elif "paragraphs" in fields:
            yield _Training(path, line, fields).arrival()
        else:
            yield _record(path, line, held)


def _record(path: Path, line: int, held: Any) -> _Record:
    pair, fields = reading.as_list(held) or [], reading.as_object(held) or {}
    text, marks = (pair[0], reading.as_object(pair[1])) if len(pair) == 2 else (fields.get("text"), fields)
    if not isinstance(text, str) or marks is None:
        reading.refuse(path, line, "it is neither a text with its entities nor an object with a text")
    return _Record(line, text, marks)


def _arrived(path: Path, one: _Record, way: Callable[[], Way]) -> Iterator[Arrival | LeftOut]:
    where = f"{path}:{one.line}"
    for name in sorted(set(one.marks) - _TAKEN):
        if one.marks[name]:
            yield LeftOut("attribute", where, f"{name!r} is not held", text=str(one.marks[name])[:200])
    marked = any(name in one.marks for name in ("entities", "ents", "spans"))
    marked &= _UNKNOWN not in (reading.as_list(one.marks.get("entities")) or [])
    details = reading.plain_details(one.marks.get("meta"))
    yield from arrived(where, one.text, _stretches(path, one), way, details=details, marked=marked)


def _stretches(path: Path, one: _Record) -> Iterator[Stretch]:
    where, marks = f"{path}:{one.line}", one.marks
    given: Any = marks.get("spans") or {}
    groups = reading.as_object(given if reading.as_list(given) is None else {_GROUP: given})
    if groups is None:
        reading.refuse(path, one.line, '"spans" is neither a list nor an object of lists')
    for layer, entries in [("", marks.get("entities")), ("", marks.get("ents")), *groups.items()]:
        held = reading.as_list(entries or [])
        if held is None:
            reading.refuse(path, one.line, "entities or spans are no list")
        if held and all(isinstance(entry, str) for entry in held):
            yield from _by_words(where, one, held)
        else:
            yield from (_stretch(where, entry, "" if layer == _GROUP else layer) for entry in held)


def _stretch(where: str, entry: Any, layer: str) -> Stretch:
    fields = reading.as_object(entry)
    if fields is not None:
        return Stretch(where, fields.get("start"), fields.get("end"), fields.get("label"), layer=layer)
    start, end, label = (*(reading.as_list(entry) or []), None, None, None)[:3]
    return Stretch(where, start, end, label, layer=layer)


def _by_words(where: str, one: _Record, fields: list[str]) -> Iterator[Stretch]:
    """Yield spans that are written as one BILUO label for each word."""
    words = [Word(one.line, str(word)) for word in reading.as_list(one.marks.get("words")) or []]
    found = placed(words, one.text) if len(words) == len(fields) else None
    for first, last, label in ranges([field] for field in fields):
        if found is None:  # it names its words nowhere in the text, so no place of it is known
            yield Stretch(where, None, None, label, " ".join(word.text for word in words[first:last]))
        else:
            yield Stretch(where, found[1][first][0], found[1][last - 1][1], label)


class _Training:
    """An entry of version 2: its paragraphs are parted by blank lines, unless they say their text by sentences."""

    def __init__(self, path: Path, line: int, held: dict[str, Any]) -> None:
        self.path, self.line, self.held = path, line, held
        self.composed = Composed(path)
        self._others: set[str] = set()
        self._judged = True  # every word of it

    def arrival(self) -> Iterator[Arrival | LeftOut]:
        """Yield what is left out, then the article."""
        for paragraph in self._objects(self.held.get("paragraphs")):
            yield from self._paragraph(paragraph)
        text, spans, left_out = self.composed.finish()
        yield from left_out
        where = f"{self.path}:{self.line}"
        for name in sorted(self._others):
            yield LeftOut("attribute", where, f"{name!r} is not held")
        if text.strip():
            yield Arrival(where, text, first_line(text), marked=self._judged, spans=tuple(spans))
        else:
            yield LeftOut("article", where, "it holds no words")

    def _paragraph(self, paragraph: dict[str, Any]) -> Iterator[LeftOut]:
        self._others |= {name for name in set(paragraph) - _OF_PARAGRAPHS if paragraph[name]}
        sentences = [self._words(one) for one in self._objects(paragraph.get("sentences"))]
        words = [word for sentence in sentences for word in sentence]
        raw = paragraph.get("raw")
        raw = raw if words and isinstance(raw, str) and raw.strip() else ""
        found = placed(words, raw) if raw else None
        if (entities := reading.as_list(paragraph.get("entities") or [])) is None:
            reading.refuse(self.path, self.line, "its entities are no list")
        yield from self._unread(entities, [words] if found else sentences, found[1] if found else None)
        if found is not None:
            self.composed.add(words, found, "\n\n")
            return
        if raw:
            yield LeftOut("attribute", f"{self.path}:{self.line}", "its words are not in its raw text", text=raw[:200])
        separator = "\n\n"
        for sentence in sentences:
            found = placed(sentence)
            if sentence and found is not None:
                self.composed.add(sentence, found, separator)
                separator = "\n"

    def _unread(
        self, entities: list[Any], sentences: list[list[Word]], places: list[tuple[int, int]] | None
    ) -> Iterator[LeftOut]:
        """Yield the entities of a paragraph that its words do not say again.

        Without `places`, of words that are not in the text in which the entities are, so many of a label are the same.
        """
        said: Counter[str] = Counter()
        for first, last, label in (one for words in sentences for one in ranges(word.fields for word in words)):
            said[str((places[first][0], places[last - 1][1], label) if places is not None else label)] += 1
        where = f"{self.path}:{self.line}"
        for one in entities:
            held = _stretch(where, one, "")
            key = str((held.start, held.end, held.label) if places is not None else held.label)
            if said[key]:
                said[key] -= 1
            else:
                yield LeftOut("span", where, UNREAD, text=str(one)[:200])

    def _words(self, sentence: dict[str, Any]) -> list[Word]:
        made: list[Word] = []
        for token in self._objects(sentence.get("tokens")):
            self._others |= {name for name in set(token) - _OF_TOKENS if token[name] not in ("-", "", None)}
            word, ner = token.get("orth"), token.get("ner") or _UNKNOWN
            if not isinstance(word, str) or not isinstance(ner, str):
                reading.refuse(self.path, self.line, "a token has no text, or its label is none")
            self._judged &= ner != _UNKNOWN
            made.append(Word(self.line, word, (ner,), glued=token.get("space") in ("", False)))
        return made

    def _objects(self, held: Any) -> Iterator[dict[str, Any]]:
        for one in reading.as_list(held or []) or [None]:
            if (fields := reading.as_object(one)) is not None:
                yield fields
            elif held:
                reading.refuse(self.path, self.line, "its paragraphs, sentences or tokens are no list of objects")
