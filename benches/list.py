"""The list of very many articles: its pages, the next one to do and the counts, whatever the depth."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

from annotator.project.project import Project
from annotator.project.reader import Reader
from benches.apparatus.figures import Figure, Size
from benches.apparatus.filling import SPANS, fill
from benches.apparatus.states import ME
from benches.apparatus.timing import alternated, seconds

PAGE = 64  # lines the window asks for at once
SHORT = "<= 1 ms"


def run(size: Size, folder: Path) -> Iterator[Figure]:
    """Yield the figures."""
    count, times = size.of(200, 100_000, 1_000_000), size.of(3, 400, 1_000)
    path = folder / "very many.spans"
    fill(path, count)
    project = Project.open(path, ME)
    note = f"{count * SPANS:,} spans, nine of ten articles done"
    yield Figure("articles in the list", "", count, "articles", note=note)
    yield from _pages(project.reader, count, times)
    yield from _walks(project.reader, count, times)
    yield from _whole(project.reader, times)
    project.close()


def _pages(reader: Reader, count: int, times: int) -> Iterator[Figure]:
    dice = random.Random(4)

    def page(low: int, high: int) -> Callable[[int], float]:
        def turn(_: int) -> float:
            first = dice.randrange(low, high)
            return seconds(lambda: reader.rows(range(first, first + PAGE), ME.id))

        return turn

    part = max(1, count // 20)
    at_start, at_end = alternated([page(1, part + 1), page(count - PAGE - part, count - PAGE)], times, warm_up=20)
    yield Figure(f"a page of {PAGE} lines near the start, p50", SHORT, at_start.p50, "ms")
    yield Figure(f"a page of {PAGE} lines near the end, against the start, p50", SHORT, at_end.p50, "ms", at_start.p50)


def _walks(reader: Reader, count: int, times: int) -> Iterator[Figure]:
    todo = count * 9 // 10

    def following(place: int, unfinished: bool) -> Callable[[int], float]:
        return lambda nth: seconds(lambda: reader.next_number(place + nth % 50, ME.id, unfinished=unfinished))

    near, far, next_near, next_over, next_far = alternated(
        [following(1, False), following(count - 100, False), following(todo - 20, True), following(1, True),
         following(count - 100, True)], times, warm_up=20,
    )  # fmt: skip
    yield Figure("the next article near the start, p50", SHORT, near.p50, "ms")
    yield Figure("the next article near the end, against the start, p50", SHORT, far.p50, "ms", near.p50)
    yield Figure("the next todo where it is near, p50", SHORT, next_near.p50, "ms")
    yield Figure(f"the next todo beyond {todo:,} done, against near, p50", SHORT, next_over.p50, "ms", next_near.p50)
    yield Figure("the next todo near the end, against near, p50", SHORT, next_far.p50, "ms", next_near.p50)


def _whole(reader: Reader, times: int) -> Iterator[Figure]:
    counts = alternated([lambda _: seconds(lambda: reader.counts(ME.id))], times)[0]
    yield Figure("the counts, p50", SHORT, counts.p50, "ms")
    numbers = alternated([lambda _: seconds(lambda: reader.numbers(ME.id))], 3)[0]
    yield Figure("the numbers of all articles, p50", "", numbers.p50, "ms")
