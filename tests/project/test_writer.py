import json
import sqlite3
from collections import Counter

import pytest

from annotator.model.article import Article
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Author, Entry, Key, Label, Span, Status, fields_of
from annotator.project import rows
from annotator.project.check import examine
from annotator.project.connection import connect
from annotator.project.journal import Header, change_digest, gesture_digest
from annotator.project.project import Project
from annotator.project.undo import to_undo
from annotator.project.writer import Writer

SPAN = Span("s", 0, 3, "entities/per", "author-a")


def gesture(article, edit, author="author-a", via="window", **more):
    return Gesture("t", "test", author, via, {article.id: edit}, **more)


def test_a_gesture_comes_back_with_an_id_above_all_others(project, taken):
    article = taken()
    ids = [project.store(gesture(article, Edit.adding(article.id, SPAN._replace(id=str(n))))).id for n in range(20)]
    everything = [row[0] for row in project.reader.connection.execute("SELECT id FROM gesture ORDER BY seq")]
    assert ids == sorted(ids)
    assert everything == sorted(everything)


def test_a_clock_that_goes_back_does_not_take_ids_back(project, taken, monkeypatch):
    article = taken()
    first = project.store(gesture(article, Edit.adding(article.id, SPAN)))
    monkeypatch.setattr("annotator.project.writer.now", lambda: 1)
    other = Writer(project.reader.connection)
    second = other.store(gesture(article, Edit.removing(article.id, SPAN)))
    assert second.id > first.id
    assert second.at == 1, "the wall clock is kept apart"


@pytest.mark.parametrize("count", [1, rows.AT_ONCE - 1, rows.AT_ONCE, 2 * rows.AT_ONCE, 3 * rows.AT_ONCE + 2])
def test_marks_that_are_written_many_at_a_time_are_the_rows_and_counts_that_they_would_be_one_by_one(
    count, path, project, taken
):
    article = taken()
    spans = [SPAN._replace(id=f"{n}", end=1 + n % 40, note=f"n{n}", author=f"author-{n % 3}") for n in range(count)]
    project.store(gesture(article, Edit.adding(article.id, *reversed(spans))))
    moved = [one._replace(start=1, end=2) for one in spans]
    changes = {
        key: change
        for a, b in zip(spans, moved, strict=True)
        for key, change in Edit.replacing(article.id, a, b).items()
    }
    project.store(gesture(article, Edit(changes)))
    there = {one for one in rows.of_article(project.reader.connection, 1) if isinstance(one, Span)}
    assert there == set(moved)
    assert examine(path) == []
    counted = "SELECT author, sum(count) FROM tally WHERE what = 'span' GROUP BY author"
    assert dict(project.reader.connection.execute(counted)) == Counter(one.author for one in spans)


def test_what_no_longer_holds_is_dropped_and_nothing_left_is_not_stored(project, taken):
    article = taken()
    other = SPAN._replace(id="other")
    project.store(gesture(article, Edit.adding(article.id, SPAN)))
    stored = project.store(gesture(article, Edit.adding(article.id, SPAN, other)))
    assert dict(stored.edits[article.id]) == dict(Edit.adding(article.id, other))
    before = project.reader.position()
    assert project.store(gesture(article, Edit.adding(article.id, SPAN))) is None
    assert project.reader.position() == before


def test_relabel_against_move_the_first_wins_and_the_second_is_told(path, project, taken):
    article = taken()
    project.store(gesture(article, Edit.adding(article.id, SPAN)))
    second = Writer(connect(path))
    moved = Edit.replacing(article.id, SPAN, SPAN._replace(end=5))
    relabelled = Edit.replacing(article.id, SPAN, SPAN._replace(label="entities/gpe"))
    assert project.store(gesture(article, moved)) is not None
    assert second.store(gesture(article, relabelled, "author-b"), author=Author("author-b", "annotator B")) is None
    second.connection.close()
    assert list(project.reader.opened(1).marks.spans) == [SPAN._replace(end=5)]


