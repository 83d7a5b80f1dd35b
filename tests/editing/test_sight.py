"""Looking at the past of an article: nothing can be changed there, and whoever comes back finds what goes on."""

import random

import pytest

from annotator.editing.command import all_commands
from annotator.editing.sight import PAST
from annotator.editing.state import Caret, OnSpan, Selection
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Entry, Key, Label, Span
from annotator.model.marks import Marks
from annotator.model.tokens import Tokens

ME, THEM = "author-a", "author-b"
WHEN = "As it was on 21 Feb 2026, 14:02."


def label(bench, start, end, name="entities/per"):
    bench.run("focus.range", start, end)
    bench.run("label.apply", name)


def visit(bench, *spans):
    article = bench.session.present.article.id
    bench.session.visit(Marks.of(article, [Entry(), *spans]), WHEN)


def foreign(bench, id, edit, author=THEM):
    bench.session.foreign(Gesture("", "x", author, "window", {bench.session.present.article.id: edit}, id=id))


def test_the_past_is_shown_in_the_place_of_the_present_and_tells_when_it_was(bench):
    label(bench, 0, 3)
    was = Span("old", 4, 13, "claims/claim", ME)
    other = Span("theirs", 18, 21, "entities/per", THEM)
    present = bench.session.state
    visit(bench, was, other)
    state = bench.session.state
    assert (state.past, list(state.marks.spans), list(state.others.spans)) == (WHEN, [was], [other])
    assert bench.session.present is present
    assert state.focus == Selection(0, 3), "the span in focus was not there: its place is"
    before, after, edit = bench.seen[-1]
    assert (before, after) == (present, state)
    key = Key("span", state.article.id, "old")
    assert edit[key] == (None, was)
    bench.session.come_back()
    assert bench.session.state is present
    assert bench.seen[-1][2] == edit.inverse


def test_nothing_can_be_changed_in_the_past_and_that_is_said(bench):
    label(bench, 0, 3)
    bench.save()
    said = []
    bench.session.watch_words(said.append)
    held = Span("old", 4, 13, "entities/per", ME)
    values = {"label.apply": ("entities/gpe",), "span.bounds": (2, 9)}
    for name, one in all_commands().items():
        visit(bench, held)
        bench.session.run("focus.span", "old")
        was, present = bench.session.state.marks, bench.session.present
        if name in values or (one.group in ("Edit", "Span", "Article") and "article.next" not in name):
            said.clear()
            bench.run(name, *values.get(name, ()))
            if name == "article.previous":
                continue
            assert bench.session.state.marks is was, name
            assert bench.session.present is present, name
            assert not bench.commits, name
            if name in ("label.apply", "span.delete", "article.done", "edit.undo", "edit.redo", "span.end.right"):
                assert said == [PAST], name


def test_the_focus_moves_in_the_past_and_is_forgotten_with_it(bench):
    label(bench, 0, 3)
    focus = bench.session.state.focus
    visit(bench, Span("old", 4, 13, "entities/per", ME))
    bench.run("focus.span", "old")
    assert bench.session.state.focus == OnSpan("old")
    bench.run("focus.caret", 9)
    assert bench.session.state.focus == Caret(9)
    bench.session.come_back()
    assert bench.session.state.focus == focus
    bench.session.come_back()
    assert bench.session.state.focus == focus, "who is here already stays"


def test_the_present_goes_on_beneath(bench):
    label(bench, 0, 3)
    visit(bench)
    was = bench.session.state
    added = Span("theirs", 4, 13, "entities/per", THEM)
    foreign(bench, "g9", Edit.adding(was.article.id, added))
    assert bench.session.state is was
    assert bench.seen[-1] == (was, was, None), "whoever watches is told"
    bench.save()
    assert bench.session.unsaved == ()
    bench.session.come_back()
    assert list(bench.session.state.others.spans) == [added]
    assert bench.spans() == [(0, 3, "entities/per")]


def test_a_label_that_is_renamed_meanwhile_has_its_new_name_in_the_past_too(bench, news):
    visit(bench)
    known = news.label("entities/per")
    renamed = Edit.replacing(None, known, Label(*known[:2], "PERSON", *known[3:-1]))
    bench.session.foreign(Gesture("", "x", THEM, "window", {None: renamed}, id="g9"))
    assert bench.session.state.scheme.label("entities/per").name == "PERSON"
    assert bench.session.state.past == WHEN
    bench.session.come_back()
    assert bench.session.state.scheme.label("entities/per").name == "PERSON"


def test_another_article_is_opened_as_it_is_now(bench):
    visit(bench)
    bench.run("article.next")
    assert (bench.session.state.number, bench.session.state.past) == (2, "")
    assert bench.session.present is bench.session.state


