"""The shell as a whole: exit codes, one line of trouble, no traceback."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from annotator import shelf
from annotator.project.arrivals import MOST_ARTICLES

SUBCOMMANDS = [name for name in shelf.names("cli") if name != "answer"]


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_every_subcommand_explains_itself_and_refuses_nonsense(name, spandesk):
    assert spandesk(name, "--help").code == 0
    assert spandesk(name, "--nonsense").code == 2


def test_the_overview_names_every_subcommand(spandesk):
    said = spandesk("--help")
    assert said.code == 0
    assert all(f"spandesk {name}" in said.out for name in SUBCOMMANDS)
    assert spandesk("--version").out.startswith("spandesk 0.")


def test_a_first_word_that_is_neither_file_nor_subcommand(spandesk, tmp_path):
    said = spandesk(tmp_path / "absent.spans")
    assert said.code == 2
    assert "neither a project file nor a subcommand" in said.err
    assert list(tmp_path.glob("*.spans")) == []
    assert spandesk("one", "two").code == 2


@pytest.mark.parametrize(
    "name", [name for name in SUBCOMMANDS if name not in ("demo", "new", "list", "install", "restore")]
)
def test_a_project_that_is_not_there_is_one_line_and_exit_1(name, spandesk, tmp_path):
    more = {
        "add": ["x.txt"],
        "export": ["x.jsonl", "--as", "jsonl"],
        "picture": ["1", "x.png"],
        "salvage": ["x.spans"],
    }.get(name, [])
    said = spandesk(name, tmp_path / "absent.spans", *more)
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert "absent.spans" in said.err


def test_without_a_display_the_window_says_so(tmp_path):
    clean = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    done = subprocess.run([sys.executable, "-m", "annotator"], capture_output=True, text=True, env=clean, check=False)
    if sys.platform not in ("linux", "freebsd"):
        pytest.skip("only here is there a display to miss")
    assert done.returncode == 1
    assert "spandesk demo" in done.stderr
    assert "Traceback" not in done.stderr


def test_output_that_nobody_reads_is_no_traceback(path):
    command = f'"{sys.executable}" -m annotator list kinds --json | true'
    if not shutil.which("sh"):
        pytest.skip("there is no sh")
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr


def test_json_is_one_object_and_progress_are_lines(path, spandesk, tmp_path):
    (tmp_path / "a.txt").write_text("Ada met Tom.")
    said = spandesk("add", path, tmp_path / "a.txt", "--json", "--progress")
    assert json.loads(said.out)["articles"] == 1
    assert all(json.loads(line)["stage"] for line in said.err.splitlines())


def test_what_nobody_foresaw_is_one_line_and_its_details_are_kept(path, spandesk, tmp_path, home, monkeypatch):
    monkeypatch.setattr("annotator.project.reader.Reader.stats", None)
    said = spandesk("stats", path)
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert "stats could not go on" in said.err
    assert "Traceback" in (home / "state" / "trouble.txt").read_text()


def shell(words):
    return subprocess.run(["sh", "-c", words], capture_output=True, text=True, check=False)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_an_answer_that_cannot_be_written_is_one_line(path):
    spandesk = f'"{sys.executable}" -m annotator stats "{path}"'
    done = shell(f"{spandesk} > /dev/full")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "No space left" in done.stderr
    assert shell(f"{spandesk} >&-").stderr == ""
    assert shell(f'"{sys.executable}" -m annotator add "{path}" - <&-').stderr.count("\n") == 1


@pytest.fixture
def heard():
    """Let children hear SIGINT: what a shell starts in the background ignores it, and so do its children."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
@pytest.mark.usefixtures("heard")
def test_work_that_is_stopped_leaves_whole_slices_and_says_how_far_it_came(name, path, spandesk, tmp_path):
    spans = [{"start": 0, "end": 3, "label": "PER"}]
    lines = (json.dumps({"text": f"Ada {n} met Tom.", "spans": spans, "answer": "accept"}) for n in range(20_000))
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    command = [sys.executable, "-m", "annotator", "add", path, tmp_path / "a.jsonl", "--progress"]
    home = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=home) as job:
        while '"add"' not in job.stderr.readline():
            pass
        job.send_signal(getattr(signal, name))
        said = job.stderr.read().splitlines()[-1]
    assert job.returncode == 1
    done = int(re.fullmatch(r".+: stopped; (\d+) of 20000 articles added; add again completes it", said)[1])
    stored = spandesk("stats", path, "--json").json["articles"]
    assert 0 <= stored - done <= MOST_ARTICLES, "a slice may have come to the disk in the very moment of the signal"
    assert stored < 20_000
    assert spandesk("check", path, "--json").json["whole"]
    assert [one.name for one in tmp_path.iterdir() if "spandesk" in one.name] == []


def test_words_are_taken_as_typed_where_the_locale_is_not_utf_8(path, spandesk):
    """Python hands on the bytes of a word as surrogates there."""
    if sys.getfilesystemencodeerrors() != "surrogateescape":
        pytest.skip("this system gives words as they are")
    typed = "annotator Ä".encode().decode("ascii", "surrogateescape")
    given = path.with_name("in.jsonl")
    given.write_text(json.dumps({"text": "Ada met Tom.", "spans": [{"start": 0, "end": 3, "label": "PER"}]}) + "\n")
    assert spandesk("add", path, given, "--author", typed).code == 0
    assert "annotator Ä" in spandesk("list", "authors", path).out
    broken = spandesk("add", path, given, "--author", "\udcff")
    assert broken.code == 2
    assert "not written in UTF-8" in broken.err
