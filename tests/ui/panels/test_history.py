"""The history page in a real window: what it lists, what it shows, and what it brings back."""

import hashlib
import random
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from annotator import places
from annotator.editing.sight import PAST
from annotator.editing.state import OnSpan
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Author, Span
from annotator.project.project import Project
from annotator.settings import Settings, save
from annotator.ui.theme import Theme

KEY, NONE, CONTROL = Qt.Key, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(sampled, desk):
    return desk.open(sampled)


def opened(desk, window, name="article"):
    """Return the history page, its first lines there."""
    window.run(f"history.{name}")
    page = window.sides.page
    desk.qtbot.waitUntil(lambda: page.model.line(1) is not None, timeout=10_000)
    return page


def pick(desk, window, row):
    page = window.sides.page
    page.list.pick(row)
    seq = page.model.seqs[row - 1] if row else 0
    desk.qtbot.waitUntil(lambda: not page._asking and page._wanted == seq, timeout=10_000)
    window.show_around()
    assert bool(window.session.state.past) == bool(row)


def label(window, start, end, name="entities/per"):
    window.session.run("focus.range", start, end)
    window.session.run("label.apply", name)
    return window.session.state.focused


def words(page):
    return [page.model.words(row) for row in range(page.model.rowCount())]


def stored(desk, window, edit, author="", via="window", command="label.apply"):
    """Store a gesture as another process does, and wait until the window has heard of it."""
    project, article = window.frame.project, window.session.present.article.id
    other = Project.open(project.path, Author(author, "annotator B") if author else project.author)
    made = other.store(Gesture("", command, other.author.id, via, {article: edit}))
    other.close()
    key = next(iter(edit))
    desk.qtbot.waitUntil(lambda: window.session.present.get(key) == edit[key][1], timeout=10_000)
    return made


# ---- what is listed
def test_the_gestures_of_the_article_are_told_with_when_who_and_how(window, desk):
    span = label(window, 0, 7)
    desk.settle(window)
    window.session.run("span.end.right")
    window.session.run("edit.undo")
    desk.settle(window)
    page = opened(desk, window)
    assert page.head.text() == "History of the article"
    name = window.session.state.scheme.label(span.label).name
    assert words(page) == [
        "Now",
        f"Undone: the bounds of {name} on \u201cAlgeria, France\u201d",
        f"The bounds of {name} on \u201cAlgeria, France\u201d",
        f"{name} on \u201cAlgeria\u201d",
        "An intake",
    ]
    below = [page.model.below(row).split(" \u00b7 ") for row in range(5)]
    assert below[0] == [""]
    assert [one[1:] for one in below[1:]] == [
        [window.frame.project.author.name, *rest]
        for rest in (["window"], ["window", "taken back"], ["window"], ["intake"])
    ]
    assert page.place.text() == "4"
    index = page.model.index(4, 0)
    assert "An intake" in page.model.data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert "intake" in page.model.data(index, Qt.ItemDataRole.AccessibleTextRole).split(", ")[-1]


def test_the_history_of_a_span_tells_of_that_span_alone(window, desk):
    label(window, 0, 7)
    span = next(one for one in window.session.state.marks.spans if one.start == 444)
    window.session.run("focus.span", span.id)
    window.session.run("span.end.right")
    label(window, 9, 15)
    desk.settle(window)
    window.session.run("focus.span", span.id)
    QTest.keyClick(window.view, KEY.Key_H)
    page = window.sides.page
    desk.qtbot.waitUntil(lambda: page.model.line(1) is not None, timeout=10_000)
    assert page.head.text() == "History of the span"
    assert words(page) == [
        "Now",
        "The bounds of PER on \u201cLaurent Nunez, who\u201d",
        "PER on \u201cLaurent Nunez\u201d",
    ]
    pick(desk, window, 2)
    assert window.session.state.focus == OnSpan(span.id)
    assert window.session.state.focused.end == 457


def test_gestures_made_while_the_page_is_open_appear_at_its_top(window, desk):
    page = opened(desk, window)
    pick(desk, window, 1)
    pick(desk, window, 0)
    label(window, 0, 7)
    desk.qtbot.waitUntil(lambda: page.model.rowCount() == 3 and page.model.line(1) is not None, timeout=10_000)
    assert page.model.words(1).endswith("on \u201cAlgeria\u201d")
    assert page.list.row == 0


