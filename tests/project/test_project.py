import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time

import pytest

from annotator.model.article import Article
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Author, Span
from annotator.model.problem import Problem
from annotator.model.request import OpenNumber
from annotator.project import reading
from annotator.project.project import Project

ME = Author("author-a", "annotator A")


def label(article, at, author="author-a"):
    span = Span(f"s{at}{author}", at, at + 3, "entities/per", author)
    return Gesture(f"t{at}", "label.apply", author, "window", {article.id: Edit.adding(article.id, span)})


def test_gestures_are_committed_in_order_and_the_future_means_the_disk(path, project, taken):
    article = taken()
    futures = [project.commit(label(article, at)) for at in range(10)]
    ids = [future.result(10).id for future in futures]
    assert ids == sorted(ids)
    assert project.unsaved == ()
    raw = sqlite3.connect(path)
    assert raw.execute("SELECT count(*) FROM span").fetchone() == (10,)
    raw.close()


def test_requests_are_answered_on_another_thread(project, taken):
    taken()
    names = project.read(lambda reader: threading.current_thread().name).result(5)
    assert names == "reader"
    assert project.library(OpenNumber(1)).result(5).number == 1


def test_what_another_process_stores_is_heard(path, project, taken):
    article = taken()
    heard = []
    project.watch(heard.append)
    other = Project.open(path, Author("author-b", "annotator B"))
    other.commit(label(article, 1, "author-b")).result(5)
    project.commit(label(article, 2)).result(5)
    until = time.monotonic() + 10
    while len(heard) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    other.close()
    assert [gesture.command for gesture in heard] == ["author.new", "label.apply"]
    assert heard[1].edits == label(article, 1, "author-b").edits


def test_a_disk_that_refuses_keeps_the_gesture_and_takes_it_later(path, project, taken):
    """Another process holds the file: nothing is lost, nothing is acknowledged, and the watcher is told."""
    article = taken()
    told = []
    project.on_trouble(told.append)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    from annotator.project import connection

    assert connection.BUSY_MILLISECONDS == 5_000
    future = project.commit(label(article, 1))
    time.sleep(0.3)
    assert not future.done()
    assert [gesture.token for gesture in project.unsaved] == ["t1"]
    assert project.close(0.1) == project.unsaved, "closing does not lose it"
    holder.execute("ROLLBACK")
    holder.close()
    assert future.result(20).edits == label(article, 1).edits
    assert project.unsaved == ()


def test_a_full_disk_is_told_and_what_waits_is_saved_when_there_is_room(tmp_path, news):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], capture_output=True, check=False
    )
    if not mounted or mounted.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        from annotator.model.mark import Entry
        from annotator.project.schema import create

        create(disk / "p.spans", news, "en", ME)
        project = Project.open(disk / "p.spans", ME)
        article = Article.of("Some text here that is long enough.")
        project.store(
            Gesture("", "add", ME.id, "intake", {article.id: Edit.adding(article.id, Entry())}),
            texts={article.id: article.text},
        )
        ballast = disk / "ballast"
        with ballast.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"x" * 4096)
            except OSError:
                pass
        told = threading.Event()
        sentences = []
        project.on_trouble(lambda problem: (sentences.append(problem), told.set()))
        future = project.commit(label(article, 1))
        assert told.wait(10)
        assert "full" in str(sentences[0])
        assert not future.done()
        ballast.unlink()
        project.retry()
        assert future.result(20) is not None
        assert sentences[-1] is None, "the watcher hears that it is over"
        assert project.close() == ()
    finally:
        subprocess.run(["umount", "-l", disk], check=False)


