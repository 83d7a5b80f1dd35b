"""Files that are damaged anywhere: each is refused, found by `check`, or reads as it was; none changes in silence."""

import contextlib
import random
import shutil
import sqlite3

import pytest
import workloads
from workloads import ME

from annotator.model.problem import Problem
from annotator.project import check, edge
from annotator.project.check import examine
from annotator.project.project import Project
from annotator.project.salvage import salvage

FILES = {False: 60, True: 600}
SECTOR = 512  # bytes


def flip(data, chance):
    at = chance.randrange(len(data))
    data[at] ^= 1 << chance.randrange(8)


def garble(data, chance):
    at, length = chance.randrange(len(data)), chance.randrange(1, 64)
    data[at : at + length] = chance.randbytes(len(data[at : at + length]))


def blank(data, chance):
    at = chance.randrange(len(data) // SECTOR) * SECTOR
    data[at : at + SECTOR] = bytes(SECTOR)


def swap(data, chance):
    one, other = (chance.randrange(len(data) // SECTOR) * SECTOR for _ in range(2))
    data[one : one + SECTOR] = data[other : other + SECTOR]


def cut(data, chance):
    del data[chance.randrange(len(data)) :]


def lengthen(data, chance):
    data.extend(chance.randbytes(chance.randrange(1, 20_000)))


HARMS = (flip, flip, garble, blank, swap, cut, lengthen)


@pytest.fixture(scope="module")
def project(tmp_path_factory, news):
    """Return a project that was worked in: articles that came in, labels, an undo."""
    from annotator.project.schema import create

    folder = tmp_path_factory.mktemp("damage")
    path, given = folder / "p.spans", folder / "in.jsonl"
    create(path, news, "en", ME)
    workloads.furnish(path)
    given.write_text(workloads.articles(40))
    assert workloads.shell(["add", str(path), str(given)]) == 0
    workloads.label(path, 30)
    return path


def read(path):
    """Return all that a reader is shown of a project."""
    with contextlib.closing(Project.open(path, ME, writable=False)) as project:
        reader = project.reader
        position = reader.position()
        records = [(one.article, one.title, one.spans, one.refusals, one.statuses, one.hidden, dict(one.details))
                   for one in reader.records(position)]  # fmt: skip
        return position.name, records, list(reader.scheme().labels), dict(reader.authors())


def outcome(path, good):
    """Return what became of a damaged file: refused, found, equal, or changed in silence."""
    try:
        shown = read(path)
    except (Problem, sqlite3.Error):
        return "refused"
    try:
        if examine(path):
            return "found by check"
    except Problem:
        return "refused"
    return "equal" if shown == good else "CHANGED"


def test_no_damaged_file_is_read_as_good(project, tmp_path, full):
    good, harmed, found = read(project), tmp_path / "p.spans", dict[str, int]()
    for seed in range(FILES[full]):
        chance = random.Random(seed)
        data = bytearray(project.read_bytes())
        chance.choice(HARMS)(data, chance)
        harmed.write_bytes(data)
        what = outcome(harmed, good)
        assert what != "CHANGED", f"seed {seed}"
        assert harmed.read_bytes() == data, f"seed {seed}: looking at it changed it"
        found[what] = found.get(what, 0) + 1
    print("damaged files: " + ", ".join(f"{count} {what}" for what, count in sorted(found.items())))
    assert found["refused"]
    assert found["found by check"]


def test_what_is_salvaged_of_damaged_files_is_true_and_the_rest_is_listed(project, tmp_path, full):
    _, good, _, _ = read(project)
    true = {(article.id, span) for article, _, spans, *_ in good for span in spans}
    saved, listed, harmed = 0, 0, tmp_path / "p.spans"
    for seed in range(FILES[full] // 3):
        chance = random.Random(seed)
        data = bytearray(project.read_bytes())
        for _ in range(3):
            chance.choice(HARMS)(data, chance)
        harmed.write_bytes(data)
        new = tmp_path / f"new-{seed}.spans"
        try:
            found = salvage(harmed, new)
        except Problem:
            continue
        assert harmed.read_bytes() == data, f"seed {seed}: the damaged file was touched"
        _, records, _, _ = read(new)
        spans = {(article.id, span) for article, _, spans, *_ in records for span in spans}
        assert spans <= true, f"seed {seed}: a span that was never made"
        assert found.lost or spans == true, f"seed {seed}: something is missing and nothing is listed"
        saved, listed = saved + len(spans), listed + len(found.lost)
    print(f"salvaged {saved} spans of {len(true)} each, 0 of them untrue; {listed} losses listed, 0 not")
    assert saved


def test_rows_that_are_not_held_against_the_journal_are_caught(project, tmp_path, monkeypatch):
    """The proof that these tests can fail: where nothing folds the journal, changed marks pass."""
    harmed, good = tmp_path / "p.spans", read(project)
    shutil.copy(project, harmed)
    with contextlib.closing(sqlite3.connect(harmed)) as held:
        held.execute("UPDATE span SET end = end + 1 WHERE article = 5")
        held.commit()
    assert outcome(harmed, good) in ("refused", "found by check")
    monkeypatch.setattr(edge, "_finding", lambda _: "")
    monkeypatch.setattr(check, "_texts", lambda _: iter(()))
    assert outcome(harmed, good) == "CHANGED"
