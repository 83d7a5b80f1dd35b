"""Start-up: from spawn to the painted article of the sample, against an empty window of the same size."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from annotator import places
from annotator.cli import main
from benches.apparatus.figures import Figure, Size
from benches.apparatus.timing import alternated


class _Started(NamedTuple):
    seconds: float
    heavy: list[str]  # modules that must not be loaded before the first paint


def run(size: Size, folder: Path) -> Iterator[Figure]:
    """Yield the figures."""
    project = folder / "sample.spans"
    main(["new", str(project)])
    main(["add", str(project), str(places.resource("sample", "sample.jsonl"))])
    heavy: set[str] = set()

    def ours(_: int) -> float:
        started = _start(folder / "home", "ours", str(project))
        heavy.update(started.heavy)
        return started.seconds

    def empty(_: int) -> float:
        return _start(folder / "home", "empty").seconds

    def words(_: int) -> float:
        return _start(folder / "home", "words").seconds

    def very_first(nth: int) -> float:
        return _start(folder / f"home {nth}", "ours").seconds

    started, window, one_line = alternated([ours, empty, words], size.of(1, 25, 60), warm_up=2)
    yield Figure("spawn to painted article, p50", "<= 1.3x", started.p50, "ms", window.p50)
    yield Figure("the same against a window that paints one line of text, p50", "", started.p50, "ms", one_line.p50)
    yield Figure("that window against the empty one, p50", "", one_line.p50, "ms", window.p50)
    loaded = ", ".join(sorted(heavy))
    yield Figure("spacy, numpy, sqlite_utils loaded by then", "<= 0 modules", len(heavy), "modules", note=loaded)
    first = alternated([very_first], size.of(1, 5, 9), warm_up=0)[0]
    yield Figure("the very first start, its sample project made on the way, p50", "< 2000 ms", first.p50, "ms")


def _start(home: Path, *words: str) -> _Started:
    before = time.monotonic_ns()
    done = subprocess.run(
        [sys.executable, "-m", "benches.apparatus.first_paint", *words],
        stdout=subprocess.PIPE, text=True, check=True, env={**os.environ, "SPANDESK_HOME": str(home)},
    )  # fmt: skip
    at, *heavy = done.stdout.split()
    return _Started((int(at) - before) / 1e9, heavy)