def test_a_write_protected_project_opens_to_read(path, project, taken):
    taken()
    project.close()
    code = (
        "import sys; from pathlib import Path; from annotator.project.project import Project;"
        "from annotator.model.mark import Author; p = Project.open(Path(sys.argv[1]), Author('x', 'X'));"
        "print(p.read_only, p.reader.stats()['articles']); p.close()"
    )
    path.chmod(0o444)
    if not shutil.which("setpriv"):
        pytest.skip("setpriv is not there to drop the rights of root")
    for folder in (path.parent, *path.parents):
        if folder.stat().st_uid == 0 and folder.is_relative_to("/tmp"):
            folder.chmod(0o755)
    done = subprocess.run(
        ["setpriv", "--reuid", "65534", "--clear-groups", sys.executable, "-c", code, str(path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "Permission denied" in done.stderr:
        pytest.skip("the interpreter is not readable by another user here")
    assert done.stdout.split() == ["True", "1"], done.stderr


@contextlib.contextmanager
def refusing():
    """Let no file of this process grow beyond a few bytes, as on a full disk."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def told_of(project):
    """Return the list of what the watcher of troubles hears, and an event that is set at each."""
    heard, event = [], threading.Event()
    project.on_trouble(lambda problem: (heard.append(problem), event.set()))
    return heard, event


def test_a_gesture_that_can_never_be_stored_is_told_and_those_behind_it_are_saved(project, taken):
    article = taken()
    half = Span("half", 0, 3, "entities/per", ME.id, note="half a character: \ud83d")
    never = Gesture("n", "label.apply", ME.id, "window", {article.id: Edit.adding(article.id, half)})
    first, second = project.commit(never), project.commit(label(article, 1))
    error = first.exception(10)
    assert isinstance(error, Problem)
    assert "label.apply" in str(error)
    assert second.result(10) is not None
    assert project.unsaved == ()
    assert [span.id for span in project.reader.opened(1).marks.spans] == ["s1author-a"]


def test_what_waits_keeps_its_order_and_its_undo_finds_it_when_the_disk_takes_again(project, taken):
    """The undo names by token a gesture that was stored before the trouble, over another connection."""
    article = taken()
    done = label(article, 1)
    stored = project.commit(done).result(10)
    heard, event = told_of(project)
    back = Gesture("u", "undo", ME.id, "window", {article.id: done.edits[article.id].inverse}, undoes=done.token)
    with refusing():
        undo, more = project.commit(back), project.commit(label(article, 2))
        assert event.wait(10)
        assert not undo.done()
        assert [gesture.token for gesture in project.unsaved] == ["u", "t2"]
    project.retry()
    assert undo.result(10).undoes == stored.id
    assert undo.result(10).id < more.result(10).id
    assert heard[-1] is None
    assert [span.id for span in project.reader.opened(1).marks.spans] == ["s2author-a"]


def test_an_answer_nobody_waits_for_any_more_stops_no_thread(project, taken):
    article = taken()
    with refusing():
        given_up = project.commit(label(article, 1))
        given_up.cancel()
        project.read(lambda reader: reader.position()).cancel()
    project.retry()
    assert project.commit(label(article, 2)).result(10) is not None
    assert project.read(lambda reader: reader.stats()["spans"]).result(10) == 2


def test_a_closed_project_says_so(project, taken):
    article = taken()
    project.commit(label(article, 1)).result(10)
    project.library(OpenNumber(1)).result(10)
    assert project.close() == ()
    with pytest.raises(Problem, match="closed"):
        project.commit(label(article, 2)).result(10)
    with pytest.raises(Problem, match="closed"):
        project.library(OpenNumber(1)).result(10)


def test_closing_waits_for_what_is_queued_and_its_callbacks_have_run(path, project, taken):
    article = taken()
    done = []
    for at in range(20):
        project.commit(label(article, at)).add_done_callback(lambda future: done.append(future.result().id))
    assert project.close() == ()
    assert len(done) == 20
    again = Project.open(path, ME)
    assert len(again.reader.opened(1).marks.spans) == 20
    again.close()


def hear(project, wanted):
    heard, event = [], threading.Event()
    project.watch(lambda gesture: (heard.append(gesture), len(heard) >= wanted and event.set()))
    return heard, event


def test_every_gesture_of_another_process_is_heard_once_and_in_order_while_this_one_reads_and_writes(
    path, project, taken, monkeypatch
):
    monkeypatch.setattr(reading, "LISTEN_SECONDS", 0.02)
    article = taken()
    heard, event = hear(project, 31)
    other = Project.open(path, Author("author-b", "annotator B"))
    theirs = [other.commit(label(article, at, "author-b")) for at in range(30)]
    mine = [project.commit(label(article, at)) for at in range(10)]
    until = time.monotonic() + 20
    while not event.is_set() and time.monotonic() < until:
        project.read(lambda reader: reader.numbers()).result(10)  # a list that is scrolled without a pause
    ids = [future.result(10).id for future in theirs]
    assert [gesture.id for gesture in heard][1:] == ids
    assert not {future.result(10).id for future in mine} & {gesture.id for gesture in heard}
    other.close()


def test_a_gesture_that_cannot_be_read_deafens_nobody(path, project, taken, monkeypatch):
    monkeypatch.setattr(reading, "LISTEN_SECONDS", 0.02)
    article = taken()
    other = Project.open(path, Author("author-b", "annotator B"))
    other.store(label(article, 1, "author-b"))
    other.reader.connection.execute("UPDATE change SET data = x'ff' WHERE gesture = (SELECT max(seq) FROM gesture)")
    heard, event = hear(project, 2)
    other.store(label(article, 2, "author-b"))
    assert event.wait(10)
    assert heard[-1].edits == label(article, 2, "author-b").edits
    assert project.library(OpenNumber(1)).result(10).number == 1
    other.close()


def replaced(path, tmp_path):
    """Put a copy at the path of an open project, as a synchronising program does; return where the first file is."""
    aside, copy = tmp_path / "aside.spans", tmp_path / "copy.spans"
    shutil.copy(path, copy)
    os.link(path, aside)
    copy.replace(path)
    return aside


def test_what_is_made_over_a_file_that_another_took_the_place_of_waits_until_it_is_put_back(
    tmp_path, path, project, taken
):
    article = taken()
    first = project.commit(label(article, 1)).result(10)
    heard, event = told_of(project)
    aside = replaced(path, tmp_path)
    foreign = path.read_bytes()
    waiting = project.commit(label(article, 2))
    assert event.wait(10)
    for _ in range(3):
        event.clear()
        project.retry()
        assert event.wait(10)
    assert "another file has taken its place" in str(heard[-1])
    assert [gesture.token for gesture in project.unsaved] == ["t2"]
    assert path.read_bytes() == foreign
    aside.replace(path)
    project.retry()
    assert waiting.result(10).id > first.id
    assert heard[-1] is None
    assert [span.id for span in project.reader.opened(1).marks.spans] == ["s1author-a", "s2author-a"]


def test_reading_follows_no_other_file_either(tmp_path, path, project, taken):
    """The other file's rollback journal, too, would be taken for that of the one that is open."""
    taken()
    assert project.library(OpenNumber(1)).result(10).number == 1
    aside = replaced(path, tmp_path)
    with pytest.raises(Problem, match="another file has taken its place"):
        project.library(OpenNumber(1)).result(10)
    aside.replace(path)
    assert project.library(OpenNumber(1)).result(10).number == 1


def test_the_shell_is_told_what_became_of_the_file(tmp_path, path, project, taken):
    article = taken()
    aside = replaced(path, tmp_path)
    with pytest.raises(Problem, match="another file has taken its place"):
        project.store(label(article, 1))
    aside.replace(path)


def test_the_writer_that_comes_later_drops_no_lock_of_the_reader(path, project, taken):
    """POSIX drops all locks of a process on a file when it closes any handle of it."""
    taken()
    code = "import sqlite3, sys; sqlite3.connect(sys.argv[1], 0, isolation_level=None).execute('BEGIN EXCLUSIVE')"

    def other():
        return subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=False).stderr

    reading = project.reader.connection
    reading.execute("BEGIN")
    reading.execute("SELECT count(*) FROM span").fetchall()
    assert "locked" in other()
    writer = project._connected()
    assert "locked" in other()
    reading.execute("COMMIT")
    writer.connection.close()
    assert other() == ""
