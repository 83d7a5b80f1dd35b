"""A window that labels one word after another by real keys, and prints each span once the disk has it."""

from __future__ import annotations

import sys
from pathlib import Path

import planting
import workloads
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator import places, settings
from annotator.ui import app
from annotator.ui.window import Window

STEP = 5  # milliseconds between two labels
AGAIN = 500  # milliseconds, after which a window that stayed open for the sake of a slow disk is closed again


def labelling(window: Window, times: int) -> None:
    """Label the next word until `times` are labelled, then close the window."""
    left = iter(range(times))

    def saved(ids: frozenset[str]) -> None:
        waiting = window.session.unsaved_ids
        for id in sorted(ids - waiting):
            print(id, flush=True)

    def close() -> None:
        if window.isVisible() and not window.close():
            QTimer.singleShot(AGAIN, window, close)

    def step() -> None:
        if next(left, None) is None:
            timer.stop()
            close()
            return
        before = window.session.state
        QTest.keyClick(window.view, Qt.Key.Key_J)
        if window.session.state.place == before.place:  # the last word: go on with the first
            QTest.keyClick(window.view, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
            QTest.keyClick(window.view, Qt.Key.Key_J)
        QTest.keyClick(window.view, Qt.Key.Key_1)
        if window.session.state.marks is before.marks:  # it is that already: each turn is to change something
            QTest.keyClick(window.view, Qt.Key.Key_2)

    window.session.watch_saving(saved)
    timer = QTimer(window)
    timer.timeout.connect(step)
    timer.start(STEP)


def main() -> None:
    """Open the project that is named, and label so many words, once all stand at the gate: PROJECT TIMES [GATE]."""
    planting.plant()
    application = QApplication([])
    chosen = settings.load(places.config_folder())
    window = app.open_window(Path(sys.argv[1]), chosen)
    window.resize(1100, 800)
    window.show()
    window.view.setFocus()
    print("ready", flush=True)
    if sys.argv[3:]:
        workloads.stand_at(Path(sys.argv[3]))
    labelling(window, int(sys.argv[2]))
    application.exec()


if __name__ == "__main__":
    main()
