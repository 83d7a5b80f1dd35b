"""The split is shown before it is made; then every article tells its part."""

import pytest
import stories
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.model.mark import Part
from annotator.ui.dialogs.split import SplitDialog

KEY = Qt.Key
PATIENCE = 60_000  # milliseconds
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
TEXTS = stories.made(12)


@pytest.fixture
def window(path, spandesk, desk, tmp_path):
    for at, text in enumerate([*TEXTS, TEXTS[0] + " More."]):
        (tmp_path / f"{at:02}.txt").write_text(text, encoding="utf-8")
    assert spandesk("add", path, tmp_path, "--as", "text").code == 0
    return desk.open(path)


def asked(window, desk):
    window.run("project.split")
    dialog = window.findChild(SplitDialog)
    ready(dialog, desk)
    return dialog


def ready(dialog, desk):
    desk.qtbot.waitUntil(lambda: dialog.splitting.isEnabled(), timeout=PATIENCE)


def cells(dialog, name):
    return [int(dialog.cells[part, name].text()) for part in ("train", "dev", "test")]


def ended(window, desk):
    desk.qtbot.waitUntil(lambda: not window.work.running, timeout=PATIENCE)


def parts(window):
    return [row.part for row in map(window.list.model._rows.get, window.list.model.numbers) if row is not None]


def test_what_would_be_is_shown_and_nothing_is_changed(window, desk):
    before = window.frame.project.path.read_bytes()
    dialog = asked(window, desk)
    assert (dialog.ratio.text(), dialog.salt.text()) == ("80:10:10", "spandesk")
    assert cells(dialog, "before") == [0, 0, 0]
    assert sum(cells(dialog, "articles")) == 13
    assert dialog.note.text() == "Nearly the same as another: 2 articles."
    QTest.keyClick(dialog, KEY.Key_Escape)
    assert not dialog.isVisible()
    assert window.frame.project.path.read_bytes() == before
    assert not window.work.running


def test_enter_splits_and_the_list_and_the_details_tell_the_parts(window, desk):
    blank = window.list.table.grab().toImage()
    dialog = asked(window, desk)
    then = cells(dialog, "articles")
    QTest.keyClick(dialog.ratio, KEY.Key_Return)
    ended(window, desk)
    words = "The articles are split: {} in train, {} in dev, {} in test.".format(*then)
    assert window.banner.words.text() == words
    desk.qtbot.waitUntil(lambda: len(parts(window)) == 13 and all(parts(window)), timeout=PATIENCE)
    assert [parts(window).count(part) for part in ("train", "dev", "test")] == then
    assert window.list.table.grab().toImage() != blank
    model = window.list.model
    spoken = model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.endswith(f", {parts(window)[0]}")
    state = window.session.state
    desk.qtbot.waitUntil(lambda: any(isinstance(one, Part) for one in window.session.state.marks.others.values()))
    page = window.sides.open_page("details")
    window.show_around()
    assert page.facts["Part"].text() == parts(window)[window.list.model.place_of(state.number)]


def test_another_ratio_is_previewed_again_and_says_who_would_move(window, desk, spandesk):
    assert spandesk("split", window.frame.project.path).code == 0
    dialog = asked(window, desk)
    now = cells(dialog, "before")
    assert cells(dialog, "articles") == now
    assert dialog.note.text().startswith("Every article has its part; nothing would change.")
    dialog.ratio.selectAll()
    QTest.keyClicks(dialog.ratio, "1:1:1")
    assert not dialog.splitting.isEnabled()
    ready(dialog, desk)
    assert cells(dialog, "before") == now
    assert cells(dialog, "articles") != now
    assert "would move: what was trained before has seen some of them." in dialog.note.text()


def test_what_is_no_ratio_is_said_and_cannot_be_begun(window, desk):
    dialog = asked(window, desk)
    dialog.ratio.selectAll()
    QTest.keyClicks(dialog.ratio, "most")
    desk.qtbot.waitUntil(lambda: "Write it as 80:10:10." in dialog.note.text(), timeout=PATIENCE)
    assert not dialog.splitting.isEnabled()
    QTest.keyClick(dialog.ratio, KEY.Key_Return)
    assert dialog.isVisible()


def test_a_part_typed_into_the_filter_lists_its_articles(window, desk, spandesk):
    def listed():
        return len(window.list.model.numbers)

    def typed(words):
        window.list.field.setText(words)

    desk.qtbot.waitUntil(lambda: listed() == 13)
    typed("part:dev")
    desk.qtbot.waitUntil(lambda: listed() == 0)
    assert window.list.table._why == "There is no article in dev."
    counts = spandesk("split", window.frame.project.path, "--json").json["parts"]
    desk.qtbot.waitUntil(lambda: listed() == counts["dev"]["articles"], timeout=PATIENCE)
    typed("part:TRAIN report")
    desk.qtbot.waitUntil(lambda: listed() == counts["train"]["articles"], timeout=PATIENCE)
    typed("part:none")
    desk.qtbot.waitUntil(lambda: listed() == 0)
    assert window.list.table._why == "There is no article without a part."
    typed("part:nowhere")
    desk.qtbot.waitUntil(lambda: window.list.table._why == "No title holds “part:nowhere”.", timeout=PATIENCE)


def test_a_dialog_that_is_closed_stops_its_preview(window, desk):
    window.run("project.split")
    dialog = window.findChild(SplitDialog)
    job = dialog._job
    dialog.reject()
    assert job.cancelled
    job.wait(30)
    desk.qtbot.wait(50)


def test_a_project_that_is_read_only_says_so_instead(path, desk, monkeypatch):
    monkeypatch.setattr("annotator.project.project.may_write", lambda path: False)
    window = desk.open(path)
    window.run("project.split")
    assert window.findChild(SplitDialog) is None
    assert window.status.said.text() == window.session.read_only != ""


def test_a_split_stands_in_the_history_and_is_taken_back_there(window, desk):
    asked(window, desk).accept()
    ended(window, desk)
    window.run("history.project")
    page = window.sides.page
    model = page.model
    desk.qtbot.waitUntil(lambda: model.line(1) is not None, timeout=PATIENCE)
    assert model.line(1).gesture.command == "split"
    assert model.words(1) == "A split"
