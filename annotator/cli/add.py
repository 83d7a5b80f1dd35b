"""Add articles to a project, with the marks they bring; adding the same again adds nothing."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from annotator import shelf
from annotator.cli import answer
from annotator.cli.answer import Answer, Progress
from annotator.intake.inputs import Input, gather
from annotator.model.arrival import Arrival
from annotator.model.article import Article
from annotator.model.problem import Problem
from annotator.model.report import LeftOut, Report
from annotator.project.arrivals import Arrivals, Arrived, key_bits
from annotator.project.plan import Plan
from annotator.project.project import Project


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the subcommand takes."""
    parser.add_argument("project", type=Path, metavar="PROJECT")
    parser.add_argument("inputs", nargs="+", metavar="INPUT", help="files, folders, or - for standard input")
    parser.add_argument(
        "--as", dest="kind", default="", metavar="KIND", help="the kind, where it is not to be detected"
    )
    parser.add_argument("--layer", default="", help="put all spans of this call into this layer")
    parser.add_argument("--author", default="", metavar="NAME", help="who made the marks that name nobody")
    parser.add_argument("--dry-run", action="store_true", help="read and report, add nothing")
    parser.add_argument("--strict", action="store_true", help="exit 3 when something is left out")


class _File(NamedTuple):
    input: Input
    stamp: tuple[int, ...]


def run(options: argparse.Namespace, progress: Progress) -> Answer:
    """Read everything once to decide, then once more to store."""
    author = answer.author(options.author)
    project = Project.open(options.project, author, writable=not options.dry_run)
    if project.read_only and not options.dry_run:
        raise Problem(f"nothing was added to {options.project}", "the file or its folder is write-protected")
    with tempfile.TemporaryDirectory(prefix="spandesk-") as spool:
        call = _Call(project, Plan(project.reader.scheme(), options.layer), progress)
        call.first_pass(gather(_named(options.inputs, Path(spool)), shelf.kinds("intake", "read"), options.kind))
        if not options.dry_run:
            call.second_pass(author)
        else:
            call.report.articles = call.plan.articles
            call.report.spans = sum(call.plan.spans.values())
    project.close()
    return Answer(_said(call.report, options.dry_run), call.report.as_json(), not call.report.complete)


def _named(inputs: list[str], spool: Path) -> Iterator[Path]:
    for name in inputs:
        if name != "-":
            yield Path(name)
            continue
        path = spool / "standard input"
        with path.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        yield path


class _Call:
    """One call of `add`."""

    def __init__(self, project: Project, plan: Plan, progress: Progress) -> None:
        self.project, self.plan, self.progress = project, plan, progress
        self.report = Report(known=Counter())
        self.files: list[_File] = []

    def first_pass(self, inputs: Iterator[Input | LeftOut]) -> None:
        """Validate every file whole; raises Problem when none can be taken."""
        told: Problem | None = None
        for one in inputs:
            if isinstance(one, LeftOut):
                self.report.left_out.append(one)
                continue
            try:
                self._validate(one)
            except Problem as problem:
                told = problem
                self.report.left_out.append(LeftOut("file", problem.what, problem.why))
        if not self.files:
            first = next((entry for entry in self.report.left_out if entry.what == "file"), None)
            if told is not None and len(self.report.left_out) == 1:
                raise told
            raise Problem(
                f"nothing was added to {self.project.path}",
                f"{first.where}: {first.reason}" if first else "no file of a known kind is there",
                "The project is unchanged.",
            )

    def _validate(self, one: Input) -> None:
        stamp = _stamp(one.path)
        omissions: list[LeftOut] = []
        skippable = bool(getattr(one.kind, "CAN_SKIP", False))
        # A file that breaks off gives nothing, so what it brings counts only when its end was reached.
        trial = Plan(self.plan.scheme, self.plan.layer)
        for item in one.kind.read(one.path):
            if isinstance(item, LeftOut):
                omissions.append(item)
            else:
                trial.see(item, key_bits(Article.of(item.text).id) if skippable else 0, skippable)
        beside = getattr(one.kind, "beside", None)
        found: Any = beside(one.path) if beside else None
        self.plan.join(trial, found)
        self.report.left_out += omissions
        self.report.files.append(str(one.path))
        self.files.append(_File(one, stamp))
        self.progress.tell(stage="read", files=len(self.files), articles=self.plan.articles)

    def second_pass(self, author: Any) -> None:
        """Store every article; raises Problem that says how many are whole in the project."""
        arrivals = Arrivals(self.project, self.plan.resolve(), self.report, author)
        total = self.plan.articles
        try:
            for count in arrivals.take(self._again()):
                self.progress.tell(stage="add", done=count, of=total)
        except Problem as problem:
            said = f"{arrivals.committed} of {total} articles added; add again completes it"
            raise Problem(problem.what, f"{problem.why}; {said}") from None

    def _again(self) -> Iterator[Arrived]:
        for file in self.files:
            kind: ModuleType = file.input.kind
            path = file.input.path
            if _stamp(path) != file.stamp:
                raise Problem(str(path), "the file changed while it was read")
            own = bool(getattr(kind, "OWN_IDS", False))
            for item in kind.read(path):
                if isinstance(item, Arrival):
                    yield Arrived(item, own)
            if _stamp(path) != file.stamp:
                raise Problem(str(path), "the file changed while it was read")


def _stamp(path: Path) -> tuple[int, ...]:
    stamps: list[int] = []
    for one in (path, path.with_suffix(".txt")):
        try:
            seen = one.stat()
        except OSError:
            continue
        stamps += [seen.st_size, seen.st_mtime_ns, seen.st_ino]
    return tuple(stamps)


def _said(report: Report, dry: bool) -> str:
    known = report.known or Counter()
    verb = "Would add" if dry else "Added"
    there = f"{known['articles']} articles and {known['spans']} spans were there already"
    lines = [f"{verb} {report.articles} articles and {report.spans} spans from {len(report.files)} files; {there}."]
    lines += [f"left out: {entry.what} {entry.where}: {entry.reason}" for entry in report.left_out]
    return "\n".join(lines)
