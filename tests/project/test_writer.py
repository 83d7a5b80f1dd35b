import sqlite3

import pytest

from annotator.model.article import Article
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Author, Entry, Key, Label, Span, Status
from annotator.project import rows
from annotator.project.connection import connect
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
