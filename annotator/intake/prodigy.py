"""Prodigy JSON, in lines or in an array: a text, its spans, and the answer that was given.

Accepted spans are spans; a rejected single span is a refusal; of several rejected together none is known to be
wrong, so they are listed; an ignored text is skipped. The format: https://prodi.gy/docs/api-interfaces
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, cast

from annotator.intake import reading, values
from annotator.intake.counting import Counted, Way
from annotator.intake.stretches import Stretch, arriving, own_ids
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
    start = head.lstrip(b"\xef\xbb\xbf \r\n")
    if not start.startswith((b"{", b"[")) or b'"text"' not in head:
        return 0
    signs = sum(sign in head for sign in _SIGNS)
    first = _first(path, start)
    if "text" not in first or next(_foreign(first), None) is not None or (start.startswith(b"[") and not signs):
        return 0
    return min(90, 45 + 15 * signs)


def _first(path: Path, start: bytes) -> dict[str, Any]:
    """Return the first record of a file that begins so; of one that is longer, or broken, that it has a text."""
    try:
        if start.startswith(b"["):
            found: Any = json.JSONDecoder().raw_decode(start[1:].decode("utf-8", "replace").lstrip())[0]
        else:
            found = json.loads(start.partition(b"\n")[0])
    except (ValueError, RecursionError):
        spread = start.startswith(b"{") and b"\n" in start and path.suffix.lower() == ".json"
        return {} if spread else {"text": ""}  # one object over many lines is not how Prodigy writes
    return reading.as_object(found) or {}


def _foreign(record: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the marks that other programs keep under these names, each with its name."""
    for name in FOREIGN:
        held = record.get(name)
        if isinstance(held, list | dict):
            yield from ((name, one) for one in cast(Iterable[Any], held))


def read(path: Path) -> Iterator[Arrival | LeftOut]:
    """Yield what each record holds, whether they stand in lines or in an array."""
    for number, held in values.records(path):
        record = reading.as_object(held)
        if record is None:
            reading.refuse(path, number, "it is no JSON object")
        text, answer = record.get("text"), record.get("answer") or "accept"
        entries = reading.as_list(record.get("spans") or [])
        if not isinstance(text, str):
            reading.refuse(path, number, 'there is no "text"')
        if answer not in ANSWERS:
            reading.refuse(path, number, f"the answer {str(answer)[:40]!r} is not known")
        if entries is None:
            reading.refuse(path, number, '"spans" is no list')
        yield from _taken(f"{path}:{number}", Counted(text), record, answer, entries)


def _taken(
    where: str, counted: Counted, record: dict[str, Any], answer: str, entries: list[Any]
) -> Iterator[Arrival | LeftOut]:
    spans: list[ArrivingSpan] = []
    for one in _stretches(where, entries, _author(record)):
        made = arriving(one, counted, Way.CODE_POINTS)
        if isinstance(made, LeftOut):
            yield made
        else:
            spans.append(made)
    yield from _others(where, record)
    if counted.is_blank:
        yield LeftOut("article", where, "it holds no text")
    else:
        yield from _arrived(where, counted.text, record, answer, spans, len(entries))


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


def _stretches(where: str, entries: list[Any], author: str) -> Iterator[Stretch]:
    held = [reading.as_object(entry) or {} for entry in entries]
    for one, id in zip(held, own_ids([one.get("id") for one in held]), strict=True):
        layer = one.get("layer")  # written by our own export
        layer = layer if isinstance(layer, str) else ""
        yield Stretch(where, one.get("start"), one.get("end"), one.get("label"), layer=layer, author=author, id=id)


def _others(where: str, record: dict[str, Any]) -> Iterator[LeftOut]:
    for relation in reading.several(record.get("relations")):
        yield LeftOut("link", where, "a relation, which is not held yet", text=str(relation)[:200])
    for choice in reading.several(record.get("accept")):
        yield LeftOut("attribute", where, "a choice among options, which is not held", text=str(choice)[:200])
    for name, mark in _foreign(record):
        yield LeftOut("span", where, f'it stands under "{name}", where Prodigy keeps no spans', text=str(mark)[:200])
    label, meta = record.get("label"), record.get("meta")
    if isinstance(label, str):
        yield LeftOut("attribute", where, "a label of the whole text, which is not held", label=label)
    if meta and not isinstance(meta, dict):
        yield LeftOut("attribute", where, "the meta is no JSON object", text=str(meta)[:200])
