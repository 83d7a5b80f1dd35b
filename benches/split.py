"""Articles are shared out into train, dev and test, near copies together: time, memory, and what is found.

The articles are made up, 400 words each, and full of stock phrases: any two of them share about a sixth of what they
hold. One of a hundred has a near copy: one word changed, a paragraph cut, or a new headline. Time is that of comparing
all of them, against making their shingles alone, which is the least it can take. The forms are alike too: each text
fills 100 of 400 words into the same 300, so that any two share a little less than what makes them near.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from annotator import nearness
from annotator.model.article import Article
from annotator.model.edit import Edit, Gesture
from annotator.model.groups import Groups
from annotator.model.mark import Entry
from annotator.model.shingles import shingles
from benches.apparatus import copies, projects, texts
from benches.apparatus.copies import Copy
from benches.apparatus.figures import Figure, Size
from benches.apparatus.memory import peak_of
from benches.apparatus.states import ME
from benches.apparatus.timing import seconds

SLICE = 500  # articles in one gesture
PRINTED = 15  # words of 20 that all forms have


def run(size: Size, folder: Path) -> Iterator[Figure]:
    """Yield the figures."""
    few, many = size.of(100, 2_000, 20_000), size.of(200, 10_000, 100_000)
    stories = [one.text for one in texts.articles(many)]
    near = copies.of(stories, max(3, many // 100), random.Random(1))
    held = [*stories, *(copy.text for copy in near)]
    groups = Groups([""] * len(held))
    taken = seconds(lambda: nearness.gather(map(nearness.sketch, held), held.__getitem__, groups))
    least = seconds(lambda: [len(shingles(text)) for text in held])
    thousands = len(held) / 1_000
    yield Figure(f"comparing 1,000 of {len(held):,} articles", "<= 4x", taken / thousands, "s", least / thousands)
    yield from _found(groups, many, near)
    yield from _forms(size)
    yield from _memory(folder, held, few)


def _found(groups: Groups, many: int, near: list[Copy]) -> Iterator[Figure]:
    made, found = Counter(copy.change for copy in near), Counter[str]()
    for at, copy in enumerate(near):
        found[copy.change] += groups.together(many + at, copy.place)
    for change in copies.CHANGES:
        name = change.__name__
        words = name.replace("_", " ")
        yield Figure(f"near copies found, {words}", ">= 95 %", 100 * found[name] / made[name], "%")
    apart = len({groups.first(at) for at in range(many)})
    yield Figure("different stories taken for near", "<= 0 stories", many - apart, "stories")


def _forms(size: Size) -> Iterator[Figure]:
    """Yield what it takes to compare texts that are filled into one form: as much for each of many as of few."""
    few, many = size.of(100, 1_000, 2_000), size.of(200, 4_000, 20_000)
    each: list[float] = []
    for count in (few, many):
        held = [_form(at) for at in range(count)]
        groups = Groups([""] * count)
        each.append(
            1_000 / count * seconds(partial(nearness.gather, map(nearness.sketch, held), held.__getitem__, groups))
        )
    yield Figure(f"comparing 1,000 of {many:,} forms, against of {few:,}", "<= 1.5x", each[1], "s", each[0])


def _form(at: int) -> str:
    blocks = (
        [f"p{block}n{word}" if word < PRINTED else f"t{at}n{block}n{word}" for word in range(20)] for block in range(20)
    )
    return " ".join(word for block in blocks for word in block)


def _memory(folder: Path, held: list[str], few: int) -> Iterator[Figure]:
    peaks = [_peak(folder / f"{count}.spans", held[:count]) for count in (few, len(held))]
    if peaks[0] is not None and peaks[1] is not None:
        each = 1_000 * (peaks[1] - peaks[0]) / (len(held) - few)
        what = f"memory that `split` takes for an article, {few:,} to {len(held):,} of them"
        yield Figure(what, "<= 1 kB", each, "kB", note=f"peak {peaks[1]:.0f} MB")


def _peak(path: Path, held: list[str]) -> float | None:
    """Return the peak memory of splitting a new project with these articles, MB."""
    project = projects.empty(path)
    for at in range(0, len(held), SLICE):
        ids = {Article.of(text).id: text for text in held[at : at + SLICE]}
        edits = {id: Edit.adding(id, Entry()) for id in ids}
        project.store(Gesture("", "add", ME.id, "intake", {**edits}), texts=ids)
    project.close()
    return peak_of("split", str(path))