def test_what_another_process_does_while_the_past_is_shown_keeps_the_moment(window, desk):
    page = opened(desk, window)
    pick(desk, window, 1)
    was = window.session.state
    article = window.session.present.article.id
    stored(desk, window, Edit.adding(article, Span("theirs", 0, 7, "entities/per", "b")), "b")
    assert window.session.state.past == was.past
    desk.qtbot.waitUntil(lambda: page.differ.text() == "1 span since.", timeout=10_000)
    assert page.differences.lines.stringList() == ["since: PER \u201cAlgeria\u201d"]
    assert not page.restore_article.isEnabled(), "it is another's"
    window.session.say("")
    page.list.pick(0)
    assert not window.session.state.past


# ---- what is shown
@pytest.mark.parametrize("seed", range(2))
def test_at_each_gesture_the_article_is_as_it_was_and_looking_writes_nothing(window, desk, seed):
    chance, session = random.Random(seed), window.session
    held = [session.state.marks]
    for _ in range(14):
        what = chance.random()
        if what < 0.5:
            start = chance.randrange(300)
            label(window, start, start + chance.randrange(1, 30), chance.choice(session.state.scheme.labels).id)
        else:
            span = chance.choice(list(session.state.marks.spans))
            session.run("focus.span", span.id)
            session.run("span.delete" if what < 0.8 else "span.end.right")
        if session.state.marks is not held[-1]:
            held.append(session.state.marks)
    desk.settle(window)
    now, path = session.state, window.frame.project.path
    before = hashlib.sha256(path.read_bytes()).digest()
    page = opened(desk, window)
    assert page.model.rowCount() == len(held) + 1
    for row in chance.sample(range(1, len(held) + 1), len(held)):
        pick(desk, window, row)
        assert session.state.marks == held[-row]
        assert window.view.page.state is session.state
    pick(desk, window, 0)
    assert replace(session.state, suggestions=now.suggestions) == now  # those follow when there is time
    assert hashlib.sha256(path.read_bytes()).digest() == before
    row = chance.randrange(2, len(held) + 1)
    pick(desk, window, row)
    page.restore_article.click()
    if held[-row] != now.marks:
        assert session.state.marks == held[-row]
        desk.settle(window)
        session.run("edit.undo")
    desk.settle(window)
    assert session.state.marks == now.marks


def test_the_strip_tells_which_moment_is_shown_and_no_line_of_the_text_moves(window, desk):
    label(window, 0, 7)
    desk.settle(window)
    opened(desk, window)
    window.view.scroll_by(70)
    word = window.session.state.text.index("diplomatic")

    def height():
        rect = window.view.rects_of(word, word + 4)[0]
        return window.view.viewport().mapTo(window, rect.topLeft().toPoint()).y()

    before = height()
    pick(desk, window, 1)
    strip = window._strip
    assert strip.isVisible()
    assert strip.said.startswith("As it was on ")
    assert strip.said.endswith(f"on \u201cAlgeria\u201d, by {window.frame.project.author.name}.")
    assert "Nothing you see here can be changed." in [one.text() for one in strip.findChildren(QLabel)]
    assert height() == before
    pick(desk, window, 2)
    assert height() == before
    QTest.keyClick(window.sides.page.list, KEY.Key_Escape)
    assert strip.isHidden()
    assert height() == before
    assert window.view.hasFocus()


def test_the_slider_goes_with_the_list(window, desk):
    for start in range(5):
        label(window, start, start + 7)
    desk.settle(window)
    page = opened(desk, window)
    assert (page.slider.maximum(), page.slider.value()) == (6, 6)
    page.slider.setFocus()
    QTest.keyClick(page.slider, KEY.Key_Left)
    assert page.list.row == 1
    QTest.keyClick(page.slider, KEY.Key_Home)
    assert page.list.row == 6
    desk.qtbot.waitUntil(lambda: len(window.session.state.marks.spans) == 59, timeout=10_000)
    assert page.place.text() == "6 of 6"
    QTest.keyClick(page.list, KEY.Key_Up)
    assert page.slider.value() == 1
    QTest.keyClick(page.slider, KEY.Key_End)
    assert not window.session.state.past


def test_keys_that_label_do_nothing_in_the_past_and_say_so(window, desk):
    page = opened(desk, window)
    pick(desk, window, 1)
    window.session.run("focus.range", 0, 7)
    marks = window.session.state.marks
    for widget in (page.list, window.view):
        window.status.say("")
        widget.setFocus()
        QTest.keyClick(widget, KEY.Key_1)
        assert window.status.said.text() == PAST
    assert window.session.state.marks is marks
    assert [hint[1] for hint in window.hints.shown][-1] == "back to now"
    QTest.keyClick(window.view, KEY.Key_Escape)
    assert not window.session.state.past
    assert window.sides.page is None


