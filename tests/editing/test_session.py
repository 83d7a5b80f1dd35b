from concurrent.futures import Future

import pytest

from annotator.editing.state import OnSpan, Selection
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Author, Label, Span
from annotator.model.problem import Problem
from annotator.model.request import Changers, Found

ME, THEM = "author-a", "author-b"
ADA = (0, 13)


def labelled(bench, start=0, end=13, label="entities/per"):
    bench.run("focus.range", start, end)
    bench.run("label.apply", label)


def test_a_gesture_is_shown_at_once_and_hollow_until_the_disk_has_it(bench):
    labelled(bench)
    session = bench.session
    assert bench.spans() == [(0, 13, "entities/per")]
    span = session.state.focused
    assert session.unsaved_ids == {span.id}
    assert len(session.unsaved) == 1
    saved = []
    session.watch_saving(saved.append)
    bench.save()
    assert session.unsaved == ()
    assert saved == [{span.id}]
    assert bench.spans() == [(0, 13, "entities/per")]


def test_what_came_back_smaller_corrects_what_is_shown(bench):
    labelled(bench)
    bench.save(stored=None)
    assert bench.spans() == []
    assert bench.session.unsaved == ()
    assert bench.session.state.focus == Selection(0, 13)


def test_a_refused_gesture_is_taken_back_and_said(bench):
    labelled(bench)
    bench.save(stored=Problem("p.spans", "it is damaged"))
    assert bench.spans() == []
    assert "damaged" in bench.session.said


def test_the_queue_stays_on_top_of_what_others_store(bench):
    labelled(bench)
    article = bench.session.state.article.id
    theirs = Span("x", 5, 9, "entities/per", THEM)
    bench.session.foreign(Gesture("", "label.apply", THEM, "window", {article: Edit.adding(article, theirs)}))
    assert bench.spans() == [(0, 13, "entities/per")]
    assert list(bench.session.state.others.spans) == [theirs]
    bench.save()
    assert bench.spans() == [(0, 13, "entities/per")]


def test_somebody_elses_change_under_a_queued_one_wins(bench):
    labelled(bench)
    bench.save()
    span = bench.session.state.focused
    article = bench.session.state.article.id
    bench.run("label.apply", "entities/gpe")
    moved = Edit.replacing(article, span, span._replace(end=17))
    bench.session.foreign(Gesture("", "x", ME, "window", {article: moved}, id="h"))
    assert bench.spans() == [(0, 17, "entities/per")], "the relabel no longer holds"
    bench.save(stored=None)
    assert bench.spans() == [(0, 17, "entities/per")]


def test_undo_and_redo(bench):
    labelled(bench)
    bench.run("span.end.right")
    bench.run("label.apply", "entities/gpe")
    steps = [(0, 17, "entities/gpe"), (0, 17, "entities/per"), (0, 13, "entities/per")]
    assert bench.spans() == [steps[0]]
    for step in steps[1:]:
        bench.session.undo()
        bench.settle()
        assert bench.spans() == [step]
    bench.session.undo()
    bench.settle()
    assert bench.spans() == []
    for step in reversed(steps):
        bench.session.redo()
        bench.settle()
        assert bench.spans() == [step]
    bench.save()
    assert bench.spans() == [steps[0]]


def test_a_new_gesture_ends_what_can_be_redone(bench):
    labelled(bench)
    bench.session.undo()
    labelled(bench, 18, 28)
    bench.session.redo()
    bench.settle()
    assert bench.spans() == [(18, 28, "entities/per")]
    assert bench.session.said == "There is nothing to redo."
    bench.session.undo()
    bench.session.undo()
    bench.settle()
    bench.save()
    assert bench.spans() == []
    assert bench.session.said == "There is nothing to undo."


def test_undo_goes_on_into_the_journal_when_the_queue_is_empty(bench):
    article = bench.articles[1]
    old = Span("old", 0, 7, "entities/per", ME)
    bench.marks[1] = bench.marks[1].apply(Edit.adding(article.id, old))
    back = Gesture("", "undo label.apply", ME, "window", {article.id: Edit.removing(article.id, old)}, undoes="g-old")
    bench.history = Found(back, bench.opened(1))
    labelled(bench)
    bench.session.undo()
    bench.session.undo()
    bench.settle()
    assert bench.session.state.number == 1, "the journal is asked only when it has everything"
    bench.save()
    assert bench.session.state.number == 2
    assert "Title 2" in bench.session.said
    assert bench.spans() == []
    assert bench.session.state.focus == Selection(0, 7)
    gesture, _ = bench.commits[-1]
    assert (gesture.undoes, gesture.via) == ("g-old", "window")


