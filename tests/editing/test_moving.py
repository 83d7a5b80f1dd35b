"""A label that is deleted: what has it moves, over all authors and articles, in one gesture that is undone in one."""

import time
from concurrent.futures import Future

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from people import PEOPLE, made
from seats import Seat

from annotator.editing.session import Session
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Link, Refusal, Span
from annotator.project.check import examine
from annotator.project.project import Project

ME, THEM = (person.id for person in PEOPLE)


@pytest.fixture
def seat(tmp_path):
    sat = Seat(made(tmp_path), PEOPLE[0])
    yield sat
    sat.project.close()


def put(seat, number, *marks):
    article = seat.project.reader.opened(number).article.id
    gesture = Gesture("", "label.apply", marks[0].author, "shell", {article: Edit.adding(article, *marks)})
    seat.project.store(gesture)


def labels(seat, number):
    opened = seat.project.read(lambda reader: reader.opened(number)).result(20)
    return {mark.id: mark.label for mark in opened.marks if isinstance(mark, Span | Refusal)}


def run(seat, name, *values):
    seat.session.run(name, *values)
    seat.settle()


def reopened(seat, number):
    run(seat, "article.open", number)


def test_all_authors_marks_move_in_one_gesture_and_come_back_in_one(seat):
    put(seat, 1, Span("a", 0, 3, "entities/per", ME), Span("b", 4, 9, "entities/org", ME))
    put(seat, 1, Span("c", 0, 3, "entities/per", THEM))
    put(seat, 2, Span("d", 0, 7, "entities/per", THEM), Refusal("e", 8, 15, "entities/per", ME))
    reopened(seat, 1)
    before = seat.session.state.scheme
    run(seat, "label.delete", "entities/per", "entities/org")
    assert seat.session.said == "PER is deleted; 3 spans in 2 articles are ORG now."
    assert labels(seat, 1) == {"a": "entities/org", "b": "entities/org", "c": "entities/org"}
    assert labels(seat, 2) == {"d": "entities/org", "e": "entities/org"}
    assert [one.name for one in seat.session.state.scheme.labels] == ["ORG", "CLAIM"]
    assert seat.session.words_of("undo") == "the label PER deleted"
    run(seat, "edit.undo")
    assert seat.session.state.scheme == before
    assert labels(seat, 1) == {"a": "entities/per", "b": "entities/org", "c": "entities/per"}
    assert labels(seat, 2) == {"d": "entities/per", "e": "entities/per"}
    run(seat, "edit.redo")
    assert set(labels(seat, 2).values()) == {"entities/org"}


def test_without_a_label_to_move_to_it_stays(seat):
    put(seat, 2, Span("d", 0, 7, "entities/per", THEM))
    run(seat, "label.delete", "entities/per")
    assert seat.session.said == "PER stays: spans have it. Choose a label they move to."
    assert labels(seat, 2) == {"d": "entities/per"}
    assert seat.session.state.scheme.holds("entities/per")


def test_one_that_nobody_uses_goes_at_once_and_the_others_keep_their_colours(seat):
    scheme = seat.session.state.scheme
    run(seat, "label.delete", "entities/per")
    assert seat.session.said == "PER is deleted; no span had it."
    after = seat.session.state.scheme
    assert [(one.id, after.hue(one.id)) for one in after.labels] == [
        (one.id, scheme.hue(one.id)) for one in scheme.labels[1:]
    ]


def test_spans_made_while_it_is_gathered_move_too(seat):
    reopened(seat, 1)
    seat.session.run("label.delete", "entities/per", "entities/org")
    assert seat.session.state.gathering
    seat.session.run("focus.range", 0, 3)
    seat.session.run("label.apply", "entities/per")
    seat.session.run("article.next")
    seat.settle()
    assert list(labels(seat, 1).values()) == ["entities/org"]


def test_a_span_relabelled_while_it_is_gathered_keeps_its_new_label(seat):
    put(seat, 1, Span("a", 0, 3, "entities/per", ME))
    reopened(seat, 1)
    seat.session.run("label.delete", "entities/per", "entities/org")
    seat.session.run("focus.span", "a")
    seat.session.run("label.apply", "entities/org")
    seat.session.run("span.delete")
    seat.session.run("article.next")
    seat.settle()
    assert labels(seat, 1) == {}
    assert not seat.session.state.scheme.holds("entities/per")


