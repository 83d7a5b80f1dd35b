"""A project, or its folder, that may not be written to, for a user who is not root: it is read, and nothing else happens."""

import contextlib
import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import driven_window
import pytest
import workloads
from interposing import SOURCE
from workloads import ME

from annotator.project.check import examine
from annotator.project.project import Project

NOBODY = 65534
PROTECTED = {"the file": (0o444, 0o777), "the folder": (0o666, 0o555), "both": (0o444, 0o555)}


@pytest.fixture
def place():
    """Return a folder that others can go into; the tests' own are closed to them anew by each run that begins."""
    made = Path(tempfile.mkdtemp(prefix="rights-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def desk(furnished, place):
    """Return a project with two labels, beside a folder that is everyone's."""
    if not shutil.which("setpriv") or os.geteuid() != 0:
        pytest.skip("only root can drop its rights, with setpriv")
    workloads.label(furnished, 1)
    furnished.with_name(workloads.SAID).unlink()
    (place / "in.jsonl").write_text(workloads.articles(2))
    for name in ("desk", "mine"):
        (place / name).mkdir()
        (place / name).chmod(0o777)
    return Path(shutil.move(furnished, place / "desk"))


def protect(project, what):
    file, folder = PROTECTED[what]
    project.chmod(file)
    project.parent.chmod(folder)


def seen(project):
    """Return all that lies in the folder of the project, byte for byte, with its rights."""
    return {one.name: (one.read_bytes() if one.is_file() else None, stat.S_IMODE(one.stat().st_mode))
            for one in project.parent.iterdir()}  # fmt: skip


def as_nobody(place, *words):
    """Return the start of a process that is not root's."""
    given = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join([str(SOURCE.parents[2]), str(SOURCE.parent)]),
             "SPANDESK_HOME": str(place / "mine" / "home"), "QT_QPA_PLATFORM": "offscreen", "HOME": str(place / "mine"),
             "SPANDESK_PLANTED": os.environ.get("SPANDESK_PLANTED", "")}  # fmt: skip
    command = ["setpriv", "--reuid", str(NOBODY), "--clear-groups", sys.executable, *map(str, words)]
    return subprocess.Popen(
        command, env=given, cwd="/", text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


class Driven:
    """A window of another user."""

    def __init__(self, place, project):
        self.process = as_nobody(place, driven_window.__file__, project)
        self.first = self.heard()

    def heard(self):
        line = self.process.stdout.readline()
        assert line, self.process.stderr.read()
        return json.loads(line)

    def told(self, *words):
        print(*words, file=self.process.stdin, flush=True)
        return self.heard()

    def close(self):
        print("close", file=self.process.stdin, flush=True)
        _, said = self.process.communicate(timeout=driven_window.PATIENCE)
        assert (self.process.returncode, said) == (0, "")


@pytest.fixture
def window(place, desk):
    """Return a function that opens the project in a window of another user."""
    opened = []

    def open_it():
        opened.append(Driven(place, desk))
        return opened[-1]

    yield open_it
    for one in opened:
        one.process.kill()
        one.process.communicate()


def spans_in(path):
    with contextlib.closing(Project.open(path, ME, writable=False)) as project:
        return project.reader.stats()["spans"]


@pytest.mark.parametrize("what", PROTECTED)
def test_the_shell_looks_and_says_why_it_changes_nothing(what, desk, place):
    protect(desk, what)
    before = seen(desk)
    mine = place / "mine"
    with contextlib.closing(Project.open(desk, ME, writable=False)) as project:
        (gesture,) = project.reader.connection.execute("SELECT id FROM gesture WHERE via = 'intake'").fetchone()
    looks = [["stats", desk], ["list", "articles", desk], ["history", desk], ["check", desk], ["split", desk, "--dry-run"],
             ["add", desk, place / "in.jsonl", "--dry-run"], ["export", desk, mine / "out.jsonl", "--as", "jsonl"],
             ["salvage", desk, mine / "new.spans"], ["picture", desk, "1", mine / "x.png"]]  # fmt: skip
    changes = [["add", desk, place / "in.jsonl"], ["split", desk], ["history", desk, "--take-back", gesture]]
    looking = [word for words in looks for word in (*words, workloads.THEN)]  # in one process
    calls = [(workloads.__file__, *looking), *(("-m", "annotator", *words) for words in changes)]
    for words, code in zip(calls, (0, 1, 1, 1), strict=True):
        worker = as_nobody(place, *words)
        _, said = worker.communicate(timeout=driven_window.PATIENCE)
        assert worker.returncode == code, (words, said)
        assert said.count("\n") == code, (words, said)
        assert not code or "write-protected" in said, (words, said)
        assert seen(desk) == before, f"{words} changed what is protected"
    print(f"{what} is protected: {len(looks)} looks and {len(changes)} changes refused, no byte changed")


@pytest.mark.parametrize("what", PROTECTED)
def test_a_window_reads_it_and_a_copy_of_it_can_be_worked_in(what, desk, place, window):
    protect(desk, what)
    before = seen(desk)
    opened = window()
    assert opened.first["head"] == "p.spans is write-protected"
    assert opened.first["text"] == workloads.TEXT
    labelled = opened.told("label")
    assert (labelled["waiting"], labelled["mine"]) == (0, 0), "what cannot be saved is shown"
    assert "nothing in it can be changed" in labelled["said"]
    opened.told("copy", place / "mine" / "copy.spans")
    opened.close()
    assert seen(desk) == before, "the window changed what is protected"
    assert examine(place / "mine" / "copy.spans") == []
    worker = as_nobody(place, "-m", "annotator", "add", place / "mine" / "copy.spans", place / "in.jsonl")
    assert worker.communicate()[1] == ""
    assert worker.returncode == 0


def test_rights_that_are_taken_away_under_a_window_lose_nothing(desk, place, window):
    desk.chmod(0o666)
    desk.parent.chmod(0o777)
    opened = window()
    assert opened.first["head"] == ""
    opened.told("label")
    assert opened.told("saved")["mine"] == 1
    desk.parent.chmod(0o555)
    opened.told("label")
    opened.told("label")
    troubled = opened.told("troubled")
    assert troubled["head"].startswith("Not saved"), troubled
    assert troubled["waiting"] == 2, "what the disk refused is lost"
    opened.told("copy", place / "mine" / "copy.spans")
    assert spans_in(place / "mine" / "copy.spans") == workloads.PAIR + 3
    desk.parent.chmod(0o777)
    assert opened.told("saved")["waiting"] == 0
    opened.close()
    assert spans_in(desk) == workloads.PAIR + 3
    assert examine(desk) == []


# ---- the proof that these tests can fail
def test_a_window_that_does_not_look_at_the_rights_is_caught(desk, place, window, monkeypatch):
    monkeypatch.setenv("SPANDESK_PLANTED", "rights not looked at")
    with pytest.raises(AssertionError, match="is write-protected"):
        test_a_window_reads_it_and_a_copy_of_it_can_be_worked_in("the file", desk, place, window)
