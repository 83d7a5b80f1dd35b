import hashlib
import shutil
import sqlite3
import threading

import pytest

from annotator.model.problem import Problem
from annotator.project import connection as module
from annotator.project.connection import VERSION, connect
from annotator.project.project import Project
from annotator.project.schema import migrate


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_fingerprint_is_that_of_the_tables_that_are_made():
    blank = sqlite3.connect(":memory:", isolation_level=None)
    migrate(blank)
    assert module.digest(module.fingerprint(blank)) == module.FINGERPRINTS[VERSION]
    blank.close()


def test_opening_and_viewing_change_no_byte(path, project, taken):
    taken()
    author = project.author
    project.close()
    before, names = digest(path), sorted(one.name for one in path.parent.iterdir())
    again = Project.open(path, author)
    again.reader.opened(1)
    again.reader.stats()
    list(again.reader.records(again.reader.position()))
    again.read(lambda reader: reader.numbers()).result()
    again.close()
    assert digest(path) == before
    assert sorted(one.name for one in path.parent.iterdir()) == names


def test_pragmas_hold(project):
    asked = {name: project.reader.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in
             ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "cell_size_check", "page_size", "mmap_size")}  # fmt: skip
    assert asked == {"journal_mode": "delete", "synchronous": 3, "foreign_keys": 1, "trusted_schema": 0,
                     "cell_size_check": 1, "page_size": 8192, "mmap_size": 0}  # fmt: skip


def refused(path, why):
    before = digest(path)
    with pytest.raises(Problem, match=why):
        connect(path)
    assert digest(path) == before


def test_what_is_no_project_is_refused_with_its_bytes_untouched(tmp_path, path):
    text = tmp_path / "text.spans"
    text.write_text("hello " * 100)
    refused(text, "not a Spandesk project")
    empty = tmp_path / "empty.spans"
    empty.touch()
    refused(empty, "not a Spandesk project")
    foreign = tmp_path / "foreign.spans"
    other = sqlite3.connect(foreign)
    other.execute("CREATE TABLE span (id)")
    other.commit()
    other.close()
    refused(foreign, "not a Spandesk project")
    with pytest.raises(Problem, match="No such file"):
        connect(tmp_path / "absent.spans")
    with pytest.raises(Problem, match="not a file"):
        connect(tmp_path)
    assert not (tmp_path / "absent.spans").exists()


@pytest.mark.parametrize(("statement", "why"), [
    (f"PRAGMA user_version={VERSION + 1}", "newer Spandesk"),
    ("CREATE TRIGGER evil AFTER INSERT ON span BEGIN DELETE FROM span; END", "tables are not those"),
    ("DROP VIEW history_to_read", "tables are not those"),
])  # fmt: skip
def test_a_newer_or_changed_file_is_refused(tmp_path, path, statement, why):
    other = tmp_path / "other.spans"
    shutil.copy(path, other)
    changed = sqlite3.connect(other)
    changed.execute(statement)
    changed.commit()
    changed.close()
    refused(other, why)


def test_after_an_interrupted_commit_reading_finds_what_was_before(tmp_path, path, project, taken):
    taken("Ada met Tom.")
    author, name = project.author, project.reader.position().name
    project.close()
    other = tmp_path / "interrupted.spans"
    writing = sqlite3.connect(path, isolation_level=None)
    writing.execute("PRAGMA cache_size=1")  # so that half of it is in the file already
    writing.execute("BEGIN IMMEDIATE")
    writing.executemany("INSERT INTO text (id, text) VALUES (?, ?)", [(f"{at:064x}", "x" * 3000) for at in range(60)])
    shutil.copy(path, other)
    shutil.copy(f"{path}-journal", f"{other}-journal")
    writing.execute("ROLLBACK")
    writing.close()
    assert digest(other) != digest(path)
    again = Project.open(other, author, writable=False)
    assert again.reader.position().name == name
    assert len(list(again.reader.records(again.reader.position()))) == 1
    again.close()


def test_a_file_that_is_held_is_waited_for_and_taken_when_it_is_free(path, project, monkeypatch):
    holder, waiting = sqlite3.connect(path, isolation_level=None, check_same_thread=False), connect(path)
    holder.execute("BEGIN IMMEDIATE")
    freed = threading.Timer(0.1, lambda: holder.execute("ROLLBACK"))
    freed.start()
    module.begin(waiting)
    assert waiting.in_transaction
    freed.join()
    monkeypatch.setattr(module, "BUSY_MILLISECONDS", 30)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        module.begin(holder)
    waiting.execute("ROLLBACK")
    module.begin(holder)
    holder.execute("ROLLBACK")
    holder.close()
    waiting.close()
