import errno
import os
import shutil
import sys
from pathlib import Path

import pytest

from annotator import beside, places
from annotator.model.problem import Problem


def test_the_users_folders_lie_in_the_home_that_is_named(home):
    assert places.config_folder() == home / "config"
    assert {places.state_folder().name, places.cache_folder().name, places.data_folder().name} == {
        "state",
        "cache",
        "data",
    }


def test_without_it_they_are_the_systems_own(monkeypatch):
    monkeypatch.delenv("SPANDESK_HOME")
    assert "spandesk" in str(places.config_folder()).lower()


def test_resources_are_there():
    assert places.resource("sample", "sample.jsonl").is_file()
    assert places.resource("themes", "dark.toml").is_file()


def test_a_target_is_replaced_whole_with_what_lies_beside_it(tmp_path):
    (tmp_path / "x").write_text("old")
    with places.replacing(tmp_path / "x") as fresh:
        fresh.write_text("new")
        fresh.with_name("beside").write_text("more")
        assert (tmp_path / "x").read_text() == "old"
    assert sorted(one.name for one in tmp_path.iterdir() if one.name != "home") == ["beside", "x"]
    assert (tmp_path / "x").read_text() == "new"


def test_trouble_leaves_the_old_and_nothing_new(tmp_path):
    (tmp_path / "x").write_text("old")

    def broken():
        with places.replacing(tmp_path / "x") as fresh:
            fresh.write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken()
    assert [one.name for one in tmp_path.iterdir() if one.name != "home"] == ["x"]
    assert (tmp_path / "x").read_text() == "old"
    with pytest.raises(Problem, match="was not written"), places.replacing(tmp_path / "no" / "x"):
        pass


def test_where_the_target_cannot_be_moved_the_sentence_names_what_was(tmp_path):
    (tmp_path / "x" / "full").mkdir(parents=True)
    (tmp_path / "beside").write_text("old")

    def moved():
        with places.replacing(tmp_path / "x") as fresh:
            fresh.write_text("new")
            fresh.with_name("beside").write_text("new")

    with pytest.raises(Problem, match="Replaced were beside"):
        moved()
    assert (tmp_path / "beside").read_text() == "new"
    assert [one.name for one in (tmp_path / "x").iterdir()] == ["full"]
    assert list(tmp_path.glob(".x*")) == []


@pytest.mark.skipif(os.name == "nt", reason="there are no such rights")
def test_a_replaced_file_keeps_its_rights(tmp_path):
    target = tmp_path / "x.jsonl"
    target.write_text("old")
    target.chmod(0o600)
    with places.replacing(target) as fresh:
        fresh.write_text("new")
    assert (target.read_text(), target.stat().st_mode & 0o777) == ("new", 0o600)


def refused(*_values, **_named):
    raise PermissionError(1, "Operation not permitted")  # as on a stick that knows no links


@pytest.mark.parametrize("links", [True, False])
def test_what_is_to_be_new_replaces_no_file_that_appears_in_the_last_moment(tmp_path, monkeypatch, links):
    target, sync = tmp_path / "x", os.fsync

    def appears(handle):
        target.write_text("theirs")
        sync(handle)

    if not links:
        monkeypatch.setattr(os, "link", refused)
    monkeypatch.setattr(os, "fsync", appears)  # the last thing before it is moved

    def made():
        with places.replacing(target, new=True) as fresh:
            fresh.write_text("ours")

    with pytest.raises(Problem, match="there is a file of that name already"):
        made()
    assert target.read_text() == "theirs"
    assert list(tmp_path.glob(".x*")) == []


@pytest.mark.parametrize("links", [True, False])
def test_what_is_new_gets_its_name_with_links_and_without(tmp_path, monkeypatch, links):
    if not links:
        monkeypatch.setattr(os, "link", refused)
    with places.replacing(tmp_path / "x", new=True) as fresh:
        fresh.write_text("ours")
    assert (tmp_path / "x").read_text() == "ours"
    assert (tmp_path / "x").stat().st_nlink == 1


def tree(folder):
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


def written(target, files, kept=()):
    with places.replacing(target, kept=lambda: kept) as fresh:
        for name, text in files.items():
            (fresh / name).parent.mkdir(parents=True, exist_ok=True)
            (fresh / name).write_text(text)


@pytest.fixture(params=["in one step", "in two"])
def in_steps(request, monkeypatch):
    """Replace folders as on a system that lets two names change places, and as on another one."""
    if request.param == "in two":
        monkeypatch.setattr(places, "_exchanged", lambda *_: False)


@pytest.mark.usefixtures("in_steps")
@pytest.mark.parametrize("there", ["absent", "empty", "full"])
def test_a_folder_takes_the_place_of_an_old_one_whole(there, tmp_path):
    target = tmp_path / "x"
    if there != "absent":
        target.mkdir()
    if there == "full":
        (target / "old").write_text("old")
    written(target, {"a": "1", "b/c": "2"})
    assert tree(target) == {"a": "1", "b/c": "2"}
    assert [one.name for one in tmp_path.iterdir() if one.name != "home"] == ["x"]


