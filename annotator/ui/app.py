"""Start the window: settings, project, session, window; wiring only."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QByteArray, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from annotator import places, settings
from annotator.editing.session import Session
from annotator.editing.state import State, split
from annotator.model.article import Article
from annotator.model.mark import Author
from annotator.model.marks import Marks
from annotator.model.problem import Problem
from annotator.project.project import Project
from annotator.settings import Settings
from annotator.ui.frame import Frame, Post
from annotator.ui.theme import Theme
from annotator.ui.window import Window

WIDTH, HEIGHT = 1440, 900
NO_DISPLAY = "there is no display to open a window on; `spandesk demo` works without one"


def main(project: Path | None) -> int:
    """Open the window on `project`, else on the last one, else on the sample; return the exit code."""
    if not has_display():
        raise Problem("no window was opened", NO_DISPLAY)
    gc.disable()  # until the first paint: nothing that is made before it becomes garbage
    application = QApplication.instance() or QApplication(["spandesk"])
    application.setApplicationName("Spandesk")
    chosen = settings.load(places.config_folder())
    window = open_window(project or _last(chosen), chosen)
    window.show()
    return int(application.exec())


def has_display() -> bool:
    """Return whether Qt could open a window: without a display it would abort."""
    if os.environ.get("QT_QPA_PLATFORM", "") in ("offscreen", "minimal", "vnc") or sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _last(chosen: Settings) -> Path:
    if chosen.project and Path(chosen.project).is_file():
        return Path(chosen.project)
    from annotator.ui import sample  # the first start only

    path = sample.path()
    sample.make(path)
    return path


def open_window(path: Path, chosen: Settings) -> Window:
    """Return the window on the project at `path`, its first article read; raises Problem."""
    project = Project.open(path, Author(chosen.author_id, chosen.author_name))
    post = Post()
    theme = Theme.load(theme_name(chosen.theme))
    state = first_state(project, chosen.article.get(str(path.absolute()), ""))
    session = Session(state, project.commit, project.library, lambda: os.urandom(12).hex(), post)
    frame = Frame(project, session, theme, post)
    starter = _Starter(path, chosen)
    window = Window(frame, starter.actions())
    starter.attach(window)
    return window


def first_state(project: Project, article: str) -> State:
    """Return the State of the article shown last, else of the next unfinished, else of the first."""
    reader, author = project.reader, project.author.id
    scheme = reader.scheme()
    number = reader.number_of(article) if article else None
    if number is None:
        number = reader.next_number(0, author, unfinished=True) or reader.next_number(0, author)
    opened = None if number is None else reader.opened(number)
    if opened is None:
        return State(Article.of(""), 0, Marks(), Marks(), author, scheme)
    mine, others = split(author, opened.marks, opened.article.id)
    return State(opened.article, opened.number, mine, others, author, scheme)


def theme_name(chosen: str) -> str:
    """Return the theme to paint in: the chosen one, else that of the desktop."""
    if chosen in ("light", "dark"):
        return chosen
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return "dark" if dark else "light"


class _Starter:
    """What the window does once it is painted, and what it keeps when it closes."""

    def __init__(self, path: Path, chosen: Settings) -> None:
        self.path, self.chosen = path, chosen
        self.window: Window | None = None

    def actions(self) -> list[tuple[str, str, str, Callable[[], None]]]:
        return [
            ("File", "Quit", "Ctrl+Q", self._close),
            ("View", "Light theme", "", lambda: self._theme("light")),
            ("View", "Dark theme", "", lambda: self._theme("dark")),
            ("View", "The desktop's theme", "", lambda: self._theme("system")),
        ]

    def attach(self, window: Window) -> None:
        self.window = window
        window.view.zoom = self.chosen.zoom
        window.before_closing = self._keep
        _place(window, self.chosen.geometry)
        if self.chosen.article.get(str(self.path.absolute())) == window.session.state.article.id:
            window.view.scroll_to(self.chosen.scroll.get(str(self.path.absolute()), 0))
        QTimer.singleShot(0, self._painted)

    def _painted(self) -> None:
        # From here on the window's thread never asks SQLite anything.
        gc.freeze()
        gc.enable()
        window = self.window
        if window is None:
            return
        QApplication.instance().installEventFilter(window)  # type: ignore[union-attr]
        window.frame.project.watch(lambda gesture: window.frame.post(lambda: window.session.foreign(gesture)))
        window.list.reload()

    def _close(self) -> None:
        if self.window is not None:
            self.window.close()

    def _theme(self, name: str) -> None:
        self.chosen = replace(self.chosen, theme=name)
        if self.window is not None:
            self.window.set_theme(Theme.load(theme_name(name)))

    def _keep(self) -> None:
        window = self.window
        if window is None:
            return
        path, state = str(self.path.absolute()), window.session.state
        seen = window.view.first_visible()
        geometry = bytes(window.saveGeometry().toBase64().data()).decode("ascii")
        kept = replace(
            self.chosen, project=path, zoom=window.view.zoom, geometry=geometry,
            article={**self.chosen.article, path: state.article.id}, scroll={**self.chosen.scroll, path: seen},
        )  # fmt: skip
        with contextlib.suppress(OSError):
            settings.save(kept, places.config_folder())


def _place(window: Window, geometry: str) -> None:
    """Give the window its last place, clamped to the screens that exist now."""
    window.resize(WIDTH, HEIGHT)
    if geometry:
        window.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii")))
    seen = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    frame = window.geometry()
    away = not any(rect.intersects(frame.adjusted(80, 40, -80, -40)) for rect in seen)
    too_large = not geometry and bool(seen) and (seen[0].width() < WIDTH or seen[0].height() < HEIGHT)
    if seen and (away or too_large):
        window.setGeometry(_inside(seen[0]))


def _inside(screen: QRect) -> QRect:
    return QRect(screen.x(), screen.y(), min(WIDTH, screen.width()), min(HEIGHT, screen.height()))
