"""A process that tells when its window was first painted, and which heavy modules it had loaded by then, and ends.

`python -m benches.apparatus.first_paint empty` shows an empty window, `words` one that paints a line of text; with
`ours` and perhaps a project it starts the program as the shell does. It prints the clock (nanoseconds, the same for
all processes) and the modules.
"""

import os
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

HEAVY = ("spacy", "numpy", "sqlite_utils")


def tell() -> None:
    """Print the moment and the heavy modules, and leave at once."""
    now = time.monotonic_ns()
    loaded = [name for name in HEAVY if name in sys.modules]
    print(now, *loaded, flush=True)
    os._exit(0)


def show(kind: str) -> None:
    """Show a window of the size of ours: "empty" has nothing in it, "words" paints a line of text."""
    from PySide6.QtWidgets import QApplication

    application = QApplication([kind])
    window = empty_window() if kind == "empty" else window_with_words()
    window.resize(1440, 900)
    window.show()
    application.exec()


def empty_window() -> "QWidget":
    """Return a window with nothing in it."""
    from PySide6.QtWidgets import QWidget

    class Empty(QWidget):
        def paintEvent(self, event: object) -> None:  # noqa: ARG002, N802 - Qt's
            tell()

    return Empty()


def window_with_words() -> "QWidget":
    """Return a window that paints one line: Qt's names and the fonts are loaded for it."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QFont, QPainter
    from PySide6.QtWidgets import QWidget

    class Words(QWidget):
        def paintEvent(self, event: object) -> None:  # noqa: ARG002, N802 - Qt's
            painter = QPainter(self)
            painter.setFont(QFont("DejaVu Serif"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "Two ministers met.")
            painter.end()
            tell()

    return Words()


def ours(words: list[str]) -> None:
    """Start the program as `spandesk` does; the reading view's first paint with an article in it counts."""
    from annotator.cli import main
    from annotator.ui.reading.view import ReadingView

    paint = ReadingView.paintEvent

    def painted(self: ReadingView, event: object) -> None:
        paint(self, event)  # type: ignore[arg-type]
        if self.page is not None and self.page.state.article.text:
            tell()

    ReadingView.paintEvent = painted  # type: ignore[method-assign]
    sys.exit(main(words))


if __name__ == "__main__":
    if sys.argv[1] in ("empty", "words"):
        show(sys.argv[1])
    else:
        ours(sys.argv[2:])
