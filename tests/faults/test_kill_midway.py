"""kill -9 in the middle of what replaces, copies or changes a whole project: it is as it was or as it was to be, and a way back is there."""

import contextlib
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import driven_window
import pytest
import workloads
from interposing import SOURCE
from workloads import ME

from annotator.model.problem import Problem
from annotator.project import backups
from annotator.project.check import examine
from annotator.project.project import Project

KILLS = {False: 2, True: 100}  # `test_every_position` ends the same at chosen ones
WINDOWS = {False: 2, True: 40}
ARTICLES = 400
SLICES = {"split": 1_200}  # articles of what is done slice by slice
PATIENCE = 120  # seconds

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")


class Desk(NamedTuple):
    """A folder with a project, laid out afresh for each kill from the one in which nothing happened."""

    origin: Path
    place: Path

    @property
    def project(self):
        return self.place / "p.spans"

    def lay_out(self):
        shutil.rmtree(self.place, ignore_errors=True)
        shutil.copytree(self.origin, self.place)

    def names(self):
        return {str(one.relative_to(self.place)) for one in self.place.rglob("*")}, self.project.stat().st_mtime_ns


@pytest.fixture
def made(furnished, tmp_path):
    """Return a function that makes a desk with a project of so many articles, and an older copy of it."""

    def make(articles):
        origin = furnished.parent
        shutil.copy(furnished, origin / "old.spans")
        (tmp_path / "in.jsonl").write_text(workloads.articles(articles))
        assert workloads.shell(["add", str(furnished), str(tmp_path / "in.jsonl")]) == 0
        shutil.rmtree(backups.folder_of(furnished), ignore_errors=True)
        return Desk(origin, tmp_path / "desk-again")

    return make


@pytest.fixture
def desk(made):
    return made(ARTICLES)


