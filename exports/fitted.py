"""A layer's training with the corpus it is fitted to: which parts there are, and whether it can be trained at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.model.mark import PARTS
from annotator.model.problem import counted
from annotator.model.scheme import Scheme

from .tally import Tally
from .training import Training

TRAIN, DEV, TEST = PARTS
UNTRAINED = "none of its articles is in train"


@dataclass
class Fitted:
    """One layer of a bundle."""

    training: Training
    tally: Tally

    @property
    def layer(self) -> str:
        """Return the layer's id."""
        return self.training.layer

    @property
    def name(self) -> str:
        """Return what its files are called."""
        return self.training.name

    @property
    def hindrance(self) -> str:
        """Return why nothing can be trained, or nothing."""
        if not self.tally.articles.total():
            return "no article of it leaves"
        if not self.tally.spans.total():
            return "none of its articles has a span that leaves"
        return "" if self.tally.articles[TRAIN] else UNTRAINED

    @property
    def scored_while_trained(self) -> str:
        """Return the part that is scored while it is trained."""
        return DEV if self.tally.articles[DEV] else TRAIN

    @property
    def scored_when_trained(self) -> str:
        """Return the part that the trained model is scored on."""
        return TEST if self.tally.articles[TEST] else self.scored_while_trained

    def remarks(self, scheme: Scheme) -> list[str]:
        """Return what a person should know before training."""
        if self.hindrance:
            return [f"The layer {self.layer} has no config: {self.hindrance}."]
        said: list[str] = []
        if self.scored_while_trained == TRAIN:
            said.append("has no finished article in dev: it is scored on train, which tells nothing of new texts")
        elif self.scored_when_trained == DEV:
            said.append("has no finished article in test: its scores are those of dev, by which the model was chosen")
        if unlearnt := self._unlearnt(scheme):
            them = "it is" if len(unlearnt) == 1 else "they are"
            said.append(f"has spans of {enumerated(unlearnt)} in dev or test, but none in train: {them} not learnt")
        capped = [self._cap()] if self.training.capped else []
        return [*(f"The layer {self.layer} {one}." for one in said), *capped]

    @property
    def remedy(self) -> str:
        """Return what to do where no article leaves in a part that is learnt from or scored, or nothing."""
        if self.hindrance:
            return _finish(TRAIN) if self.hindrance == UNTRAINED else ""
        if self.scored_while_trained == TRAIN:
            return _finish(DEV)
        return _finish(TEST) if self.scored_when_trained == DEV else ""

    def _unlearnt(self, scheme: Scheme) -> list[str]:
        """Return the names of labels that leave, but not in train; what the model is told of is a name, not an id."""
        learnt = {scheme.label(id).name for id, part in self.tally.labels if part == TRAIN}
        return [name for name in self.label_names(scheme) if name not in learnt]

    def _cap(self) -> str:
        one, lengths = self.training, self.tally.lengths
        long = sum(count for length, count in lengths.items() if length > one.longest)
        return (
            f"Of the {counted(lengths.total(), 'span')} of the layer {self.layer} {long:,} "
            f"{'has' if long == 1 else 'have'} more than {one.longest:,} tokens, the longest {max(lengths):,}. spancat "
            "is not suggested them, so it never learns or finds them, and scores count them as missed: more does not "
            f"fit into 2 GB with its longest article, of {one.longest_article:,} tokens. With more memory raise the "
            f"sizes of the suggester in its config; --claims-as {self.layer}=ner knows no such limit."
        )

    def label_names(self, scheme: Scheme) -> list[str]:
        """Return the names of the labels that leave, in the order of the scheme, each once."""
        known = [label.id for label in scheme.labels]
        ids = sorted(self.tally.label_ids(), key=lambda one: (known.index(one) if one in known else len(known), one))
        return list(dict.fromkeys(scheme.label(id).name for id in ids))


def enumerated(words: Sequence[str]) -> str:
    """Return words in a row, such as "A, B and C"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _finish(part: str) -> str:
    """Return how there comes to be a finished article in a part."""
    return (
        f"If the split gives {part} a share, finish one that part:{part} lists in the filter, add articles, or share "
        "them out anew with spandesk split --salt; if it gives none, share them out anew with spandesk split --ratio."
    )
