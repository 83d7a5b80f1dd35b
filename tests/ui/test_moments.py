"""The gestures of a history as Qt sees them."""

from datetime import UTC, datetime

import pytest

from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Span
from annotator.project import moments
from annotator.project.moments import Recorded
from annotator.ui import moments as rows
from annotator.ui.moments import NOW, About, MomentModel, when

SPAN = Span("s", 0, 3, "entities/per", "author-a")


@pytest.fixture
def window(sampled, desk):
    return desk.open(sampled)


def labelled(desk, window, count):
    for start in range(count):
        window.session.run("focus.range", start, start + 3)
        window.session.run("label.apply", "entities/per")
    desk.settle(window)


def about(window):
    return About(window.session.state.number, window.session.state.article.id)


def test_the_gestures_come_in_stretches_and_every_line_comes_when_it_is_asked_for(
    window, desk, monkeypatch, qtmodeltester
):
    monkeypatch.setattr(rows, "FIRST", 3)
    monkeypatch.setattr(rows, "PAGE", 2)
    monkeypatch.setattr(moments, "STRETCH", 4)
    labelled(desk, window, 12)
    model = MomentModel(window.frame)
    grown = []
    model.grown.connect(lambda: grown.append(model.rowCount()))
    model.show(about(window))
    desk.qtbot.waitUntil(lambda: model.rowCount() == 14, timeout=10_000)
    assert grown == [4, 8, 12, 14]
    desk.qtbot.waitUntil(lambda: all(model.line(row) for row in range(1, 14)), timeout=10_000)
    assert [model.line(row).seq for row in range(1, 14)] == list(model.seqs)
    assert [model.row_of(seq) for seq in model.seqs] == list(range(1, 14))
    assert model.row_of(1 << 40) == NOW
    assert model.line(NOW) is model.line(14) is model.line(-1) is None
    qtmodeltester.check(model)


def test_what_came_since_is_put_at_the_top(window, desk):
    labelled(desk, window, 2)
    model = MomentModel(window.frame)
    model.show(about(window))
    desk.qtbot.waitUntil(lambda: model.rowCount() == 4, timeout=10_000)
    held = list(model.seqs)
    window.session.run("edit.undo")
    desk.settle(window)
    model.refresh()
    desk.qtbot.waitUntil(lambda: model.rowCount() == 5, timeout=10_000)
    assert list(model.seqs)[1:] == held
    desk.qtbot.waitUntil(lambda: model.line(2) is not None and model.line(2).undone, timeout=10_000)


def test_where_more_came_than_one_stretch_it_is_listed_anew(window, desk, monkeypatch):
    model = MomentModel(window.frame)
    model.show(about(window))
    desk.qtbot.waitUntil(lambda: model.rowCount() == 2, timeout=10_000)
    monkeypatch.setattr(rows, "FIRST", 3)
    labelled(desk, window, 5)
    model.refresh()
    desk.qtbot.waitUntil(lambda: model.rowCount() == 7, timeout=10_000)
    assert list(model.seqs) == sorted(set(model.seqs), reverse=True)


def test_an_answer_for_another_history_is_too_late(window, desk):
    labelled(desk, window, 2)
    model = MomentModel(window.frame)
    model.show(about(window))
    model.show(About())
    desk.qtbot.waitUntil(lambda: model.rowCount() > 4, timeout=10_000)
    assert model.seqs[-1] == 1, "the project's, from its first gesture on"
    model.refresh()
    desk.qtbot.waitUntil(lambda: model.line(1) is not None, timeout=10_000)


def test_words_of_a_text_are_shown_as_they_are(window, desk):
    article = window.session.state.article.id
    edit = Edit.adding(article, SPAN._replace(label="gone/<b>"))
    held = Recorded(1, Gesture("", "x", "author-a", "window", {article: edit}), 1, False)
    assert MomentModel(window.frame).words_of(held) == "<b> on \u201cAlg\u201d"


def test_times_are_those_of_this_place_without_what_goes_without_saying():
    now = datetime.now().astimezone().replace(hour=14, minute=2)
    at = round(now.timestamp() * 1000)
    month = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")[now.month - 1]
    assert when(at) == f"{now.day} {month} {now.year}, 14:02"
    assert when(at, short=True) == "14:02"
    older = datetime(2024, 2, 21, 12, tzinfo=UTC)
    assert when(round(older.timestamp() * 1000), short=True).startswith("21 Feb 2024, ")
    assert when(1 << 62) == "at an unknown time"
