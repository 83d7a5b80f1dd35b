"""spaCy's DocBin: one layer as `doc.ents`, every other as `doc.spans[LAYER]`; what spaCy cannot learn is listed."""

from __future__ import annotations

from pathlib import Path

from annotator.language import doc_of
from annotator.model.dataset import Dataset
from annotator.model.report import Report

from .holding import Holds
from .marking import INCORRECT, OF_ANOTHER_LAYER, TAKEN, Docs

TITLE, SUFFIX = "spaCy DocBin", ".spacy"
ABOUT, ORDER = "one file of spaCy’s own training data, all layers", 20
HOLDS = Holds(overlap=True, exact_text=True, links=False, notes=False, authors=False)
EVERYONE = False
WISHES = ("align",)


def write(dataset: Dataset, target: Path) -> Report:
    """Write the articles to `target`; spans that spaCy would lose are left out and listed."""
    from .packing import docbin

    report = Report(files=[target.name], not_taken=dataset.not_taken)
    made, entities = Docs(dataset, report), entity_layer(dataset)
    others = set(dataset.layers) - {entities}
    with docbin(target.parent) as packed, target.open("wb") as file:
        for record in dataset:
            doc = doc_of(dataset.language, record.article.text)
            kept = made.judged(doc, record)
            for layer, held in kept.items():
                if layer == entities:
                    if made.set_entities(doc, record, layer, held):
                        made.list_halved(record, layer)
                elif held or layer in record.done:  # an empty group would say that nothing is there
                    made.set_group(doc, record, layer, held, layer)
                    made.list_undone(record, layer)
            if INCORRECT in dataset.layers:
                made.list_refusals(record, dataset.layers, TAKEN)
            else:
                made.refuse(doc, record, entities, kept.get(entities, ()))
                made.list_refusals(record, others, OF_ANOTHER_LAYER)
            made.list_links(record)
            packed.add(doc, made.taken_ids())
            report.articles += 1
        packed.write(file)
    return report


def entity_layer(dataset: Dataset) -> str:
    """Return the layer that leaves as `doc.ents`: `entities`, else the only flat one asked for, else none."""
    flat = [layer for layer in dataset.layers if dataset.scheme.layer(layer).rule == "flat"]
    return "entities" if "entities" in flat else flat[0] if len(flat) == 1 else ""
