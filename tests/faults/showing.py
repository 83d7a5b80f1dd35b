"""What of a terminal or a window is shown as it must not be: markup that is drawn, characters that steer."""

import re

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QGroupBox, QLabel, QMenu, QTabBar, QWidget

STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
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
