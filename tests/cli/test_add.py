import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from annotator import shelf
from annotator.cli import add
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
    assert written_spans(corpora / name) == first["spans"] + first["known"]["spans"] + len(listed)
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
    assert "does not read files of this kind" in said.err
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["w3c_recogito", "uima_cassis_json"])
def test_what_is_of_another_program_gives_no_articles_without_their_marks(name, corpora, path, spandesk):
    said = spandesk("add", path, corpora / name, "--json")
    marked = re.compile(r'"(label|labels|entities|annotations)": *[\[{]')
    taken = [name for name in said.json["files"] if name.endswith(".json")] if said.code == 0 else []
    assert not any(marked.search(Path(one).read_text(encoding="utf-8")) for one in taken)
    assert said.code == 0 or "files of this kind" in said.err or "no JSON" in said.err


@pytest.mark.parametrize(
    "name", ["doccano_tests", "doccano_v1", "spacy_v2_json", "labelstudio_ner", "webanno_coref", "gate_python"]
)
def test_of_a_folder_every_file_of_a_kind_is_taken_or_listed(name, corpora, path, spandesk):
    suffixes = {suffix for kind in shelf.kinds("intake", "read").values() for suffix in kind.SUFFIXES}
    added = spandesk("add", path, corpora / name, "--json").json
    told = {
        *added["files"],
        *(re.sub(r":\d+$", "", one["where"]) for one in added["left_out"] if one["what"] == "file"),
    }
    assert told == {str(one) for one in (corpora / name).rglob("*") if one.suffix.lower() in suffixes and one.is_file()}
    assert added["spans"] > 0


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


def jsonl(path, *records):
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def test_every_span_of_prodigy_is_counted_also_what_is_rejected(path, spandesk, tmp_path):
    span, other = {"start": 0, "end": 3, "label": "PER"}, {"start": 8, "end": 11, "label": "PER"}
    records = [
        {"text": f"Ada met Tom {answer}{len(spans)}.", "spans": spans, **({"answer": answer} if answer else {})}
        for answer in ("accept", "reject", "ignore", "")
        for spans in ([], [span], [span, other])
    ]
    source = jsonl(tmp_path / "p.jsonl", *records)
    written = sum(len(record["spans"]) for record in records)
    for new in (True, False):
        report = spandesk("add", path, source, "--json").json
        listed = sum(one["what"] == "span" for one in report["left_out"])
        assert written == report["spans"] + report["known"]["spans"] + listed
        assert (report.get("refusals"), report["known"].get("refusals")) == ((1, None) if new else (None, 1))
        assert all(re.fullmatch(r".+p\.jsonl:\d+", one["where"]) for one in report["left_out"])
    report = spandesk("add", path, source, "--dry-run", "--json").json
    assert written == report["spans"] + sum(one["what"] == "span" for one in report["left_out"])


def test_standard_input_is_read_once_and_called_by_its_name(path, spandesk, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"Ada met Tom.")))
    report = spandesk("add", path, "-", "-", "--json").json
    assert (report["articles"], report["files"]) == (1, ["standard input"])
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"Ada\n\xff")))
    said = spandesk("add", path, "-", "--as", "text")
    assert said.code == 1
    assert said.err.startswith("standard input:2: ")
    monkeypatch.setattr("sys.stdin", None)
    said = spandesk("add", path, "-")
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert "it is closed" in said.err


@pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
def test_what_a_call_left_of_standard_input_when_it_was_killed_goes_with_the_next(
    path, spandesk, tmp_path, monkeypatch
):
    room = tmp_path / "room"
    room.mkdir()
    command, surroundings = [sys.executable, "-m", "annotator", "add", path, "-"], {**os.environ, "TMPDIR": str(room)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=surroundings) as job:
        job.stdin.write(b"Ada met Tom.")
        job.stdin.flush()
        while not any(one.is_file() for one in room.rglob(add.STANDARD_INPUT)):
            assert job.poll() is None
        job.kill()
    assert len(list(room.iterdir())) == 1
    monkeypatch.setattr(tempfile, "tempdir", str(room))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"Ada met Tom.")))
    assert spandesk("add", path, "-", "--json").json["articles"] == 1
    assert list(room.iterdir()) == []


def test_a_file_named_twice_is_known_the_second_time(path, spandesk, tmp_path):
    span = {"start": 0, "end": 3, "label": "PER"}
    source = jsonl(tmp_path / "a.jsonl", {"text": "Ada met Tom.", "spans": [span, span], "answer": "accept"})
    report = spandesk("add", path, source, source, "--json").json
    assert (report["articles"], report["spans"], report["known"]) == (1, 2, {"articles": 1, "spans": 2})


