"""The corpora of a bundle: each layer's articles by part, each with that layer's marks alone."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.language import doc_of
from annotator.model.dataset import Dataset, Record
from annotator.model.report import Report
from annotator.model.verdict import Judged

from .card import Details
from .marking import Docs
from .shards import Shards
from .tally import Tally
from .training import NER, Training

if TYPE_CHECKING:
    from spacy.tokens import Doc

UNREFUSABLE = "spancat learns nothing from a refusal"
PARTLESS = "the article is in no part of the split"


class Corpora:
    """Writes the articles of each layer into `corpus/LAYER/PART`, and counts what it writes."""

    def __init__(self, dataset: Dataset, trainings: Iterable[Training], target: Path) -> None:
        self.dataset, self.target = dataset, target
        self.trainings = {one.layer: one for one in trainings}
        self.report = Report(not_taken=dataset.not_taken)
        self.tallies = {layer: Tally() for layer in self.trainings}
        flat = {layer for layer, one in self.trainings.items() if one.head == NER}
        self.docs = Docs(dataset, self.report, flat)
        self.details = Details()
        self._shards: dict[tuple[str, str], Shards] = {}

    def fill(self) -> None:
        """Write all articles."""
        for record in self.dataset:
            if record.part:
                self._add(record)
            else:
                self._set_aside(record)
        for shards in self._shards.values():
            shards.finish()

    def close(self) -> None:
        """Let go of what waits."""
        for shards in self._shards.values():
            shards.close()

    def _add(self, record: Record) -> None:
        doc = doc_of(self.dataset.language, record.article.text)
        judged = self.docs.judged(doc, record)
        # Those of groups first: entities are what it takes long to take out of a Doc again.
        for layer in sorted(judged, key=lambda one: self.trainings[one].head == NER):
            _forget(doc)
            held = judged[layer]
            refused = self._fill(doc, record, layer, held)
            self._shards_of(layer, record.part).add(doc, self.docs.taken_ids())
            lost = self.docs.lost_in(layer)
            self.tallies[layer].add(layer, record.part, record, len(doc), held, refused, lost)
        self.docs.list_links(record)
        self.details.add(record.details)
        self.report.articles += 1

    def _fill(self, doc: Doc, record: Record, layer: str, held: Iterable[Judged]) -> int:
        """Give the Doc the layer's spans and refusals; return how many refusals leave."""
        training = self.trainings[layer]
        if training.head == NER:
            self.docs.set_entities(doc, record, layer, held)
            return self.docs.refuse(doc, record, layer, held)
        self.docs.set_group(doc, record, layer, held, training.spans_key)
        self.docs.list_refusals(record, {layer}, UNREFUSABLE)
        return 0

    def _set_aside(self, record: Record) -> None:
        for span in record.spans:
            self.docs.list(record, "span", span, PARTLESS)
        self.docs.list_refusals(record, self.trainings.keys(), PARTLESS)
        self.docs.list_links(record)
        self.report.left_out.append(self.dataset.listed(record, "article", PARTLESS))

    def _shards_of(self, layer: str, part: str) -> Shards:
        shards = self._shards.get((layer, part))
        if shards is None:
            folder = self.target / "corpus" / self.trainings[layer].name / part
            shards = self._shards[layer, part] = Shards(folder, self.target.parent)
        return shards


def _forget(doc: Doc) -> None:
    """Take the spans of the layer before out of a Doc: the next layer's corpus knows nothing of them."""
    doc.spans.clear()
    if not doc.has_annotation("ENT_IOB"):
        return
    for entity in doc.ents:
        for token in entity:
            token.ent_id = 0  # this alone is left by what follows
    doc.set_ents([], default="missing")
