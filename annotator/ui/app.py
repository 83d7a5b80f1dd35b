"""Start the window: settings, project, session, window; wiring only."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from annotator import places, settings
from annotator.editing.session import Session
from annotator.editing.state import State, split
from annotator.model.article import Article
from annotator.model.mark import Author
from annotator.model.marks import Marks
from annotator.model.problem import Problem
from annotator.project.connection import VERSION, inspect
from annotator.project.project import Project
from annotator.settings import Chosen, Settings
from annotator.ui import theme as themes
from annotator.ui.banner import Actions
from annotator.ui.frame import Frame, Post
from annotator.ui.suggesting import Suggesting
from annotator.ui.theme import Theme
from annotator.ui.window import Window

WIDTH, HEIGHT = 1440, 900
INDEX_AFTER = 2_000  # milliseconds after the first paint, for whoever begins to work at once
NO_DISPLAY = "there is no display to open a window on; `spandesk demo` works without one"


def main(project: Path | None) -> int:
    """Open the window on `project`, else on the last one, else on the sample; return the exit code."""
    if not has_display():
        raise Problem("no window was opened", NO_DISPLAY)
    gc.disable()  # until the first paint: nothing that is made before it becomes garbage
    application = QApplication.instance() or QApplication(["spandesk"])
    application.setApplicationName("Spandesk")
    chosen = settings.load(places.config_folder())
    window = open_window(project, chosen) if project else open_last(chosen)
    window.show()
    return int(application.exec())


def has_display() -> bool:
    """Return whether Qt could open a window: without a display it would abort."""
    if os.environ.get("QT_QPA_PLATFORM", "") in ("offscreen", "minimal", "vnc") or sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_last(chosen: Settings) -> Window:
    """Return the window on the project that was open last, else on the sample; raises Problem if neither opens."""
    last = Path(chosen.project) if chosen.project else None
    trouble = ""
    if last is not None:
        try:
            return open_window(last, chosen)
        except (Problem, ValueError) as error:  # a path with a zero in it is none at all
            trouble = f"{error} The sample is open instead."
    from annotator.ui import sample  # the first start only

    path = sample.path()
    first = sample.make(path)
    window = open_window(path, chosen)
    if first:
        window.hints.show_welcome()
    if trouble:
        window.banner.tell("start", trouble, _noted(window))
    return window


def _noted(window: Window) -> Actions:
    return {"Close this note": lambda: window.banner.clear("start")}


def open_window(path: Path, chosen: Settings) -> Window:
    """Return the window on the project at `path`, its first article read; raises Problem."""
    if inspect(path) < VERSION:
        from annotator import jobs  # once in a format's life

        jobs.finish(jobs.start("upgrade", str(path)))  # in a process of its own: it loads what the window never does
    project = Project.open(path, Author(chosen.author_id, chosen.author_name))
    post = Post()
    theme = Theme.load(themes.chosen(chosen.theme))
    state, trouble = first_state(project, chosen.article.get(str(path.absolute()), ""))
    session = Session(state, project.commit, project.library, lambda: os.urandom(12).hex(), post)
    session.names = {author.id: author.name for author in project.reader.authors().values()}
    frame = Frame(
        project, session, theme, post, Chosen(chosen, places.config_folder()), Suggesting(project, session, post)
    )
    window = Window(frame)
    _Starter(path, window)
    if state.number == 0 and trouble is None:
        window.tell_empty()
    if trouble is not None:
        window.banner.tell("start", str(trouble), _noted(window))
    return window


def first_state(project: Project, article: str) -> tuple[State, Problem | None]:
    """Return the State of the article shown last, else of the next unfinished, else of the first.

    An article that is damaged is not shown: the State is empty then, and the Problem tells why.
    """
    reader, author = project.reader, project.author.id
    scheme = reader.scheme()
    number = reader.number_of(article) if article else None
    if number is None:
        number = reader.next_number(0, author, unfinished=True) or reader.next_number(0, author)
    nothing = State(Article.of(""), 0, Marks(), Marks(), author, scheme)
    try:
        opened = None if number is None else reader.opened(number)
    except Problem as problem:
        return nothing, problem
    if opened is None:
        return nothing, None
    mine, others = split(author, opened.marks, opened.article.id)
    return State(opened.article, opened.number, mine, others, author, scheme), None


class _Starter(QObject):
    """What the window does once it is painted, and what it keeps when it closes."""

    def __init__(self, path: Path, window: Window) -> None:
        super().__init__(window)
        self.path, self.window, self.chosen = str(path.absolute()), window, window.frame.chosen
        now = self.chosen.now
        window.view.zoom = now.zoom
        if now.others:
            window.view.shows_others = True
        window.before_closing = self._keep
        window.hints.setVisible(now.hints)
        _place(window, now.geometry)
        if now.article.get(self.path) == window.session.state.article.id:
            window.view.scroll_to(now.scroll.get(self.path, 0))
        window.view.painted.connect(self._painted, Qt.ConnectionType.QueuedConnection)

    def _painted(self) -> None:
        # From here on the window's thread never asks SQLite anything.
        gc.freeze()
        gc.enable()
        window = self.window
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._desktop_changed)
        window.frame.project.watch(lambda gesture: window.frame.post(lambda: window.foreign(gesture)))
        window.list.reload()
        window.rebind()
        window.frame.suggesting.start()
        QTimer.singleShot(INDEX_AFTER, self, self._index)

    def _index(self) -> None:
        if self.window.isVisible():  # else its project is closed
            self.window.frame.project.searcher.start()

    def _desktop_changed(self) -> None:
        if self.window.isVisible() and self.chosen.now.theme not in themes.names():
            self.window.follow_theme()

    def _keep(self) -> None:
        window, path = self.window, self.path
        geometry = bytes(window.saveGeometry().toBase64().data()).decode("ascii")
        latest = self.chosen.latest
        self.chosen.keep(
            project=path, zoom=window.view.zoom, geometry=geometry, hints=not window.hints.isHidden(),
            article={**latest.article, path: window.session.state.article.id},
            scroll={**latest.scroll, path: window.view.first_visible()},
        )  # fmt: skip


def _place(window: Window, geometry: str) -> None:
    """Give the window its last place, clamped to the screens that exist now."""
    window.resize(WIDTH, HEIGHT)
    if geometry:
        window.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii", "ignore")))
    seen = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    frame = window.geometry()
    away = not any(rect.intersects(frame.adjusted(80, 40, -80, -40)) for rect in seen)
    too_large = not geometry and bool(seen) and (seen[0].width() < WIDTH or seen[0].height() < HEIGHT)
    if seen and (away or too_large):
        window.setGeometry(_inside(seen[0]))


def _inside(screen: QRect) -> QRect:
    return QRect(screen.x(), screen.y(), min(WIDTH, screen.width()), min(HEIGHT, screen.height()))