def test_one_text_in_two_records_gets_the_marks_of_both(path, spandesk, tmp_path):
    marks = [[{"start": 0, "end": 3, "label": "PER"}], [{"start": 8, "end": 11, "label": "PER"}], []]
    answers = ["accept", "accept", "ignore"]
    records = [{"text": "Ada met Tom.", "spans": s, "answer": a} for s, a in zip(marks, answers, strict=True)]
    report = spandesk("add", path, jsonl(tmp_path / "a.jsonl", *reversed(records)), "--json").json
    assert (report["articles"], report["spans"], report["known"]["articles"]) == (1, 2, 2)
    held = sqlite3.connect(path)
    assert held.execute("SELECT layer, value FROM status").fetchall() == [("entities", "done")], "before skipped"
    held.close()


def test_what_cannot_be_read_in_a_folder_is_listed_and_the_rest_comes_in(path, spandesk, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("Ada met Tom.")
    (folder / "b.txt").write_bytes(b"\xff\xfe")
    (folder / "c.txt").symlink_to(folder / "nowhere")
    (folder / "d.ann").write_text("T1\tPER 0 3\tAda\n")
    (folder / "e.txt").write_text("")
    (folder / os.fsdecode(b"caf\xe9.txt")).write_text("Tom met Ada.")
    said = spandesk("add", path, folder, "--json", "--strict")
    assert said.code == 3
    assert (said.json["articles"], len(said.json["files"])) == (2, 3)
    assert [(one["what"], one["where"].rpartition("/")[2]) for one in said.json["left_out"]] == [
        ("file", "b.txt:1"), ("file", "c.txt"), ("file", "d.ann"), ("article", "e.txt:1"),
    ]  # fmt: skip
    said = spandesk("add", path, folder)
    assert said.out.count("\n") == 6
    assert said.out.splitlines()[-1].startswith("As it was before, the project lies in "), "it held articles"


def test_a_text_beside_its_marks_comes_in_once(path, spandesk, tmp_path):
    (tmp_path / "a.txt").write_text("Ada met Tom.")
    (tmp_path / "a.ann").write_text("T1\tPER 0 3\tAda\n")
    report = spandesk("add", path, tmp_path / "a.ann", tmp_path / "a.txt", "--json", "--strict").json
    assert (report["articles"], report["spans"], report["left_out"]) == (1, 1, [])
    said = spandesk("add", path, tmp_path / "a.txt")
    assert said.code == 1
    assert "the text of a.ann" in said.err


@pytest.mark.parametrize("layer", ["a/b", "..", "a\nb"])
def test_a_layer_that_cannot_be_one_is_wrong_usage(path, spandesk, tmp_path, layer):
    (tmp_path / "a.txt").write_text("Ada met Tom.")
    before = path.read_bytes()
    said = spandesk("add", path, tmp_path / "a.txt", "--layer", layer)
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert path.read_bytes() == before


def test_a_span_of_a_dropped_return_damages_nothing(path, spandesk, tmp_path):
    spans = [{"start": 1, "end": 2, "label": "PER"}, {"start": 3, "end": 4, "label": "PER"}]
    source = jsonl(tmp_path / "a.jsonl", {"text": "a\r\nb", "spans": spans, "answer": "accept"})
    report = spandesk("add", path, source, "--json").json
    assert (report["spans"], len(report["left_out"])) == (1, 1)
    assert spandesk("check", path).code == 0
    assert spandesk("export", path, tmp_path / "x.jsonl", "--as", "jsonl").code == 0


ODD = [
    "a\nb",
    "\x1b[31mred",
    "\u202eevil",
    "\U0001f600",
    "PER/GPE",
    "a\tb",
    "\u0645\u0643\u0627\u0646",
    "e\u0301",
    "\x00",
    "x" * 500,
]


def test_odd_labels_titles_and_texts_come_and_go_and_never_steer_the_terminal(path, spandesk, tmp_path):
    texts = [
        "Ada\x1b[2J \U0001f600\u2028met\u0085Tom\x1c.",
        "\x07bell\x00 nul",
        "\u0627\u0644\u0633\u0644\u0627\u0645 e\u0301 \U00010348",
        "a\rb\r\n\rc",
    ]
    spans = [{"start": 0, "end": 1, "label": label} for label in ODD] + [{"start": 0, "end": 99, "label": ODD[1]}]
    source = jsonl(tmp_path / "a.jsonl", *({"text": text, "spans": spans, "answer": "accept"} for text in texts))
    report = spandesk("add", path, source, "--json").json
    assert (report["articles"], report["spans"], len(report["left_out"])) == (4, 40, 4)
    for words in (["list", "labels", path], ["list", "articles", path], ["stats", path], ["check", path], ["history", path],
                  ["add", path, source], ["export", path, tmp_path / "x.jsonl", "--as", "jsonl"],
                  ["export", path, tmp_path / "x.spacy", "--as", "docbin"]):  # fmt: skip
        said = spandesk(*words)
        assert said.code == 0, said.err
        assert not re.search("[\x00-\x09\x0b-\x1f\u202e\u2028\u0085]", said.out), words
    assert spandesk("check", path, "--json").json["spans"] == 40
    other = tmp_path / "other.spans"
    spandesk("new", other)
    assert spandesk("add", other, tmp_path / "x.jsonl", "--json").json["spans"] == 40
    spandesk("export", other, tmp_path / "y.jsonl", "--as", "jsonl")
    assert (tmp_path / "y.jsonl").read_bytes() == (tmp_path / "x.jsonl").read_bytes()


def test_an_unknown_kind_is_wrong_usage(path, spandesk, tmp_path):
    (tmp_path / "a.txt").write_text("Ada met Tom.")
    said = spandesk("add", path, tmp_path / "a.txt", "--as", "pigeon")
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert "Known kinds: bioc, brat, conll" in said.err


def test_new_labels_are_told_with_their_layer(path, spandesk, tmp_path):
    record = {"text": "Ada met Tom.", "answer": "accept", "spans": [{"start": 0, "end": 3, "label": "HERO"}]}
    (tmp_path / "a.jsonl").write_text(json.dumps(record) + "\n")
    said = spandesk("add", path, tmp_path / "a.jsonl").out.split("\n")
    assert said[0] == "Added 1 article and 1 span from 1 file; 0 articles and 0 spans were there already."
    assert said[1] == "new label: HERO in entities"
    assert "new label" not in spandesk("add", path, tmp_path / "a.jsonl").out


def test_what_a_folder_holds_of_other_suffixes_is_told_and_is_no_omission(path, spandesk, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.dev", "b.dev", "c.csv.gz", "LICENCE", "a.scheme.toml"):
        (folder / name).write_text("Ada B-PER\n")
    alone = spandesk("add", path, folder)
    assert (alone.code, alone.out) == (1, "")
    assert alone.err == (
        f"nothing was added to {path}: no file of a known kind is there, but 4 of other suffixes (.dev, .gz, none). "
        "Name a file itself, and its kind with --as.\n"
    )
    (folder / "d.txt").write_text("Ada met Tom.")
    came = spandesk("add", path, folder, "--strict")
    assert came.code == 0
    assert (
        "passed over: 4 files of other suffixes (.dev, .gz, none); name a file itself, and its kind with --as"
        in came.out
    )
    assert spandesk("add", path, folder / "a.dev", "--as", "conll", "--json").json["spans"] == 1
    (folder / "sub").mkdir()
    assert "remarks" not in spandesk("add", path, folder / "sub", folder / "d.txt", "--json").json


W3C = {
    "@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation", "motivation": "tagging", "bodyValue": "PER",
    "target": {"source": "a.txt", "selector": {"type": "TextPositionSelector", "start": 0, "end": 3}},
}  # fmt: skip
SCHEME = '[[layers]]\nid = "things"\n[[layers.labels]]\nname = "THING"\n'
SETS = {
    "a.jsonl": {"a.jsonl": json.dumps({"text": "Ada met Tom."}), "a.scheme.toml": SCHEME},
    "a.jsonld": {"a.jsonld": json.dumps(W3C), "a.txt": "Ada met Tom."},
    "a.ann": {"a.ann": "T1\tPER 0 3\tAda\n", "a.txt": "Ada met Tom."},
}


@pytest.mark.parametrize(("given", "changed"), [(given, one) for given, files in SETS.items() for one in files])
def test_no_file_that_is_read_may_change_between_the_two_passes(path, spandesk, tmp_path, monkeypatch, given, changed):
    folder, keep = tmp_path / "in", add.before.keep
    folder.mkdir()
    for name, text in SETS[given].items():
        (folder / name).write_text(text)

    def keep_and_change(*words):
        (folder / changed).write_text(SETS[given][changed] + "\n")
        return keep(*words)

    monkeypatch.setattr(add.before, "keep", keep_and_change)
    kind = ("--as", "jsonl") if given == "a.jsonl" else ()
    said = spandesk("add", path, folder / given, *kind)
    assert said.code == 1
    assert f"{changed}: the file changed while it was read; 0 of 1 articles added" in said.err
    monkeypatch.undo()
    assert spandesk("add", path, folder / given, *kind, "--json").json["articles"] == 1


def test_a_text_that_came_between_the_two_passes_is_not_read(path, spandesk, tmp_path, monkeypatch):
    keep = add.before.keep
    two = [W3C, {**W3C, "target": {**W3C["target"], "source": "b.txt"}}]
    (tmp_path / "a.jsonld").write_text("\n".join(map(json.dumps, two)))
    (tmp_path / "a.txt").write_text("Ada met Tom.")

    def keep_and_change(*words):
        (tmp_path / "b.txt").write_text("Tom met Ada.")
        return keep(*words)

    monkeypatch.setattr(add.before, "keep", keep_and_change)
    assert "b.txt: the file came while it was read" in spandesk("add", path, tmp_path / "a.jsonld").err
