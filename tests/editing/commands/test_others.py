import pytest

from annotator.editing.command import all_commands
from annotator.editing.state import State
from annotator.model.article import Article
from annotator.model.edit import Edit
from annotator.model.mark import Link, Refusal, Span, Status
from annotator.model.marks import Marks
from annotator.model.scheme import Scheme

ARTICLE = Article.of("Ada Lindqvist met Tom Brandt in Northport.")
THEIRS = (
    Span("s1", 0, 13, "entities/per", "b", "minister", "hand"),
    Span("s2", 18, 28, "entities/per", "b", "", "author@c"),
    Refusal("r1", 32, 41, "entities/per", "b"),
    Link("l1", "s1", "s2", "met", "b"),
    Status("b", "entities", "done"),
    Span("s3", 32, 41, "entities/gpe", "c"),
)


@pytest.fixture
def state():
    return State(ARTICLE, 1, Marks(), Marks.of(ARTICLE.id, THEIRS), "a", Scheme((), ()), fresh="f")


def taken(state, author=""):
    return all_commands()["article.take-over"](state, author)


def made(result):
    return [after for _, after in result.edit.values()]


def test_spans_refusals_and_links_are_copied_and_say_whose_they_were_but_no_status(state):
    result = taken(state)
    assert result.said == "2 spans taken over."
    copies = made(result)
    assert {mark.author for mark in copies} == {"a"}
    spans = {(mark.start, mark.end): mark for mark in copies if isinstance(mark, Span)}
    assert spans[0, 13].note == "minister"
    assert [spans[place].origin for place in ((0, 13), (18, 28))] == ["author@b", "author@c"]
    (link,) = (mark for mark in copies if isinstance(mark, Link))
    assert (link.source_span, link.target_span) == (spans[0, 13].id, spans[18, 28].id)
    assert sum(isinstance(mark, Refusal) for mark in copies) == 1
    assert not any(isinstance(mark, Status) for mark in copies)
    assert len({mark.id for mark in copies} | {mark.id for mark in THEIRS}) == len(copies) + len(THEIRS)
    assert all(before is None for before, _ in result.edit.values()), "theirs stay"


def test_a_named_author_is_taken_over_and_what_i_have_is_not_doubled(state):
    assert [(one.start, one.label) for one in made(taken(state, "c"))] == [(32, "entities/gpe")]
    after = state.after({ARTICLE.id: taken(state, "c").edit})[0]
    again = taken(after, "c")
    assert again.edit is None
    assert again.said == "You have all of these marks already."


def test_links_are_taken_over_once(state):
    after = state.after({ARTICLE.id: taken(state).edit})[0]
    again = taken(after)
    assert again.edit is None
    assert again.said == "You have all of these marks already."
    (mine,) = (mark for mark in after.marks if isinstance(mark, Link))
    without = after.after({ARTICLE.id: Edit.removing(ARTICLE.id, mine)})[0]
    assert [mark[1:4] for mark in made(taken(without))] == [mine[1:4]], "one that was taken away comes again"


def test_it_holds_only_where_others_have_spans(state):
    command = all_commands()["article.take-over"]
    assert command.when(state)
    assert not command.when(State(ARTICLE, 1, Marks(), Marks(), "a", Scheme((), ())))
