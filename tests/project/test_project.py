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
from annotator.model.request import OpenNumber
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
