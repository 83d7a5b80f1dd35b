"""The sides of the window: the article list at the left, the panels at the right; they fold where the text needs room.

The right side shows the standing panels, or in their place one page: a panel that is made when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeVar, cast

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from annotator import shelf
from annotator.ui.frame import Panel, rule

if TYPE_CHECKING:
    from annotator.editing.state import State
    from annotator.model.edit import Edit
    from annotator.ui.ground import Ground
    from annotator.ui.theme import Theme

LIST_FOLDS, SIDE_FOLDS = 1180, 1010  # pixels of width below which a side makes room for the text
SIDE_WIDTH = 288
Box = TypeVar("Box", bound=QLayout)


def tight(layout: Box) -> Box:
    """Return the layout without any room of its own."""
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    return layout


class Sides:
    """Makes the panels and opens, folds and walks through the parts of the window."""

    def __init__(self, window: Ground) -> None:
        self._window = window
        modules = sorted(shelf.kinds("ui/panels", "Panel").values(), key=lambda module: module.ORDER)
        self.panels: list[tuple[Any, Panel]] = [(module, module.Panel(window.frame)) for module in modules]
        self.list: Any = next(panel for module, panel in self.panels if module.AREA == "left")
        self.pages: dict[str, Any] = {}  # by the name of their file
        self._standing = self._column([panel for module, panel in self.panels if module.AREA == "right"])
        self._stack = QStackedWidget()
        self._stack.addWidget(self._standing)
        self.side = QWidget()
        self.side.setObjectName("side")
        self.side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.side.setFixedWidth(SIDE_WIDTH)
        column = tight(QVBoxLayout(self.side))
        column.setContentsMargins(1, 0, 0, 0)  # the hairline stands free of the lists
        column.addWidget(self._stack)
        self._wanted = {self.list: True, self.side: True}  # which sides the user wants open where there is room

    def _column(self, panels: list[Any]) -> QScrollArea:
        inside = QWidget()
        inside.setObjectName("column")
        inside.setMinimumWidth(1)  # whatever stands in it: a scrolled widget would grow beyond the side
        column = tight(QVBoxLayout(inside))
        for panel in panels:
            line = rule()
            if column.count():
                column.addWidget(line)
                panel.installEventFilter(_Hiding(line))
            column.addWidget(panel)
            line.setHidden(panel.isHidden())
        column.addStretch(1)
        return _Scrolled(inside)

    def panel(self, name: str) -> Any:
        """Return the panel in the file `name` of `ui/panels`."""
        return next(panel for module, panel in self.panels if module.__name__.endswith(f".{name}"))

    # ---- what is shown
    def show_state(self, before: State | None, after: State, edit: Edit | None) -> None:
        """Show a State in every panel, and in the page that is open."""
        for _, panel in self.panels:
            panel.show_state(before, after, edit)
        if self.page is not None:
            self.page.show_state(before, after, edit)

    def set_theme(self, theme: Theme) -> None:
        """Paint everything in another theme."""
        for panel in (*(panel for _, panel in self.panels), *self.pages.values()):
            panel.set_theme(theme)

    @property
    def page(self) -> Any:
        """Return the page that is open at the right, or None while the panels are."""
        shown = self._stack.currentWidget()
        return None if shown is self._standing else shown

    def open_page(self, name: str) -> Any:
        """Show the page in the file `name` of `ui/panels` in the place of the panels, and return it."""
        page = self.pages.get(name)
        if page is None:
            page = self.pages[name] = shelf.load("ui/panels", name).Page(self._window.frame)
            page.set_theme(self._window.frame.theme)
            self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        self.open(self.side, True)
        page.show_state(None, self._window.session.state, None)
        return page

    def close_page(self) -> None:
        """Show the panels again, and return to the text."""
        self._stack.setCurrentWidget(self._standing)
        self._window.view.setFocus()

    def leave(self) -> None:
        """Leave the innermost thing that has the keyboard: a form of the page, the page, at last the panels."""
        page = self.page
        if page is None or not page.isAncestorOf(self._window.focusWidget() or self._window):
            self._window.view.setFocus()
        elif not (hasattr(page, "leave_form") and page.leave_form()):
            self.close_page()

    # ---- folding
    def turn(self, side: QWidget) -> None:
        """Open a side that is folded, fold one that is open."""
        opens = self.list.folded if side is self.list else side.isHidden()
        if self._window.width() >= self._least(side):
            self._wanted[side] = opens
        self.open(side, opens)
        self._window.view.setFocus()

    def _least(self, side: QWidget) -> int:
        return LIST_FOLDS if side is self.list else SIDE_FOLDS

    def open(self, side: QWidget, opens: bool) -> None:
        """Open or fold a side; what is folded gives the keyboard back to the text."""
        if not opens and side.isAncestorOf(self._window.focusWidget() or side):
            self._window.view.setFocus()
        if side is self.list:
            self.list.fold(not opens)
        else:
            side.setVisible(opens)

    def resized(self, before: int, now: int) -> None:
        """Fold the sides where the text needs the room, from one width of the window to another."""
        for side, wanted in self._wanted.items():
            least = self._least(side)
            if before < 0 or (before < least) != (now < least):
                self.open(side, now >= least and wanted)

    # ---- the keyboard
    def to_filter(self) -> None:
        """Give the keyboard to the filter of the article list."""
        self.open(self.list, True)
        self.list.field.setFocus()
        self.list.field.selectAll()

    def walk(self, step: int) -> None:
        """Give the keyboard to the next part of the window: banner, text, side panel, article list."""
        window = self._window
        parts = [part for part in (window.banner, window.view, self.side, self.list) if part.isVisible()]
        held = [part for part in parts if part.hasFocus() or part.isAncestorOf(window.focusWidget() or part)]
        at = parts.index(held[0]) if held else 0
        for turn in range(1, len(parts)):
            part = parts[(at + step * turn) % len(parts)]
            taking = part if part is window.view else next(_taking_keys(part), None)
            if taking is not None:
                taking.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return


class _Scrolled(QScrollArea):
    """Scrolls the panels: a scheme may have more labels than the window has room for."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setWidget(inside)
        holder = cast(QWidget, self.verticalScrollBar().parentWidget())
        self._under = _UnderBar(self, holder)
        holder.installEventFilter(self._under)

    def reach_under(self, width: int) -> None:
        """Let what is scrolled reach under a bar of this width, pixels."""
        self.setViewportMargins(0, 0, -width, 0)


class _UnderBar(QObject):
    """Keeps the panels as wide as they are when their bar comes and goes with what is in focus.

    It stands in the free edge at their right.
    """

    def __init__(self, scrolled: _Scrolled, holder: QWidget) -> None:
        super().__init__(scrolled)
        self._scrolled, self._holder = scrolled, holder

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 - it is the bar's holder
        """Let all pass."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            shown = event.type() == QEvent.Type.ShowToParent
            self._scrolled.reach_under(self._holder.sizeHint().width() if shown else 0)
            self._holder.raise_()
        return False


class _Hiding(QObject):
    """Hides the hairline above a panel with the panel."""

    def __init__(self, line: QWidget) -> None:
        super().__init__(line)
        self._line = line

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        """Let all pass."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._line.setVisible(event.type() == QEvent.Type.ShowToParent)
        return False


def _taking_keys(part: QWidget) -> Iterator[QWidget]:
    """Yield what in a part of the window takes the keyboard, as Tab would reach it."""
    for widget in part.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled():
            yield widget
