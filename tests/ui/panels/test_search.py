"""The search page as people use it: by keys and clicks in a real window on several articles."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator import places
from annotator.project import search
from annotator.ui.hit_list import Place

KEY = Qt.Key
NONE, SHIFT, CONTROL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
TEXTS = (
    "Northport reopens\n\nMayor Ada Lindqvist said on Tuesday that Northport must pay.",
    "Nothing here\n\nTom Brandt agreed.",
    "<b>Bold</b> & far\n\nThe ferry to Northport left. 北京大学在北京。",
)
PATIENCE = 15_000


@pytest.fixture
def path(tmp_path, spandesk):
    made = tmp_path / "three.spans"
    assert spandesk("new", made).code == 0
    for at, text in enumerate(TEXTS):
        (tmp_path / f"{at}.txt").write_text(text, encoding="utf-8")
        assert spandesk("add", made, tmp_path / f"{at}.txt").code == 0
    return made


@pytest.fixture
def window(path, desk):
    return desk.open(path)


def press(window, key, modifier=NONE):
    QTest.keyClick(window.focusWidget(), key, modifier)


def seek(window, qtbot, words, rows=None):
    press(window, KEY.Key_F, CONTROL | SHIFT)
    page = window.sides.page
    page.field.setText(words)
    page._seek()
    wait(qtbot, window, rows)
    return page


def wait(qtbot, window, rows=None):
    page = window.sides.page

    def there():
        whole = page.frame.project.searcher.indexed
        done = whole.of > 0 and whole.articles == whole.of and page._ended and not page._asking
        return done if rows is None else page.list.hits.rowCount() == rows

    qtbot.waitUntil(there, timeout=PATIENCE)


def hits(page):
    return [(row.number, row.hit.words) for row in page.list.hits.rows if isinstance(row, Place)]


def selected(window):
    state = window.session.state
    return state.number, state.text[slice(*state.range)] if state.range else ""


def labelled(window):
    state = window.session.state
    return [(state.text[one.start : one.end], state.scheme.label(one.label).name) for one in state.marks.spans]


def test_hits_are_listed_under_the_titles_of_their_articles(window, qtbot):
    page = seek(window, qtbot, "northport", rows=5)
    assert hits(page) == [(1, "Northport"), (1, "Northport"), (3, "Northport")]
    assert page.found.text() == "3 hits in 2 articles."
    assert page.list.hits.rows[3].title == "<b>Bold</b> & far"
    assert page.list.hits.data(page.list.hits.index(3, 0), Qt.ItemDataRole.ToolTipRole).startswith("<span>&lt;b>")


def test_two_ideographs_and_beginnings_and_words_in_a_row_are_found(window, qtbot):
    assert hits(seek(window, qtbot, "北京", rows=3)) == [(3, "北京"), (3, "北京")]
    assert hits(seek(window, qtbot, "lind*", rows=2)) == [(1, "Lindqvist")]
    assert hits(seek(window, qtbot, '"tom brandt"', rows=2)) == [(2, "Tom Brandt")]


def test_enter_opens_the_first_hit_and_a_label_key_labels_it_with_one_undo(window, qtbot, desk):
    seek(window, qtbot, "brandt", rows=2)
    press(window, KEY.Key_Return)
    desk.settle(window)
    assert selected(window) == (2, "Brandt")
    page = window.sides.page
    assert page.list.hasFocus()
    press(window, KEY.Key_1)
    desk.settle(window)
    assert labelled(window) == [("Brandt", "PER")]
    press(window, KEY.Key_Z, CONTROL)
    desk.settle(window)
    assert labelled(window) == []


def test_enter_before_the_answer_opens_the_first_hit_when_it_comes(window, qtbot):
    press(window, KEY.Key_F, CONTROL | SHIFT)
    QTest.keyClicks(window.focusWidget(), "brandt")
    press(window, KEY.Key_Return)
    qtbot.waitUntil(lambda: selected(window) == (2, "Brandt"), timeout=PATIENCE)


def test_a_label_key_in_the_list_opens_the_article_first(window, qtbot, desk):
    page = seek(window, qtbot, "northport", rows=5)
    page.list.setFocus()
    page.list.setCurrentIndex(page.list.hits.index(1, 0))
    press(window, KEY.Key_Down)
    press(window, KEY.Key_Down)
    assert page.list.currentIndex().row() == 4, "the title between them is passed over"
    press(window, KEY.Key_3)
    desk.settle(window)
    assert selected(window) == (3, "Northport")
    assert labelled(window) == [("Northport", "GPE")]
    press(window, KEY.Key_Up)
    press(window, KEY.Key_2)
    desk.settle(window)
    assert window.session.state.number == 1
    assert labelled(window) == [("Northport", "ORG")]
    for _ in range(2):
        press(window, KEY.Key_Z, CONTROL)
        desk.settle(window)
    assert labelled(window) == []
    assert window.session.state.number == 3


def test_labels_pressed_faster_than_articles_open_each_reach_their_own_hit(window, qtbot, desk):
    page = seek(window, qtbot, "northport", rows=5)
    page.list.setFocus()
    page.list.setCurrentIndex(page.list.hits.index(4, 0))
    press(window, KEY.Key_3)
    press(window, KEY.Key_Up)
    press(window, KEY.Key_2)
    press(window, KEY.Key_Up)
    press(window, KEY.Key_2)
    desk.settle(window)
    found = {}
    for number in (1, 3):
        window.session.open(number)
        desk.settle(window)
        found[number] = labelled(window)
    assert found == {1: [("Northport", "ORG"), ("Northport", "ORG")], 3: [("Northport", "GPE")]}


def test_keys_that_label_nothing_do_nothing_in_the_list(window, qtbot, desk):
    page = seek(window, qtbot, "northport", rows=5)
    page.list.setFocus()
    page.list.setCurrentIndex(page.list.hits.index(1, 0))
    for key in (KEY.Key_X, KEY.Key_F, KEY.Key_9, KEY.Key_Delete, KEY.Key_BracketRight):
        press(window, key)
    desk.settle(window)
    assert window.session.state.status == "todo"
    assert labelled(window) == []


def test_a_click_on_a_hit_opens_it_in_sight(window, qtbot, desk):
    page = seek(window, qtbot, "brandt", rows=2)
    place = page.list.visualRect(page.list.hits.index(1, 0)).center()
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, NONE, place)
    desk.settle(window)
    assert selected(window) == (2, "Brandt")
    rects = window.view.rects_of(*window.session.state.range)
    assert all(window.view.viewport().rect().contains(rect.toAlignedRect()) for rect in rects)


def test_the_selection_is_what_is_sought_first(window, qtbot):
    text = window.session.state.text
    at = text.index("Ada Lindqvist")
    window.session.run("focus.range", at, at + 13)
    press(window, KEY.Key_F, CONTROL | SHIFT)
    assert window.sides.page.field.text() == '"Ada Lindqvist"'
    wait(qtbot, window, 2)


def test_nothing_found_is_said(window, qtbot):
    assert seek(window, qtbot, "zzzz").found.text() == "Nothing found."
    assert seek(window, qtbot, "***", 0).found.text().startswith("Type words,")


def test_what_arrives_from_another_process_is_found_too(window, qtbot, spandesk, path, tmp_path):
    page = seek(window, qtbot, "reykjavík", rows=0)
    wait(qtbot, window)
    (tmp_path / "later.txt").write_text("From Reykjavik to here.")
    assert spandesk("add", path, tmp_path / "later.txt").code == 0
    qtbot.waitUntil(lambda: hits(page) == [(4, "Reykjavik")], timeout=PATIENCE)


def test_the_list_reads_on_when_it_is_scrolled(path, desk, qtbot, spandesk, tmp_path, monkeypatch):
    monkeypatch.setattr(search, "SHOWN", 20)
    for n in range(80):
        (tmp_path / f"many{n}.txt").write_text(f"Ferry number {n}\n\nThe ferry.")
    assert spandesk("add", path, *(tmp_path / f"many{n}.txt" for n in range(80))).code == 0
    window = desk.open(path)
    window.frame.project.searcher.start()
    qtbot.waitUntil(lambda: window.frame.project.searcher.indexed[:2] == (83, 83), timeout=PATIENCE)
    press(window, KEY.Key_F, CONTROL | SHIFT)
    page = window.sides.page
    page.field.setText("ferry")
    page._seek()
    qtbot.waitUntil(lambda: page.list.hits.rowCount() > 0 and not page._asking, timeout=PATIENCE)
    qtbot.wait(50)
    first = page.list.hits.rowCount()
    assert first < 200
    assert page.found.text().endswith(", more below.")
    bar = page.list.verticalScrollBar()

    def scroll():
        bar.setValue(bar.maximum())
        return page._ended

    qtbot.waitUntil(scroll, timeout=PATIENCE)
    numbers = [number for number, _ in hits(page)]
    assert sorted(set(numbers)) == [3, *range(4, 84)]
    assert page.found.text() == "161 hits in 81 articles."


def test_what_cannot_be_searched_is_said(path, desk, qtbot):
    places.cache_folder().parent.mkdir(parents=True, exist_ok=True)
    places.cache_folder().write_text("in the way")
    window = desk.open(path)
    press(window, KEY.Key_F, CONTROL | SHIFT)
    page = window.sides.page
    qtbot.waitUntil(lambda: "cannot be indexed" in page.indexed.text(), timeout=PATIENCE)
    assert page.indexed.isVisible()


def test_esc_closes_the_page_and_returns_to_the_text(window, qtbot):
    seek(window, qtbot, "northport", rows=5)
    press(window, KEY.Key_Escape)
    assert window.sides.page is None
    assert window.view.hasFocus()


def test_a_closed_search_asks_nothing_and_catches_up_when_it_is_opened_again(window, qtbot, spandesk, path, tmp_path):
    page = seek(window, qtbot, "reykjavik", rows=0)
    wait(qtbot, window)
    window.run("side.back")
    (tmp_path / "later.txt").write_text("From Reykjavik to here.")
    assert spandesk("add", path, tmp_path / "later.txt").code == 0
    qtbot.waitUntil(lambda: window.frame.project.searcher.indexed[:2] == (4, 4), timeout=PATIENCE)
    qtbot.waitUntil(lambda: not page._ended, timeout=PATIENCE)
    assert hits(page) == []
    press(window, KEY.Key_F, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: hits(page) == [(4, "Reykjavik")], timeout=PATIENCE)
