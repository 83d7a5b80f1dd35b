from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier


def opened(sampled, desk):
    window = desk.open(sampled)
    window.run("article.details")
    return window, window.sides.page


def test_it_tells_what_is_known_of_the_article(sampled, desk):
    window, page = opened(sampled, desk)
    assert page.fields["title"].field.text() == "Algeria, France Restore Senior-Level Security Dialogue"
    assert (page.fields["source"].field.text(), page.fields["date"].field.text()) == ("MENAFN", "2026-02-21")
    assert page.facts["Length"].text() == "2,290 characters, 315 words"
    assert page.facts["Id"].text().replace("\u200b", "") == window.session.state.article.id
    desk.qtbot.waitUntil(
        lambda: page.facts["Claims"].text().startswith("done, you, ") and ":" in page.facts["Claims"].text()
    )
    window.run("article.flag")
    window.show_around()
    assert page.facts["Claims"].text().startswith("flagged, you")


def test_a_long_title_is_selected_and_seen_from_its_start(sampled, desk):
    window = desk.open(sampled)
    window.run("article.details")
    title = window.sides.page.fields["title"].field
    assert title.selectedText() == title.text()
    assert title.cursorPosition() == 0


def test_a_title_is_changed_by_keys_and_taken_back(sampled, desk):
    window, page = opened(sampled, desk)
    field = page.fields["title"].field
    before = field.text()
    assert field.hasFocus()
    offset = window.view.first_visible()
    QTest.keyClicks(field, "Two envoys met")
    QTest.keyClick(field, KEY.Key_Return)
    assert window.session.state.detail("title") == "Two envoys met"
    assert window.view.page.facts.startswith("Two envoys met")
    assert window.view.first_visible() == offset
    desk.settle(window)
    desk.qtbot.waitUntil(
        lambda: window.list.model.row(0) is not None and window.list.model.row(0).title == "Two envoys met"
    )
    window.run("edit.undo")
    window.show_around()
    assert field.text() == before
    QTest.keyClicks(field, "x")
    QTest.keyClick(field, KEY.Key_Escape)
    assert field.text() == before
    QTest.keyClick(field, KEY.Key_Escape)
    assert window.view.hasFocus()
    assert window.sides.page is None


def test_further_details_are_added_changed_and_removed(sampled, desk):
    window, page = opened(sampled, desk)
    page.name.setFocus()
    QTest.keyClicks(page.name, "title")
    assert page.refused.text() == "The article has a detail called title already."
    assert not page.add.isEnabled()
    page.name.clear()
    QTest.keyClicks(page.name, "desk")
    QTest.keyClick(page.name, KEY.Key_Tab)
    assert page.value.hasFocus()
    QTest.keyClicks(page.value, "night")
    QTest.keyClick(page.value, KEY.Key_Return)
    assert window.session.state.detail("desk") == "night"
    window.show_around()
    field = page.fields["desk"].field
    assert field.isVisible()
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "day")
    QTest.keyClick(field, KEY.Key_Tab)
    assert window.session.state.detail("desk") == "day"
    window.show_around()
    page.fields["desk"].remove.click()
    window.show_around()
    assert "desk" not in page.fields
    for expected in ("day", "night", ""):
        window.run("edit.undo")
        assert window.session.state.detail("desk") == expected


def test_the_article_is_hidden_and_shown_from_there(sampled, desk):
    window, page = opened(sampled, desk)
    page.hidden.click()
    window.show_around()
    assert page.facts["List"].text() == "hidden"
    desk.qtbot.waitUntil(lambda: window.list.model.rowCount() == 0)
    page.hidden.click()
    window.show_around()
    assert page.facts["List"].text() == "shown"
    desk.qtbot.waitUntil(lambda: window.list.model.rowCount() == 1)


def test_a_date_that_is_none_is_kept_and_said_to_be_text(sampled, desk):
    window, page = opened(sampled, desk)
    field = page.fields["date"].field
    assert not page.no_date.isVisible()
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "2026-02-31")
    assert page.no_date.isVisible()
    QTest.keyClick(field, KEY.Key_Return)
    assert window.session.state.detail("date") == "2026-02-31"
    window.run("edit.undo")
    window.show_around()
    assert not page.no_date.isVisible()
