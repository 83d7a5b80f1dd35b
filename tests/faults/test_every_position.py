"""kill -9 at one call after another: the target is the old one or the new one, and the same work done again succeeds."""

import contextlib
import io
import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import dying
import pytest
import workloads
from interposing import Control, environment

from annotator.project.schema import create

SOME = 10  # positions of each work in the short form; the long one ends at every one
BEFORE = 8  # articles of the older copy, and of the exports

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")


def pytest_generate_tests(metafunc):
    """Do all works in one process, which the short form has time for; each for itself in the long one."""
    if "works" in metafunc.fixturenames:
        full = metafunc.config.getoption("--full")
        metafunc.parametrize("works", [[one] for one in dying.WORKS] if full else [list(dying.WORKS)], ids=" ".join)


@pytest.fixture(scope="module")
def folder(news, tmp_path_factory):
    """Return a folder with all that the works need: a project, an older copy, and an export of each kind from that."""
    made = tmp_path_factory.mktemp("dying")
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(io.StringIO()):
        patch.setenv("SPANDESK_HOME", str(made / "home"))
        furnish(made / "origin", news)
    Control(made / "control")
    return made


def furnish(origin, news):
    origin.mkdir()
    project = origin / "p.spans"
    create(project, news, "en", workloads.ME)
    workloads.furnish(project)
    add(project, BEFORE)
    for kind in dying.KINDS:
        words = ["export", str(project), str(origin / kind), "--as", kind, "--status", "any"]
        assert workloads.shell(words) == 0, kind
    mine = origin / "bundle" / dying.MINE
    mine.parent.mkdir()
    mine.write_text("no export wrote this\n")
    shutil.copy(project, origin / "old.spans")
    add(project, BEFORE + 1)
    workloads.label(project, 1)
    (origin / workloads.SAID).unlink()
    shutil.rmtree(origin / "p.backups", ignore_errors=True)
    (origin / "in.jsonl").write_text(workloads.articles(BEFORE + 1 + workloads.FEW).split("\n", BEFORE + 1)[-1])


def add(project, count):
    """Add so many articles, and give each its part."""
    given = project.parents[1] / "in.jsonl"
    given.write_text(workloads.articles(count))
    assert workloads.shell(["add", str(project), str(given)]) == 0
    assert workloads.shell(["split", str(project)]) == 0


def ran(folder, most, *works):
    """End the works at some positions; return what was found, and what they came to."""
    command = [sys.executable, str(Path(dying.__file__)), str(folder), str(most), *works]
    given = environment(folder / "desk", Control(folder / "control"))
    done = subprocess.run(command, env=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return [one for one in lines if "wrong" in one], [one for one in lines if "tried" in one]


def test_what_ends_at_any_call_is_as_it_was_or_as_it_was_to_be_and_is_done_again(works, folder, full):
    found, told = ran(folder, 0 if full else SOME, *works)
    for one in told:
        print(f"{one['work']}: ended at {one['tried']} of {one['of']} positions: {one['outcomes']}")
    assert found == []
    assert [one["work"] for one in told if one["tried"] >= SOME // 2] == works


# ---- the proof that these tests can fail
@pytest.mark.parametrize(
    ("planted", "work", "harm", "most"),
    [
        ("restored bit by bit", "restore", "the project: ", SOME),
        ("the old taken away first", "export jsonl", "there is no target", 3 * SOME),  # one call of many
        ("the old taken away first", "restore", "there is no project", 3 * SOME),
        ("a folder moved aside", "export bundle", "there is no target", SOME),
    ],
)
def test_a_moment_in_which_the_target_is_gone_or_half_is_caught(planted, work, harm, most, folder, monkeypatch):
    monkeypatch.setenv("SPANDESK_PLANTED", planted)
    found, _ = ran(folder, most, work)
    assert any(one["wrong"].startswith(harm) for one in found)
