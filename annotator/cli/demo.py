"""Go the whole way on the sample: intake, labels, SQLite, export, reading back with spaCy, a picture."""

from __future__ import annotations

import argparse
import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator import places, shelf
from annotator.cli import answer
from annotator.cli.answer import Answer, Progress
from annotator.model.problem import Problem
from annotator.project.project import Project

NAMES = ("sample.spans", "sample.jsonl", "sample.scheme.toml", "sample.spacy", "sample-light.png", "sample-dark.png")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the subcommand takes."""
    parser.add_argument("folder", nargs="?", type=Path, default=Path("spandesk-demo"), metavar="FOLDER")


def run(options: argparse.Namespace, progress: Progress) -> Answer:
    """Do each step with the shell's own subcommands and say what came of it."""
    folder: Path = options.folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Problem(f"{folder} was not made", error.strerror or str(error)) from None
    _clear(folder)
    steps: list[dict[str, Any]] = []
    for step in _steps(folder):
        progress.tell(**step)
        steps.append(step)
    return Answer("\n".join(f"{step['step']:<12} {step['said']}" for step in steps), {"steps": steps})


def _clear(folder: Path) -> None:
    """Remove the project of an earlier demo; raises Problem where a file of that name is somebody's own."""
    project = folder / "sample.spans"
    there = next((folder / name for name in NAMES if os.path.lexists(folder / name)), None)
    if there is None:
        return
    if not project.is_file() or _worked_in(project):
        raise Problem(f"the demo was not made in {folder}", f"{there.name} is there and is not the demo's alone",
                      "Name another folder; nothing was changed.")  # fmt: skip
    project.unlink()


def _worked_in(path: Path) -> bool:
    """Return whether the project holds more than a demo puts into it: another article, or a gesture of a person."""
    with contextlib.closing(Project.open(path, answer.author(), writable=False)) as project:
        made = {moment.command for moment in project.reader.history()}
        return not made <= {"project.new", "author.new", "add"} or len(project.reader.numbers()) > 1


def _steps(folder: Path) -> Iterator[dict[str, Any]]:
    project, jsonl, docbin = (folder / f"sample{suffix}" for suffix in (".spans", ".jsonl", ".spacy"))
    source = places.resource("sample", "sample.jsonl")
    yield _step("new", str(project))
    yield _step("add", str(project), str(source))
    yield _step("stats", str(project))
    yield _step("check", str(project))
    yield _step("export", str(project), str(jsonl), "--as", "jsonl")
    yield _step("export", str(project), str(docbin), "--as", "docbin")
    yield {"step": "read back", "said": _read_back(project, docbin)}
    for theme in ("light", "dark"):
        yield _step("picture", str(project), "1", str(folder / f"sample-{theme}.png"), "--theme", theme)


def _step(name: str, *words: str) -> dict[str, Any]:
    module = shelf.load("cli", name)
    parser = argparse.ArgumentParser()
    module.add_arguments(parser)
    made: Answer = module.run(parser.parse_args(words), Progress(False))
    return {"step": name, "said": made.text.partition("\n")[0], "json": made.json}


def _read_back(path: Path, docbin: Path) -> str:
    """Compare the text of every span that spaCy reads with that of the stored one; raises Problem."""
    from annotator.language import spans_in

    with contextlib.closing(Project.open(path, answer.author(), writable=False)) as project:
        scheme = project.reader.scheme()
        records = {record.article.text: record for record in project.reader.records(project.reader.position())}
    read = 0
    for text, found in spans_in(docbin, "en"):
        stored = sorted((one.start, one.end, scheme.label(one.label).name, text[one.start : one.end])
                        for one in records[text].spans)  # fmt: skip
        if stored != sorted(found):
            raise Problem(f"{docbin}", "spaCy reads other spans than are stored")
        read += len(found)
    return f"spaCy reads {read} spans from {docbin.name}, each with the text it has in the project."
