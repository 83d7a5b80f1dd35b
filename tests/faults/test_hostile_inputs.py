"""Inputs made by somebody who means ill, for every kind that comes in: each is one plain line, and nothing of it gets in."""

import contextlib
import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
import zipfile
from io import BytesIO

import pytest
from interposing import SOURCE
from samples import SAMPLES, written

from annotator import shelf
from annotator.cli import add
from annotator.intake import reading
from annotator.intake.inputs import Input
from annotator.model.problem import Problem
from annotator.project.check import examine
from annotator.project.project import Project

KINDS = shelf.kinds("intake", "read")
OF_A_CHILD = {"docbin"} & set(KINDS)  # a kind that starts a process for each file is tried on fewer
HERE = sorted(set(KINDS) - OF_A_CHILD)
OF_XML = {"uima", "gate", "bioc"}
OF_JSON = [name for name in ("jsonl", "prodigy", "spacy_json", "doccano", "labelstudio") if name in KINDS]
NUMBERS = (
    -1, 0.0, 0.5, 1e308, True, False, None, "0", "", "x", [], [0], {}, {"0": 0}, 2**31, 2**63, 2**64, -(2**63) - 1, 10**30, 10**400,
)  # fmt: skip
MEMORY = 1_500  # MB that reading one file may take beside what the program itself takes


def archive():
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("../../evil.txt", "x")
        file.writestr("a.txt", bytes(1 << 20))
    return made.getvalue()


BOMB = b"<!DOCTYPE b [<!ENTITY a 'aaaaaaaaaa'>" + b"".join(
    f"<!ENTITY {chr(98 + at)} '{f'&{chr(97 + at)};' * 10}'>".encode() for at in range(9)
) + b"]><b>&j;</b>"  # fmt: skip
LINE = b'{"text": "Ada met Tom.", "meta": {"a": %s}, "spans": [], "label": []}'
TWO = b'{"text": "Ada met Tom.", "spans": [], "label": [], "text": "Eve."}'
# What no kind may take anything of.
REFUSED = {
    "nothing": b"", "a BOM": b"\xef\xbb\xbf", "blanks": b" \n\t\r\n \n", "UTF-16": "Ada\tB-PER\n{}".encode("utf-16"),
    "UTF-16 without a BOM": "Ada B-PER\n".encode("utf-16-le"), "UTF-32": "Ada B-PER\n".encode("utf-32"),
    "NULs": bytes(5_000), "a NUL": b"Ada\0 B-PER\n", "Latin-1": b"Ren\xe9 B-PER\n", "half a character": b"Ada \xf0\x9f\x98",
    "a surrogate as bytes": b"Ada \xed\xa0\x80 B-PER\n", "gzip": gzip.compress(b"Ada"), "a zip": archive(),
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "a database": b"SQLite format 3\0" + bytes(100),
}  # fmt: skip
# What a kind of text or of columns may take as the words it is made of; no kind of JSON or XML may.
ODD = {
    "200,000 levels of lists": b"[" * 200_000 + b"]" * 200_000, "200,000 levels of objects": b'{"a":' * 200_000 + b"1" + b"}" * 200_000,
    "levels without an end": b'{"text": ' + b"[" * 200_000, "levels in a field": LINE % (b"[" * 200_000 + b"]" * 200_000),
    "NaN": LINE % b"NaN", "infinity": LINE % b"-Infinity", "a name twice": TWO, "half a pair": LINE % b'"\\ud800"',
    "half a pair in a name": LINE % b'{"\\udfff": 1}', "5,000 digits": LINE % (b"9" * 5_000),
    "an entity bomb": BOMB, "an outer entity": b"<!DOCTYPE a [<!ENTITY b SYSTEM '/etc/passwd'>]><a>&b;</a>",
    "an outer DTD": b"<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "200,000 elements deep": b"<a>" * 200_000 + b"</a>" * 200_000,
    "XML without an end": b"<a>" * 100, "an unknown encoding": b'<?xml version="1.0" encoding="zip"?><a/>',
}  # fmt: skip


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def judged(said, *words):
    """Assert that an answer of the shell is a plain one, and return what it reports."""
    assert said.code in (0, 1, 3), (words, said.err)
    assert "fault of Spandesk" not in said.err, (words, said.err)
    assert said.code != 1 or said.err.count("\n") == 1, (words, said.err)
    assert len(said.err) < 2_000, words
    for sign in ("\x1b", "\u202e", "\r", "\0", "\x07"):
        assert sign not in said.out + said.err, (words, sign)
    return json.loads(said.out) if said.code != 1 else None