def test_an_author_is_made_known_once_by_a_gesture_of_the_shell(project, taken):
    taken()
    named = [m for m in project.reader.history() if m.command == "author.new"]
    assert [(m.author, m.via) for m in named] == [("author-a", "shell")]


def test_a_name_that_was_changed_since_is_made_known_by_a_gesture_of_its_own(path, project, taken):
    article = taken()
    role = Author("author-a", "annotator A", "adjudicator")
    project.store(Gesture("", "x", "author-a", "shell", {None: Edit.replacing(None, project.author, role)}))
    again = Project.open(path, Author("author-a", "Ada"))
    assert again.store(gesture(article, Edit.removing(article.id, SPAN))) is None
    assert again.reader.authors()["author-a"] == role, "nothing was left of the gesture, so nothing is written"
    for id in ("1", "2"):
        again.store(gesture(article, Edit.adding(article.id, SPAN._replace(id=id))))
    assert again.reader.authors()["author-a"] == role._replace(name="Ada")
    last = [(m.command, m.via) for m in again.reader.history()][-3:]
    assert last == [("author.rename", "shell"), ("test", "window"), ("test", "window")]
    again.close()
    assert examine(path) == []


def test_a_text_that_is_not_there_takes_no_marks(project):
    article = Article.of("nowhere")
    assert project.store(gesture(article, Edit.adding(article.id, SPAN))) is None


def test_an_undo_may_name_what_it_undoes_by_token(project, taken):
    article = taken()
    done = project.store(gesture(article, Edit.adding(article.id, SPAN))._replace(token="queued"))
    undone = project.store(gesture(article, Edit.removing(article.id, SPAN), undoes="queued"))
    assert undone.undoes == done.id


def test_a_failing_write_leaves_nothing(project, taken):
    article = taken()
    before = list(project.reader.connection.iterdump())
    project.reader.connection.execute("PRAGMA max_page_count=1")
    marks = [SPAN._replace(id=f"{n}", note="x" * 2000) for n in range(200)]
    with pytest.raises(sqlite3.OperationalError, match="full"):
        project.writer.store(gesture(article, Edit.adding(article.id, *marks)))
    assert list(project.reader.connection.iterdump()) == before
    project.reader.connection.execute("PRAGMA max_page_count=1000000")
    assert project.writer.store(gesture(article, Edit.adding(article.id, *marks))) is not None


def test_every_sort_is_written_changed_and_dropped(project, taken):
    article = taken()
    one, two = Status("author-a", "entities", "done"), Status("author-a", "entities", "flagged")
    label = Label("entities/new", "entities", "NEW")
    connection = project.reader.connection
    for article_id, before, after in (
        (article.id, one, two),
        (None, label, label._replace(name="OTHER")),
        (article.id, Entry(), Entry(True)),
    ):
        project.store(Gesture("", "x", "author-a", "window", {article_id: Edit.adding(article_id, before)}))
        project.store(Gesture("", "x", "author-a", "window", {article_id: Edit.replacing(article_id, before, after)}))
        key = Key(before.sort, article_id, before.id)
        assert rows.one(connection, key, 1 if article_id else 0) == after
        project.store(Gesture("", "x", "author-a", "window", {article_id: Edit.removing(article_id, after)}))
        assert rows.one(connection, key, 1 if article_id else 0) is None


def test_an_id_stands_above_one_of_a_foreign_clock_that_is_ahead(path, project, taken):
    article = taken()
    ahead = Writer(connect(path))
    connection = project.reader.connection
    far = f"{2**44:012x}-{'f' * 16}-00000000"
    connection.execute("UPDATE gesture SET id = ? WHERE seq = (SELECT max(seq) FROM gesture)", (far,))
    stored = [project.store(gesture(article, Edit.adding(article.id, SPAN._replace(id=str(n))))).id for n in range(3)]
    assert [far, *stored] == sorted({far, *stored})
    other = ahead.store(gesture(article, Edit.removing(article.id, SPAN._replace(id="0"))))
    ahead.connection.close()
    assert other.id > stored[-1]
    assert int(other.id.split("-")[0], 16) <= 2**44 + 2, "the clock is not pushed further ahead than it must be"


