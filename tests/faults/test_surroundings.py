"""Locales, time zones, encodings, clocks: the same work gives the same bytes and loses nothing."""

import contextlib
import hashlib
import itertools
import json
import os
import subprocess
import sys

import pytest
import workloads
from interposing import SOURCE
from workloads import ME

from annotator.project import writer
from annotator.project.check import examine
from annotator.project.project import Project
from annotator.project.writer import Writer

LOCALES = ("C", "POSIX", "C.UTF-8", "en_US.UTF-8", "tr_TR.UTF-8", "de_DE.ISO-8859-1")
ZONES = ("UTC", "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati", "no such zone")
ENCODINGS = ({}, {"PYTHONIOENCODING": "ascii"}, {"PYTHONUTF8": "1"}, {"PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1"})
SHORT = 17  # every so manieth in the short form
NAME = "دفتر \U0001f4da 文章"
TEXT = "Ada İlhan \U0001f44d\U0001f3fd met Tom in Kraków. وقالت إن المدينة آمنة. 他说城市安全。 Straße ŒUVRE e\u0301t\u00e9\n"


def surroundings():
    for locale, zone, encoding in itertools.product(LOCALES, ZONES, ENCODINGS):
        yield {"LANG": locale, "LC_ALL": locale, "TZ": zone, **encoding}


def worked(folder, given):
    """Make a project, add, look and export in processes with other surroundings; return what left, by its digest."""
    folder.mkdir()
    (folder / f"{NAME}.jsonl").write_bytes(
        json.dumps({"text": TEXT * 3, "title": NAME, "spans": [{"start": 0, "end": 9, "label": "PER"}]}).encode()
        + b"\n"
    )
    project, out = f"{NAME}.spans", f"{NAME}.out.jsonl"
    together = (
        ["new", project], ["add", project, f"{NAME}.jsonl", "--author", "annotator Ä"], ["list", "articles", project],
        ["stats", project], ["history", project], ["export", project, out, "--as", "jsonl"],
    )  # fmt: skip
    words = [word for words in together for word in (*words, workloads.THEN)]
    for program in ([workloads.__file__, *words], ["-m", "annotator", "check", project]):
        done = subprocess.run(
            [sys.executable, *program], cwd=folder, capture_output=True, check=False,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": f"{SOURCE.parents[2]}:{SOURCE.parent}",
                 "SPANDESK_HOME": str(folder / "home"), "SPANDESK_PLANTED": os.environ.get("SPANDESK_PLANTED", ""),
                 **given},
        )  # fmt: skip
        assert done.returncode == 0, (given, program, done.stderr)
        assert b"Traceback" not in done.stderr, (given, program)
    return hashlib.sha256((folder / out).read_bytes()).hexdigest()


def test_the_same_work_gives_the_same_bytes_in_all_surroundings(tmp_path, full):
    stride = 1 if full else SHORT
    tried = {json.dumps(one): worked(tmp_path / str(at), one)
             for at, one in enumerate(itertools.islice(surroundings(), 0, None, stride))}  # fmt: skip
    assert len(set(tried.values())) == 1, f"the bytes depend on the surroundings: {tried}"
    print(f"{len(tried)} surroundings, the same bytes in all")


@pytest.mark.parametrize("clock", [0, 1_000, 2_147_483_648_000, 2_524_608_000_000])
def test_a_clock_set_back_or_far_ahead_loses_and_reorders_nothing(path, monkeypatch, clock):
    workloads.furnish(path)
    workloads.label(path, 3, "before-")
    monkeypatch.setattr(writer, "now", lambda: clock)
    workloads.label(path, 3, "during-")
    monkeypatch.undo()
    workloads.label(path, 3, "after-")
    with contextlib.closing(Project.open(path, ME)) as project:
        there = [span.id.rpartition("-")[0] for span in project.reader.opened(1).marks.spans]
        assert len(set(there)) == 9, "a gesture is lost"
        ids = [id for (id,) in project.reader.connection.execute("SELECT id FROM gesture ORDER BY seq").fetchall()]
        assert ids == sorted(ids), "what was done later stands before what was done earlier"
    assert examine(path) == []


# ---- the proof that these tests can fail
def test_bytes_that_depend_on_the_time_of_the_place_are_caught(tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules[__name__], "SHORT", 64)  # two of them, in two zones
    monkeypatch.setenv("SPANDESK_PLANTED", "time of the place")
    with pytest.raises(AssertionError, match="the bytes depend on the surroundings"):
        test_the_same_work_gives_the_same_bytes_in_all_surroundings(tmp_path, False)


def test_a_writer_that_trusts_the_clock_is_caught(path, monkeypatch):
    def by_the_clock(self):
        self.minted = getattr(self, "minted", 0) + 1
        return f"{writer.now():012x}-{self.replica}-{self.minted:08x}"

    monkeypatch.setattr(Writer, "_mint", by_the_clock)
    with pytest.raises(AssertionError, match="what was done later stands before"):
        test_a_clock_set_back_or_far_ahead_loses_and_reorders_nothing(path, monkeypatch, 0)
