"""The power goes after any change to the disk: what was acknowledged is there, and nothing is there by half."""

import contextlib
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import workloads
from interposing import Control, environment, steps
from power import Disk
from workloads import ME, PAIR, SAID

from annotator.model.problem import Problem
from annotator.project.check import examine
from annotator.project.project import Project

GESTURES = {False: 2, True: 24}
ARTICLES = {False: 12, True: 160}
CHANCES = (0.5, 0.9)  # that a change which was not synced is there
ENOUGH = {False: 1, True: 40}


def recorded(folder, tmp_path, *words):
    """Run a workload in `folder`, and return the disk with what was done to it, step by step."""
    before = tmp_path / "before"
    shutil.copytree(folder, before)
    control, record = Control(tmp_path / "control"), tmp_path / "record"
    command = [sys.executable, str(Path(workloads.__file__)), *map(str, words)]
    done = subprocess.run(
        command, env=environment(folder, control, record), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return Disk(before, steps(record, folder), SAID)


def images(disk, folder, stride):
    """Lay out the disk as it may be after each `stride`th step, in ways that differ by what is missing of it."""
    chance = random.Random(11)
    last = len(disk.changes)
    for done in sorted({*range(0, last, stride), last}):
        for seed, kept in ((None, 0.0), (chance, 1.0), *((chance, some) for some in CHANCES)):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            disk.lay_out(folder, done, seed, kept)
            yield done


def lost_in(folder):
    """Return what is wrong with the project in `folder`, "" where all that was acknowledged is there and whole."""
    said = folder / SAID
    acknowledged = set(said.read_text().split()) if said.exists() else set()
    with contextlib.closing(Project.open(folder / "p.spans", ME)) as project:
        there = [span.id.rpartition("-")[0] for span in project.reader.opened(1).marks.spans]
    if acknowledged - set(there):
        return f"lost {sorted(acknowledged - set(there))}"
    if len(there) != PAIR * len(set(there)):
        return "half a gesture"
    return "; ".join(examine(folder / "p.spans"))


@pytest.fixture
def desk(furnished):
    """Return the folder of the project `p.spans`, which holds one article."""
    return furnished.parent


def test_no_acknowledged_gesture_is_lost_when_the_power_goes(desk, tmp_path, full):
    disk = recorded(desk, tmp_path, "label", desk / "p.spans", GESTURES[full])
    tried, image = 0, tmp_path / "image"
    for done in images(disk, image, 1 if full else 9):
        assert lost_in(image) == "", f"after step {done}"
        tried += 1
    print(f"labelling: {len(disk.changes)} steps, {tried} images of the disk, 0 acknowledged gestures lost, 0 by half")
    assert tried > 30 * ENOUGH[full]


def test_an_intake_that_the_power_ends_leaves_whole_articles(desk, tmp_path, full):
    (tmp_path / "in.jsonl").write_text(workloads.articles(ARTICLES[full]))
    disk = recorded(desk, tmp_path, "add", desk / "p.spans", tmp_path / "in.jsonl")
    tried, image, most = 0, tmp_path / "image", 0
    for done in images(disk, image, 7 if full else 31):
        with contextlib.closing(Project.open(image / "p.spans", ME)) as project:
            records = list(project.reader.records(project.reader.position()))
        came = [record for record in records if record.title.startswith("Report")]
        assert all(len(record.spans) == 2 for record in came), f"half an article after step {done}"
        assert examine(image / "p.spans") == [], f"after step {done}"
        tried, most = tried + 1, max(most, len(came))
    print(f"intake: {len(disk.changes)} steps, {tried} images of the disk, 0 articles by half")
    assert most == ARTICLES[full]


def test_a_new_project_that_the_power_ends_is_whole_or_refused(tmp_path, full):
    folder = tmp_path / "empty"
    folder.mkdir()
    disk = recorded(folder, tmp_path, "new", folder / "p.spans")
    whole, tried, image = 0, 0, tmp_path / "image"
    for done in images(disk, image, 2 if full else 19):
        tried += 1
        if not (image / "p.spans").exists():
            continue
        try:
            assert examine(image / "p.spans") == [], f"after step {done}"
            whole += 1
        except Problem:
            assert done < len(disk.changes)
    print(f"new project: {len(disk.changes)} steps, {tried} images of the disk, {whole} whole, the others refused")
    assert whole


@pytest.fixture
def exported(desk, tmp_path):
    """Return the disk of an export over an older one, and what the file was before and after."""
    workloads.shell(["export", str(desk / "p.spans"), str(desk / "out.jsonl"), "--as", "jsonl"])
    before = (desk / "out.jsonl").read_bytes()
    workloads.label(desk / "p.spans", 1)

    def run():
        disk = recorded(desk, tmp_path, "export", desk / "p.spans", desk / "out.jsonl", "--as", "jsonl")
        after = (desk / "out.jsonl").read_bytes()
        assert after != before
        return disk, {before, after}

    return run


def test_an_export_that_the_power_ends_leaves_the_old_file_or_the_new(exported, tmp_path, full):
    disk, either = exported()
    tried, image = 0, tmp_path / "image"
    for done in images(disk, image, 1 if full else 3):
        assert (image / "out.jsonl").read_bytes() in either, f"after step {done}"
        tried += 1
    assert (image / "out.jsonl").read_bytes() in either
    print(f"export: {len(disk.changes)} steps, {tried} images of the disk, the old file or the new in each")


# ---- the proof that these tests can fail
def test_a_journal_whose_end_is_not_synced_is_caught(desk, tmp_path, monkeypatch):
    monkeypatch.setenv("SPANDESK_PLANTED", "synchronous=FULL")
    disk = recorded(desk, tmp_path, "label", desk / "p.spans", 3)
    assert any("lost" in lost_in(tmp_path / "image") for _ in images(disk, tmp_path / "image", 1))


def test_an_export_onto_the_file_itself_is_caught(exported, tmp_path, monkeypatch):
    monkeypatch.setenv("SPANDESK_PLANTED", "overwriting")
    disk, either = exported()
    image = tmp_path / "image"
    assert any((image / "out.jsonl").read_bytes() not in either for _ in images(disk, image, 1))
