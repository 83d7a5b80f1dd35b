"""A window whose disk takes 200 ms for each write and sync: what each kind of key costs is printed as JSON."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import planting
from interposing import Control
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator import places, settings
from annotator.ui import app

Key, Modifier = Qt.Key, Qt.KeyboardModifier
PATIENCE = 300.0  # seconds until all must have arrived


class Watch:
    """Does what it is given and lets the window paint, and keeps the longest of each kind, in milliseconds."""

    def __init__(self, application: QApplication) -> None:
        self.application = application
        self.longest: dict[str, float] = {}

    def measure(self, kind: str, do: Callable[[], None]) -> None:
        began = time.perf_counter()
        do()
        self.application.processEvents()
        self._note(kind, began)

    def idle(self, kind: str, seconds: float) -> None:
        """Let the window work for a while; each round of events is one measurement."""
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            began = time.perf_counter()
            self.application.processEvents()
            self._note(kind, began)
            time.sleep(0.002)

    def _note(self, kind: str, began: float) -> None:
        self.longest[kind] = max(self.longest.get(kind, 0.0), (time.perf_counter() - began) * 1000)


def main() -> None:
    """Work in the project that is named: PROJECT CONTROL DELAY LABELS; the delay in microseconds."""
    planting.plant()
    application = QApplication([])
    control = Control(Path(sys.argv[2]))
    control["window"] = os.getpid()  # of its first thread; a child has a first one as well
    window = app.open_window(Path(sys.argv[1]), settings.load(places.config_folder()))
    window.resize(1100, 800)
    window.show()
    window.view.setFocus()
    watch = Watch(application)
    watch.idle("settling", 3.0)
    watch.longest.clear()
    control["delay"] = int(sys.argv[3])

    def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Modifier.NoModifier) -> Callable[[], None]:
        return lambda: QTest.keyClick(window.focusWidget() or window.view, key, modifier)

    for _ in range(int(sys.argv[4])):
        watch.measure("unit", press(Key.Key_J))
        watch.measure("label", press(Key.Key_1))
        watch.idle("idle", 0.05)
    queued = len(window.session.unsaved)
    watch.measure("undo", press(Key.Key_Z, Modifier.ControlModifier))
    watch.measure("next article", press(Key.Key_PageDown, Modifier.ControlModifier))
    watch.idle("idle", 0.3)
    for letter in "report":
        watch.measure("list", lambda letter=letter: QTest.keyClicks(window.list.field, letter))
        watch.idle("idle", 0.05)
    watch.measure("search opened", press(Key.Key_F, Modifier.ControlModifier | Modifier.ShiftModifier))
    watch.idle("idle", 0.3)
    for letter in "northport":
        watch.measure("search", lambda letter=letter: QTest.keyClicks(window.focusWidget(), letter))
        watch.idle("idle", 0.05)
    control["delay"] = 10_000  # what waits has shown that it waits; it need not take minutes
    until = time.monotonic() + PATIENCE
    while window.session.unsaved and time.monotonic() < until:
        watch.idle("saving", 0.05)
    left = len(window.session.unsaved)
    control.lift()
    window.close()
    application.processEvents()
    print(json.dumps({"queued": queued, "left": left, "longest": watch.longest, "in_window": control["in_window"]}))


if __name__ == "__main__":
    main()
