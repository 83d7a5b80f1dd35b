"""What leaves as entities where a format holds one flat layer and nothing beside it; everything else is listed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from annotator.language import tokens
from annotator.model.dataset import Dataset, Record
from annotator.model.mark import Link, Refusal, Span
from annotator.model.problem import Problem
from annotator.model.report import Reason, Report
from annotator.model.scheme import Scheme
from annotator.model.verdict import Judged, Tokens, judge

from .docbin import entity_layer
from .holding import UNNOTED
from .marking import trained_scheme

UNDONE = "it is not done, which this format cannot say: what bears no span leaves as no entity"


class Entities(NamedTuple):
    """One article with the spans that leave, in order, and whether the rest of it is known to be no entity."""

    record: Record
    tokens: Tokens
    kept: tuple[Judged, ...]
    done: bool


class Listing:
    """Lists in a report what does not leave."""

    def __init__(self, dataset: Dataset, report: Report) -> None:
        self.dataset, self.report = dataset, report

    def add(
        self, record: Record, what: str, reason: str, mark: Span | Refusal | Link | None = None, verdict: str = ""
    ) -> None:
        """List a mark, or what else of the article."""
        self.report.left_out.append(self.dataset.listed(record, what, reason, mark, verdict))

    def note(self, record: Record, span: Span) -> None:
        """List the note on a span that leaves, if there is one."""
        if span.note:
            self.add(record, "note", UNNOTED, span)

    def links(self, record: Record, reason: str) -> None:
        """List the links of an article."""
        for link in record.links:
            self.add(record, "link", reason, link)


def flat_layer(dataset: Dataset) -> str:
    """Return the layer that leaves: that of the entities, or the only one asked for, which then leaves as if flat."""
    return entity_layer(dataset) or (dataset.layers[0] if len(dataset.layers) == 1 else "")


def entities(dataset: Dataset, report: Report, says_undone: bool = False, spaced: bool = True) -> Iterator[Entities]:
    """Yield each article with the entities that leave; count these, and list all else. Raises Problem without a layer.

    `says_undone`: the format tells what nobody judged from what is no entity. `spaced`: labels may hold white space.
    """
    layer = flat_layer(dataset)
    if not layer:
        why = "this format holds one layer, and several are asked for of which none is that of the entities"
        raise Problem("nothing was written", why, "Name one by --layer.")
    scheme = trained_scheme(dataset, {layer})
    listing = Listing(dataset, report)
    for record in dataset:
        if layer not in record.authors:
            _set_aside(dataset, listing, record, layer)
            continue
        mine = [span for span in record.spans if scheme.label(span.label).layer == layer]
        _list_others(listing, record, scheme, layer)
        found = tokens(dataset.language, record.article.text)
        kept: list[Judged] = []
        for one in judge(mine, found, scheme):
            if one.tokens is None:
                listing.add(record, "span", one.sentence, one.span, one.reason)
            elif not spaced and any(sign.isspace() for sign in scheme.label(one.span.label).name):
                listing.add(record, "span", "its label holds white space, which columns cannot", one.span)
            else:
                kept.append(one)
                listing.note(record, one.span)
        done = layer in record.done
        if not done and not says_undone:
            listing.add(record, "status", UNDONE)
        report.articles += 1
        report.spans += len(kept)
        yield Entities(record, found, tuple(sorted(kept, key=lambda one: one.tokens or (0, 0))), done)


def _set_aside(dataset: Dataset, listing: Listing, record: Record, layer: str) -> None:
    """Account for an article of which nobody's layer is taken: it would leave as if nothing were there."""
    reason = Reason("status", f"{layer} not done")
    dataset.not_taken.articles[reason] += 1
    dataset.not_taken.spans[reason] += len(record.spans)
    dataset.not_taken.unmarked += not (record.spans or record.refusals)
    for refusal in record.refusals:
        listing.add(record, "refusal", reason.words, refusal)
    listing.links(record, reason.words)


def _list_others(listing: Listing, record: Record, scheme: Scheme, layer: str) -> None:
    for span in record.spans:
        other = scheme.label(span.label).layer
        if other != layer:
            listing.add(record, "span", f"{other} does not leave here: this format holds one layer", span)
    for refusal in record.refusals:
        listing.add(record, "refusal", "this format holds no refusals", refusal)
    listing.links(record, "this format holds no links")
