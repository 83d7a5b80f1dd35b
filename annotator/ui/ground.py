"""The ground of a window: the few things that its own parts stand on. `Desk` has the parts, `Window` the wiring."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMainWindow

if TYPE_CHECKING:
    from annotator.editing.command import Command
    from annotator.editing.session import Session
    from annotator.ui.banner import Banner
    from annotator.ui.frame import Frame
    from annotator.ui.reading.view import ReadingView
    from annotator.ui.status import StatusBar


class Ground(QMainWindow):
    """The session, the text and where things are said."""

    frame: Frame
    session: Session
    view: ReadingView
    status: StatusBar
    banner: Banner
    run: Callable[..., None]  # run(name, *values, held=False): a command of the window or the session, if it holds
    rebind: Callable[[], None]  # takes the keys that the user chose
    closed = Signal()
    ended = Signal()  # and its project is closed
    _commands: Mapping[str, Command]

    @property
    def commands(self) -> Mapping[str, Command]:
        """Return every command by name, with the keys that call it here; they are read when first asked for."""
        if not self._commands:
            self.rebind()
        return self._commands
