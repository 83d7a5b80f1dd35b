"""Asks for files: the desktop's own dialog where it has one, else Qt's."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from annotator import places
from annotator.model.tongue import tr

if TYPE_CHECKING:
    from annotator.ui.frame import Frame

SUFFIX = "spans"
Mode = QFileDialog.FileMode


def ask(
    parent: QWidget, title: str, then: Callable[[list[Path]], None], folder: Path, mode: Mode, filters: str = ""
) -> QFileDialog:
    """Open a dialog for files that are there, and call `then` with what was chosen."""
    dialog = _dialog(parent, title, then, folder, filters)
    dialog.setFileMode(mode)
    if mode is Mode.Directory:
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
    dialog.open()
    return dialog


def ask_new(
    parent: QWidget, title: str, then: Callable[[list[Path]], None], proposed: Path, filters: str = ""
) -> QFileDialog:
    """Open a dialog for a file that is to be made, and call `then` with its path, which has the suffix of `proposed`.

    It does not ask before a file is overwritten: whoever makes the file refuses or says so.
    """
    dialog = _dialog(parent, title, then, proposed.parent, filters)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(Mode.AnyFile)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite, True)
    dialog.setDefaultSuffix(proposed.suffix.removeprefix("."))
    dialog.selectFile(proposed.name)
    dialog.open()
    return dialog


def projects() -> str:
    """Return the filter for projects."""
    return f"{tr('Spandesk projects')} (*.{SUFFIX})"


def _dialog(parent: QWidget, title: str, then: Callable[[list[Path]], None], folder: Path, filters: str) -> QFileDialog:
    dialog = QFileDialog(parent, title, str(folder), filters)
    dialog.setPalette(parent.palette())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def selected(names: list[str]) -> None:
        then([Path(name) for name in names])

    dialog.filesSelected.connect(selected)
    return dialog


def beside(frame: Frame) -> Path:
    """Return the folder for what is made of a project: its own.

    The sample lies where nobody would look: with it, the folder of the project that was open last, else the documents.
    """
    here = frame.project.path.absolute().parent
    if here != places.data_folder().absolute():
        return here
    others = (Path(one).parent for one in frame.chosen.latest.recent)
    documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    # Unlike Path.is_dir it never raises, as it would for a disk that is gone.
    found = (one for one in (*others, documents) if one != here and os.path.isdir(one))  # noqa: PTH112
    return next(found, Path.home())


def unused(path: Path) -> Path:
    """Return `path`, or the first of "NAME 2", "NAME 3" that is not there yet."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem} {number}{path.suffix}")
    return free
