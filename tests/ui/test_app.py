import json
import sqlite3
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication

from annotator import jobs, places, settings
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Author, Span
from annotator.model.problem import Problem
from annotator.project import edge
from annotator.project.project import Project
from annotator.settings import Settings
from annotator.ui import app


def write(**table):
    folder = places.config_folder()
    who = settings.load(folder)
    table = {"author_id": who.author_id, "author_name": who.author_name, **table}
    (folder / settings.NAME).write_text(json.dumps(table), encoding="utf-8")


@pytest.mark.parametrize(
    "table",
    [
        {"geometry": "\u00fcber"}, {"geometry": "AAAA"}, {"geometry": 7}, {"zoom": float("nan")}, {"zoom": 1e9},
        {"zoom": -1}, {"theme": "mauve"}, {"project": "\x00"}, {"project": "x" * 500}, {"hints": "no"}, {"recent": [1]},
    ],
    ids=lambda table: "-".join(table),
)  # fmt: skip
def test_settings_that_make_no_sense_bar_no_start(sampled, desk, table):
    write(**table)
    window = desk.open(sampled)
    assert 0.5 <= window.view.zoom <= 3
    assert len(window.session.state.marks.spans) == 59


def test_settings_of_a_project_that_make_no_sense_bar_no_start(sampled, desk):
    write(article={str(sampled.absolute()): 5}, scroll={str(sampled.absolute()): "far"})
    assert desk.open(sampled).session.state.number == 1
    write(article={str(sampled.absolute()): "gone"}, scroll={str(sampled.absolute()): 10**12})
    assert desk.open(sampled).session.state.number == 1


def test_a_start_without_a_project_survives_a_path_that_is_none(desk):
    write(project="\x00")
    window = desk.open()
    assert "Sample" in window.windowTitle()
    assert not window.banner.isHidden()


def test_a_settings_file_that_is_none(sampled, desk):
    folder = places.config_folder()
    (folder / settings.NAME).write_bytes(b"\xff\x00{")
    assert desk.open(sampled).session.state.number == 1


def test_two_windows_keep_what_each_of_them_knows(sampled, desk, path):
    one, other = desk.open(sampled), desk.open(path)
    one.hints.hide()
    desk.close(one)
    desk.close(other)
    kept = settings.load(places.config_folder())
    assert set(kept.article) == {str(sampled.absolute()), str(path.absolute())}
    assert kept.project == str(path.absolute())


def test_a_chosen_theme_and_hidden_hints_are_there_at_the_next_start(sampled, desk):
    window = desk.open(sampled)
    dark = next(one for one in window.menus.menus["View"].actions() if one.text() == "Dark theme")
    dark.trigger()
    window.hints.hide()
    desk.close(window)
    again = desk.open(sampled)
    assert again.hints.isHidden()
    assert settings.load(places.config_folder()).theme == "dark"
    assert again.frame.theme.colour("page").lightness() < 80


def test_a_window_that_was_on_a_screen_that_is_gone_comes_back(sampled, desk):
    window = desk.open(sampled)
    window.setGeometry(QRect(9000, 9000, 1200, 800))
    desk.close(window)
    again = app.open_window(sampled, settings.load(places.config_folder()))
    desk.windows.append(again)
    screen = QGuiApplication.primaryScreen().availableGeometry()
    assert screen.intersects(again.geometry())


def test_an_article_that_is_damaged_is_named_and_the_rest_opens(sampled, desk, spandesk, tmp_path):
    desk.close(desk.open(sampled))
    for at in range(45):  # the newest gestures are looked at when the file is opened
        (tmp_path / f"{at}.txt").write_text(f"Article {at}.")
        spandesk("add", sampled, tmp_path / f"{at}.txt")
    connection = sqlite3.connect(sampled)
    connection.execute('UPDATE span SET "end" = 10000000 WHERE id = (SELECT min(id) FROM span)')
    connection.commit()
    connection.close()
    window = desk.open(sampled)
    assert "lies outside the text" in window.banner.words.text()
    assert window.session.state.number == 0
    assert window.list.model.rowCount() == 46
    window.session.open(2)
    desk.settle(window)
    assert window.session.state.text == "Article 0."


def test_the_author_stays_who_started(sampled, desk):
    chosen = replace(Settings(), author_id="author-a", author_name="annotator A")
    settings.save(chosen, places.config_folder())
    window = desk.open(sampled)
    (places.config_folder() / settings.NAME).write_text("{")  # whoever did that
    desk.close(window)
    assert settings.load(places.config_folder()).author_id == "author-a"


