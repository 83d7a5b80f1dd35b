"""Own JSONL: one article a line with all marks of all authors, and NAME.scheme.toml beside it where there is one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path
from typing import Any, cast

from annotator.intake import reading
from annotator.intake.reading import TakenIn
from annotator.model.arrival import Arrival, ArrivingLink, ArrivingSpan
from annotator.model.article import Article
from annotator.model.mark import PARTS, Author
from annotator.model.report import LeftOut
from annotator.model.scheme import Scheme, is_layer_id

TITLE, SUFFIXES = "Spandesk JSON lines", (".jsonl",)
OWN_IDS = True  # marks keep the ids they have
_FIELDS = {
    "id", "text", "title", "meta", "hidden", "part", "status", "spans", "links", "refusals",
}  # fmt: skip
_BEGINNING = re.compile(rb'\{\s*"id"\s*:\s*"[0-9a-f]{64}"\s*,\s*"text"\s*:')
_STATUSES = ("done", "flagged", "skipped")
_PARTS = ("", *PARTS)


def detect(path: Path, head: bytes) -> int:
    """Return how sure it is that the file is our own: its first object has our names."""
    line = head.lstrip(b"\xef\xbb\xbf \r\n")
    if _BEGINNING.match(line):  # a long first text may push the other names out of `head`
        return 95
    if not line.startswith(b"{"):
        return 0
    found = sum(f'"{name}"'.encode() in head for name in ("id", "text", "title", "meta", "status"))
    return 95 if found == 5 else 0


def beside(path: Path) -> tuple[Scheme, tuple[Author, ...]] | None:
    """Return the scheme and the authors that lie beside the file, if they do; raises Problem on a broken one."""
    scheme = path.with_name(path.name.removesuffix(path.suffix) + ".scheme.toml")
    if not scheme.is_file():
        return None
    try:
        return Scheme.from_toml(reading.text_of(scheme), str(scheme))
    except RecursionError:
        reading.refuse(scheme, 0, "its tables are nested too deep")


def read(path: Path) -> Iterator[Arrival | LeftOut]:
    """Yield the articles; raises Problem on a line of another shape."""
    for number, record in reading.objects(path):
        for name in sorted(record.keys() - _FIELDS):
            yield LeftOut("attribute", f"{path}:{number}", f"the field {name!r} is not known")
        yield from _Line(path, number, record).arrival()


# What stands where a span does not say it, in the order of ArrivingSpan; start, end and label it must say.
_UNSAID = {
    "start": None, "end": None, "label": None, "layer": "", "author": "", "note": "", "origin": "", "id": "",
    "label_id": "",
}  # fmt: skip
_apart = itemgetter(*_UNSAID)
_TYPES = tuple(int if name in ("start", "end") else str for name in _UNSAID)


class _Line:
    """One line, checked field by field."""

    def __init__(self, path: Path, number: int, record: dict[str, Any]) -> None:
        self.path, self.number, self.record = path, number, record
        self.where = f"{path}:{number}"

    def refuse(self, reason: str) -> None:
        reading.refuse(self.path, self.number, reason)

    def text(self, fields: dict[str, Any], name: str, default: str | None = "") -> str:
        value = fields.get(name, default)
        if not isinstance(value, str):
            self.refuse(f'"{name}" is no text')
        return cast(str, value)

    def list_of(self, name: str) -> list[dict[str, Any]]:
        value: Any = self.record.get(name) or []
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in cast(list[Any], value)):
            self.refuse(f'"{name}" is no list of objects')
        return cast(list[dict[str, Any]], value)

    def object_of(self, name: str) -> dict[str, Any]:
        value: Any = self.record.get(name) or {}
        if not isinstance(value, dict):
            self.refuse(f'"{name}" is no object')
        return cast(dict[str, Any], value)

    def arrival(self) -> Iterator[Arrival | LeftOut]:
        raw = self.text(self.record, "text", None)
        taken = TakenIn(raw)
        # "a\r\r\n" is stored as "a\r\n": a text that has the id written beside it was taken in once, and is not again.
        if taken.text != raw and Article.of(raw).id == self.record.get("id"):
            taken = TakenIn(raw, stored=True)
        spans: list[ArrivingSpan] = []
        for what, refused in (("spans", False), ("refusals", True)):
            for fields in self.list_of(what):
                made = self.span(fields, taken, refused)
                if isinstance(made, LeftOut):
                    yield made
                else:
                    spans.append(made)
        if not taken.text:
            yield LeftOut("article", self.where, "it holds no text")
            return
        links: list[ArrivingLink] = []
        for fields in self.list_of("links"):
            link = self.link(fields)
            if link.id and link.source_span and link.target_span:
                links.append(link)
            else:
                yield LeftOut("link", self.where, "it lacks its id or the id of one of its spans", label=link.label)
        hidden = self.record.get("hidden") or False
        if not isinstance(hidden, bool):
            self.refuse('"hidden" is neither true nor false')
        part = self.text(self.record, "part")
        if part not in _PARTS:
            self.refuse("a part is none of train, dev, test")
        yield Arrival(
            self.where, taken.text, self.text(self.record, "title"), reading.plain_details(self.object_of("meta")),
            spans=tuple(spans), links=tuple(links), statuses=self.statuses(), hidden=bool(hidden),
            part=part,
        )  # fmt: skip

    def span(self, fields: dict[str, Any], taken: TakenIn, refused: bool) -> ArrivingSpan | LeftOut:
        said: tuple[int, int, str, str, str, str, str, str, str] = _apart({**_UNSAID, **fields})
        if tuple(map(type, said)) != _TYPES:
            self.refuse_types(said)
        start, end, label, layer, author, note, origin, id, label_id = said
        what = "refusal" if refused else "span"
        found = taken.found(start, end)
        if isinstance(found, str):
            return LeftOut(what, self.where, found, start, end, label=label)
        if not label.strip():
            return LeftOut(what, self.where, "it has no label", start, end)
        layer = self.layer(layer)
        return ArrivingSpan(self.where, *found, label, layer, author, note, origin, id, label_id, refused)

    def refuse_types(self, said: tuple[Any, ...]) -> None:
        """Refuse what a span says for the first of its fields that is no text, or no whole number."""
        name = next(name for name, one, type_ in zip(_UNSAID, said, _TYPES, strict=True) if type(one) is not type_)
        self.refuse(
            "the start or end of a span is no whole number" if name in ("start", "end") else f'"{name}" is no text'
        )

    def layer(self, name: str) -> str:
        """Return the name of a layer, which stands in ids and in names of folders; "" means not said."""
        if name and not is_layer_id(name):
            self.refuse(f"{name[:40]!r} cannot be the id of a layer")
        return name

    def link(self, fields: dict[str, Any]) -> ArrivingLink:
        names = ("id", "source_span", "target_span", "label", "author", "note", "origin")
        return ArrivingLink(self.where, *(self.text(fields, name) for name in names))

    def statuses(self) -> dict[str, dict[str, str]]:
        held = self.object_of("status")
        for layers in held.values():
            known = isinstance(layers, dict) and all(
                value in _STATUSES for value in cast(dict[str, Any], layers).values()
            )
            if not known:
                self.refuse("a status is none of done, flagged, skipped")
            if "" in layers:
                self.refuse("a status names no layer")
            for layer in cast(dict[str, Any], layers):
                self.layer(layer)
        return held
