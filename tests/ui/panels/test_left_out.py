"""What the check lists in the window, and the way from it to the spans."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

PATIENCE = 60_000  # milliseconds
TWINS = ("Ada met Tom. They left", "Tom met Ada. They came")


@pytest.fixture
def page(path, desk, spandesk, tmp_path):
    """Return the page of a check of two articles with one title, each with spans that are lost and warned of."""
    spans = [{"start": a, "end": b, "label": "PER"} for a, b in ((0, 2), (0, 3), (4, 7), (8, 10))]
    claims = [{"start": 8, "end": 17, "label": "CLAIM", "layer": "claims"}]
    rows = [{"text": text, "title": "One title", "spans": spans + claims} for text in TWINS]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    spandesk("add", path, tmp_path / "a.jsonl", "--as", "jsonl")
    window = desk.open(path)
    window.run("project.check")
    desk.qtbot.waitUntil(lambda: not window.work.running, timeout=PATIENCE)
    window.banner.buttons[0].click()
    return window.sides.page


def rows(page):
    model = page.list.model()
    return [model.data(model.index(at, 0)) for at in range(model.rowCount())]


def window_of(page):
    return page.window()


def row_of(page, words):
    return next(at for at, row in enumerate(rows(page)) if words in row)


def test_lost_and_warned_spans_are_listed_apart_by_reason(page):
    heads = [row for row in rows(page) if "\n" not in row]
    assert heads[0] == "4: it starts or ends inside a token"
    assert heads[1].startswith("2 with a warning: it goes over the end of a sentence")
    assert len(rows(page)) == 2 + 6
    assert rows(page)[1].split("\n") == [
        "span PER \u201cAd\u201d",
        "One title",
        "it ends inside a token: \u201cAd|a\u201d",
    ]
    assert page.count.text() == "6"
    assert (
        window_of(page)
        .banner.words.text()
        .endswith("8 of 10 spans can be learnt from. 4 things would be left out. 2 warnings on spans that can be.")
        or "6 of 10" in window_of(page).banner.words.text()
    )


def test_long_rows_are_wrapped_and_nothing_is_scrolled_sideways(page, desk):
    long = {"what": "span", "where": "A title", "text": "Two words\n\nand " + "onelongword" * 9, "label": "PER",
            "start": 0, "end": 9, "reason": "it goes over the end of a sentence: " * 4}  # fmt: skip
    page.show_entries([long])
    model = page.list.model()
    desk.qtbot.waitUntil(lambda: page.list.visualRect(model.index(0, 0)).height() > 60)
    assert not page.list.horizontalScrollBar().isVisible()
    assert page.list.textElideMode() == Qt.TextElideMode.ElideNone
    assert rows(page)[0].startswith("span PER \u201cTwo words and one")


def test_enter_opens_the_span_in_its_own_article_whatever_its_title(page, desk):
    window = window_of(page)
    assert window.session.state.text == TWINS[0]
    second = rows(page).index(next(row for row in rows(page)[2:] if "\u201cTo\u201d" in row and "To|m" in row))
    page.list.setCurrentIndex(page.list.model().index(second, 0))
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: window.session.state.focused is not None, timeout=PATIENCE)
    state = window.session.state
    row = page.list.model().rows[second]
    assert (state.article.id, state.focused.id) == (row["article"], row["id"])
    assert window.view.hasFocus()


def test_a_click_opens_and_heads_do_not(page, desk):
    window = window_of(page)
    head, entry = (page.list.visualRect(page.list.model().index(at, 0)).center() for at in (0, 1))
    before = window.session.state.focus
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=head)
    assert window.session.state.focus == before
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=entry)
    desk.qtbot.waitUntil(lambda: window.session.state.focused is not None, timeout=PATIENCE)
    assert window.session.state.focused.id == page.list.model().rows[1]["id"]


def test_of_a_span_that_is_gone_the_range_is_selected(page, desk):
    window = window_of(page)
    row = page.list.model().rows[1]
    window.run("hit.span", row["article"], "gone", row["start"], row["end"])
    desk.qtbot.waitUntil(lambda: window.session.state.range == (row["start"], row["end"]), timeout=PATIENCE)
    assert window.session.state.focused is None


def test_what_has_no_article_opens_nothing(page):
    window = window_of(page)
    before = window.session.state
    page.show_entries([{"what": "file", "where": "a.txt", "reason": "it is not UTF-8"}])
    QTest.keyClick(page.list, Qt.Key.Key_Space)
    assert window.session.state is before
    assert rows(page) == ["file\na.txt\nit is not UTF-8"]
