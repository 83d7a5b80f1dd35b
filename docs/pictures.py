"""Paint the pictures of the README into docs/pictures: the window on the sample project, in both themes.

Run it as `make pictures` on a machine with the DejaVu fonts; it needs no display.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "pictures"
FOCUSED = {"light": "Laurent Nunez", "dark": "Algeria and France have agreed"}
SIZE = (1440, 900)


def main() -> None:
    """Paint every picture."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as home:
        os.environ["SPANDESK_HOME"] = home
        from PySide6.QtWidgets import QApplication

        application = QApplication(["spandesk"])
        for theme, words in FOCUSED.items():
            _paint(theme, words)
        del application


def _paint(theme: str, words: str) -> None:
    from annotator import places, settings
    from annotator.ui import app, sample

    chosen = settings.Settings("author-a", "annotator A", theme=theme)
    settings.save(chosen, places.config_folder())
    sample.make(sample.path())
    window = app.open_window(sample.path(), chosen)
    window.resize(*SIZE)
    window.show()
    _wait(600)  # the list and its counts come from the reader's thread
    state = window.session.state
    span = next(one for one in state.marks.spans if state.text.startswith(words, one.start))
    window.session.run("focus.span", span.id)
    _wait(100)
    window.grab().save(str(FOLDER / f"window_{theme}.png"))
    window.close()


def _wait(milliseconds: int) -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    main()