def added(spandesk, path, kind, file):
    """Add a file of a kind; return the report, and None where nothing was taken and nothing has changed."""
    before = digest(path)
    report = judged(spandesk("add", path, file, "--as", kind, "--json"), kind, file)
    if report is None or not report["articles"]:
        assert report is not None or digest(path) == before, "a refused file changed the project"
        return None
    assert all(one["reason"] and one["where"] for one in report["left_out"])
    return report


def whole(path):
    """Assert that a project is sound, and every mark in it lies in its text."""
    assert examine(path) == []
    with contextlib.closing(Project.open(path, add.answer.author(), writable=False)) as project:
        for record in project.reader.records(project.reader.position()):
            assert all(0 <= one.start < one.end <= len(record.article.text) for one in record.spans)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_text_is_refused_by_every_kind(kind, path, spandesk, tmp_path):
    for name, data in REFUSED.items():
        if kind in OF_A_CHILD and name not in ("nothing", "a zip"):
            continue
        if kind in OF_XML and name in ("UTF-16", "UTF-32"):
            continue  # an XML file says itself how it is written
        if kind == "brat" and name in ("nothing", "a BOM", "blanks"):
            continue  # a text beside which nothing is marked is one that was found to hold nothing
        assert added(spandesk, path, kind, written(tmp_path, kind, data)) is None, name


@pytest.mark.parametrize("kind", HERE)
def test_what_is_odd_is_refused_or_is_only_words(kind, path, spandesk, tmp_path):
    for name, data in ODD.items():
        report = added(spandesk, path, kind, written(tmp_path, kind, data))
        assert report is None or kind in ("text", "conll"), name
    whole(path)


def leaves(held, way=()):
    """Yield the way to every number of a JSON value."""
    if type(held) is int:
        yield way
    for at, one in held.items() if isinstance(held, dict) else enumerate(held) if isinstance(held, list) else ():
        yield from leaves(one, (*way, at))


def put(held, way, value):
    """Return a JSON value with another one at a place in it."""
    if not way:
        return value
    copy = dict(held) if isinstance(held, dict) else list(held)
    copy[way[0]] = put(held[way[0]], way[1:], value)
    return copy


@pytest.mark.parametrize("kind", OF_JSON)
def test_offsets_that_are_none_are_listed_or_refused(kind, path, spandesk, tmp_path):
    sample = json.loads(SAMPLES[kind][1])
    ways = list(leaves(sample))
    assert ways
    for way in ways:
        for value in NUMBERS:
            data = json.dumps(put(sample, way, value)).encode()
            file = written(tmp_path, kind, data.replace(b"\n", b" "))
            added(spandesk, path, kind, file)
    whole(path)


@pytest.mark.parametrize(
    "number", ["-1", "99999999999999999999", "9" * 5_000, "0.5", "\u0663", "\u00b2", "0x3", "1e3", " 0", "+0"]
)
@pytest.mark.parametrize("kind", [name for name in HERE if name not in OF_JSON and name != "text"])
def test_offsets_written_as_words_are_listed_or_refused(kind, number, path, spandesk, tmp_path):
    _, sample = SAMPLES[kind]
    for old in (b"3", b"6", b"0"):
        for at in range(sample.count(old)):
            parts = sample.split(old)
            data = old.join(parts[: at + 1]) + number.encode() + old.join(parts[at + 1 :])
            added(spandesk, path, kind, written(tmp_path, kind, data))
    whole(path)


# ---- what is no file
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_file_is_never_waited_for(kind, path, spandesk, tmp_path):
    suffix = KINDS[kind].SUFFIXES[0]
    fifo, folder, loop = tmp_path / f"fifo{suffix}", tmp_path / f"folder{suffix}", tmp_path / f"loop{suffix}"
    os.mkfifo(fifo)
    folder.mkdir()
    loop.symlink_to(loop)
    (folder / "round").symlink_to(folder)
    for file in (
        fifo,
        folder,
        loop,
        "/dev/zero",
        "/dev/stdin",
        "/dev/null",
        "/dev/tty",
        "/proc/self/mem",
        tmp_path / "gone",
    ):
        assert added(spandesk, path, kind, file) is None


