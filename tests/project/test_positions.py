import pytest

from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Span
from annotator.model.problem import Problem
from annotator.project import positions

SPAN = Span("s", 0, 3, "entities/per", "author-a")


def do(project, article, edit):
    return project.store(Gesture("", "x", "author-a", "window", {article.id: edit}))


def test_a_position_before_and_after(project, taken):
    article = taken()
    reader = project.reader
    empty = reader.position()
    first = do(project, article, Edit.adding(article.id, SPAN))
    there = reader.position()
    do(project, article, Edit.replacing(article.id, SPAN, SPAN._replace(end=9)))
    now = reader.position()
    spans = [[record.spans for record in reader.records(place)][0] for place in (empty, there, now)]
    assert spans == [(), (SPAN,), (SPAN._replace(end=9),)]
    assert reader.position_at(there.name) == there
    assert reader.position_at(first.id) == there, "a bare gesture id means this file's journal up to it"
    assert positions.marks_at(reader.connection, 1, article.id, there.seq)


def test_an_article_that_was_not_there_yet_does_not_leave(project, taken):
    before = project.reader.position()
    taken()
    assert list(project.reader.records(before)) == []
    assert len(list(project.reader.records(project.reader.position()))) == 1


@pytest.mark.parametrize("name", ["nonsense", "00:1:00", "{id}:9:{xor}", "{id}:{count}:" + "0" * 32])
def test_a_position_of_other_gestures_is_refused(project, taken, name):
    taken()
    made, count, mixed = project.reader.position().name.split(":")
    with pytest.raises(Problem, match="position"):
        project.reader.position_at(name.format(id=made, count=count, xor=mixed))