@pytest.mark.usefixtures("in_steps")
@pytest.mark.parametrize("links", [True, False])
def test_what_is_kept_of_an_old_folder_is_in_the_new_one(tmp_path, monkeypatch, links):
    target = tmp_path / "x"
    written(target, {"a": "old", "trained/model": "mine", "trained/deep/er": "mine", "b/mine": "mine", "b/c": "old"})
    (target / "trained" / "model").chmod(0o600)
    (target / "trained" / "link").symlink_to("nowhere")
    if not links:
        monkeypatch.setattr(os, "link", refused)
    written(target, {"a": "new", "b/c": "new"}, [Path("trained"), Path("b/mine")])
    kept = {"trained/model": "mine", "trained/deep/er": "mine", "b/mine": "mine"}
    assert tree(target) == {"a": "new", "b/c": "new", **kept}
    assert (target / "trained" / "link").readlink() == Path("nowhere")
    assert (target / "trained" / "model").stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.glob(".x*")) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="two names change places in one step on Linux")
def test_a_folder_is_never_gone_while_another_one_takes_its_place(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        (folder / "name").write_text(folder.name)
    if not places._exchanged(one, other):
        pytest.skip("this disk lets no two names change places")
    assert [(folder / "name").read_text() for folder in (one, other)] == ["other", "one"]
    assert not places._exchanged(one, tmp_path / "gone")


def test_what_is_saved_in_a_kept_folder_while_the_folders_change_places_stays(tmp_path, monkeypatch):
    target, exchanged = tmp_path / "x", places._exchanged
    written(target, {"a": "old", "trained/model": "mine", "b/trained/model": "mine"})

    def saves(one, other):
        if other == target:
            for folder in (target / "trained", target / "b" / "trained"):
                (folder / "best").write_text("just now")
        return exchanged(one, other)

    if not exchanged(target / "trained", target / "b"):
        pytest.skip("this system lets no two names change places")
    exchanged(target / "trained", target / "b")
    monkeypatch.setattr(places, "_exchanged", saves)
    written(target, {"a": "new"}, [Path("trained"), Path("b/trained")])
    trained = {"model": "mine", "best": "just now"}
    assert tree(target) == {
        "a": "new",
        **{f"{at}trained/{name}": trained[name] for at in ("", "b/") for name in trained},
    }
    assert list(tmp_path.glob(".x*")) == []


@pytest.mark.usefixtures("in_steps")
def test_what_is_kept_is_asked_for_when_all_is_written(tmp_path):
    target = tmp_path / "x"
    written(target, {"a": "old"})
    with places.replacing(target, kept=lambda: [one.relative_to(target) for one in target.glob("trained")]) as fresh:
        fresh.mkdir()
        (fresh / "a").write_text("new")
        (target / "trained").mkdir()
        (target / "trained" / "model").write_text("mine")
    assert tree(target) == {"a": "new", "trained/model": "mine"}


@pytest.mark.parametrize(("trouble", "why"), [(errno.EACCES, "Permission denied"), (errno.ENOSPC, places.FULL)])
def test_what_cannot_be_kept_is_named_in_one_sentence(tmp_path, monkeypatch, trouble, why):
    target = tmp_path / "x"
    written(target, {"a": "old", "trained/deep/model": "mine", "trained/deep/more": "mine"})

    def unreadable(path, *_more, **_named):
        raise OSError(trouble, os.strerror(trouble), str(path))

    monkeypatch.setattr(os, "link", refused)
    monkeypatch.setattr(shutil, "copy2", unreadable)
    with pytest.raises(Problem) as caught:
        written(target, {"a": "new"}, [Path("trained")])
    named = "" if why == places.FULL else f"{target / 'trained' / 'deep' / 'model'} cannot be kept: "
    assert str(caught.value) == f"{target} was not written: {named}{why}. {places.UNCHANGED}"
    assert tree(target) == {"a": "old", "trained/deep/model": "mine", "trained/deep/more": "mine"}


@pytest.mark.usefixtures("in_steps")
def test_every_folder_that_leads_to_what_is_kept_is_on_the_disk(tmp_path, monkeypatch):
    target, sync, synced = tmp_path / "x", os.fsync, list[int]()
    written(target, {"a": "old", "deep/deeper/mine": "mine"})

    def synced_too(handle):
        synced.append(os.fstat(handle).st_ino)
        sync(handle)

    monkeypatch.setattr(os, "fsync", synced_too)
    written(target, {"a": "new"}, [Path("deep/deeper/mine")])
    for folder in (target, target / "deep", target / "deep" / "deeper"):
        assert folder.stat().st_ino in synced, folder


@pytest.mark.parametrize("new", [True, False])
def test_what_has_its_place_but_may_not_be_on_the_disk_yet_is_said_to_be_there(tmp_path, monkeypatch, new):
    sync = places._sync

    def unsynced(path, within=True):
        if path == tmp_path:
            raise OSError(errno.EIO, "Input/output error")
        sync(path, within)

    monkeypatch.setattr(places, "_sync", unsynced)

    def made():
        with places.replacing(tmp_path / "x", new=new) as fresh:
            fresh.write_text("new")

    with pytest.raises(
        places.NotSynced, match="x is there, but perhaps not on the disk yet: Input/output error"
    ) as caught:
        made()
    assert "Replaced" not in str(caught.value)
    assert (tmp_path / "x").read_text() == "new"


def test_what_is_kept_is_never_written_over(tmp_path):
    target = tmp_path / "x"
    written(target, {"a": "mine"})
    with pytest.raises(Problem, match="stands where one would be written"):
        written(target, {"a": "new"}, [Path("a")])
    assert tree(target) == {"a": "mine"}


@pytest.mark.usefixtures("in_steps")
def test_an_old_folder_comes_back_where_the_new_one_cannot_take_its_place(tmp_path):
    target = tmp_path / "x"
    written(target, {"a": "old", "b": "mine"})
    with pytest.raises(Problem, match="Nothing was changed"):
        written(target, {"a": "new"}, [Path("b"), Path("gone")])
    assert tree(target) == {"a": "old", "b": "mine"}
    assert list(tmp_path.glob(".x*")) == []


@pytest.fixture
def aside_then(monkeypatch):
    """Replace folders in two steps, and do something right after the old one was moved aside."""
    monkeypatch.setattr(places, "_exchanged", lambda *_: False)
    rename = Path.rename

    def let(then):
        def renamed(path, to):
            there = rename(path, to)
            if Path(to).name == beside.ASIDE:
                then()
            return there

        monkeypatch.setattr(Path, "rename", renamed)

    return let


def test_an_old_folder_that_cannot_come_back_stays_where_it_lies_and_the_sentence_says_where(tmp_path, aside_then):
    target = tmp_path / "x"
    written(target, {"a": "old", "trained/model": "mine"})

    def theirs():
        target.mkdir()
        (target / "theirs").write_text("theirs")

    aside_then(theirs)
    with pytest.raises(Problem) as caught:
        written(target, {"a": "new"}, [Path("trained")])
    (left,) = tmp_path.glob(".x*")
    assert tree(left / beside.ASIDE) == {"a": "old", "trained/model": "mine"}
    assert str(left / beside.ASIDE) in caught.value.now
    assert places.UNCHANGED not in caught.value.now
    assert tree(target) == {"theirs": "theirs"}
    shutil.rmtree(target)
    beside.clear(tmp_path, "x")
    assert tree(target) == {"a": "old", "trained/model": "mine"}
    assert list(tmp_path.glob(".x*")) == []


def test_an_old_folder_comes_back_where_the_work_is_stopped_when_it_was_moved_aside(tmp_path, aside_then):
    target = tmp_path / "x"
    written(target, {"a": "old", "trained/model": "mine"})

    def stopped():
        raise KeyboardInterrupt

    aside_then(stopped)
    with pytest.raises(KeyboardInterrupt):
        written(target, {"a": "new"})
    assert tree(target) == {"a": "old", "trained/model": "mine"}
    assert list(tmp_path.glob(".x*")) == []


MOUNTS = """25 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 25 0:50 / /mnt/team\\040share rw shared:2 - cifs //server/share rw
41 40 0:51 / /mnt/team\\040share/local rw shared:3 - ext4 /dev/sdb1 rw
42 25 0:52 / /home/a/remote rw - fuse.sshfs a@host:/ rw
"""


@pytest.mark.parametrize(("path", "kind"), [
    ("/mnt/team share/p.spans", "cifs"), ("/mnt/team share/local/p.spans", ""), ("/mnt/team shared/p.spans", ""),
    ("/home/a/remote/deep/p.spans", "sshfs"), ("/home/a/p.spans", ""),
])  # fmt: skip
def test_a_network_share_is_known_by_its_mount(path, kind, tmp_path, monkeypatch):
    held = tmp_path / "mountinfo"
    held.write_text(MOUNTS)
    monkeypatch.setattr(places, "_MOUNTS", held)
    monkeypatch.setattr(places.os.path, "realpath", str)
    assert places.network_share(Path(path)) == ("" if os.name == "nt" else kind)


def test_where_nobody_says_there_is_no_share(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "_MOUNTS", tmp_path / "absent")
    assert places.network_share(tmp_path / "p.spans") == ""


def test_a_link_and_what_belongs_to_a_database_are_never_written(tmp_path):
    mine, owner = tmp_path / "mine", tmp_path / "p.spans"
    mine.write_text("mine")
    owner.write_text("p")
    (tmp_path / "link").symlink_to(mine)
    (tmp_path / "to nothing").symlink_to(tmp_path / "absent")
    for name in ("link", "to nothing", "p.spans-journal", "p.spans-wal", "p.spans-shm"):
        with pytest.raises(Problem, match=r"a link to|belongs to"), places.replacing(tmp_path / name) as fresh:
            fresh.write_text("new")
    assert mine.read_text() == "mine"
    assert not (tmp_path / "absent").exists()
    with places.replacing(tmp_path / "q-journal") as fresh:
        fresh.write_text("new")
    assert (tmp_path / "q-journal").read_text() == "new"


def test_what_is_shipped_is_named_in_order():
    assert places.resource_names("themes") == ["dark", "light"]
    assert places.resource_names("none") == []
