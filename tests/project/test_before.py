"""The backup before a bulk change: made once, never in the way, and what is in the way of it is told."""

import contextlib
import shutil
import threading
import time

import pytest

from annotator.editing.command import all_commands
from annotator.editing.gathering import Gathering
from annotator.editing.moving import Moving
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Span
from annotator.project import backups, before
from annotator.project.project import BULK, Project
from tests.conftest import ME


def everywhere(article, name="one"):
    span = Span(name, 0, 3, "entities/per", ME.id)
    edits = {article.id: Edit.adding(article.id, span)}
    return Gesture(name, "label.everywhere.project", ME.id, "window", edits)


def spans(path):
    with contextlib.closing(Project.open(path, ME, writable=False)) as opened:
        return opened.reader.stats()["spans"]


def age(path, seconds):
    """Let the backups of a project have been made before."""
    for one in backups.listed(path):
        older = f"{one.at.timestamp() - seconds}"
        moment = time.strftime("%Y-%m-%dT%H%M%SZ", time.gmtime(float(older)))
        one.path.rename(one.path.with_name(f"{moment} {one.why}.spans"))


def test_an_empty_project_needs_none(path, project):
    assert before.keep(project.reader.connection, path, "add") == before.Kept(None, "the project held nothing")
    assert not backups.folder_of(path).exists()


def test_it_is_made_once_in_ten_minutes(path, project, taken):
    taken()
    first = before.keep(project.reader.connection, path, "add")
    assert first.path.name.endswith(" before add.spans")
    assert first.told == f"As it was before, the project lies in {first.path}."
    taken("Another text.")
    again = before.keep(project.reader.connection, path, "split")
    assert (again.path, again.why, again.told) == (None, "there is one of the last ten minutes", "")
    age(path, 601)
    assert before.keep(project.reader.connection, path, "split").path.name.endswith(" before split.spans")
    assert len(backups.listed(path)) == 2


def test_of_the_same_position_there_is_one_only(path, project, taken):
    taken()
    before.keep(project.reader.connection, path, "add")
    age(path, 3600)
    (there,) = backups.listed(path)
    assert before.keep(project.reader.connection, path, "add").path == there.path
    assert backups.listed(path) == [there]


def test_a_clock_that_was_set_back_keeps_no_backup_from_being_made(path, project, taken):
    taken()
    before.keep(project.reader.connection, path, "add")
    age(path, -86_400)
    taken("Another text.")
    assert before.keep(project.reader.connection, path, "add").path is not None


def test_of_a_large_project_none_is_made_and_that_is_said(path, project, taken, monkeypatch):
    taken()
    monkeypatch.setattr(before, "LARGEST", 1000)
    kept = before.keep(project.reader.connection, path, "add")
    assert kept.is_trouble
    assert kept.told == ("There is no backup of before: the project is larger than 1 GB; `spandesk backup` makes one")


def test_where_there_is_little_room_none_is_made(path, project, taken, monkeypatch):
    taken()
    usage = shutil.disk_usage(path.parent)._replace(free=path.stat().st_size)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    assert "little room" in before.keep(project.reader.connection, path, "add").why
    assert not backups.folder_of(path).exists()


def test_trouble_with_it_does_not_stop_an_intake(path, project, taken, spandesk, tmp_path):
    taken()
    backups.folder_of(path).write_text("a file where the folder should be")
    (tmp_path / "a.txt").write_text("One more text.")
    done = spandesk("add", path, tmp_path / "a.txt", "--json").json
    assert (done["articles"], done["backup"], done["backup_trouble"]) == (1, None, True)
    assert done["no_backup"]
    (tmp_path / "b.txt").write_text("And another text.")
    assert "There is no backup of before: " in spandesk("add", path, tmp_path / "b.txt").out


def test_an_intake_into_what_holds_something_can_be_gone_back_from(path, spandesk, tmp_path):
    for at in range(3):
        (tmp_path / f"{at}.txt").write_text(f"Text {at}.")
    first = spandesk("add", path, tmp_path / "0.txt", "--json").json
    assert (first["backup"], first["no_backup"]) == (None, "the project held nothing")
    held = spandesk("history", path, "--json").json
    assert "backup" not in spandesk("add", path, tmp_path / "1.txt", "--dry-run", "--json").json
    second = spandesk("add", path, tmp_path / "1.txt", "--json").json
    assert spandesk("history", second["backup"], "--json").json == held
    assert spandesk("add", path, tmp_path / "2.txt", "--json").json["backup"] is None


