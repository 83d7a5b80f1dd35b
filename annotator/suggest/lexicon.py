"""Which words an author labelled, and how often with which label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from annotator.model.characters import Bounds
from annotator.model.words import is_edge, word_at

LONGEST = 80  # code points of words that are remembered: what is longer is not said again
LEAST, YEAR = 2, 4
SHARE = 2 / 3  # of its labelled occurrences, that a string's own label must have


class Lexicon:
    """Counts of labels by the words they were given to, found again at a place of a text."""

    def __init__(self, counted: Iterable[tuple[str, str, int]] = ()) -> None:
        self._counts: dict[str, Counter[str]] = {}
        self._lengths: dict[str, Counter[int]] = {}  # of the strings that begin with a word, by that word
        self._endings: dict[str, set[str]] = {}  # the strings by what stands after their last space
        for words, label, count in counted:
            self.add(words, label, count)

    def __len__(self) -> int:
        return len(self._counts)

    def __iter__(self) -> Iterator[str]:
        return iter(self._counts)

    def add(self, words: str, label: str, count: int = 1) -> None:
        """Count `words` under `label` as often as given; below nothing is nothing."""
        if not is_worth(words):
            return
        held = self._counts.get(words)
        if held is None:
            if count <= 0:
                return
            held = self._counts[words] = Counter()
            self._lengths.setdefault(first_word(words), Counter())[len(words)] += 1
            self._endings.setdefault(words.rpartition(" ")[2], set()).add(words)
        held[label] += count
        if held[label] <= 0:
            del held[label]
        if not held:
            self._forget(words)

    def _forget(self, words: str) -> None:
        del self._counts[words]
        first = first_word(words)
        self._lengths[first][len(words)] -= 1
        if self._lengths[first][len(words)] <= 0:
            del self._lengths[first][len(words)]
        if not self._lengths[first]:
            del self._lengths[first]
        last = words.rpartition(" ")[2]
        self._endings[last].discard(words)
        if not self._endings[last]:
            del self._endings[last]

    def counts(self, words: str) -> Mapping[str, int]:
        """Return how often each label was given to `words`."""
        return self._counts.get(words, {})

    def label(self, words: str) -> str:
        """Return the label that most of the labelled occurrences of `words` have, "" where none has most."""
        held = self._counts.get(words)
        if not held:
            return ""
        label, count = min(held.items(), key=lambda one: (-one[1], one[0]))
        return label if count >= SHARE * held.total() else ""

    def ending(self, word: str) -> Collection[str]:
        """Return the known strings whose last word is `word`."""
        return self._endings.get(word, ())

    def begins(self, word: str) -> bool:
        """Return whether any known words begin with `word`."""
        return word in self._lengths

    def found_at(self, text: str, word: Bounds) -> Iterator[Bounds]:
        """Yield where known words stand that begin with the word at `word`, the longest first."""
        start = word[0]
        for length in sorted(self._lengths.get(text[slice(*word)], ()), reverse=True):
            end = start + length
            if text[start:end] in self._counts and is_edge(text, start) and is_edge(text, end):
                yield start, end


def first_word(words: str) -> str:
    """Return the word that `words` begins with."""
    return words[slice(*word_at(words, 0))]


def is_worth(words: str) -> bool:
    """Return whether `words` may be looked for elsewhere: no single character, no short number, no long sentence."""
    is_number = words.isdigit() and len(words) < YEAR
    return LEAST <= len(words) <= LONGEST and words[0].isalnum() and "\n" not in words and not is_number
