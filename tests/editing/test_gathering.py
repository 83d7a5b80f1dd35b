"""A label that goes everywhere: in the article at once, in the project after it was read slice by slice."""

from concurrent.futures import Future

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import TEXTS

from annotator.editing.gathering import Gathering, request
from annotator.editing.state import Caret, OnSpan, Selection
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Refusal, Span
from annotator.model.occurrences import Places
from annotator.model.problem import Problem
from annotator.model.request import Gathered

ME = "author-a"
PER, GPE, CLAIM = "entities/per", "entities/gpe", "claims/claim"
HERE = "Ada met Ada, and Adas saw Ada. Ada Ada"


def everywhere(bench, start, end, label, name="label.everywhere"):
    bench.run("focus.range", start, end)
    bench.run(name, label)


def put(bench, at, *marks):
    """Store marks in an article as if they had always been there; the open one is opened anew."""
    bench.marks[at] = bench.marks[at].apply(Edit.adding(bench.articles[at].id, *marks))
    bench.run("article.open", 1)


# ---- in the article
def test_every_whole_occurrence_is_labelled_in_one_gesture_and_one_undo_takes_all_back(bench_of):
    bench = bench_of(HERE)
    everywhere(bench, 0, 3, PER)
    assert [(start, end) for start, end, _ in bench.spans()] == [(0, 3), (8, 11), (26, 29), (31, 34), (35, 38)]
    assert bench.session.said == "PER on 5."
    spans = list(bench.session.state.marks.spans)
    assert [span.origin for span in spans] == ["hand"] + ["repeat"] * 4
    assert len({span.id for span in spans}) == 5
    assert bench.session.state.focus == OnSpan(spans[0].id)
    assert len(bench.commits) == 1
    bench.run("edit.undo")
    assert bench.spans() == []
    assert bench.session.said == "Undone in Title 1: PER on 5 spans."


def test_what_is_labelled_refused_or_covered_is_left_and_counted(bench_of):
    bench = bench_of(HERE)
    put(bench, 0, Span("a", 8, 11, PER, ME), Span("b", 21, 29, GPE, ME), Refusal("r", 31, 34, PER, ME),
        Span("c", 35, 38, CLAIM, ME))  # fmt: skip
    everywhere(bench, 0, 3, PER)
    assert bench.session.said == "PER on 2, 1 refused before, 1 already, 1 on other spans."
    assert (35, 38, PER) in bench.spans(), "a claim is of another layer"


def test_a_focused_span_is_relabelled_and_its_words_elsewhere_are_labelled(bench_of):
    bench = bench_of(HERE)
    put(bench, 0, Span("a", 8, 11, GPE, ME))
    bench.run("focus.span", "a")
    bench.run("label.everywhere", PER)
    assert len(bench.spans()) == 5
    assert {label for _, _, label in bench.spans()} == {PER}
    assert bench.session.state.marks.spans.get("a").label == PER
    bench.run("label.everywhere", PER)
    assert bench.session.said == "PER on 0, 5 already."
    assert len(bench.session.unsaved) == 1, "nothing was done, so nothing is stored"
    bench.run("edit.undo")
    assert bench.spans() == [(8, 11, GPE)]


@given(TEXTS, st.data())
def test_everywhere_then_undo_is_as_before(bench_of, text, data):
    bench = bench_of(text)
    held = [
        Span(
            f"h{at}",
            start,
            data.draw(st.integers(start + 1, len(text))),
            data.draw(st.sampled_from([PER, GPE, CLAIM])),
            ME,
        )
        for at, start in enumerate(data.draw(st.lists(st.integers(0, len(text) - 1), max_size=3)))
    ]
    put(bench, 0, *held)
    before = bench.session.state.marks
    start = data.draw(st.integers(0, len(text) - 1))
    everywhere(bench, start, data.draw(st.integers(start + 1, len(text))), data.draw(st.sampled_from([PER, CLAIM])))
    after = bench.session.state.marks
    made = [span for span in after.spans if span not in before.spans and span.origin == "repeat"]
    words = {text[span.start : span.end] for span in made}
    assert len(words) <= 1
    layer = {one for one in after.spans if made and one.label.partition("/")[0] == made[0].label.partition("/")[0]}
    assert not any(one != span and one.start < span.end and span.start < one.end for span in made for one in layer)
    if after is not before:
        bench.run("edit.undo")
    assert bench.session.state.marks == before


