import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.editing.state import Caret, OnSpan, Selection
from annotator.ui import returning
from annotator.ui.returning import MOST, Left

KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def two(sampled, spandesk, tmp_path):
    """Return a project of two long articles."""
    (tmp_path / "b.txt").write_text("\n\n".join(f"Paragraph {at} of another article." for at in range(200)))
    spandesk("add", sampled, tmp_path / "b.txt")
    return sampled


def go(desk, window, number):
    window.session.open(number)
    desk.qtbot.waitUntil(lambda: window.session.state.number == number, timeout=10_000)
    desk.settle(window)
    desk.qtbot.wait(10)  # what is posted comes


def test_an_article_opens_where_it_was_left(two, desk):
    window = desk.open(two)
    go(desk, window, 1)
    span = list(window.session.state.marks.spans)[2]
    window.session.run("focus.span", span.id)
    window.view.bar.setValue(700)
    first = window.view.first_visible()
    assert first > 0
    go(desk, window, 2)
    assert window.view.bar.value() == 0, "a new one opens at its top"
    assert window.session.state.focus == Caret(0)
    window.session.run("focus.range", 30, 40)
    go(desk, window, 1)
    assert window.view.first_visible() == first
    assert window.session.state.focused.id == span.id
    go(desk, window, 2)
    assert window.session.state.focus == Selection(30, 40)


def test_articles_open_where_they_were_left_before_the_restart(two, desk):
    window = desk.open(two)
    go(desk, window, 1)
    window.session.run("focus.span", list(window.session.state.marks.spans)[3].id)
    window.view.bar.setValue(500)
    first, focus = window.view.first_visible(), window.session.state.focused.id
    go(desk, window, 2)
    window.view.bar.setValue(900)
    below = window.view.first_visible()
    desk.close(window)
    window = desk.open(two)
    assert window.session.state.number == 2
    assert window.view.first_visible() == below
    go(desk, window, 1)
    assert window.view.first_visible() == first
    assert window.session.state.focused.id == focus


def test_what_is_taken_back_in_another_article_is_shown_there(two, desk):
    window = desk.open(two)
    go(desk, window, 1)
    window.session.run("focus.range", 60, 66)
    QTest.keyClick(window.view, KEY.Key_2)
    window.view.bar.setValue(window.view.bar.maximum())
    go(desk, window, 2)
    QTest.keyClick(window.view, KEY.Key_Z, CONTROL)
    desk.qtbot.waitUntil(lambda: window.session.state.number == 1, timeout=10_000)
    desk.settle(window)
    desk.qtbot.wait(10)
    assert window.session.state.range == (60, 66)
    rect = window.view.rects_of(60, 66)[0]
    assert 0 <= rect.top() < window.view.height(), "and not where it was left"


def test_a_span_that_is_gone_leaves_the_scroll_place(two, desk):
    window = desk.open(two)
    left = {window.session.state.article.id: Left(5, "gone", 3, 3)}
    desk.close(window)
    returning.save(left, returning.path_of(two))
    window = desk.open(two)
    assert window.session.state.focus == Caret(0)


@pytest.mark.parametrize(
    "told",
    [b"", b"\xff", b"[]", b'{"a": 1}', b'{"a": [1, "", 2]}', b'{"a": [1, 2, 3, 4]}', b'{"a": [-1, "", 0, 0]}',
     b'{"a": [true, "", 0, 0]}', b"[" * 100_000],
)  # fmt: skip
def test_a_file_that_makes_no_sense_bars_nothing(tmp_path, told):
    (tmp_path / "left.json").write_bytes(told)
    assert returning.load(tmp_path / "left.json") == {}


def test_places_beyond_the_text_are_passed_over(two, desk):
    window = desk.open(two)
    article = window.session.state.article.id
    desk.close(window)
    returning.save({article: Left(10**12, "", 10**12, 10**12)}, returning.path_of(two))
    window = desk.open(two)
    assert isinstance(window.session.state.focus, Caret | OnSpan)


def test_so_many_articles_are_remembered_and_no_more(two, desk):
    desk.close(desk.open(two))
    path = returning.path_of(two)
    returning.save({f"{at}": Left(1, "", 2, 3) for at in range(MOST + 50)}, path)
    desk.close(desk.open(two))
    kept = json.loads(path.read_text())
    assert len(kept) == MOST
    assert "0" not in kept, "the oldest go"
