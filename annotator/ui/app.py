"""Start the window: settings, project, session, window; wiring only."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from PySide6.QtCore import QByteArray, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QRegion
from PySide6.QtWidgets import QApplication

from annotator import places, settings
from annotator.editing.session import Session
from annotator.editing.state import State, split
from annotator.model.article import Article
from annotator.model.languages import LANGUAGE
from annotator.model.mark import Author
from annotator.model.marks import Marks
from annotator.model.problem import Damaged, Problem
from annotator.model.tongue import tr
from annotator.project.connection import VERSION, inspect
from annotator.project.connection import trouble as trouble_of
from annotator.project.project import Project
from annotator.settings import Chosen, Settings
from annotator.ui import theme as themes
from annotator.ui.banner import Actions
from annotator.ui.frame import Frame, Post
from annotator.ui.suggesting import Suggesting
from annotator.ui.theme import Theme
from annotator.ui.window import Window

if TYPE_CHECKING:
    from concurrent.futures import Future

    from annotator.model.request import Opened
    from annotator.ui.desk import Desk
    from annotator.ui.desktop import Habits
    from annotator.ui.keeping import Keeper
    from annotator.ui.returning import Returning
    from annotator.ui.tokenising import TokensOfOpen

WIDTH, HEIGHT = 1440, 900
TOKENS_AFTER = 200  # milliseconds after the first paint: whoever sees the article first looks at it
INDEX_AFTER = 2_000  # milliseconds after the first paint, for whoever begins to work at once
YOUNG = 10_000  # objects until the young ones are looked through: a page makes thousands, none of them garbage
NO_DISPLAY = "there is no display to open a window on; `spandesk demo` works without one"


def main(project: Path | None) -> int:
    """Open the window on `project`, else on the last one, else on the sample; return the exit code."""
    if not has_display():
        raise Problem("no window was opened", NO_DISPLAY)
    gc.disable()  # until the first paint: nothing that is made before it becomes garbage
    application = QApplication.instance() or QApplication(["spandesk"])
    application.setApplicationName("Spandesk")
    QGuiApplication.setDesktopFileName("spandesk")
    chosen = settings.load(places.config_folder())
    window = open_named(project, chosen) if project else open_last(chosen)
    hold(window)
    window.show()
    return int(application.exec())


_held: set[Desk] = set()


def hold(window: Desk) -> None:
    """Keep a window until its project is closed; then it is deleted."""
    _held.add(window)
    window.ended.connect(lambda: _let_go(window), Qt.ConnectionType.QueuedConnection)


def holder_of(path: Path) -> Desk | None:
    """Return the window of this process that has the file at `path` open, under whatever name.

    Asked before the file is looked at: who opens and closes it once more loses SQLite's locks on it.
    """
    with contextlib.suppress(OSError):
        return next((one for one in _held if path.samefile(one.frame.project.path)), None)
    return None


def _let_go(window: Desk) -> None:
    _held.discard(window)
    window.deleteLater()


def has_display() -> bool:
    """Return whether Qt could open a window: without a display it would abort."""
    if os.environ.get("QT_QPA_PLATFORM", "") in ("offscreen", "minimal", "vnc") or sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_named(path: Path, chosen: Settings) -> Window:
    """Return the window on the project at `path`; of a damaged one, the sample and what can be done; raises Problem."""
    try:
        return open_window(path, chosen)
    except Damaged as problem:
        return open_sample(chosen, path, problem)


def open_last(chosen: Settings) -> Window:
    """Return the window on the project that was open last, else on the sample; raises Problem if neither opens."""
    if not chosen.project:
        return open_sample(chosen)
    last = Path(chosen.project)
    try:
        return open_window(last, chosen)
    except (Problem, ValueError) as error:  # a path with a zero in it is none at all
        return open_sample(chosen, last, error)


def open_sample(chosen: Settings, asked: Path | None = None, why: Problem | ValueError | None = None) -> Window:
    """Return the window on the sample; it says `why` the project that was `asked` for is not open in its place."""
    from annotator.ui import sample  # the first start only

    path = sample.path()
    first = sample.make(path)
    window = open_window(path, chosen)
    if first:
        window.hints.show_welcome()
    if asked is not None:
        trouble = tr("{error} The sample is open instead.", error=why)
        window.banner.tell("start", trouble, _noted(window, asked, why))
    return window


def _noted(window: Window, path: Path, why: object) -> Actions:
    from annotator.ui.ways import ways_of, ways_on

    ways = ways_on(window.run, path, ways_of(path, why))
    return {**ways, tr("Close this note"): lambda: window.banner.clear("start")}


class Read(NamedTuple):
    """A project that is open, what is shown of it first, and what is told where that is damaged."""

    path: Path
    project: Project
    state: State
    trouble: Problem | None
    names: dict[str, str]  # of the authors, by id


def open_window(path: Path, chosen: Settings) -> Window:
    """Return the window on the project at `path`, its first article read; raises Problem."""
    return window_on(read(path, chosen), chosen)


def read(path: Path, chosen: Settings) -> Read:
    """Open the project at `path` and read what is shown first, on whatever thread; raises Problem."""
    if inspect(path) < VERSION:
        from annotator import jobs  # once in a format's life

        jobs.finish(jobs.start("upgrade", str(path)))  # in a process of its own: it loads what the window never does
    project = Project.open(path, Author(chosen.author_id, chosen.author_name))
    try:
        state, trouble = first_state(project, chosen.article.get(str(path.absolute()), ""))
        names = {author.id: author.name for author in project.reader.authors().values()}
    except Exception as error:
        project.close(0)
        if type(error).__module__ != "sqlite3":  # by name: the window knows no SQLite
            raise
        raise trouble_of(path, cast(Any, error)) from None
    return Read(path, project, state, trouble, names)


def window_on(found: Read, chosen: Settings) -> Window:
    """Return the window on what was read."""
    post, project = Post(), found.project
    theme = Theme.load(themes.chosen(chosen.theme))
    session = Session(found.state, project.commit, project.library, lambda: os.urandom(12).hex(), post)
    session.names.update(
        {**found.names, project.author.id: project.author.name}
    )  # mine is stored with my first gesture
    frame = Frame(
        project, session, theme, post, Chosen(chosen, places.config_folder()), Suggesting(project, session, post)
    )
    window = Window(frame)
    _Starter(found.path, window)
    if found.state.number == 0 and found.trouble is None:
        window.tell_empty()
    if found.trouble is not None:
        window.banner.tell("start", str(found.trouble), _noted(window, found.path, found.trouble))
    return window


def first_state(project: Project, article: str) -> tuple[State, Problem | None]:
    """Return the State of the article shown last, else of the next unfinished, else of the first.

    An article that is damaged is not shown: the State is empty then, and the Problem tells why.
    """
    reader, author = project.reader, project.author.id
    scheme, language = reader.scheme(), reader.setting(LANGUAGE.id)
    number = reader.number_of(article) if article else None
    if number is None:
        number = reader.next_number(0, author, unfinished=True) or reader.next_number(0, author)
    nothing = State(Article.of(""), 0, Marks(), Marks(), author, scheme, language=language)
    try:
        opened = None if number is None else reader.opened(number, sure=False)  # looked at once it is painted
    except Problem as problem:
        return nothing, problem
    if opened is None:
        return nothing, None
    mine, others = split(author, opened.marks, opened.article.id)
    return State(opened.article, opened.number, mine, others, author, scheme, beneath=opened.beneath,
                 language=language), None  # fmt: skip


class _Starter(QObject):
    """What the window does once it is painted, and what it keeps when it closes."""

    def __init__(self, path: Path, window: Window) -> None:
        super().__init__(window)
        self.path, self.window, self.chosen = str(path.absolute()), window, window.frame.chosen
        now = self.chosen.now
        self.habits: Habits | None = None  # once it is painted
        self.returning: Returning | None = None
        self.keeper: Keeper | None = None
        self.tokens: TokensOfOpen | None = None
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
        if not gc.isenabled():  # the first window: a later one would keep what those before it left behind
            gc.freeze()
            gc.set_threshold(YOUNG)
            gc.enable()
        window = self.window
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._desktop_changed)
        window.frame.project.watch(lambda gesture: window.frame.post(lambda: window.foreign(gesture)))
        window.list.reload()
        window.rebind()
        window.frame.suggesting.start()
        self._settle_in()
        self._verify(window.session.state.number)
        QTimer.singleShot(TOKENS_AFTER, self, self._tokenise)
        QTimer.singleShot(INDEX_AFTER, self, self._index)

    def _verify(self, number: int) -> None:
        """Hold the article that was painted first against its id; what is damaged is said."""
        window = self.window

        def told(done: Future[Opened | None]) -> None:
            problem = done.exception()
            if isinstance(problem, Problem):
                actions = _noted(window, Path(self.path), problem)
                window.frame.post(lambda: window.banner.tell("start", str(problem), actions))

        if number:
            window.frame.project.read(lambda reader: reader.opened(number)).add_done_callback(told)

    def _tokenise(self) -> None:
        """Begin to follow the tokens; what that needs is loaded on the reader's thread, beside whoever works."""
        frame = self.window.frame
        asked = frame.project.read(lambda _: import_module("annotator.ui.tokenising"))
        asked.add_done_callback(lambda _: frame.post(self._follow_tokens))

    def _follow_tokens(self) -> None:
        from annotator.ui.tokenising import TokensOfOpen

        if self.window.isVisible():
            self.tokens = TokensOfOpen(self.window.frame)

    def _index(self) -> None:
        if self.window.isVisible():  # else its project is closed
            self.window.frame.project.searcher.start()

    def _settle_in(self) -> None:
        from annotator.ui.desktop import Habits
        from annotator.ui.keeping import Keeper
        from annotator.ui.recent import with_newest
        from annotator.ui.returning import Returning

        self.habits, self.returning = Habits(self.window), Returning(self.window)
        self.keeper = Keeper(self.window)
        self._say_where(places.network_share(Path(self.path)))
        self.chosen.keep(project=self.path, recent=with_newest(self.chosen.latest.recent, self.path))

    def _say_where(self, share: str) -> None:
        """Say that a project lies where SQLite's locks may not hold."""
        if share:
            said = tr(
                "This project lies on a network share ({kind}). Work in it from one machine at a time: where a share"
                " keeps no locks, two can damage it.",
                kind=share,
            )
            banner = self.window.banner
            banner.tell("share", said, {tr("Close this note"): lambda: banner.clear("share")})

    def _desktop_changed(self) -> None:
        if self.window.isVisible() and self.chosen.now.theme not in themes.names():
            self.window.follow_theme()

    def _keep(self) -> None:
        window, path = self.window, self.path
        if self.returning is not None:
            self.returning.close()
        if self.tokens is not None:
            self.tokens.close()
        geometry = bytes(window.saveGeometry().toBase64().data()).decode("ascii")
        latest = self.chosen.latest
        last = {"project": path} if len(_held) < 2 else {}  # another window took its place: that one is opened next
        self.chosen.keep(
            **last, zoom=window.view.zoom, geometry=geometry, hints=not window.hints.isHidden(),
            article={**latest.article, path: window.session.state.article.id},
            scroll={**latest.scroll, path: window.view.first_visible()},
        )  # fmt: skip


def _place(window: Window, geometry: str) -> None:
    """Give the window its last place, clamped to the screens that exist now."""
    window.resize(WIDTH, HEIGHT)
    if geometry:
        window.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii", "ignore")))
    whole = Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    wanted = window.geometry()
    place = inside(wanted, screens)
    if place != wanted and not window.windowState() & whole:
        window.setGeometry(place)


def inside(wanted: QRect, screens: Sequence[QRect]) -> QRect:
    """Return `wanted` if the screens show all of it, else its like within the screen that shows most of it."""
    seen = QRegion()
    for screen in screens:
        seen += QRegion(screen)
    if not screens or QRegion(wanted).subtracted(seen).isEmpty():
        return wanted
    screen = max(screens, key=lambda one: _area(one & wanted))
    width, height = min(wanted.width(), screen.width()), min(wanted.height(), screen.height())
    x = min(max(wanted.x(), screen.x()), screen.x() + screen.width() - width)
    y = min(max(wanted.y(), screen.y()), screen.y() + screen.height() - height)
    return QRect(x, y, width, height)


def _area(rect: QRect) -> int:
    return max(0, rect.width()) * max(0, rect.height())
