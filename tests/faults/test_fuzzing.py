"""Fuzzing of all that is read: every kind that comes in, projects, schemes, settings, caches, positions, records, drops.

Real samples are harmed by chance. Whatever comes of it is a Problem with what, where and why, a plain omission, or
sense; never another exception, never a hang, never memory without bounds. `--full` gives each a minute, `FUZZ_SECONDS`
another time. A failure names its seed.
"""

import contextlib
import json
import os
import random
import resource
import shutil
import sqlite3
from pathlib import Path

import pytest
import workloads
from mutations import ODD_BYTES, ODD_VALUES, as_json, fuzz, mutated, restructured
from samples import SAMPLES, written
from workloads import ME

from annotator import door, settings, shelf
from annotator.intake.inputs import HEAD, Input, gather
from annotator.model.arrival import Arrival
from annotator.model.problem import Problem
from annotator.model.report import LeftOut
from annotator.model.scheme import Scheme
from annotator.project import cache, check, search
from annotator.project.project import Project
from annotator.ui import returning

KINDS = shelf.kinds("intake", "read")
TRIES = 150  # of the short form
SECONDS = 60  # of each, in the long form
MEMORY = 600  # MB more than before, at most
CELLS = (*ODD_BYTES, *(one for one in ODD_VALUES if one is None or isinstance(one, str | int | float)))
SHIPPED = sorted((Path(__file__).resolve().parents[2] / "resources" / "schemes").glob("*.toml"))


@pytest.fixture
def tried(request, tmp_path):
    """Return a function that tries something with chance after chance, within the bounds."""

    def of(once, tries=TRIES, name=request.node.name, lasting=True):
        full = request.config.getoption("--full") and lasting
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        seconds = float(os.environ.get("FUZZ_SECONDS") or SECONDS) if full else 0
        count = fuzz(name, tries, seconds, once, tmp_path / "seed.txt")
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10
        assert grown < MEMORY, f"{grown} MB"
        print(f"{name}: {count} tries, {grown} MB more")

    return of


def plain(problem, named=""):
    """Assert that a Problem says what and why, on one line that steers no terminal."""
    assert problem.what
    assert named in problem.what, "the file is not named"
    assert problem.why, problem
    assert str(problem).isprintable() or all(c.isprintable() or c in "\u200d\u200c\u00a0" for c in str(problem))
    assert len(str(problem)) < 1_000, str(problem)[:200]


def bytes_for(kind, chance):
    """Return bytes as a file of a kind might hold them, harmed."""
    sample = SAMPLES[kind][1]
    others = tuple(data for _, data in SAMPLES.values())
    if sample[:1] in b"[{" and chance.random() < 0.6:
        with contextlib.suppress(ValueError):
            return as_json(restructured(json.loads(sample), chance), chance)
    return mutated(sample, chance, others)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_that_comes_in(kind, tried, tmp_path):
    read = {"taken": 0, "refused": 0}

    def once(chance):
        data = bytes_for(kind, chance)
        path = written(tmp_path, kind, data)
        if kind == "brat" and chance.random() < 0.5:
            path.with_suffix(".txt").write_bytes(mutated(b"Ada met Tom.\r\n", chance))
        for module in KINDS.values():
            assert 0 <= module.detect(path, data[:HEAD]) <= 100
        for one in gather([path], KINDS):
            assert isinstance(one, Input) or one.reason
        try:
            for one in KINDS[kind].read(path):
                sound(one)
            read["taken"] += 1
        except Problem as problem:
            plain(problem, str(path.with_suffix("")))
            read["refused"] += 1
        if beside := getattr(KINDS[kind], "beside", None):
            beside(path)

    tried(once, 2 if kind == "docbin" else TRIES)
    assert kind == "docbin" or min(read.values()) or kind in ("text", "brat"), read


