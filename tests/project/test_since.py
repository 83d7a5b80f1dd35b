"""What changed between two positions, as people count it."""

import pytest

from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Entry, Span, Status, key_of
from annotator.project.since import Difference, difference

ME = "author-a"
LAYERS = ("entities", "claims")
TEXT = "Ada Lindqvist met Tom Brandt in Northport."
ADA, TOM = (Span("1", 0, 3, "entities/per", ME), Span("2", 18, 21, "entities/per", ME))
SAID = Span("3", 0, 21, "claims/claim", ME)


@pytest.fixture
def told(project):
    def tell(since, layers=LAYERS):
        reader = project.reader
        return difference(project.reader.connection, since, reader.position(), reader.scheme(), layers)

    return tell


def change(project, article, *pairs):
    edit = Edit({key_of(after or before, article): (before, after) for before, after in pairs})
    project.store(Gesture("", "x", ME, "window", {article: edit}))


def test_spans_that_came_changed_and_went_are_counted_apart(project, taken, told):
    article = taken(TEXT, ADA, TOM)
    then = project.reader.position()
    assert told(then) == Difference()
    change(project, article.id, (None, SAID), (ADA, ADA._replace(end=13)), (TOM, None))
    assert told(then) == Difference(added=1, changed=1, removed=1)
    assert told(then, ("claims",)) == Difference(added=1)


def test_what_was_done_and_undone_again_is_no_difference(project, taken, told):
    article = taken(TEXT)
    then = project.reader.position()
    change(project, article.id, (None, ADA))
    change(project, article.id, (ADA, None))
    assert told(then) == Difference()


def test_a_note_is_no_change_of_what_leaves(project, taken, told):
    article = taken(TEXT, ADA)
    then = project.reader.position()
    change(project, article.id, (ADA, ADA._replace(note="sure")))
    assert told(then) == Difference()


def test_articles_that_became_done_and_those_reopened_are_counted(project, taken, told):
    done = Status(ME, "entities", "done")
    first, second = taken(TEXT, done), taken(TEXT + " Again.")
    then = project.reader.position()
    change(project, first.id, (done, done._replace(value="flagged")))
    change(project, second.id, (None, done))
    assert told(then) == Difference(done=1, reopened=1)
    assert told(then, ("claims",)) == Difference()


def test_spans_of_an_article_that_is_hidden_leave_no_more(project, taken, told):
    article = taken(TEXT, ADA, TOM)
    then = project.reader.position()
    change(project, article.id, (Entry(), Entry(hidden=True)))
    assert told(then) == Difference(removed=2)


def test_an_article_that_came_since_adds_its_spans(project, taken, told):
    then = project.reader.position()
    taken(TEXT, ADA, SAID)
    assert told(then).as_json() == {"added": 2, "changed": 0, "removed": 0, "done": 0, "reopened": 0}
