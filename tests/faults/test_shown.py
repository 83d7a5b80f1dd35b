"""What a project holds is shown in the window as plain text on one line: no markup is drawn, nothing turns a line around."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu, QWidget
from showing import faults
from test_outgoing import full

__all__ = ["full"]
PAGES = ("scheme", "history", "search", "left_out")


@pytest.fixture
def window(desk, full):
    opened = desk.open(full)
    opened.show_around()
    yield opened
    desk.close(opened)


@pytest.mark.parametrize("page", ["", *PAGES])
def test_the_pages_show_names_as_plain_text_on_one_line(page, window, desk):
    if page:
        window.sides.open_page(page)
    for at in range(4):
        desk.qtbot.wait(30)
        assert sorted({(a, b, c.encode("unicode_escape").decode(), d) for a, b, c, d in faults(window)}) == [], at
        window.run("article.next")
        desk.settle(window)
        window.run("span.next")
        window.show_around()


def test_the_menus_and_sheets_do_too(window, desk):
    for name in ("palette", "cheatsheet", "choices"):
        try:
            sheet = window.open_sheet(name)
        except (ModuleNotFoundError, AttributeError):
            continue
        desk.qtbot.wait(30)
        assert not set(faults(sheet)), name
        sheet.close()
    for menu in window.menuBar().findChildren(QMenu) if hasattr(window, "menuBar") else []:
        menu.aboutToShow.emit()
        assert not set(faults(menu)), menu.title()


def test_sentences_and_banners_do_too(window, desk):
    window.run("author.is", "\x1b[31m\u202e<img src='file:///etc/passwd'>") if "author.is" in window.commands else None
    desk.qtbot.wait(30)
    assert sorted(set(faults(window))) == []


def test_what_is_drawn_as_markup_or_steers_is_seen(qtbot):
    """The proof that this can fail."""
    widget = QWidget()
    qtbot.addWidget(widget)
    label = QLabel("<img src='x'>", widget)
    assert {one[3] for one in faults(widget)} == {"is drawn as markup"}
    label.setTextFormat(Qt.TextFormat.PlainText)
    assert not list(faults(widget))
    label.setText("a\u202eb")
    widget.addAction(QAction("<img src='x'>", widget))
    assert {one[3] for one in faults(widget)} == {"steers", "is drawn as markup"}
