"""Add articles to a project, with the marks they bring; adding the same again adds nothing."""

from __future__ import annotations

import argparse
import contextlib
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Collection, Generator, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple, TextIO, cast

from annotator import beside, shelf
from annotator.cli import answer
from annotator.cli.answer import Answer, Misuse, Progress
from annotator.intake import reading
from annotator.intake.inputs import Input, gather
from annotator.model.arrival import Arrival
from annotator.model.article import Article
from annotator.model.mark import Label
from annotator.model.problem import Problem, counted
from annotator.model.report import LeftOut, Report
from annotator.model.scheme import is_layer_id
from annotator.project import before
from annotator.project.arrivals import Arrivals, Arrived, key_bits
from annotator.project.before import Kept
from annotator.project.plan import Plan
from annotator.project.project import Project

STANDARD_INPUT = "standard input"
NAME_IT = "name a file itself, and its kind with --as"
MOST_SUFFIXES = 8  # that are named of those passed over
MOST_LISTED = 1_000_000  # things left out of one file; of more it is hardly the file that was meant


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the subcommand takes."""
    parser.add_argument("project", type=Path, metavar="PROJECT")
    parser.add_argument("inputs", nargs="+", type=Path, metavar="INPUT", help="files, folders, or - for standard input")
    parser.add_argument(
        "--as", dest="kind", default="", metavar="KIND", help="the kind, where it is not to be detected"
    )
    parser.add_argument("--layer", default="", help="put all spans of this call into this layer")
    parser.add_argument("--author", default="", metavar="NAME", help="who made the marks that name nobody")
    parser.add_argument("--dry-run", action="store_true", help="read and report, add nothing")
    parser.add_argument("--strict", action="store_true", help="exit 3 when something is left out")


class _File(NamedTuple):
    input: Input
    read: tuple[tuple[Path, reading.Stamp | None], ...]  # itself, and what lies beside it

    def refuse_another(self, now: Collection[Path] = ()) -> None:
        """Raise Problem where what was read is another one by now, or the files that are read `now` are others."""
        for path, stamp in self.read:
            if reading.stamp(path) != stamp:
                raise Problem(str(path), "the file changed while it was read")
        for path in set(now).difference(path for path, _ in self.read):
            raise Problem(str(path), "the file came while it was read")


def run(options: argparse.Namespace, progress: Progress) -> Answer:
    """Read everything once to decide, then once more to store."""
    if options.layer and not is_layer_id(options.layer):
        raise Misuse(f"--layer {options.layer[:40]}", "it cannot be the id of a layer", "Nothing was added.")
    if options.kind:
        answer.kind_of("intake", "read", options.kind)
    author = answer.author(options.author)
    with (
        contextlib.closing(Project.open(options.project, answer.author(), writable=not options.dry_run)) as project,
        _spool(options.inputs) as spool,
    ):
        if project.read_only and not options.dry_run:
            raise Problem(f"nothing was added to {options.project}", "the file or its folder is write-protected")
        call = _Call(project, Plan(project.reader.scheme(), options.layer), progress)
        try:
            kinds = shelf.kinds("intake", "read")
            call.first_pass(gather(_named(options.inputs, spool), kinds, options.kind, call.others))
            if not options.dry_run:
                call.back_up()
                call.second_pass(author)
        except Problem as problem:
            raise Problem(*(_shown(part, spool) for part in (problem.what, problem.why, problem.now))) from None
        made = [label for label in project.reader.scheme().labels if not call.plan.scheme.holds(label.id)]
    report = call.report
    report.files = [_shown(name, spool) for name in report.files]
    report.left_out = [one._replace(where=_shown(one.where, spool)) for one in report.left_out]
    if options.dry_run:
        report.articles, report.refusals = call.plan.articles, call.refusals
        report.spans = sum(call.plan.spans.values()) - call.refusals
    said, shape = _said(report, options.dry_run, made), report.as_json()
    if call.kept is not None:
        said, shape = answer.lines(*filter(None, (*said.split("\n"), call.kept.told))), {**shape, **call.kept.as_json()}
    return Answer(said, shape, not report.complete)


@contextlib.contextmanager
def _spool(inputs: list[Path]) -> Generator[Path | None]:
    """Yield a folder to keep standard input in meanwhile, where it is named; what a killed call left goes before."""
    if Path("-") not in inputs:
        yield None
        return
    with beside.folder(Path(tempfile.gettempdir(), STANDARD_INPUT)) as folder:
        yield folder / beside.NEW


def _named(inputs: list[Path], spool: Path | None) -> Iterator[Path]:
    for name in inputs:
        if spool is None or name != Path("-"):
            yield name
            continue
        path = spool / STANDARD_INPUT
        if path.exists():
            continue  # it can be read once only
        if cast(TextIO | None, sys.stdin) is None:
            raise Problem("standard input was not read", "it is closed", "Nothing was added.")
        with path.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        yield path


def _shown(text: str, spool: Path | None) -> str:
    """Return `text` with standard input called by that name, and not by the path where it is kept meanwhile."""
    return text if spool is None else text.replace(str(spool / STANDARD_INPUT), STANDARD_INPUT)


class _Call:
    """One call of `add`."""

    def __init__(self, project: Project, plan: Plan, progress: Progress) -> None:
        self.project, self.plan, self.progress = project, plan, progress
        self.report = Report(known=Counter())
        self.files: list[_File] = []
        self.refusals = 0
        self.others: Counter[str] = Counter()  # suffixes of files in folders that no kind reads
        self.kept: Kept | None = None  # the backup that was made before anything came in

    def first_pass(self, inputs: Iterator[Input | LeftOut]) -> None:
        """Validate every file whole; raises Problem when none can be taken."""
        told: Problem | None = None
        for one in inputs:
            if isinstance(one, LeftOut):
                self.report.left_out.append(one)
                continue
            try:
                self._validate(one)
            except MemoryError:
                told = Problem(str(one.path), "there is not enough memory to read it")
                self.report.left_out.append(LeftOut("file", told.what, told.why))
            except Problem as problem:
                told = problem
                self.report.left_out.append(LeftOut("file", problem.what, problem.why))
        if not self.files:
            listed = self.report.left_out
            if told is not None and len(listed) == 1:
                raise told
            raise self._nothing_came()
        if self.others:
            self.report.remarks.append(f"passed over: {_passed(self.others, 'file')}; {NAME_IT}")

    def _nothing_came(self) -> Problem:
        what, listed = f"nothing was added to {self.project.path}", self.report.left_out
        if listed:
            more = f" (and {len(listed) - 1} more)" if len(listed) > 1 else ""
            return Problem(what, f"{listed[0].where}: {listed[0].reason}{more}", "The project is unchanged.")
        why = "no file of a known kind is there"
        if not self.others:
            return Problem(what, why, "The project is unchanged.")
        return Problem(what, f"{why}, but {_passed(self.others)}", f"{NAME_IT[0].upper()}{NAME_IT[1:]}.")

    def _validate(self, one: Input) -> None:
        with reading.noting() as noted:
            noted[one.path] = reading.stamp(one.path)  # which a process of its own may read
            self._take(one)
        self.files.append(_File(one, tuple(noted.items())))
        self.progress.tell(stage="read", files=len(self.files), articles=self.plan.articles)

    def _take(self, one: Input) -> None:
        omissions: list[LeftOut] = []
        skippable = bool(getattr(one.kind, "CAN_SKIP", False))
        # A file that breaks off gives nothing, so what it brings counts only when its end was reached.
        trial = Plan(self.plan.scheme, self.plan.layer)
        refusals = 0
        for item in one.kind.read(one.path):
            if isinstance(item, LeftOut):
                omissions.append(item)
                if len(omissions) > MOST_LISTED:
                    raise Problem(str(one.path), f"more than {MOST_LISTED:,} things in it cannot be taken")
            else:
                refusals += sum(span.refused for span in item.spans)
                trial.see(item, key_bits(Article.of(item.text).id, item.author) if skippable else 0, skippable)
        beside = getattr(one.kind, "beside", None)
        found: Any = beside(one.path) if beside else None
        self.plan.join(trial, found)
        self.refusals += refusals
        self.report.left_out += omissions
        self.report.files.append(str(one.path))

    def back_up(self) -> None:
        """Keep the project as it is before."""
        self.progress.tell(stage="backup")
        self.kept = before.keep(self.project.reader.connection, self.project.path, "add")

    def second_pass(self, author: Any) -> None:
        """Store every article; raises Problem that says how many are whole in the project."""
        arrivals = Arrivals(self.project, self.plan.resolve(), self.report, author)
        total = self.plan.articles
        try:
            for count in arrivals.take(self._again()):
                self.progress.tell(stage="add", done=count, of=total)
        except (Problem, KeyboardInterrupt) as stopped:
            said = f"{arrivals.stopped()} of {total} articles added; add again completes it"
            if isinstance(stopped, Problem):
                raise Problem(stopped.what, f"{stopped.why}; {said}") from None
            raise Problem(str(self.project.path), f"stopped; {said}") from None

    def _again(self) -> Iterator[Arrived]:
        for file in self.files:
            kind: ModuleType = file.input.kind
            file.refuse_another()
            own = bool(getattr(kind, "OWN_IDS", False))
            with reading.noting() as noted:
                for item in kind.read(file.input.path):
                    if isinstance(item, Arrival):
                        yield Arrived(item, own)
            file.refuse_another(noted)


def _passed(others: Counter[str], noun: str = "") -> str:
    """Return how many files were passed over, and of which suffixes, those of most first."""
    suffixes = [suffix or "none" for suffix, _ in sorted(others.items(), key=lambda one: (-one[1], not one[0], one[0]))]
    shown = ", ".join(suffixes[:MOST_SUFFIXES]) + ("\u2026" if len(suffixes) > MOST_SUFFIXES else "")
    count = counted(others.total(), noun) if noun else f"{others.total():,}"
    return f"{count} of other suffixes ({shown})"


def _said(report: Report, dry: bool, made: Sequence[Label]) -> str:
    known = report.known or Counter()
    spans, files = counted(report.spans, "span"), counted(len(report.files), "file")
    came = f"{counted(report.articles, 'article')} and {spans} from {files}"
    if dry:
        said = f"Nothing was added. Read {came}; what of it is there already, add finds when it adds."
    else:
        there = f"{counted(known['articles'], 'article')} and {counted(known['spans'], 'span')}"
        said = f"Added {came}; {there} were there already."
    new = [f"new label: {label.name} in {label.layer}" for label in made]
    return answer.lines(said, *new, *report.remarks, *map(answer.left_out, report.left_out))