# ---- in the project
TEXTS_HERE = (HERE, "Ada was not here, said Ada.", "Nobody.", "Adas and Ada")


def test_p_extends_it_to_the_project_in_one_gesture_over_all_articles(bench_of):
    bench = bench_of(*TEXTS_HERE)
    everywhere(bench, 0, 3, PER)
    bench.save()
    bench.run("label.everywhere.project")
    assert bench.session.said == "PER on 3 in 2 articles, 5 already."
    ((gesture, _),) = bench.commits
    assert {article: len(edit) for article, edit in gesture.edits.items()} == {
        bench.articles[1].id: 2, bench.articles[3].id: 1,
    }  # fmt: skip
    assert gesture.command == "label.everywhere.project"
    bench.save()
    assert [len(marks.spans) for marks in bench.marks] == [5, 2, 0, 1]
    bench.run("edit.undo")
    bench.save()
    assert [len(marks.spans) for marks in bench.marks] == [5, 0, 0, 0]
    assert bench.session.state.number == 2, "the undo opens an article it belongs to"
    assert "PER on 3 spans in 2 articles" in bench.session.said


def test_ctrl_shift_and_the_key_does_both_at_once_and_one_undo_takes_all_back(bench_of):
    bench = bench_of(*TEXTS_HERE)
    put(bench, 1, Refusal("r", 0, 3, PER, ME))
    everywhere(bench, 8, 11, PER, "label.everywhere.both")
    assert bench.session.said == "PER on 7 in 3 articles, 1 refused before."
    assert bench.session.state.focused[1:3] == (8, 11)
    assert len(bench.commits) == 1
    bench.save()
    bench.run("edit.undo")
    bench.save()
    assert [len(marks.spans) for marks in bench.marks] == [0, 0, 0, 0]
    assert bench.session.state.number == 1


@pytest.fixture
def slow(bench_of):
    """A bench whose project is read when the test says so."""
    bench = bench_of(*TEXTS_HERE)
    answers = []

    def library(request):
        future = Future()
        if hasattr(request, "words"):
            answers.append((request, future))
        else:
            future.set_result(bench.answer(request))
        return future

    bench.session._library = library

    def read(times=1):
        for _ in range(times):
            request, future = answers.pop(0)
            future.set_result(bench.answer(request))
            bench.settle()

    bench.read, bench.answers = read, answers
    return bench


def test_the_status_bar_counts_and_esc_before_the_commit_stops_it(slow):
    everywhere(slow, 0, 3, PER, "label.everywhere.both")
    assert slow.session.state.gathering
    slow.read(2)
    assert slow.session.said == "PER on 7 in 2 articles so far; Esc stops"
    slow.run("focus.clear")
    assert slow.session.state.focus == Selection(0, 3), "Esc has something else to end"
    slow.run("label.everywhere.stop")
    assert not slow.session.state.gathering
    slow.read()
    assert slow.session.said == "Stopped: nothing in the project was changed."
    assert (slow.spans(), slow.commits, slow.answers) == ([], [], [])
    slow.run("focus.clear")
    assert slow.session.state.focus == Caret(3)


def test_what_is_labelled_meanwhile_is_not_labelled_twice(slow):
    everywhere(slow, 0, 3, PER, "label.everywhere.both")
    slow.read(2)
    slow.run("focus.range", 8, 20)
    slow.run("label.apply", GPE)
    slow.run("article.open", 2)
    slow.run("focus.range", 23, 26)
    slow.run("label.apply", GPE)
    slow.run("article.open", 4)
    slow.read(3)
    slow.save()
    assert [[span[1:4] for span in marks.spans] for marks in slow.marks] == [
        [(0, 3, PER), (8, 20, GPE), (26, 29, PER), (31, 34, PER), (35, 38, PER)],
        [(0, 3, PER), (23, 26, GPE)],
        [],
        [(9, 12, PER)],
    ]