def test_an_undo_in_another_article_opens_it_and_names_it(bench):
    labelled(bench)
    bench.save()
    bench.run("article.next")
    assert bench.session.state.number == 2
    bench.session.undo()
    bench.settle()
    assert bench.session.state.number == 1
    assert bench.spans() == []
    assert "Title 1" in bench.session.said


def test_an_undo_that_meets_a_later_change_says_so_and_overwrites_nothing(bench):
    labelled(bench)
    bench.save()
    span, article = bench.session.state.focused, bench.session.state.article.id
    bench.session.foreign(
        Gesture("", "x", THEM, "window", {article: Edit.replacing(article, span, span._replace(end=17))}, id="h")
    )
    bench.changers = Changers((Author(THEM, "annotator B"), Author(ME, "annotator A")))
    bench.session.undo()
    bench.settle()
    assert bench.spans() == [(0, 17, "entities/per")]
    assert bench.session.said == (
        "Nothing was left to undo in Title 1. The mark was changed since by annotator B and stays as it is."
    )
    assert len(bench.session.unsaved) == 1, "it is stored all the same, and counts"


def test_opening_an_article_lays_the_queue_on_top(bench):
    labelled(bench)
    bench.run("article.next")
    bench.run("article.previous")
    assert bench.spans() == [(0, 13, "entities/per")]
    bench.save()
    assert bench.spans() == [(0, 13, "entities/per")]


def test_done_and_next(bench):
    bench.run("article.done")
    assert bench.session.state.number == 2
    gesture, _ = bench.commits[0]
    assert sorted(key.id for edit in gesture.edits.values() for key in edit) == ["author-a/claims", "author-a/entities"]
    assert bench.session.said == "Done, empty."
    bench.run("article.done")
    assert bench.session.said == "No other article is left to do."


def test_a_scheme_that_changes_elsewhere_is_taken_in(bench, news):
    label = news.label("entities/per")
    bench.session.foreign(
        Gesture("", "x", THEM, "window", {None: Edit.replacing(None, label, label._replace(name="PERSON"))})
    )
    assert bench.session.state.scheme.label("entities/per").name == "PERSON"
    renamed = bench.session.state.scheme.label("entities/per")
    bench.session.foreign(Gesture("", "x", THEM, "window", {None: Edit.removing(None, renamed)}))
    assert not bench.session.state.scheme.holds("entities/per")
    assert bench.session.state.scheme.label("entities/per").name == "PERSON"
    bench.session.foreign(
        Gesture("", "x", THEM, "window", {None: Edit.adding(None, Label("entities/new", "entities", "NEW"))})
    )
    assert bench.session.state.scheme.named("NEW")


def test_a_command_whose_condition_does_not_hold_does_nothing(bench):
    bench.run("span.delete")
    bench.run("label.apply", "entities/per")
    assert not bench.commits
    assert not bench.seen


def test_every_change_is_told_with_its_edit(bench):
    labelled(bench)
    before, after, edit = bench.seen[-1]
    assert edit == Edit.adding(after.article.id, after.focused)
    assert isinstance(after.focus, OnSpan)
    assert before.marks is not after.marks


def test_the_names_of_authors_follow_what_other_processes_store(bench):
    told = Gesture("", "author.rename", THEM, "shell", {None: Edit.adding(None, Author(THEM, "annotator C"))})
    bench.session.foreign(told)
    assert bench.session.names[THEM] == "annotator C"


def test_an_undo_is_told_in_words_not_in_names_of_the_code(bench):
    labelled(bench)
    bench.session.undo()
    bench.settle()
    assert bench.session.said == "Undone in Title 1: PER on \u201cAda Lindqvist\u201d."
    bench.session.redo()
    bench.settle()
    assert bench.session.said == "Redone in Title 1: PER on \u201cAda Lindqvist\u201d."


