import random
import shutil
import sqlite3
import threading
import time

import pytest

from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Entry, Label, Span, key_of
from annotator.model.problem import Problem
from annotator.model.request import WhoChanged
from annotator.project import rows, undo
from annotator.project.check import examine
from annotator.project.connection import connect
from annotator.project.reader import Reader


@pytest.mark.parametrize(("statement", "finding"), [
    ("UPDATE span SET end = 5", "is not what the journal says"),
    ("DELETE FROM span", "is not what the journal says"),
    ("UPDATE change SET data = replace(data, '\"end\":3', '\"end\":4')", "is not what was written"),
    ("UPDATE gesture SET author = 'someone' WHERE seq = 3", "is not what was written"),
    ("UPDATE text SET text = 'another text that is as long as it'", "is not what was taken in"),
    ("UPDATE tally SET count = count + 1", "counts are not those of the rows"),
    ("DELETE FROM change WHERE gesture = 3", "changes where"),
])  # fmt: skip
def test_what_was_tampered_with_is_found(path, project, taken, statement, finding):
    taken("Ada Lindqvist met Tom Brandt here.", Span("s", 0, 3, "entities/per", "author-a"))
    project.close()
    assert examine(path) == []
    other = sqlite3.connect(path)
    other.execute(statement)
    other.commit()
    other.close()
    assert any(finding in one for one in examine(path)), examine(path)


def test_no_damaged_file_is_read_as_another_good_one(tmp_path, path, project, taken):
    """Flip a byte anywhere: the file is refused, or found damaged, or says exactly what it said."""
    article = taken()
    for n in range(30):
        span = Span(str(n), n, n + 3, "entities/per", "author-a")
        project.store(Gesture("", "label.apply", "author-a", "window", {article.id: Edit.adding(article.id, span)}))
    project.close()
    good = path.read_bytes()
    chance = random.Random(1)
    silent = 0
    for _ in range(150):
        other = tmp_path / "damaged.spans"
        data = bytearray(good)
        data[chance.randrange(100, len(data))] ^= 1 << chance.randrange(8)
        other.write_bytes(data)
        try:
            findings = examine(other)
        except Problem:
            continue
        if not findings and contents(other) != contents(path):
            silent += 1
    assert silent == 0


def contents(path):
    connection = sqlite3.connect(path)
    try:
        return [
            connection.execute(f"SELECT * FROM {table}").fetchall()
            for table in ("text", "span", "gesture", "change", "label")
        ]
    finally:
        connection.close()


def test_a_copy_taken_between_gestures_is_whole(tmp_path, path, project, taken):
    article = taken()
    for n in range(20):
        project.store(
            Gesture(
                "",
                "x",
                "author-a",
                "window",
                {article.id: Edit.adding(article.id, Span(str(n), 0, 3, "entities/per", "author-a"))},
            )
        )
        shutil.copy(path, tmp_path / "copy.spans")
        assert examine(tmp_path / "copy.spans") == []


def test_a_project_that_is_being_worked_on_is_whole_at_every_moment(path, project, taken):
    """`check` beside an open window: no change that came between two looks is taken for damage."""
    article = taken()
    stop = threading.Event()

    def work():
        span = Span("s", 0, 3, "entities/per", "author-a")
        label = Label("entities/new", "entities", "NEW")
        while not stop.is_set():
            for edits in ({article.id: Edit.adding(article.id, span)}, {None: Edit.adding(None, label)},
                          {article.id: Edit.removing(article.id, span)}, {None: Edit.removing(None, label)}):  # fmt: skip
                project.commit(Gesture("", "x", "author-a", "window", edits)).result(20)
                time.sleep(0.002)  # as fast as nobody works, and slow enough for a reader to come between

    worker = threading.Thread(target=work)
    worker.start()
    try:
        findings = [examine(path) for _ in range(8)]
    finally:
        stop.set()
        worker.join()
    assert findings == [[]] * 8


@pytest.mark.parametrize("statement", [
    "UPDATE span SET start = 'here'", "UPDATE span SET end = 2.5", "UPDATE span SET label = x'00ff'",
    "UPDATE article SET hidden = 'yes'", "UPDATE label SET \"order\" = 'first'", "UPDATE detail SET value = x'00'",
    "UPDATE text SET text = x'41'", "UPDATE author SET name = x'41'",
])  # fmt: skip
def test_cells_of_wrong_types_are_damage_and_never_read_as_good(path, project, taken, statement):
    taken("Ada Lindqvist met Tom Brandt here.", Span("s", 0, 3, "entities/per", "author-a"))
    project.close()
    other = sqlite3.connect(path)
    other.execute(statement)
    other.commit()
    other.close()
    assert examine(path)
    reader = Reader(connect(path))
    with pytest.raises(Problem, match=r"check|damaged"):
        reader.opened(1), reader.authors(), list(rows.of_project(reader.connection))
    with pytest.raises(Problem, match=r"check|damaged"):
        list(reader.records(reader.position())), list(rows.of_project(reader.connection))
    reader.connection.close()


@pytest.mark.parametrize("data", [b"\xff", b"3", b"[3]", b'[["span","s",null]]', b'[["span","s",null,{"start":1}]]', b"[" * 100_000,
                                  b'[["span","s",null,{"id":"s","start":1,"end":true,"label":"","author":""}]]', b'[[{},"s",null,null]]'])  # fmt: skip
def test_bytes_that_no_version_writes_are_told_and_not_a_traceback(path, project, taken, data):
    article = taken()
    connection = project.reader.connection
    connection.execute("UPDATE change SET data = ?", (data,))
    assert examine(path)
    for look in (
        lambda: project.reader.scheme(), lambda: project.reader.last_changes(1, article.id),
        lambda: undo.edits_of(connection, 1),
        lambda: project.reader.answer(WhoChanged((key_of(Entry(), article.id),))),
    ):  # fmt: skip
        with pytest.raises(Problem, match="the journal"):
            look()
