"""A place found in some article: opened, and labelled, by commands alone."""

import pytest
from conftest import OTHER

from annotator.editing.state import OnSpan, Selection


@pytest.fixture
def session(bench):
    return bench.session


def test_a_hit_in_the_open_article_is_selected(bench, session):
    bench.run("hit.open", 1, 4, 13)
    assert session.state.focus == Selection(4, 13)
    assert session.state.number == 1


def test_a_hit_elsewhere_opens_its_article_first(bench, session):
    bench.run("hit.open", 2, 8, 15)
    assert session.state.number == 2
    assert session.state.focus == Selection(8, 15)
    assert not bench.commits


@pytest.mark.parametrize(("number", "start", "end"), [(1, 4, 13), (2, 8, 15)])
def test_labelling_a_hit_is_one_gesture_and_one_undo(bench, session, number, start, end):
    bench.run("hit.label", number, start, end, "entities/per")
    ((gesture, _),) = bench.commits
    assert gesture.command == "label.apply"
    assert list(gesture.edits) == [bench.articles[number - 1].id]
    assert bench.spans() == [(start, end, "entities/per")]
    assert isinstance(session.state.focus, OnSpan)
    bench.save()
    session.undo()
    bench.settle()
    assert bench.spans() == []


def test_a_label_that_is_there_already_is_no_gesture(bench):
    bench.run("hit.label", 1, 4, 13, "entities/per")
    bench.run("hit.label", 1, 4, 13, "entities/per")
    assert len(bench.commits) == 1


def test_a_hit_of_an_article_that_is_gone_is_said_and_labels_nothing(bench, session):
    bench.run("hit.label", 9, 0, 3, "entities/per")
    assert session.said == "There is no further article."
    assert not bench.commits
    assert session.state.number == 1


def test_a_hit_is_not_labelled_in_a_project_that_is_read_only(bench, session):
    session.read_only = f"{OTHER.name} has it."
    bench.run("hit.label", 2, 8, 15, "entities/per")
    assert not bench.commits
    assert session.state.focus == Selection(8, 15)


def test_hits_labelled_before_their_articles_are_open_are_each_labelled(bench, session):
    for number, start, end in ((2, 8, 15), (1, 4, 13), (2, 0, 7)):
        session.run("hit.label", number, start, end, "entities/per")
    bench.settle()
    assert len(bench.commits) == 3
    made = {gesture.edits.keys().__iter__().__next__() for gesture, _ in bench.commits}
    assert made == {one.id for one in bench.articles}


def test_a_listed_span_is_focused_in_its_own_article(bench, session):
    bench.run("hit.label", 2, 0, 7, "claims/claim")
    bench.save()
    (span,) = session.state.marks.spans
    article = session.state.article.id
    bench.run("hit.open", 1, 0, 3)
    bench.run("hit.span", article, span.id, span.start, span.end)
    assert (session.state.article.id, session.state.focused) == (article, span)
    bench.run("hit.span", article, "of another author", 8, 15)
    assert (session.state.focused, session.state.range) == (None, (8, 15))
    bench.run("hit.span", article, "gone", 8, 9_999)
    assert session.state.range == (8, 15), "a place that is not there is passed over"