def test_what_the_author_does_in_another_window_meanwhile_is_not_labelled_twice(slow):
    """It is heard after its article was read."""
    everywhere(slow, 0, 3, PER, "label.everywhere.both")
    slow.read(3)
    away = slow.articles[1].id
    edit = Edit.adding(away, Span("elsewhere", 23, 26, GPE, ME), Refusal("no", 0, 3, PER, ME))
    slow.marks[1] = slow.marks[1].apply(edit)
    slow.session.foreign(Gesture("", "label.apply", ME, "window", {away: edit}, id="h"))
    slow.read(2)
    slow.save()
    assert [span[1:4] for span in slow.marks[1].spans] == [(23, 26, GPE)]
    assert [span[1:4] for span in slow.marks[3].spans] == [(9, 12, PER)]


def test_labels_that_wait_for_the_disk_count_as_there(slow):
    slow.run("focus.range", 31, 38)
    slow.run("label.apply", GPE)
    slow.run("article.open", 2)
    everywhere(slow, 0, 3, PER, "label.everywhere.both")
    slow.read(5)
    slow.save()
    assert [span[1:4] for span in slow.marks[0].spans] == [(0, 3, PER), (8, 11, PER), (26, 29, PER), (31, 38, GPE)]


def test_a_second_one_waits_for_nothing_and_is_refused(slow):
    everywhere(slow, 0, 3, PER, "label.everywhere.both")
    slow.run("label.everywhere.both", GPE)
    assert "is being read" in slow.session.said
    assert len(slow.answers) == 1


def test_a_project_that_cannot_be_read_is_told_and_nothing_is_labelled(slow):
    everywhere(slow, 0, 3, PER, "label.everywhere.both")
    slow.answers.pop()[1].set_exception(Problem("p.spans", "it is damaged"))
    slow.settle()
    assert "damaged" in slow.session.said
    assert not slow.session.state.gathering
    assert slow.spans() == []


def test_a_project_that_is_read_only_is_not_even_read(slow):
    slow.session.read_only = "This project cannot be changed."
    everywhere(slow, 0, 3, PER, "label.everywhere.both")
    assert slow.session.said == "This project cannot be changed."
    assert slow.answers == []


# ---- what was done while the project was read
def gathered(bench, *made):
    """Return what a label in article 2 amounts to, after gestures that were made while the project was read."""
    state = bench.session.state
    away, places = bench.articles[1].id, Places(((0, 3),), 0, 0, 0)
    gathering = Gathering(request(state, PER, 0, 3), state.article.id, Edit({}), (), lambda: "fresh")
    gathering.take(Gathered(((away, places),), None))
    for edit in made:
        gathering.add_made(Gesture("t", "x", ME, "window", {away: edit}))
    return gathering.edits(state).get(away, Edit({})), away


def test_what_its_author_refused_meanwhile_stays_refused(bench_of):
    bench = bench_of(HERE, f"{HERE} again")
    assert len(gathered(bench)[0]) == 1
    away = bench.articles[1].id
    assert len(gathered(bench, Edit.adding(away, Refusal("r", 0, 3, PER, ME)))[0]) == 0
    assert len(gathered(bench, Edit.adding(away, Refusal("r", 0, 3, GPE, ME)))[0]) == 1


def test_a_label_that_was_taken_back_meanwhile_goes_nowhere(bench_of):
    bench = bench_of(HERE, f"{HERE} again")
    state = bench.session.state
    gathering = Gathering(request(state, "entities/gone", 0, 3), state.article.id, Edit({}), (), lambda: "fresh")
    assert gathering.edits(state) == {}
