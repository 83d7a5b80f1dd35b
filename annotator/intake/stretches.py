"""Spans as files write them, by offsets, and the one way in which they become arriving spans or are left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, cast

from annotator.intake.counting import ALL, Counted, Way, voted
from annotator.intake.reading import is_whole
from annotator.model.arrival import Arrival, ArrivingSpan
from annotator.model.article import first_line
from annotator.model.report import LeftOut
from annotator.model.scheme import is_layer_id

_OWN_ID = re.compile(r"[0-9a-f]{24}")


class Stretch(NamedTuple):
    """A span as it stands in a file: nothing of it is checked. `words` is its mention, where that is written too."""

    where: str
    start: Any
    end: Any
    label: Any
    words: str = ""
    layer: str = ""
    author: str = ""
    note: str = ""
    id: str = ""
    refused: bool = False


def own_ids(written: Sequence[object]) -> list[str]:
    """Return the ids that marks of one record keep: those of our own exports, which stand once; "" for others.

    What comes back to the project that it left is known there by them.
    """
    times = Counter(one for one in written if isinstance(one, str))
    return [one if isinstance(one, str) and _OWN_ID.fullmatch(one) and times[one] == 1 else "" for one in written]


def way_of(records: Iterable[tuple[str, Iterable[Stretch]]], order: Sequence[Way] = ALL) -> Way:
    """Return how a file counts, by vote of the mentions in its texts; of equals the first of `order`."""
    return voted(
        (
            (counted, one.start, one.end, one.words)
            for raw, stretches in records
            if not (counted := Counted(raw)).one_way
            for one in stretches
            if is_whole(one.start) and is_whole(one.end)
        ),
        order,
    )


def arriving(one: Stretch, counted: Counted, way: Way) -> ArrivingSpan | LeftOut:
    """Return the span, or why it cannot be one."""
    what = "refusal" if one.refused else "span"
    label = one.label if isinstance(one.label, str) else ""
    if not (is_whole(one.start) and is_whole(one.end)):
        return LeftOut(what, one.where, "its start and end are no whole numbers", text=one.words[:200], label=label)
    start, end = cast(int, one.start), cast(int, one.end)
    if not label.strip():
        return LeftOut(what, one.where, "it has no label", start, end, one.words[:200])
    found = counted.found(way, start, end, one.words)
    if isinstance(found, str):
        return LeftOut(what, one.where, found, start, end, one.words[:200], label)
    layer = one.layer if is_layer_id(one.layer) else ""
    return ArrivingSpan(
        one.where, *found, label, layer, one.author, one.note, id=one.id, refused=one.refused
    )  # fmt: skip


def arrived(
    where: str,
    raw: str,
    stretches: Iterable[Stretch],
    way: Way | Callable[[], Way] = Way.CODE_POINTS,
    title: str = "",
    details: Mapping[str, str] | None = None,
    marked: bool = True,
    skipped: bool = False,
    author: str = "",
    says: frozenset[str] | None = None,
) -> Iterator[Arrival | LeftOut]:
    """Yield what is left out of an article, then the article, which is left out itself where it holds no text.

    A `way` that is to be found by reading the whole file is asked for only where the ways differ in this text.
    """
    counted = Counted(raw)
    if not isinstance(way, Way):
        way = Way.CODE_POINTS if counted.one_way else way()
    spans: list[ArrivingSpan] = []
    for one in stretches:
        made = arriving(one, counted, way)
        if isinstance(made, LeftOut):
            yield made
        else:
            spans.append(made)
    if counted.is_blank:
        yield LeftOut("article", where, "it holds no text")
        return
    yield Arrival(
        where, counted.text, title or first_line(counted.text), details or {}, marked, skipped, author, tuple(spans),
        says=says,
    )  # fmt: skip
