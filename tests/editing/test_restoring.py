"""How an article differs from what it was, in words, and the Edit that brings that back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import marks

from annotator import places
from annotator.editing.restoring import (
    Difference,
    changed,
    differences,
    focus_on_one,
    in_short,
    restorable,
    restoring,
    words_of,
)
from annotator.editing.state import OnSpan, Selection, State, split
from annotator.model.article import Article
from annotator.model.edit import Edit
from annotator.model.mark import Detail, Entry, Refusal, Span, Status
from annotator.model.marks import Marks
from annotator.model.scheme import Scheme

ME, THEM = "a", "b"
ARTICLE = Article.of("Ada Lindqvist met Tom Brandt in Northport, and they agreed on the ferry line.")
SPAN = Span("s", 0, 13, "entities/per", ME)
NEWS = Scheme.from_toml(places.resource("schemes", "news.toml").read_text(encoding="utf-8"), "news")[0]


@pytest.fixture
def at(news):
    def state(*marks):
        mine, theirs = split(ME, Marks.of(ARTICLE.id, marks), ARTICLE.id)
        return State(ARTICLE, 1, mine, theirs, ME, news)

    return state


def test_each_span_is_told_by_what_became_of_it(at):
    was = at(
        SPAN, SPAN._replace(id="g", start=4), SPAN._replace(id="l"), SPAN._replace(id="n"), SPAN._replace(id="same")
    )
    now = at(SPAN._replace(end=17), Span("new", 18, 21, "entities/per", THEM), SPAN._replace(id="l", label="entities/gpe"),
             SPAN._replace(id="n", note="why"), SPAN._replace(id="same"))  # fmt: skip
    since = changed(now, was)
    found = differences(since, 99)
    assert [(one.kind, one.span.id) for one in found] == [
        ("moved", "s"), ("relabelled", "l"), ("with another note", "n"), ("gone", "g"), ("since", "new")]  # fmt: skip
    assert differences(since, 2) == found[:2]
    assert in_short(since, now, was) == "1 span since, 1 gone, 1 moved, 1 relabelled, 1 with another note."
    assert words_of(found[-1], now) == "since: PER \u201cTom\u201d"
    assert in_short(changed(was, was), was, was) == "The same as now."
    assert differences(changed(was, was), 9) == []


def test_another_status_is_told_too(at):
    was = at(SPAN)
    now = at(SPAN, Status(ME, "entities", "done"), Status(ME, "claims", "done"))
    assert in_short(changed(now, was), now, was) == "the article was todo, is done."


def test_only_the_authors_own_marks_come_back_and_those_of_others_are_counted(at):
    theirs = SPAN._replace(id="t", author=THEM)
    was = at(Detail("title", "Then"), Entry(), SPAN, theirs, Refusal("r", 0, 3, "entities/per", ME))
    now = at(Detail("title", "Now"), Entry(True), SPAN._replace(end=17), Status(ME, "claims", "done"))
    found = restoring(ME, changed(now, was), now.scheme)
    after, kept, dropped = now.after({ARTICLE.id: found.edit})
    assert (kept, dropped) == (found.edit, {})
    assert set(after.marks) == {Detail("title", "Now"), Entry(True), SPAN, Refusal("r", 0, 3, "entities/per", ME)}
    assert found.others == 1
    alone = restoring(ME, changed(now, was), now.scheme, "s")
    assert (len(alone.edit), alone.others) == (1, 0)
    assert (
        len(restoring(ME, changed(now, was), now.scheme, "t").edit),
        restoring(ME, changed(now, was), now.scheme, "t").others,
    ) == (0, 1)
    assert any(restorable(ME, changed(now, was), "s"))
    assert not any(restorable(ME, changed(now, was), "t"))


def test_a_span_whose_author_changed_is_nobodys_to_restore(at, news):
    since = changed(at(SPAN._replace(author=THEM)), at(SPAN))
    assert restoring(ME, since, news) == (Edit(), 1, 0)


@given(st.lists(marks(20), max_size=8), st.lists(marks(20), max_size=8))
def test_restoring_makes_my_marks_what_they_were_and_its_inverse_what_they_are(before, after):
    def state(held):
        mine, theirs = split(ME, Marks.of(ARTICLE.id, {(one.sort, one.id): one for one in held}.values()), ARTICLE.id)
        return State(ARTICLE, 1, mine, theirs, ME, NEWS)

    was, now = state(before), state(after)
    edit = restoring(ME, changed(now, was), now.scheme).edit
    mine = [{one for one in held.marks if getattr(one, "author", "") == ME} for held in (was, now)]
    found, changes = now, edit
    for expected in mine:
        marks, _ = found.marks.apply(changes), None
        back = {one for one in marks if getattr(one, "author", "") == ME}
        stolen = {one.id for one in mine[0] ^ mine[1] if _of_both(one, was, now)}
        assert {one for one in back if one.id not in stolen} == {one for one in expected if one.id not in stolen}
        assert {one for one in marks if one not in back} == {one for one in now.marks if one not in mine[1]}
        found, changes = State(ARTICLE, 1, marks, now.others, ME, None), edit.inverse


def _of_both(mark, *states):
    """Return whether a mark of this key was another author's at one of the times: it is left alone."""
    return any(other.id == mark.id and other.sort == mark.sort for state in states for other in state.others)


def test_the_focus_goes_to_the_one_span_that_was_changed():
    assert focus_on_one(Edit.adding("x", SPAN)) == OnSpan("s")
    assert focus_on_one(Edit.removing("x", SPAN)) == Selection(0, 13)
    assert focus_on_one(Edit.adding("x", SPAN, SPAN._replace(id="t"))) is None
    assert focus_on_one(Edit.adding("x", Entry())) is None
    assert Difference("gone", SPAN).span is SPAN


def test_what_has_no_label_any_more_is_not_brought_back(at, news):
    gone = SPAN._replace(label="entities/gone")
    found = restoring(ME, changed(at(), at(gone)), news)
    assert (len(found.edit), found.others, found.retired) == (0, 0, 1)
