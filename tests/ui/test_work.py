"""Long work from the window: adding, exporting and checking, told and cancelled."""

import json

import pytest
from desk import drop
from PySide6.QtCore import QMimeData, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator import jobs
from annotator.project import backups
from annotator.ui.commands.work import add_files

PATIENCE = 60_000  # milliseconds


@pytest.fixture
def window(path, desk):
    return desk.open(path)


def folder_of(tmp_path, count):
    folder = tmp_path / "articles"
    folder.mkdir()
    for at in range(count):
        (folder / f"{at}.txt").write_text(f"Article {at}: Ada Lindqvist came to Northport.")
    return folder


def ended(desk, window):
    desk.qtbot.waitUntil(lambda: not window.work.running, timeout=PATIENCE)


def buttons(window):
    return [one.text() for one in window.banner.buttons]


def test_a_folder_comes_in_while_the_window_answers(window, desk, tmp_path):
    ticks, told = [], set()
    timer = QTimer()
    timer.timeout.connect(lambda: (ticks.append(1), told.add(window.work.line.words.text())))
    add_files(window, [folder_of(tmp_path, 300)])
    assert window.work.line.isVisible()
    timer.start(2)
    ended(desk, window)
    assert len(ticks) > 30, "the window went on"
    assert any(one.startswith("Adding ") and one.endswith(" of 300 articles") for one in told), told
    assert window.banner.words.text() == "300 articles came in."
    assert window.banner.property("tone") == "note"
    assert not window.work.line.isVisible()
    desk.qtbot.waitUntil(lambda: window.list.model.rowCount() == 300, timeout=10_000)
    window.banner.buttons[-1].click()
    assert window.banner.isHidden()


def test_what_came_in_is_told_until_another_article_is_opened_and_what_did_not_until_it_is_closed(
    window, desk, tmp_path
):
    add_files(window, [folder_of(tmp_path, 3)])
    ended(desk, window)
    desk.qtbot.waitUntil(lambda: window.session.state.number > 0, timeout=PATIENCE)
    assert window.banner.words.text() == "3 articles came in.", "the first article does not take it away"
    window.run("select.climb")
    assert not window.banner.isHidden(), "labelling moves no text"
    window.run("article.next")
    desk.qtbot.waitUntil(window.banner.isHidden, timeout=PATIENCE)
    (tmp_path / "b.txt").write_bytes(b"\xff\xfe")
    (tmp_path / "c.txt").write_text("One more came to Northport.")
    add_files(window, [tmp_path / "b.txt", tmp_path / "c.txt"])
    ended(desk, window)
    before = window.session.state.number
    window.run("article.next")
    desk.qtbot.waitUntil(lambda: window.session.state.number != before, timeout=PATIENCE)
    assert window.banner.words.text() == "1 article came in. 1 thing was left out."


def test_a_backup_that_could_not_be_made_is_told_until_it_is_closed(window, desk, tmp_path, path):
    add_files(window, [folder_of(tmp_path, 3)])
    ended(desk, window)
    backups.folder_of(path).write_text("a file where the folder should be")
    (tmp_path / "c.txt").write_text("One more came to Northport.")
    add_files(window, [tmp_path / "c.txt"])
    ended(desk, window)
    before = window.session.state.number
    window.run("article.next")
    desk.qtbot.waitUntil(lambda: window.session.state.number != before, timeout=PATIENCE)
    assert "There is no backup of before: " in window.banner.words.text()
    assert not window.banner.isHidden()


def test_what_did_not_come_in_is_counted_and_can_be_read(window, desk, tmp_path):
    (tmp_path / "a.txt").write_text("Ada came to Northport.")
    (tmp_path / "b.txt").write_bytes(b"\xff\xfe")
    (tmp_path / "c.jsonl").write_text('{"text": "x"}\n{"text')
    add_files(window, [tmp_path / name for name in ("a.txt", "b.txt", "c.jsonl")])
    ended(desk, window)
    assert window.banner.words.text() == "1 article came in. 2 things were left out."
    assert buttons(window) == ["Show them", "Close this note"]
    window.banner.buttons[0].click()
    page = window.sides.page
    model = page.list.model()
    shown = [model.data(model.index(at, 0)) for at in range(model.rowCount())]
    assert any("b.txt" in one and "not UTF-8" in one for one in shown), shown
    assert any("c.jsonl:2" in one for one in shown), shown
    assert page.list.hasFocus()
    page.copying.click()
    rows = QGuiApplication.clipboard().text().splitlines()
    assert rows[0].split("\t") == ["what", "label", "text", "start", "end", "where", "reason"]
    assert len(rows) == 3
    QTest.keyClick(page.list, Qt.Key.Key_Escape)
    assert window.view.hasFocus()
    page.closing.click()
    assert window.sides.page is None


def test_adding_again_says_what_was_there(window, desk, tmp_path):
    (tmp_path / "a.txt").write_text("Ada came.")
    for said in ("1 article came in.", "Nothing new came in. 1 article was there already."):
        add_files(window, [tmp_path / "a.txt"])
        ended(desk, window)
        assert window.banner.words.text() == said


