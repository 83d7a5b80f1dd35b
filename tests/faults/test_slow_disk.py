"""A disk that takes 200 ms for each write and sync, as a share far away does: the window never waits for it."""

import contextlib
import json
import subprocess
import sys

import pytest
import slow_window
import workloads
from interposing import Control, environment
from workloads import ME

from annotator.project.check import examine
from annotator.project.project import Project

DELAY = 200_000  # microseconds
LABELS = {False: 4, True: 12}


@pytest.fixture
def desk(furnished, tmp_path):
    """Return a project of many articles."""
    (tmp_path / "in.jsonl").write_text(workloads.articles(200))
    workloads.shell(["add", str(furnished), str(tmp_path / "in.jsonl")])
    return furnished


def worked(desk, tmp_path, labels):
    """Work in a window over the slow disk, and return what it measured."""
    control = Control(tmp_path / "control")
    command = [sys.executable, slow_window.__file__, str(desk), str(control.path), str(DELAY), str(labels)]
    given = {**environment(desk.parent, control), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, env=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_window_does_not_wait_for_a_slow_disk_and_everything_arrives(desk, tmp_path, full):
    labels = LABELS[full]
    with contextlib.closing(Project.open(desk, ME)) as project:
        before = sum(len(record.spans) for record in project.reader.records(project.reader.position()))
    found = worked(desk, tmp_path, labels)
    print("slow disk, longest in milliseconds: ", {kind: round(took, 1) for kind, took in found["longest"].items()})
    assert found["in_window"] == 0, "the window's thread wrote to the disk"
    assert found["queued"] > 1, "nothing queued: the disk was not slow"
    assert found["left"] == 0
    with contextlib.closing(Project.open(desk, ME)) as project:
        after = sum(len(record.spans) for record in project.reader.records(project.reader.position()))
    assert after - before == labels - 1  # one was taken back
    assert examine(desk) == []


# ---- the proof that this can fail
def test_a_window_that_writes_by_itself_is_caught(desk, tmp_path, monkeypatch):
    monkeypatch.setenv("SPANDESK_PLANTED", "written by the window")
    monkeypatch.setattr(sys.modules[__name__], "DELAY", 5_000)
    with pytest.raises(AssertionError, match="the window's thread wrote to the disk"):
        test_the_window_does_not_wait_for_a_slow_disk_and_everything_arrives(desk, tmp_path, False)
