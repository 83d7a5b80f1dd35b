"""Whose marks leave: one author's set for each article and layer, never a silent union."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from annotator.model.dataset import Record
from annotator.model.mark import Author, Span
from annotator.model.scheme import Scheme

ADJUDICATOR = "adjudicator"
OTHER_AUTHOR = "other author"


class Asked(NamedTuple):
    """What an export asks for."""

    layers: tuple[str, ...]
    authors: tuple[str, ...] = ()  # ids, the first who fits is taken
    statuses: frozenset[str] = frozenset({"done"})  # "any" takes all

    @property
    def any(self) -> bool:
        """Return whether articles that are not done are taken too."""
        return "any" in self.statuses


class Chooser:
    """Chooses from records what one author made of each layer, and counts what is not taken."""

    def __init__(self, scheme: Scheme, authors: Mapping[str, Author], asked: Asked, not_taken: Counter[str]) -> None:
        self.scheme, self.authors, self.asked, self.not_taken = scheme, authors, asked, not_taken

    def chosen(self, records: Iterator[Record]) -> Iterator[Record]:
        """Yield the records that leave, each with the spans of the chosen authors; the rest is counted."""
        for record in records:
            kept = self._choose(record)
            if kept is not None:
                yield kept

    def _choose(self, record: Record) -> Record | None:
        if record.hidden:
            self.not_taken["the article is hidden"] += len(record.spans)
            return None
        authors: dict[str, str] = {}
        done: set[str] = set()
        reasons: dict[str, str] = {}
        for layer in self.asked.layers:
            author, finished, reason = self._author(record, layer)
            if author:
                authors[layer] = author
                if finished:
                    done.add(layer)
            else:
                reasons[layer] = reason
        spans = self._taken(record, authors, reasons)
        if not authors:
            return None
        refusals = tuple(one for one in record.refusals if authors.get(self._layer(one.label)) == one.author)
        links = tuple(one for one in record.links if one.author in authors.values())
        return record._replace(spans=spans, refusals=refusals, links=links, authors=authors, done=frozenset(done))

    def _taken(self, record: Record, authors: Mapping[str, str], reasons: Mapping[str, str]) -> tuple[Span, ...]:
        taken: list[Span] = []
        for span in record.spans:
            layer = self._layer(span.label)
            if layer not in self.asked.layers:
                self.not_taken["layer not asked for"] += 1
            elif layer in reasons:
                self.not_taken[reasons[layer]] += 1
            elif authors[layer] != span.author:
                self.not_taken[OTHER_AUTHOR] += 1
            else:
                taken.append(span)
        return tuple(taken)

    def _layer(self, label: str) -> str:
        return self.scheme.label(label).layer

    def _author(self, record: Record, layer: str) -> tuple[str, bool, str]:
        """Return the author whose set leaves, whether that author is done, else the reason why nobody's does."""
        allowed = self.asked.statuses - {"any"}
        held = {one.author: one.value for one in record.statuses if one.layer == layer and one.value in allowed}
        found, reason = self._one_of(sorted(held), "done")
        if found or reason:
            return found, held.get(found) == "done", reason
        if not self.asked.any:
            return "", False, f"{layer} not done"
        made = [span.author for span in (*record.spans, *record.refusals) if self._layer(span.label) == layer]
        found, reason = self._one_of(sorted(set(made)), "marks")
        if found or reason:
            return found, False, reason
        # Nobody marked it: it leaves as unlabelled for whoever is first asked for, or for nobody in particular.
        return (self.asked.authors[0] if self.asked.authors else "-"), False, ""

    def _one_of(self, held: Sequence[str], what: str) -> tuple[str, str]:
        """Return the adjudicator if among `held`, else the first author asked for, else the only one."""
        for author in held:
            if author in self.authors and self.authors[author].role == ADJUDICATOR:
                return author, ""
        for author in self.asked.authors:
            if author in held:
                return author, ""
        if len(held) > 1 and self.asked.authors:
            return "", OTHER_AUTHOR
        if len(held) > 1:
            names = " and ".join(sorted(self._name(author) for author in held))
            return "", f"{what} by {names}: name --author"
        return (held[0] if held else ""), ""

    def _name(self, author: str) -> str:
        return self.authors[author].name if author in self.authors else author
