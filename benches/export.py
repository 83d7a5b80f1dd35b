"""Articles leave as spaCy's DocBin, against the stock loop of `char_span` and `DocBin.add` over the same articles.

Both begin with the same stored articles in memory, tokenise them, set their spans with their ids, and write one file.
The documents must be equal when read back. A bundle is whole, with all that stands beside its corpora; what that takes
is told apart. Then the peak memory of `export` at some articles and many times as many.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import spacy

from annotator import shelf
from annotator.language import blank
from annotator.model.article import Article
from annotator.model.dataset import Dataset, Record
from annotator.model.marks import Marks
from annotator.model.scheme import Scheme
from benches.apparatus import projects, states, texts
from benches.apparatus.figures import Figure, Size
from benches.apparatus.memory import peak_of
from benches.apparatus.states import ME
from benches.apparatus.texts import Written
from benches.apparatus.timing import alternated, seconds

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

LAYERS = ("entities", "claims")
PARTS = ("train", "dev", "test")
ATTRIBUTES = {"author": ME.name, "done": True}  # of a group: whose spans they are, and whether all of them


def run(size: Size, folder: Path) -> Iterator[Figure]:
    """Yield the figures."""
    count, times = size.of(10, 300, 5_000), size.of(1, 7, 5)
    scheme = states.news()
    records = [_record(one) for one in texts.articles(count)]
    ours, stock = folder / "ours.spacy", folder / "stock.spacy"
    dataset = Dataset("en", scheme, {ME.id: ME}, LAYERS, lambda: iter(records))
    write: Callable[[Dataset, Path], Any] = shelf.load("exports", "docbin").write
    pipeline = spacy.blank("en")  # not that of `language`, which may have learnt something
    turns: list[Callable[[], object]] = [
        lambda: write(dataset, ours),
        lambda: _stock(records, scheme, pipeline, stock),
        lambda: [pipeline.make_doc(record.article.text) for record in records],
    ]
    taken = alternated([partial(_timed, turn) for turn in turns], times)
    left, right, tokens = (1000 * count / one.p50 for one in taken)
    what = f"{count:,} articles of {texts.WORDS} words and {texts.SPANS} spans, p50"
    yield Figure(what, ">= 2.5x", left, "articles/s", right)
    yield Figure("of it, spaCy's tokeniser alone, p50", "", tokens, "articles/s")
    yield Figure("documents that differ when read back", "<= 0 documents", _differing(ours, stock), "documents")
    yield from _bundle(dataset, records, scheme, folder, max(1, times // 2))
    few, many = size.of(10, 1_000, 1_000), size.of(100, 20_000, 100_000)
    kinds = size.of(("docbin",), ("docbin", "bundle", "jsonl"), ("docbin", "bundle", "jsonl"))
    yield from _memory(folder, few, many, kinds)


def _bundle(dataset: Dataset, records: Sequence[Record], scheme: Scheme, folder: Path, times: int) -> Iterator[Figure]:
    """Yield how fast a bundle is written, against stock DocBins of the same corpora, one for each layer and part."""
    write: Callable[[Dataset, Path], Any] = shelf.load("exports", "bundle").write
    made = folder / "bundle"
    parted = [one._replace(part=PARTS[max(0, at % 10 - 7)]) for at, one in enumerate(records)]
    ours = replace(dataset, read=lambda: iter(parted), wishes={"claims-as": {"": "spancat"}})  # groups, as stock

    def bundled() -> None:
        shutil.rmtree(made, ignore_errors=True)
        write(ours, made)

    def stock() -> None:
        pipeline = spacy.blank("en")
        for part in PARTS:
            held = [one for one in parted if one.part == part]
            _stock_of_layers(held, scheme, pipeline, folder / f"stock.{part}")

    few = replace(ours, read=lambda: iter(parted[:1]))

    def begun() -> None:
        shutil.rmtree(folder / "begun", ignore_errors=True)
        write(few, folder / "begun")

    taken = alternated([partial(_timed, turn) for turn in (bundled, stock, begun)], times)
    left, right, _ = (1000 * len(records) / one.p50 for one in taken)
    yield Figure("the same as a bundle, with its configs, p50", ">= 2.5x", left, "articles/s", right)
    yield Figure("of it, a bundle of one article, p50", "", taken[2].p50, "ms")
    differing = sum(
        _differing(made / "corpus" / layer / part / "0001.spacy", folder / f"stock.{part}.{layer}")
        for layer in LAYERS for part in PARTS
    )  # fmt: skip
    yield Figure("documents of it that differ when read back", "<= 0 documents", differing, "documents")


def _stock_of_layers(records: Sequence[Record], scheme: Scheme, pipeline: Language, target: Path) -> None:
    """Write a DocBin for each layer, as spaCy's own documentation does it, each article cut into tokens once."""
    from spacy.tokens import DocBin, SpanGroup

    packed = {layer: DocBin(store_user_data=False) for layer in LAYERS}
    for record in records:
        doc = pipeline.make_doc(record.article.text)
        held = _found(doc, record, scheme)
        doc.spans["claims"] = SpanGroup(doc, name="claims", spans=held["claims"], attrs=ATTRIBUTES)
        packed["claims"].add(doc)
        del doc.spans["claims"]
        doc.set_ents(held["entities"])
        packed["entities"].add(doc)
    for layer, one in packed.items():
        one.to_disk(f"{target}.{layer}")


