"""What Docs are packed by: the fast DocBin where it reads back as the stock one does, else the stock one."""

# spaCy ships no types for these.
# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false, reportUnknownArgumentType=false

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

from spacy.tokens import Doc, DocBin, Span, SpanGroup
from spacy.vocab import Vocab

from .lean import ATTRIBUTES, LeanDocBin


class Packed(Protocol):
    """Takes Docs, then writes them all to one file."""

    def __enter__(self) -> Packed: ...

    def __exit__(self, *_: object) -> None: ...

    def add(self, doc: Doc, names: Iterable[str] = ()) -> None:
        """Add one Doc; `names` are the ids of its spans, where its vocabulary has only their hashes."""
        ...

    def write(self, file: BinaryIO) -> None:
        """Write all Docs to `file`."""
        ...


class StockDocBin:
    """spaCy's own DocBin. It is slower and keeps all Docs in memory."""

    def __init__(self) -> None:
        self._held = DocBin(attrs=ATTRIBUTES, store_user_data=False)

    def __enter__(self) -> StockDocBin:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Do nothing: no file waits."""

    def add(self, doc: Doc, names: Iterable[str] = ()) -> None:
        """Add one Doc; `names` are the ids of its spans."""
        for name in names:
            doc.vocab.strings.add(name)
        self._held.add(doc)

    def write(self, file: BinaryIO) -> None:
        """Write all Docs to `file`."""
        file.write(self._held.to_bytes())


def docbin(folder: Path | None = None) -> Packed:
    """Return an empty DocBin; `folder` is where what waits to be written may lie."""
    return LeanDocBin(folder) if lean_is_true() else StockDocBin()


@cache
def lean_is_true() -> bool:
    """Return whether what the fast one writes reads back as what the stock one writes: a small Doc is tried, once.

    The layout is spaCy's own and may change with its version.
    """
    doc = _sample()
    try:
        with LeanDocBin() as lean, StockDocBin() as stock:
            return _read_back(lean, doc) == _read_back(stock, doc)
    except Exception:  # whatever a changed layout raises, the stock one knows its own
        return False


def _sample() -> Doc:
    """Return a Doc with all that leaves: entities, words of which nothing is known, a group, one without spans."""
    doc = Doc(Vocab(), words=["Zoë", "met", "Tom", "\n", "\N{GRINNING FACE}"], spaces=[True, True, False, False, False])
    doc.set_ents([Span(doc, 0, 1, label="PER", span_id="id-é")], missing=[Span(doc, 2, 3)], default="outside")
    claims = [Span(doc, 0, 3, label="CLAIM", span_id="a"), Span(doc, 1, 3, label="QUOTE")]
    doc.spans["claims"] = SpanGroup(doc, name="claims", spans=claims, attrs={"author": "A"})
    doc.spans["none"] = SpanGroup(doc, name="none", spans=[])
    return doc


def _read_back(packed: Packed, doc: Doc) -> list[object]:
    file = io.BytesIO()
    packed.add(doc)
    packed.add(Doc(doc.vocab, words=["alone"]))
    packed.write(file)
    return [_facts(one) for one in DocBin().from_bytes(file.getvalue()).get_docs(Vocab())]


def _facts(doc: Doc) -> object:
    tokens = [(one.text, one.whitespace_, one.ent_iob_, one.ent_type_, one.ent_id_, one.ent_kb_id_) for one in doc]
    groups = {
        key: (group.name, dict(group.attrs), [(one.start, one.end, one.label_, one.id_) for one in group])
        for key, group in cast(Any, doc.spans).items()
    }
    return doc.text, tokens, groups, doc.cats, doc.has_unknown_spaces