def test_nothing_of_the_past_is_painted_as_unsaved(bench):
    label(bench, 0, 3)
    assert bench.session.unsaved_ids
    visit(bench, next(iter(bench.session.state.marks.spans)))
    assert bench.session.unsaved_ids == frozenset()


def test_the_article_and_one_span_are_restored_by_one_gesture_that_one_undo_takes_back(bench):
    label(bench, 0, 3)
    label(bench, 4, 13, "entities/gpe")
    bench.save()
    now = bench.session.state.marks
    ada = next(iter(now.spans))
    gone = Span("gone", 18, 28, "claims/claim", ME)
    for command, values, expected in (
        ("article.restore", (), [(0, 9, "entities/per"), (18, 28, "claims/claim")]),
        ("span.restore", ("gone",), [(0, 3, "entities/per"), (4, 13, "entities/gpe"), (18, 28, "claims/claim")]),
        ("span.restore", (ada.id,), [(0, 9, "entities/per"), (4, 13, "entities/gpe")]),
    ):
        visit(bench, ada._replace(end=9), gone, Span("theirs", 0, 3, "entities/per", THEM))
        was = bench.session.state
        bench.session.come_back()
        bench.run(command, was, *values)
        assert bench.spans() == expected
        assert len(bench.commits) == 1
        assert "restored." in bench.session.said
        assert ("1 mark of others differ" in bench.session.said) == (command == "article.restore")
        bench.save()
        bench.run("edit.undo")
        bench.save()
        assert bench.session.state.marks == now


def test_where_nothing_of_mine_differs_nothing_is_restored(bench):
    label(bench, 0, 3)
    visit(bench, *bench.session.state.marks.spans)
    was = bench.session.state
    bench.session.come_back()
    bench.save()
    bench.run("article.restore", was)
    bench.run("span.restore", was, "unknown")
    assert not bench.commits
    assert bench.session.said == "There was nothing of yours to restore."


@pytest.mark.parametrize("seed", range(25))
def test_to_come_back_is_never_to_have_gone(bench, news, seed):
    """One script for two Sessions, of which one looks at the past here and there: they end and commit the same."""
    chance = random.Random(seed)
    script = [(chance.choice(["label", "foreign", "save", "delete", "undo", "redo", "move"]), chance.randrange(40),
               chance.randrange(1, 9), chance.random() < 0.5, chance.randrange(3)) for _ in range(40)]  # fmt: skip
    ends = []
    for goes in (False, True):
        bench, commits = type(bench)(news), []
        for turn, (what, start, length, away, looks) in enumerate(script):
            if goes and away:
                for _ in range(looks + 1):
                    visit(bench, Span("old", start, start + length, "claims/claim", ME))
                bench.run("focus.caret", start)
            foreign_or_saved(bench, what, turn, start, length)
            bench.session.come_back()
            acted(bench, what, start, length)
            commits += [gesture for gesture, _ in bench.commits if gesture not in commits]
        bench.save()
        ends.append((bench.session.state, commits, bench.session.words_of("undo"), bench.session.words_of("redo")))
    assert ends[0] == ends[1]


def foreign_or_saved(bench, what, turn, start, length):
    article = bench.session.present.article.id
    if what == "save":
        bench.save()
    elif what == "foreign":
        id = f"f{start % 3}"
        key = Key("span", article, id)
        after = Span(id, start, start + length, "entities/gpe", THEM) if length > 2 else None
        foreign(bench, f"g{turn:04}", Edit({key: (bench.session.present.get(key), after)}))


def acted(bench, what, start, length):
    if what == "label":
        label(bench, start, start + length)
    elif what == "move":
        bench.run("span.next")
        bench.run("span.end.right")
    elif what in ("undo", "redo", "delete"):
        bench.run({"undo": "edit.undo", "redo": "edit.redo", "delete": "span.delete"}[what])


def test_tokens_are_those_of_the_open_article_now_and_once(bench):
    session, tokens = bench.session, Tokens([0], [3], frozenset())
    first = session.state.article.id
    session.take_tokens("another", tokens)
    assert session.state.tokens is None
    session.take_tokens(first, tokens)
    assert session.state.tokens is tokens
    session.visit(session.present.marks, "As it was.")
    assert session.state.tokens is tokens
    session.take_tokens(first, None, "no reason")
    assert (session.state.tokens, session.state.tokenless) == (None, "no reason")
    session.come_back()
    assert (session.state.tokens, session.state.tokenless) == (None, "no reason")
    session.take_tokens(first, tokens)
    bench.run("article.open", 2)
    assert (session.state.tokens, session.state.tokenless) == (None, "")
