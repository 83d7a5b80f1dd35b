"""Backups: made, verified, thinned, listed, restored, whatever state the project is in."""

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta

import pytest

from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Span
from annotator.model.problem import Problem
from annotator.project import backups, before, thinning
from annotator.project import connection as opening
from annotator.project.check import examine
from annotator.project.project import Project
from tests.beside import left_by_the_killed
from tests.conftest import ME

NOW = datetime(2030, 6, 15, 12, 0, tzinfo=UTC)


def label(project, article, name):
    span = Span(name, 0, 3, "entities/per", ME.id)
    return project.store(Gesture("", "label.apply", ME.id, "window", {article.id: Edit.adding(article.id, span)}))


def damage(path, data):
    """Write `data` over a backup, which is write-protected."""
    path.chmod(0o600)
    path.write_bytes(data)


def spans(path):
    with contextlib.closing(Project.open(path, ME, writable=False)) as opened:
        return {span.id for record in opened.reader.records(opened.reader.position()) for span in record.spans}


def test_a_backup_holds_what_the_project_held(path, project, taken):
    article = taken()
    label(project, article, "one")
    made = backups.make(project.reader.connection, path, backups.BY_HAND, NOW)
    label(project, article, "two")
    assert made.path.parent.name == "p.backups"
    assert spans(made.path) == {"one"}
    (listed,) = backups.listed(path)
    assert listed == made
    assert backups.held(listed, project.reader.connection) == backups.Held(1, 1, 4, 1)


def test_nothing_new_makes_no_second_backup(path, project, taken):
    taken()
    first = backups.make(project.reader.connection, path, "daily", NOW)
    assert backups.make(project.reader.connection, path, "daily", NOW + timedelta(hours=1)) == first
    label(project, taken(), "one")
    second = backups.make(project.reader.connection, path, "daily", NOW)
    assert second.path.name == "2030-06-15T120000Z daily 2.spans"
    assert len(backups.listed(path)) == 2


def test_what_else_lies_in_the_folder_is_no_backup_and_stays(path, project):
    folder = backups.folder_of(path)
    folder.mkdir()
    for name in ("notes.txt", "mine.spans", "2030-99-99T120000Z daily.spans"):
        (folder / name).write_text("mine")
    backups.make(project.reader.connection, path, "daily", NOW)
    assert len(backups.listed(path)) == 1
    assert len(list(folder.iterdir())) == 4


def test_thinning_spares_what_was_asked_for(path, project, taken):
    article = taken()
    for at in range(30):
        label(project, article, f"s{at}")
        backups.make(
            project.reader.connection, path, backups.BY_HAND if at == 0 else "daily", NOW + timedelta(minutes=at)
        )
    left = backups.listed(path)
    assert len(left) < 20
    assert left[-1].why == backups.BY_HAND


def test_restoring_keeps_what_was_there_first(path, project, taken):
    article = taken()
    label(project, article, "one")
    made = backups.make(project.reader.connection, path, backups.BY_HAND)
    label(project, article, "two")
    project.close()
    before = backups.restore(path, made.path)
    assert before is not None
    assert spans(path) == {"one"}
    assert spans(before.path) == {"one", "two"}
    assert examine(path) == []
    again = backups.restore(path, before.path)
    assert spans(path) == {"one", "two"}
    assert again is not None
    assert spans(again.path) == {"one"}


def test_of_the_position_of_the_newest_backup_no_other_is_made_by_a_restore(path, project, taken):
    article = taken()
    label(project, article, "one")
    made = backups.make(project.reader.connection, path, backups.BY_HAND, datetime.now(UTC) - timedelta(hours=1))
    label(project, article, "two")
    present = backups.make(project.reader.connection, path, "before add")
    project.close()
    assert backups.restore(path, made.path) == present
    assert spans(path) == {"one"}
    assert backups.listed(path) == [present, made]


def test_a_damaged_project_is_kept_byte_for_byte_and_its_journal_is_not_played_into_the_restored_one(
    path, project, taken
):
    label(project, taken(), "one")
    made = backups.make(project.reader.connection, path, backups.BY_HAND, NOW)
    project.close()
    path.write_bytes(b"SQLite format 3\x00" + os.urandom(9000))
    damaged = path.read_bytes()
    journal = path.with_name("p.spans-journal")
    journal.write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + os.urandom(600))
    kept = backups.restore(path, made.path)
    assert kept is not None
    assert kept.path.read_bytes() == damaged
    assert kept.path.with_name(f"{kept.path.name}-journal").exists()
    assert not journal.exists()
    assert spans(path) == {"one"}


