"""Making, opening and closing projects from the window, by keys in Qt's own file dialogs."""

import sqlite3
import threading
from pathlib import Path

import pytest
from desk import drop
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from annotator import places, settings
from annotator.project import writing
from annotator.project.check import examine
from annotator.ui import app, opening
from annotator.ui.recent import MOST, with_newest

KEY, CONTROL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PATIENCE = 30_000  # milliseconds
pytestmark = pytest.mark.qt_log_ignore(
    "This plugin does not support", extend=True
)  # the windows of dialogs, without a display


@pytest.fixture
def window(sampled, desk):
    app.hold(made := desk.open(sampled))
    return made


@pytest.fixture
def other(tmp_path, spandesk):
    path = tmp_path / "other.spans"
    spandesk("new", path)
    (tmp_path / "b.txt").write_text("Another article.")
    spandesk("add", path, tmp_path / "b.txt")
    return path


def choose(window, path):
    """Put a path into the file dialog that is open, whose completion would take over what is typed; press Enter."""
    dialog = window.findChildren(QFileDialog)[-1]
    assert dialog.isVisible()
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    field.setText(str(path))
    QTest.keyClick(field, KEY.Key_Return)


def shown(desk, path):
    """Return the window that shows the project at `path`, once there is one."""

    def find():
        found = [one for one in app._held if one.isVisible() and one.frame.project.path == path]
        return found[0] if found else None

    desk.qtbot.waitUntil(lambda: find() is not None, timeout=PATIENCE)
    window = find()
    if window not in desk.windows:
        desk.windows.append(window)
    desk.qtbot.waitUntil(lambda: window.list.counts != {}, timeout=PATIENCE)
    return window


def gone(desk, window):
    """Wait until a window that was replaced is closed."""
    desk.qtbot.waitUntil(lambda: window not in app._held, timeout=PATIENCE)
    desk.windows.remove(window)


def test_another_project_opens_in_the_place_of_this_one(window, desk, other):
    window.resize(900, 650)
    QTest.keyClick(window.view, KEY.Key_O, CONTROL)
    choose(window, other)
    fresh = shown(desk, other)
    assert fresh.session.state.text == "Another article."
    gone(desk, window)
    assert (fresh.width(), fresh.height()) == (900, 650)
    desk.qtbot.waitUntil(lambda: settings.load(places.config_folder()).project == str(other), timeout=PATIENCE)


def test_the_old_window_saves_what_waits_before_it_closes(window, desk, other, sampled):
    window.session.run("focus.range", 60, 66)
    QTest.keyClick(window.view, KEY.Key_2)
    QTest.keyClick(window.view, KEY.Key_O, CONTROL)
    choose(window, other)
    shown(desk, other)
    gone(desk, window)
    again = desk.open(sampled)
    assert len(again.session.state.marks.spans) == 60


def test_a_file_that_is_no_project_is_named_and_this_one_stays(window, desk, tmp_path):
    (tmp_path / "notes.spans").write_text("just words")
    QTest.keyClick(window.view, KEY.Key_O, CONTROL)
    choose(window, tmp_path / "notes.spans")
    desk.qtbot.waitUntil(lambda: not window.banner.isHidden(), timeout=PATIENCE)
    assert window.banner.head.text() == "notes.spans was not opened"
    assert "it is not a Spandesk project" in window.banner.words.text()
    assert window.banner.buttons[0].text() == "Try again"
    assert window.isVisible()


def test_esc_leaves_the_dialog_and_the_keyboard_is_with_the_text(window, desk):
    for key in (KEY.Key_O, KEY.Key_N, KEY.Key_I):
        QTest.keyClick(window.view, key, CONTROL)
        dialog = window.findChildren(QFileDialog)[-1]
        QTest.keyClick(dialog, KEY.Key_Escape)
        desk.qtbot.waitUntil(lambda: not window.findChildren(QFileDialog), timeout=PATIENCE)
        assert window.isVisible()


def asked_in(window, key, modifiers=CONTROL):
    QTest.keyClick(window.view, key, modifiers)
    dialog = window.findChildren(QFileDialog)[-1]
    folder = Path(dialog.directory().absolutePath())
    QTest.keyClick(dialog, KEY.Key_Escape)
    return folder


def test_what_is_made_of_a_project_is_proposed_beside_it_but_of_the_sample_where_people_look(sampled, desk, tmp_path):
    assert asked_in(desk.open(sampled), KEY.Key_N) == sampled.parent
    places.data_folder().mkdir(parents=True, exist_ok=True)
    sample = places.data_folder() / sampled.name
    sample.write_bytes(sampled.read_bytes())
    window = desk.open(sample)
    (tmp_path / "news").mkdir()
    window.frame.chosen.keep(
        recent=[str(sample), str(tmp_path / "gone" / "a.spans"), str(tmp_path / "news" / "b.spans")]
    )
    asked = [
        asked_in(window, *keys) for keys in ((KEY.Key_N,), (KEY.Key_O,), (KEY.Key_S, CONTROL | SHIFT), (KEY.Key_I,))
    ]
    assert asked == [tmp_path / "news"] * 4
    window.frame.chosen.keep(recent=[str(sample)])
    assert asked_in(window, KEY.Key_N) not in (sample.parent, tmp_path / "news")


