"""A preview is worked out in a child; a newer question ends the older child."""

import pytest
from PySide6.QtCore import QObject

from annotator.ui.dialogs.preview import Preview
from annotator.ui.frame import Post

PATIENCE = 60_000  # milliseconds


@pytest.fixture
def parent(qtbot):
    return QObject()


@pytest.fixture
def preview(parent):
    made = Preview(parent, Post())
    yield made
    made.stop()


def test_the_answer_comes_and_the_child_is_gone(preview, path, qtbot):
    with qtbot.waitSignal(preview.answered, timeout=PATIENCE) as answered:
        preview.ask(("stats", str(path)))
    assert answered.args[0]["articles"] == 0
    assert preview.job is None


def test_what_cannot_be_done_is_told_in_its_sentence(preview, tmp_path, qtbot):
    with qtbot.waitSignal(preview.refused, timeout=PATIENCE) as refused:
        preview.ask(("stats", str(tmp_path / "none.spans")))
    assert "none.spans" in refused.args[0]


def test_only_the_last_question_of_many_is_answered(preview, path, qtbot):
    heard = []
    preview.answered.connect(heard.append)
    for _ in range(3):
        preview.ask(("stats", str(path)))
    qtbot.waitUntil(lambda: preview.job is not None, timeout=PATIENCE)
    first = preview.job
    preview.ask(("list", "labels", str(path)))
    assert first.cancelled
    preview.ask(("stats", str(path)))
    qtbot.waitUntil(lambda: bool(heard), timeout=PATIENCE)
    first.wait(30)
    qtbot.wait(50)
    assert [one["articles"] for one in heard] == [0]


def test_nothing_is_heard_after_it_was_stopped(preview, path, qtbot):
    heard = []
    preview.answered.connect(heard.append)
    preview.refused.connect(heard.append)
    preview.ask(("stats", str(path)))
    qtbot.waitUntil(lambda: preview.job is not None, timeout=PATIENCE)
    job = preview.job
    preview.stop()
    assert job.cancelled
    job.wait(30)
    qtbot.wait(50)
    assert heard == []
