"""The list of spans: every span by name, for whoever reads the window instead of looking at it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from annotator.editing.state import OnSpan

KEY = Qt.Key


@pytest.fixture
def window(sampled, desk):
    return desk.open(sampled)


@pytest.fixture
def page(window):
    window.run("view.spans")
    return window.sides.page


def row(page):
    return page.list.currentIndex().row()


def test_it_lists_every_span_in_the_order_of_the_text(window, page):
    spans = list(window.session.state.marks.spans)
    assert page.model.spans == spans
    assert page.count.text() == f"{len(spans)} spans"
    assert window.focusWidget() is page.list


def test_screen_readers_get_each_span_by_label_and_words(window, page):
    state = window.session.state
    table = QAccessible.queryAccessibleInterface(page.list)
    assert table.role() == QAccessible.Role.List
    assert table.text(QAccessible.Text.Name) == "Spans of the article"
    names = [table.child(at).text(QAccessible.Text.Name) for at in range(table.childCount())]
    assert len(names) == len(page.model.spans)
    for name, span in zip(names, page.model.spans, strict=True):
        words = state.text[span.start : min(span.end, span.start + 20)].partition("\n")[0]
        assert name.startswith(f"{state.scheme.label(span.label).name}: {words}")


def test_the_line_of_the_focus_is_the_current_one_and_enter_goes_to_another(window, page):
    third = page.model.spans[2]
    window.session.run("focus.span", third.id)
    window.show_around()
    assert row(page) == 2
    QTest.keyClick(page.list, KEY.Key_Down)
    assert window.session.state.focus == OnSpan(third.id), "arrows only walk"
    QTest.keyClick(page.list, KEY.Key_Return)
    assert window.session.state.focus == OnSpan(page.model.spans[3].id)
    assert window.focusWidget() is window.view


def test_a_click_goes_to_a_span(window, page):
    place = page.list.visualRect(page.model.index(4)).center()
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert window.session.state.focus == OnSpan(page.model.spans[4].id)


def test_it_follows_what_is_labelled_and_stays_at_its_line(window, page, desk):
    page.list.setCurrentIndex(page.model.index(5))
    before = len(page.model.spans)
    window.session.run("focus.span", page.model.spans[2].id)
    window.show_around()
    window.session.run("span.delete")
    window.show_around()
    assert len(page.model.spans) == before - 1
    assert row(page) == 2
    window.session.undo()
    window.show_around()
    assert page.model.spans == list(window.session.state.marks.spans)
    desk.settle(window)


def test_an_article_without_spans_has_an_empty_list(window, page, desk):
    for span in list(page.model.spans):
        window.session.run("focus.span", span.id)
        window.show_around()
        window.session.run("span.delete")
        window.show_around()
    assert page.model.rowCount() == 0
    assert page.count.text() == "0 spans"
    desk.settle(window)


def test_it_goes_back_to_the_labels(window, page):
    page.closing.click()
    assert window.sides.page is None
    assert window.focusWidget() is window.view
    window.run("view.spans")
    QTest.keyClick(page.list, KEY.Key_Escape)
    assert window.focusWidget() is window.view


def test_it_takes_another_theme(window, page):
    page.list.setCurrentIndex(page.model.index(1))
    for name in ("dark", "light"):
        window.run(f"view.theme.{name}")
        image = page.list.grab().toImage()
        seen = {image.pixelColor(4, y).name() for y in range(0, image.height(), 13)}
        assert seen == {window.frame.theme.colour(token).name() for token in ("chrome", "row", "accent")}
