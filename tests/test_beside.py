"""Folders beside a target: gone when who made one is gone and the like is done again, never before, and no other ones."""

import multiprocessing
import os
import platform
import shutil
import threading
from pathlib import Path

import pytest

from annotator import beside, places
from tests.beside import left_by_the_killed

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork processes")


@pytest.fixture
def target(tmp_path):
    return tmp_path / "out" / "x.jsonl"


@pytest.fixture(autouse=True)
def out(target):
    target.parent.mkdir()
    return target.parent


def there(target):
    return sorted(one.name for one in target.parent.iterdir())


def write(target, text="new"):
    with places.replacing(target) as fresh:
        fresh.write_text(text)


def test_a_folder_is_there_while_it_is_worked_in_and_gone_afterwards(target):
    with beside.folder(target) as made:
        (made / beside.NEW / "deep").mkdir()
        (made / beside.ASIDE).mkdir()
        target.write_text("new")
        assert there(target) == [made.name, "x.jsonl"]
    assert there(target) == ["x.jsonl"]


def test_what_a_killed_process_left_goes_when_the_like_is_done_again_at_that_place(target):
    left = left_by_the_killed(target)
    assert there(target) == [left.name]
    other = left_by_the_killed(target.with_name("y.jsonl"))
    write(target)
    assert there(target) == [other.name, "x.jsonl"]
    beside.clear(target.parent)
    assert there(target) == ["x.jsonl"]


def test_what_another_process_works_in_stays(target):
    with multiprocessing.get_context("spawn").Pool(1) as pool, beside.folder(target) as made:
        (made / beside.NEW / "half").write_text("half")
        pool.apply(write, (target,))
        assert (made / beside.NEW / "half").read_text() == "half"
        assert there(target) == [made.name, "x.jsonl"]


def test_what_another_thread_works_in_stays(target):
    with beside.folder(target) as made:
        thread = threading.Thread(target=write, args=(target,))
        thread.start()
        thread.join()
        assert there(target) == [made.name, "x.jsonl"]


def test_what_a_child_that_outlives_its_parent_may_work_in_stays(target):
    began, may_end = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        try:
            with beside.folder(target):
                if os.fork() == 0:
                    os.close(may_end[1])  # so that it ends with the test, whatever becomes of that
                    os.write(began[1], b".")
                    os.read(may_end[0], 1)
                os._exit(0)
        finally:
            os._exit(1)  # never on into the tests
    for handle in (began[1], may_end[0]):
        os.close(handle)
    try:
        os.waitpid(child, 0)
        assert os.read(began[0], 1)
        beside.clear(target.parent)
        assert len(there(target)) == 1
    finally:
        for handle in (began[0], may_end[1]):
            os.close(handle)


@pytest.mark.parametrize("name", [
    ".x.jsonl.spandesk-abcdefgh", ".x.jsonl.abcdefgh", "x.jsonl.spandesk-abcdefgh", ".x.jsonl.spandesk-abcdefghi",
    ".x.jsonl.spandesk-ABCDEFGH",
])  # fmt: skip
@pytest.mark.parametrize("held", [None, "my own words"])
def test_what_is_not_of_our_making_stays(target, name, held):
    mine = target.parent / name
    mine.mkdir()
    (mine / "notes").write_text("mine")
    if held is not None:
        (mine / beside.HELD).write_text(held)
    write(target)
    beside.clear(target.parent)
    assert (mine / "notes").read_text() == "mine"


def test_a_link_of_that_name_is_not_followed(target, tmp_path):
    left = left_by_the_killed(target)
    mine = left.rename(tmp_path / "mine")
    (target.parent / left.name).symlink_to(mine)
    write(target)
    assert (mine / beside.NEW / "half").exists()


def test_what_was_made_on_another_machine_stays(target, monkeypatch):
    left = left_by_the_killed(target)
    monkeypatch.setattr(platform, "node", lambda: "another")
    write(target)
    assert left.exists()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="nobody owns a file here")
def test_what_another_user_made_stays(target, monkeypatch):
    left = left_by_the_killed(target)
    monkeypatch.setattr(os, "geteuid", lambda: -1)
    write(target)
    assert left.exists()


