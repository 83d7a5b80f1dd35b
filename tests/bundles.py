"""Bundles made in memory, and what spaCy reads out of them."""

import random
import subprocess
import sys
from pathlib import Path

from spacy.tokens import DocBin
from spacy.vocab import Vocab

from annotator import shelf
from annotator.model.article import Article
from annotator.model.dataset import Dataset, Record
from annotator.model.mark import Author, Label, Layer, Span
from annotator.model.scheme import Scheme

ME = "author-a"
PARTS = ("train", "dev", "test")
PEOPLE = ("Ada Lindqvist", "Tom Brandt", "Zoë Ångström", "Ivan Horvat", "Grace Mwangi", "Leyla Sahin")
PLACES = ("Northport", "Malmö", "Łódź", "Harbour Town")
NEWS = Scheme(
    [Layer("entities", "Entities", "flat"), Layer("claims", "Claims", "free", order=1)],
    [
        Label("entities/per", "entities", "PER", guideline="A person | by *name*"),
        Label("entities/gpe", "entities", "GPE", order=1),
        Label("claims/claim", "claims", "CLAIM"),
    ],
)


def write(dataset, target):
    return shelf.load("exports", "bundle").write(dataset, target)


def made(records, layers=("entities", "claims"), scheme=NEWS, **more):
    held = [_narrowed(one, layers) for one in sorted(records, key=lambda one: one.article.id)]
    return Dataset("en", scheme, {ME: Author(ME, "annotator A")}, layers, lambda: iter(held), **more)


def _narrowed(one, layers):
    """Return a record as it leaves when only these layers are asked for."""
    return one._replace(
        spans=tuple(span for span in one.spans if span.label.rpartition("/")[0] in layers),
        authors={layer: author for layer, author in one.authors.items() if layer in layers},
        done=one.done & set(layers),
    )


def record(text, *spans, part="train", layers=("entities", "claims"), done=None, details=None, **more):
    ordered = tuple(sorted(spans, key=lambda one: (one.start, -one.end, one.id)))
    finished = frozenset(layers if done is None else done)
    authors = dict.fromkeys(layers, ME)
    return Record(
        Article.of(text), text[:20], details or {}, ordered, authors=authors, done=finished, part=part, **more
    )


def found(text, words, label, id=None):
    """Return the span of the first place where the words stand in the text."""
    start = text.index(words)
    return Span(id or f"{label}-{start}-{len(words)}", start, start + len(words), label, ME)


def story(at, nested=True):
    """Return an article with two people, a place, and a claim that holds another where `nested`."""
    dice = random.Random(at)
    one, other = dice.sample(PEOPLE, 2)
    claim = f"the ferry line to {dice.choice(PLACES)} will be opened again by the spring of {2000 + at}"
    text = f"Report {at}\n{one} told {other} on Monday that {claim}."
    spans = [found(text, one, "entities/per"), found(text, other, "entities/per"), found(text, claim, "claims/claim")]
    if nested:
        spans.append(found(text, "the ferry line", "claims/claim"))
    return record(text, *spans, part=PARTS[max(0, at % 10 - 7)])


def docs(folder):
    """Return the Docs of all files in a folder, in their order."""
    vocab = Vocab()
    return [doc for path in sorted(Path(folder).glob("*.spacy")) for doc in DocBin().from_disk(path).get_docs(vocab)]


def spans_of(doc):
    return [*doc.ents, *(span for key, group in doc.spans.items() if key != "incorrect" for span in group)]


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()}


def python(folder, *words, seconds=300):
    """Run Python in a folder, warnings about data as errors; return what it printed. It fails the test if that fails."""
    call = [sys.executable, "-W", "error::UserWarning", *words]
    told = subprocess.run(call, cwd=folder, capture_output=True, text=True, timeout=seconds, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    return told.stdout + told.stderr