@pytest.mark.parametrize("beside", ["fifo", "folder", "device", "loop"])
def test_what_lies_beside_a_file_is_never_waited_for_either(beside, path, spandesk, tmp_path):
    for name in ("a.txt", "b.scheme.toml"):
        place = tmp_path / name
        if beside == "fifo":
            os.mkfifo(place)
        elif beside == "folder":
            place.mkdir()
        else:
            place.symlink_to("/dev/zero" if beside == "device" else place)
    (tmp_path / "a.ann").write_bytes(b"T1\tPER 0 3\tAda\n")
    (tmp_path / "b.jsonl").write_bytes(SAMPLES["jsonl"][1])
    assert added(spandesk, path, "brat", tmp_path / "a.ann") is None
    added(spandesk, path, "jsonl", tmp_path / "b.jsonl")
    whole(path)


def test_a_file_that_becomes_another_thing_after_it_was_looked_at_is_not_waited_for(tmp_path):
    """Between the look at a file and its opening it may become a pipe that nobody writes to."""
    for kind in HERE:
        file = written(tmp_path, kind)
        for one in (file, file.with_suffix(".txt")):
            one.unlink(missing_ok=True)
            os.mkfifo(one)
        ended = threading.Event()

        def read(file=file, kind=kind, ended=ended):
            with contextlib.suppress(Problem):
                list(KINDS[kind].read(file))
            ended.set()

        threading.Thread(target=read, daemon=True).start()
        assert ended.wait(20), kind
        for one in (file, file.with_suffix(".txt")):
            one.unlink(missing_ok=True)


# ---- names
NAMES = (
    b"\xff\xfe", "\u202egpj.".encode(), b"\x1b[31mred\x1b[0m", b"a\nb", b"a\rb", b"\x07", b"-", b"--as", b"x" * 200,
    b"<img src=x>", b"a b", "e\u0301\u200b".encode(), b"%s%n{0}", b":1", b"'\"\\", b"~", b"$(id)",
)  # fmt: skip


@pytest.mark.parametrize("kind", HERE)
def test_odd_names_are_shown_as_codes_and_read_all_the_same(kind, path, spandesk, tmp_path):
    folder = tmp_path / "given"
    folder.mkdir()
    sample = written(tmp_path, kind)
    suffix = os.fsencode(sample.suffix)
    if kind == "w3c":  # it names its text
        shutil.copy(sample.with_suffix(".txt"), folder)
    for name in NAMES:
        (folder / os.fsdecode(name + suffix)).write_bytes(sample.read_bytes())
        if kind == "brat":
            (folder / os.fsdecode(name + b".txt")).write_bytes(sample.with_suffix(".txt").read_bytes())
        (folder / os.fsdecode(b"broken" + name + suffix)).write_bytes(b"\xff")
    report = added(spandesk, path, kind, folder)
    assert len(report["files"]) == len(NAMES)
    assert len([one for one in report["left_out"] if one["what"] == "file"]) == len(NAMES)
    judged(spandesk("add", path, folder, "--as", kind, "--json"))
    said = spandesk("add", path, folder, "--as", kind)
    for sign in ("\x1b", "\u202e", "\r", "\x07"):
        assert sign not in said.out + said.err
    assert said.out.count("left out: file") == len(NAMES), "a name broke a line"
    whole(path)


def test_a_name_that_is_no_option_is_shown_as_codes_too(path, spandesk):
    said = spandesk("add", path, "--\x1b[31m\u202e", "x")
    assert said.code == 2
    assert "\x1b" not in said.err
    assert "\u202e" not in said.err


# ---- files that do not hold still
@pytest.mark.parametrize("kind", HERE)
@pytest.mark.parametrize("how", ["grown", "cut", "another", "gone", "a fifo"])
def test_a_file_that_changes_between_the_readings_gives_nothing(kind, how, path, spandesk, tmp_path):
    from collections import Counter

    from annotator.cli.answer import Progress
    from annotator.model.report import Report
    from annotator.project.plan import Plan

    file, author = written(tmp_path, kind), add.answer.author()
    with contextlib.closing(Project.open(path, author)) as project:
        call = add._Call(project, Plan(project.reader.scheme(), ""), Progress(False))
        call.report = Report(known=Counter())
        call.first_pass(iter([Input(file, KINDS[kind])]))
        data = file.read_bytes()
        file.unlink()
        if how == "a fifo":
            os.mkfifo(file)
        elif how != "gone":
            file.write_bytes({"grown": data + b"\n", "cut": data[:-3], "another": data[::-1]}[how])
        with pytest.raises(Problem, match=r"0 of \d+ articles added"):
            call.second_pass(author)
        assert not project.reader.numbers()
    whole(path)