def test_a_held_undo_stays_in_the_open_article(bench):
    labelled(bench)
    bench.run("article.next")
    labelled(bench, 0, 7)
    bench.save()
    bench.session.run("edit.undo")
    assert bench.spans() == []
    for _ in range(3):
        bench.session.run("edit.undo", held=True)
        bench.settle()
    assert bench.session.state.number == 2
    assert bench.session.said == "That was all here; press again to go on in another article."
    bench.session.run("edit.undo")
    bench.settle()
    assert bench.session.state.number == 1
    assert bench.spans() == []


def test_a_held_undo_stays_in_the_open_article_also_in_the_journal(bench):
    article, old = bench.articles[1], Span("old", 0, 7, "entities/per", ME)
    bench.marks[1] = bench.marks[1].apply(Edit.adding(article.id, old))
    back = Gesture("", "undo label.apply", ME, "window", {article.id: Edit.removing(article.id, old)}, undoes="g-old")
    bench.history = Found(back, bench.opened(1))
    bench.session.run("edit.undo", held=True)
    bench.settle()
    assert bench.session.state.number == 1
    assert bench.session.unsaved == ()
    bench.session.run("edit.undo")
    bench.settle()
    assert bench.session.state.number == 2


def test_held_undos_do_not_pile_up(bench):
    labelled(bench)
    labelled(bench, 18, 27)
    bench.session.undo()
    bench.session.undo()
    bench.session.run("edit.undo")  # waits until the journal may be asked
    for _ in range(5):
        bench.session.run("edit.undo", held=True)
    assert len(bench.session._turns) == 1


def test_a_project_that_cannot_be_written_takes_no_gesture_and_says_so(bench):
    heard = []
    bench.session.watch_words(heard.append)
    bench.session.read_only = "The project is write-protected."
    labelled(bench)
    assert bench.session.state.focus == Selection(0, 13), "looking and selecting work"
    assert bench.spans() == []
    assert bench.session.unsaved == ()
    bench.session.undo()
    assert heard == ["The project is write-protected."] * 2


def test_what_another_window_took_back_is_not_taken_back_again(bench):
    """Two windows of one person: the newest live gesture is the one before."""
    labelled(bench)
    bench.save()
    labelled(bench, 18, 28)
    bench.save()
    last, article = bench.session.state.focused, bench.session.state.article.id
    stored = bench.session._turns.deeds.to_undo().gesture
    bench.session.foreign(
        Gesture("", "undo", ME, "window", {article: Edit.removing(article, last)}, undoes=stored.id, id="h")
    )
    bench.session.undo()
    bench.settle()
    assert bench.spans() == []
    assert bench.session.said.startswith("Undone in Title 1")


def test_what_the_writer_dropped_is_said_with_the_name_of_who_changed_it(bench):
    """What another process stored was not heard when the key was pressed."""
    labelled(bench)
    bench.save()
    bench.changers = Changers((Author(THEM, "annotator B"),))
    bench.run("label.apply", "entities/gpe")
    gesture, _ = bench.commits[0]
    bench.save(stored=None)
    assert bench.session.said == "The mark was changed since by annotator B and stays as it is."
    assert bench.spans() == [(0, 13, "entities/per")]
    assert gesture.command == "label.apply"


def test_an_undo_over_several_articles_says_what_was_dropped_elsewhere(bench):
    here, there = (article.id for article in bench.articles)
    one, two = Span("one", 0, 3, "entities/per", ME), Span("two", 0, 3, "entities/per", ME)
    bench.session.foreign(Gesture("", "x", ME, "window", {here: Edit.adding(here, one)}, id="h"))
    edits = {here: Edit.removing(here, one), there: Edit.removing(there, two)}
    bench.history = Found(Gesture("", "undo label.everywhere", ME, "window", edits, undoes="g"), bench.opened(0))
    bench.changers = Changers((Author(THEM, "annotator B"), Author("c", "annotator C")))
    bench.session.undo()
    bench.settle()
    assert bench.spans() == []
    gesture, _ = bench.commits[0]
    assert gesture.edits == edits
    bench.save(stored=gesture._replace(id="i", edits={here: edits[here]}))
    assert bench.session.said == "1 of 2 marks were changed since by annotator B and annotator C and stay as they are."


