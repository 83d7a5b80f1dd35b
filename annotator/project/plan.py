"""The first pass of an intake: everything is validated and the labels of the whole call are decided; nothing is kept.

What is remembered does not grow with the number of articles, but for the texts of kinds that can be skipped, of
which eight bytes each are kept.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from operator import attrgetter
from typing import NamedTuple

from annotator.model.arrival import Arrival, ArrivingSpan
from annotator.model.mark import Author, Label, Layer
from annotator.model.scheme import HUES, Scheme, slug

FLAT, FREE = "entities", "claims"


class Wanted(NamedTuple):
    """A label as an input names it."""

    name: str
    layer: str = ""
    id: str = ""


_naming = attrgetter("label", "layer", "label_id")  # of a span: what its label is wanted as


@dataclass
class Plan:
    """What the call brings, and what each label name means in it."""

    scheme: Scheme
    layer: str = ""  # all spans of this call go there
    articles: int = 0
    spans: Counter[Wanted] = field(default_factory=Counter[Wanted])
    crossing: set[Wanted] = field(default_factory=set[Wanted])  # new labels that overlap a span of the flat layer
    statuses: set[str] = field(default_factory=set[str])  # layers named by statuses
    said: set[str] = field(default_factory=set[str])  # names of layers of which there are records
    authors: dict[str, Author] = field(default_factory=dict[str, Author])  # from beside own JSONL
    beside: list[Scheme] = field(default_factory=list[Scheme])
    skipped: set[int] = field(default_factory=set[int])
    marked: array[int] = field(default_factory=lambda: array("Q"))
    _found: dict[Wanted, Label | None] = field(default_factory=dict["Wanted", "Label | None"])

    def see(self, arrival: Arrival, key: int, skippable: bool) -> None:
        """Take note of one article; `key` is 64 bits of its id, kept only where a record can be skipped."""
        self.articles += 1
        named = Counter(map(_naming, arrival.spans))
        for name, times in named.items():
            self.spans[Wanted(*name)] += times
        if not self.layer and any(self._is_undecided(Wanted(*name)) for name in named):
            self._note_overlaps([span for span in arrival.spans if not span.refused])
        for layers in (arrival.statuses or {}).values():
            self.statuses.update(layers)
        if arrival.marked:
            self.said.update(arrival.says or ())
        if skippable:
            if arrival.skipped:
                self.skipped.add(key)
            elif arrival.marked:
                self.marked.append(key)

    def join(self, file: Plan, beside: tuple[Scheme, tuple[Author, ...]] | None) -> None:
        """Add what one whole file brings, and the scheme and authors that lie beside it."""
        self.articles += file.articles
        self.spans.update(file.spans)
        self.crossing |= file.crossing
        self.statuses |= file.statuses
        self.said |= file.said
        self.skipped |= file.skipped
        self.marked.extend(file.marked)
        if beside is not None:
            self.beside.append(beside[0])
            self.authors.update({author.id: author for author in beside[1]})

    def _is_undecided(self, wanted: Wanted) -> bool:
        """Return whether overlaps decide where a label goes: it is new, and none of its spans overlapped another."""
        return self._find(wanted) is None and wanted not in self.crossing

    def _note_overlaps(self, spans: list[ArrivingSpan]) -> None:
        """Note the new labels whose spans overlap another that would lie in the flat layer: of two new ones, both."""
        open_until: list[tuple[int, Wanted]] = []  # a heap by end
        open_labels: Counter[Wanted] = Counter()
        for span in sorted(spans, key=attrgetter("start")):
            while open_until and open_until[0][0] <= span.start:
                gone = heappop(open_until)[1]
                open_labels[gone] -= 1
                if not open_labels[gone]:
                    del open_labels[gone]
            wanted = Wanted(*_naming(span))
            if self._may_be_flat(wanted):
                if open_labels:
                    self.crossing.update(one for one in (wanted, *open_labels) if self._find(one) is None)
                heappush(open_until, (span.end, wanted))
                open_labels[wanted] += 1

    def _may_be_flat(self, wanted: Wanted) -> bool:
        known = self._find(wanted)
        return (known.layer if known else wanted.layer or FLAT) == FLAT

    def _find(self, wanted: Wanted) -> Label | None:
        if wanted not in self._found:
            self._found[wanted] = self._sought(wanted)
        return self._found[wanted]

    def _sought(self, wanted: Wanted) -> Label | None:
        if wanted.id and not self.layer and self.scheme.holds(wanted.id):
            return self.scheme.label(wanted.id)
        return self.scheme.named(wanted.name, self.layer or wanted.layer)

    def resolve(self) -> Resolved:
        """Return what every label of the call means, and the layers and labels that must be made for it."""
        made = _Making(self.scheme)
        labels: dict[Wanted, Label] = {}
        for wanted in sorted(self.spans):
            found = self._find(wanted)
            labels[wanted] = found or made.label(wanted, self._layer_for(wanted), self.beside)
        for layer in sorted(self.statuses):
            made.layer(layer, self.beside)
        if self.layer:
            made.layer(self.layer, self.beside)
        brought = {label.layer for wanted, label in labels.items() if self.spans[wanted]}
        layers = tuple(sorted(brought)) or (self.layer or FLAT,)
        if not brought:
            made.layer(layers[0], self.beside)
        named: dict[str, set[str]] = {}
        for wanted, label in labels.items():
            named.setdefault(wanted.layer, set()).add(label.layer)
        for name in sorted(self.said.difference(named)):  # a record of nothing tells that nothing is there
            named[name] = {made.layer(self.layer or name or FLAT, self.beside)}
        meant = {(one.name, one.layer, one.id): label for one, label in labels.items()}
        return Resolved(meant, layers, tuple(made.layers), tuple(made.labels), dict(self.authors),
                        frozenset(self.skipped.intersection(self.marked)), named)  # fmt: skip

    def _layer_for(self, wanted: Wanted) -> str:
        return self.layer or wanted.layer or (FREE if wanted in self.crossing else FLAT)


class Resolved(NamedTuple):
    """The decisions of the first pass."""

    labels: dict[tuple[str, str, str], Label]  # by what they are wanted as
    layers: tuple[str, ...]  # those that the call brings marks for
    new_layers: tuple[Layer, ...]
    new_labels: tuple[Label, ...]
    authors: dict[str, Author]
    done_elsewhere: frozenset[int]  # skipped in one record, done in another: done comes before skipped
    named: Mapping[str, Collection[str]]  # the layers that the marks of each layer name went into

    def label(self, span: ArrivingSpan) -> Label:
        """Return the label of `span`."""
        return self.labels[_naming(span)]

    def recorded(self, says: Collection[str] | None) -> tuple[str, ...]:
        """Return the layers in which a record of marks is done; `says` are the names of those that it is about."""
        if says is None:
            return self.layers
        return tuple(sorted({layer for name in says for layer in self.named[name]}))


class _Making:
    """Layers and labels that do not exist yet, with ids that no label ever had."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.layers: list[Layer] = []
        self.labels: list[Label] = []

    def layer(self, id: str, beside: Iterable[Scheme]) -> str:
        if any(layer.id == id for layer in (*self.scheme.layers, *self.layers)):
            return id
        order = len(self.scheme.layers) + len(self.layers)
        given = next((layer for scheme in beside for layer in scheme.layers if layer.id == id), None)
        if given is None:
            given = Layer(id, id.replace("-", " ").capitalize(), "flat" if id == FLAT else "free")
        self.layers.append(given._replace(order=order))
        return id

    def label(self, wanted: Wanted, layer: str, beside: Iterable[Scheme]) -> Label:
        self.layer(layer, beside)
        same = [label for label in self.labels if label.layer == layer and label.name == wanted.name]
        if same:
            return same[0]
        held = [label for label in (*self.scheme.labels, *self.labels) if label.layer == layer]
        there = (one for scheme in beside for one in scheme.labels if one.layer == layer)
        given = next((one for one in there if one.id == wanted.id and one.id.partition("/")[0] == layer), None)
        taken = {label.id.partition("/")[2] for label in (*held, *self.scheme.retired.values())}
        fresh = f"{layer}/{slug(wanted.name, taken)}"
        if given is not None and (given.layer != layer or given.id in self.scheme.retired):
            given = given._replace(id=fresh)  # an id is of one layer and one label for ever
        colour = HUES[(len(self.scheme.labels) + len(self.labels)) % len(HUES)]
        made = given or Label(fresh, layer, wanted.name, colour=colour)
        keys = {label.key for label in (*self.scheme.labels, *self.labels) if label.key}
        made = made._replace(layer=layer, order=len(held), key="" if made.key in keys else made.key)
        self.labels.append(made)
        return made
