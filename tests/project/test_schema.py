import errno
import os
import shutil
import subprocess
import sys

import pytest

from annotator import places
from annotator.model.mark import Author
from annotator.model.problem import Problem
from annotator.project.check import examine
from annotator.project.schema import create

ME = Author("author-a", "annotator A")


def test_a_new_project_is_whole_and_its_rows_are_a_fold_of_its_journal(path, project, news):
    assert examine(path) == []
    assert project.reader.scheme() == news
    assert project.reader.setting("language") == "en"
    assert [m.command for m in project.reader.history()] == ["author.new", "project.new"]


def test_an_existing_file_is_never_overwritten(tmp_path, news):
    there = tmp_path / "there.spans"
    there.write_text("precious")
    with pytest.raises(Problem, match="a file of that name already"):
        create(there, news, "en", ME)
    assert there.read_text() == "precious"
    link = tmp_path / "link.spans"
    link.symlink_to(tmp_path / "nowhere")
    with pytest.raises(Problem, match="already"):
        create(link, news, "en", ME)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["link.spans", "there.spans"]


def test_a_folder_that_is_not_there_is_told(tmp_path, news):
    with pytest.raises(Problem, match="No such file"):
        create(tmp_path / "no" / "p.spans", news, "en", ME)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="a small disk can be mounted by root only")
def test_a_full_disk_leaves_nothing(tmp_path, news):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], capture_output=True, check=False
    )
    if not mounted or mounted.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        with pytest.raises(Problem, match="full"):
            create(disk / "p.spans", news, "en", ME)
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", disk], check=True)


def test_a_project_that_may_not_be_on_the_disk_yet_is_said_to_be_there(tmp_path, news, monkeypatch):
    sync = places._sync

    def unsynced(path, within=True):
        if path == tmp_path:
            raise OSError(errno.EIO, "Input/output error")
        sync(path, within)

    monkeypatch.setattr(places, "_sync", unsynced)
    with pytest.raises(Problem) as caught:
        create(tmp_path / "p.spans", news, "en", ME)
    assert "p.spans is there, but perhaps not on the disk yet: Input/output error" in str(caught.value)
    assert "Replaced" not in str(caught.value)
    assert examine(tmp_path / "p.spans") == []


def test_the_steps_are_recorded(path, project):
    recorded = project.reader.connection.execute("SELECT migration_set, name FROM _sqlite_migrations").fetchall()
    assert recorded == [("spandesk", "first_tables")]


def test_opening_needs_no_sqlite_utils():
    code = "import sys, annotator.project.project; print([m for m in ('sqlite_utils', 'numpy', 'spacy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_a_new_project_has_the_rights_that_new_files_have(tmp_path, news):
    before = os.umask(0o027)
    try:
        create(tmp_path / "p.spans", news, "en", ME)
    finally:
        os.umask(before)
    assert (tmp_path / "p.spans").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("number", [errno.EPERM, errno.ENOTSUP])
def test_a_disk_that_knows_no_links_takes_a_project_and_nothing_is_overwritten(tmp_path, news, monkeypatch, number):
    def link(_, target):
        if target.name == "q.spans":
            target.write_text("precious")  # it came to be there meanwhile
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "link", link)
    create(tmp_path / "p.spans", news, "en", ME)
    assert examine(tmp_path / "p.spans") == []
    before = (tmp_path / "p.spans").read_bytes()
    with pytest.raises(Problem, match="already"):
        create(tmp_path / "q.spans", news, "en", ME)
    assert (tmp_path / "q.spans").read_text() == "precious"
    assert (tmp_path / "p.spans").read_bytes() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["p.spans", "q.spans"]
