"""Projects filled with made-up articles, and the files they come from."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from annotator.model.article import Article
from annotator.model.edit import Edit, Gesture
from annotator.project.project import Project
from annotator.project.schema import create
from benches.apparatus import states
from benches.apparatus.states import ME
from benches.apparatus.texts import Written

SLICE = 50  # articles in one gesture


def empty(path: Path) -> Project:
    """Return a new project with the shipped scheme."""
    create(path, states.news(), "en", ME)
    return Project.open(path, ME)


def holding(path: Path, articles: Iterable[Written], done: bool = True) -> Project:
    """Return a new project that holds the articles with their marks; todo unless `done`."""
    project = empty(path)
    slice_: list[Written] = []
    for one in articles:
        slice_.append(one)
        if len(slice_) == SLICE:
            _store(project, slice_, done)
            slice_ = []
    _store(project, slice_, done)
    return project


def _store(project: Project, articles: list[Written], done: bool) -> None:
    edits: dict[str | None, Edit] = {}
    held: dict[str, str] = {}
    for one in articles:
        article = Article.of(one.text)
        marks = [mark for mark in states.marks_of(one) if done or mark.sort != "status"]
        edits[article.id] = Edit.adding(article.id, *marks)
        held[article.id] = one.text
    if edits:
        project.store(Gesture("", "add", ME.id, "intake", edits), texts=held)


def write_jsonl(path: Path, articles: Iterable[Written]) -> int:
    """Write the articles as own JSONL, done by the one who adds them; return how many there are."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for one in articles:
            file.write(json.dumps(_line(one), ensure_ascii=False) + "\n")
            count += 1
    return count


def _line(written: Written) -> dict[str, object]:
    spans = [
        {"id": "", "start": one.start, "end": one.end, "label": one.label, "layer": one.layer, "author": ""}
        for one in written.mentions
    ]
    status = {"": {"entities": "done", "claims": "done"}}
    return {"id": "", "text": written.text, "title": written.title, "meta": {}, "status": status, "spans": spans}
