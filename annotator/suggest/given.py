"""What a source of suggestions is given, and how it makes one."""

from __future__ import annotations

from typing import NamedTuple

from annotator.model.mark import Span
from annotator.suggest.lexicon import Lexicon


class Given(NamedTuple):
    """The text of an article, and what its author labelled here and in the project (which may include what is here)."""

    text: str
    here: Lexicon
    project: Lexicon

    def label(self, words: str) -> str:
        """Return the label that the author gives to `words`: what was done in this article goes before."""
        return self.here.label(words) or ("" if self.here.counts(words) else self.project.label(words))


def offered(start: int, end: int, label: str, origin: str) -> Span:
    """Return a suggestion; its id follows from what it says, so that it is the same when it is found again."""
    return Span(f"{start}-{end}-{label}", start, end, label, "", origin=origin)
