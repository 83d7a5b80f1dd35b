"""Prodigy JSON lines with tokens: spans of every layer, accepted where the article is done; refusals as rejects.

`ner.manual`, `spans.manual` and `data-to-spacy` read them. A span also names its `id` and its `layer`, and a line the
layers in which it is `done`, which Prodigy leaves alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.language import doc_of, tokens_of
from annotator.model.dataset import Dataset, Record
from annotator.model.mark import Refusal, Span
from annotator.model.report import Report
from annotator.model.scheme import Scheme
from annotator.model.verdict import HALF, Tokens, judge

from .flat import Listing
from .holding import Holds
from .marking import trained_scheme

TITLE, SUFFIX = "Prodigy JSON lines", ".jsonl"
ABOUT, ORDER = "spans of all layers with their tokens, accepted and rejected", 40
HOLDS = Holds(overlap=True, exact_text=True, links=False, notes=False, authors=False)
EVERYONE = False
WISHES = ("align",)


def write(dataset: Dataset, target: Path) -> Report:
    """Write the articles to `target`; what does not lie on tokens, and overlaps in a flat layer, are listed."""
    report = Report(files=[target.name], not_taken=dataset.not_taken)
    scheme = trained_scheme(dataset)
    with target.open("w", encoding="utf-8", newline="\n") as file:
        for record in dataset:
            for line in _Lines(dataset, scheme, report, record).all():
                file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
            report.articles += 1
    return report


class _Lines:
    """The lines of one article: its spans, and one for each refusal."""

    def __init__(self, dataset: Dataset, scheme: Scheme, report: Report, record: Record) -> None:
        self.scheme = scheme
        self.layers = dataset.layers
        self.report, self.record, self.listing = report, record, Listing(dataset, report)
        doc = doc_of(dataset.language, record.article.text)
        self.tokens: Tokens = tokens_of(doc)
        spaces = [bool(token.whitespace_) for token in doc]
        text = record.article.text
        self.words = [
            {"text": text[start:end], "start": start, "end": end, "id": at, "ws": spaces[at]}
            for at, (start, end) in enumerate(zip(self.tokens.starts, self.tokens.ends, strict=True))
        ]

    def all(self) -> Iterator[dict[str, Any]]:
        record = self.record
        spans: list[dict[str, Any]] = []
        for one in judge(record.spans, self.tokens, self.scheme):
            if one.tokens is None:
                self.listing.add(record, "span", one.sentence, one.span, one.reason)
            else:
                spans.append(self._span(one.span, one.tokens))
                self.listing.note(record, one.span)
        self.report.spans += len(spans)
        self.listing.links(record, "a link, which these lines do not hold")
        done = set(record.authors) <= record.done
        if record.done and not set(self.layers) <= record.done:
            why = ", not in all layers, which an answer cannot say"
            self.listing.add(record, "status", f"done in {' and '.join(sorted(record.done))} alone{why}")
        yield {**self._line(spans, "accept" if done else ""), "done": sorted(record.done)}
        for refusal in record.refusals:
            found = self.tokens.cover(refusal.start, refusal.end)
            if found is None:
                self.listing.add(record, "refusal", HALF, refusal)
            else:
                yield self._line([self._span(refusal, found)], "reject")

    def _line(self, spans: list[dict[str, Any]], answer: str) -> dict[str, Any]:
        title = {"title": self.record.title} if self.record.title else {}
        meta = {**title, **dict(sorted(self.record.details.items()))}
        line = {"text": self.record.article.text, "meta": meta, "tokens": self.words, "spans": spans}
        return {**line, "answer": answer} if answer else line

    def _span(self, mark: Span | Refusal, found: tuple[int, int]) -> dict[str, Any]:
        first, last = found
        label = self.scheme.label(mark.label)
        return {
            "id": mark.id, "start": self.tokens.starts[first], "end": self.tokens.ends[last - 1],
            "token_start": first, "token_end": last - 1, "label": label.name, "layer": label.layer,
        }  # fmt: skip
