import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys

import pytest

from annotator.project.check import examine

CORPORA = ("brat_litbank", "brat_anem", "brat_tutorial", "prodigy_drugs", "prodigy_headlines", "prodigy_nel")


def written_spans(folder):
    brat = sum(
        line.startswith("T") for path in folder.rglob("*.ann") for line in path.read_text(encoding="utf-8").split("\n")
    )
    lines = [
        json.loads(line)
        for path in folder.glob("*.jsonl")
        for line in path.read_text(encoding="utf-8").split("\n")
        if line.strip()
    ]
    return brat + sum(len(line.get("spans") or []) for line in lines)


@pytest.mark.parametrize("name", CORPORA)
def test_a_corpus_arrives_whole_and_only_once(name, corpora, path, spandesk):
    first = spandesk("add", path, corpora / name, "--json").json
    listed = [one for one in first["left_out"] if one["what"] == "span"]
    assert written_spans(corpora / name) == first["spans"] + first["known"]["spans"] + len(listed) + first.get(
        "refusals", 0
    )
    assert all(one["reason"] and ":" in one["where"] for one in first["left_out"])
    stats = spandesk("stats", path, "--json").json
    assert (stats["articles"], stats["spans"]) == (first["articles"], first["spans"])
    before = path.read_bytes()
    again = spandesk("add", path, corpora / name, "--json").json
    assert (again["articles"], again["spans"]) == (0, 0)
    assert path.read_bytes() == before
    assert examine(path) == []


def test_patterns_are_no_articles(corpora, path, spandesk):
    before = path.read_bytes()
    said = spandesk("add", path, corpora / "patterns_fashion")
    assert said.code == 1
    assert "no kind that is known" in said.err
    assert path.read_bytes() == before


def test_standard_input(path, spandesk, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"Ada met Tom.")))
    assert spandesk("add", path, "-", "--json").json["articles"] == 1


def test_a_dry_run_changes_nothing(path, spandesk, tmp_path):
    (tmp_path / "a.txt").write_text("Ada met Tom.")
    before = path.read_bytes()
    assert spandesk("add", path, tmp_path / "a.txt", "--dry-run", "--json").json["articles"] == 1
    assert path.read_bytes() == before


def test_strict_is_exit_3_when_something_is_left_out(path, spandesk, tmp_path):
    (tmp_path / "a.txt").write_text("Ada met Tom.")
    (tmp_path / "b.txt").write_bytes(b"\xff\xfe\x00binary")
    assert spandesk("add", path, tmp_path / "a.txt", tmp_path / "b.txt", "--strict").code == 3
    assert spandesk("add", path, tmp_path / "a.txt", "--strict").code == 0


@pytest.mark.parametrize("data", [b"\x7fELF\x00\x01", b"caf\xe9", b"a\x00b"])
def test_a_file_that_is_no_text_is_one_line_with_its_place(path, spandesk, tmp_path, data):
    (tmp_path / "bad.txt").write_bytes(data)
    before = path.read_bytes()
    said = spandesk("add", path, tmp_path / "bad.txt")
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert "bad.txt:1" in said.err
    assert path.read_bytes() == before


def test_a_foreign_or_newer_file_is_left_alone(spandesk, tmp_path, path):
    (tmp_path / "a.txt").write_text("Ada met Tom.")
    foreign, newer = tmp_path / "foreign.spans", tmp_path / "newer.spans"
    other = sqlite3.connect(foreign)
    other.execute("CREATE TABLE x (y)")
    other.commit()
    other.close()
    shutil.copy(path, newer)
    other = sqlite3.connect(newer)
    other.execute("PRAGMA user_version=99")
    other.close()
    for file, why in ((foreign, "not a Spandesk project"), (newer, "newer Spandesk")):
        before = file.read_bytes()
        said = spandesk("add", file, tmp_path / "a.txt")
        assert (said.code, said.err.count("\n")) == (1, 1)
        assert why in said.err
        assert file.read_bytes() == before


def as_nobody(*words, **more):
    if not shutil.which("setpriv") or os.geteuid() != 0:
        pytest.skip("only root can drop its rights, with setpriv")
    return subprocess.run(
        ["setpriv", "--reuid", "65534", "--clear-groups", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        **more,
    )


def test_a_folder_without_rights_is_one_line(tmp_path, path):
    for folder in (tmp_path, *tmp_path.parents):
        if str(folder).startswith("/tmp/"):
            folder.chmod(0o777)
    path.chmod(0o666)
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o700)
    home = {**os.environ, "SPANDESK_HOME": str(tmp_path / "nobody")}
    before = path.read_bytes()
    done = as_nobody(sys.executable, "-m", "annotator", "add", path, locked, env=home, cwd=tmp_path)
    if "can't open file" in done.stderr or "No module" in done.stderr or "Permission denied: '/root" in done.stderr:
        pytest.skip("the interpreter is not readable by another user here")
    assert done.returncode == 1, done.stderr
    assert done.stderr.count("\n") == 1
    assert "Permission denied" in done.stderr
    assert path.read_bytes() == before


def test_a_full_disk_keeps_whole_slices_and_adding_again_completes_it(tmp_path, spandesk):
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk], capture_output=True, check=False
    )
    if not mount or mount.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        source = tmp_path / "in.jsonl"
        text = "Ada Lindqvist met Tom Brandt in Northport. " * 40
        spans = [{"start": 0, "end": 13, "label": "PER"}]
        source.write_text(
            "".join(json.dumps({"text": f"{n} {text}", "spans": spans, "answer": "accept"}) + "\n" for n in range(1500))
        )
        assert spandesk("new", disk / "p.spans").code == 0
        said = spandesk("add", disk / "p.spans", source)
        assert said.code == 1
        assert "full" in said.err
        assert "add again completes it" in said.err
        done = int(said.err.split(" of 1500 articles added")[0].rsplit(" ", 1)[1])
        stats = spandesk("stats", disk / "p.spans", "--json").json
        assert 0 < done == stats["articles"] == stats["spans"] < 1500
        assert examine(disk / "p.spans") == []
        subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
        again = spandesk("add", disk / "p.spans", source, "--json").json
        assert (again["articles"], again["known"]["articles"]) == (1500 - done, done)
        assert examine(disk / "p.spans") == []
    finally:
        subprocess.run(["umount", "-l", disk], check=False)