def test_a_theme_more_is_a_file_more(sampled, desk, tmp_path, monkeypatch):
    import shutil
    import sys

    from annotator.ui import theme
    from annotator.ui.command import every_command

    shutil.copytree(places.resource(), tmp_path / "resources")
    shutil.copy(places.resource("themes", "dark.toml"), tmp_path / "resources" / "themes" / "dusk.toml")
    monkeypatch.setattr(places, "ROOT", tmp_path)
    monkeypatch.delitem(sys.modules, "annotator.ui.commands.view", raising=False)  # as a fresh start would find it
    every_command.cache_clear()
    assert theme.names() == ["dark", "dusk", "light"]
    window = desk.open(sampled)
    dusk = next(one for one in window.menus.menus["View"].actions() if one.text() == "Dusk theme")
    dusk.trigger()
    assert window.frame.theme.name == "dusk"
    assert settings.load(places.config_folder()).theme == "dusk"
    assert theme.chosen("dusk") == "dusk"
    every_command.cache_clear()


def test_an_older_project_is_upgraded_by_a_process_of_its_own_before_it_opens(sampled, desk, monkeypatch):
    began, start = [], jobs.start

    def told(*words):
        began.append(words)
        return start(*words)

    monkeypatch.setattr(jobs, "start", told)
    monkeypatch.setattr(app, "VERSION", 2)  # as if the file were older; the process finds it is not
    assert desk.open(sampled).session.state.number == 1
    assert began == [("upgrade", str(sampled))]


@pytest.mark.parametrize("table", ["label", "author"])
def test_a_file_that_cannot_be_read_to_its_end_is_told_as_damaged_and_let_go_of(sampled, table, monkeypatch):
    """Its edge is whole, and it is too large to be looked through; a page that is read just after that is none."""
    monkeypatch.setattr(edge, "SMALL", 0)
    project = Project.open(sampled, Author("author-a", "annotator A"))
    article = project.reader.opened(1).article.id
    for at in range(60):
        edit = Edit.adding(article, Span(str(at), at, at + 1, "entities/per", "author-a"))
        project.store(Gesture("", "label.apply", "author-a", "window", {article: edit}))
    project.close()
    connection = sqlite3.connect(sampled)
    (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    connection.close()
    with sampled.open("r+b") as file:
        file.seek((page - 1) * 8192)
        file.write(b"\xff" * 8192)
    before = sampled.read_bytes()
    Project.open(sampled, Author("author-a", "annotator A")).close()
    with pytest.raises(Problem, match="it is damaged"):
        app.open_window(sampled, settings.load(places.config_folder()))
    assert sampled.read_bytes() == before
    if sys.platform == "linux":
        assert sampled not in [one.resolve() for one in Path("/proc/self/fd").iterdir()]


ONE, LEFT, ABOVE = QRect(0, 0, 1920, 1080), QRect(-1280, 200, 1280, 800), QRect(0, -1440, 2560, 1440)


@pytest.mark.parametrize(
    ("wanted", "screens", "place"),
    [
        (QRect(100, 100, 1200, 800), [ONE], QRect(100, 100, 1200, 800)),
        (QRect(-400, 250, 1200, 700), [ONE, LEFT], QRect(-400, 250, 1200, 700)),  # over both of them
        (QRect(-1000, 250, 900, 700), [ONE], QRect(0, 250, 900, 700)),  # that screen is gone
        (QRect(-1000, 250, 1200, 900), [ONE, LEFT], QRect(-1200, 200, 1200, 800)),
        (QRect(9000, 9000, 1200, 800), [ONE, LEFT], QRect(720, 280, 1200, 800)),
        (QRect(100, -900, 1200, 800), [ONE, ABOVE], QRect(100, -900, 1200, 800)),
        (QRect(100, -900, 1200, 800), [ONE], QRect(100, 0, 1200, 800)),
        (QRect(0, 0, 3000, 2000), [QRect(0, 0, 1366, 768)], QRect(0, 0, 1366, 768)),
        (QRect(0, 0, 1440, 900), [QRect(0, 27, 1366, 741)], QRect(0, 27, 1366, 741)),  # under a bar
        (QRect(5, 5, 10, 10), [], QRect(5, 5, 10, 10)),
    ],
)
def test_a_window_lies_within_the_screens_there_are(wanted, screens, place):
    assert app.inside(wanted, screens) == place


def test_each_project_that_is_shown_is_the_newest_of_the_recent_ones(sampled, path, desk):
    for shown in (sampled, path, sampled):
        desk.close(desk.open(shown))
    assert settings.load(places.config_folder()).recent == [str(sampled.absolute()), str(path.absolute())]