def test_an_undo_of_what_was_never_stored_is_not_stored(project, taken):
    """A queued gesture of which nothing was left, and the undo that was queued behind it."""
    article = taken()
    gone = SPAN._replace(id="gone")
    relabel = Edit.replacing(article.id, gone, gone._replace(label="entities/gpe"))
    before = project.reader.position()
    assert project.store(gesture(article, relabel)._replace(token="first")) is None
    assert project.store(gesture(article, relabel.inverse, undoes="first")._replace(token="second")) is None
    assert project.reader.position() == before


def test_nothing_left_of_a_gesture_leaves_no_byte_not_even_an_author(path, project, taken):
    article = taken()
    unseen = Author("author-z", "annotator Z")
    before = path.read_bytes()
    relabel = Edit.replacing(article.id, SPAN, SPAN._replace(end=9))
    nowhere = {"0" * 64: Edit.removing("0" * 64, SPAN)}
    assert project.writer.store(gesture(article, relabel, unseen.id), author=unseen) is None
    assert project.writer.store(Gesture("", "x", unseen.id, "shell", nowhere), {"0" * 64: "text"}, unseen) is None
    assert path.read_bytes() == before


class Doubtful(sqlite3.Connection):
    """A disk that says a commit failed when it took: the folder could not be synced after the journal was gone."""

    doubts = 0

    def execute(self, statement, *values):
        found = super().execute(statement, *values)
        if statement == "COMMIT" and self.doubts:
            self.doubts -= 1
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorname = "SQLITE_IOERR_DIR_FSYNC"
            raise error
        return found


def test_a_commit_that_took_though_it_was_told_as_failed_is_not_lost_when_tried_again(path, project, taken):
    article = taken()
    connection = sqlite3.connect(path, isolation_level=None, factory=Doubtful)
    writer = Writer(connection)
    connection.doubts = 1
    made = gesture(article, Edit.adding(article.id, SPAN))
    with pytest.raises(sqlite3.OperationalError):
        writer.store(made)
    count = project.reader.position().name
    again = Writer(connection, writer.replica, writer.memory)
    stored = again.store(made)
    assert stored is not None
    assert stored.edits == made.edits
    assert project.reader.position().name == count, "it is stored once"
    assert stored.id == count.split(":")[0]
    undone = again.store(gesture(article, Edit.removing(article.id, SPAN), undoes="t")._replace(token="u"))
    assert undone.undoes == stored.id
    connection.close()


def test_an_intake_revives_nothing_even_when_two_calls_cross(project, taken):
    """What the journal named is known: an intake that did not know of it yet changes no row, and the fold agrees."""
    article = taken("Ada Lindqvist met Tom Brandt here.", SPAN)
    project.store(gesture(article, Edit.removing(article.id, SPAN)))
    label = Label("entities/new", "entities", "NEW")
    project.store(Gesture("", "x", "author-a", "window", {None: Edit.adding(None, label)}))
    project.store(Gesture("", "x", "author-a", "window", {None: Edit.removing(None, label)}))
    other = SPAN._replace(id="other")
    edits = {article.id: Edit.adding(article.id, SPAN, other), None: Edit.adding(None, label)}
    stored = project.store(Gesture("", "add", "author-a", "intake", edits))
    assert stored.edits == {article.id: Edit.adding(article.id, other)}
    assert list(project.reader.opened(1).marks.spans) == [other]
    assert examine(project.path) == []


