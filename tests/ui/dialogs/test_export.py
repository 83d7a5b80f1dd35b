"""What is to be exported is asked in a small dialog, by keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.ui.dialogs.export import ExportDialog

KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
PATIENCE = 60_000  # milliseconds
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def window(sampled, desk):
    return desk.open(sampled)


def asked(window):
    QTest.keyClick(window.view, KEY.Key_E, CONTROL)
    dialog = window.findChild(ExportDialog)
    assert dialog.isVisible()
    return dialog


def choose(dialog, kind):
    dialog.kind.setCurrentIndex(dialog.kind.findData(kind))


def test_every_kind_on_the_shelf_can_be_chosen_with_its_suffix(window):
    dialog = asked(window)
    assert {dialog.kind.itemData(at) for at in range(dialog.kind.count())} >= {"docbin", "jsonl"}
    assert dialog.kind.currentData() == "docbin", "what spaCy learns from, whatever other kinds are called"
    choose(dialog, "docbin")
    assert dialog.target.text() == str(window.frame.project.path.with_suffix(".spacy"))
    assert dialog.status.currentText() == "Articles marked done"
    choose(dialog, "jsonl")
    assert dialog.target.text().endswith("sample.jsonl")
    assert dialog.status.currentText() == "All articles"


def test_what_was_asked_for_is_written_and_told(window, desk, tmp_path):
    import spacy
    from spacy.tokens import DocBin

    dialog = asked(window)
    choose(dialog, "docbin")
    dialog.target.setText(str(tmp_path / "train.spacy"))
    QTest.keyClick(dialog.target, KEY.Key_Return)
    desk.qtbot.waitUntil(lambda: not window.banner.isHidden(), timeout=PATIENCE)
    assert window.banner.words.text().startswith("1 article and ")
    assert "written to train.spacy" in window.banner.words.text()
    assert "Show folder" in [one.text() for one in window.banner.buttons]
    docs = list(DocBin().from_disk(tmp_path / "train.spacy").get_docs(spacy.blank("en").vocab))
    assert len(docs) == 1


def test_a_bare_name_lies_beside_the_project(window, desk):
    dialog = asked(window)
    choose(dialog, "jsonl")
    dialog.target.setText("out.jsonl")
    dialog.exporting.click()
    desk.qtbot.waitUntil(lambda: not window.banner.isHidden(), timeout=PATIENCE)
    assert (window.frame.project.path.parent / "out.jsonl").exists()


def test_a_file_that_is_there_is_said_to_be_replaced(window, tmp_path):
    dialog = asked(window)
    (tmp_path / "there.jsonl").write_text("x")
    dialog.target.setText(str(tmp_path / "there.jsonl"))
    assert "it is replaced whole" in dialog.note.text()
    dialog.target.setText(str(tmp_path / "new.jsonl"))
    assert dialog.note.text() == ""
    dialog.target.setText("  ")
    assert not dialog.exporting.isEnabled()


def test_a_project_as_target_is_refused_in_the_banner(window, desk):
    dialog = asked(window)
    dialog.target.setText(str(window.frame.project.path))
    before = window.frame.project.path.read_bytes()
    dialog.exporting.click()
    desk.qtbot.waitUntil(lambda: not window.banner.isHidden(), timeout=PATIENCE)
    assert window.banner.head.text() == "Nothing was exported"
    assert "it is a project" in window.banner.words.text()
    assert window.frame.project.path.read_bytes() == before


def test_esc_leaves_everything_as_it_is(window, desk, tmp_path):
    dialog = asked(window)
    QTest.keyClick(dialog, KEY.Key_Escape)
    desk.qtbot.waitUntil(lambda: window.findChild(ExportDialog) is None, timeout=PATIENCE)
    assert window.banner.isHidden()
    assert not list(tmp_path.glob("*.spacy"))
