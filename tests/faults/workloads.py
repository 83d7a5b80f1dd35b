"""What is done to a project while faults happen; each runs in a process of its own under the interposer."""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from planting import plant

from annotator.model.article import Article
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Author, Detail, Entry, Span
from annotator.project.project import Project

ME = Author("author-a", "annotator A")
TEXT = "Ada Lindqvist met Tom Brandt in Northport, and both signed the agreement before noon. " * 40
PAIR = 2  # spans of one gesture: both are there, or none
SAID = "acknowledged"  # a file beside the project
FEW = 8  # articles of an intake
THEN = "--then"  # between the words of several calls


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


def several(words: Sequence[str]) -> Iterator[list[str]]:
    """Yield the words of one call after another, each but the last ended by THEN."""
    call = list[str]()
    for word in words:
        if word == THEN:
            yield call
            call = []
        else:
            call.append(word)
    if call:
        yield call


if __name__ == "__main__":
    plant()
    if sys.argv[1] == "label":
        label(Path(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:5], *map(Path, sys.argv[5:]))
    else:
        sys.exit(next(filter(None, map(shell, several(sys.argv[1:]))), 0))
