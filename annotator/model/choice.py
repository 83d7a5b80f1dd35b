"""Whose marks leave: one author's set for each article and layer, never a silent union."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from annotator.model.article import ArticleId
from annotator.model.dataset import Record, listed
from annotator.model.mark import Author, Link, Refusal, Span, Status
from annotator.model.report import NotTaken, Reason
from annotator.model.scheme import Scheme
from annotator.model.split import between

ADJUDICATOR = "adjudicator"
NOBODY = "-"  # the author of a layer that nobody marked and that leaves as unlabelled: no id is made so
HIDDEN = Reason("hidden", "the article is hidden")
OTHER_AUTHOR = Reason("author", "other author")
OTHER_LAYER = Reason("layer", "layer not asked for")
OTHER_STATUS = Reason("status", "status not asked for")


class Asked(NamedTuple):
    """What an export asks for."""

    layers: tuple[str, ...]
    authors: tuple[str, ...] = ()  # ids, the first who fits is taken
    statuses: frozenset[str] = frozenset({"done"})  # "any" takes all

    @property
    def any(self) -> bool:
        """Return whether articles that are not done are taken too."""
        return "any" in self.statuses

    @property
    def named(self) -> str:
        """Return the statuses asked for, in words."""
        return " or ".join(sorted(self.statuses - {"any"}))


class Chooser:
    """Chooses from records what leaves, and accounts for every mark that it sets aside."""

    def __init__(self, scheme: Scheme, authors: Mapping[str, Author], asked: Asked, not_taken: NotTaken) -> None:
        self.scheme, self.authors, self.asked, self.not_taken = scheme, authors, asked, not_taken

    def chosen(self, records: Iterable[Record]) -> Iterator[Record]:
        """Yield the records that leave, each with what one author made of each layer; the rest is accounted for."""
        for record in records:
            kept = self._choose(record)
            if kept is not None:
                yield kept

    def narrowed(self, records: Iterable[Record]) -> Iterator[Record]:
        """Yield the records with every author's marks that were asked for; the rest is accounted for."""
        asked = self.asked
        if asked.any and not asked.authors and self._all_layers:
            yield from records
            return
        for record in records:
            statuses = self._statuses(record)
            if not asked.any and not any(one.value in asked.statuses for one in statuses):
                self._set_aside(record, OTHER_STATUS)
                self.not_taken.statuses[OTHER_STATUS] += len(statuses)
                continue
            yield record._replace(
                spans=tuple(one for one in record.spans if self._span(self._misfit(one))),
                refusals=tuple(one for one in record.refusals if self._refusal(record, one, self._misfit(one))),
                links=tuple(one for one in record.links if self._link(record, one, self._stranger(one))),
                statuses=statuses,
            )

    def in_parts(
        self, records: Iterable[Record], parts: Mapping[ArticleId, str], near: Mapping[ArticleId, Sequence[str]]
    ) -> Iterator[Record]:
        """Yield chosen records with their parts, from `parts` where none is kept; what is `near` several is listed."""
        for record in records:
            part = record.part or parts.get(record.article.id, "")
            if part:
                yield record._replace(part=part)
                continue
            reason = between(near.get(record.article.id, ()))
            self._set_aside(record, reason)
            if not record.authors:  # of a kind that holds everyone's marks, statuses too
                self.not_taken.statuses[reason] += len(record.statuses)
            self.not_taken.listed.append(listed(record, self.scheme, "article", reason.words))

    # ---- one author's set
    def _choose(self, record: Record) -> Record | None:
        if record.hidden:
            self._set_aside(record, HIDDEN)
            return None
        authors: dict[str, str] = {}
        done: set[str] = set()
        reasons: dict[str, Reason] = {}
        for layer in self.asked.layers:
            author, finished, reason = self._author(record, layer)
            if reason is not None:
                reasons[layer] = reason
                continue
            authors[layer] = author
            if finished:
                done.add(layer)
        spans = tuple(one for one in record.spans if self._span(self._unchosen(one, authors, reasons)))
        refusals = tuple(
            one for one in record.refusals if self._refusal(record, one, self._unchosen(one, authors, reasons))
        )
        whole = None if authors else self._whole(reasons)
        whose = set(authors.values())
        links = tuple(
            one for one in record.links
            if self._link(record, one, whole or (None if one.author in whose else OTHER_AUTHOR))
        )  # fmt: skip
        if whole is not None:
            self._count(record, whole)
            return None
        return record._replace(spans=spans, refusals=refusals, links=links, authors=authors, done=frozenset(done))

    def _unchosen(
        self, mark: Span | Refusal, authors: Mapping[str, str], reasons: Mapping[str, Reason]
    ) -> Reason | None:
        layer = self._layer(mark)
        if layer not in self.asked.layers:
            return OTHER_LAYER
        if layer in reasons:
            return reasons[layer]
        return None if authors[layer] == mark.author else OTHER_AUTHOR

    def _whole(self, reasons: Mapping[str, Reason]) -> Reason:
        """Return why an article is not taken in any layer: the reason a name would mend comes first."""
        for cause in ("several", "author"):
            found = next((reason for reason in reasons.values() if reason.cause == cause), None)
            if found is not None:
                return found
        return Reason("status", f"not {self.asked.named}")

    def _author(self, record: Record, layer: str) -> tuple[str, bool, Reason | None]:
        """Return the author whose set leaves, whether that author is done, else the reason why nobody's does."""
        allowed = self.asked.statuses - {"any"}
        held = {one.author: one.value for one in record.statuses if one.layer == layer and one.value in allowed}
        found, reason = self._one_of(held)
        if found or reason:
            return found, held.get(found) == "done", reason
        if not self.asked.any:
            return "", False, Reason("status", f"{layer} not {self.asked.named}")
        marks = (*record.spans, *record.refusals)
        found, reason = self._one_of({one.author: "marks" for one in marks if self._layer(one) == layer})
        if found or reason:
            return found, False, reason
        # Nobody marked it: it leaves as unlabelled for whoever is first asked for.
        return (self.asked.authors[0] if self.asked.authors else NOBODY), False, None

    def _one_of(self, held: Mapping[str, str]) -> tuple[str, Reason | None]:
        """Return the adjudicator if among `held`, else the first author asked for, else the only one.

        `held` has, by author, what they made of it: a status, or marks.
        """
        for author in sorted(held):
            if author in self.authors and self.authors[author].role == ADJUDICATOR:
                return author, None
        for author in self.asked.authors:
            if author in held:
                return author, None
        if len(held) < 2:
            return next(iter(held), ""), None
        if self.asked.authors:
            return "", OTHER_AUTHOR
        said = [f"{what} by {self._names(held, what)}" for what in sorted(set(held.values()))]
        return "", Reason("several", f"{' and '.join(said)}: name --author")

    def _names(self, held: Mapping[str, str], what: str) -> str:
        authors = (self.authors.get(author) or Author(author, author) for author, made in held.items() if made == what)
        return " and ".join(sorted(author.name for author in authors))

    # ---- every author's marks
    @property
    def _all_layers(self) -> bool:
        return {layer.id for layer in self.scheme.layers} <= set(self.asked.layers)

    def _stranger(self, mark: Span | Refusal | Link | Status) -> Reason | None:
        return OTHER_AUTHOR if self.asked.authors and mark.author not in self.asked.authors else None

    def _misfit(self, mark: Span | Refusal) -> Reason | None:
        if not self._all_layers and self._layer(mark) not in self.asked.layers:
            return OTHER_LAYER
        return self._stranger(mark)

    def _statuses(self, record: Record) -> tuple[Status, ...]:
        kept: list[Status] = []
        for one in record.statuses:
            known = self._all_layers or one.layer in self.asked.layers
            reason = self._stranger(one) if known else OTHER_LAYER
            if reason is None:
                kept.append(one)
            else:
                self.not_taken.statuses[reason] += 1
        return tuple(kept)

    # ---- the account
    def _set_aside(self, record: Record, reason: Reason) -> None:
        """Account for a whole article."""
        self._count(record, reason)
        self.not_taken.spans[reason] += len(record.spans)
        for refusal in record.refusals:
            self._refusal(record, refusal, reason)
        for link in record.links:
            self._link(record, link, reason)

    def _count(self, record: Record, reason: Reason) -> None:
        self.not_taken.articles[reason] += 1
        marks = (*record.spans, *record.refusals)
        self.not_taken.unmarked += not any(self._layer(mark) in self.asked.layers for mark in marks)

    def _span(self, reason: Reason | None) -> bool:
        """Return whether a span leaves; count it where a reason says that it does not."""
        if reason is not None:
            self.not_taken.spans[reason] += 1
        return reason is None

    def _refusal(self, record: Record, refusal: Refusal, reason: Reason | None) -> bool:
        if reason is not None:
            self.not_taken.listed.append(listed(record, self.scheme, "refusal", reason.words, refusal))
        return reason is None

    def _link(self, record: Record, link: Link, reason: Reason | None) -> bool:
        if reason is not None:
            self.not_taken.listed.append(listed(record, self.scheme, "link", reason.words, link))
        return reason is None

    def _layer(self, mark: Span | Refusal) -> str:
        return self.scheme.label(mark.label).layer