def test_a_status_is_found_again_whatever_signs_its_author_and_layer_hold(path, project, taken):
    """Own JSONL may bring author ids of any shape."""
    article = taken()
    first = Status("a/b", "claims", "done")
    second = first._replace(value="flagged")
    for edit in (Edit.adding(article.id, first), Edit.replacing(article.id, first, second)):
        assert project.store(gesture(article, edit)) is not None
        assert examine(path) == []
    assert list(project.reader.opened(1).marks.others.values())[-1] == second
    assert project.store(gesture(article, Edit.removing(article.id, second))) is not None
    assert examine(path) == []


def test_sorts_and_fields_of_a_later_version_survive_and_disturb_nothing(path, project, taken):
    """As a merge brings them: the bytes stay as they came, what is known of them is there, and can be undone."""
    article = taken()
    connection = project.reader.connection
    fields = {**fields_of(SPAN), "mood": "blue"}
    data = json.dumps([["span", "s", None, fields], ["telepathy", "t", None, {"id": "t"}]]).encode()
    id = f"{2**41:012x}-{'e' * 16}-00000000"
    digest = change_digest(id, article.id, data)
    header = Header(id, 1, "later.command", "author-a", "window", "", "", 1)
    connection.execute(
        "INSERT INTO gesture (id, at, command, author, via, batch, undoes, changes, digest) VALUES (?,?,?,?,?,?,?,?,?)",
        (*header, gesture_digest(header, [digest])),
    )
    seq = connection.execute("SELECT max(seq) FROM gesture").fetchone()[0]
    connection.execute("INSERT INTO change VALUES (1, ?, ?, ?)", (seq, data, digest))
    rows.put_all(connection, [(1, Edit.adding(article.id, SPAN))], seq)
    assert examine(path) == []
    assert list(project.reader.opened(1).marks.spans) == [SPAN]
    moved = project.store(gesture(article, Edit.replacing(article.id, SPAN, SPAN._replace(end=9))))
    assert moved is not None
    project.store(gesture(article, moved.edits[article.id].inverse, undoes=moved.id))
    back = to_undo(connection, "author-a", 1 << 62)
    assert (back.undoes, back.edits) == (id, {article.id: Edit.removing(article.id, SPAN)})
    assert project.store(back).edits
    assert connection.execute("SELECT data FROM change WHERE gesture = ?", (seq,)).fetchone() == (data,)
    assert Key("telepathy", article.id, "t") not in project.reader.last_changes(1, article.id)
    assert [moment.marks for moment in project.reader.history(1) if moment.id == id] == [2]
    assert examine(path) == []


def test_gestures_that_belong_together_are_stored_all_or_none(project, taken):
    article = taken()
    first, second = (gesture(article, Edit.adding(article.id, SPAN._replace(id=id))) for id in ("1", "2"))
    never = gesture(article, Edit.adding(article.id, SPAN._replace(id="3", note="\ud83d")))
    before = list(project.reader.connection.iterdump())
    with pytest.raises(UnicodeEncodeError):
        project.writer.store_all([first, never])
    assert list(project.reader.connection.iterdump()) == before
    stored = project.writer.store_all([first, first, second])
    assert [one and list(one.edits) for one in stored] == [[article.id], None, [article.id]]
    assert len(project.reader.opened(1).marks.spans) == 2
    assert examine(project.path) == []


def test_an_undo_in_the_same_transaction_names_the_token_of_what_it_takes_back(project, taken):
    article = taken()
    span = SPAN._replace(id="waits")
    made = gesture(article, Edit.adding(article.id, span))._replace(token="t1")
    back = gesture(article, Edit.adding(article.id, span).inverse)._replace(token="t2", undoes="t1")
    stored = project.store_all((made, back))
    assert stored[1].undoes == stored[0].id
    assert span not in project.reader.opened(1).marks.spans


def test_two_names_of_one_author_do_not_flip_with_every_gesture(path, project, taken):
    article = taken()
    other = Project.open(path, Author("author-a", "Ada"))
    for nth, one in enumerate((project, other, project, other)):
        one.store(gesture(article, Edit.adding(article.id, SPAN._replace(id=f"n{nth}"))))
    assert [m.command for m in other.reader.history()].count("author.rename") == 1
    other.close()