def test_articles_are_looked_for_where_they_were_found_last_also_from_another_project(window, desk, other, tmp_path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "new.txt").write_text("A new article.")
    assert asked_in(window, KEY.Key_I) == window.frame.project.path.parent
    QTest.keyClick(window.view, KEY.Key_I, CONTROL)
    choose(window, tmp_path / "texts" / "new.txt")
    desk.qtbot.waitUntil(lambda: window.list.counts.get("all") == 2, timeout=PATIENCE)
    second = desk.open(other)
    assert asked_in(second, KEY.Key_I) == tmp_path / "texts"


def test_the_project_that_is_open_is_not_opened_twice(window, desk, sampled):
    QTest.keyClick(window.view, KEY.Key_O, CONTROL)
    choose(window, sampled)
    assert window.status.said.text() == "sample.spans is open here."


def test_a_project_that_another_window_shows_comes_to_the_front_there(window, desk, other):
    second = desk.open(other)
    desk.qtbot.waitUntil(lambda: second.windowHandle() is not None, timeout=PATIENCE)
    from annotator.door import record_of

    desk.qtbot.waitUntil(lambda: record_of(other).exists(), timeout=PATIENCE)
    QTest.keyClick(window.view, KEY.Key_O, CONTROL)
    choose(window, other)
    desk.qtbot.waitUntil(lambda: "is open in another window" in window.status.said.text(), timeout=PATIENCE)
    assert window.isVisible()


def test_a_new_project_is_made_and_opened(window, desk, tmp_path):
    QTest.keyClick(window.view, KEY.Key_N, CONTROL)
    choose(window, tmp_path / "fresh")
    fresh = shown(desk, tmp_path / "fresh.spans")
    assert "no articles in fresh.spans yet" in fresh.empty.head.text()
    assert fresh.empty.buttons[0].text() == "Add articles\u2026"
    gone(desk, window)
    assert examine(tmp_path / "fresh.spans") == []


def test_a_new_project_overwrites_nothing(window, desk, tmp_path, other):
    before = other.read_bytes()
    QTest.keyClick(window.view, KEY.Key_N, CONTROL)
    choose(window, other)
    desk.qtbot.waitUntil(lambda: not window.banner.isHidden(), timeout=PATIENCE)
    assert window.banner.head.text() == "other.spans was not made"
    assert other.read_bytes() == before


def test_articles_are_added_by_keys(window, desk, tmp_path):
    (tmp_path / "c.txt").write_text("One more article.")
    QTest.keyClick(window.view, KEY.Key_I, CONTROL)
    choose(window, tmp_path / "c.txt")
    desk.qtbot.waitUntil(lambda: window.list.model.rowCount() == 2, timeout=PATIENCE)
    desk.qtbot.waitUntil(lambda: window.banner.words.text() == "1 article came in.", timeout=PATIENCE)


def test_a_copy_is_saved_elsewhere(window, desk, tmp_path):
    QTest.keyClick(window.view, KEY.Key_S, CONTROL | SHIFT)
    choose(window, tmp_path / "safe.spans")
    desk.qtbot.waitUntil(lambda: "A copy is in" in window.status.said.text(), timeout=PATIENCE)
    assert examine(tmp_path / "safe.spans") == []
    QTest.keyClick(window.view, KEY.Key_S, CONTROL | SHIFT)
    choose(window, tmp_path / "safe.spans")
    desk.qtbot.waitUntil(lambda: not window.banner.isHidden(), timeout=PATIENCE)
    assert window.banner.head.text() == "The copy was not made"
    assert "there is a file of that name already" in window.banner.words.text()


def recent_actions(window):
    menu = next(one.menu() for one in window.menus.menus["File"].actions() if one.text() == "Open recent")
    menu.aboutToShow.emit()
    return menu, {one.data(): one for one in menu.actions() if one.data()}


def test_recent_projects_are_listed_the_newest_first_and_those_that_are_gone_turn_grey(window, desk, other, tmp_path):
    desk.close(desk.open(other))
    away = str(tmp_path / "away.spans")
    window.frame.chosen.keep(recent=[away, str(other), *window.frame.chosen.latest.recent])
    _, actions = recent_actions(window)
    assert list(actions) == [away, str(other)], "not the one that is open here"
    desk.qtbot.waitUntil(lambda: not actions[away].isEnabled(), timeout=PATIENCE)
    assert actions[str(other)].isEnabled()
    actions[str(other)].trigger()
    shown(desk, other)
    gone(desk, window)


def test_the_list_of_recent_projects_can_be_cleared(window, desk, other):
    desk.close(desk.open(other))
    menu, actions = recent_actions(window)
    assert actions
    menu.actions()[-1].trigger()
    menu, actions = recent_actions(window)
    assert not actions
    assert settings.load(places.config_folder()).recent == []


