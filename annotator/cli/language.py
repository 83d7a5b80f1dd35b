"""Tell in which language the texts of a project are, or say it anew: spaCy splits them into tokens by it."""

from __future__ import annotations

import argparse
import contextlib
from pathlib import Path

from annotator import language
from annotator.cli import answer
from annotator.cli.answer import Answer, Progress
from annotator.model.edit import Edit, Gesture
from annotator.model.languages import LANGUAGE, USUAL, named
from annotator.model.mark import Setting
from annotator.model.problem import Problem
from annotator.project.project import Project


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the subcommand takes."""
    parser.add_argument("project", type=Path, metavar="PROJECT")
    parser.add_argument("code", nargs="?", default="", metavar="CODE", help="of the language, such as zh")


def run(options: argparse.Namespace, progress: Progress) -> Answer:
    """Tell the language, or change it in one gesture."""
    code: str = options.code
    if code:
        answer.language_known(code, "Nothing was changed.")
    with contextlib.closing(Project.open(options.project, answer.author(), writable=bool(code))) as project:
        before = project.reader.setting(LANGUAGE.id)
        if code and project.read_only:
            why = "the file or its folder is write-protected"
            raise Problem(f"the language of {options.project} was not changed", why)
        if code:
            project.store_made(lambda: _changing(project, code))
    held = code or before or USUAL
    said = [f"The texts of {options.project} are in {named(held)} ({held}){' now' if held != before and code else ''}."]
    trouble = str(language.no_tokeniser(held)) if language.lacks(held) else ""
    shape = {"language": held, "name": named(held), "before": before, "no_tokeniser": trouble}
    return Answer(answer.lines(*said, *filter(None, (trouble,))), shape)


def _changing(project: Project, code: str) -> list[Gesture]:
    """Return the gesture that says the language, when nobody else can write; none where it is said already."""
    held = project.reader.setting(LANGUAGE.id)
    before = Setting(LANGUAGE.id, held) if held else None
    edit = Edit({LANGUAGE: (before, Setting(LANGUAGE.id, code))})
    return [Gesture("", "language.set", project.author.id, "shell", {None: edit})] if held != code else []
