"""Ways on from damage: which there are, where they are offered, and that each leads on."""

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from annotator.model.problem import Problem
from annotator.project import backups
from annotator.project.check import examine
from annotator.settings import Settings
from annotator.ui import app, mending, opening
from tests.ui.test_opening import gone, shown

PATIENCE = 60_000  # milliseconds
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
RESTORE, SALVAGE = "Restore a backup\u2026", "Salvage what it holds\u2026"
ME = Settings(author_id="author-a", author_name="annotator A")


@pytest.fixture
def window(sampled, desk):
    app.hold(made := desk.open(sampled))
    return made


@pytest.fixture
def damaged(tmp_path, spandesk):
    """Return a project with a backup that was damaged since: of its three articles two are in the backup."""
    path = tmp_path / "d.spans"
    spandesk("new", path)
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(f"Article {name}.")
        spandesk("add", path, tmp_path / f"{name}.txt")
    spandesk("backup", path)
    (tmp_path / "c.txt").write_text("Article c.")
    spandesk("add", path, tmp_path / "c.txt")
    data = bytearray(path.read_bytes())
    data[100:4000] = bytes(3900)
    path.write_bytes(data.replace(b"Article b.", b"Article x."))
    return path


def words(window):
    return [one.text() for one in window.banner.buttons]


def told(desk, window):
    desk.qtbot.waitUntil(lambda: not window.banner.isHidden(), timeout=PATIENCE)
    return window.banner.words.text().replace("\u200b", "")


def articles(spandesk, path):
    return spandesk("stats", path, "--json").json["articles"]


def test_a_backup_is_restored_over_a_project_that_cannot_be_opened(window, desk, damaged, spandesk):
    bytes_before = damaged.read_bytes()
    opening.open_instead(window, damaged)
    assert "damaged" in told(desk, window)
    assert words(window)[:3] == [RESTORE, SALVAGE, "Try again"]
    window.banner.buttons[0].click()
    dialog = window.findChild(mending_dialog())
    desk.qtbot.waitUntil(lambda: dialog._listing is None, timeout=PATIENCE)
    assert not dialog.making.isEnabled()
    assert "damaged" in dialog.note.text()
    dialog.tree.setCurrentItem(dialog.tree.topLevelItem(0))
    dialog.accept()
    gone(desk, window)
    fresh = shown(desk, damaged)
    said = told(desk, fresh)
    kept = next(one for one in backups.listed(damaged) if one.why == backups.DAMAGED)
    assert said.endswith(f"What was there before lies in {kept.path}.")
    assert kept.path.read_bytes() == bytes_before
    assert "Take it back" not in words(fresh), "what is damaged is not restored"
    assert examine(damaged) == []
    assert articles(spandesk, damaged) == 2


def mending_dialog():
    from annotator.ui.dialogs.backups import BackupsDialog

    return BackupsDialog


def test_what_is_lost_is_listed(window, desk, damaged, tmp_path, spandesk):
    mending.salvage(window, damaged, tmp_path / "whole.spans")
    gone(desk, window)
    fresh = shown(desk, tmp_path / "whole.spans")
    assert told(desk, fresh) == "2 articles and 0 spans were salvaged. 2 things are lost."
    model = fresh.sides.page.list.model()
    shown_there = [model.data(model.index(row, 0)).replace("\n", ": ") for row in range(model.rowCount())]
    assert shown_there[0] == "article: article 2: its text is damaged or gone"
    assert shown_there[1] == "gesture: gesture 4 (add): it is damaged or gone"
    assert articles(spandesk, tmp_path / "whole.spans") == 2
    fresh.sides.close_page()
    fresh.banner.buttons[0].click()
    assert fresh.sides.page.list.model().rowCount() == 2
    assert examine(tmp_path / "whole.spans") == []


def chosen_in(window, path):
    """Choose a file in the dialog that was opened last."""
    dialog = window.findChildren(QFileDialog)[-1]
    dialog.findChild(QLineEdit, "fileNameEdit").setText(str(path))
    dialog.accept()


def test_a_damaged_file_that_is_not_open_is_salvaged_by_the_menu(window, desk, damaged, tmp_path, spandesk):
    window.run("project.salvage")
    chosen_in(window, damaged)
    desk.qtbot.waitUntil(lambda: len(window.findChildren(QFileDialog)) > 0 and _asks_for_a_new_one(window))
    chosen_in(window, tmp_path / "whole.spans")
    gone(desk, window)
    assert "2 articles" in told(desk, shown(desk, tmp_path / "whole.spans"))


def _asks_for_a_new_one(window):
    return window.findChildren(QFileDialog)[-1].acceptMode() is QFileDialog.AcceptMode.AcceptSave


def test_nothing_is_salvaged_onto_a_file_that_is_there(window, desk, damaged, tmp_path):
    taken = tmp_path / "taken.spans"
    taken.write_text("mine")
    mending.salvage(window, damaged, taken)
    assert "there is a file of that name already" in told(desk, window)
    assert window.banner.head.text() == "d.spans was not salvaged"
    assert taken.read_text() == "mine"
    assert window.isVisible()


def test_the_check_that_finds_damage_offers_the_ways_on(window, desk, sampled):
    import sqlite3

    held = sqlite3.connect(sampled)
    held.execute("UPDATE change SET digest = zeroblob(8) WHERE gesture = 3")
    held.commit()
    held.close()
    window.run("project.check")
    assert "is damaged" in told(desk, window)
    assert words(window) == [RESTORE, SALVAGE, "Try again", "Close this note"]


def test_a_start_on_a_damaged_project_opens_the_sample_and_offers_the_ways_on(desk, damaged):
    made = app.open_named(damaged, ME)
    desk.windows.append(made)
    made.show()
    assert "The sample is open instead." in told(desk, made)
    assert words(made) == [RESTORE, SALVAGE, "Close this note"]
    with pytest.raises(Problem, match="No such file"):
        app.open_named(damaged.with_name("absent.spans"), ME)


def test_the_last_project_that_is_gone_can_be_had_back_from_its_backup(desk, damaged, spandesk):
    from dataclasses import replace

    damaged.unlink()
    made = app.open_last(replace(ME, project=str(damaged)))
    app.hold(made)
    desk.windows.append(made)
    made.show()
    assert words(made) == [RESTORE, "Close this note"]
    mending.restore(made, damaged, backups.listed(damaged)[0].path)
    gone(desk, made)
    fresh = shown(desk, damaged)
    assert told(desk, fresh).endswith(f"{backups.listed(damaged)[0].path.stem}.")
    assert articles(spandesk, damaged) == 2
