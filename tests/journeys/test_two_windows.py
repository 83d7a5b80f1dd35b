"""Two windows on one project, in two processes: each shows what the other does."""

import os
import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
OTHER = """
import sys
import time
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from annotator import places, settings
from annotator.ui import app
application = QApplication([])
window = app.open_window(Path(sys.argv[1]), settings.load(places.config_folder()))
window.show()
run, state = window.session.run, lambda: window.session.state
def label(words, label):
    at = state().text.index(words)
    run("focus.range", at, at + len(words))
    run("label.apply", label)
def settle():
    until = time.monotonic() + 15
    while (window.session.unsaved or window.session._asking) and time.monotonic() < until:
        QTest.qWait(10)
exec(sys.argv[2])
settle()
window.close()
"""


@pytest.fixture
def two(tmp_path, spandesk):
    """Return a project of two articles."""
    path = tmp_path / "p.spans"
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(f"Article {name}\n\nAda Lindqvist met Tom Brandt in Northport.")
    spandesk("new", path)
    spandesk("add", path, tmp_path / "a.txt", tmp_path / "b.txt")
    return path


def elsewhere(path, code, home=None):
    """Do something in the window of another process, as the same author or, with a home of their own, as another."""
    named = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **({"SPANDESK_HOME": str(home)} if home else {})}
    done = subprocess.run(
        [sys.executable, "-c", OTHER, str(path), code],
        env=named,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr


def spans(window):
    state = window.session.state
    return [state.text[span.start : span.end] for span in state.marks.spans]


def rows(window):
    held = [window.list.model.row(at) for at in range(window.list.model.rowCount())]
    return [(row.status, row.flat) if row else None for row in held]


def test_what_the_other_window_does_is_shown_and_listed(two, desk):
    window = desk.open(two)
    desk.qtbot.waitUntil(lambda: rows(window) == [("todo", 0), ("todo", 0)], timeout=10_000)
    elsewhere(
        two, 'label("Ada Lindqvist", "entities/per"); run("article.done"); settle(); label("Northport", "entities/gpe")'
    )
    desk.qtbot.waitUntil(lambda: spans(window) == ["Ada Lindqvist"], timeout=10_000)
    desk.qtbot.waitUntil(lambda: rows(window) == [("done", 1), ("started", 1)], timeout=10_000)
    desk.qtbot.waitUntil(lambda: window.status.done.text() == "1 done", timeout=10_000)
    assert window.session.state.status == "done"


def test_an_article_that_another_process_brings_joins_the_list(two, desk, spandesk, tmp_path):
    window = desk.open(two)
    (tmp_path / "c.txt").write_text("Article c.")
    spandesk("add", two, tmp_path / "c.txt")
    desk.qtbot.waitUntil(lambda: window.list.model.rowCount() == 3, timeout=10_000)
    desk.qtbot.waitUntil(lambda: window.status.place.text() == "Article 1 of 3", timeout=10_000)
    desk.qtbot.waitUntil(lambda: None not in rows(window), timeout=10_000)


def test_an_empty_project_says_how_articles_come_in_and_opens_the_first(path, desk, spandesk, tmp_path):
    window = desk.open(path)
    assert "no articles in p.spans yet" in window.empty.head.text()
    assert [one.text() for one in window.empty.buttons] == ["Add articles\u2026", "Add a folder\u2026"]
    (tmp_path / "c.txt").write_text("Article c.")
    spandesk("add", path, tmp_path / "c.txt")
    desk.qtbot.waitUntil(lambda: window.session.state.text == "Article c.", timeout=10_000)
    assert window.empty is None
    assert window.view.hasFocus()


def test_an_undo_of_what_the_other_window_changed_overwrites_nothing_and_says_so(two, desk):
    window = desk.open(two)
    window.session.run("focus.range", 11, 24)
    window.session.run("label.apply", "entities/per")
    desk.settle(window)
    assert spans(window) == ["Ada Lindqvist"]
    elsewhere(two, 'run("focus.span", next(iter(state().marks.spans)).id); run("label.apply", "entities/org")')
    desk.qtbot.waitUntil(
        lambda: [one.label for one in window.session.state.marks.spans] == ["entities/org"], timeout=10_000
    )
    QTest.keyClick(window.view, KEY.Key_Z, CONTROL)
    desk.settle(window)
    assert spans(window) == ["Ada Lindqvist"]
    changed = "The mark was changed since and stays as it is."
    desk.qtbot.waitUntil(lambda: changed in window.status.said.text(), timeout=10_000)


def test_another_author_is_shown_faintly_and_keeps_their_own_status(two, desk, tmp_path):
    window = desk.open(two)
    elsewhere(two, 'label("Ada Lindqvist", "entities/per"); run("article.done")', home=tmp_path / "other")
    desk.qtbot.waitUntil(lambda: len(window.session.state.others.spans) == 1, timeout=10_000)
    assert spans(window) == []
    assert window.session.state.status == "todo"
    desk.qtbot.waitUntil(lambda: rows(window) == [("todo", 0), ("todo", 0)], timeout=10_000)


def test_done_and_next_leaves_a_dot_that_is_true(two, desk):
    """The next article is often open before the disk has the status of the one before."""
    window = desk.open(two)
    desk.qtbot.waitUntil(lambda: None not in rows(window), timeout=10_000)
    QTest.keyClick(window.view, KEY.Key_Return)
    desk.settle(window)
    assert window.session.state.number == 2
    desk.qtbot.waitUntil(lambda: rows(window) == [("done", 0), ("todo", 0)], timeout=10_000)