# ---- sizes, in a child whose memory is looked at
CHILD = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (12 << 30, 12 << 30))
from annotator import shelf
from annotator.cli import main
shelf.kinds("intake", "read")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
code = main(sys.argv[1:])
print(f"\\nPEAK {(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10} {code}")
"""


def in_a_child(home, *words):
    """Run the shell in a process of its own; return its exit code, what it said, and how many MB it took."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD, *map(str, words)], capture_output=True, text=True, check=False, timeout=900,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCE.parents[2]), "SPANDESK_HOME": str(home)},
    )  # fmt: skip
    assert "PEAK" in done.stdout, done.stderr
    said, _, ending = done.stdout.rpartition("\nPEAK ")
    peak, code = map(int, ending.split())
    assert "Traceback" not in done.stderr, done.stderr
    assert "fault of Spandesk" not in done.stderr, done.stderr
    return code, said, done.stderr, peak


def large(file, name):
    """Write a large file of one sort."""
    with file.open("wb") as out:
        if name == "a hole of 100 GB":
            out.truncate(100 << 30)
        elif name == "a line of 300 MB":
            for _ in range(300):
                out.write(b"x" * (1 << 20))
        elif name == "a string of 300 MB":
            out.write(b'{"text": "')
            for _ in range(300):
                out.write(b"Ada met " * (1 << 17))
            out.write(b'", "spans": []}\n')
        else:
            piece = {"small lists": b"[],", "small objects": b"{},", "numbers": b"999,", "pairs": b"[0,1],"}[name]
            out.write(b'{"text": "Ada", "meta": {"a": 1}, "spans": [')
            for _ in range(((reading.LARGEST >> 20) - 2) if name != "numbers" else 20):
                out.write(piece * ((1 << 20) // len(piece)))
            out.write(piece[:-1] + b"]}\n")


LARGE = (
    "a hole of 100 GB",
    "a line of 300 MB",
    "a string of 300 MB",
    "small lists",
    "small objects",
    "numbers",
    "pairs",
)


@pytest.mark.parametrize("name", LARGE)
def test_a_large_file_is_refused_within_bounds(name, path, home, tmp_path, request):
    full = request.config.getoption("--full")
    file = tmp_path / "large"
    large(file, name)
    most, taken = 0, list[str]()
    for kind in [*KINDS] if full else ["jsonl", *(["text", "brat"] if name.startswith("a ") else [])]:
        given = tmp_path / f"x{KINDS[kind].SUFFIXES[0]}"
        given.unlink(missing_ok=True)
        os.link(file, given)
        given.with_suffix(".txt").write_text("Ada met Tom.") if kind == "brat" else None
        before = digest(path)
        code, said, wrong, peak = in_a_child(home, "add", path, given, "--as", kind)
        if code == 0:  # what is not beyond the bounds may be what this kind takes: a text of brackets, a bare "text"
            assert file.stat().st_size <= reading.LARGEST, (kind, said)
            assert kind != "jsonl", said
            taken.append(kind)
        else:
            assert code == 1, (kind, said)
            assert wrong.count("\n") == 1, wrong
            assert digest(path) == before
        assert peak < MEMORY, f"{kind} took {peak} MB"
        most = max(most, peak)
    print(f"{name}: refused, but by {taken}; at most {most} MB taken")


def test_many_tiny_files_are_taken_or_listed_one_by_one(path, home, tmp_path, request):
    count = 100_000 if request.config.getoption("--full") else 1_000
    folder = tmp_path / "many"
    folder.mkdir()
    for at in range(count):
        (folder / f"{at}.txt").write_bytes(b"" if at % 10 == 0 else b"Report %d. Ada met Tom." % at)
    code, said, wrong, peak = in_a_child(home, "add", path, folder, "--json")
    report = json.loads(said)
    assert code == 0, wrong
    assert (report["articles"], len(report["files"]), len(report["left_out"])) == (
        count - count // 10,
        count,
        count // 10,
    )
    assert peak < 200 + count // 100
    print(f"{count} tiny files: every one taken or listed, {peak} MB taken")


# ---- the proof that these tests can fail
def test_a_kind_without_bounds_is_caught(path, spandesk, tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "DECODER", json.JSONDecoder())
    with pytest.raises(AssertionError, match="NaN"):
        test_what_is_odd_is_refused_or_is_only_words("jsonl", path, spandesk, tmp_path)
