"""What leaves, and where to: links, folders, open files, full disks, the project itself; the old file or the new one, never less."""

import contextlib
import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys

import pytest
import workloads
from interposing import SOURCE
from showing import STEERING
from test_hostile import MARKUP
from workloads import ME

from annotator import shelf
from annotator.model.article import Article
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Author, Detail, Entry, Label, Layer, Setting, Span, Status
from annotator.project.check import examine
from annotator.project.project import Project

KINDS = shelf.kinds("exports", "write")
FILES = sorted(name for name, kind in KINDS.items() if not getattr(kind, "FOLDER", False))
FOLDERS = sorted(set(KINDS) - set(FILES))
STEERS = (
    "\x1b[31mred\x07",
    "\x9b31mC1",
    "\u202eevil\u202c",
    "\u2066iso\u2069",
    "a\nb\tc\rd",
    "\u2028line\u2029",
    "nul\x00l",
    "\x7f\x08",
    MARKUP,
)


@pytest.fixture
def full(path):
    """Return a project that has something of every sort, every name in it one that steers a terminal."""
    with contextlib.closing(Project.open(path, ME)) as project:
        labels = [
            Label(f"entities/s{at}", "entities", name, "", "green", name, at + 5) for at, name in enumerate(STEERS)
        ]
        made = [
            *labels,
            Layer("odd", STEERS[0], "free"),
            Author("author-x", "".join(STEERS), "adjudicator"),
            Setting("x", STEERS[2]),
        ]
        project.store(Gesture("", STEERS[0], ME.id, "shell", {None: Edit.adding(None, *made)}, STEERS[4]))
        for at, name in enumerate(STEERS):
            article = Article.of(f"{name} Ada met Tom in Northport, report {at}.")
            spans = [
                Span(f"{at:024x}", 0, 3, labels[at].id, ME.id, name, name),
                Span(f"{at + 100:024x}", 1, 2, "gone/label", "author-x", name),
            ]
            edit = Edit.adding(
                article.id,
                Entry(),
                Detail("title", name),
                Detail(name, name),
                *spans,
                Status(ME.id, "entities", "done"),
            )
            project.store(Gesture("", name, ME.id, "intake", {article.id: edit}), texts={article.id: article.text})
    return path


def calls(path, folder):
    """Return calls of every subcommand that shows what a project holds."""
    yield from (["list", what, path] for what in ("labels", "articles", "authors"))
    yield from (
        ["stats", path],
        ["history", path],
        ["history", path, "1"],
        ["check", path],
        ["backup", path],
        ["backup", path, "--list"],
    )
    for kind in KINDS:
        yield ["export", path, folder / f"out-{kind}", "--as", kind, "--status", "any"]
    yield from (["export", path, folder / "none", "--as", "docbin", "--author", "author-x", "--layer", "claims"],
                ["salvage", path, folder / "new.spans"], ["split", path, "--dry-run"], ["split", path], ["restore", path, "1"],
                ["add", path, folder / "out-jsonl", "--as", "jsonl"], ["picture", path, "1", folder / "x.png"],
                ["picture", path, STEERS[0], folder / "x.png"], ["history", path, STEERS[2]], ["list", "labels", f"{path}{STEERS[0]}"],
                ["export", path, folder / "x", "--as", STEERS[0]], ["export", path, folder / "x", "--as", "jsonl", "--layer", STEERS[0]],
                ["export", path, folder / "x", "--as", "jsonl", "--author", STEERS[2]], ["restore", path, STEERS[1]], ["upgrade", f"{path}{STEERS[1]}"],
                ["add", path, f"{folder}/{STEERS[0]}"], ["new", f"{folder}/no\x1b/{STEERS[2]}"], [f"{path}{STEERS[2]}"], ["list", STEERS[0]])  # fmt: skip


def test_no_name_steers_a_terminal_in_any_subcommand(full, spandesk, tmp_path):
    said = 0
    for words in calls(full, tmp_path):
        for more in ([], ["--json"], ["--json", "--progress"]):
            if "--json" in more and len(words) == 1:
                continue
            for made in tmp_path.glob("out-*"):
                shutil.rmtree(made) if made.is_dir() else None
            (tmp_path / "new.spans").unlink(missing_ok=True)
            told = spandesk(*(str(word) for word in words), *more)
            assert told.code in (0, 1, 2, 3), (words, told.err)
            assert "fault of Spandesk" not in told.err, (words, told.err)
            found = STEERING.search(told.out + told.err)
            assert found is None, (words, more, found)
            assert told.code != 1 or told.err.rpartition("}\n")[2].count("\n") == 1, (words, told.err)
            said += 1
    print(f"{said} answers, none of which steers a terminal")