def test_what_differs_is_listed_and_leads_to_its_place(window, desk):
    span = next(one for one in window.session.state.marks.spans if one.start == 444)
    window.session.run("focus.span", span.id)
    window.session.run("span.delete")
    label(window, 0, 5)
    desk.settle(window)
    page = opened(desk, window)
    pick(desk, window, 3)
    assert page.differ.text() == "1 span since, 1 gone."
    assert page.differences.lines.stringList() == [
        "since: PER \u201cAlger\u201d",
        "gone: PER \u201cLaurent Nunez\u201d",
    ]
    page.differences.setCurrentIndex(page.differences.lines.index(1, 0))
    assert window.session.state.focus == OnSpan(span.id)
    page.differences.setCurrentIndex(page.differences.lines.index(0, 0))
    assert window.session.state.range == (0, 5)
    page.restore_span.click()
    assert [one for one in window.session.state.marks.spans if one.start == 0 and one.end == 5] == []
    assert window.session.state.marks.spans.get(span.id) is None, "the other one stays as it is"
    assert "The span is removed" in window.status.said.text()


# ---- the way out
def test_another_page_or_article_or_a_folded_side_leaves_the_past(window, desk):
    page = opened(desk, window)
    for leave in (
        window.sides.close_page,
        lambda: window.sides.turn(window.side),
        lambda: window.list.table.opened.emit(0),
    ):
        page = opened(desk, window)
        pick(desk, window, 1)
        leave()
        desk.qtbot.waitUntil(lambda: not window.session.state.past, timeout=10_000)
        desk.settle(window)
        window.show_around()
        assert page._wanted == 0 or page.list.row == 0


def test_a_late_answer_shows_nothing_when_the_page_is_left(window, desk):
    page = opened(desk, window)
    page.list.pick(1)
    window.sides.close_page()
    desk.qtbot.waitUntil(lambda: not page._asking, timeout=10_000)
    assert not window.session.state.past


def test_an_opened_article_has_its_own_history(tmp_path, spandesk, desk):
    path = tmp_path / "p.spans"
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(f"Article {name} is about Northport.")
    spandesk("new", path)
    spandesk("add", path, tmp_path / "a.txt", tmp_path / "b.txt")
    window = desk.open(path)
    label(window, 0, 7)
    desk.settle(window)
    page = opened(desk, window)
    pick(desk, window, 2)
    window.view.setFocus()
    QTest.keyClick(window.view, KEY.Key_PageDown, CONTROL)
    desk.qtbot.waitUntil(lambda: page.about.number == 2 and page.model.rowCount() == 2, timeout=10_000)
    assert (window.session.state.number, window.session.state.past) == (2, "")
    assert window.view.hasFocus(), "who opens an article has the keyboard in its text"
    assert window._strip.isHidden()


def test_the_history_follows_the_theme(window, desk):
    opened(desk, window)
    pick(desk, window, 1)
    shown = []
    for name in ("light", "dark"):
        window.set_theme(Theme.load(name))
        shown.append(window.side.grab().toImage())
        assert shown[-1].pixelColor(5, 3) == Theme.load(name).colour("chrome")
        assert window._strip.grab().toImage().pixelColor(3, 3) == Theme.load(name).colour("warn_ground")
    assert shown[0] != shown[1]


def test_in_a_project_that_is_read_only_the_past_is_seen_and_nothing_is_offered(window, desk):
    label(window, 0, 7)
    desk.settle(window)
    window.session.read_only = "It is write-protected."
    page = opened(desk, window)
    pick(desk, window, 2)
    assert not page.restore_article.isEnabled()
    assert not page.restore_span.isEnabled()


def test_whoever_labels_in_a_project_for_the_first_time_is_told_by_name(tmp_path, spandesk, desk):
    path = tmp_path / "p.spans"
    (tmp_path / "a.txt").write_text("Ada met Tom.")
    spandesk("new", path)
    spandesk("add", path, tmp_path / "a.txt")
    save(Settings("somebody-else", "annotator B"), places.config_folder())
    window = desk.open(path)
    label(window, 0, 3)
    desk.settle(window)
    page = opened(desk, window)
    pick(desk, window, 1)
    assert window.session.state.past.endswith(f", by {window.frame.project.author.name}.")
    assert page.model.name(window.frame.project.author.id) == window.frame.project.author.name
