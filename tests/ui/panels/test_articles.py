from array import array

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from annotator.ui.panels.article_filter import Wanted
from annotator.ui.panels.articles import _spans
from annotator.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True)


def said(panel):
    return panel.table._why


def test_counts_in_words():
    assert _spans(1, 2) == "1 entity \u00b7 2 claims"
    assert _spans(34, 1) == "34 entities \u00b7 1 claim"


def test_the_filter_shows_its_key_until_something_is_typed(sampled, desk):
    field = desk.open(sampled).list.field
    key = field.findChild(QLabel)
    assert (key.text(), key.isVisible()) == ("Ctrl+L", True)
    QTest.keyClicks(field, "alg")
    assert not key.isVisible()
    field.clear()
    assert key.isVisible()


def test_the_filter_narrows_the_list_and_its_tabs_count(tmp_path, spandesk, desk):
    path = tmp_path / "p.spans"
    for name in ("Ferry line reopens", "Council meets", "Ferry fares rise"):
        (tmp_path / f"{name}.txt").write_text(f"{name}\n\nNothing more.")
    assert spandesk("new", path).code == 0
    assert spandesk("add", path, tmp_path, "--as", "text").code == 0
    window = desk.open(path)
    desk.qtbot.waitUntil(lambda: window.list.model.rowCount() == 3)
    QTest.keyClicks(window.list.field, "ferry")
    desk.qtbot.waitUntil(lambda: window.list.model.rowCount() == 2)
    QTest.keyClick(window.list.field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window.list.field, Qt.Key.Key_Delete)
    desk.qtbot.waitUntil(lambda: window.list.model.rowCount() == 3)
    window.list.tabs.button(2).click()
    desk.qtbot.waitUntil(lambda: window.list.model.rowCount() == 0)
    assert said(window.list) == "Nothing is done."
    assert window.list.tabs.button(1).text() == "To do 3"


def test_a_filter_that_nothing_passes_says_so(sampled, desk):
    window = desk.open(sampled)
    blank = window.list.table.grab().toImage()
    QTest.keyClicks(window.list.field, "zzz")
    desk.qtbot.waitUntil(lambda: window.list.model.rowCount() == 0)
    assert said(window.list) == "No title holds \u201czzz\u201d."
    desk.qtbot.waitUntil(lambda: window.list.table._why != "")
    assert window.list.table.grab().toImage() != blank


def listed(window):
    return list(window.list.model.numbers)


@pytest.fixture
def several(tmp_path, spandesk):
    path = tmp_path / "p.spans"
    for name in ("Ferry line reopens", "Council meets", "Ferry fares rise"):
        (tmp_path / f"{name}.txt").write_text(f"{name}\n\nNothing more.")
    assert spandesk("new", path).code == 0
    assert spandesk("add", path, tmp_path, "--as", "text").code == 0
    return path


def test_a_label_typed_lists_the_articles_that_have_it_with_words_and_status(several, desk):
    window = desk.open(several)
    desk.qtbot.waitUntil(lambda: len(listed(window)) == 3)
    titles = {}
    for number in (1, 2, 3):
        window.session.run("article.open", number)
        desk.settle(window)
        titles[window.session.state.detail("title") or window.session.state.text.split("\n")[0]] = number
        if "Ferry" in window.session.state.text:
            window.session.run("focus.range", 0, 5)
            window.session.run("label.apply", "entities/gpe")
    ferries = sorted(number for title, number in titles.items() if "Ferry" in title)
    window.session.run("article.flag")
    desk.settle(window)
    window.list.field.setFocus()
    QTest.keyClicks(window.list.field, "#gpe")
    desk.qtbot.waitUntil(lambda: listed(window) == ferries)
    QTest.keyClicks(window.list.field, " fares")
    desk.qtbot.waitUntil(lambda: listed(window) == [titles["Ferry fares rise"]])
    window.list.field.setText("#GPE")
    window.list.tabs.choose("done")
    desk.qtbot.waitUntil(lambda: listed(window) == [])
    desk.qtbot.waitUntil(lambda: said(window.list) == "You have GPE in no article among done.")
    window.list.field.setText("#NOWHERE")
    desk.qtbot.waitUntil(lambda: said(window.list) == "There is no label called NOWHERE.")


def test_a_command_lists_the_articles_with_the_label_of_the_focused_span(several, desk):
    window = desk.open(several)
    window.session.run("focus.range", 0, 5)
    window.session.run("label.apply", "claims/claim")
    number = window.session.state.number
    desk.settle(window)
    window.run("label.articles.focused")
    assert window.list.field.text() == "#CLAIM"
    desk.qtbot.waitUntil(lambda: listed(window) == [number])


def test_an_article_that_is_hidden_leaves_the_list_and_comes_back(several, desk):
    window = desk.open(several)
    desk.qtbot.waitUntil(lambda: len(listed(window)) == 3)
    number = window.session.state.number
    window.run("article.hide")
    desk.qtbot.waitUntil(lambda: len(listed(window)) == 2 and number not in listed(window))
    desk.qtbot.waitUntil(lambda: window.list.counts["all"] == 2)
    window.run("edit.undo")
    desk.qtbot.waitUntil(lambda: len(listed(window)) == 3)


def test_a_list_that_is_long_in_coming_is_shown_from_its_first_part(several, desk):
    window = desk.open(several)
    desk.qtbot.waitUntil(lambda: len(listed(window)) == 3)
    panel = window.list
    panel._wanted = Wanted(text="x")
    numbers = array("q", range(1, 60))
    panel._show_some(array("q", range(1, 10)))
    assert len(listed(window)) == 3, "a few are not worth showing yet"
    panel._show_some(numbers)
    numbers.extend(range(60, 90))
    assert len(listed(window)) == 59, "what is read into grows unseen"
    panel._show(numbers)
    assert len(listed(window)) == 89


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_labels_that_complete_the_filter_are_shown_in_the_theme(sampled, desk, name):
    window = desk.open(sampled)
    window.set_theme(Theme.load(name))
    window.activateWindow()
    window.run("view.filter")
    QTest.keyClicks(window.list.field, "#P")
    popup = window.list.field.completer().popup()
    desk.qtbot.waitUntil(popup.isVisible)
    picture = popup.grab().toImage()
    assert picture.pixelColor(picture.width() - 6, picture.height() - 3) == window.frame.theme.colour("raised")
    assert picture.pixelColor(picture.width() // 2, 0) == window.frame.theme.colour("line")
    popup.hide()