def test_a_recent_project_that_went_away_is_dropped_when_it_is_asked_for(window, desk, tmp_path):
    away = str(tmp_path / "away.spans")
    window.frame.chosen.keep(recent=[away])
    window.run("project.recent", away)
    desk.qtbot.waitUntil(lambda: not window.banner.isHidden(), timeout=PATIENCE)
    assert window.banner.head.text() == "away.spans was not opened"
    assert settings.load(places.config_folder()).recent == []


def test_without_a_choice_the_project_before_this_one_opens(window, desk, other):
    desk.close(desk.open(other))
    window.run("project.recent")
    shown(desk, other)
    gone(desk, window)


def test_at_most_ten_are_kept():
    held = [str(at) for at in range(20)]
    assert with_newest(held, "5") == ["5", *[one for one in held[:MOST] if one != "5"]][:MOST]


def test_a_project_that_is_dropped_is_opened(window, desk, other):
    assert drop(window, other)
    shown(desk, other)
    gone(desk, window)


def test_ctrl_w_closes_and_the_last_window_ends_the_program(window, desk, qapp):
    QTest.keyClick(window.view, KEY.Key_W, CONTROL)
    desk.qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)
    assert qapp.quitOnLastWindowClosed()
    desk.windows.remove(window)


def test_the_folder_is_shown_by_the_desktop(window, monkeypatch):
    from PySide6.QtGui import QDesktopServices

    asked = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: asked.append(url.toLocalFile()) is None)
    window.run("project.folder")
    assert asked == [str(window.frame.project.path.parent)]
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: False)
    window.run("project.folder")
    assert "did not open" in window.status.said.text()


def test_a_project_asked_for_twice_is_opened_once(window, desk, other):
    opening.open_instead(window, other)
    opening.open_instead(window, other)
    shown(desk, other)
    gone(desk, window)
    desk.qtbot.wait(300)
    assert [one.frame.project.path for one in app._held if one.isVisible()] == [other]


def test_a_window_that_is_closed_while_another_project_opens_stays_closed_and_so_does_that(
    window, desk, other, monkeypatch
):
    found, read = [], app.read

    def reads(path, chosen):
        found.append(read(path, chosen))
        return found[0]

    monkeypatch.setattr(app, "read", reads)
    opening.open_instead(window, other)
    window.close()
    assert not window.isVisible()
    gone(desk, window)
    desk.qtbot.waitUntil(lambda: bool(found), timeout=PATIENCE)

    def is_closed():
        error = found[0].project.read(lambda reader: reader.position()).exception(10)
        return error is not None and "is closed" in str(error)

    desk.qtbot.waitUntil(is_closed, timeout=PATIENCE)
    assert [one for one in app._held if one.isVisible()] == []


def test_a_project_that_was_just_replaced_opens_again_when_it_is_closed(window, desk, other, sampled):
    """Its file is let go of on a thread: opened beside that, it would lose the locks of both."""
    held = threading.Event()
    window.frame.project.read(lambda _: held.wait(20))
    opening.open_instead(window, other)
    fresh = shown(desk, other)
    assert not window.isVisible()
    assert window in app._held
    opening.open_instead(fresh, sampled)
    assert fresh.status.said.text() == "Opening sample.spans."
    held.set()
    gone(desk, window)
    back = shown(desk, sampled)
    gone(desk, fresh)
    assert len(back.session.state.marks.spans) == 59


def test_the_next_start_opens_what_was_shown_last_also_where_the_one_before_closes_later(
    window, desk, other, sampled, monkeypatch
):
    monkeypatch.setattr(writing, "RETRY_SECONDS", 0.1)
    holder = sqlite3.connect(sampled, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    window.session.run("focus.range", 60, 66)
    QTest.keyClick(window.view, KEY.Key_2)
    opening.open_instead(window, other)
    shown(desk, other)
    desk.qtbot.waitUntil(lambda: settings.load(places.config_folder()).project == str(other), timeout=PATIENCE)
    assert window.isVisible(), "it waits for the disk"
    holder.execute("ROLLBACK")
    holder.close()
    gone(desk, window)
    assert settings.load(places.config_folder()).project == str(other)
    assert settings.load(places.config_folder()).article[str(sampled)]


def test_a_file_under_another_name_is_known_as_the_one_that_is_open(window, sampled, tmp_path):
    link = tmp_path / "link.spans"
    link.symlink_to(sampled)
    assert app.holder_of(link) is window
    assert app.holder_of(tmp_path / "absent.spans") is None


def test_a_project_on_a_network_share_is_said_to_be_at_opening(desk, sampled, monkeypatch):
    monkeypatch.setattr(app.places, "network_share", lambda _: "cifs")
    window = desk.open(sampled)
    desk.qtbot.waitUntil(lambda: not window.banner.isHidden(), timeout=PATIENCE)
    assert "network share (cifs)" in window.banner.words.text()
    window.banner.buttons[0].click()
    assert window.banner.isHidden()