def test_what_would_steer_is_seen(full, spandesk, monkeypatch):
    """The proof that this can fail: where names are printed as they are, it does."""
    from annotator.cli import answer

    monkeypatch.setattr(answer, "visible", str)
    assert STEERING.search(spandesk("list", "labels", full).out)


# ---- where to
def digest(path):
    return path.read_bytes() if path.is_file() else None


def targets(kind, path, target):
    """Return the calls that write a file at `target`."""
    return {
        "picture": ["picture", path, "1", target], "salvage": ["salvage", path, target], "new": ["new", target],
    }.get(kind) or ["export", path, target, "--as", kind, "--status", "any"]  # fmt: skip


WAYS = [*FILES, "picture", "salvage"]
FAST = ["jsonl", "picture", "salvage"]


@pytest.fixture
def worked(path):
    workloads.furnish(path)
    workloads.label(path, 3)
    return path


@pytest.mark.parametrize("way", [*WAYS, *FOLDERS])
def test_a_link_is_never_written_through_nor_replaced(way, worked, spandesk, tmp_path):
    mine, link, nowhere = tmp_path / "mine.txt", tmp_path / "link", tmp_path / "nowhere"
    mine.write_text("mine")
    for aim in (mine, worked, tmp_path / "absent", "loop"):
        for one in (link, nowhere):
            one.unlink(missing_ok=True)
        link.symlink_to(link if aim == "loop" else aim)
        before = digest(worked)
        said = spandesk(*targets(way, worked, link))
        assert (said.code, said.err.count("\n")) == (1, 1), (aim, said.err)
        assert link.is_symlink()
        assert mine.read_text() == "mine"
        assert digest(worked) == before
        assert not (tmp_path / "absent").exists()
    assert "Name" in said.err or "name" in said.err
    assert not [one for one in tmp_path.iterdir() if one.name.startswith(".")]


@pytest.mark.parametrize("way", [*WAYS, *FOLDERS, "new"])
def test_the_project_and_what_sqlite_keeps_beside_it_are_never_a_target(way, worked, spandesk, tmp_path):
    hard = tmp_path / "hard.jsonl"
    os.link(worked, hard)
    before = worked.read_bytes()
    (worked.parent / "other.spans-wal").write_bytes(b"")
    for target in (worked, hard, *(worked.with_name(f"{worked.name}-{end}") for end in ("journal", "wal", "shm")),
                   f"{worked.parent}/./{worked.name}"):  # fmt: skip
        there = os.path.lexists(target)
        said = spandesk(*targets(way, worked, target))
        assert (said.code, said.err.count("\n")) == (1, 1), (target, said.err)
        assert worked.read_bytes() == before
        assert os.path.lexists(target) == there
    assert examine(worked) == []


@pytest.mark.parametrize("kind", FOLDERS)
def test_a_folder_that_holds_the_project_is_never_moved(kind, worked, spandesk, tmp_path):
    folder = tmp_path / "out"
    assert spandesk("export", worked, folder, "--as", kind, "--status", "any").code == 0
    inside = folder / "p.spans"
    worked.rename(inside)
    before = {one: one.read_bytes() for one in folder.rglob("*") if one.is_file()}
    said = spandesk("export", inside, folder, "--as", kind, "--status", "any")
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert {one: one.read_bytes() for one in folder.rglob("*") if one.is_file()} == before


@pytest.mark.parametrize("kind", FOLDERS)
def test_a_folder_with_a_manifest_that_is_none_is_spared(kind, worked, spandesk, tmp_path):
    folder, outside = tmp_path / "out", tmp_path / "mine.txt"
    outside.write_text("mine")
    for make in (lambda at: os.mkfifo(at), lambda at: at.mkdir(), lambda at: at.symlink_to("/dev/zero"), lambda at: at.write_text("[" * 100_000),
                 lambda at: at.write_text(json.dumps({"written": "x", "files": {"../mine.txt": {"sha256": "0"}}}))):  # fmt: skip
        folder.mkdir()
        make(folder / "manifest.json")
        said = spandesk("export", worked, folder, "--as", kind, "--status", "any")
        assert (said.code, said.err.count("\n")) == (1, 1), said.err
        assert os.path.lexists(folder / "manifest.json")
        assert outside.read_text() == "mine"
        shutil.rmtree(folder)


