"""doccano's JSON lines: a text with its labels, as it exports and takes them, from version 1 on.

The text stands under "text" or "data", its spans under "label", "labels", "entities" or "annotations", as
[start, end, label] or as objects with start_offset and end_offset. doccano counts UTF-16 units, but keeps what was
uploaded as it was: the file says which by vote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from annotator.intake import reading, values
from annotator.intake.counting import UTF_16_FIRST
from annotator.intake.stretches import Stretch, arrived, way_of
from annotator.model.arrival import Arrival
from annotator.model.report import LeftOut

TITLE, SUFFIXES = "doccano JSON lines", (".jsonl", ".json")
_TEXTS, _MARKS = ("text", "data"), ("label", "labels", "entities", "annotations")
_OTHERS = {"id", "relations", "meta", "metadata", *_TEXTS, *_MARKS}
_LISTED = re.compile(rb'"labels?"\s*:\s*\[\s*(\[|\])')


def detect(path: Path, head: bytes) -> int:
    """Return how sure it is that the file is doccano's."""
    start = head.lstrip(b"\xef\xbb\xbf \r\n[")
    if not start.startswith(b"{") or not (b'"text"' in head or b'"data"' in head):
        return 0
    if b'"start_offset"' in head:
        return 92
    return 85 if _LISTED.search(head) else 0


def read(path: Path) -> Iterator[Arrival | LeftOut]:
    """Yield what each line holds; raises Problem on one that is no JSON object."""
    texts = ((_text(record), _stretches(path, line, record)) for line, record in _records(path))
    way = cache(lambda: way_of(texts, UTF_16_FIRST))
    for line, record in _records(path):
        where = f"{path}:{line}"
        for relation in reading.as_list(record.get("relations")) or []:
            yield LeftOut("link", where, "a relation, which is not held yet", text=str(relation)[:200])
        for name in _MARKS:
            if _is_class(record.get(name)):
                text = str(record[name])[:200]
                yield LeftOut("attribute", where, "a label of the whole text, which is not held", text=text)
        stretches = list(_stretches(path, line, record))
        # An empty list is what doccano writes for a text that nobody has seen, unless someone approved of it.
        marked = bool(stretches) or bool(record.get("annotation_approver"))
        yield from arrived(where, _text(record), stretches, way, details=_details(record), marked=marked)


def _records(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for line, held in values.records(path):
        record = reading.as_object(held)
        if record is None:
            reading.refuse(path, line, "it is no JSON object")
        if any(not isinstance(record.get(name) or [], list | str) for name in (*_MARKS, "relations")):
            reading.refuse(path, line, "its labels or relations are no list")
        yield line, record


def _text(record: dict[str, Any]) -> str:
    return next((record[name] for name in _TEXTS if isinstance(record.get(name), str)), "")


def _is_class(held: Any) -> bool:
    """Return whether labels are those of the whole text: names alone."""
    several = reading.as_list(held)
    names = held if several is None else several
    return bool(names) and all(isinstance(one, str) for one in names)


def _stretches(path: Path, line: int, record: dict[str, Any]) -> Iterator[Stretch]:
    for name in _MARKS:
        held = record.get(name)
        if not _is_class(held):
            yield from (_stretch(f"{path}:{line}", one) for one in reading.as_list(held) or [])


def _stretch(where: str, one: Any) -> Stretch:
    fields = reading.as_object(one)
    if fields is not None:
        user = fields.get("user")
        start = fields.get("start_offset", fields.get("start"))
        end = fields.get("end_offset", fields.get("end"))
        return Stretch(where, start, end, _label(fields.get("label")), author="" if user is None else str(user))
    start, end, label = (*(reading.as_list(one) or []), None, None, None)[:3]
    return Stretch(where, start, end, _label(label))


def _label(label: Any) -> Any:
    """Return the label; the export of version 1 has its number alone, which still tells labels apart."""
    return str(label) if reading.is_whole(label) else label


def _details(record: dict[str, Any]) -> dict[str, str]:
    """Return the facts about the text: those under "meta", and whatever else stands beside it."""
    facts = reading.plain_details({name: held for name, held in record.items() if name not in _OTHERS and held != []})
    for name in ("metadata", "meta"):
        meta = record.get(name)
        facts |= reading.plain_details(meta if reading.as_object(meta) is not None else {name: meta})
    return facts
