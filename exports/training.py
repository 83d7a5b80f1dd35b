"""What a layer is trained as: ner or spancat, which lengths are suggested, and what fits into 2 GB of memory.

The figures of bytes are measured with spaCy's own models for efficiency (tok2vec of width 96, spancat with the reducer
`mean_max` of 128): see decision 19.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.model.dataset import Dataset
from annotator.model.mark import Layer
from annotator.model.problem import Problem, counted
from annotator.model.scheme import slug

NER, SPANCAT = "ner", "spancat"
CLAIMS_AS = "claims-as"
BUDGET = 1_400_000_000  # bytes: what is left of 2 GB for one batch, beside spaCy and the articles
USUAL = 0.99  # of the spans: up to their length every size is suggested
MOST_WORDS, MOST_DOCS = 1_000, 128  # of a batch that is learnt from, of one that is predicted
NER_LEARNING, NER_PREDICTING = 21_000, 1_100  # bytes for each token of a batch
RESERVED = {"assemble", "pipeline", "con", "aux", "nul", "prn"}  # files of the folder, and devices of Windows
FORCED = (
    f"--{CLAIMS_AS} asks for ner, which holds no overlaps: of spans that overlap the longest leaves, the others are "
    "listed with it."
)
APART = "Its spans may overlap, but none does. ner learns long spans sooner than spancat, in less memory."
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


class Survey:
    """Finds out how many spans there are, and how many of them overlap another. It keeps counts only."""

    def __init__(self) -> None:
        self.spans = self.overlapping = 0

    def add(self, ranges: Iterable[tuple[int, int]]) -> None:
        """Add the spans of an article as start and end."""
        held = sorted(ranges)
        shared, reach = set[int](), (0, -1)  # how far one of those before reaches, and which
        for at, (start, end) in enumerate(held):
            if start < reach[0]:
                shared |= {at, reach[1]}
            reach = max(reach, (end, at))
        self.spans += len(held)
        self.overlapping += len(shared)


@dataclass(frozen=True)
class Training:
    """How one layer is trained. `name` stands in the names of its files; lengths are tokens."""

    layer: str
    name: str
    head: str
    why: str
    sizes: tuple[int, ...] = ()  # that the suggester offers; spancat only
    found: int = 0  # the longest span that was found
    longest_article: int = 0  # of those it learns from or predicts

    @property
    def spans_key(self) -> str:
        """Return the group that the model reads and writes."""
        return self.name

    @property
    def longest(self) -> int:
        """Return the longest span that is suggested, 0 where there is no suggester."""
        return max(self.sizes, default=0)

    @property
    def capped(self) -> bool:
        """Return whether spans were found that are longer than what is suggested."""
        return self.head == SPANCAT and self.longest < self.found

    @property
    def batch_words(self) -> int:
        """Return the words of a batch that is learnt from."""
        return max(1, min(MOST_WORDS, BUDGET // self.learning))

    @property
    def batch_docs(self) -> int:
        """Return the articles of a batch that is predicted."""
        each = NER_PREDICTING if self.head == NER else predicting(self.sizes)
        return max(1, min(MOST_DOCS, BUDGET // (each * max(1, self.longest_article))))

    @property
    def learning(self) -> int:
        """Return the bytes that each token of a batch needs which is learnt from."""
        return NER_LEARNING if self.head == NER else learning(self.sizes)


def learning(sizes: Sequence[int]) -> int:
    """Return the bytes that spancat needs for each token it learns from, with suggestions of these sizes."""
    return 1_400 * sum(sizes) + 10_800 * len(sizes)


def predicting(sizes: Sequence[int]) -> int:
    """Return the bytes that spancat needs for each token it predicts."""
    return 300 * sum(sizes) + 6_100 * len(sizes)


def suggested(lengths: Counter[int], longest_article: int) -> tuple[int, ...]:
    """Return the sizes that are suggested for spans of these lengths, the cost of each being its square.

    It is every size up to the length that few spans exceed, and beyond only those that were found; as many of them,
    from the smallest on, as fit into memory with the longest article, which no batch can divide.
    """
    usual, passed = min(lengths), 0
    for length in sorted(lengths):
        if passed >= USUAL * lengths.total():
            break
        usual, passed = length, passed + lengths[length]
    sizes: list[int] = []
    for size in sorted({*range(min(lengths), usual + 1), *lengths}):
        if sizes and learning([*sizes, size]) * longest_article > BUDGET:
            break
        sizes.append(size)
    return tuple(sizes)


def file_names(layers: Iterable[str]) -> Mapping[str, str]:
    """Return a name for each layer that can stand in paths and in spaCy's configs: mostly its id itself."""
    held: dict[str, str] = {}
    for layer in layers:
        taken = {*RESERVED, *(name.casefold() for name in held.values())}
        plain = _PLAIN.fullmatch(layer) and layer.casefold() not in taken
        held[layer] = layer if plain else slug(layer, taken)
    return held


def settled(dataset: Dataset, layer: str) -> bool:
    """Return whether it is known without a look at the spans that the layer is trained as ner."""
    return dataset.scheme.layer(layer).rule == "flat" or dataset.wish(CLAIMS_AS, layer) == NER


def decided(dataset: Dataset, layer: Layer, name: str, survey: Survey) -> Training:
    """Return how a layer is trained; raises Problem for a wish that its rule cannot follow."""
    wish = dataset.wish(CLAIMS_AS, layer.id)
    if layer.rule == "flat":
        if layer.id in dataset.wishes.get(CLAIMS_AS, {}) and wish == SPANCAT:
            raise Problem(f"--{CLAIMS_AS} {layer.id}={wish}", "the layer is flat, so its spans leave for ner")
        return Training(layer.id, name, NER, "It is flat: no two of its spans leave with the same token.")
    if wish == NER:
        return Training(layer.id, name, NER, FORCED)
    if not wish and not survey.overlapping:
        return Training(layer.id, name, NER, APART)
    overlapping = f"{survey.overlapping:,} of its {counted(survey.spans, 'span')} overlap another"
    why = f"--{CLAIMS_AS} asks for spancat." if wish else f"{overlapping}, which ner cannot hold: spancat."
    return Training(layer.id, name, SPANCAT, why)


def fitting(training: Training, lengths: Counter[int], longest_article: int) -> Training:
    """Return the training with a suggester that covers spans of these lengths, as far as memory goes."""
    if training.head == NER:
        return replace(training, longest_article=longest_article)
    found = lengths or Counter([1])
    sizes = suggested(found, longest_article)
    return replace(training, sizes=sizes, found=max(found), longest_article=longest_article)
