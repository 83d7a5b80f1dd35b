"""Bugs that are made on purpose: SPANDESK_PLANTED names the one that a process of these tests is to have."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Callable, Collection, Generator, Mapping
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from typing import Any

from annotator import places, shelf
from annotator.intake import reading
from annotator.model.article import ArticleId
from annotator.model.dataset import Record
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Author, Mark
from annotator.model.scheme import Scheme
from annotator.project import backups, connection, project, rows, writing
from annotator.project.project import Project
from annotator.project.writer import Writer

_commit = Project.commit


def early(self: Project, gesture: Gesture) -> Future[Gesture | None]:
    """Say that a gesture is saved while it waits for the disk."""
    _commit(self, gesture)
    told: Future[Gesture | None] = Future()
    told.set_result(gesture)
    return told


def _one_by_one(self: Project, gesture: Gesture) -> Future[Gesture | None]:
    """Store a gesture as one for each article that it touches."""
    if gesture.command == "label.delete":
        *articles, last = sorted(gesture.edits, key=lambda article: article is None)
        for article in articles:
            _commit(self, gesture._replace(edits={article: gesture.edits[article]}, token="", command="span.relabel"))
        gesture = gesture._replace(edits={last: gesture.edits[last]})
    return _commit(self, gesture)


def _restore_bit_by_bit() -> None:
    """Copy a backup onto the project itself, over a slow disk."""

    copyfile = shutil.copyfile

    def copied(source: Path, target: Path, **named: Any) -> None:
        if named:
            copyfile(source, target, **named)  # of a desk that is laid out
            return
        data = Path(source).read_bytes()
        with Path(target).open("wb", buffering=0) as file:
            for at in range(0, len(data), 1 << 12):
                file.write(data[at : at + (1 << 12)])
                time.sleep(0.01)

    replacing = places.replacing
    places.replacing = lambda target, *more, **named: (
        _overwriting(target) if target.name == "p.spans" else replacing(target, *more, **named)
    )
    backups.shutil.copyfile = copied  # pyright: ignore[reportAttributeAccessIssue]


def _at_once(self: Project, gesture: Gesture) -> Future[Gesture | None]:
    """Store a gesture on the thread that made it."""
    told: Future[Gesture | None] = Future()
    told.set_result(self.store(gesture))
    return told


_store = Writer.store
_read: dict[str, frozenset[Mark]] = {}


def _over_others(
    self: Writer, gesture: Gesture, texts: Mapping[ArticleId, str] | None = None, author: Author | None = None
) -> Gesture | None:
    """Store the spans of an article as this process read them once: what others added since is gone."""
    edits = dict(gesture.edits)
    for article, edit in gesture.edits.items():
        row = self.connection.execute("SELECT number FROM text WHERE id = ?", (article,)).fetchone()
        if row is None:
            continue
        there = frozenset(rows.of_sort(self.connection, "span", row[0]))
        known = _read.setdefault(str(article), there)
        edits[article] = edit.and_then(Edit.removing(article, *(there - known)))
        _read[str(article)] = (known & there) | {after for _, after in edit.values() if after is not None}
    return _store(self, gesture._replace(edits=edits), texts, author)


def _date_by_the_place() -> None:
    """Let each article leave with a date in the time of the place where it is exported."""
    jsonl = shelf.load("exports", "jsonl")
    shape = jsonl.shape

    def dated(record: Record, scheme: Scheme) -> dict[str, Any]:
        return {**shape(record, scheme), "date": datetime.fromtimestamp(0).isoformat()}  # noqa: DTZ006

    jsonl.shape = dated


def _keep_what_was_read(handles: bool) -> None:
    """Let each file that is read stay open, or the buffer that it was read with stay."""
    bytes_of, kept = reading.bytes_of, list[Any]()

    def keeping(path: Path) -> bytes:
        kept.append(path.open("rb") if handles else b"\xff" * (1 << 16))
        return bytes_of(path)

    reading.bytes_of = keeping


@contextlib.contextmanager
def _overwriting(target: Path, new: bool = False, kept: Collection[str] = ()) -> Generator[Path]:
    """Write onto the target itself, as most programs do."""
    yield target


def _unlinking_first() -> None:
    """Take the old file away before the new one gets its name."""
    move = places._move  # pyright: ignore[reportPrivateUsage]

    def moved(made: Path, old: Path, *more: Any) -> None:
        old.unlink(missing_ok=True)
        move(made, old, *more)

    places._move = moved  # pyright: ignore[reportPrivateUsage]


def _pragma(planted: str) -> None:
    """Set a pragma in the place of the one that a project is opened with."""
    kept = tuple(one for one in connection._PRAGMAS if planted.partition("=")[0] not in one)  # pyright: ignore[reportPrivateUsage]
    connection._PRAGMAS = (*kept, f"PRAGMA {planted}")  # pyright: ignore[reportPrivateUsage]


# Each puts one thing in the place of another: of what it is a part, what it is called, what it is then.
_PUT: dict[str, tuple[Any, str, object]] = {
    "overwriting": (places, "replacing", _overwriting),
    "a folder moved aside": (places, "_exchanged", lambda *_: False),
    "giving up": (writing, "_passes", lambda _: False),
    "synced again": (writing, "_closed", lambda writer: writer),
    "the last to save wins": (Writer, "store", _over_others),
    "rights not looked at": (project, "may_write", lambda _: True),
    "any file of that name": (connection, "refuse_another", lambda *_: None),
    "acknowledged too early": (Project, "commit", early),
    "one by one": (Project, "commit", _one_by_one),
    "written by the window": (Project, "commit", _at_once),
}
_DO: dict[str, Callable[[], None]] = {
    "time of the place": _date_by_the_place,
    "files left open": lambda: _keep_what_was_read(True),
    "buffers kept": lambda: _keep_what_was_read(False),
    "restored bit by bit": _restore_bit_by_bit,
    "the old taken away first": _unlinking_first,
}


def plant() -> None:
    """Make the bug that SPANDESK_PLANTED names, if it names one."""
    planted = os.environ.get("SPANDESK_PLANTED", "")
    if planted.startswith(("synchronous", "journal_mode")):
        _pragma(planted)
    elif planted in _PUT:
        whole, name, bug = _PUT[planted]
        setattr(whole, name, bug)
    elif planted:
        _DO[planted]()
