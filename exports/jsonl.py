"""Own JSONL: every mark of every author, one article a line, with the scheme and the authors beside it; lossless."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from annotator.model.dataset import WRITTEN, Dataset, Record
from annotator.model.mark import Author, Refusal, Span
from annotator.model.report import Report
from annotator.model.scheme import Scheme

from .holding import Holds

TITLE, SUFFIX = "Spandesk JSON lines", ".jsonl"
ABOUT, ORDER = "everything, every author: comes back without loss", 30
HOLDS = Holds(overlap=True, exact_text=True, links=True, notes=True, authors=True)
EVERYONE = True


def write(dataset: Dataset, target: Path) -> Report:
    """Write every article to `target`, and NAME.scheme.toml beside it."""
    report = Report(not_taken=dataset.not_taken)
    authors: set[str] = set()
    with target.open("w", encoding="utf-8", newline="\n") as file:
        for record in dataset:
            file.write(json.dumps(shape(record, dataset.scheme), ensure_ascii=False, separators=(",", ":")) + "\n")
            authors |= {one.author for one in (*record.spans, *record.refusals, *record.links, *record.statuses)}
            report.articles += 1
            report.spans += len(record.spans)
    named = [dataset.authors.get(author, Author(author, author)) for author in authors if author]
    beside = target.with_name(f"{target.name.removesuffix(target.suffix)}.scheme.toml")
    beside.write_text(f"{WRITTEN}\n{dataset.scheme.to_toml(named)}", encoding="utf-8", newline="\n")
    report.files += [target.name, beside.name]
    return report


def shape(record: Record, scheme: Scheme) -> dict[str, Any]:
    """Return the JSON object of one article."""
    status: dict[str, dict[str, str]] = {}
    for one in record.statuses:
        status.setdefault(one.author, {})[one.layer] = one.value
    return {
        "id": record.article.id,
        "text": record.article.text,
        "title": record.title,
        "meta": dict(sorted(record.details.items())),
        "hidden": record.hidden,
        "part": record.part,
        "status": status,
        "spans": [{**_range(span, scheme), "note": span.note, "origin": span.origin} for span in record.spans],
        "links": [
            {"id": link.id, "source_span": link.source_span, "target_span": link.target_span, "label": link.label,
             "author": link.author, "note": link.note, "origin": link.origin}
            for link in record.links
        ],
        "refusals": [{**_range(refusal, scheme), "origin": refusal.origin} for refusal in record.refusals],
    }  # fmt: skip


def _range(mark: Span | Refusal, scheme: Scheme) -> dict[str, Any]:
    label = scheme.label(mark.label)
    return {"id": mark.id, "start": mark.start, "end": mark.end, "label": label.name, "label_id": mark.label,
            "layer": label.layer, "author": mark.author}  # fmt: skip