LONG = (
    "x",
    "|",
    "=",
    "a=",
    "[1",
    "[",
    " ",
    "\t",
    "B-X ",
    "\\",
    "#",
    "# a",
    "<",
    "&",
    '"',
    "0 1;",
    "1-1.1",
    "_",
    "-",
    "\u0663",
    "{",
    ",",
    "::",
    "\r",
)


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"docbin"}))
def test_long_lines_of_one_sign_take_no_time(kind, tried, tmp_path):
    """What looks ahead from each place of a line to its end takes hours for one of some 100 kB."""
    waiting = [(sign, before) for sign in LONG for before in ("", "sample")]

    def once(_chance):
        sign, before = waiting.pop()
        sample = SAMPLES[kind][1] if before else b""
        line = (sign * (200_000 // len(sign))).encode()
        path = written(tmp_path, kind, sample + (line if before else b"T1\t" + line if kind == "brat" else line))
        for place in (path, written(tmp_path, kind, sample.replace(b"Ada", line))) if before else (path,):
            for module in KINDS.values():
                module.detect(place, place.read_bytes()[:HEAD])
            with contextlib.suppress(Problem):
                for one in KINDS[kind].read(place):
                    sound(one)

    tried(once, len(waiting), lasting=False)  # each of them, once


def sound(one):
    """Assert that what a kind yields is an omission with its reason and place, or an article with marks inside it."""
    if isinstance(one, LeftOut):
        assert one.what
        assert one.where
        assert one.reason
        json.dumps(one.as_json()).encode()
        return
    assert isinstance(one, Arrival)
    assert one.text
    for text in (one.text, one.title, one.author, *one.details, *one.details.values()):
        text.encode()
    for span in one.spans:
        assert 0 <= span.start < span.end <= len(one.text)
        assert span.label.strip()
        for text in (span.label, span.note, span.author, span.layer, span.origin, span.id):
            text.encode()


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"docbin"}))
def test_what_a_kind_takes_is_stored_whole_or_refused(kind, tried, path, spandesk, tmp_path):
    def once(chance):
        said = spandesk("add", path, written(tmp_path, kind, bytes_for(kind, chance)), "--as", kind, "--json")
        assert said.code in (0, 1), said.err
        assert "fault of Spandesk" not in said.err, said.err
        assert said.code == 0 or said.err.count("\n") == 1, said.err

    tried(once, 40)
    assert check.examine(path) == []


# ---- projects
@pytest.fixture
def worked(path, spandesk, tmp_path):
    workloads.furnish(path)
    (tmp_path / "in.jsonl").write_text(workloads.articles(6))
    spandesk("add", path, tmp_path / "in.jsonl")
    workloads.label(path, 5)
    return path