@pytest.mark.parametrize("done", ["made", "begun", "half said", "said", "held", "worked in"])
def test_a_folder_that_was_left_at_any_step_is_known(target, done):
    left = left_by_the_killed(target)
    if done != "worked in":
        shutil.rmtree(left / beside.NEW)
    if done in ("begun", "half said", "said"):
        (left / beside.HELD).rename(left / beside.BEGUN)
    if done in ("begun", "half said"):
        os.truncate(left / beside.BEGUN, {"begun": 0, "half said": 20}[done])
    if done == "made":
        (left / beside.HELD).unlink()
    write(target)
    assert there(target) == ["x.jsonl"]


@pytest.mark.parametrize("size", [0, 20])
def test_a_folder_that_does_not_name_its_machine_stays(target, size):
    left = left_by_the_killed(target)
    os.truncate(left / beside.HELD, size)
    write(target)
    assert (left / beside.NEW / "half").exists()


def test_what_is_begun_on_another_machine_stays(target, monkeypatch):
    left = left_by_the_killed(target)
    (left / beside.HELD).rename(left / beside.BEGUN)
    shutil.rmtree(left / beside.NEW)
    monkeypatch.setattr(platform, "node", lambda: "another")
    write(target)
    assert (left / beside.BEGUN).exists()


def test_another_machine_never_finds_a_lock_that_does_not_name_the_one_it_is_of(target, monkeypatch):
    locked, seen = beside._locked, list[bytes]()

    def locks(lock, wait=False):
        seen.extend(held.read_bytes() for held in target.parent.glob(f".*/{beside.HELD}"))
        return locked(lock, wait)

    monkeypatch.setattr(beside, "_locked", locks)
    write(target)
    assert set(seen) == {beside._said()}


def moved_aside(target):
    """Leave what is left where a folder was moved aside, and nothing came in its place yet."""
    left = left_by_the_killed(target, [target.name])
    (left / beside.ASIDE).mkdir()
    (left / beside.ASIDE / "old").write_text("old")
    return left


def test_a_target_that_was_moved_aside_is_put_back(target):
    moved_aside(target)
    beside.clear(target.parent, target.name)
    assert there(target) == ["x.jsonl"]
    assert (target / "old").read_text() == "old"


def test_what_was_moved_aside_is_not_given_up_for_what_somebody_else_put_in_its_place(target):
    left = moved_aside(target)
    target.write_text("theirs")
    write(target)
    assert (left / beside.ASIDE / "old").read_text() == "old"


def test_a_folder_that_is_cleared_away_before_it_is_held_is_made_again(target, monkeypatch):
    opened, cleared = Path.open, list[Path]()

    def slow(path, *more, **named):
        if path.name == beside.BEGUN and not cleared:
            cleared.append(path)
            path.parent.rmdir()
        return opened(path, *more, **named)

    monkeypatch.setattr(Path, "open", slow)
    write(target)
    assert cleared
    assert there(target) == ["x.jsonl"]


def test_a_folder_that_is_cleared_away_before_it_gets_its_lock_is_made_again(target, monkeypatch):
    renamed, cleared = Path.rename, list[Path]()

    def slow(path, to):
        if path.name == beside.BEGUN and not cleared:
            cleared.append(path)
            beside.clear(target.parent)
            assert there(target) == []
        return renamed(path, to)

    monkeypatch.setattr(Path, "rename", slow)
    write(target)
    assert cleared
    assert there(target) == ["x.jsonl"]


def test_a_folder_that_is_cleared_away_before_it_is_locked_is_made_again(target, monkeypatch):
    locked, cleared = beside._locked, list[bool]()

    def slow(lock, wait=False):
        if wait and not cleared:
            cleared.append(True)
            beside.clear(target.parent)
            assert there(target) == []
        return locked(lock, wait)

    monkeypatch.setattr(beside, "_locked", slow)
    write(target)
    assert cleared
    assert there(target) == ["x.jsonl"]


def test_on_a_disk_that_locks_nothing_nobody_takes_anything_away(target, monkeypatch):
    left = left_by_the_killed(target)
    monkeypatch.setattr(beside, "_locked", lambda *_, **__: False)
    write(target)
    assert there(target) == [left.name, "x.jsonl"]


def test_a_place_that_is_gone_is_clear(tmp_path):
    beside.clear(tmp_path / "nowhere")