@pytest.mark.parametrize("way", FILES)
def test_a_file_that_is_open_or_has_other_names_is_replaced_whole(way, worked, spandesk, tmp_path):
    target, other = tmp_path / "x.out", tmp_path / "other.out"
    target.write_text("old")
    target.chmod(0o600)
    os.link(target, other)
    with target.open() as reader:
        assert spandesk(*targets(way, worked, target)).code == 0
        assert reader.read() == "old", "who reads the old file reads it to its end"
    assert other.read_text() == "old"
    assert target.read_bytes() != b"old"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600, "who could not read the old one cannot read the new one"


@pytest.mark.parametrize("way", [*WAYS, *FOLDERS])
def test_a_full_disk_keeps_the_old_file(way, worked, spandesk, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", disk], capture_output=True, check=False
    )
    if not mount or mount.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        target = disk / "x.out"
        if way not in ("salvage", *FOLDERS):
            target.write_text("old")
        there = sorted(disk.iterdir())
        (disk / "filler").write_bytes(bytes(4096))
        said = spandesk(*targets(way, worked, target))
        assert (said.code, said.err.count("\n")) == (1, 1)
        assert "the disk is full" in said.err
        assert sorted(disk.iterdir()) == sorted([*there, disk / "filler"]), "something is left behind"
        assert not there or target.read_text() == "old"
    finally:
        subprocess.run(["umount", "-l", disk], check=False)


@pytest.mark.parametrize("way", [*WAYS, *FOLDERS])
def test_without_rights_the_old_file_stays(way, worked, tmp_path):
    if not shutil.which("setpriv") or os.geteuid() != 0:
        pytest.skip("only root can drop its rights, with setpriv")
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o755)
    target = folder / "x.out"
    if way not in ("salvage", *FOLDERS):
        target.write_text("old")
    for one in (tmp_path, *tmp_path.parents):
        if one.is_relative_to("/tmp") and one.name.startswith("pytest"):
            one.chmod(one.stat().st_mode | 0o055)
    there = sorted(folder.iterdir())
    said = subprocess.run(
        ["setpriv", "--reuid", "65534", "--clear-groups", sys.executable, "-m", "annotator", *map(str, targets(way, worked, target))],
        capture_output=True, text=True, check=False, cwd="/",
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCE.parents[2]), "SPANDESK_HOME": "/nonexistent", "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert (said.returncode, said.stderr.count("\n")) == (1, 1), said.stderr
    assert "Permission denied" in said.stderr
    assert sorted(folder.iterdir()) == there
    assert not there or target.read_text() == "old"


# ---- a project that is reached by a link
def test_a_project_behind_a_link_is_worked_in_restored_and_salvaged_where_it_lies(worked, spandesk, tmp_path):
    far, link = tmp_path / "far", tmp_path / "near" / "link.spans"
    far.mkdir()
    link.parent.mkdir()
    real = far / "real.spans"
    worked.rename(real)
    link.symlink_to(real)
    assert spandesk("backup", link).code == 0
    workloads.label(link, 2, "later-")
    (newest, *_) = spandesk("backup", real, "--list", "--json").json
    assert spandesk("restore", link, "1").code == 0
    assert link.is_symlink(), "the link was put in the place of the project"
    assert spandesk("stats", real, "--json").json["gestures"] == newest["gestures"]
    assert sorted(one.name for one in link.parent.iterdir()) in (["acknowledged", "link.spans"], ["link.spans"])
    assert examine(real) == []


def test_a_project_behind_a_link_that_broke_off_in_a_commit_is_read_as_it_was_before(worked, spandesk, tmp_path):
    link = tmp_path / "near" / "link.spans"
    link.parent.mkdir()
    link.symlink_to(worked)
    before = spandesk("stats", worked, "--json").json
    broken = tmp_path / "broken.spans"
    with contextlib.closing(sqlite3.connect(worked, isolation_level=None)) as held:
        held.execute("PRAGMA cache_size=1")
        held.execute("BEGIN IMMEDIATE")
        held.execute("UPDATE span SET note = hex(randomblob(2000))")
        held.execute("DELETE FROM change")
        shutil.copy(worked, broken)
        shutil.copy(f"{worked}-journal", f"{broken}-journal")
        held.execute("ROLLBACK")
    shutil.copy(broken, worked)
    shutil.copy(f"{broken}-journal", f"{worked}-journal")
    assert spandesk("stats", link, "--json").json == before
    assert examine(link) == []
