"""How often words stand in an article, and how often they may for what was labelled once to be suggested everywhere."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

from annotator.model.folding import UNSPACED
from annotator.model.occurrences import occurrences

PLAIN, NAMES = 50, 1_000  # places in an article that one labelled span speaks for: of plain words, and of names
_RUN = re.compile(rf"[^\W{UNSPACED}]+")  # what no word begins or ends within


class Frequencies:
    """Counts the words of an article, stretch after stretch."""

    def __init__(self, text: str, whole: bool = True) -> None:
        self._text = text
        self._counts: Counter[str] = Counter()
        self._common: dict[tuple[str, int], bool] = {}  # what was found out by looking
        if whole:
            self.count(0, len(text))

    def count(self, start: int, end: int) -> None:
        """Count the words of a stretch that cuts none."""
        self._counts.update(_RUN.findall(self._text, start, end))

    def has(self, word: str) -> bool:
        """Return whether a word stands in the article as it is written."""
        if _RUN.fullmatch(word):
            return word in self._counts
        return next(occurrences(self._text, word), None) is not None

    def is_common(self, words: str, labelled: int) -> bool:
        """Return whether `words` stand so often that having labelled them `labelled` times tells too little.

        A name means the same wherever it stands; a plain word that was labelled once and stands in a hundred other
        places is more likely an exception than a rule.
        """
        most = max(1, labelled) * (NAMES if self._is_name(words) else PLAIN)
        if min((self._counts[run] for run in _RUN.findall(words)), default=most + 1) <= most:
            return False
        found = self._common.get((words, most))
        if found is None:
            found = sum(1 for _ in islice(occurrences(self._text, words), most + 1)) > most
            self._common[words, most] = found
        return found

    def _is_name(self, words: str) -> bool:
        """Return whether one of the words has a capital wherever it stands."""
        return any((small := run.lower()) != run and small not in self._counts for run in _RUN.findall(words))
