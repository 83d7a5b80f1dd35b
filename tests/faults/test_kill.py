"""kill -9 at random moments: what was acknowledged is there, and nothing is there by half."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import windowed
import workloads
from interposing import SOURCE
from workloads import ME, PAIR, SAID

from annotator.project.check import examine
from annotator.project.project import Project

KILLS = {  # in the short form and in the long one
    "labelling": (10, 620), "window": (3, 150), "intake": (5, 120),
}  # fmt: skip

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")


@pytest.fixture
def kills(full):
    """Return how often each work is to be killed."""
    return {work: pair[full] for work, pair in KILLS.items()}


def begun(script, *words, ready=False):
    """Start a script of these tests; with `ready` wait until it says that it is."""
    given = {**os.environ, "PYTHONPATH": f"{SOURCE.parents[2]}:{SOURCE.parent}", "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, str(Path(script.__file__)), *map(str, words)]
    worker = subprocess.Popen(command, env=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    if ready:
        assert worker.stdout.readline() == "ready\n"
    return worker


def killed(worker):
    """Kill a process, and return the whole lines that it printed."""
    worker.kill()
    out, _ = worker.communicate()
    return out.split("\n")[:-1]


def there(project):
    """Return the ids of all spans, read over a fresh connection."""
    with contextlib.closing(Project.open(project, ME)) as opened:
        return {span.id for record in opened.reader.records(opened.reader.position()) for span in record.spans}


def waited(path, before, worker):
    """Wait until `path` is another than it was, or the process is over."""
    while worker.poll() is None and (path.stat().st_mtime_ns if path.exists() else 0) == before:
        time.sleep(0.0005)


def test_labels_survive_the_death_of_their_process(furnished, kills):
    chance, acknowledged = random.Random(7), set()
    for turn in range(kills["labelling"]):
        before = furnished.stat().st_mtime_ns
        worker = begun(workloads, "label", furnished, 100_000, f"t{turn}-")
        waited(furnished, before, worker)
        time.sleep(chance.uniform(0.0, 0.05))
        killed(worker)
        acknowledged.update(furnished.with_name(SAID).read_text().split("\n")[:-1])
        ids = there(furnished)
        whole = {id.rpartition("-")[0] for id in ids}
        assert len(ids) == PAIR * len(whole), "half a gesture"
        assert acknowledged <= whole, f"lost {sorted(acknowledged - whole)}"
    assert examine(furnished) == []
    print(f"labelling killed {kills['labelling']} times, {len(acknowledged)} gestures acknowledged, 0 lost, 0 by half")
    assert acknowledged


def test_what_a_window_showed_as_saved_survives_its_death(furnished, kills):
    chance, acknowledged = random.Random(8), set()
    for _ in range(kills["window"]):
        worker = begun(windowed, furnished, 100_000, ready=True)
        acknowledged.add(worker.stdout.readline().strip())
        time.sleep(chance.uniform(0.0, 0.4))
        acknowledged.update(killed(worker))
        ids = there(furnished)
        assert acknowledged <= ids, f"lost {sorted(acknowledged - ids)}"
    assert examine(furnished) == []
    print(f"window killed {kills['window']} times, {len(acknowledged)} spans shown as saved, 0 lost")
    assert acknowledged


def test_an_intake_that_is_killed_leaves_whole_articles_and_goes_on(furnished, kills, tmp_path):
    chance, given = random.Random(9), tmp_path / "in.jsonl"
    count = 60 * kills["intake"]
    given.write_text(workloads.articles(count))
    for _ in range(kills["intake"]):
        before = furnished.stat().st_mtime_ns
        worker = begun(workloads, "add", furnished, given)
        waited(furnished, before, worker)
        time.sleep(chance.uniform(0.0, 0.08))
        killed(worker)
        with contextlib.closing(Project.open(furnished, ME)) as project:
            came = [one for one in project.reader.records(project.reader.position()) if one.title.startswith("Report")]
        assert all(len(record.spans) == 2 for record in came), "half an article"
    assert examine(furnished) == []
    assert workloads.shell(["add", str(furnished), str(given)]) == 0
    with contextlib.closing(Project.open(furnished, ME)) as project:
        assert sum(one.title.startswith("Report") for one in project.reader.records(project.reader.position())) == count
    print(f"intake killed {kills['intake']} times, 0 articles by half; adding again brought all {count}")


# ---- the proof that these tests can fail
def test_a_writer_that_acknowledges_too_early_is_caught(furnished, kills, monkeypatch):
    monkeypatch.setenv("SPANDESK_PLANTED", "acknowledged too early")
    with pytest.raises(AssertionError, match="lost"):
        test_labels_survive_the_death_of_their_process(furnished, {**kills, "labelling": 10})
