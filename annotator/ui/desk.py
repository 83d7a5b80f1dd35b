"""The window as its commands, sheets, dialogs and habits know it: the parts it has, and what it can be asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from annotator.ui.ground import Ground

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from annotator.ui.finding import Finding
    from annotator.ui.hints import HintStrip
    from annotator.ui.safety import Safety
    from annotator.ui.sides import Sides
    from annotator.ui.work import Work


class Desk(Ground):
    """The parts of a window, those that are seldom needed made when they first are."""

    hints: HintStrip
    sides: Sides
    list: Any  # the articles, at the left
    side: QWidget  # the panels or a page, at the right
    sheet: Any  # what is laid over the window, if anything is
    safety: Safety
    menu_letters: tuple[str, ...]  # which open the menus with Alt
    before_closing: Callable[[], None]
    open_sheet: Callable[..., Any]  # open_sheet(name, *values) lays the one in that file of `ui/sheets` over the window
    name_author: Callable[[str], None]  # gives whoever labels here another name
    show_around: Callable[[], None]  # shows around the text what changed in it since
    follow_theme: Callable[[], None]  # paints in the theme that was chosen, else in the desktop's

    @cached_property
    def work(self) -> Work:
        """Return what runs long work in the background."""
        from annotator.ui.work import Work

        return Work(self, self.sides)

    @property
    def is_working(self) -> bool:
        """Return whether long work goes on in the background."""
        return "work" in self.__dict__ and self.work.running

    @cached_property
    def finding(self) -> Finding:
        """Return what finds in the open article, its bar hidden as it may be."""
        from annotator.ui.finding import Finding

        return Finding(self)