def _timed(function: Callable[[], object], _: int) -> float:
    return seconds(function)


def _record(written: Written) -> Record:
    article = Article.of(written.text)
    named = (
        span._replace(id=f"{article.id[:20]}{span.id[-4:]}") for span in states.spans_of(written)
    )  # ids are unique
    spans = tuple(Marks.of(article.id, named).spans)
    return Record(article, written.title, {}, spans, authors=dict.fromkeys(LAYERS, ME.id), done=frozenset(LAYERS))


def _stock(records: Sequence[Record], scheme: Scheme, pipeline: Language, target: Path) -> None:
    """Write the articles as spaCy's own documentation does it."""
    from spacy.tokens import DocBin, SpanGroup

    packed = DocBin(store_user_data=False)
    for record in records:
        doc = pipeline.make_doc(record.article.text)
        held = _found(doc, record, scheme)
        doc.set_ents(held["entities"])
        doc.spans["claims"] = SpanGroup(doc, name="claims", spans=held["claims"], attrs=ATTRIBUTES)
        packed.add(doc)
    packed.to_disk(target)


def _found(doc: Doc, record: Record, scheme: Scheme) -> dict[str, list[Any]]:
    held: dict[str, list[Any]] = {layer: [] for layer in LAYERS}
    for span in record.spans:
        label = scheme.label(span.label)
        found = doc.char_span(span.start, span.end, label=label.name, span_id=span.id)
        if found is not None:
            held[label.layer].append(found)
    return held


def _differing(ours: Path, stock: Path) -> int:
    """Return how many documents of the two files are not the same; raises ValueError where one has more."""
    pairs = zip(_read(ours), _read(stock), strict=True)
    return sum(_shape(one) != _shape(other) for one, other in pairs)


def _read(path: Path) -> Iterable[Doc]:
    from spacy.tokens import DocBin

    return DocBin().from_disk(path).get_docs(blank("en").vocab)


def _shape(doc: Doc) -> object:
    words = [(token.text, token.whitespace_, token.ent_iob_, token.ent_type_, token.ent_id) for token in doc]
    entities = [(one.start, one.end, one.label_, one.kb_id_, one.id_) for one in doc.ents]
    groups = {
        key: (group.name, group.attrs, [(one.start, one.end, one.label_, one.kb_id_, one.id_) for one in group])
        for key, group in doc.spans.items()
    }
    return doc.text, words, entities, groups, doc.cats


def _memory(folder: Path, few: int, many: int, kinds: Sequence[str]) -> Iterator[Figure]:
    peaks: dict[str, list[float | None]] = {kind: [] for kind in kinds}
    for count in (few, many):
        project = folder / f"{count}.spans"
        projects.holding(project, texts.articles(count)).close()
        for kind, held in peaks.items():
            held.append(peak_of("export", str(project), str(folder / f"{count}.{kind}"), "--as", kind))
    for kind, (at_few, at_many) in peaks.items():
        if at_few is not None and at_many is not None:
            yield Figure(f"peak memory exporting {many:,} articles as {kind}, against {few:,}", "<= 1.2x", at_many,
                         "MB", at_few)  # fmt: skip
