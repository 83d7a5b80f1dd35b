"""Opening a project in the place of the one that is open; what can hold a disk up is done off the window's thread."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from shiboken6 import isValid

from annotator.model.problem import Problem, visible
from annotator.model.tongue import tr
from annotator.ui import app
from annotator.ui.ways import ways_of, ways_on

if TYPE_CHECKING:
    from annotator.ui.desk import Desk


OPENING = "opening"  # the property of a window in which another project is being opened


Shown = Callable[["Desk"], None]  # what follows in the window on another project


def open_instead(window: Desk, path: Path, then: Shown = lambda _: None) -> None:
    """Open the project at `path` in this window's place, which closes as always; else say in it why not.

    A project that is shown already, here or by another process, comes to the front. `then` is called with a window
    that was opened.
    """
    if _is_held(window, path, then):
        return
    if window.property(OPENING):
        window.status.say(tr("Another project is being opened."))
        return
    window.setProperty(OPENING, True)
    window.status.say(tr("Opening {name}.", name=visible(path.name)))
    post, chosen = window.frame.post, window.frame.chosen.now

    def read() -> None:
        from annotator import door

        try:
            if door.ring(path):
                said = tr("{name} is open in another window.", name=visible(path.name))
                post(lambda: _not_opened(window, said))
                return
            found = app.read(path, chosen)
        except (Problem, ValueError, OSError) as error:
            told = error if isinstance(error, Problem) else Problem(str(path), str(error))
            gone = not os.path.exists(path)  # noqa: PTH110 - unlike Path.exists it never raises
            ways = ways_of(path, told)
            post(lambda: _tell(window, path, told, gone, ways))
        else:
            post(lambda: _replace(window, found, then))

    threading.Thread(target=read, name="opening", daemon=True).start()


def _is_held(window: Desk, path: Path, then: Shown) -> bool:
    """Return whether this process has the file open, and say what becomes of that."""
    if path.absolute() == window.frame.project.path.absolute():
        window.status.say(tr("{name} is open here.", name=visible(path.name)))
        return True
    held = app.holder_of(path)
    if held is not None and not held.isVisible():
        # Opened beside it, the file would lose the locks of the one that is being closed.
        held.ended.connect(lambda: _again(window, path, then), Qt.ConnectionType.QueuedConnection)
        window.status.say(tr("Opening {name}.", name=visible(path.name)))
        return True
    if held is not None:
        held.activateWindow()
        window.status.say(tr("{name} is open in another window.", name=visible(path.name)))
        return True
    return False


def make(window: Desk, path: Path) -> None:
    """Make an empty project at `path` in the background, then open it in this window's place."""
    from annotator.ui.work import Undertaking

    name = visible(path.name)

    def made(_answer: Any) -> None:
        open_instead(window, path)

    words = ("new", str(path.absolute()))
    undone = tr("{name} was not made", name=name)
    window.work.begin(Undertaking(words, tr("Making {name}", name=name), _nothing, _nothing, undone, then=made))


def _nothing(_facts: Any) -> str:
    return ""


def _not_opened(window: Desk, said: str) -> None:
    if isValid(window):
        window.setProperty(OPENING, False)
        window.status.say(said)


def _replace(window: Desk, found: app.Read, then: Shown) -> None:
    if not isValid(window) or not window.isVisible():  # it was closed meanwhile
        found.project.close(0)
        return
    window.setProperty(OPENING, False)
    fresh = app.window_on(found, window.frame.chosen.now)
    app.hold(fresh)
    fresh.restoreGeometry(window.saveGeometry())
    fresh.show()
    fresh.activateWindow()
    window.close()
    then(fresh)


def _tell(window: Desk, path: Path, problem: Problem, gone: bool, ways: tuple[str, ...]) -> None:
    if not isValid(window):
        return
    window.setProperty(OPENING, False)
    recent = window.frame.chosen.latest.recent
    if gone and str(path.absolute()) in recent:
        window.frame.chosen.keep(recent=[one for one in recent if one != str(path.absolute())])
    now = f" {problem.now}" if problem.now else ""
    actions = {
        **ways_on(window.run, path, ways),
        tr("Try again"): lambda: _again(window, path),
        tr("Open another\u2026"): lambda: window.run("project.open"),
        tr("Close this note"): lambda: window.banner.clear("trouble"),
    }
    head = tr("{name} was not opened", name=visible(path.name))
    window.status.say(f"{head}.")
    window.banner.tell("trouble", visible(f"{problem.why}.{now}"), actions, head, visible(str(path)))


def _again(window: Desk, path: Path, then: Shown = lambda _: None) -> None:
    if isValid(window) and window.isVisible():
        window.banner.clear("trouble")
        open_instead(window, path, then)
