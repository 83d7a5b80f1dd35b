"""A window that does what it is told over its standard input, and answers each line with one line of JSON."""

from __future__ import annotations

import json
import select
import sys
import time
from collections.abc import Callable
from pathlib import Path

import planting
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator import places, settings
from annotator.ui import app
from annotator.ui.window import Window

PATIENCE = 30.0  # seconds
LOOK = 0.005


def waited(application: QApplication, seen: Callable[[], object], seconds: float = PATIENCE) -> bool:
    """Let the window work until `seen` is true; return whether it came to be."""
    until = time.monotonic() + seconds
    while not seen() and time.monotonic() < until:
        application.processEvents()
        time.sleep(LOOK)
    return bool(seen())


def is_saved(window: Window) -> bool:
    """Return whether nothing is under way, and nothing waits."""
    gathering = window.session.present.gathering
    return not gathering and not window.safety.waiting and window.banner.isHidden()


def told(window: Window) -> dict[str, object]:
    """Return what a person sees of the window."""
    window.show_around()
    return {
        "head": "" if window.banner.isHidden() else window.banner.head.text(),
        "sentence": "" if window.banner.isHidden() else window.banner.words.text(),
        "ways": [one.text() for one in window.banner.buttons if one.isVisible()],
        "said": window.status.said.text(),
        "waiting": window.safety.waiting,
        "mine": len(window.session.state.marks.spans),
        "text": window.session.state.text,
    }


def main() -> None:
    """Open the project that is named, and obey: label, look, run COMMAND VALUES, copy PATH, troubled, saved, close."""
    planting.plant()
    application = QApplication([])
    window = app.open_window(Path(sys.argv[1]), settings.load(places.config_folder()))
    window.resize(1100, 800)
    window.show()
    window.view.setFocus()
    waited(application, lambda: window.list.counts != {})
    print(json.dumps(told(window)), flush=True)
    while True:
        waited(application, lambda: select.select([sys.stdin], [], [], 0)[0], 3600.0)
        what, _, value = sys.stdin.readline().strip().partition(" ")
        if what == "label":
            QTest.keyClick(window.view, Qt.Key.Key_J)
            QTest.keyClick(window.view, Qt.Key.Key_1)
            waited(application, lambda: False, 0.1)
        elif what == "run":
            window.run(*value.split())
        elif what == "copy":
            done = window.frame.project.save_copy(Path(value))
            waited(application, done.done)
        elif what == "troubled":
            waited(application, lambda: window.safety.waiting and not window.banner.isHidden())
        elif what == "saved":
            waited(application, lambda: is_saved(window))
        elif what in ("close", ""):
            break
        print(json.dumps(told(window)), flush=True)
    window.close()
    waited(application, lambda: not window.isVisible())


if __name__ == "__main__":
    main()
