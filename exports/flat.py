"""What leaves as entities where a format holds one flat layer and nothing beside it; everything else is listed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
from .marking import reasons, trained_scheme

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

    def whole(self, record: Record, reason: str) -> None:
        """List an article with all its marks."""
        for span in record.spans:
            self.add(record, "span", reason, span)
        for refusal in record.refusals:
            self.add(record, "refusal", reason, refusal)
        self.links(record, reason)
        self.add(record, "article", reason)


def flat_layer(dataset: Dataset) -> str:
    """Return the layer that leaves: that of the entities, or the only one asked for, which then leaves as if flat."""
    return entity_layer(dataset) or (dataset.layers[0] if len(dataset.layers) == 1 else "")


def entities(
    dataset: Dataset, report: Report, says_undone: bool = False, spaced: bool = True, reserved: str = ""
) -> Iterator[Entities]:
    """Yield each article with the entities that leave; count these, and list all else. Raises Problem without a layer.

    `says_undone`: the format tells what nobody judged from what is no entity. `spaced`: labels may hold white space.
    `reserved`: a word by which the format begins an article, so that no article can hold it.
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
        found = tokens(dataset.language, record.article.text)
        if reserved and _holds(record.article.text, found, reserved):
            listing.whole(record, f"its word {reserved} begins another article in this format")
            continue
        mine = [span for span in record.spans if scheme.label(span.label).layer == layer]
        _list_others(listing, record, scheme, layer)
        kept = tuple(_kept(listing, record, judge(mine, found, scheme), spaced))
        done = layer in record.done
        if not done and not says_undone:
            listing.add(record, "status", UNDONE)
        report.articles += 1
        report.spans += len(kept)
        yield Entities(record, found, kept, done)


def _kept(listing: Listing, record: Record, judged: Iterable[Judged], spaced: bool) -> list[Judged]:
    """Return the spans that leave, in order; list the others."""
    kept: list[Judged] = []
    scheme = listing.dataset.scheme
    for one in judged:
        label = scheme.label(one.span.label)
        if one.tokens is None:
            why, verdict = reasons(one, scheme.layer(label.layer), "this format")
            listing.add(record, "span", why, one.span, verdict)
        elif not spaced and any(map(str.isspace, label.name)):
            listing.add(record, "span", "its label holds white space, which columns cannot", one.span)
        else:
            kept.append(one)
            listing.note(record, one.span)
    return sorted(kept, key=lambda one: one.tokens or (0, 0))


def _holds(text: str, found: Tokens, word: str) -> bool:
    places = zip(found.starts, found.ends, strict=True)
    return word in text and any(text[start:end] == word for start, end in places)


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
