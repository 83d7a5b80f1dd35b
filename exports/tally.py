"""What a layer's corpus holds, counted while it is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from annotator.model.dataset import Record
from annotator.model.verdict import Judged


@dataclass
class Tally:
    """Counts of one layer: by part, of labels by part, of lengths in tokens, and of authors."""

    articles: Counter[str] = field(default_factory=Counter[str])
    empty: Counter[str] = field(default_factory=Counter[str])  # articles in which nobody put a span
    unfinished: Counter[str] = field(default_factory=Counter[str])
    spans: Counter[str] = field(default_factory=Counter[str])
    tokens: Counter[str] = field(default_factory=Counter[str])
    refusals: Counter[str] = field(default_factory=Counter[str])
    labels: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])  # id and part
    lengths: Counter[int] = field(default_factory=Counter[int])
    authors: Counter[str] = field(default_factory=Counter[str])  # ids: whose set how many articles have
    longest_article: int = 0

    def add(
        self, layer: str, part: str, record: Record, tokens: int, held: Iterable[Judged], refused: int, lost: bool
    ) -> None:
        """Count one article as it is in the layer's corpus; `lost` is whether a span of it was left out."""
        self.articles[part] += 1
        self.tokens[part] += tokens
        self.refusals[part] += refused
        self.unfinished[part] += layer not in record.done
        self.longest_article = max(self.longest_article, tokens)
        self.authors[record.authors[layer]] += 1
        count = 0
        for one in held:
            if one.tokens is not None:
                count += 1
                self.labels[one.span.label, part] += 1
                self.lengths[one.tokens[1] - one.tokens[0]] += 1
        self.spans[part] += count
        self.empty[part] += not (count or lost)

    def label_ids(self) -> set[str]:
        """Return the labels that leave, in whichever part."""
        return {label for label, _ in self.labels}


def share_up_to(lengths: Counter[int], longest: int) -> float:
    """Return the share of lengths of at most `longest`."""
    total = lengths.total()
    return sum(count for length, count in lengths.items() if length <= longest) / total if total else 1.0


def middle(lengths: Counter[int]) -> int:
    """Return the length that half of them do not exceed."""
    half, passed = lengths.total() / 2, 0
    for length in sorted(lengths):
        passed += lengths[length]
        if passed >= half:
            return length
    return 0
