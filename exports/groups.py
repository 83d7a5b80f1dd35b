"""A component that moves the entities which ner found into a span group, so that the next ner finds their room free.

A bundle whose layers share `doc.ents` holds a copy of this file: `spacy assemble` is given it by
`--code`, and whoever loads the pipeline imports it first. It needs nothing but spaCy.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

MOVER = "entities_to_group"


@cast(Any, Language).factory(MOVER)
def entities_to_group(nlp: Language, name: str, key: str) -> Callable[[Doc], Doc]:  # noqa: ARG001 - spaCy's own form
    """Return the component, which makes `doc.spans[key]` of `doc.ents` and leaves these unknown."""

    def move(doc: Doc) -> Doc:
        doc.spans[key] = SpanGroup(doc, name=key, spans=list(doc.ents))
        doc.set_ents([], default="missing")
        return doc

    return move
