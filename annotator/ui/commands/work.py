"""Commands that are long work, done by the shell's subcommands in the background: intake, export, check."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.model.problem import counted, visible
from annotator.model.tongue import tr
from annotator.ui.command import window_command

if TYPE_CHECKING:
    from annotator.ui.desk import Desk

ORDER = 20


@window_command("articles.add", "Add articles\u2026", "Ctrl+I", group="File")
def add(window: Desk) -> None:
    """Add articles from files, with the marks they bring; adding the same again adds nothing."""
    from annotator.ui.dialogs import files

    files.ask(
        window, tr("Add articles"), lambda paths: _add(window, paths), _looked_in(window), files.Mode.ExistingFiles
    )


@window_command("articles.add.folder", "Add a folder\u2026", group="File")
def add_folder(window: Desk) -> None:
    """Add the articles of a whole folder, with the marks they bring."""
    from annotator.ui.dialogs import files

    files.ask(window, tr("Add a folder"), lambda paths: _add(window, paths), _looked_in(window), files.Mode.Directory)


def _looked_in(window: Desk) -> Path:
    """Return where articles were looked for last: texts seldom lie beside the project."""
    from annotator.ui.dialogs import files

    last = window.frame.chosen.latest.added_from
    # Not looked at: it may lie on a disk that does not answer, and the dialog copes with a folder that is gone.
    return Path(last) if last else files.beside(window.frame)


def _add(window: Desk, paths: Sequence[Path]) -> None:
    window.frame.chosen.keep(added_from=str(paths[0].absolute().parent))
    add_files(window, paths)


def add_files(window: Desk, paths: Sequence[Path]) -> None:
    """Add what is in these files and folders, in the background."""
    from annotator.ui.work import Undertaking

    if window.session.read_only:
        window.status.say(window.session.read_only)
        return
    words = ("add", str(window.frame.project.path), *(str(path.absolute()) for path in paths))
    window.work.begin(Undertaking(words, tr("Adding articles"), _adding, _added, ""))


@window_command("articles.drop", "Open or add what was dropped")
def take_in(window: Desk, paths: Sequence[Path]) -> None:
    """Open the project among these files, where there is one; else add them."""
    from annotator.ui import opening
    from annotator.ui.dialogs import files

    project = next((path for path in paths if path.suffix == f".{files.SUFFIX}"), None)
    if project is not None:
        opening.open_instead(window, project)
    elif paths:
        add_files(window, paths)


def _adding(facts: dict[str, Any]) -> str:
    if facts.get("stage") == "backup":
        return tr("Making a backup")
    if facts.get("stage") == "add":
        return tr("Adding {done} of {of}", done=f"{facts['done']:,}", of=counted(facts["of"], "article"))
    return tr("Reading: {files}, {articles}", files=counted(facts.get("files", 0), "file"),
              articles=counted(facts.get("articles", 0), "article"))  # fmt: skip


def _added(answer: Any) -> str:
    articles, spans = counted(answer["articles"], "article"), counted(answer["spans"], "span")
    came = tr("Nothing new came in.")
    if answer["spans"]:
        came = tr("{articles} and {spans} came in.", articles=articles, spans=spans)
    elif answer["articles"]:
        came = tr("{articles} came in.", articles=articles)
    known = answer.get("known", {})
    if not known.get("articles"):
        return came
    there = counted(known["articles"], "article")
    return tr("{came} {articles} {were} there already.", came=came, articles=there,
              were="was" if known["articles"] == 1 else "were")  # fmt: skip


@window_command("project.export", "Export\u2026", "Ctrl+E", group="File")
def export(window: Desk) -> None:
    """Write the labels for spaCy and other programs; what leaves and what does not is shown before."""
    from annotator.ui.dialogs.export import ask

    ask(window, lambda words, target, folder: _export(window, words, target, folder))


def _export(window: Desk, words: tuple[str, ...], target: Path, is_folder: bool) -> bool:
    """Begin to export, and return whether it began."""
    from annotator.ui.work import Undertaking

    shown = str(target if is_folder else target.parent)
    undone = tr("Nothing was exported")
    return window.work.begin(Undertaking(words, tr("Exporting"), _exporting, _exported, undone, shown))


def _exporting(facts: dict[str, Any]) -> str:
    if facts.get("stage") != "export":  # a kind in parts gives every article its part first
        from annotator.ui.dialogs.split import going

        return going(facts)
    return tr("Exporting: {articles}", articles=counted(facts.get("done", 0), "article"))


def _exported(answer: Any) -> str:
    files = visible(_place(answer["files"]))
    said = tr("{articles} and {spans} were written to {files}.", articles=counted(answer["articles"], "article"),
              spans=counted(answer["spans"], "span"), files=files)  # fmt: skip
    from annotator.ui.shell_words import in_window

    skipped = [tr("{spans} not taken: {reason}.", spans=counted(count, "span"), reason=visible(in_window(reason)))
               for reason, count in answer.get("not_taken", {}).items()]  # fmt: skip
    return " ".join((said, *skipped))


def _place(files: Sequence[str]) -> str:
    """Return the names of the files that were written; of a folder of them its own name."""
    paths = [Path(file) for file in files]
    folders = {path.parent for path in paths}
    if len(folders) < 2:
        return ", ".join(path.name for path in paths)
    return min(folders, key=lambda folder: len(folder.parts)).name


@window_command("project.check", "Check the project", group="File")
def check(window: Desk) -> None:
    """Examine whether the file is whole, and what spaCy will make of every span."""
    from annotator.ui.work import Undertaking

    words = ("check", str(window.frame.project.path))
    undone = tr("The check was not finished")
    window.work.begin(Undertaking(words, tr("Checking"), _checking, _checked, undone, looks=True))


def _checking(facts: dict[str, Any]) -> str:
    return tr("Checking: {articles}", articles=counted(facts.get("done", 0), "article"))


def _checked(answer: Any) -> str:
    return tr("The file is whole. {trainable} of {spans} can be learnt from.", trainable=f"{answer['trainable']:,}",
              spans=counted(answer["spans"], "span"))  # fmt: skip
