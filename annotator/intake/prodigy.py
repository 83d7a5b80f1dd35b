"""Prodigy JSON lines: a text, its spans, and the answer that was given.

Accepted spans are spans; a rejected single span is a refusal; of several rejected together none is known to be
wrong, so they are listed; an ignored text is skipped. The format: https://prodi.gy/docs/api-interfaces
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, cast

from annotator.intake import reading
from annotator.intake.reading import TakenIn
from annotator.intake.stretches import NO_TEXT, own_ids
from annotator.model.arrival import Arrival, ArrivingSpan
from annotator.model.article import first_line
from annotator.model.report import LeftOut
from annotator.model.scheme import is_layer_id

TITLE, SUFFIXES = "Prodigy JSON lines", (".jsonl", ".json")
CAN_SKIP = True  # a record may say that its text is to be skipped
ANSWERS = ("accept", "reject", "ignore")
# Where doccano, Label Studio and spaCy keep marks.
FOREIGN = ("label", "labels", "entities", "ents", "annotations", "data")
_SIGNS = (b'"answer"', b'"_input_hash"', b'"_task_hash"', b'"spans"', b'"tokens"')


def detect(path: Path, head: bytes) -> int:
    """Return how sure it is that the file is Prodigy's: not at all where marks stand under names it does not use."""
    line, ended, _ = head.lstrip(b"\xef\xbb\xbf \r\n").partition(b"\n")
    if not line.startswith(b"{") or b'"text"' not in head:
        return 0
    try:
        first: Any = json.loads(line)
    except (ValueError, RecursionError):
        if ended and path.suffix.lower() == ".json":
            return 0  # one object over many lines
        first = {"text": ""}  # longer than `head`, or broken: reading tells
    if "text" not in first or next(_foreign(first), None) is not None:
        return 0
    return min(90, 45 + 15 * sum(sign in head for sign in _SIGNS))


def _foreign(record: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the marks that other programs keep under these names, each with its name."""
    for name in FOREIGN:
        held = record.get(name)
        if isinstance(held, list | dict):
            yield from ((name, one) for one in cast(Iterable[Any], held))


def read(path: Path) -> Iterator[Arrival | LeftOut]:
    """Yield what each line holds."""
    for number, record in reading.objects(path):
        where = f"{path}:{number}"
        text = record.get("text")
        if not isinstance(text, str):
            reading.refuse(path, number, 'there is no "text"')
        answer = record.get("answer") or "accept"
        if answer not in ANSWERS:
            reading.refuse(path, number, f"the answer {str(answer)[:40]!r} is not known")
        held: Any = record.get("spans") or []
        if not isinstance(held, list):
            reading.refuse(path, number, '"spans" is no list')
        entries = cast(list[Any], held)
        spans: list[ArrivingSpan] = []
        taken, author = TakenIn(text), _author(record)
        ids = own_ids([cast(dict[str, Any], entry).get("id") if isinstance(entry, dict) else None for entry in entries])
        for entry, id in zip(entries, ids, strict=True):
            made = _span(where, entry, taken, author, id)
            if isinstance(made, LeftOut):
                yield made
            else:
                spans.append(made)
        yield from _others(where, record)
        if not taken.text.strip():
            yield LeftOut("article", where, "it holds no text")
            yield from (_listed(span, taken.text, NO_TEXT) for span in spans)
            continue
        yield from _arrived(where, taken.text, record, answer, spans, len(entries))


def _arrived(
    where: str, text: str, record: dict[str, Any], answer: str, spans: list[ArrivingSpan], written: int
) -> Iterator[Arrival | LeftOut]:
    if answer == "ignore":
        yield from (_listed(span, text, "the answer was ignore") for span in spans)
        spans = []
    elif answer == "reject":
        if written > 1:
            yield from (_listed(span, text, "rejected together") for span in spans)
            spans = []
        # The law of the report counts spans: one that comes in as a refusal is named, or it would be missed.
        yield from (_listed(span, text, "rejected: it came in as a refusal") for span in spans)
        spans = [span._replace(refused=True) for span in spans]
    says = _done(record)
    # A line without an answer was not yet shown to anybody; its spans are taken as they are given.
    marked = bool(record.get("answer") or record.get("spans")) if says is None else bool(says)
    yield Arrival(
        where,
        text,
        first_line(text),
        reading.plain_details(record.get("meta")),
        marked=answer == "accept" and marked,
        skipped=answer == "ignore",
        author=_author(record),
        spans=tuple(spans),
        says=says,
    )


def _done(record: dict[str, Any]) -> frozenset[str] | None:
    """Return the layers in which our own export says that the article is done, None where it is another's line."""
    layers = reading.as_list(record.get("done"))
    if layers is None or not all(isinstance(one, str) and is_layer_id(one) for one in layers):
        return None
    return frozenset(layers)


def _listed(span: ArrivingSpan, text: str, reason: str) -> LeftOut:
    return LeftOut("span", span.where, reason, span.start, span.end, text[span.start : span.end], span.label)


def _author(record: dict[str, Any]) -> str:
    name = record.get("_annotator_id")
    return str(name) if isinstance(name, str) or reading.is_whole(name) else ""


def _span(where: str, entry: Any, taken: TakenIn, author: str, id: str) -> ArrivingSpan | LeftOut:
    if not isinstance(entry, dict):
        return LeftOut("span", where, "it is no JSON object")
    fields = cast(dict[str, Any], entry)
    start, end, label = fields.get("start"), fields.get("end"), fields.get("label")
    if not (reading.is_whole(start) and reading.is_whole(end)):
        return LeftOut("span", where, "its start and end are no whole numbers")
    start, end = cast(int, start), cast(int, end)
    if not isinstance(label, str) or not label.strip():
        return LeftOut("span", where, "it has no label", start, end)
    if fault := taken.fault(start, end):
        return LeftOut("span", where, fault, start, end, label=label)
    named = fields.get("layer")  # written by our own export
    layer = named if isinstance(named, str) and is_layer_id(named) else ""
    return ArrivingSpan(where, taken.place(start), taken.place(end), label, layer, author, id=id)


def _others(where: str, record: dict[str, Any]) -> Iterator[LeftOut]:
    for relation in _several(record.get("relations")):
        yield LeftOut("link", where, "a relation, which is not held yet", text=str(relation)[:200])
    for choice in _several(record.get("accept")):
        yield LeftOut("attribute", where, "a choice among options, which is not held", text=str(choice)[:200])
    for name, mark in _foreign(record):
        yield LeftOut("span", where, f'it stands under "{name}", where Prodigy keeps no spans', text=str(mark)[:200])
    label, meta = record.get("label"), record.get("meta")
    if isinstance(label, str):
        yield LeftOut("attribute", where, "a label of the whole text, which is not held", label=label)
    if meta and not isinstance(meta, dict):
        yield LeftOut("attribute", where, "the meta is no JSON object", text=str(meta)[:200])


def _several(held: Any) -> list[Any]:
    """Return what stands where a list is expected as a list."""
    return cast(list[Any], held) if isinstance(held, list) else [held] if held else []
