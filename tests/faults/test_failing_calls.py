"""Any call to the disk fails, once or for ever: what was said to be saved is, and trouble is told in one line."""

import errno
import json
import shutil
import subprocess
import sys
from pathlib import Path

import failing
import pytest
import workloads
from interposing import Control, environment, steps

STRIDES = {
    "label": 11,
    "add": 41,
    "export": 13,
    "new": 67,
    "backup": 29,
    "restore": 29,
}  # in the short form; the long one tries every call


@pytest.fixture
def folder(path, tmp_path):
    """Return a folder with all that the works need."""
    made = tmp_path / "faults"
    origin = made / "origin"
    origin.mkdir(parents=True)
    project = path.rename(origin / "p.spans")
    workloads.furnish(project)
    workloads.shell(["export", str(project), str(origin / "out.jsonl"), "--as", "jsonl"])
    shutil.copy(project, origin / "old.spans")
    workloads.label(project, 1)
    (origin / workloads.SAID).unlink()
    workloads.shell(["export", str(project), str(made / "new.jsonl"), "--as", "jsonl"])
    (origin / "in.jsonl").write_text(workloads.articles(workloads.FEW))
    Control(made / "control")
    return made


def ran(folder, work, stride, *more):
    """Return the findings of one work in all cases, and how many faults were met."""
    command = [sys.executable, str(Path(failing.__file__)), str(folder), work, str(stride), *more]
    given = environment(folder / "desk", Control(folder / "control"))
    done = subprocess.run(command, env=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    *found, last = [json.loads(line) for line in done.stdout.splitlines()]
    return found, last["tried"]


@pytest.mark.parametrize("work", list(failing.WORKS))
def test_a_call_that_fails_loses_nothing(work, folder, full):
    found, tried = ran(folder, work, 1 if full else STRIDES[work])
    print(f"{work}: {tried} calls failed, {len(found)} with a loss, a crash or a silent change")
    assert found == []
    assert tried > 10


def test_nothing_is_acknowledged_after_a_failed_sync_before_the_file_is_opened_anew(folder, tmp_path, full):
    desk, control = folder / "desk", Control(folder / "control")
    tried = 0
    for at in range(1, 13) if full else (1, 3, 4):
        shutil.rmtree(desk, ignore_errors=True)
        shutil.copytree(folder / "origin", desk)
        record = tmp_path / f"record-{at}"
        control.fail(("sync",), at, errno.EIO)
        command = [sys.executable, workloads.__file__, "label", str(desk / "p.spans"), "3"]
        done = subprocess.run(
            command, env=environment(desk, control, record), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        if not control["fired"]:
            break  # the work makes fewer syncs than that
        calls = [(step.call, step.path) for step in steps(record, desk)]
        failed = next(number for number, (call, _) in enumerate(calls) if call == "x")
        if calls[failed][1] == ".":
            continue  # SQLite goes on without the sync of a folder in which a journal came to be
        after = calls[failed + 1 :]
        opened = after.index(("o", "p.spans")) if ("o", "p.spans") in after else len(after)
        assert opened < after.index(("w", workloads.SAID)), "acknowledged over the connection whose sync failed"
        tried += 1
    assert tried
    print(f"{tried} syncs failed, each followed by a fresh connection before anything was acknowledged")


def test_a_disk_that_does_not_lock_files_is_said_to_be(folder):
    desk, control = folder / "desk", Control(folder / "control")
    shutil.copytree(folder / "origin", desk)
    control.fail(("lock",), 1, errno.EOPNOTSUPP, ever=True)
    command = [sys.executable, "-m", "annotator", "stats", str(desk / "p.spans")]
    done = subprocess.run(command, env=environment(desk, control), capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "its disk does not lock files" in done.stderr


# ---- the proof that these tests can fail
def test_a_writer_that_gives_up_is_caught(folder, monkeypatch):
    monkeypatch.setenv("SPANDESK_PLANTED", "giving up")
    found, _ = ran(folder, "label", 5, "first")
    assert found


def test_an_export_onto_the_file_itself_is_caught(folder, monkeypatch):
    monkeypatch.setenv("SPANDESK_PLANTED", "overwriting")
    found, _ = ran(folder, "export", 5, "first")
    assert found


def test_a_writer_that_syncs_again_over_the_same_connection_is_caught(folder, tmp_path, monkeypatch):
    monkeypatch.setenv("SPANDESK_PLANTED", "synced again")
    with pytest.raises(AssertionError, match="acknowledged over the connection whose sync failed"):
        test_nothing_is_acknowledged_after_a_failed_sync_before_the_file_is_opened_anew(folder, tmp_path, False)
