"""What is done with a project that is damaged, or was spoilt: a backup in its place, or what can be salvaged of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.model.problem import counted, visible
from annotator.model.tongue import tr

if TYPE_CHECKING:
    from annotator.ui.banner import Actions
    from annotator.ui.desk import Desk


def show_backups(window: Desk, path: Path) -> None:
    """Show the backups of the project at `path`, which this window need not have open."""
    from annotator.ui.dialogs.backups import BackupsDialog

    BackupsDialog(window, path, lambda chosen: restore(window, path, chosen)).open()


def restore(window: Desk, path: Path, chosen: Path) -> None:
    """Put the backup `chosen` in the place of the project at `path`, and open that in this window's place."""
    name = visible(path.name)
    words = ("restore", str(path.absolute()), str(chosen.absolute()))
    _work(window, path, words, tr("Restoring {name}", name=name), tr("{name} was not restored", name=name),
          path, _tell_restored)  # fmt: skip


def ask_to_salvage(window: Desk, path: Path) -> None:
    """Ask for a new file, and make there a project of what the damaged one at `path` proves."""
    from annotator.ui.dialogs import files

    proposed = files.unused(path.absolute().with_name(tr("{name} salvaged", name=path.stem) + f".{files.SUFFIX}"))
    files.ask_new(
        window, tr("Salvage to a new project"), lambda paths: salvage(window, path, paths[0]), proposed,
        files.projects(),
    )  # fmt: skip


def salvage(window: Desk, path: Path, fresh: Path) -> None:
    """Make at `fresh` a project of what the damaged one at `path` proves, and open it in this window's place."""
    name = visible(path.name)
    words = ("salvage", str(path.absolute()), str(fresh.absolute()))
    _work(window, path, words, tr("Salvaging {name}", name=name), tr("{name} was not salvaged", name=name),
          fresh, _tell_salvaged)  # fmt: skip


def _work(
    window: Desk,
    path: Path,
    words: tuple[str, ...],
    doing: str,
    undone: str,
    opens: Path,
    then: Callable[[Desk, Any], None],
) -> None:
    """Let the shell do it, the project at `path` closed meanwhile where this window has it, and open what it made."""
    from annotator.ui import app, opening
    from annotator.ui.interim import Closed, begin
    from annotator.ui.work import Undertaking

    held = app.holder_of(path) or (window if window.frame.project.path.absolute() == path.absolute() else None)
    if held is not None and not held.isVisible():
        window.status.say(tr("{name} is being closed. Try again then.", name=visible(path.name)))
        return
    if held is not None:
        begin(held, Closed(words, doing, undone, opens, then))
        return

    def done(answer: Any) -> None:
        opening.open_instead(window, opens, lambda fresh: then(fresh, answer))

    window.work.begin(Undertaking(words, doing, _nothing, _nothing, undone, then=done))


def _nothing(_facts: Any) -> str:
    return ""


def _tell_restored(window: Desk, answer: Any) -> None:
    path, before = window.frame.project.path, answer["before"]
    said = tr("{name} is what it was in the backup {backup}.", name=visible(path.name),
              backup=visible(Path(answer["restored"]).stem))  # fmt: skip
    actions: Actions = {}
    if before is not None:
        said = f"{said} {tr('What was there before lies in {path}.', path=visible(before))}"
        if not answer["damaged"]:
            actions[tr("Take it back")] = lambda: restore(window, path, Path(before))
        actions[tr("Show folder")] = lambda: window.run("project.folder", str(Path(before).parent))
    _note(window, "done", said, actions)


def _tell_salvaged(window: Desk, answer: Any) -> None:
    lost: list[dict[str, Any]] = answer["lost"]
    counts = counted(answer["articles"], "article"), counted(answer["spans"], "span")
    said = tr("{articles} and {spans} were salvaged.", articles=counts[0], spans=counts[1])
    if not lost:
        _note(window, "done", f"{said} {tr('Nothing is known to be lost.')}", {})
        return
    one, many = tr("1 thing is lost."), tr("{count} things are lost.", count=f"{len(lost):,}")
    actions: Actions = {tr("Show them"): lambda: _show_lost(window, lost)}
    _note(window, "partly", f"{said} {one if len(lost) == 1 else many}", actions)
    _show_lost(window, lost)


def _show_lost(window: Desk, lost: list[dict[str, Any]]) -> None:
    window.work.show_left_out(lost)


def _note(window: Desk, kind: str, said: str, actions: Actions) -> None:
    banner = window.banner
    banner.tell(kind, said, {**actions, tr("Close this note"): lambda: banner.clear(kind)})
