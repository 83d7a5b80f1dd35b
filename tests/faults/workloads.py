"""What is done to a project while faults happen; each runs in a process of its own under the interposer."""

from __future__ import annotations

import contextlib
import json
import os
import random
import sys
import time
from collections.abc import Collection, Generator, Mapping, Sequence
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from typing import Any

from annotator.model.article import Article, ArticleId
from annotator.model.dataset import Record
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Author, Detail, Entry, Mark, Span
from annotator.model.scheme import Scheme
from annotator.project import rows
from annotator.project.project import Project
from annotator.project.writer import Writer

ME = Author("author-a", "annotator A")
TEXT = "Ada Lindqvist met Tom Brandt in Northport, and both signed the agreement before noon. " * 40
PAIR = 2  # spans of one gesture: both are there, or none
SAID = "acknowledged"  # a file beside the project
FEW = 8  # articles of an intake


def furnish(path: Path) -> None:
    """Put one article into the new project at `path`."""
    project = Project.open(path, ME)
    article = Article.of(TEXT)
    edit = Edit.adding(article.id, Entry(), Detail("title", "T"))
    project.store(Gesture("", "add", ME.id, "intake", {article.id: edit}), texts={article.id: article.text})
    project.close()


def pair(article: str, name: str, chance: random.Random) -> Gesture:
    """Return a gesture of two spans, called by its name."""
    start = chance.randrange(len(TEXT) - 40)
    spans = [Span(f"{name}-{half}", start, start + 5 + at, "entities/per", ME.id) for at, half in enumerate("ab")]
    return Gesture(name, "label.apply", ME.id, "window", {article: Edit.adding(article, *spans)})


def label(path: Path, times: int, prefix: str = "g", gate: Path | None = None) -> None:
    """Label `times` pairs, and write the name of each to a file beside the project once it is acknowledged.

    With a `gate` begin when others stand at it, too.
    """
    chance = random.Random(times)
    with path.with_name(SAID).open("w") as said:
        project = Project.open(path, ME)
        if gate is not None:
            stand_at(gate)
        article = Article.of(TEXT)
        for at in range(times):
            name = f"{prefix}{at}"
            project.commit(pair(article.id, name, chance)).result()
            said.write(f"{name}\n")
            said.flush()
        project.close()


def stand_at(gate: Path) -> None:
    """Wait until the folder `gate` is gone, having said there that this process is ready."""
    (gate / str(os.getpid())).touch()
    while gate.exists():
        time.sleep(0.001)


def articles(count: int) -> str:
    """Return own JSONL of `count` articles, each with two spans."""
    lines = list[str]()
    for at in range(count):
        text = f"Report {at}: Ada Lindqvist met Tom Brandt in Northport. " * 20
        spans = [{"start": 10, "end": 23, "label": "PER"}, {"start": 28, "end": 38, "label": "PER"}]
        lines.append(json.dumps({"text": text, "title": f"Report {at}", "spans": spans}))
    return "\n".join(lines) + "\n"


def shell(words: Sequence[str]) -> int:
    """Run a subcommand of the shell in this process, and return its exit code."""
    from annotator.cli import main

    try:
        return main(list(words))
    except SystemExit as stopped:
        return int(stopped.code or 0)


def plant() -> None:
    """Make the bug that SPANDESK_PLANTED names, for the tests that prove that these faults can be caught."""
    planted = os.environ.get("SPANDESK_PLANTED", "")
    if planted.startswith(("synchronous", "journal_mode")):
        from annotator.project import connection

        kept = tuple(one for one in connection._PRAGMAS if planted.partition("=")[0] not in one)  # pyright: ignore[reportPrivateUsage]
        connection._PRAGMAS = (*kept, f"PRAGMA {planted}")  # pyright: ignore[reportPrivateUsage]
    elif planted == "overwriting":
        from annotator import places

        places.replacing = _overwriting
    elif planted == "giving up":
        from annotator.project import writing

        writing._passes = lambda _: False  # pyright: ignore[reportPrivateUsage]
    elif planted == "synced again":
        from annotator.project import writing

        writing._closed = lambda writer: writer  # pyright: ignore[reportPrivateUsage]
    elif planted == "the last to save wins":
        Writer.store = _over_others
    elif planted == "time of the place":
        _date_by_the_place()
    elif planted in ("files left open", "buffers kept"):
        _keep_what_was_read(planted == "files left open")
    elif planted == "rights not looked at":
        from annotator.project import project

        project.may_write = lambda _: True
    elif planted == "acknowledged too early":
        Project.commit = _early
    elif planted == "any file of that name":
        from annotator.project import connection

        connection.refuse_another = lambda *_: None
    elif planted == "written by the window":
        Project.commit = _at_once


_commit = Project.commit


def _early(self: Project, gesture: Gesture) -> Future[Gesture | None]:
    """Say that a gesture is saved while it waits for the disk."""
    _commit(self, gesture)
    told: Future[Gesture | None] = Future()
    told.set_result(gesture)
    return told


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
    from annotator import shelf

    jsonl = shelf.load("exports", "jsonl")
    shape = jsonl.shape

    def dated(record: Record, scheme: Scheme) -> dict[str, Any]:
        return {**shape(record, scheme), "date": datetime.fromtimestamp(0).isoformat()}  # noqa: DTZ006

    jsonl.shape = dated


def _keep_what_was_read(handles: bool) -> None:
    """Let each file that is read stay open, or the buffer that it was read with stay."""
    from annotator.intake import reading

    bytes_of, kept = reading.bytes_of, list[Any]()

    def keeping(path: Path) -> bytes:
        kept.append(path.open("rb") if handles else b"\xff" * (1 << 16))
        return bytes_of(path)

    reading.bytes_of = keeping


@contextlib.contextmanager
def _overwriting(target: Path, new: bool = False, kept: Collection[str] = ()) -> Generator[Path]:
    """Write onto the target itself, as most programs do."""
    yield target


if __name__ == "__main__":
    plant()
    if sys.argv[1] == "label":
        label(Path(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:5], *map(Path, sys.argv[5:]))
    else:
        sys.exit(shell(sys.argv[1:]))
