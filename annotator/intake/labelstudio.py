"""Label Studio JSON: tasks with the annotations that people made of them, as it exports them or takes them in.

Each annotation of a task is a record of its own, by who completed it; predictions and drafts are listed, since nobody
decided them. Spans of plain text come in; those of HTML (by XPath), of dialogues, and other results are listed.
The format: https://labelstud.io/guide/export
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from annotator.intake import reading, values
from annotator.intake.counting import Way
from annotator.intake.stretches import Stretch, arrived, way_of
from annotator.model.arrival import Arrival
from annotator.model.report import LeftOut

TITLE, SUFFIXES = "Label Studio JSON", (".json",)
CAN_SKIP = True  # an annotation may be cancelled
_RESULTS = re.compile(rb'"(annotations|completions|predictions)"\s*:')
_RESULT, _DATA = re.compile(rb'"result"\s*:\s*\['), re.compile(rb'"data"\s*:\s*\{')
_ADDRESS = re.compile(r"\w+://\S+")  # of a sound or picture
ELSEWHERE = "it lies in another text of its task than the first"
_SPANS = {
    "hypertextlabels": "it lies in HTML, of which no plain text is kept",
    "paragraphlabels": "it lies in a dialogue, which is not one text",
}  # fmt: skip


def detect(path: Path, head: bytes) -> int:
    """Return how sure it is that the file is Label Studio's."""
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t[")
    if not start.startswith(b"{") or b'"start_offset"' in head:
        return 0
    has_data = _DATA.search(head) is not None  # the results of a long article stand before it, and fill `head`
    if _RESULTS.search(head) and (has_data or _RESULT.search(head)):
        return 90
    return 60 if has_data else 0


class _Made(NamedTuple):
    """What somebody made of a text: an annotation, a draft of one, or a prediction of a model."""

    where: str
    texts: dict[str, str]  # of the task, by name
    facts: dict[str, str]
    held: dict[str, Any]
    undecided: str  # why nobody decided it, "" where somebody did
    results: list[dict[str, Any]]

    @property
    def name(self) -> str:
        """Return the name of the text that its results are of: the first they name, else `text`, else the longest."""
        named = next((name for name in map(_text_of, self.results) if name in self.texts), "")
        if named or self.texts.get("text"):
            return named or "text"
        return max(self.texts, key=lambda name: len(self.texts[name]), default="")

    @property
    def text(self) -> str:
        """Return that text."""
        return self.texts.get(self.name, "")

    @property
    def author(self) -> str:
        by = self.held.get("completed_by")
        person = reading.as_object(by)
        named = person.get("email") or person.get("id") if person is not None else by
        return str(named) if isinstance(named, str) or reading.is_whole(named) else ""

    def stretches(self) -> Iterator[Stretch]:
        """Yield the spans of plain text, one for each of their labels."""
        name = self.name
        for one in self.results:
            if one.get("type") != "labels" or self._is_elsewhere(one, name):
                continue
            value = reading.as_object(one.get("value")) or {}
            words = value.get("text")
            for label in reading.as_list(value.get("labels")) or [None]:
                yield Stretch(
                    self.where, value.get("start"), value.get("end"), label,
                    words if isinstance(words, str) else "", author=self.author, note=_note(one),
                )  # fmt: skip

    def others(self) -> Iterator[LeftOut]:
        """Yield what of the results is no span of plain text."""
        name = self.name
        for one in self.results:
            sort, value = str(one.get("type", "")), reading.as_object(one.get("value")) or {}
            said = str(value)[:200]
            why = ELSEWHERE if sort == "labels" and self._is_elsewhere(one, name) else _SPANS.get(sort)
            if why:
                for label in reading.as_list(value.get(sort)) or [""]:
                    yield LeftOut("span", self.where, why, text=said, label=str(label))
            elif sort == "relation":
                yield LeftOut("link", self.where, "a relation, which is not held yet", text=str(one)[:200])
            elif sort != "labels":
                yield LeftOut("attribute", self.where, f"a result of type {sort!r}, which is not held", text=said)

    def _is_elsewhere(self, one: dict[str, Any], name: str) -> bool:
        return _text_of(one) in self.texts and _text_of(one) != name


def _text_of(one: dict[str, Any]) -> str:
    """Return the name of the text that a result says it is of."""
    return str(one.get("source") or one.get("to_name") or "").lstrip("$")


def _note(one: dict[str, Any]) -> str:
    meta = reading.as_object(one.get("meta")) or {}
    said = meta.get("text")
    return "; ".join(map(str, reading.as_list(said) or [said])) if said else ""


def read(path: Path) -> Iterator[Arrival | LeftOut]:
    """Yield the articles; raises Problem on a task without data."""
    way = cache(lambda: way_of((made.text, made.stretches()) for task in _tasks(path) for made in task))
    for task in _tasks(path):
        for made in task:
            yield from _arrived(made, way)


def _arrived(made: _Made, way: Callable[[], Way]) -> Iterator[Arrival | LeftOut]:
    if made.undecided:
        for one in made.stretches():
            words, label = one.words[:200], str(one.label or "")
            yield LeftOut("span", made.where, made.undecided, text=words, label=label)
        yield from (one for one in made.others() if one.what != "attribute")
        return
    yield from made.others()
    skipped = bool(made.held.get("was_cancelled"))
    stretches = list(made.stretches())
    if skipped:
        for one in stretches:
            words, label = one.words[:200], str(one.label or "")
            yield LeftOut("span", made.where, "its annotation was cancelled", text=words, label=label)
        stretches = []
    facts = {name: value for name, value in made.facts.items() if value != made.text}
    marked = not skipped and "result" in made.held
    yield from arrived(
        made.where, made.text, stretches, way, details=facts, marked=marked, skipped=skipped, author=made.author
    )


def _tasks(path: Path) -> Iterator[list[_Made]]:
    for line, held in values.records(path):
        task = reading.as_object(held)
        data = reading.as_object(task.get("data")) if task is not None else None
        if task is None or data is None:
            reading.refuse(path, line, 'it is no task: there is no "data"')
        yield list(_made(path, line, task, data))


def _made(path: Path, line: int, task: dict[str, Any], data: dict[str, Any]) -> Iterator[_Made]:
    where = f"{path}:{line}"
    texts = {name: held for name, held in data.items() if isinstance(held, str) and not _ADDRESS.fullmatch(held)}
    facts = {**reading.plain_details(data), **reading.plain_details(task.get("meta"))}
    annotated = [*(reading.as_list(task.get(name)) or [] for name in ("annotations", "completions"))]
    for undecided, several in (
        ("", [*annotated[0], *annotated[1]]),
        ("a model predicted it and nobody decided", reading.as_list(task.get("predictions"))),
        ("it is a draft, which nobody submitted", reading.as_list(task.get("drafts"))),
    ):
        for one in several or []:
            made = reading.as_object(one)
            results = [
                reading.as_object(result) for result in reading.as_list((made or {}).get("result") or []) or [None]
            ]
            if made is None or (made.get("result") and None in results):
                reading.refuse(path, line, "an annotation, or a result of one, is no object")
            yield _Made(where, texts, facts, made, undecided, [result for result in results if result])
    if not annotated[0] and not annotated[1]:  # a text that waits
        yield _Made(where, texts, facts, {}, "", [])
