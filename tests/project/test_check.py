import random
import shutil
import sqlite3

import pytest

from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Span
from annotator.model.problem import Problem
from annotator.project.check import examine


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
    for _ in range(60):
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
