"""What is shown against what is stored: answers and foreign gestures in any order, in one article and over several."""

from itertools import pairwise, permutations

import pytest

from annotator.editing.shown import Shown, difference, keys_of
from annotator.editing.state import OnSpan, Selection, State, split
from annotator.model.article import Article
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Entry, Label, Span, Status
from annotator.model.marks import Marks

ME, THEM = "author-a", "author-b"
ARTICLE = Article.of("Ada Lindqvist met Tom Brandt in Northport.")
SPAN = Span("s", 0, 13, "entities/per", ME)
CLAIM = Span("c", 18, 28, "claims/claim", THEM)


@pytest.fixture
def state(news):
    mine, theirs = split(ME, Marks.of(ARTICLE.id, [Entry(), SPAN, CLAIM]), ARTICLE.id)
    return State(ARTICLE, 1, mine, theirs, ME, news)


def gesture(edit, token="", author=ME, article=ARTICLE.id, **more):
    return Gesture(token, "x", author, "window", {article: edit}, **more)


def moved(span, end):
    return Edit.replacing(ARTICLE.id, span, span._replace(end=end))


def test_a_change_of_everyones_marks_reaches_both_sides_and_comes_back(state):
    """Merging labels changes all authors' marks in one gesture; a mark may even change its author."""
    key = f"{THEM}/claims"
    edit = Edit({
        **Edit.replacing(ARTICLE.id, SPAN, SPAN._replace(label="entities/gpe")),
        **Edit.replacing(ARTICLE.id, CLAIM, CLAIM._replace(author=ME)),
        **Edit.adding(ARTICLE.id, Status(THEM, "claims", "done"), Span("n", 0, 3, "entities/per", THEM)),
    })  # fmt: skip
    after, kept, dropped = state.after({ARTICLE.id: edit})
    assert (kept, dropped) == (edit, {})
    assert [span.id for span in after.marks.spans] == ["s", "c"]
    assert [span.id for span in after.others.spans] == ["n"]
    assert [mark.id for mark in after.others.others.values()] == [key]
    back, kept, dropped = after.after({ARTICLE.id: edit.inverse})
    assert (kept, dropped) == (edit.inverse, {})
    assert (back.marks, back.others) == (state.marks, state.others)


def test_what_does_not_touch_others_leaves_them_as_they_are(state):
    after, _, _ = state.after({ARTICLE.id: moved(SPAN, 17)})
    assert after.others is state.others
    assert after.scheme is state.scheme
    assert state.after({ARTICLE.id: moved(SPAN._replace(end=9), 17)})[0] is state


def test_only_the_keys_that_may_differ_are_compared_and_all_that_differ_are_told(state):
    """A queued move is undone by a foreign one: the range that was shown must be told, not the foreign before."""
    shown = Shown(state)
    after, _, _ = shown.add(gesture(moved(SPAN, 40), "t"), state)
    keys = shown.take_in(gesture(moved(SPAN, 17), author=THEM))
    now = shown.anew(after)
    assert difference(after, now, keys) == Edit.replacing(ARTICLE.id, SPAN._replace(end=40), SPAN._replace(end=17))


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_answers_and_foreign_gestures_in_any_order_end_where_the_disk_is(state, order):
    """Four gestures on one span, each stored on top of the one before; two are this window's, two another's."""
    ends = [13, 17, 9, 28, 31]
    steps = [
        gesture(moved(SPAN._replace(end=a), b), f"t{at}", ME if at % 2 else THEM, id=str(at))
        for at, (a, b) in enumerate(pairwise(ends))
    ]
    shown, here = Shown(state), state
    for one in (steps[1], steps[3]):
        here = shown.add(one._replace(id=""), here)[0]
    for at in order:
        if at % 2:
            shown.answered(steps[at]._replace(id=""), steps[at])
        else:
            shown.take_in(steps[at])
        here = shown.anew(here)
    assert here.marks.spans.get("s") == SPAN._replace(end=31)
    assert shown.queue == []


