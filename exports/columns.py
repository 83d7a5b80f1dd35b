"""Columns: a word a line, a blank line after each sentence, -DOCSTART- before each article."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from annotator.model.dataset import Dataset
from annotator.model.notation import Range, written
from annotator.model.report import Report
from annotator.model.sentences import sentence_at

from .flat import Entities, entities

DOCSTART = "-DOCSTART-"


def write_columns(
    dataset: Dataset, target: Path, marks: str, line: Callable[[str, str], str], missing: str = ""
) -> Report:
    """Write the words of every article with their labels.

    `marks` are the letters of the notation (`model/notation.written`), `line` makes a line of a word and its label,
    `missing` is the label of what nobody judged, "" where the notation has none.
    """
    report = Report(files=[target.name], not_taken=dataset.not_taken)
    with target.open("w", encoding="utf-8", newline="\n") as file:
        for one in entities(dataset, report, says_undone=bool(missing), spaced=False, reserved=DOCSTART):
            file.write(line(DOCSTART, "O") + "\n\n")
            fields = _fields(dataset, one, marks, missing)
            for sentence in _sentences(one):
                file.writelines(f"{line(_word(one, at), fields[at])}\n" for at in sentence)
                file.write("\n")
    return report


def _fields(dataset: Dataset, one: Entities, marks: str, missing: str) -> dict[int, str]:
    """Return the label of each token that is a word, by its index."""
    words = [at for at in range(len(one.tokens.starts)) if at not in one.tokens.space]
    place = {at: nth for nth, at in enumerate(words)}
    found: list[Range] = []
    for judged in one.kept:
        first, last = judged.tokens or (0, 0)  # neither begins nor ends with white space, which is no word
        found.append(Range(place[first], place[last - 1] + 1, dataset.scheme.label(judged.span.label).name))
    return dict(zip(words, written(found, len(words), marks, "O" if one.done or not missing else missing), strict=True))


def _sentences(one: Entities) -> Iterator[list[int]]:
    """Yield the words of each sentence; none ends within a span, and each line of the text ends one."""
    text, tokens = one.record.article.text, one.tokens
    inside = {at for judged in one.kept for at in range((judged.tokens or (0, 0))[0] + 1, (judged.tokens or (0, 0))[1])}
    sentence: list[int] = []
    until = 0
    for at, start in enumerate(tokens.starts):
        if at in tokens.space:
            continue
        if start >= until:
            if sentence and at not in inside:
                yield sentence
                sentence = []
            until = max(sentence_at(text, start)[1], start + 1)
        sentence.append(at)
    if sentence:
        yield sentence


def _word(one: Entities, at: int) -> str:
    return one.record.article.text[one.tokens.starts[at] : one.tokens.ends[at]]
