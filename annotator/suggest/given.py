"""What a source of suggestions is given, and how it makes one."""

from __future__ import annotations

from annotator.model.characters import Bounds
from annotator.model.mark import Span
from annotator.model.words import words_in
from annotator.suggest.frequencies import Frequencies
from annotator.suggest.lexicon import Lexicon


class Given:
    """The text of an article, and what its author labelled here and in the project (which may include what is here)."""

    def __init__(self, text: str, here: Lexicon, project: Lexicon, frequencies: Frequencies | None = None) -> None:
        self.text, self.here, self.project = text, here, project
        self.frequencies = frequencies or Frequencies(text)
        self._words: tuple[Bounds, list[Bounds]] = ((0, 0), [])  # of the stretch that was asked for last

    def words(self, start: int, end: int) -> list[Bounds]:
        """Return the words of a stretch; each source asks for them in turn."""
        if self._words[0] != (start, end):
            self._words = ((start, end), list(words_in(self.text, start, end)))
        return self._words[1]

    def label(self, words: str) -> str:
        """Return the label that the author gives to `words`: what was done in this article goes before.

        Words that stand here too often for how often they were labelled have none.
        """
        label = self.here.label(words) or ("" if self.here.counts(words) else self.project.label(words))
        return "" if label and self.is_common(words) else label

    def is_common(self, words: str) -> bool:
        """Return whether `words` stand too often in the article for how often they were labelled."""
        labelled = max(sum(self.here.counts(words).values()), sum(self.project.counts(words).values()))
        return self.frequencies.is_common(words, labelled)


def offered(start: int, end: int, label: str, origin: str) -> Span:
    """Return a suggestion; its id follows from what it says, so that it is the same when it is found again."""
    return Span(f"{start}-{end}-{label}", start, end, label, "", origin=origin)
