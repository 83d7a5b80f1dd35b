"""An article that is taken back while it is open: that is told, and what is labelled in it comes back with it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator import places


@pytest.fixture
def window(sampled, spandesk, tmp_path, desk):
    """A window on the sample's article, beside which there is another one."""
    (tmp_path / "b.txt").write_text("Another article.")
    spandesk("add", sampled, tmp_path / "b.txt")
    opened = desk.open(sampled)
    opened.session.open(1)
    desk.settle(opened)
    assert opened.session.state.number == 1
    return opened


def take_back(spandesk, path):
    """Take back the sample's intake, as a shell beside the window does."""
    made = spandesk("history", path, "--json").json["gestures"]
    assert spandesk("history", path, "--take-back", next(one["id"] for one in made if one["via"] == "intake")).code == 0


def test_an_article_that_is_taken_back_while_it_is_open_is_told_and_its_labels_come_back_with_it(
    window, sampled, desk, spandesk
):
    take_back(spandesk, sampled)
    desk.qtbot.waitUntil(lambda: window.banner.head.text() == "This article was taken back", timeout=10_000)
    assert "seen nowhere until the article is added again" in window.banner.words.text()
    window.session.run("focus.range", 60, 66)
    QTest.keyClick(window.view, Qt.Key.Key_2)
    desk.settle(window)
    assert not window.banner.isHidden()
    assert spandesk("check", sampled, "--json").json["left_out"][0]["what"] == "span"
    spandesk("add", sampled, places.resource("sample", "sample.jsonl"))
    desk.qtbot.waitUntil(window.banner.isHidden, timeout=10_000)
    assert len(window.session.state.marks.spans) == 60
    assert not [one for one in spandesk("check", sampled, "--json").json["left_out"] if "taken back" in one["reason"]]


def test_who_goes_on_to_another_article_is_not_told_any_more(window, sampled, desk, spandesk):
    take_back(spandesk, sampled)
    desk.qtbot.waitUntil(lambda: not window.banner.isHidden(), timeout=10_000)
    assert [one.text() for one in window.banner.buttons] == ["Next article", "Add articles\u2026"]
    window.banner.buttons[0].click()
    desk.qtbot.waitUntil(window.banner.isHidden, timeout=10_000)
    assert window.session.state.text == "Another article."
