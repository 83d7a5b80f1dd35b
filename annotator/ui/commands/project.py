"""Commands of the project file: making, opening, copying and closing it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from annotator.model.problem import Problem, counted, visible
from annotator.model.tongue import tr
from annotator.ui.command import window_command

if TYPE_CHECKING:
    from concurrent.futures import Future

    from PySide6.QtWidgets import QMenu

    from annotator.project.backup import Saved
    from annotator.ui.desk import Desk

ORDER = 10


@window_command("project.new", "New project\u2026", "Ctrl+N", group="File")
def new(window: Desk) -> None:
    """Make an empty project and open it here."""
    from annotator.ui import opening
    from annotator.ui.dialogs import files

    proposed = files.unused(files.beside(window.frame) / f"{tr('Project')}.{files.SUFFIX}")
    files.ask_new(window, tr("New project"), lambda paths: opening.make(window, paths[0]), proposed, files.projects())


@window_command("project.open", "Open\u2026", "Ctrl+O", group="File")
def open_(window: Desk) -> None:
    """Open another project here; this one is closed."""
    from annotator.ui import opening
    from annotator.ui.dialogs import files

    files.ask(
        window, tr("Open a project"), lambda paths: opening.open_instead(window, paths[0]), files.beside(window.frame),
        files.Mode.ExistingFile, files.projects(),
    )  # fmt: skip


def _fill_recent(window: Desk, menu: QMenu) -> None:
    from annotator.ui.recent import fill

    fill(window, menu)


@window_command("project.recent", "Open recent", group="File", fills=_fill_recent)
def open_recent(window: Desk, path: str = "") -> None:
    """Open one of the projects that were open last; without a choice, the last one before this."""
    from annotator.ui import opening

    here = str(window.frame.project.path.absolute())
    found = path or next((one for one in window.frame.chosen.latest.recent if one != here), "")
    if found:
        opening.open_instead(window, Path(found))
    else:
        window.status.say(tr("No other project was open yet."))


@window_command("project.copy", "Save a copy\u2026", "Ctrl+Shift+S", group="File")
def copy(window: Desk) -> None:
    """Save a copy of the project elsewhere, with what is not on the disk yet."""
    from annotator.ui.dialogs import files

    path = window.frame.project.path
    name = tr("{name} copy", name=path.stem)
    proposed = files.unused(files.beside(window.frame) / f"{name}{path.suffix}")
    files.ask_new(window, tr("Save a copy"), lambda paths: _copy_to(window, paths[0]), proposed, files.projects())


def _copy_to(window: Desk, target: Path) -> None:
    tokens = frozenset(gesture.token for gesture in window.session.unsaved)
    window.status.say(tr("Copying."))
    window.safety.copies()

    def copied(done: Future[Saved]) -> None:
        window.frame.post(lambda: _copied(window, target, tokens, done))

    window.frame.project.save_copy(target).add_done_callback(copied)


def _copied(window: Desk, target: Path, tokens: frozenset[str], done: Future[Saved]) -> None:
    error = done.exception()
    if error is not None:
        why = f"{error.why}. {error.now}" if isinstance(error, Problem) else str(error)
        actions = {
            tr("Save a copy elsewhere\u2026"): lambda: window.run("project.copy"),
            tr("Close this note"): lambda: window.banner.clear("copy"),
        }
        window.banner.tell("copy", visible(why), actions, tr("The copy was not made"), visible(str(target)))
        window.safety.copied(target, None)
        return
    saved = done.result()
    window.banner.clear("copy")
    said = tr("A copy is in {path}.", path=visible(str(target)))
    if saved.waiting:
        said = tr(
            "{said} It holds {marks} that waited.", said=said, marks=counted(saved.waiting - saved.missing, "mark")
        )
    if saved.missing:
        said = tr("{said} {marks} others changed since.", said=said, marks=counted(saved.missing, "mark"))
    window.status.say(said)
    window.safety.copied(target, frozenset() if saved.missing else tokens)


@window_command("project.backups", "Backups\u2026", group="File")
def backups(window: Desk, path: str = "") -> None:
    """List the backups of the project, make one, or go back to one."""
    from annotator.ui import mending

    mending.show_backups(window, Path(path) if path else window.frame.project.path)


@window_command("project.salvage", "Salvage a damaged project\u2026", group="File")
def salvage(window: Desk, path: str = "") -> None:
    """Make a new project of what a damaged one still proves; without a path it is asked for."""
    from annotator.ui import mending
    from annotator.ui.dialogs import files

    if path:
        mending.ask_to_salvage(window, Path(path))
        return
    files.ask(
        window, tr("The damaged project"), lambda paths: mending.ask_to_salvage(window, paths[0]),
        files.beside(window.frame), files.Mode.ExistingFile, files.projects(),
    )  # fmt: skip


@window_command("project.folder", "Show the folder of the project", group="File")
def show_folder(window: Desk, folder: str = "") -> None:
    """Open the folder in which the project lies, in the desktop's file browser."""
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    shown = folder or str(window.frame.project.path.absolute().parent)
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(shown)):
        window.status.say(tr("The desktop did not open {folder}.", folder=visible(shown)))


def _is_waiting(window: Desk) -> bool:
    return bool(window.session.unsaved)


@window_command("project.retry", "Try again to save what waits", "Ctrl+R", group="File", possible=_is_waiting)
def retry(window: Desk) -> None:
    """Try at once to save what is not on the disk yet."""
    if window.session.unsaved:
        window.frame.project.retry()
    else:
        window.status.say(tr("Nothing waits: everything is saved."))


@window_command("project.close", "Close", "Ctrl+W", group="File")
def close(window: Desk) -> None:
    """Close the window when everything is saved; the last one ends the program."""
    window.close()