def test_esc_stops_it_and_nothing_is_changed(seat):
    put(seat, 1, Span("a", 0, 3, "entities/per", ME))
    seat.session.run("label.delete", "entities/per", "entities/org")
    seat.session.run("label.everywhere.stop")
    seat.settle()
    assert seat.session.said == "Stopped: nothing in the project was changed."
    assert seat.session.state.scheme.holds("entities/per")
    assert labels(seat, 1) == {"a": "entities/per"}


def test_a_label_to_move_to_that_is_gone_by_then_leaves_all_as_it_was(seat):
    put(seat, 2, Span("a", 0, 3, "entities/per", ME))
    other = Seat(seat.project.path, PEOPLE[1])
    slow = Future()
    session = Session(seat.session.state, seat.project.commit, lambda _: slow, lambda: "t", seat.posted.append)
    session.run("label.delete", "entities/per", "entities/org")
    org = session.state.scheme.label("entities/org")
    stored = other.project.store(Gesture("", "label.delete", THEM, "window", {None: Edit.removing(None, org)}))
    session.foreign(stored)
    request = other.project.reader.used("entities/per", 0)
    slow.set_result(request)
    until = time.monotonic() + 20
    while session.state.gathering and time.monotonic() < until:
        while seat.posted:
            seat.posted.pop(0)()
    assert session.state.scheme.holds("entities/per")
    assert session.said.startswith("PER stays")
    other.project.close()


@pytest.fixture
def between(seat, tmp_path):
    """Return a function: what it is given happens after all is gathered, and before the deletion is committed."""
    other = Project.open(seat.project.path, PEOPLE[1])

    def happens(article, edit):
        def commit(gesture):
            other.store(Gesture("", "x", THEM, "window", {article: edit}))
            return seat.project.commit(gesture)

        seat.session._commit = commit

    yield happens
    other.close()


@pytest.mark.parametrize("mark", [
    Span("late", 8, 15, "entities/per", THEM), Refusal("late", 8, 15, "entities/per", THEM),
    Link("late", "d", "d", "entities/per", THEM),
], ids=lambda mark: mark.sort)  # fmt: skip
def test_a_label_that_another_process_gives_just_before_the_commit_stays_and_that_is_said(seat, between, mark):
    put(seat, 2, Span("d", 0, 7, "entities/per", ME))
    article = seat.project.reader.opened(2).article.id
    between(article, Edit.adding(article, mark))
    seat.session.run("label.delete", "entities/per", "entities/org")
    seat.settle()
    assert seat.session.state.scheme.holds("entities/per")
    assert seat.project.read(lambda reader: reader.scheme()).result(20).holds("entities/per")
    assert labels(seat, 2)["d"] == "entities/per", "all of them move, or none"
    assert seat.session.said == "PER stays: meanwhile others changed it, its marks or ORG. Delete it again."
    seat.session._commit = seat.project.commit
    run(seat, "label.delete", "entities/per", "entities/org")
    assert not seat.session.state.scheme.holds("entities/per")
    assert set(labels(seat, 2).values()) == {"entities/org"}
    assert seat.project.read(lambda reader: reader.used("entities/per", 0)).result(20).found == ()


def test_a_label_that_nobody_had_until_just_before_the_commit_stays(seat, between):
    article = seat.project.reader.opened(2).article.id
    between(article, Edit.adding(article, Span("late", 8, 15, "entities/per", THEM)))
    seat.session.run("label.delete", "entities/per")
    seat.settle()
    assert seat.session.state.scheme.holds("entities/per")
    assert seat.session.said == "PER stays: meanwhile others changed it or gave it to marks. Delete it again."


def test_nothing_moves_to_a_label_that_another_process_deletes_just_before_the_commit(seat, between):
    put(seat, 2, Span("d", 0, 7, "entities/per", ME))
    between(None, Edit.removing(None, seat.session.state.scheme.label("entities/org")))
    run(seat, "label.delete", "entities/per", "entities/org")
    assert labels(seat, 2) == {"d": "entities/per"}
    assert seat.project.read(lambda reader: reader.scheme()).result(20).holds("entities/per")
    assert seat.session.said == "PER stays: meanwhile others changed it, its marks or ORG. Delete it again."


