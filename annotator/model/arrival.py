"""What an intake kind reads: articles that arrive with their marks, not yet in any project.

Offsets are code points of the text as it is stored (`article.as_taken_in`); labels and authors are names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class ArrivingSpan(NamedTuple):
    """A span, or with `refused` a refusal, as an input writes it. `label` and `layer` are names, "" not said."""

    where: str  # FILE:LINE
    start: int
    end: int
    label: str
    layer: str = ""
    author: str = ""  # an author id (own JSONL) or name; "" means whoever adds
    note: str = ""
    origin: str = "file"
    id: str = ""  # own JSONL keeps its ids
    label_id: str = ""
    refused: bool = False


class ArrivingLink(NamedTuple):
    """A link as own JSONL writes it; the spans are ids."""

    where: str
    id: str
    source_span: str
    target_span: str
    label: str
    author: str = ""
    note: str = ""
    origin: str = "file"


class Arrival(NamedTuple):
    """One record of an article. `statuses` None: decided by the laws of intake from `marked` and `skipped`."""

    where: str  # FILE:LINE
    text: str
    title: str = ""
    details: Mapping[str, str] = {}
    marked: bool = False  # a record of marks stands here, even an empty one: done in the layers of the call
    skipped: bool = False
    author: str = ""  # whose record this is, as an id or name; "" means whoever adds
    spans: tuple[ArrivingSpan, ...] = ()
    links: tuple[ArrivingLink, ...] = ()
    statuses: Mapping[str, Mapping[str, str]] | None = None  # author to layer to value
    hidden: bool = False
    part: str = ""
    says: frozenset[str] | None = None  # names of the layers of which it is a record, "" those unnamed; None: of all
