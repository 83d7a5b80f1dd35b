"""A folder of very many files: it comes in within bounded memory, stopped and killed on the way, each article once and whole."""

import contextlib
import json
import os
import re
import subprocess
import sys
import time

import pytest
import workloads
from interposing import SOURCE
from workloads import ME

from annotator.project.check import examine
from annotator.project.project import Project

resource = pytest.importorskip("resource")  # which Windows has not

FILES = {False: 2_000, True: 100_000}
FEW = 200  # files, of which the memory is the program's own
A_FILE = 2_048  # bytes of memory that each file may take: its name and what became of it
SLACK = 8 << 20
HANDLES = 256  # that may be open at once, far fewer than there are files
PATIENCE = 1_200  # seconds
# A small process between: the largest memory of a child is told as that of its parent where that was larger.
MEASURE = """
import resource, subprocess, sys
with open(sys.argv[1], "w") as answer:
    code = subprocess.call(sys.argv[2:], stdout=answer)
print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def limited():
    resource.setrlimit(resource.RLIMIT_NOFILE, (HANDLES, HANDLES))


def begun(project, folder, *measured):
    """Begin to add a folder, with few handles; `measured` is what is put before the words."""
    given = {**os.environ, "PYTHONPATH": os.pathsep.join([str(SOURCE.parents[2]), str(SOURCE.parent)])}
    words = [sys.executable, workloads.__file__, "add", str(project), str(folder), "--json", "--progress"]
    return subprocess.Popen(
        [*measured, *words], env=given, text=True, preexec_fn=limited, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def heard(worker, done):
    """Read what is told until so many articles are on the disk."""
    for line in worker.stderr:
        if line.startswith("{") and json.loads(line).get("done", 0) >= done:
            return
    raise AssertionError(f"it ended before, with {worker.wait()}")


def added(project, folder, tmp_path):
    """Add a folder to the end; return its answer, its largest memory in bytes and its seconds."""
    began, answer = time.monotonic(), tmp_path / "answer"
    out, said = begun(project, folder, sys.executable, "-c", MEASURE, str(answer)).communicate(timeout=PATIENCE)
    code, memory = map(int, out.split())
    assert code == 0, [line for line in said.splitlines() if not line.startswith("{")]
    took = time.monotonic() - began
    return json.loads(answer.read_text()), memory * (1 if sys.platform == "darwin" else 1024), took


def held(project):
    """Return how many articles are there, each of which must be whole and there once."""
    with contextlib.closing(Project.open(project, ME)) as opened:
        records = opened.reader.records(opened.reader.position())
        texts = [one.article.text for one in records if one.article.text.startswith("Note ")]
    numbers = {int(text[5:].partition(":")[0]) for text in texts}
    assert {words(at) for at in numbers} == set(texts), "an article by half"
    assert len(numbers) == len(texts), "an article twice"
    assert examine(project) == []
    return len(texts)


def words(at):
    return f"Note {at}: Ada Lindqvist met Tom Brandt in Northport.\n"


@pytest.fixture
def filled(tmp_path):
    """Return a function that makes a folder of so many files, in folders of a thousand."""

    def fill(count):
        folder = tmp_path / f"in-{count}"
        for at in range(count):
            if at % 1000 == 0:
                (folder / f"{at // 1000}").mkdir(parents=True)
            (folder / f"{at // 1000}" / f"note-{at}.txt").write_text(words(at))
        return folder

    return fill


def test_a_folder_of_many_files_comes_in_whole_though_it_is_stopped_and_killed(furnished, filled, tmp_path, full):
    count = FILES[full]
    folder = filled(count)
    stopped = begun(furnished, folder)
    heard(stopped, count // 4)
    stopped.terminate()  # as the window's Cancel does
    _, said = stopped.communicate(timeout=PATIENCE)
    there = held(furnished)
    assert stopped.returncode == 1
    assert re.search(rf"stopped; {there} of {count} articles added; add again completes it", said), said[-300:]
    assert count // 4 <= there < count
    killed = begun(furnished, folder)
    heard(killed, count // 2)
    killed.kill()
    killed.communicate()
    after = held(furnished)
    assert there < after < count
    answer, memory, took = added(furnished, folder, tmp_path)
    assert answer["articles"] + answer["known"]["articles"] == count
    assert answer["known"]["articles"] == after
    assert held(furnished) == count
    print(f"{count} files, stopped at {there} and killed at {after}; the rest in {took:.0f} s and {memory >> 20} MB")


def test_the_memory_grows_by_the_names_of_the_files_alone(furnished, filled, tmp_path, full):
    count = FILES[full] // 2
    _, own, _ = added(furnished, filled(FEW), tmp_path)
    answer, memory, took = added(furnished, filled(count), tmp_path)
    print(f"{count} files in {took:.0f} s: {memory >> 20} MB, where {FEW} files take {own >> 20} MB")
    assert answer["articles"] + answer["known"]["articles"] == count, "files were left out"
    assert memory - own < count * A_FILE + SLACK, "the memory grows with what was read"


# ---- the proof that these tests can fail
@pytest.mark.parametrize(
    ("planted", "said"),
    [("files left open", "Too many open files"), ("buffers kept", "the memory grows with what was read")],
)
def test_an_intake_that_lets_go_of_nothing_is_caught(planted, said, furnished, filled, tmp_path, monkeypatch):
    monkeypatch.setenv("SPANDESK_PLANTED", planted)
    with pytest.raises(AssertionError, match=said):
        test_the_memory_grows_by_the_names_of_the_files_alone(furnished, filled, tmp_path, False)