def test_a_project_that_is_gone_comes_back(path, project, taken):
    label(project, taken(), "one")
    made = backups.make(project.reader.connection, path, backups.BY_HAND, NOW)
    project.close()
    path.unlink()
    assert backups.restore(path, made.path) is None
    assert spans(path) == {"one"}


def test_a_damaged_backup_is_refused_and_said_to_be(path, project, taken):
    label(project, taken(), "one")
    made = backups.make(project.reader.connection, path, backups.BY_HAND, NOW)
    data = made.path.read_bytes()
    damage(made.path, data[: len(data) // 2])
    before = path.read_bytes()
    with pytest.raises(Problem, match="damaged"):
        backups.restore(path, made.path)
    assert path.read_bytes() == before
    assert backups.held(made, project.reader.connection).finding


def test_a_window_on_the_project_sees_that_another_file_took_its_place(path, project, taken):
    article = taken()
    made = backups.make(project.reader.connection, path, backups.BY_HAND, NOW)
    troubled = threading.Event()
    project.on_trouble(lambda problem: troubled.set() if problem else None)
    backups.restore(path, made.path)
    project.commit(Gesture("t", "label.apply", ME.id, "window", {article.id: Edit.adding(article.id, Span("late", 0, 3, "entities/per", ME.id))}))  # fmt: skip
    assert troubled.wait(10)
    assert "late" not in spans(path)
    assert len(project.unsaved) == 1, "what was not saved waits, under the banner"


def test_the_shell_makes_lists_and_restores(path, project, taken, spandesk):
    article = taken()
    label(project, article, "one")
    made = spandesk("backup", path, "--json").json
    label(project, article, "two")
    listing = spandesk("backup", path, "--list", "--json").json
    assert [(one["spans"], one["since"], one["why"]) for one in listing] == [(1, 1, "by hand")]
    assert "1 gesture since" in spandesk("backup", path, "--list").out
    assert spandesk("restore", path, "2").code == 2
    project.close()
    assert spandesk("restore", path, "1", "--json").json["restored"] == made["backup"]
    assert spans(path) == {"one"}
    assert spandesk("restore", path, path.with_name("none.spans")).code == 1


def test_backups_take_at_most_half_of_the_room_and_what_was_asked_for_stays(path, project, taken, monkeypatch):
    usage = shutil.disk_usage(path.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=path.stat().st_size))
    article = taken()
    for at in range(8):
        label(project, article, f"s{at}")
        asked = at == 0
        backups.make(
            project.reader.connection, path, backups.BY_HAND if asked else "daily", NOW + timedelta(minutes=at)
        )
    held = backups.listed(path)
    assert [one.why for one in held] == ["daily"] * thinning.FEWEST + [backups.BY_HAND]
    assert spans(held[0].path) == {f"s{at}" for at in range(8)}, "the newest stay"


def ahead(path, project, article, count):
    """Make backups while the clock is twelve years ahead."""
    for at in range(count):
        label(project, article, f"ahead {at}")
        moment = datetime.now(UTC) + timedelta(days=12 * 365, minutes=at)
        backups.make(project.reader.connection, path, "before add", moment)


def test_what_a_clock_that_was_ahead_dated_is_not_the_newest(path, project, taken):
    article = taken()
    ahead(path, project, article, thinning.RECENT)
    for minutes in (40, 20):
        label(project, article, f"{minutes} minutes ago")
        moment = datetime.now(UTC) - timedelta(minutes=minutes)
        backups.make(project.reader.connection, path, "before add", moment)
    first, second, *others = backups.listed(path)
    assert "20 minutes ago" in spans(first.path)
    assert "40 minutes ago" in spans(second.path)
    assert backups.newest(path) == first
    assert len(others) == thinning.RECENT - 2, "they take the places that are left"
    assert all(one.at > datetime.now(UTC) for one in others)


def test_the_one_just_made_is_there_whatever_a_clock_that_was_ahead_left(path, project, taken, monkeypatch):
    article, size = taken(), path.stat().st_size
    ahead(path, project, article, thinning.FEWEST)
    usage = shutil.disk_usage(path.parent)._replace(free=2 * size)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    label(project, article, "now")
    kept = before.keep(project.reader.connection, path, "add")
    assert kept.path is not None
    assert "now" in spans(kept.path)
    assert len(backups.listed(path)) == thinning.FEWEST


def test_the_one_just_made_stays_where_others_made_newer_ones_meanwhile(path, project, taken, monkeypatch):
    article = taken()
    for at in range(thinning.RECENT):
        label(project, article, f"s{at}")
        moment = datetime.now(UTC) - timedelta(seconds=60 - at)
        backups.make(project.reader.connection, path, "before add", moment)
    label(project, article, "slow")
    made = backups.make(project.reader.connection, path, "before add", datetime.now(UTC) - timedelta(seconds=90))
    assert made.path.exists()


def test_no_sound_backup_is_thinned_for_one_that_is_damaged_or_stays_for_ever(path, project, taken):
    article, times = taken(), iter(NOW + timedelta(minutes=at) for at in range(100))
    for at in range(thinning.RECENT - 1):
        label(project, article, f"s{at}")
        backups.make(project.reader.connection, path, "before add", next(times))
    sound = backups.listed(path)
    for _ in range(3):
        (backups.folder_of(path) / f"{next(times):%Y-%m-%dT%H%M%SZ} damaged.spans").write_bytes(b"half of it")
    backups.make(project.reader.connection, path, backups.BY_HAND, next(times))
    label(project, article, "last")
    made = backups.make(project.reader.connection, path, "before add", next(times))
    left = backups.listed(path)
    assert [one for one in left if not one.is_kept] == [made, *sound]
    assert len(left) == thinning.RECENT + 4


def test_what_goes_for_its_age_makes_room_for_the_others(path, project, taken, monkeypatch):
    article = taken()
    for at in range(thinning.RECENT * 2):
        label(project, article, f"s{at}")
        moment = NOW + timedelta(minutes=at)
        taking = backups.folder_of(path) / f"{moment:%Y-%m-%dT%H%M%SZ} before add.spans"
        taking.parent.mkdir(exist_ok=True)
        shutil.copyfile(path, taking)
    size = path.stat().st_size
    usage = shutil.disk_usage(path.parent)._replace(free=size)  # with the 12 that are too old there is room for 12
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    backups.thin(path, NOW + timedelta(hours=1))
    assert len(backups.listed(path)) == thinning.RECENT


def test_what_killed_processes_left_at_backups_and_at_the_project_goes_with_the_next_backup(path, project, taken):
    article = taken()
    made = backups.make(project.reader.connection, path, "daily", NOW)
    folder = backups.folder_of(path)
    mine = folder / ".mine.x2345678"
    mine.mkdir()
    gone = [left_by_the_killed(folder / "2030-06-14T110000Z daily.spans"), left_by_the_killed(path)]
    other = left_by_the_killed(path.with_name("other.spans"))
    label(project, article, "one")
    backups.make(project.reader.connection, path, "daily", NOW + timedelta(minutes=1))
    assert [one.exists() for one in gone] == [False, False]
    assert mine.exists()
    assert other.exists()
    assert made.path.exists()


def test_the_backups_of_a_project_that_is_damaged_or_gone_are_listed(path, project, taken, spandesk):
    label(project, taken(), "one")
    spandesk("backup", path)
    project.close()
    path.write_bytes(b"x" * 9000)
    listing = spandesk("backup", path, "--list", "--json", "--progress")
    assert [(one["spans"], one["since"]) for one in listing.json] == [(1, None)]
    first, second = map(json.loads, listing.err.splitlines())
    assert (first["stage"], len(first["backups"])) == ("list", 1)
    assert "it is not a Spandesk project" in first["present"]
    assert (second["stage"], second["at"], second["spans"]) == ("held", 0, 1)
    said = spandesk("backup", path, "--list").out
    assert "it is not a Spandesk project" in said
    assert "grow out" not in said
    path.unlink()
    assert len(spandesk("backup", path, "--list", "--json").json) == 1
    assert spandesk("backup", path.with_name("other.spans"), "--list").code == 1


def test_the_shell_salvages(path, project, taken, spandesk, tmp_path):
    label(project, taken(), "one")
    data = bytearray(path.read_bytes())
    data[:100] = bytes(100)
    path.write_bytes(data)
    done = spandesk("salvage", path, tmp_path / "new.spans", "--json").json
    assert done["spans"] == 1
    assert spans(tmp_path / "new.spans") == {"one"}
    assert spandesk("salvage", path, tmp_path / "new.spans").code == 1


def test_the_backup_that_is_restored_is_not_thinned_for_the_one_of_the_present(path, project, taken):
    article = taken()
    for at in range(thinning.RECENT):
        label(project, article, f"s{at}")
        backups.make(project.reader.connection, path, "daily", datetime.now(UTC) - timedelta(minutes=60 - at))
    label(project, article, "present")
    oldest = backups.listed(path)[-1]
    project.close()
    before = backups.restore(path, oldest.path)
    assert spans(path) == {"s0"}
    assert before is not None
    assert "present" in spans(before.path)
    assert oldest.path.exists()


def test_a_project_that_somebody_holds_is_not_taken_for_a_damaged_one(path, project, taken, monkeypatch):
    label(project, taken(), "one")
    made = backups.make(project.reader.connection, path, backups.BY_HAND, NOW)
    monkeypatch.setattr(opening, "BUSY_MILLISECONDS", 50)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as somebody:
        somebody.execute("BEGIN EXCLUSIVE")
        somebody.execute("PRAGMA cache_size=1")
        before = path.stat().st_ino
        with pytest.raises(Problem, match="another program holds it"):
            backups.restore(path, made.path)
        assert path.stat().st_ino == before
        somebody.execute("COMMIT")
    assert backups.listed(path) == [made]


HOLDS = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)
try:
    connection.execute("BEGIN IMMEDIATE")
    print("written beside")
