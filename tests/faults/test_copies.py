"""The file is copied by other programs while it is written: each copy is whole or refused, none read wrong."""

import contextlib
import os
import random
import sqlite3
import subprocess
import sys
import time

import pytest
import workloads
from interposing import SOURCE
from workloads import ME, PAIR, SAID

from annotator.model.problem import Problem
from annotator.project.check import examine
from annotator.project.project import Project

COPIES = {False: 25, True: 300}


@pytest.fixture
def busy(furnished):
    """Return a function that works in the project until the test ends, and the project."""
    running = []

    def start(*words):
        command = [sys.executable, workloads.__file__, *map(str, words)]
        worker = subprocess.Popen(
            command, env={**os.environ, "PYTHONPATH": f"{SOURCE.parents[2]}:{SOURCE.parent}"}, stdout=subprocess.DEVNULL
        )
        running.append(worker)
        return worker

    yield start, furnished
    for worker in running:
        worker.kill()
        worker.wait()


def copied(project, copy, chance):
    """Copy the file alone, as a synchronising program does, in pieces and at any moment."""
    with project.open("rb") as source, copy.open("wb") as target:
        while piece := source.read(chance.choice((512, 8192, 65536))):
            target.write(piece)
            if chance.random() < 0.02:
                time.sleep(0.001)


def state(copy):
    """Return "refused" or "whole" with the names of the gestures in it; fails where a copy is read wrong."""
    try:
        with contextlib.closing(Project.open(copy, ME)) as project:
            there = [span.id.rpartition("-")[0] for span in project.reader.opened(1).marks.spans]
        findings = examine(copy)
    except (Problem, sqlite3.Error):
        return "refused", set()
    if findings:
        return "found", set()
    assert len(there) == PAIR * len(set(there)), "half a gesture"
    return "whole", set(there)


def judged(busy, words, tmp_path, count):
    start, project = busy
    worker, chance, found = start(*words), random.Random(3), {"whole": 0, "refused": 0, "found": 0}
    size = project.stat().st_size
    while project.stat().st_size == size and worker.poll() is None:  # until it has begun
        time.sleep(0.001)
    for turn in range(count):
        if worker.poll() is not None:
            break
        said = project.with_name(SAID)
        before = set(said.read_text().split()) if said.exists() else set()
        copy = tmp_path / f"copy-{turn}.spans"
        copied(project, copy, chance)
        what, there = state(copy)
        found[what] += 1
        if what == "whole":
            assert before <= there, "an acknowledged gesture is missing in a copy that is read as good"
        copy.unlink()
    return found


def test_copies_made_while_labelling_are_whole_or_refused(busy, tmp_path, full):
    count = COPIES[full]
    found = judged(busy, ("label", busy[1], 1_000_000), tmp_path, count)
    print(f"copies while labelling: {found}; none read wrong")
    assert sum(found.values()) == count


def test_copies_made_during_an_intake_are_whole_or_refused(busy, tmp_path, full):
    count = COPIES[full]
    given = tmp_path / "in.jsonl"
    given.write_text(workloads.articles(400 * count))
    found = judged(busy, ("add", busy[1], given), tmp_path, count)
    print(f"copies during an intake: {found}; none read wrong")
    assert sum(found.values()) > count // 5


# ---- the proof that these tests can fail
def test_a_project_whose_main_file_is_not_complete_is_caught(busy, tmp_path, monkeypatch):
    monkeypatch.setenv("SPANDESK_PLANTED", "journal_mode=WAL")
    with pytest.raises(AssertionError, match="an acknowledged gesture is missing"):
        judged(busy, ("label", busy[1], 1_000_000), tmp_path, COPIES[False])
