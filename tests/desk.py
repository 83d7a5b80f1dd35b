"""A real window on a real project."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from annotator import places, settings, shelf
from annotator.ui import app, ending, keeping
from annotator.ui.raised import Raised
from annotator.ui.window import Window

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
PATIENCE = 15  # seconds
NEVER = 1 << 30  # milliseconds


@pytest.fixture
def sampled(tmp_path: Path, spandesk: Callable) -> Path:
    path = tmp_path / "sample.spans"
    assert spandesk("new", path).code == 0
    assert spandesk("add", path, places.resource("sample", "sample.jsonl")).code == 0
    return path


def sheets():
    """Return the names of the commands that lay a sheet over the window."""
    kinds = [one for module in shelf.modules("ui/sheets").values() for one in vars(module).values()]
    return sorted({one.COMMAND for one in kinds if isinstance(one, type) and issubclass(one, Raised) and one.COMMAND})


def drop(window: Window, *paths: Path) -> bool:
    """Drop files on a window and return whether it takes them."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(window.rect().center(), Qt.DropAction.CopyAction, mime, buttons, keys)
    QApplication.sendEvent(window, entering)
    if entering.isAccepted():
        place = QPointF(window.rect().center())
        QApplication.sendEvent(window, QDropEvent(place, Qt.DropAction.CopyAction, mime, buttons, keys))
    return entering.isAccepted()


class Desk:
    """Opens windows as `spandesk` does, and waits for what happens in the background."""

    def __init__(self, qtbot) -> None:
        self.qtbot = qtbot
        self.windows: list[Window] = []

    def open(self, path: Path | None = None, tokens: bool = False) -> Window:
        """Open a project, or without one what a start without words opens.

        Only with `tokens` spaCy is started beside it: a second of both processors that few tests have a use for.
        """
        app.TOKENS_AFTER = 0 if tokens else NEVER
        chosen = settings.load(places.config_folder())
        window = app.open_window(path, chosen) if path else app.open_last(chosen)
        self.windows.append(window)
        window.resize(1440, 900)
        window.show()
        window.view.setFocus()
        self.qtbot.waitUntil(lambda: window.list.counts != {}, timeout=PATIENCE * 1000)
        if tokens:
            self.tokenised(window)
        return window

    def tokenised(self, window: Window) -> None:
        """Wait until the tokens of the open article are known, or why there are none."""

        def known() -> bool:
            return window.session.state.tokens is not None or bool(window.session.state.tokenless)

        self.qtbot.waitUntil(known, timeout=4 * PATIENCE * 1000)
        window.show_around()

    def settle(self, window: Window) -> None:
        self.qtbot.waitUntil(lambda: not window.session.unsaved and not window.session._asking, timeout=PATIENCE * 1000)

    def close(self, window: Window) -> None:
        self.settle(window)
        window.close()
        self.windows.remove(window)
        self.ended(window)
        self.qtbot.wait(10)

    def ended(self, window: Window) -> None:
        """Wait until the project of a window that is closed is closed, too."""
        self.qtbot.waitUntil(lambda: window not in ending.under_way, timeout=PATIENCE * 1000)


@pytest.fixture
def desk(qtbot, monkeypatch) -> Iterator[Desk]:
    monkeypatch.setattr(app, "TOKENS_AFTER", NEVER)
    monkeypatch.setattr(keeping, "AFTER", NEVER)  # a slow test is not to find a backup beside its project
    made = Desk(qtbot)
    yield made
    for window in list(made.windows):
        window.frame.project.retry()
        until = time.monotonic() + PATIENCE
        while window.isVisible() and window.frame.project.unsaved and time.monotonic() < until:
            qtbot.wait(20)
        window.close()
        made.ended(window)