def test_cancel_leaves_whole_articles_and_says_how_many(window, desk, tmp_path, spandesk):
    add_files(window, [folder_of(tmp_path, 3000)])
    desk.qtbot.waitUntil(
        lambda: window.work.line.words.text().startswith("Adding ") and " of " in window.work.line.words.text(),
        timeout=PATIENCE,
    )
    window.work.line.button.click()
    assert not window.work.line.button.isEnabled()
    ended(desk, window)
    assert window.banner.head.text() == "Cancelled"
    assert "of 3000 articles added; add again completes it" in window.banner.words.text()
    articles = spandesk("stats", window.frame.project.path, "--json").json["articles"]
    assert 0 < articles < 3000
    assert f"{articles} of 3000" in window.banner.words.text()


def test_a_second_job_is_refused_with_a_sentence(window, desk, tmp_path):
    add_files(window, [folder_of(tmp_path, 50)])
    window.run("project.check")
    assert window.status.said.text() == "One thing at a time: wait for what is under way, or cancel it."
    ended(desk, window)
    assert "50 articles" in window.banner.words.text()


def test_what_could_not_be_done_says_why_and_can_be_tried_again(window, desk, tmp_path):
    add_files(window, [tmp_path / "absent.txt"])
    ended(desk, window)
    assert window.banner.property("tone") == "bad"
    assert "absent.txt" in window.banner.words.text().replace("\u200b", "")
    (tmp_path / "absent.txt").write_text("Ada came.")
    assert buttons(window)[0] == "Try again"
    window.banner.buttons[0].click()
    ended(desk, window)
    assert window.banner.words.text() == "1 article came in."


def test_a_job_that_dies_is_told(window, desk, tmp_path):
    add_files(window, [folder_of(tmp_path, 3000)])
    window.work._job._process.kill()
    ended(desk, window)
    assert window.banner.property("tone") == "bad"
    assert "-9" in window.banner.words.text()


def test_closing_stops_what_is_under_way_and_then_closes(window, desk, tmp_path, spandesk):
    add_files(window, [folder_of(tmp_path, 3000)])
    desk.qtbot.waitUntil(lambda: "of 3,000" in window.work.line.words.text(), timeout=PATIENCE)
    process = window.work._job._process
    window.close()
    assert window.isVisible()
    assert window.status.said.text() == "What is under way is stopped; then the window closes."
    desk.qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)
    assert process.poll() is not None
    assert spandesk("check", window.frame.project.path).code == 0


def test_files_and_folders_that_are_dropped_are_added(window, desk, tmp_path):
    (tmp_path / "a.txt").write_text("Ada came.")
    assert drop(window, tmp_path / "a.txt", folder_of(tmp_path, 3))
    ended(desk, window)
    assert window.banner.words.text() == "4 articles came in."


def test_words_that_are_dropped_are_not_taken(window):
    mime = QMimeData()
    mime.setText("no file")
    event = QDragEnterEvent(
        window.rect().center(),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window, event)
    assert not event.isAccepted()


def test_nothing_is_added_to_a_write_protected_project(sampled, desk, monkeypatch, tmp_path):
    monkeypatch.setattr("os.access", lambda *_: False)
    window = desk.open(sampled)
    add_files(window, [tmp_path])
    assert not window.work.running
    assert "write-protected" in window.status.said.text()


def test_a_check_tells_what_can_be_learnt_from(sampled, desk):
    window = desk.open(sampled)
    window.run("project.check")
    ended(desk, window)
    said = window.banner.words.text()
    assert said.startswith("The file is whole. 5"), said
    assert " of 59 spans can be learnt from." in said


def test_a_damaged_project_is_told_by_the_check(sampled, desk):
    import sqlite3

    window = desk.open(sampled)
    connection = sqlite3.connect(sampled)
    connection.execute("UPDATE change SET digest = zeroblob(8) WHERE gesture = 3")
    connection.commit()
    connection.close()
    window.run("project.check")
    ended(desk, window)
    assert window.banner.head.text() == "The check was not finished"
    assert "is damaged" in window.banner.words.text()


def test_an_export_is_cancelled_whole(window, desk, monkeypatch, tmp_path):
    slow = "import time; time.sleep(600)"
    import sys

    monkeypatch.setattr(jobs, "command", lambda *words: [sys.executable, "-c", slow])
    from annotator.ui.commands.work import _export

    _export(window, "jsonl", tmp_path / "out.jsonl", "any")
    window.work.cancel()
    ended(desk, window)
    assert window.banner.words.text() == "Nothing was exported. It was cancelled."
    assert not (tmp_path / "out.jsonl").exists()


def test_left_out_things_are_shown_as_plain_words(window):
    entry = {
        "what": "span",
        "where": "a\u202eb.txt:3",
        "text": "<b>x</b>\n" + "y" * 500,
        "label": "PER",
        "reason": "=1+1",
    }
    page = window.sides.open_page("left_out")
    page.show_entries([entry])
    model = page.list.model()
    shown = model.data(model.index(0, 0))
    assert shown.split("\n")[1:] == ["a\\u202eb.txt:3", "=1+1"]
    assert len(shown.split("\n")[0]) < 160
    assert "<b>" not in model.data(model.index(0, 0), Qt.ItemDataRole.ToolTipRole)
    page.copying.click()
    assert QGuiApplication.clipboard().text().splitlines()[1].endswith("\t'=1+1")
    assert json.dumps(entry)
