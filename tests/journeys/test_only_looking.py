"""Somebody only looks: opens a project, walks, searches, travels in time, closes; no byte of it changes."""

import hashlib

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.ui.command import every_command

KEY, CONTROL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
# Every command of these families only looks.
LOOKING = ("view.", "caret.", "select.", "find.", "article.next", "article.previous", "span.next", "span.previous", "span.outward",
           "span.inward", "suggestion.next", "suggestion.previous", "search.", "history.", "side.", "help.", "list.", "program.commands")  # fmt: skip
CHANGING = ("history.restore", "history.take", "view.close", "search.label")


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_opening_viewing_and_closing_leave_every_byte_and_no_other_file(desk, sampled, spandesk, tmp_path):
    (tmp_path / "more.txt").write_text("A second article. Ada Lindqvist came back to Northport.\n" * 30)
    assert spandesk("add", sampled, tmp_path / "more.txt").code == 0
    before, beside = digest(sampled), sorted(path.name for path in tmp_path.iterdir())
    window = desk.open(sampled)
    names = [name for name in every_command() if name.startswith(LOOKING) and not name.startswith(CHANGING)]
    assert len(names) > 40
    for name in names:
        window.run(name)
        desk.settle(window)
        QTest.keyClick(window.view, KEY.Key_Escape)
    window.sides.open_page("history")
    desk.qtbot.wait(300)
    window.sides.close_page()
    for key, modifier in (
        (KEY.Key_PageDown, CONTROL),
        (KEY.Key_PageUp, CONTROL),
        (KEY.Key_Home, CONTROL),
        (KEY.Key_End, CONTROL),
    ):
        QTest.keyClick(window.view, key, modifier)
        desk.settle(window)
    desk.close(window)
    assert digest(sampled) == before
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "home") == [
        name for name in beside if name != "home"
    ]


def test_one_label_does_change_it(desk, sampled):
    """The proof that the test above can fail."""
    before = digest(sampled)
    window = desk.open(sampled)
    QTest.keyClick(window.view, KEY.Key_J)
    QTest.keyClick(window.view, KEY.Key_1)
    desk.close(window)
    assert digest(sampled) != before