def harmed(worked, target, chance):
    """Make a copy of a project in which bytes or cells are other ones."""
    if chance.random() < 0.5:
        target.write_bytes(mutated(worked.read_bytes(), chance))
        return
    shutil.copy(worked, target)
    with contextlib.closing(sqlite3.connect(target)) as held:
        tables = [name for (name,) in held.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for _ in range(chance.randrange(1, 4)):
            table = chance.choice(tables)
            columns = [row[1] for row in held.execute(f"PRAGMA table_info({table})")]
            value = chance.choice(CELLS)
            with contextlib.suppress(sqlite3.Error, UnicodeError, OverflowError):
                cell = value.decode() if isinstance(value, bytes) and chance.random() < 0.5 else value
                held.execute(
                    f"UPDATE {table} SET {chance.choice(columns)} = ? WHERE rowid % ? = 0",
                    (cell, chance.randrange(1, 4)),
                )
        with contextlib.suppress(sqlite3.Error):
            held.commit()


def test_a_project_is_opened_checked_and_salvaged_or_refused(tried, worked, spandesk, tmp_path):
    target, new = tmp_path / "harmed.spans", tmp_path / "new.spans"

    def once(chance):
        harmed(worked, target, chance)
        before = target.read_bytes()
        for words in (["stats", target], ["check", target], ["history", target, "1"], ["list", "articles", target],
                      ["export", target, tmp_path / "x.jsonl", "--as", "jsonl"], ["salvage", target, new]):  # fmt: skip
            said = spandesk(*words)
            assert said.code in (0, 1), (words, said.err)
            assert "fault of Spandesk" not in said.err, (words, said.err)
            assert "could not go on" not in said.err, (words, said.err)
            assert said.code == 0 or said.err.count("\n") == 1, (words, said.err)
        assert target.read_bytes() == before, "looking at it changed it"
        if new.exists():
            assert check.examine(new) == []
            new.unlink()

    tried(once, 25)


def test_a_cache_is_read_or_made_afresh(tried, worked, spandesk, home):
    with contextlib.closing(Project.open(worked, ME, writable=False)) as project:
        place = cache.path_of(project.reader.connection, worked)
        spandesk("check", worked)
        with contextlib.closing(search.Index(worked, project.seen)) as index:
            while index.grow():
                pass
        sample = place.read_bytes()
        article = project.reader.opened(1).article

        def once(chance):
            for end in ("", "-wal", "-shm", "-journal"):
                place.with_name(place.name + end).unlink(missing_ok=True)
            place.write_bytes(mutated(sample, chance))
            if chance.random() < 0.2:
                place.with_name(f"{place.name}-wal").write_bytes(mutated(sample[:5_000], chance))
            with contextlib.closing(project.cache()) as held:
                held.tokens(article.id, "en")
            with (
                contextlib.suppress(sqlite3.Error, Problem),
                contextlib.closing(search.Index(worked, project.seen)) as index,
            ):
                for _ in range(20):
                    index.grow()  # its thread tells of these two
            said = spandesk("check", worked)
            assert said.code == 0, said.err

        tried(once, 30)


# ---- what is typed, kept and dropped
@pytest.mark.parametrize("sample", SHIPPED, ids=lambda path: path.stem)
def test_a_scheme(sample, tried, spandesk, tmp_path):
    source, project = tmp_path / "s.toml", tmp_path / "made.spans"

    def once(chance):
        data = mutated(sample.read_bytes(), chance)
        with contextlib.suppress(Problem, UnicodeDecodeError, RecursionError):
            scheme, authors = Scheme.from_toml(data.decode(), "s.toml")
            again, same = Scheme.from_toml(scheme.to_toml(authors), "s.toml")
            assert (list(again.labels), same) == (list(scheme.labels), authors)
        if chance.random() < 0.2:
            source.write_bytes(data)
            said = spandesk("new", project, "--scheme", source)
            assert said.code in (0, 1), said.err
            assert "fault" not in said.err, said.err
            assert said.code == 0 or said.err.count("\n") == 1, said.err
            project.unlink(missing_ok=True)

    tried(once)


def test_settings(tried, tmp_path):
    sample = settings.Settings(
        "a", "annotator A", recent=["/x"], article={"/x": "y"}, scroll={"/x": 3}, keys={"a": "b"}, commands=["c"]
    )
    held = {name: getattr(sample, name) for name in settings.Settings.__slots__}

    def once(chance):
        path = tmp_path / settings.NAME
        data = (
            as_json(restructured(held, chance), chance)
            if chance.random() < 0.6
            else mutated(json.dumps(held).encode(), chance)
        )
        path.write_bytes(data)
        found = settings.load(tmp_path)
        assert found.author_id
        assert found.author_name
        assert 0.5 <= found.zoom <= 3
        settings.Chosen(found, tmp_path).keep(theme="dark")
        assert settings.load(tmp_path).theme == "dark"

    tried(once)


def test_positions_and_manifests(tried, worked, spandesk, tmp_path):
    with contextlib.closing(Project.open(worked, ME, writable=False)) as project:
        name = project.reader.position().name

    def once(chance):
        given, target = mutated(name.encode(), chance), tmp_path / "x.jsonl"
        words = given.decode("utf-8", "surrogateescape").replace("\0", "")
        if chance.random() < 0.5:
            manifest = {"position": chance.choice([words, name, *ODD_VALUES]), "files": {}}
            (tmp_path / "m.json").write_bytes(as_json(restructured(manifest, chance), chance))
            words = str(tmp_path / "m.json")
        said = spandesk("export", worked, target, "--as", "jsonl", f"--as-of={words}")
        assert said.code in (0, 1, 2), said.err
        assert "fault of Spandesk" not in said.err, (words, said.err)
        assert said.code == 0 or said.err.count("\n") == 1, said.err

    tried(once, 60)


def test_a_manifest_in_the_way(tried, worked, tmp_path):
    from annotator.cli import answer
    from annotator.model.dataset import WRITTEN

    folder = tmp_path / "out"
    folder.mkdir()
    sample = {
        "written": WRITTEN,
        "files": {"a.txt": {"sha256": "0" * 64}, "b/c.txt": {"sha256": "0" * 64}},
        "position": "",
    }

    def once(chance):
        data = (
            as_json(restructured(sample, chance), chance)
            if chance.random() < 0.7
            else mutated(json.dumps(sample).encode(), chance)
        )
        (folder / "manifest.json").write_bytes(data)
        try:
            answer.spare_folder(folder)
        except Problem as problem:
            plain(problem)

    tried(once)


def test_records_of_windows(tried, worked, home):
    record = door.record_of(worked)
    record.parent.mkdir(parents=True, exist_ok=True)
    sample = {"address": str(home / "nobody"), "key": "0" * 32, "process": 2**22 + 5}

    def once(chance):
        data = (
            as_json(restructured(sample, chance), chance)
            if chance.random() < 0.7
            else mutated(json.dumps(sample).encode(), chance)
        )
        record.write_bytes(data)
        assert door.ring(worked) is False

    tried(once)


def test_a_record_of_a_window_costs_nobody_a_file(worked, tmp_path):
    record, mine = door.record_of(worked), tmp_path / "spandesk-mine.txt"
    record.parent.mkdir(parents=True, exist_ok=True)
    mine.write_text("mine")
    for address in (mine, tmp_path / ".." / tmp_path.name / mine.name, tmp_path):
        record.write_text(json.dumps({"address": str(address), "key": "0" * 32, "process": 2**22 + 5}))
        assert door.ring(worked) is False
    assert mine.read_text() == "mine"


def test_where_articles_were_left(tried, tmp_path):
    sample = {"a" * 64: [3, "", 4, 5], "b" * 64: [0, "s", 0, 0]}

    def once(chance):
        path = tmp_path / "left.json"
        path.write_bytes(
            as_json(restructured(sample, chance), chance)
            if chance.random() < 0.7
            else mutated(json.dumps(sample).encode(), chance)
        )
        for left in returning.load(path).values():
            assert all(0 <= one < 1 << 31 for one in (left.first, left.anchor, left.at)), left
        returning.save(returning.load(path), path)

    tried(once)


def test_what_is_dropped(tried, qapp):
    from PySide6.QtCore import QMimeData, QUrl

    from annotator.ui.window import _files_in

    def once(chance):
        dropped = QMimeData()
        names = [mutated(b"file:///home/a/b.spans", chance) for _ in range(chance.randrange(4))]
        if chance.random() < 0.5:
            dropped.setUrls([QUrl.fromEncoded(name) for name in names])
        else:
            dropped.setData(
                chance.choice(["text/uri-list", "text/plain", "text/html", "application/x-x"]), b"\r\n".join(names)
            )
        for path in _files_in(dropped):
            assert isinstance(path, Path)
            assert "\0" not in str(path)

    tried(once)


# ---- the proof that these tests can fail
@pytest.mark.parametrize("harm", ["raises", "hangs", "lies"])
def test_a_kind_that_raises_hangs_or_lies_is_caught_with_its_seed(harm, tmp_path, monkeypatch):
    import mutations

    monkeypatch.setattr(mutations, "SECONDS", 0.5)

    def once(chance):
        if chance.randrange(5) == 0:
            if harm == "raises":
                raise KeyError("spans")
            while harm == "hangs":
                pass
            sound(LeftOut("span", "f:1", ""))

    with pytest.raises(AssertionError, match=f"seed '{harm}' \\d+") as told:
        fuzz(harm, 1_000, 0, once, tmp_path / "seed.txt")
    seed = int((tmp_path / "seed.txt").read_text().split()[1])
    assert (
        type(told.value.__cause__).__name__
        == {"raises": "KeyError", "hangs": "TooSlow", "lies": "AssertionError"}[harm]
    )
    assert random.Random(f"{harm} {seed}").randrange(5) == 0, "the seed does not do the same again"
