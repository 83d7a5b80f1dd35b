"""A bundle is looked at before it is written: a span that would be lost is opened, mended and leaves with the rest."""

import json

import pytest
import spacy
import stories
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from spacy.tokens import DocBin

from annotator.ui.dialogs.export import ExportDialog

KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
PATIENCE = 120_000  # milliseconds
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def window(path, spandesk, desk, tmp_path):
    """Return a window on twelve finished stories; in one a name was cut inside its last word."""
    rows = [{"text": f"Ada Lindqvist said: {text}", "title": f"Story {at}",
             "spans": [{"start": 0, "end": 13 if at else 10, "label": "PER"}],
             "status": {"": {"entities": "done"}}} for at, text in enumerate(stories.made(12))]  # fmt: skip
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert spandesk("add", path, tmp_path / "in.jsonl", "--as", "jsonl").code == 0
    return desk.open(path, tokens=True)


def press(key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifier)


def opened(window, desk):
    press(KEY.Key_E, CONTROL)
    dialog = window.findChild(ExportDialog)
    desk.qtbot.waitUntil(lambda: dialog.isActiveWindow() and dialog.outlook.answer is not None, timeout=PATIENCE)
    return dialog


def test_what_would_be_lost_is_opened_from_the_list_mended_and_exported(window, desk, path):
    dialog = opened(window, desk)
    assert dialog.choices.kind == "bundle"
    assert [one["text"] for one in dialog.outlook.answer["left_out"]] == ["Ada Lindqv"]
    for _ in range(40):
        if dialog.outlook.left_out.hasFocus():
            break
        press(KEY.Key_Tab)
    press(KEY.Key_Return)
    desk.qtbot.waitUntil(lambda: window.view.hasFocus() and window.session.state.focused is not None, timeout=PATIENCE)
    desk.tokenised(window)
    assert window.session.state.detail("title") == "Story 0"

    press(KEY.Key_B)
    span = window.session.state.focused
    assert window.session.state.text[span.start : span.end] == "Ada Lindqvist"
    desk.settle(window)

    dialog = opened(window, desk)
    assert dialog.outlook.answer["left_out"] == []
    assert dialog.exporting.text() == "Export 12 articles"
    press(KEY.Key_Return)
    desk.qtbot.waitUntil(lambda: not window.banner.isHidden(), timeout=PATIENCE)
    assert window.banner.words.text().startswith("12 articles and 12 spans were written to p.training.")
    assert "Show folder" in [one.text() for one in window.banner.buttons]

    vocab = spacy.blank("en").vocab
    found = [entity.text for part in ("train", "dev", "test")
             for file in sorted((path.with_suffix(".training") / "corpus" / "entities" / part).glob("*.spacy"))
             for doc in DocBin().from_disk(file).get_docs(vocab) for entity in doc.ents]  # fmt: skip
    assert found == ["Ada Lindqvist"] * 12