def test_an_undo_of_the_project_shows_its_scheme_and_is_corrected(bench, news):
    label = news.label("entities/per")
    renamed = Edit.replacing(None, label, label._replace(name="PERSON"))
    bench.session.foreign(Gesture("", "x", ME, "window", {None: renamed}, id="h"))
    bench.history = Found(Gesture("", "undo label.rename", ME, "window", {None: renamed.inverse}, undoes="h"))
    bench.session.undo()
    bench.settle()
    assert bench.session.state.scheme.label("entities/per").name == "PER"
    assert bench.session.state.number == 1
    assert "Nothing" not in bench.session.said
    bench.save(stored=bench.commits[0][0]._replace(id="i", edits={}))
    assert bench.session.state.scheme.label("entities/per").name == "PERSON"
    assert "changed since" in bench.session.said


def test_a_refused_undo_leaves_its_deed_to_be_undone(bench):
    labelled(bench)
    bench.save()
    bench.session.undo()
    bench.settle()
    bench.save(stored=Problem("p.spans", "it is damaged"))
    assert bench.spans() == [(0, 13, "entities/per")]
    bench.session.undo()
    bench.settle()
    bench.save()
    assert bench.spans() == []


def test_an_undo_of_which_only_a_part_holds_puts_the_focus_where_something_is(bench):
    labelled(bench)
    bench.save()
    first, article = bench.session.state.focused, bench.session.state.article.id
    other = Span("other", 18, 28, "entities/per", ME)
    both = Edit(
        {**Edit.adding(article, other), **Edit.replacing(article, first._replace(end=9), first._replace(end=4))}
    )
    gone = Edit({**Edit.replacing(article, Span("gone", 0, 3, "x", ME), Span("gone", 0, 4, "x", ME)), **both})
    bench.history = Found(Gesture("", "undo x", ME, "window", {article: gone}, undoes="g"), bench.opened(0))
    bench.session.run("span.delete")
    bench.session.undo()
    bench.settle()
    bench.save()
    for _ in range(2):
        bench.session.undo()
        bench.settle()
        bench.save()
    assert bench.session.state.focused == other


def test_an_article_that_is_gone_is_not_named_as_the_open_one(bench):
    away = "0" * 64
    span = Span("s", 0, 3, "entities/per", ME)
    edits = {away: Edit.removing(away, span)}
    bench.history = Found(Gesture("", "undo label.apply", ME, "window", edits, undoes="g"))
    bench.session.undo()
    bench.settle()
    assert len(bench.session.unsaved) == 1, "it is stored, and counts"
    assert "Title 1" not in bench.session.said
    assert "not here any more" in bench.session.said


def test_two_answers_that_are_under_way_do_not_lose_what_is_stored_meanwhile(bench):
    """An article is asked for, labelled on before the answer, and asked for again."""
    waiting = []

    def library(request):
        future = Future()
        waiting.append((bench.answer(request), future))
        return future

    bench.session._library = library
    bench.run("article.open", 1)
    labelled(bench)
    bench.run("article.open", 1)
    bench.save()
    for answer, future in waiting:
        future.set_result(answer)
        bench.settle()
        assert bench.spans() == [(0, 13, "entities/per")]
    labelled(bench, 18, 28)
    bench.save()
    assert len(bench.spans()) == 2


def test_a_fault_where_it_is_shown_loses_no_gesture(bench):
    def breaking(before, after, edit):
        raise RuntimeError("a panel has a fault")

    bench.session.watch(breaking)
    with pytest.raises(RuntimeError):
        bench.session.run("focus.range", 0, 3)
    with pytest.raises(RuntimeError):
        bench.session.run("label.apply", "entities/per")
    ((gesture, future),) = bench.commits
    future.set_result(gesture._replace(id="g1", at=1))
    bench.settle()
    assert bench.session.unsaved == ()


def test_what_i_did_in_another_window_ends_what_can_be_redone_here(bench):
    labelled(bench, 0, 3)
    bench.session.undo()
    bench.settle()
    here = bench.session.state.article.id
    mine = Span("elsewhere", 14, 17, "entities/per", ME)
    bench.session.foreign(Gesture("", "label.apply", ME, "window", {here: Edit.adding(here, mine)}, id="h"))
    bench.session.redo()
    assert bench.session.said == "There is nothing to redo."
    assert [one.id for one in bench.session.state.marks.spans] == ["elsewhere"]
    labelled(bench, 25, 30)
    bench.session.undo()
    bench.settle()
    assert [one.id for one in bench.session.state.marks.spans] == ["elsewhere"], (
        "what another window did is not undone here"
    )
