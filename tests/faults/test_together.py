"""Several windows and shells at one project, and a file that is moved under them: nothing is lost or mixed up."""

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import time

import pytest
import windowed
import workloads
from interposing import SOURCE
from workloads import ME, PAIR

from annotator.project.check import examine
from annotator.project.project import Project

TIMES = {False: 15, True: 150}
PATIENCE = 240  # seconds
AWAY = 2.5  # seconds, in which what waits is tried again


@pytest.fixture
def desk(path, tmp_path):
    folder = tmp_path / "desk"
    folder.mkdir()
    project = path.rename(folder / "p.spans")
    workloads.furnish(project)
    return project


@pytest.fixture
def begin():
    """Return a function that starts a script of these tests; what still runs at the end is killed."""
    running = []

    def start(script, *words, **more):
        given = {**os.environ, "PYTHONPATH": f"{SOURCE.parents[2]}:{SOURCE.parent}", "QT_QPA_PLATFORM": "offscreen"}
        command = [sys.executable, script.__file__, *map(str, words)]
        worker = subprocess.Popen(
            command, env={**given, **more}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        running.append(worker)
        return worker

    yield start
    for worker in running:
        worker.kill()
        worker.communicate()


def records(project):
    with contextlib.closing(Project.open(project, ME)) as opened:
        return list(opened.reader.records(opened.reader.position()))


def test_two_windows_a_loop_and_an_intake_lose_nothing(desk, tmp_path, begin, request):
    times = TIMES[request.config.getoption("--full")]
    (tmp_path / "in.jsonl").write_text(workloads.articles(20 * times))
    windows = [begin(windowed, desk, times, SPANDESK_HOME=str(tmp_path / f"home-{at}")) for at in range(2)]
    loop, intake = begin(workloads, "label", desk, times), begin(workloads, "add", desk, tmp_path / "in.jsonl")
    shown = set[str]()
    for worker in (*windows, loop, intake):
        out, err = worker.communicate(timeout=PATIENCE)
        assert worker.returncode == 0, err
        if worker in windows:
            shown.update(set(out.split()) - {"ready"})
    found = records(desk)
    ids = {span.id for record in found for span in record.spans}
    assert len(shown) == 2 * times
    assert shown <= ids
    assert {f"g{at}-{half}" for at in range(times) for half in "ab"} <= ids
    assert sum(record.title.startswith("Report") for record in found) == 20 * times
    assert examine(desk) == []
    print(f"two windows with {times} labels each, {times} gestures beside, {20 * times} articles coming in: 0 lost")


def waiting(worker, said, count):
    """Wait until so many gestures were acknowledged."""
    while worker.poll() is None and (not said.exists() or said.read_text().count("\n") < count):
        time.sleep(0.002)
    assert worker.poll() is None, worker.communicate()


@pytest.mark.parametrize("what", ["renamed", "replaced"])
def test_a_file_that_is_moved_away_and_put_back_misses_nothing(what, desk, tmp_path, begin):
    times, said, away = 400, desk.with_name(workloads.SAID), desk.with_name("away.spans")
    other = tmp_path / "other.spans"
    shutil.copy(desk, other)
    before = hashlib.sha256(other.read_bytes()).hexdigest()
    worker = begin(workloads, "label", desk, times)
    waiting(worker, said, 5)
    desk.rename(away)
    if what == "replaced":
        shutil.copy(other, desk)
    time.sleep(AWAY)
    if what == "replaced":
        assert hashlib.sha256(desk.read_bytes()).hexdigest() == before, "another file was written to"
        desk.unlink()
    acknowledged = set(said.read_text().split("\n")[:-1])
    journal = away.with_name("p.spans-journal")
    assert not journal.exists(), "a journal was left at the old place"
    held = {span.id.rpartition("-")[0] for record in records(away) for span in record.spans}
    assert acknowledged <= held
    away.rename(desk)
    _, err = worker.communicate(timeout=PATIENCE)
    assert worker.returncode == 0, err
    found = [span.id.rpartition("-")[0] for record in records(desk) for span in record.spans]
    assert len(found) == PAIR * times
    assert examine(desk) == []
    print(f"{what} and put back: {times} gestures acknowledged, 0 lost")


# ---- the proof that these tests can fail
def test_a_writer_that_takes_any_file_of_that_name_is_caught(desk, tmp_path, begin, monkeypatch):
    monkeypatch.setenv("SPANDESK_PLANTED", "any file of that name")
    with pytest.raises(AssertionError, match="another file was written to"):
        test_a_file_that_is_moved_away_and_put_back_misses_nothing("replaced", desk, tmp_path, begin)
