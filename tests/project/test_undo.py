import pytest

from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Span
from annotator.model.problem import Problem
from annotator.model.request import ToRedo, ToUndo
from annotator.project import undo
from annotator.project.project import Project

SPAN = Span("s", 0, 3, "entities/per", "author-a")


def do(project, article, edit, author="author-a", via="window", **more):
    return project.writer.store(Gesture("", "label.apply", author, via, {article.id: edit}, **more))


def reopened(project, path):
    project.close()
    return Project.open(path, project.author)


def test_undo_and_redo_reach_over_restarts(path, project, taken):
    article = taken()
    do(project, article, Edit.adding(article.id, SPAN))
    do(project, article, Edit.replacing(article.id, SPAN, SPAN._replace(end=5)))
    again = reopened(project, path)
    for expected in ([SPAN], []):
        found = again.reader.answer(ToUndo("author-a"))
        assert found.opened.article == article
        again.store(found.gesture)
        assert list(again.reader.opened(1).marks.spans) == expected
    assert again.reader.answer(ToUndo("author-a")).gesture is None
    last = reopened(again, path)
    for expected in ([SPAN], [SPAN._replace(end=5)]):
        last.store(last.reader.answer(ToRedo("author-a")).gesture)
        last = reopened(last, path)
        assert list(last.reader.opened(1).marks.spans) == expected
    assert last.reader.answer(ToRedo("author-a")).gesture is None
    last.close()


def test_what_other_authors_processes_and_intakes_did_is_not_mine_to_undo(path, project, taken):
    article = taken()
    do(project, article, Edit.adding(article.id, SPAN._replace(author="author-b")), "author-b")
    do(project, article, Edit.adding(article.id, SPAN._replace(id="shell")), via="shell")
    again = reopened(project, path)
    assert again.reader.answer(ToUndo("author-a")).gesture is None
    do(again, article, Edit.adding(article.id, SPAN._replace(id="later")))
    assert again.reader.answer(ToUndo("author-a")).gesture is None, "made by another process after this one opened"
    again.close()


def test_undo_never_overwrites_a_later_change_but_counts(path, project, taken):
    article = taken()
    do(project, article, Edit.adding(article.id, SPAN))
    do(project, article, Edit.replacing(article.id, SPAN, SPAN._replace(end=9)), "author-b")
    again = reopened(project, path)
    stored = again.store(again.reader.answer(ToUndo("author-a")).gesture)
    assert stored is not None
    assert not stored.edits
    assert list(again.reader.opened(1).marks.spans) == [SPAN._replace(end=9)]
    assert again.reader.answer(ToUndo("author-a")).gesture is None, "it was undone, as far as it could be"
    again.close()


def test_a_batch_is_one_step(path, project, taken):
    one, two = taken("First text here."), taken("Second text here.")
    for article in (one, two):
        do(project, article, Edit.adding(article.id, SPAN), batch="together")
    again = reopened(project, path)
    again.store(again.reader.answer(ToUndo("author-a")).gesture)
    assert [len(again.reader.opened(n).marks.spans) for n in (1, 2)] == [0, 0]
    assert again.reader.answer(ToUndo("author-a")).gesture is None
    again.close()


def test_an_intake_is_taken_back_but_where_someone_worked_since(project, taken):
    one = taken("First text here.", SPAN)
    moments = [m for m in project.reader.history() if m.via == "intake"]
    back = undo.take_back(project.reader.connection, moments[0].id, "author-a")
    assert not back.kept
    for gesture in back.gestures:
        project.store(gesture)
    assert project.reader.opened(1) is None
    assert project.reader.stats()["articles"] == 0
    two = taken("Second text here.", SPAN)
    do(project, two, Edit.replacing(two.id, SPAN, SPAN._replace(end=6)))
    moments = [m for m in project.reader.history() if m.via == "intake"]
    back = undo.take_back(project.reader.connection, moments[-1].id, "author-a")
    assert back.kept == [two.id]
    assert not back.gestures
    assert one.id != two.id


def test_only_an_intake_is_taken_back(project, taken):
    article = taken()
    stored = do(project, article, Edit.adding(article.id, SPAN))
    with pytest.raises(Problem, match="no intake"):
        undo.take_back(project.reader.connection, stored.id, "author-a")
