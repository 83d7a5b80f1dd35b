"""What leaves with an export, counted on its way by layer, label and part, and what of it is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from annotator.model.dataset import Record
from annotator.model.mark import PARTS
from annotator.model.report import LeftOut, NotTaken
from annotator.model.scheme import Scheme

ALL = ""  # the part of everything, where a kind does not ask for parts


class Leaving:
    """Counts the records that a kind reads, each reading anew. What the kind sets aside after all is not counted."""

    def __init__(self, scheme: Scheme, layers: Sequence[str], in_parts: bool) -> None:
        self.scheme, self.layers = scheme, layers
        self.parts = PARTS if in_parts else (ALL,)
        self.articles = Counter[str]()
        self.spans = Counter[tuple[str, str]]()  # of a label, in a part

    def counted(self, records: Iterable[Record], not_taken: NotTaken) -> Iterator[Record]:
        """Yield the records as they are, and count each once it was dealt with."""
        self.articles.clear()
        self.spans.clear()
        for record in records:
            before = not_taken.articles.total()
            yield record
            if not_taken.articles.total() == before:  # else the kind has no use for the layers that leave of it
                part = record.part if len(self.parts) > 1 else ALL
                self.articles[part] += 1
                self.spans.update((span.label, part) for span in record.spans)

    def shape(self, left_out: Iterable[LeftOut] = ()) -> dict[str, Any]:
        """Return how many articles and spans leave of each layer and label, and how many spans of it are left out."""
        lost = Counter[tuple[str, str, str]]()  # of a label's name in a layer, in a part
        articles = 0
        for one in left_out:
            articles += one.what == "article"
            if one.what == "span":
                lost[one.layer, one.label, one.part if len(self.parts) > 1 else ALL] += 1
        return {
            "parts": list(self.parts),
            "articles": {part: self.articles[part] for part in self.parts},
            "articles_left_out": articles,
            "layers": [self._layer(layer, lost) for layer in self.layers],
        }

    def _layer(self, id: str, lost: Counter[tuple[str, str, str]]) -> dict[str, Any]:
        names: dict[str, list[str]] = {}  # of labels, each with the ids of those that bear it
        known = [label.id for label in self.scheme.labels]
        for label in dict.fromkeys([*known, *sorted(label for label, _ in self.spans)]):
            if self.scheme.label(label).layer == id:
                names.setdefault(self.scheme.label(label).name, []).append(label)
        labels = [self._label(id, name, ids, lost) for name, ids in names.items()]
        layer = self.scheme.layer(id)
        return {
            "id": id, "name": layer.name, "rule": layer.rule,
            "spans": {part: sum(one["spans"][part] for one in labels) for part in self.parts},
            "left_out": sum(one["left_out"] for one in labels),
            "labels": labels,
        }  # fmt: skip

    def _label(self, layer: str, name: str, ids: Sequence[str], lost: Counter[tuple[str, str, str]]) -> dict[str, Any]:
        out = {part: lost[layer, name, part] for part in self.parts}
        held = {part: sum(self.spans[id, part] for id in ids) for part in self.parts}
        return {
            "id": ids[0], "name": name,
            "spans": {part: held[part] - out[part] for part in self.parts}, "left_out": sum(out.values()),
        }  # fmt: skip
