import re
import socket

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from annotator import places
from annotator.ui.command import every_command
from annotator.ui.sheets.help import KEY, NAME, page

NAMED = {"project": "P.spans", "settings": "S", "cache": "C", "label": "1", "labels": "PER 1"}


@pytest.fixture
def window(sampled, desk):
    return desk.open(sampled)


def text():
    return places.resource("help", "help.txt").read_text(encoding="utf-8")


def test_every_name_in_the_text_is_that_of_a_command_or_of_something_known():
    names = set(NAME.findall(text()))
    assert {"edit.undo", "program.commands", "help.keys"} <= names
    assert names <= set(every_command()) | set(NAMED)
    assert re.findall(r"\{[^}]*\}", NAME.sub("", text())) == []


def test_it_tells_the_first_steps_and_where_the_data_lies():
    titles = [line[2:] for line in text().split("\n") if line.startswith("# ")]
    assert titles[0] == "First steps"
    assert {"Select", "Label", "Suggestions", "Undo", "Export", "Where your data lies"} <= set(titles)


def test_every_command_that_can_be_run_is_told_with_its_keys():
    told = {line.words: line for line in page(every_command(), NAMED) if line.role == "command"}
    for one in every_command().values():
        if not one.needs_values:
            assert told[one.words].keys == ", ".join(one.keys), one.name
            assert told[one.words].does == one.does


def test_keys_in_the_text_are_those_of_the_user(window):
    window.frame.chosen.keep(keys={"edit.undo": "Ctrl+U", "help.keys": ""})
    window.rebind()
    QTest.keyClick(window.view, Qt.Key.Key_F1)
    said = window.sheet.page.toPlainText()
    assert "Ctrl+U takes anything back" in said
    assert "\u201cAll keys\u201d shows all keys" in said
    assert KEY not in said


def test_its_head_names_the_version(window):
    QTest.keyClick(window.view, Qt.Key.Key_F1)
    heads = [label.text() for label in window.sheet.panel.findChildren(QLabel)]
    assert any(places.version() in head for head in heads)
    assert places.version()[0].isdigit()


def test_it_names_the_project_and_its_labels(window):
    QTest.keyClick(window.view, Qt.Key.Key_F1)
    said = window.sheet.page.toPlainText()
    assert str(window.frame.project.path) in said
    assert "PER 1, ORG 2" in said


def test_what_comes_from_files_is_shown_as_it_is(project, taken, tmp_path, desk):
    taken()
    strange = tmp_path / "<b>bold<img src='x'>.spans"
    project.close()
    project.path.rename(strange)
    window = desk.open(strange)
    QTest.keyClick(window.view, Qt.Key.Key_F1)
    assert "<b>bold<img src='x'>.spans" in window.sheet.page.toPlainText()


def test_it_needs_no_network(window, monkeypatch):
    asked = []

    class Local(socket.socket):
        """A socket that leads out of this machine is told of; those of second starts are files."""

        def connect(self, address):
            if self.family != socket.AF_UNIX:
                asked.append(address)
            super().connect(address)

    monkeypatch.setattr(socket, "socket", Local)
    monkeypatch.setattr(socket, "create_connection", lambda address, *_: asked.append(address))
    QTest.keyClick(window.view, Qt.Key.Key_F1)
    assert window.sheet.page.toPlainText().startswith("First steps")
    assert not re.search(r"https?://", window.sheet.page.toPlainText())
    assert asked == []


def test_keys_scroll_it_and_f1_closes_it(window):
    QTest.keyClick(window.view, Qt.Key.Key_F1)
    shown = window.sheet.page
    assert shown.hasFocus()
    QTest.keyClick(shown, Qt.Key.Key_PageDown)
    assert shown.verticalScrollBar().value() > 0
    QTest.keyClick(shown, Qt.Key.Key_E)
    assert window.sheet.page is shown
    QTest.keyClick(shown, Qt.Key.Key_F1)
    assert window.sheet is None
    assert window.focusWidget() is window.view


def test_it_is_written_anew_in_another_theme(window):
    window.run("help.open")
    before = window.sheet.page.toPlainText()
    window.run("view.theme.dark")
    cursor = window.sheet.page.textCursor()
    cursor.movePosition(cursor.MoveOperation.NextCharacter)
    assert cursor.charFormat().foreground().color() == window.frame.theme.colour("text")
    assert window.sheet.page.toPlainText() == before