def begun(script, *words):
    given = {**os.environ, "PYTHONPATH": f"{SOURCE.parents[2]}:{SOURCE.parent}", "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(
        [sys.executable, script.__file__, *map(str, words)], env=given, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def ended(worker):
    worker.kill()
    worker.communicate()


def working(desk, words):
    """Begin, and return once something in the folder is another than it was."""
    before = desk.names()
    worker = begun(workloads, *words)
    while worker.poll() is None and desk.names() == before:
        time.sleep(0.0005)
    return worker


# ---- what is looked at
def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def position(path):
    with contextlib.closing(Project.open(path, ME, writable=False)) as project:
        return project.reader.position().name


def parts(path):
    with contextlib.closing(Project.open(path, ME, writable=False)) as project:
        return {one.article.id: one.part for one in project.reader.records(project.reader.position())}


def whole(path):
    """Return what is wrong with a project, "" where nothing is."""
    try:
        return "; ".join(examine(path))
    except Problem as problem:
        return str(problem)


def kept(desk, wanted):
    """Return whether a backup of the position `wanted` is there; each that is there must be whole."""
    found = backups.listed(desk.project)
    assert [whole(one.path) for one in found] == [""] * len(found), "a backup by half"
    return wanted in {position(one.path) for one in found}


def as_it_was(desk):
    assert digest(desk.project) == digest(desk.origin / "p.spans"), "the project is another one"


def after_backup(desk, _):
    as_it_was(desk)
    return "kept" if kept(desk, position(desk.project)) else "not kept"


def after_restore(desk, _):
    assert desk.project.exists(), "there is no project"
    assert whole(desk.project) == "", "the project is neither the old one nor the new"
    there, before = position(desk.project), position(desk.origin / "p.spans")
    assert there in (before, position(desk.origin / "old.spans"))
    assert digest(desk.place / "old.spans") == digest(desk.origin / "old.spans")
    assert kept(desk, before) or there == before, "what was there before is lost"
    return "as it was" if there == before else "restored"


def after_salvage(desk, _):
    as_it_was(desk)
    new = desk.place / "new.spans"
    if not new.exists():
        return "not made"
    assert whole(new) == "", "what was salvaged is not whole"
    assert position(new) == position(desk.project)
    return "made"


def after_split(desk, done):
    assert whole(desk.project) == ""
    found = parts(desk.project)
    assert all(part in ("", done[article]) for article, part in found.items()), "a part that the law does not give"
    count = sum(map(bool, found.values()))
    assert not count or kept(desk, position(desk.origin / "p.spans")), "what was there before is lost"
    assert workloads.shell(["split", str(desk.project)]) == 0
    assert parts(desk.project) == done, "splitting again gives other parts"
    return "split" if count == len(found) else "partly" if count else "not split"


WORKS = {
    "backup": (("backup", "{desk}/p.spans"), after_backup),
    "restore": (("restore", "{desk}/p.spans", "{desk}/old.spans"), after_restore),
    "salvage": (("salvage", "{desk}/p.spans", "{desk}/new.spans"), after_salvage),
    "split": (("split", "{desk}/p.spans"), after_split),
}


def killed(desk, work, kills):
    """Kill a subcommand at so many moments; return how often it came to what."""
    words, look = WORKS[work]
    words, chance, outcomes = [word.format(desk=desk.place) for word in words], random.Random(17), Counter()
    desk.lay_out()
    worker = working(desk, words)
    began = time.monotonic()
    assert worker.wait(PATIENCE) == 0
    long, done = time.monotonic() - began, parts(desk.project)
    worker.communicate()
    for _ in range(kills):
        desk.lay_out()
        worker = working(desk, words)
        time.sleep(chance.uniform(0.0, long))
        ended(worker)
        outcomes[look(desk, done)] += 1
    return outcomes


@pytest.mark.parametrize("work", WORKS)
def test_a_project_in_the_middle_of_it_is_as_it_was_or_as_it_was_to_be(work, made, full):
    outcomes = killed(made(SLICES.get(work, ARTICLES)), work, KILLS[full])
    print(f"{work} killed {KILLS[full]} times: {dict(outcomes)}; 0 projects, backups or articles by half")


def deleting(desk):
    """Return a window that has begun to give the spans of one label to another and to delete it."""
    desk.lay_out()
    window = begun(driven_window, desk.project)
    assert window.stdout.readline()
    print("run label.delete entities/per entities/gpe", file=window.stdin, flush=True)
    assert window.stdout.readline()
    return window


def labels(project):
    """Return how many spans each label has, and which labels there are."""
    with contextlib.closing(Project.open(project, ME, writable=False)) as opened:
        counts = Counter(span.label for one in opened.reader.records(opened.reader.position()) for span in one.spans)
        return counts, {label.id for label in opened.reader.scheme().labels}


def test_a_label_that_is_merged_into_another_is_merged_or_is_not(desk, full):
    window = deleting(desk)
    began = time.monotonic()
    print("saved", file=window.stdin, flush=True)
    assert json.loads(window.stdout.readline())["waiting"] == 0
    long, chance, outcomes = time.monotonic() - began, random.Random(18), Counter()
    ended(window)
    assert labels(desk.project)[0] == {"entities/gpe": 2 * ARTICLES}, "the label was not merged at all"
    for _ in range(WINDOWS[full]):
        window = deleting(desk)
        time.sleep(chance.uniform(0.0, 1.5 * long))
        ended(window)
        assert whole(desk.project) == ""
        counts, there = labels(desk.project)
        merged = "entities/per" not in there
        assert counts == {"entities/gpe" if merged else "entities/per": 2 * ARTICLES}, "a gesture by half"
        kept(desk, "")
        assert not merged or kept(desk, position(desk.origin / "p.spans")), "what was there before is lost"
        outcomes["merged" if merged else "as it was"] += 1
    print(f"a label's deletion killed {WINDOWS[full]} times: {dict(outcomes)}, 0 gestures by half")


# ---- the proof that these tests can fail
def test_a_restore_onto_the_project_itself_is_caught(desk, monkeypatch):
    monkeypatch.setenv("SPANDESK_PLANTED", "restored bit by bit")
    with pytest.raises(AssertionError, match="the project is neither the old one nor the new"):
        killed(desk, "restore", 20)


def test_a_label_whose_spans_move_one_by_one_is_caught(desk, monkeypatch):
    monkeypatch.setenv("SPANDESK_PLANTED", "one by one")
    monkeypatch.setitem(WINDOWS, False, 10)
    with pytest.raises(AssertionError, match="a gesture by half"):
        test_a_label_that_is_merged_into_another_is_merged_or_is_not(desk, False)