@pytest.mark.parametrize("read", range(5))
def test_an_article_read_at_any_moment_ends_where_the_disk_is(state, read):
    """The answer may know more than was heard, and less."""
    ends = [13, 17, 9, 13, 31]
    steps = [
        gesture(moved(SPAN._replace(end=a), b), author=THEM, id=str(at + 1)) for at, (a, b) in enumerate(pairwise(ends))
    ]
    for heard_before in range(5):
        shown = Shown(state)
        marks = Marks.of(ARTICLE.id, [Entry(), SPAN._replace(end=ends[read])])
        disk = State(ARTICLE, 1, marks, Marks(), ME, state.scheme)
        here = shown.enter(disk, str(read), steps[:heard_before])
        for one in steps[heard_before:]:
            shown.take_in(one)
        assert shown.anew(here).marks.spans.get("s") == SPAN._replace(end=31)


def test_a_key_that_did_not_hold_when_shown_but_was_stored_is_shown_then(state):
    """What another process put back in between was not heard of yet."""
    shown = Shown(state)
    stale = gesture(moved(SPAN._replace(end=9), 17), "t", undoes="u")
    after, kept, dropped = shown.add(stale, state)
    assert not kept
    assert list(dropped.values()) == [SPAN]
    keys, newly = shown.answered(stale, stale._replace(id="2"))
    assert (keys, newly) == (keys_of(stale), set())
    assert shown.anew(after).marks.spans.get("s") == SPAN._replace(end=17)
    shown.take_in(gesture(moved(SPAN, 9), author=THEM, id="1"))
    assert shown.anew(after).marks.spans.get("s") == SPAN._replace(end=17), "that came before"


def test_dropped_keys_are_told_once(state):
    shown = Shown(state)
    both = Edit({**moved(SPAN._replace(end=9), 17), **Edit.adding(ARTICLE.id, SPAN._replace(id="n"))})
    mine = gesture(both, "t", undoes="u")
    _, kept, dropped = shown.add(mine, state)
    assert [key.id for key in kept] == ["n"]
    assert [key.id for key in dropped] == ["s"]
    keys, newly = shown.answered(mine, None)
    assert {key.id for key in keys} == {"s", "n"}
    assert {key.id for key in newly} == {"n"}, "that of s was known when it was shown"


def test_what_was_stored_while_an_article_was_read_is_laid_on_it(state):
    shown = Shown(state)
    mine = gesture(moved(SPAN, 17), "t")
    after, _, _ = shown.add(mine, state)
    stored = mine._replace(id="1")
    shown.answered(mine, stored)
    read_before, read_after = state, after
    for read, newest in ((read_before, "0"), (read_after, "1"), (read_before, ""), (read_after, "")):
        assert shown.enter(read, newest, [stored]).marks.spans.get("s") == SPAN._replace(end=17)


def test_a_scheme_is_queued_acknowledged_and_corrected_like_marks(state, news):
    label = news.label("entities/per")
    renamed = Edit.replacing(None, label, label._replace(name="PERSON"))
    shown = Shown(state)
    mine = gesture(renamed, "t", article=None)
    after, _, _ = shown.add(mine, state)
    assert after.scheme.label("entities/per").name == "PERSON"
    keys, dropped = shown.answered(mine, None)
    assert keys == dropped == keys_of(mine)
    assert shown.anew(after).scheme == news
    assert shown.take_in(gesture(Edit.removing(None, label), author=THEM, article=None))
    assert shown.anew(state).scheme.label("entities/per") == label, "retired under its last name"
    assert not shown.anew(state).scheme.holds("entities/per")


def test_a_focused_span_that_is_gone_leaves_its_range_and_one_that_stays_keeps_the_focus(state):
    shown = Shown(state)
    here = shown.anew(state)
    onto = State(**{name: getattr(here, name) for name in here.__slots__} | {"focus": OnSpan("s")})
    shown.take_in(gesture(moved(SPAN, 17), author=THEM))
    onto = shown.anew(onto)
    assert onto.focused == SPAN._replace(end=17)
    shown.take_in(gesture(Edit.removing(ARTICLE.id, onto.focused), author=THEM))
    assert shown.anew(onto).focus == Selection(0, 17)


def test_a_label_added_by_another_process_is_in_the_scheme(state):
    shown = Shown(state)
    new = Label("entities/new", "entities", "NEW")
    assert shown.take_in(gesture(Edit.adding(None, new), article=None))
    assert shown.anew(state).scheme.named("NEW") == new
