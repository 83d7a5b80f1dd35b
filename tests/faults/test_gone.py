"""A project that is deleted while a window has marks that are not saved: they stay, and a copy holds all."""

import contextlib
import shutil

import planting
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from workloads import ME

from annotator.project import writing
from annotator.project.check import examine
from annotator.project.project import Project

PATIENCE = 20_000  # milliseconds
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
WAYS = {"the file": lambda project: project.unlink(), "the folder": lambda project: shutil.rmtree(project.parent)}


@pytest.fixture
def project(sampled, tmp_path):
    """Return a project in a folder of its own."""
    folder = tmp_path / "work"
    folder.mkdir()
    return sampled.rename(folder / "p.spans")


def spans_in(path):
    with contextlib.closing(Project.open(path, ME, writable=False)) as opened:
        return opened.reader.stats()["spans"]


@pytest.mark.parametrize("what", WAYS)
def test_what_waits_when_the_project_is_deleted_leaves_in_a_copy(what, project, desk, monkeypatch, tmp_path):
    monkeypatch.setattr(writing, "RETRY_SECONDS", 0.1)
    window = desk.open(project)
    QTest.keyClick(window.view, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    before = len(window.session.state.marks.spans)
    WAYS[what](project)
    for _ in range(3):
        QTest.keyClick(window.view, Qt.Key.Key_J)
        QTest.keyClick(window.view, Qt.Key.Key_1)
    shown = len(window.session.state.marks.spans)
    assert shown == before + 3
    desk.qtbot.waitUntil(lambda: not window.banner.isHidden() or not window.session.unsaved, timeout=PATIENCE)
    assert window.safety.waiting, "what no file took is shown as saved"
    assert window.banner.head.text().startswith("Not saved \u2013 it was moved"), window.banner.head.text()
    window.close()
    desk.qtbot.waitUntil(lambda: "The window stays open" in window.banner.words.text(), timeout=PATIENCE)
    assert window.isVisible()
    assert window.banner.buttons[-1].text() == f"Close and lose {window.safety.waiting} marks"
    done = window.frame.project.save_copy(tmp_path / "copy.spans")
    desk.qtbot.waitUntil(done.done, timeout=PATIENCE)
    assert done.result().missing == 0
    assert spans_in(tmp_path / "copy.spans") == shown, "the copy does not hold all"
    assert examine(tmp_path / "copy.spans") == []
    assert not project.exists(), "another project came to be at its place"
    assert len(window.session.state.marks.spans) == shown
    window.banner.buttons[-1].click()
    desk.qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)
    desk.windows.remove(window)
    desk.ended(window)
    assert not project.exists()
    print(f"{what} was deleted under a window: 3 marks waited, the copy holds them and all that was saved")


# ---- the proof that this can fail
def test_a_window_that_shows_as_saved_what_waits_is_caught(project, desk, monkeypatch, tmp_path):
    monkeypatch.setattr(Project, "commit", planting.early)
    with pytest.raises(AssertionError, match="what no file took is shown as saved"):
        test_what_waits_when_the_project_is_deleted_leaves_in_a_copy("the file", project, desk, monkeypatch, tmp_path)
