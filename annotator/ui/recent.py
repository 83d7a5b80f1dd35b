"""The projects that were open last, as a menu: the newest first."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from annotator.model.problem import visible
from annotator.model.tongue import tr
from annotator.ui.frame import tip

if TYPE_CHECKING:
    from annotator.ui.desk import Desk

MOST = 10


def with_newest(recent: Sequence[str], path: str) -> list[str]:
    """Return the paths with `path` first, each once, at most ten."""
    return list(dict.fromkeys([path, *recent]))[:MOST]


def fill(window: Desk, menu: QMenu) -> None:
    """Show the projects that can be opened again; those that are gone turn grey as soon as that is known."""
    menu.clear()
    here = str(window.frame.project.path.absolute())
    paths = [one for one in window.frame.chosen.latest.recent[:MOST] if one != here]
    for path in paths:
        action = menu.addAction(visible(Path(path).stem).replace("&", "&&"))
        action.setToolTip(tip(visible(path)))
        action.setData(path)
        action.triggered.connect(lambda _checked=False, path=path: window.run("project.recent", path))
    menu.addSeparator()
    clearing = menu.addAction(tr("Clear the list"))
    clearing.setEnabled(bool(paths))
    clearing.triggered.connect(lambda _checked=False: window.frame.chosen.keep(recent=[]))
    # A disk that does not answer must not hold up the menu.
    threading.Thread(target=lambda: _look(window, menu, paths), name="recent", daemon=True).start()


def _look(window: Desk, menu: QMenu, paths: Sequence[str]) -> None:
    gone = {path for path in paths if not os.path.isfile(path)}  # noqa: PTH113 - unlike Path.is_file it never raises
    window.frame.post(lambda: _grey(menu, gone))


def _grey(menu: QMenu, gone: set[str]) -> None:
    for action in menu.actions():
        if action.data() in gone:
            action.setEnabled(False)
