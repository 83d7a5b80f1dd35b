"""spaCy Docs with the marks of records: what each span becomes, and what does not leave and why."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, Any, cast

from annotator.language import tokens_of
from annotator.model.dataset import Dataset, Record
from annotator.model.mark import Layer, Refusal, Span
from annotator.model.report import Report
from annotator.model.scheme import Scheme
from annotator.model.verdict import HALF, OVERLAP, Judged, Tokens, judge

from .holding import UNNOTED

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

INCORRECT = "incorrect"  # the group that spaCy's ner reads as "not an entity"
UNDONE = "is not done, which spaCy's groups of spans cannot say: what bears no span there is learnt as none"
UNSTORABLE = "a link, which spaCy's training data does not hold"
TAKEN = f"a layer is called {INCORRECT}, as the group of refusals is"
OF_ANOTHER_LAYER = "only refusals of the entity layer leave"
EQUAL = "a span of the same range and label leaves"
AUTHOR, DONE = "author", "done"  # the attributes of a group that say whose spans they are, and whether all of them
HALVED = "is done, which does not come back from here: words of what was left out are missing"


def trained_scheme(dataset: Dataset, flat: Collection[str] = ()) -> Scheme:
    """Return the scheme by which spans are judged: aligned as it was wished, and the layers of `flat` so."""
    scheme = dataset.scheme
    layers = [
        layer._replace(
            alignment=dataset.wish("align", layer.id) or layer.alignment,
            rule="flat" if layer.id in flat else layer.rule,
        )
        for layer in scheme.layers
    ]
    return Scheme(layers, scheme.labels, scheme.retired.values())


def reasons(one: Judged, layer: Layer, what: str) -> tuple[str, str]:
    """Return why a span does not leave, with its places and without; a free layer is not told that it is flat.

    `what` is it that holds no overlaps.
    """
    if one.winner is None or one.reason != OVERLAP or layer.rule == "flat":
        return one.sentence, one.reason
    winners = f"{one.winner.start}-{one.winner.end}", "a longer or earlier span"
    placed, plain = (f"it overlaps {winner}, which leaves instead: {what} holds no overlaps" for winner in winners)
    return placed, plain


class Docs:
    """Fills Docs with the marks of records, and lists what does not fit; the layers of `flat` are judged as flat."""

    def __init__(self, dataset: Dataset, report: Report, flat: Collection[str] = ()) -> None:
        self.dataset, self.report = dataset, report
        self.scheme = trained_scheme(dataset, flat)
        self.names = {label.id: label.name for label in dataset.scheme.labels}
        self._tokens = Tokens((), (), frozenset())
        self._unlearnt: dict[str, set[int]] = {}  # by layer the tokens of the article's spans that do not leave
        self._ids: list[str] = []
        self._vocab: Vocab | None = None
        self._keys: dict[str, int] = {}  # of labels in that vocabulary
        from spacy.strings import get_string_id
        from spacy.tokens import Span as DocSpan

        self._key_of, self._doc_span = cast(Callable[[str], int], get_string_id), cast(Any, DocSpan)

    def judged(self, doc: Doc, record: Record) -> dict[str, list[Judged]]:
        """Return, by layer, the spans that leave; the others are listed."""
        self._tokens, self._unlearnt = tokens_of(doc), {}
        kept: dict[str, list[Judged]] = {layer: [] for layer in self.dataset.layers if layer in record.authors}
        for one in judge(record.spans, self._tokens, self.scheme):
            layer = self._layer(one.span)
            if one.tokens is None:
                self.list(record, "span", one.span, *reasons(one, self.dataset.scheme.layer(layer), "ner"))
                touched = self._tokens.around(one.span.start, one.span.end) or (0, 0)
                self._unlearnt.setdefault(layer, set()).update(range(*touched))
            else:
                kept[layer].append(one)
                self.report.spans += 1
                if one.span.note:
                    self.list(record, "note", one.span, UNNOTED)
        return kept

    def lost_in(self, layer: str) -> bool:
        """Return whether a span of a layer does not leave from the article that was judged last."""
        return layer in self._unlearnt

    def set_entities(self, doc: Doc, record: Record, layer: str, held: Iterable[Judged]) -> int:
        """Give `doc` the spans of one layer as its entities; return how many words of those left out are missing.

        Somebody said that there is an entity: learnt as none, they would teach the opposite.
        """
        # A layer that nobody finished says nothing about the words outside its spans.
        default = "outside" if layer in record.done else "missing"
        entities = [self._span(doc, one) for one in held]
        unlearnt = self._unlearnt.get(layer, set()).difference(*(range(one.start, one.end) for one in entities))
        missing = [self._doc_span(doc, at, at + 1) for at in sorted(unlearnt)]
        doc.set_ents(entities, missing=missing, default=default)
        return len(missing)

    def set_group(self, doc: Doc, record: Record, layer: str, held: Iterable[Judged], key: str) -> None:
        """Give `doc` the spans of one layer as the group `key`, with their author and whether it is done."""
        from spacy.tokens import SpanGroup

        author = self.dataset.authors.get(record.authors[layer])
        attributes = {**({AUTHOR: author.name} if author else {}), DONE: layer in record.done}
        doc.spans[key] = SpanGroup(doc, name=key, spans=[self._span(doc, one) for one in held], attrs=attributes)

    def refuse(self, doc: Doc, record: Record, layer: str, kept: Iterable[Judged]) -> int:
        """Give `doc`, whose entities are those of `layer`, its refusals; return how many there are."""
        from spacy.tokens import SpanGroup

        leaving = {(one.tokens, self._name(one.span.label)) for one in kept}
        refused: list[Any] = []
        for refusal in record.refusals:
            if self._layer(refusal) != layer:
                continue
            found = self._tokens.cover(refusal.start, refusal.end)
            name = self._name(refusal.label)
            if found is None:
                self.list(record, "refusal", refusal, HALF)
            elif (found, name) in leaving:
                self.list(record, "refusal", refusal, EQUAL)
            else:
                refused.append(self._doc_span(doc, *found, label=name, span_id=self._id(refusal)))
        if refused:
            doc.spans[INCORRECT] = SpanGroup(doc, name=INCORRECT, spans=refused)
        return len(refused)

    def list_refusals(self, record: Record, layers: Collection[str], reason: str) -> None:
        """List the record's refusals in `layers`."""
        for refusal in record.refusals:
            if self._layer(refusal) in layers:
                self.list(record, "refusal", refusal, reason)

    def list_links(self, record: Record) -> None:
        """List the record's links."""
        for link in record.links:
            self.report.left_out.append(self.dataset.listed(record, "link", UNSTORABLE, link))

    def list_halved(self, record: Record, layer: str) -> None:
        """List that a layer whose words are missing in part is done, where that is so."""
        if layer in record.done:
            self.report.left_out.append(self.dataset.listed(record, "status", f"{layer} {HALVED}"))

    def list_undone(self, record: Record, layer: str) -> None:
        """List that nobody finished the layer, where that is so; of its words spaCy holds no "missing"."""
        if layer not in record.done:
            self.report.left_out.append(self.dataset.listed(record, "status", f"{layer} {UNDONE}"))

    def list(self, record: Record, what: str, mark: Span | Refusal, reason: str, verdict: str = "") -> None:
        """List one mark that does not leave."""
        self.report.left_out.append(self.dataset.listed(record, what, reason, mark, verdict))

    def _span(self, doc: Doc, one: Judged) -> Any:
        if doc.vocab is not self._vocab:  # a language's pipeline is made anew now and then
            self._vocab, self._keys = doc.vocab, {}
        first, last = cast(tuple[int, int], one.tokens)
        label = self._keys.get(one.span.label)
        if label is None:
            label = self._keys[one.span.label] = doc.vocab.strings.add(self._name(one.span.label))
        return self._doc_span(doc, first, last, label=label, span_id=self._id(one.span))

    def taken_ids(self) -> list[str]:
        """Return the ids of the spans and refusals that were set since it was asked last."""
        taken, self._ids = self._ids, []
        return taken

    def _id(self, mark: Span | Refusal) -> int:
        """Return an id as spaCy keeps it. Its vocabulary, which forgets nothing, does not get the id itself."""
        self._ids.append(mark.id)
        return self._key_of(mark.id)

    def _name(self, label: str) -> str:
        return self.names.get(label) or self.scheme.label(label).name

    def _layer(self, mark: Span | Refusal) -> str:
        return self.scheme.label(mark.label).layer
