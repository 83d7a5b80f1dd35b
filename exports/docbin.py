"""spaCy's DocBin: one layer as `doc.ents`, every other as `doc.spans[LAYER]`; what spaCy cannot learn is listed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from annotator.language import doc_of, tokens_of
from annotator.model.dataset import Dataset, Record
from annotator.model.mark import Refusal, Span
from annotator.model.report import LeftOut, Report
from annotator.model.verdict import Judged, Tokens, judge

from .holding import Holds

if TYPE_CHECKING:
    from spacy.tokens import Doc

TITLE, SUFFIX = "spaCy DocBin", ".spacy"
HOLDS = Holds(overlap=True, exact_text=True, links=False, authors=False)
EVERYONE = False
INCORRECT = "incorrect"  # the group that spaCy's ner reads as "not an entity"
UNSTORABLE = "a link, which spaCy's training data does not hold"


def write(dataset: Dataset, target: Path) -> Report:
    """Write the articles to `target`; spans that spaCy would lose are left out and listed."""
    from .lean import LeanDocBin

    report = Report(files=[target.name], not_taken=dataset.not_taken)
    made = Docs(dataset, report)
    with LeanDocBin(target.parent) as packed, target.open("wb") as file:
        for record in dataset:
            packed.add(made.fill(doc_of(dataset.language, record.article.text), record))
            report.articles += 1
        packed.write(file)
    return report


def entity_layer(dataset: Dataset) -> str:
    """Return the layer that leaves as `doc.ents`: `entities`, else the only flat one asked for, else none."""
    flat = [layer for layer in dataset.layers if dataset.scheme.layer(layer).rule == "flat"]
    return "entities" if "entities" in flat else flat[0] if len(flat) == 1 else ""


class Docs:
    """Fills spaCy Docs with the marks of records, and lists what does not fit."""

    def __init__(self, dataset: Dataset, report: Report) -> None:
        self.dataset, self.report, self.scheme = dataset, report, dataset.scheme
        self.entities = entity_layer(dataset)
        self.names = {label.id: label.name for label in dataset.scheme.labels}

    def fill(self, doc: Doc, record: Record) -> Doc:
        """Return `doc` with the record's spans."""
        tokens = tokens_of(doc)
        judged = judge(record.spans, tokens, self.scheme)
        kept: dict[str, list[Judged]] = {layer: [] for layer in self.dataset.layers if layer in record.authors}
        for one in judged:
            if one.tokens is None:
                self._list(record, "span", one.span, one.sentence)
            else:
                kept[self._layer(one.span)].append(one)
                self.report.spans += 1
        for layer, held in kept.items():
            self._set(doc, record, layer, [self._span(doc, one) for one in held])
        self._refuse(doc, record, tokens, kept.get(self.entities, []))
        for link in record.links:
            self.report.left_out.append(LeftOut("link", self.dataset.where(record), UNSTORABLE, label=link.label))
        return doc

    def _set(self, doc: Doc, record: Record, layer: str, spans: list[Any]) -> None:
        from spacy.tokens import SpanGroup

        if layer == self.entities:
            # A layer that nobody finished says nothing about the words outside its spans.
            doc.set_ents(spans, default="outside" if layer in record.done else "missing")
        else:
            doc.spans[layer] = SpanGroup(doc, name=layer, spans=spans)

    def _span(self, doc: Doc, one: Judged) -> Any:
        from spacy.tokens import Span as DocSpan

        first, last = cast(tuple[int, int], one.tokens)
        return DocSpan(doc, first, last, label=self._name(one.span.label), span_id=one.span.id)

    def _refuse(self, doc: Doc, record: Record, tokens: Tokens, kept: Iterable[Judged]) -> None:
        from spacy.tokens import Span as DocSpan
        from spacy.tokens import SpanGroup

        leaving = {(one.tokens, one.span.label) for one in kept}
        refused: list[Any] = []
        for refusal in record.refusals:
            found = tokens.cover(refusal.start, refusal.end)
            if INCORRECT in self.dataset.layers:
                self._list(record, "refusal", refusal, f"a layer is called {INCORRECT}, as the group of refusals is")
            elif self.scheme.label(refusal.label).layer != self.entities:
                self._list(record, "refusal", refusal, "only refusals of the entity layer leave")
            elif found is None:
                self._list(record, "refusal", refusal, "it starts or ends inside a token")
            elif (found, refusal.label) in leaving:
                self._list(record, "refusal", refusal, "a span of the same range and label leaves")
            else:
                refused.append(DocSpan(doc, *found, label=self._name(refusal.label), span_id=refusal.id))
        if refused:
            doc.spans[INCORRECT] = SpanGroup(doc, name=INCORRECT, spans=refused)

    def _list(self, record: Record, what: str, mark: Span | Refusal, reason: str) -> None:
        text = record.article.text[mark.start : mark.end]
        where = self.dataset.where(record)
        self.report.left_out.append(LeftOut(what, where, reason, mark.start, mark.end, text, self._name(mark.label)))

    def _name(self, label: str) -> str:
        return self.names.get(label) or self.scheme.label(label).name

    def _layer(self, span: Span) -> str:
        return self.scheme.label(span.label).layer