except sqlite3.OperationalError as error:
    print(error.sqlite_errorname)
"""


def test_nobody_writes_to_a_damaged_project_between_its_copy_and_the_restored_one(path, project, taken, monkeypatch):
    for at in range(40):
        label(project, taken(f"Report {at}. Ada met Tom. {'x' * 9000}"), f"s{at}")
    made = backups.make(project.reader.connection, path, backups.BY_HAND, NOW)
    label(project, taken(), "since")
    project.close()
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 8192] = os.urandom(8192)
    path.write_bytes(data)
    told = []
    replacing = backups.places.replacing

    @contextlib.contextmanager
    def watched(target, new=False):
        with replacing(target, new) as fresh:
            yield fresh
            if target == path:
                told.append(subprocess.run([sys.executable, "-c", HOLDS, path], capture_output=True, text=True).stdout)

    monkeypatch.setattr(backups.places, "replacing", watched)
    kept = backups.restore(path, made.path)
    assert kept is not None
    assert kept.why == backups.DAMAGED
    assert kept.path.read_bytes() == data
    assert told == ["SQLITE_BUSY\n"]


def test_a_project_reached_by_a_link_is_restored_where_it_lies(path, project, taken, tmp_path):
    article = taken()
    label(project, article, "one")
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "link.spans"
    link.symlink_to(path)
    made = backups.make(project.reader.connection, link, backups.BY_HAND, NOW)
    assert backups.listed(path) == [made]
    label(project, article, "two")
    project.close()
    backups.restore(link, made.path)
    assert link.is_symlink()
    assert spans(path) == {"one"}


def test_what_somebody_asked_for_is_a_backup_of_its_own_that_stays(path, project, taken):
    label(project, taken(), "one")
    backups.make(project.reader.connection, path, backups.DAILY, NOW)
    later = NOW + timedelta(hours=1)
    asked = backups.make(project.reader.connection, path, backups.BY_HAND, later)
    assert asked.is_kept
    assert backups.make(project.reader.connection, path, backups.BY_HAND, later + timedelta(hours=1)) == asked
    assert backups.make(project.reader.connection, path, backups.DAILY, later + timedelta(hours=1)) == asked


def test_a_backup_that_went_bad_does_not_stand_for_the_present(path, project, taken):
    for at in range(40):
        label(project, taken(f"Report {at}. Ada met Tom. {'x' * 9000}"), f"s{at}")
    bad = backups.make(project.reader.connection, path, backups.BY_HAND, NOW)
    data = bytearray(bad.path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 8192] = os.urandom(8192)
    damage(bad.path, data)
    again = backups.make(project.reader.connection, path, backups.BY_HAND, NOW + timedelta(hours=1))
    assert again != bad
    assert examine(again.path) == []


def test_the_journal_of_a_damaged_project_without_a_suffix_is_no_backup(path, project, taken, tmp_path):
    label(project, taken(), "one")
    made = backups.make(project.reader.connection, path, backups.BY_HAND, NOW)
    bare = tmp_path / "bare"
    bare.write_bytes(os.urandom(9000))
    bare.with_name("bare-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + os.urandom(600))
    kept = backups.restore(bare, made.path)
    assert kept is not None
    assert [one.path for one in backups.listed(bare)] == [kept.path]
    assert len(list(backups.folder_of(bare).iterdir())) == 2


@pytest.mark.skipif(os.name == "nt", reason="what is write-protected cannot be taken away there")
def test_nobody_works_in_a_backup_that_is_thinned_one_day_and_the_restored_project_can_be_worked_in(
    path, project, taken
):
    article = taken()
    made = backups.make(project.reader.connection, path, backups.DAILY, NOW)
    label(project, article, "one")
    project.close()
    before = backups.restore(path, made.path)
    assert before is not None
    assert [one.path.stat().st_mode & 0o222 for one in (made, before)] == [0, 0]
    assert path.stat().st_mode & 0o200
    path.unlink()
    made.path.chmod(0o400)
    backups.restore(path, made.path)
    assert path.stat().st_mode & 0o777 == 0o600, "who could not read the backup cannot read the project"