def test_a_label_that_another_process_renames_just_before_the_commit_keeps_its_marks(seat, between):
    put(seat, 2, Span("d", 0, 7, "entities/per", ME))
    label = seat.session.state.scheme.label("entities/per")
    between(None, Edit.replacing(None, label, label._replace(name="PERSON")))
    run(seat, "label.delete", "entities/per", "entities/org")
    assert labels(seat, 2) == {"d": "entities/per"}
    assert seat.session.said == "PER stays: meanwhile others changed it, its marks or ORG. Delete it again."


def test_what_another_process_relabels_just_before_the_commit_keeps_that_and_the_label_goes(seat, between):
    span, article = Span("d", 0, 7, "entities/per", ME), seat.project.reader.opened(2).article.id
    put(seat, 2, span)
    between(article, Edit.replacing(article, span, span._replace(label="claims/claim")))
    run(seat, "label.delete", "entities/per", "entities/org")
    assert labels(seat, 2) == {"d": "claims/claim"}
    assert not seat.session.state.scheme.holds("entities/per")


PLACES = st.tuples(st.integers(1, 2), st.integers(0, 20), st.sampled_from(["entities/per", "entities/org"]),
                   st.sampled_from([ME, THEM]))  # fmt: skip
CHANGES = st.one_of(
    st.tuples(st.just("label.delete"), st.sampled_from(["entities/per", "entities/org", "claims/claim"]),
              st.sampled_from(["", "entities/per", "entities/org", "claims/claim", "gone"])),
    st.tuples(st.just("label.rename"), st.just("entities/per"), st.sampled_from(["P", "ORG"])),
    st.tuples(st.just("label.recolour"), st.just("entities/org"), st.sampled_from(["teal", "brown"])),
    st.tuples(st.just("label.move"), st.just("entities/per"), st.integers(0, 2)),
    st.tuples(st.just("label.add"), st.sampled_from(["A", "B"]), st.just("claims")),
)  # fmt: skip


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(spans=st.lists(PLACES, max_size=6), changes=st.lists(CHANGES, min_size=1, max_size=6))
def test_after_any_changes_undo_of_everything_is_what_was_there(tmp_path_factory, spans, changes):
    path = made(tmp_path_factory.mktemp("moving"))
    seat = Seat(path, PEOPLE[0])
    for at, (number, start, label, author) in enumerate(spans):
        put(seat, number, Span(f"s{at}", start, start + 3, label, author))
    reopened(seat, 1)
    before = seat.session.state.scheme, labels(seat, 1), labels(seat, 2)
    for change in changes:
        run(seat, *change)
        held = {**labels(seat, 1), **labels(seat, 2)}
        assert len(held) == len(spans), "no span is ever lost with a label"
        assert all(seat.session.state.scheme.holds(label) for label in held.values()), "none has a label that is gone"
    for _ in changes:
        run(seat, "edit.undo")
    assert (seat.session.state.scheme, labels(seat, 1), labels(seat, 2)) == before
    assert seat.project.reader.scheme() == before[0]
    seat.project.close()
    assert examine(path) == []


def test_two_processes_that_rename_at_once_agree_on_one_name(tmp_path):
    path = made(tmp_path)
    one, other = (Seat(path, person) for person in PEOPLE)
    for seat in (one, other):
        seat.project.watch(lambda gesture, seat=seat: seat.posted.append(lambda: seat.session.foreign(gesture)))
    one.session.run("label.rename", "entities/per", "PERSON")
    other.session.run("label.rename", "entities/per", "HUMAN")
    until = time.monotonic() + 20
    names = set()
    while time.monotonic() < until:
        for seat in (one, other):
            seat.settle()
        names = {seat.session.state.scheme.label("entities/per").name for seat in (one, other)}
        if len(names) == 1 and names != {"PER"}:
            break
        time.sleep(0.01)
    assert names in ({"PERSON"}, {"HUMAN"})
    assert one.project.read(lambda reader: reader.scheme()).result(20).label("entities/per").name in names
    loser = one if names == {"HUMAN"} else other
    assert "was changed since" in loser.session.said
    for seat in (one, other):
        seat.project.close()
    assert examine(path) == []
