"""The backup of the day: made once, of a project that was looked all through, and not kept of a damaged one."""

import contextlib
import os
import sqlite3
import threading
from datetime import timedelta

import pytest

from annotator.model.problem import Damaged
from annotator.project import backups, daily, thinning
from annotator.project.project import Project
from tests.conftest import ME
from tests.project.test_backups import NOW, label


def test_once_a_day_a_backup_is_made_and_looked_through(path, project, taken, spandesk):
    article = taken()
    label(project, article, "one")
    first = spandesk("backup", path, "--daily", "--json").json
    assert first["why"] == "daily"
    label(project, article, "two")
    assert spandesk("backup", path, "--daily", "--json").json["backup"] is None
    assert len(backups.listed(path)) == 1


@pytest.mark.parametrize("why", [backups.BY_HAND, "before add"])
def test_a_backup_that_was_not_looked_through_does_not_stand_for_the_look(path, project, taken, why):
    article = taken()
    label(project, article, "one")
    other = backups.make(project.reader.connection, path, why)
    made = daily.make(project.reader.connection, path)
    assert made is not None
    assert made.why == backups.DAILY
    assert set(backups.listed(path)) == {made, other}
    assert daily.make(project.reader.connection, path) is None, "it was looked at today"
    for one in backups.listed(path):
        yesterday(one)
    backups.make(project.reader.connection, path, "before split")
    project.reader.connection.execute("UPDATE tally SET count = count + 1 WHERE what = 'span'")
    with pytest.raises(Damaged):
        daily.make(project.reader.connection, path)


def yesterday(one, hours=25):
    """Let a backup have been made, and looked at, so much earlier than it was."""
    then = one.at - timedelta(hours=hours)
    older = one.path.with_name(f"{then:%Y-%m-%dT%H%M%SZ} {one.why}.spans")
    one.path.rename(older)
    os.utime(older, (then.timestamp(), then.timestamp()))


def test_of_what_did_not_change_no_other_is_kept_and_it_is_looked_through_once_a_day(path, project, taken, spandesk):
    taken()
    spandesk("backup", path, "--daily")
    yesterday(backups.listed(path)[0])
    (there,) = backups.listed(path)
    assert spandesk("backup", path, "--daily", "--json").json["backup"] == str(there.path)
    assert backups.listed(path) == [there]
    assert spandesk("backup", path, "--daily", "--json").json["backup"] is None, "it was looked at today"
    yesterday(there)
    label(project, taken(), "one")
    assert spandesk("backup", path, "--daily", "--json").json["backup"].endswith("daily.spans")
    assert len(backups.listed(path)) == 2


def test_a_large_project_is_copied_each_week_and_that_is_said(path, project, taken, spandesk, monkeypatch):
    monkeypatch.setattr(daily, "LARGE", path.stat().st_size - 1)
    article = taken()
    assert spandesk("backup", path, "--daily", "--json").json["backup"] is not None
    for days in range(1, 8):
        label(project, article, f"s{days}")
        yesterday(backups.listed(path)[0], 25 if days == 1 else 24)
        said = spandesk("backup", path, "--daily")
        assert len(backups.listed(path)) == (1 if days < 7 else 2), days
        assert days == 7 or said.out == (
            "There is a backup of the last week, and of a project over 1 GB one a week is made.\n"
        )


def test_a_look_that_is_stopped_leaves_no_backup(path, project, taken, monkeypatch):
    taken()

    def stopped(_path):
        raise KeyboardInterrupt

    monkeypatch.setattr(daily, "examine", stopped)
    with pytest.raises(KeyboardInterrupt):
        daily.make(project.reader.connection, path)
    assert list(backups.folder_of(path).iterdir()) == []


def test_of_a_damaged_project_none_is_kept_and_no_sound_one_is_thinned_for_it(path, project, taken):
    article = taken()
    for at in range(thinning.RECENT):
        label(project, article, f"s{at}")
        backups.make(project.reader.connection, path, "before add", NOW.replace(year=2020) + timedelta(minutes=at))
    held = backups.listed(path)
    for one in held:
        os.utime(one.path, (one.at.timestamp(), one.at.timestamp()))
    label(project, article, "last")
    project.reader.connection.execute("UPDATE tally SET count = count + 1 WHERE what = 'span'")
    with pytest.raises(Damaged, match="is damaged: the counts"):
        daily.make(project.reader.connection, path)
    assert backups.listed(path) == held


def test_the_daily_look_finds_marks_that_are_not_what_the_journal_says(path, project, taken, spandesk):
    articles = [taken(f"Report {at}. Ada met Tom.") for at in range(60)]
    for at, article in enumerate(articles):
        label(project, article, f"s{at}")
    project.reader.connection.execute("UPDATE span SET end = end + 1 WHERE article = 1")
    found = spandesk("backup", path, "--daily")
    assert found.code == 1
    assert "is damaged" in found.err
    assert "backup" in found.err


def test_some_that_make_the_daily_one_in_the_same_moment_leave_one(path, project, taken):
    taken()
    project.close()
    start = threading.Barrier(4)
    made = []

    def work():
        with contextlib.closing(Project.open(path, ME, writable=False)) as mine:
            start.wait()
            made.append(daily.make(mine.reader.connection, path))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(made) == 4
    (left,) = backups.listed(path)
    assert sqlite3.connect(left.path).execute("PRAGMA integrity_check").fetchone() == ("ok",)
