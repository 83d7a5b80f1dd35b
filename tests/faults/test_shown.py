"""What a project holds is shown in the window as plain text on one line: no markup is drawn, nothing turns a line around."""

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QGroupBox, QLabel, QMenu, QTabBar, QWidget
from test_outgoing import STEERING, full

__all__ = ["full"]
PAGES = ("scheme", "history", "search", "left_out")
TOOLTIP = Qt.ItemDataRole.ToolTipRole


def told(widget):
    """Yield what a widget shows that could come from a file, each with where it is shown; a field is what is typed."""
    if isinstance(widget, QLabel):
        yield "label", widget.text().replace("\n", " ")  # a label has lines
    if isinstance(widget, QAbstractButton):
        yield "button", widget.text()
    if isinstance(widget, QGroupBox | QMenu):
        yield "title", widget.title()
    if isinstance(widget, QComboBox):
        yield from (("choice", widget.itemText(at)) for at in range(widget.count()))
    if isinstance(widget, QTabBar):
        yield from (("tab", widget.tabText(at)) for at in range(widget.count()))
    if (
        isinstance(widget, QAbstractItemView)
        and widget.model() is not None
        and not isinstance(widget.parent(), QComboBox)
    ):
        model = widget.model()
        for row in range(min(model.rowCount(QModelIndex()), 200)):
            for column in (0, 1, 2):
                for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, TOOLTIP):
                    value = model.index(row, column).data(role)
                    if isinstance(value, str):
                        yield "tip of a row" if role == TOOLTIP else "row", value
    yield "tip", widget.toolTip()
    yield "window", widget.windowTitle()
    yield "name", widget.accessibleName()
    for action in widget.actions():
        yield "action", action.text().partition("\t")[0]  # then its key
        yield "tip of an action", action.toolTip()


def faults(widget):
    """Yield what of a window and all in it is shown as it must not be."""
    for one in [widget, *widget.findChildren(QWidget)]:
        for where, text in told(one):
            if STEERING.search(text):
                yield where, type(one).__name__, text[:80], "steers"
            if "tip" in where and "<img" in text:
                yield where, type(one).__name__, text[:80], "is drawn as markup"
        if isinstance(one, QLabel) and one.textFormat() != Qt.TextFormat.PlainText and "<img" in one.text():
            yield "label", type(one).__name__, one.text()[:80], "is drawn as markup"


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
