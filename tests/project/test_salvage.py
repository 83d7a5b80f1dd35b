"""What is saved of damaged files: all that the journal proves, and what is lost is listed."""

import contextlib
import random
import shutil

import pytest

from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Span
from annotator.model.problem import Problem
from annotator.project.check import examine
from annotator.project.connection import PAGE_SIZE
from annotator.project.pages import records
from annotator.project.project import Project
from annotator.project.salvage import salvage
from tests.conftest import ME


@pytest.fixture
def worked(path, project, taken):
    """Return the file of a project in which a few things were done."""
    articles = [
        taken(f"Report {at}: Ada Lindqvist met Tom Brandt in Northport. " * (1 + 40 * (at == 3))) for at in range(6)
    ]
    for at, article in enumerate(articles * 5):
        span = Span(f"s{at}", at, at + 8, "entities/per", ME.id)
        project.store(Gesture("", "label.apply", ME.id, "window", {article.id: Edit.adding(article.id, span)}))
    return path


def shown(path):
    with contextlib.closing(Project.open(path, ME, writable=False)) as project:
        position = project.reader.position()
        return position.name, list(project.reader.records(position)), project.reader.stats()


def test_a_whole_file_is_saved_whole(worked, tmp_path):
    before = worked.read_bytes()
    found = salvage(worked, tmp_path / "new.spans")
    assert found.lost == []
    assert (found.articles, found.spans) == (6, 30)
    assert shown(tmp_path / "new.spans") == shown(worked)
    assert worked.read_bytes() == before


def test_a_file_whose_head_is_gone_is_saved_whole_but_for_what_was_there(worked, tmp_path):
    data = bytearray(worked.read_bytes())
    data[:8192] = bytes(8192)  # the magic, the sizes, the schema
    worked.write_bytes(data)
    with pytest.raises(Problem):
        Project.open(worked, ME)
    found = salvage(worked, tmp_path / "new.spans")
    assert found.spans == 30
    assert examine(tmp_path / "new.spans") == []


def test_what_is_lost_is_listed_and_the_rest_is_true(worked, tmp_path):
    position, good, _ = shown(worked)
    chance, seen_loss = random.Random(5), 0
    data = worked.read_bytes()
    known = {record.article.id: {span.id: span for span in record.spans} for record in good}
    for turn in range(60):
        harmed = bytearray(data)
        at = chance.randrange(len(data) // 512) * 512
        harmed[at : at + 512] = chance.randbytes(512)
        file, new = tmp_path / f"harmed-{turn}.spans", tmp_path / f"new-{turn}.spans"
        file.write_bytes(harmed)
        try:
            found = salvage(file, new)
        except Problem:
            continue
        assert file.read_bytes() == harmed
        assert examine(new) == []
        name, records_found, _ = shown(new)
        spans = 0
        for record in records_found:
            for span in record.spans:
                assert known[record.article.id][span.id] == span, "a span that was never made"
                spans += 1
        if name != position:
            assert found.lost, f"turn {turn}: something is missing and nothing is listed"
            seen_loss += 1
    assert seen_loss


def test_a_sound_copy_of_a_damaged_record_is_what_counts(worked, tmp_path):
    """Pages that are free again still hold what they held, as whole as it was."""
    before = shown(worked)
    data = worked.read_bytes()
    pages = [data[at : at + PAGE_SIZE] for at in range(0, len(data), PAGE_SIZE)]
    damaged = list(pages)
    for at, page in enumerate(pages[1:], 1):
        if page[0] in (0x0D, 0x0A):  # a leaf: each of its records has another bit
            held = bytearray(page)
            for cell in (int.from_bytes(page[8 + 2 * one : 10 + 2 * one]) for one in range(int.from_bytes(page[3:5]))):
                held[min(cell + 40, PAGE_SIZE - 1)] ^= 0x01
            damaged[at] = bytes(held)
    worked.write_bytes(b"".join([*damaged, *pages[1:]]))
    assert salvage(worked, tmp_path / "new.spans").lost == []
    assert shown(tmp_path / "new.spans") == before


def test_a_file_that_is_no_project_gives_nothing(tmp_path):
    stranger = tmp_path / "stranger.spans"
    stranger.write_bytes(random.Random(1).randbytes(100_000))
    with pytest.raises(Problem, match="nothing in it is a gesture"):
        salvage(stranger, tmp_path / "new.spans")
    assert sorted(path.name for path in tmp_path.iterdir() if not path.is_dir()) == ["stranger.spans"]


def test_nothing_is_written_over(worked, tmp_path):
    (tmp_path / "new.spans").write_bytes(b"mine")
    with pytest.raises(Problem, match="already"):
        salvage(worked, tmp_path / "new.spans")
    assert (tmp_path / "new.spans").read_bytes() == b"mine"


def test_nothing_is_written_over_that_appears_while_it_works(worked, tmp_path, monkeypatch):
    target = tmp_path / "new.spans"

    def look(path):
        target.write_text("mine")
        return []

    monkeypatch.setattr("annotator.project.salvage.examine", look)
    with pytest.raises(Problem, match="there is a file of that name already"):
        salvage(worked, target)
    assert target.read_text() == "mine"


def test_an_interrupted_commit_is_put_back_first(worked, tmp_path, path):
    before = worked.read_bytes()
    with contextlib.closing(Project.open(worked, ME)) as project:
        connection = project.writer.connection
        connection.execute("PRAGMA cache_spill=1")
        connection.execute("PRAGMA cache_size=1")
        connection.execute("BEGIN IMMEDIATE")
        for at in range(3000):
            connection.execute("INSERT INTO text (id, text) VALUES (?, ?)", (f"{at}", "x" * 500))
        copy = tmp_path / "torn.spans"
        shutil.copy(worked, copy)
        shutil.copy(f"{worked}-journal", f"{copy}-journal")
        connection.execute("ROLLBACK")
    assert copy.read_bytes() != before
    found = salvage(copy, tmp_path / "new.spans")
    assert found.lost == []
    assert shown(tmp_path / "new.spans") == shown(worked)


def test_every_record_of_a_file_is_found_without_sqlite(worked):
    import sqlite3

    with contextlib.closing(sqlite3.connect(worked)) as held:
        gestures = held.execute("SELECT count(*) FROM gesture").fetchone()[0]
        texts = dict(held.execute("SELECT number, text FROM text").fetchall())
    found = list(records(worked, 8192))
    assert sum(len(one.values) == 11 for one in found) == gestures
    assert {one.row: one.values[2] for one in found if len(one.values) == 3 and one.values[0] is None and one.row in texts
            and one.values[2] == texts[one.row]} == texts  # fmt: skip
