"""The disk fills up while somebody labels: nothing is lost, a copy elsewhere holds it, and the work goes on."""

import shutil
import sqlite3
import subprocess

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from annotator.model.mark import Author
from annotator.project import writing
from annotator.project.check import examine
from annotator.project.project import Project
from annotator.project.writer import Writer

KEY, CONTROL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PATIENCE = 20_000  # milliseconds
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def disk(tmp_path):
    place = tmp_path / "disk"
    place.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place], capture_output=True, check=False
    )
    if not mounted or mounted.returncode:
        pytest.skip("mounting is not allowed here")
    yield place
    subprocess.run(["umount", "-l", place], check=False)


def fill(disk):
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            return ballast


def spans_in(path):
    project = Project.open(path, Author("x", "X"), writable=False)
    count = project.reader.stats()["spans"]
    project.close()
    return count


def test_what_the_full_disk_refuses_is_copied_elsewhere_and_saved_when_there_is_room(
    disk, sampled, desk, monkeypatch, tmp_path
):
    monkeypatch.setattr(writing, "RETRY_SECONDS", 60.0)
    shutil.copy(sampled, disk / "p.spans")
    window = desk.open(disk / "p.spans")
    QTest.keyClick(window.view, KEY.Key_Home, CONTROL)
    ballast = fill(disk)
    for key in (KEY.Key_E, KEY.Key_2, KEY.Key_J, KEY.Key_J, KEY.Key_3):
        QTest.keyClick(window.view, key)
    desk.qtbot.waitUntil(lambda: not window.banner.isHidden() or not window.session.unsaved, timeout=PATIENCE)
    assert window.session.unsaved, "what the full disk refused is shown as saved"
    assert window.banner.head.text() == "Not saved \u2013 the disk is full"
    waiting = window.safety.waiting
    assert waiting
    assert f"Not saved: {waiting} mark" in window.status.saved.text()
    shown = len(window.session.state.marks.spans)

    QTest.keyClick(window.view, KEY.Key_S, CONTROL | SHIFT)
    field = window.findChildren(QFileDialog)[-1].findChild(QLineEdit, "fileNameEdit")
    field.setText(str(disk / "copy.spans"))
    QTest.keyClick(field, KEY.Key_Return)
    desk.qtbot.waitUntil(lambda: window.banner.head.text() == "The copy was not made", timeout=PATIENCE)
    assert "the disk is full" in window.banner.words.text()
    assert window.banner.buttons[0].text() == "Save a copy elsewhere\u2026"
    assert sorted(one.name for one in disk.iterdir()) == ["ballast", "p.spans"], "nothing half made is left"

    QTest.keyClick(window.view, KEY.Key_S, CONTROL | SHIFT)
    field = window.findChildren(QFileDialog)[-1].findChild(QLineEdit, "fileNameEdit")
    field.setText(str(tmp_path / "copy.spans"))
    QTest.keyClick(field, KEY.Key_Return)
    desk.qtbot.waitUntil(lambda: "A copy is in" in window.status.said.text(), timeout=PATIENCE)
    desk.qtbot.waitUntil(lambda: "copy.spans holds what waits" in window.banner.words.text(), timeout=PATIENCE)
    assert spans_in(tmp_path / "copy.spans") == shown
    assert examine(tmp_path / "copy.spans") == []
    assert len(window.session.unsaved) > 0, "it still waits here"

    ballast.unlink()
    QTest.keyClick(window.view, KEY.Key_R, CONTROL)
    desk.settle(window)
    desk.qtbot.waitUntil(window.banner.isHidden, timeout=PATIENCE)
    desk.close(window)
    assert spans_in(disk / "p.spans") == shown
    assert examine(disk / "p.spans") == []


# ---- the proof that this can fail
def test_a_window_that_drops_what_the_full_disk_refused_is_caught(disk, sampled, desk, monkeypatch, tmp_path):
    store = Writer.store

    def dropping(self, gesture, **more):
        try:
            return store(self, gesture, **more)
        except sqlite3.OperationalError:
            return gesture

    monkeypatch.setattr(Writer, "store", dropping)
    with pytest.raises(AssertionError, match="what the full disk refused is shown as saved"):
        test_what_the_full_disk_refuses_is_copied_elsewhere_and_saved_when_there_is_room(
            disk, sampled, desk, monkeypatch, tmp_path
        )
