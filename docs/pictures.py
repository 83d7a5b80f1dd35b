"""Paint the pictures of the pages into docs/pictures: the window on the sample project, and what lies over it.

Run it as `make pictures` on a machine with the DejaVu fonts; it needs no display. A picture is a function below: its
name is the file's, and it is given a window on a project of its own.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "pictures"
SIZE = (1440, 900)
PATIENCE = 15_000  # milliseconds


def main() -> None:
    """Paint every picture."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as home:
        os.environ["SPANDESK_HOME"] = home
        from PySide6.QtWidgets import QApplication

        application = QApplication(["spandesk"])
        for picture in PICTURES:
            _paint(picture)
        del application


# ---- the pictures
def window_light(window: Any) -> None:
    """Show the window, a name in focus."""
    _focus(window, "Laurent Nunez")


def window_dark(window: Any) -> None:
    """Show the window in the dark theme, a claim in focus."""
    _theme(window, "dark")
    _focus(window, "Algeria and France have agreed")


def focus(window: Any) -> None:
    """Look at one label alone."""
    _focus(window, "Algeria and France have agreed")
    window.run("label.isolate")


def palette(window: Any) -> None:
    """Open the palette of commands."""
    _focus(window, "Laurent Nunez")
    window.open_sheet("palette", "n ar")


def cheatsheet(window: Any) -> None:
    """Open the sheet of all keys."""
    _focus(window, "Laurent Nunez")
    window.run("help.keys")


def settings(window: Any) -> None:
    """Open the settings, with the table of keys."""
    window.run("program.settings")


def first_run(window: Any) -> None:
    """Show what the very first start shows."""
    window.hints.show_welcome()


def error_banner(window: Any) -> None:
    """Show what waits while another program holds the file."""
    with _held(window.frame.project.path):
        _select(window, "diplomatic tension")
        window.run("label.apply", "entities/issue")
        _until(lambda: window.banner.isVisible())
        _wait(400)
        _save(window, "error_banner")


def suggestions(window: Any) -> None:
    """Focus a suggestion in an article that is partly labelled."""
    for words, label in (("Algeria", "gpe"), ("France", "gpe"), ("Laurent Nunez", "per"), ("Said Sayoud", "per")):
        _select(window, words)
        window.run("label.apply", f"entities/{label}")
    _select(window, "Algeria and France have agreed to restart a senior security coordination framework")
    window.run("label.apply", "claims/claim")
    _until(lambda: len(window.session.state.suggestions) > 4)
    window.run("focus.caret", window.session.state.text.index("two-day"))
    window.run("suggestion.next")


def history(window: Any) -> None:
    """Show the article as it was before its last changes."""
    _focus(window, "Laurent Nunez")
    window.run("span.delete")
    _select(window, "diplomatic tension")
    window.run("label.apply", "entities/issue")
    _until(lambda: not window.session.unsaved)
    window.run("history.article")
    _wait(400)
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    for _ in range(2):
        QTest.keyClick(window.focusWidget() or window.view, Qt.Key.Key_Down)
        _wait(200)


def find(window: Any) -> None:
    """Find words in the article."""
    window.run("find.open")
    window.finding.bar.field.setText("security")


def search(window: Any) -> None:
    """Find words in all articles."""
    window.run("search.open")
    _wait(3_000)  # the index grows in the background
    window.sides.page.field.setText("migration")
    _wait(800)


def scheme(window: Any) -> None:
    """Open the page on which labels are changed."""
    window.run("label.edit")


def export(window: Any) -> None:
    """Ask what a bundle would be."""
    _select(window, "diplomatic tensi")
    window.run("label.apply", "entities/issue")
    _until(lambda: not window.session.unsaved)
    window.run("project.export")
    from annotator.ui.dialogs.export import ExportDialog

    dialog = window.findChild(ExportDialog)
    _until(lambda: dialog.outlook.answer is not None)
    _wait(400)
    dialog.target.setText("Sample project.training")  # not where it lies on this machine
    _until(lambda: dialog.outlook.answer is not None)
    dialog.grab().save(str(FOLDER / "export.png"))
    dialog.reject()


PICTURES: tuple[Callable[[Any], None], ...] = (
    window_light, window_dark, focus, palette, cheatsheet, settings, first_run, error_banner, suggestions, history,
    find, search, scheme, export,
)  # fmt: skip
SAVED = (error_banner, export)  # they save what they show: it is over when the file is free, or no part of the window
UNLABELLED = (suggestions,)  # of which the project has the article without its labels


# ---- how they are made
def _paint(picture: Callable[[Any], None]) -> None:
    from annotator import places
    from annotator.settings import Settings, save
    from annotator.ui import app

    name = picture.__name__
    chosen = Settings("author-a", "annotator A", theme="light")
    save(chosen, places.config_folder())
    window = app.open_window(_project(name, picture in UNLABELLED), chosen)
    window.resize(*SIZE)
    window.show()
    window.view.setFocus()
    _until(lambda: window.list.counts != {} and window.session.state.tokens is not None)
    picture(window)
    _wait(500)  # what comes from the reader's thread
    if picture not in SAVED:
        _save(window, name)
    _until(lambda: not window.session.unsaved)
    window.close()


def _project(name: str, unlabelled: bool) -> Path:
    import json

    from annotator import jobs, places
    from annotator.ui import sample

    folder = places.data_folder() / name
    folder.mkdir(parents=True)
    path, source = folder / "Sample project.spans", sample.source()
    if unlabelled:
        held = json.loads(source.read_text(encoding="utf-8").splitlines()[0])
        source = folder / "article.jsonl"
        source.write_text(json.dumps({**held, "spans": [], "status": {}}) + "\n", encoding="utf-8")
    jobs.finish(jobs.start("new", str(path)))
    jobs.finish(jobs.start("add", str(path), str(source)))
    return path


def _save(window: Any, name: str) -> None:
    window.show_around()
    window.grab().save(str(FOLDER / f"{name}.png"))


def _theme(window: Any, name: str) -> None:
    from annotator.ui.theme import Theme

    window.set_theme(Theme.load(name))


def _focus(window: Any, words: str) -> None:
    state = window.session.state
    span = next(one for one in state.marks.spans if state.text.startswith(words, one.start))
    window.run("focus.span", span.id)
    _wait(100)


def _select(window: Any, words: str) -> None:
    start = window.session.state.text.index(words)
    window.run("focus.range", start, start + len(words))


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """Keep the project's file from being written, as another program may."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


def _until(holds: Callable[[], bool]) -> None:
    from PySide6.QtCore import QDeadlineTimer

    deadline = QDeadlineTimer(PATIENCE)
    while not holds() and not deadline.hasExpired():
        _wait(20)


def _wait(milliseconds: int) -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    main()