def test_an_intake_is_taken_back_after_a_backup(path, spandesk, tmp_path):
    (tmp_path / "a.txt").write_text("A text.")
    spandesk("add", path, tmp_path / "a.txt")
    intake = spandesk("history", path, "--json").json["gestures"][-1]["id"]
    assert spandesk("history", path, "--take-back", "nothing").code == 1
    assert backups.listed(path) == [], "for what cannot be taken back none is made"
    done = spandesk("history", path, "--take-back", intake, "--json").json
    assert done["backup"].endswith(" before take back.spans")
    assert spandesk("stats", done["backup"], "--json").json["articles"] == 1


def test_a_split_that_changes_nothing_needs_none(path, spandesk, tmp_path):
    for at in range(3):
        (tmp_path / f"{at}.txt").write_text(f"Text {at}.")
    spandesk("add", path, *(tmp_path / f"{at}.txt" for at in range(3)))
    assert spandesk("split", path, "--json").json["backup"].endswith(" before split.spans")
    age(path, 3600)
    assert spandesk("split", path, "--json").json["no_backup"] == "no part changed"
    assert len(backups.listed(path)) == 1


def test_the_commands_that_are_bulk_are_commands():
    assert set(BULK) == {Gathering.command, Moving.command} <= set(all_commands())


def test_before_a_gesture_everywhere_the_project_is_kept_without_it(path, project, taken):
    article, told, made = taken(), [], threading.Event()
    project.on_backup(lambda kept: (told.append(kept), made.set()))
    done = project.commit(everywhere(article))
    assert done.result(20) is not None
    assert made.wait(20)
    assert spans(path) == 1
    assert spans(told[0].path) == 0, "what came after is not in it"
    assert told[0].path.name.endswith(" before everywhere.spans")


def test_a_gesture_waits_until_the_copy_is_taken_and_those_behind_it_too(path, project, taken, monkeypatch):
    article, go, inside = taken(), threading.Event(), threading.Event()
    take = backups.backup.take

    def slowly(source, fresh):
        inside.set()
        assert go.wait(20)
        return take(source, fresh)

    monkeypatch.setattr(backups.backup, "take", slowly)
    first = project.commit(everywhere(article))
    second = project.commit(everywhere(article, "two"))
    assert inside.wait(20)
    assert not first.done()
    assert [one.token for one in project.unsaved] == ["one", "two"], "shown as not yet on the disk"
    go.set()
    assert first.result(20) is not None
    assert second.result(20) is not None
    project.close()
    (kept,) = backups.listed(path)
    assert spans(kept.path) == 0, "one backup, before both"


def test_a_gesture_waits_until_the_backup_has_its_name(path, project, taken, monkeypatch):
    """A process that is killed between the two leaves both or neither."""
    article, go, inside = taken(), threading.Event(), threading.Event()
    opened = backups._opened

    def slowly(copy):
        inside.set()
        assert go.wait(20)
        opened(copy)

    monkeypatch.setattr(backups, "_opened", slowly)
    done = project.commit(everywhere(article))
    assert inside.wait(20)
    with pytest.raises(TimeoutError):
        done.result(1)
    assert (spans(path), backups.listed(path)) == (0, [])
    go.set()
    assert done.result(20) is not None
    (kept,) = backups.listed(path)
    assert spans(kept.path) == 0


def test_who_gives_up_is_not_held_up_by_a_backup(path, project, taken, monkeypatch):
    article, go = taken(), threading.Event()
    take = backups.backup.take
    monkeypatch.setattr(backups.backup, "take", lambda *words: go.wait(60) and take(*words))
    project.commit(everywhere(article))
    ending = threading.Thread(target=project.give_up)
    ending.start()
    ending.join(20)
    assert not ending.is_alive()
    go.set()


def test_a_gesture_that_only_deletes_a_label_needs_none(path, project, taken):
    taken()
    label = project.reader.scheme().labels[-1]
    gone = Edit.removing(None, label)
    assert project.commit(Gesture("t", "label.delete", ME.id, "window", {None: gone})).result(20) is not None
    assert backups.listed(path) == []


def test_trouble_with_it_lets_the_gesture_through(path, project, taken):
    article, told = taken(), []
    backups.folder_of(path).write_text("a file where the folder should be")
    project.on_backup(told.append)
    assert project.commit(everywhere(article)).result(20) is not None
    project.close()
    assert told[0].is_trouble
