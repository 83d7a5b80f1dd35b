"""A gesture saved: from the key's command to the writer's answer, against one block written and synced.

Then the same while another process adds thousands of articles to the same project.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path

from annotator import jobs
from annotator.editing.session import Session
from annotator.editing.state import State
from annotator.model.edit import Gesture
from annotator.model.marks import Marks
from annotator.model.request import Opened
from annotator.project.project import Project
from benches.apparatus import projects, states, texts
from benches.apparatus.disk import Blocks, is_in_memory
from benches.apparatus.figures import Figure, Size
from benches.apparatus.timing import Times, alternated, seconds

LEAST = 0.2  # milliseconds that a write must take for the ratio to be judged
LABEL = "entities/per"
PAUSE = 0.01  # seconds between two gestures during the import


def run(size: Size, folder: Path) -> Iterator[Figure]:
    """Yield the figures."""
    project = projects.holding(folder / "saved.spans", texts.articles(size.of(3, 200, 1_000)), done=False)
    hand, blocks = Hand(project), Blocks(folder / "blocks")
    saved, written = alternated([hand.turn, lambda nth: seconds(lambda: blocks.write(nth))], size.of(3, 400, 2_000), 20)
    blocks.close()
    where = "in memory, there is no disk" if is_in_memory(folder) else f"a write takes {written.p50:.3g} ms"
    yield Figure("key to committed, p50", "<= 8x", saved.p50, "ms", written.p50, where, judged=written.p50 >= LEAST)
    yield Figure("key to committed, p99", "", saved.p99, "ms", written.p99)
    added = size.of(100, 4_000, 20_000)
    beside = _beside_an_import(hand, folder / "more.jsonl", added)
    what = f"key to committed while another process adds {added:,} articles"
    yield Figure(f"{what}, p50", "", beside.p50, "ms", note=f"{len(beside.seconds)} gestures")
    yield Figure(f"{what}, p99", "< 50 ms", beside.p99, "ms")
    yield Figure("the longest of them", "", beside.percentile(100), "ms")
    project.close()


class Hand:
    """Labels one word after another, each once the one before it is saved."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.dice = random.Random(3)
        self.posted: list[Callable[[], None]] = []
        self.future: Future[Gesture | None] | None = None
        opened = project.reader.opened(1)
        assert opened is not None
        self.session = Session(_state(project, opened), self._commit, project.library, lambda: os.urandom(12).hex(),
                               self.posted.append)  # fmt: skip
        project.watch(lambda gesture: self.posted.append(lambda: self.session.foreign(gesture)))

    def _commit(self, gesture: Gesture) -> Future[Gesture | None]:
        self.future = self.project.commit(gesture)
        return self.future

    def turn(self, _: int) -> float:
        """Select a place and label it; return the seconds from the label's key until the disk has it."""
        self.future, taken = None, 0.0
        while self.future is None:  # where the place is labelled already, nothing is saved
            start = self.dice.randrange(len(self.session.state.text) - 40)
            self.session.run("focus.range", start, start + self.dice.randrange(1, 40))
            taken = seconds(self._label)
        self._settle()
        return taken

    def _label(self) -> None:
        self.session.run("label.apply", LABEL)
        if self.future is not None:
            self.future.result()

    def _settle(self) -> None:
        while self.posted:
            self.posted.pop(0)()


def _state(project: Project, opened: Opened) -> State:
    return State(opened.article, opened.number, opened.marks, Marks(), states.ME.id, project.reader.scheme())


def _beside_an_import(hand: Hand, path: Path, articles: int) -> Times:
    """Return the times of the gestures made while another process stores the articles of a file."""
    projects.write_jsonl(path, texts.articles(articles, first=1_000_000))
    job = jobs.start("add", str(hand.project.path), str(path))
    _wait_until_it_stores(job)
    taken: list[float] = []
    while job.poll() is None:
        taken.append(hand.turn(0))
        time.sleep(PAUSE)
    jobs.finish(job)
    return Times(taken or [hand.turn(0)])


def _wait_until_it_stores(job: subprocess.Popen[str]) -> None:
    assert job.stderr is not None
    for line in job.stderr:
        if json.loads(line).get("stage") == "add":
            return
