"""Write the labels of a project in a kind that other programs read; whole or not at all."""

from __future__ import annotations

import argparse
import contextlib
import filecmp
import json
import os
import tempfile
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from annotator import beside, places, shelf
from annotator.cli import answer
from annotator.cli.answer import Answer, Misuse, Progress
from annotator.intake import reading
from annotator.model.choice import Asked, Chooser
from annotator.model.dataset import WRITTEN, Dataset, Record
from annotator.model.languages import LANGUAGE, USUAL
from annotator.model.leaving import Leaving
from annotator.model.problem import Problem, counted
from annotator.model.report import LeftOut, NotTaken, Reason, Report
from annotator.model.scheme import Scheme
from annotator.model.wish import Wish, Wishes, declared
from annotator.project import exported, parts, since
from annotator.project.exported import Exported
from annotator.project.parts import Unkept
from annotator.project.positions import Position
from annotator.project.project import Project

STRETCH = 500  # articles after which it is told how far an export is
ALL_LEAVE = "--status any takes all."
REMEDIES = {"done": "Enter marks one done, ", "flagged": "F flags one, ", "skipped": "X skips one, "}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the subcommand takes."""
    parser.add_argument("project", type=Path, metavar="PROJECT")
    parser.add_argument("target", type=Path, metavar="TARGET")
    parser.add_argument(
        "--as", dest="kind", required=True, metavar="KIND", help=", ".join(shelf.kind_names("exports", "write"))
    )
    parser.add_argument("--layer", action="append", default=[], metavar="L", help="only this layer (again for more)")
    parser.add_argument(
        "--author", action="append", default=[], metavar="A", help="prefer this author (again for more)"
    )
    parser.add_argument("--status", action="append", default=[], choices=["done", "flagged", "skipped", "any"])
    parser.add_argument("--as-of", default="", metavar="POSITION", help="a gesture, ID:COUNT:XOR, or a manifest.json")
    parser.add_argument("--strict", action="store_true", help="exit 3 when something is left out")
    parser.add_argument(
        "--dry-run", action="store_true", help="tell what would leave and what changed since, write nothing"
    )
    for wish, kinds in _every_wish().items():
        words = f"{wish.words}: {wish.form} ({', '.join(kinds)})"
        parser.add_argument(f"--{wish.name}", action="append", default=[], metavar="CHOICE", help=words)


def _every_wish() -> dict[Wish, list[str]]:
    """Return what the kinds let people choose, with the kinds that do; none of them is loaded."""
    held: dict[Wish, list[str]] = {}
    for name in shelf.kind_names("exports", "write"):
        for wish in declared(shelf.constants("exports", name)):
            held.setdefault(wish, []).append(name)
    return held


def run(options: argparse.Namespace, progress: Progress) -> Answer:
    """Pin a position, choose what leaves, and write it beside the target before it takes its place."""
    kind = answer.kind_of("exports", "write", options.kind)
    target: Path = options.target
    wishes = _wishes(options, kind)
    in_parts = bool(getattr(kind, "PARTS", False))
    dry: bool = options.dry_run
    keeps = in_parts and not options.as_of and not dry
    with contextlib.closing(Project.open(options.project, answer.author(), writable=keeps)) as project:
        if not dry:  # what a killed export moved aside is the target to look at
            beside.clear(target.absolute().parent, target.absolute().name)
        look = answer.spare_folder if getattr(kind, "FOLDER", False) else answer.spare
        look(target)
        if target.is_dir() and Path(os.path.realpath(options.project)).is_relative_to(os.path.realpath(target)):
            raise Problem(f"{target} was not written", "the project lies in it", "Name another folder.")
        if keeps:
            _place_all(project, progress)
        position = project.reader.position_at(_position(options.as_of))
        asked = Asked(tuple(options.layer), tuple(options.author), frozenset(options.status))
        dataset = dataset_of(project, position, kind.EVERYONE, asked, progress, in_parts)
        dataset.wishes = _of_layers(wishes, dataset.scheme)
        leaving = _counting(dataset, in_parts, progress) if dry else None
        with _discarding(target) if dry else places.replacing(target, kept=lambda: look(target) or ()) as fresh:
            report: Report = kind.write(dataset, fresh)
            if not report.articles and not kind.EVERYONE:
                # Whoever heeds progress may have no shell, and names the ways on in other words.
                why, said, now = _why_nothing(asked, dataset.not_taken, report.left_out)
                progress.tell(stage="nothing", why=why, all_leave=now.endswith(ALL_LEAVE))
                raise _not_written(target, said, now)
            _spare_beside(target, fresh)
        report.left_out += dataset.not_taken.listed
        report.files = [str(target.parent / name) for name in report.files]
        shape: dict[str, Any] = {**report.as_json(), "position": position.name}
        if leaving is not None:
            shape |= {"dry_run": True, **_preview(project, position, options, dataset, leaving.shape(report.left_out))}
            return Answer(_said_before(shape, report, target), shape, not report.complete)
    exported.remember(options.project, Exported(options.kind, str(target.absolute()), position.name, _choices(options)))
    return Answer(_said(report, target), shape, not report.complete)


def _counting(dataset: Dataset, in_parts: bool, progress: Progress) -> Leaving:
    """Count what the kind reads of the dataset from now on, and tell it on the way."""
    leaving, read = Leaving(dataset.scheme, dataset.layers, in_parts), dataset.read

    def counted_on() -> Iterator[Record]:
        for count, record in enumerate(leaving.counted(read(), dataset.not_taken)):
            if count and count % STRETCH == 0:
                progress.tell(stage="export", done=count, leaving=leaving.shape())
            yield record

    dataset.read = counted_on
    return leaving


@contextlib.contextmanager
def _discarding(target: Path) -> Generator[Path]:
    """Yield a path of the target's name in a folder that is gone afterwards. Raises Problem."""
    try:
        with beside.folder(Path(tempfile.gettempdir(), "export that is tried")) as folder:
            yield folder / beside.NEW / target.name
    except OSError as error:
        raise Problem("the export could not be tried", error.strerror or str(error), "Nothing was written.") from None


def _choices(options: argparse.Namespace) -> dict[str, list[str]]:
    """Return what was chosen beside kind and target, as words of the shell."""
    names = ("layer", "author", "status", *(wish.name for wish in _every_wish()))
    held = {name: list(getattr(options, name.replace("-", "_"))) for name in names}
    return {name: values for name, values in held.items() if values}


def _preview(
    project: Project, position: Position, options: argparse.Namespace, dataset: Dataset, leaving: dict[str, Any]
) -> dict[str, Any]:
    """Return what a dry run tells beside the report."""
    articles = {reason.words: count for reason, count in sorted(dataset.not_taken.articles.items()) if count}
    last = exported.last(exported.load(options.project), options.kind, options.target)
    return {"leaving": leaving, "articles_not_taken": articles, "since": _since(project, position, dataset, last)}


def _since(project: Project, position: Position, dataset: Dataset, last: Exported | None) -> dict[str, Any] | None:
    """Return what changed since an export, None where there was none or this file does not hold its position."""
    if last is None:
        return None
    try:
        then = project.reader.position_at(last.position)
    except Problem:  # the project was put back to an older state, or is another one at this path
        return None
    found = since.difference(project.reader.connection, then, position, dataset.scheme, dataset.layers)
    return {"target": last.target, "position": last.position, **found.as_json()}


def _place_all(project: Project, progress: Progress) -> None:
    """Give every article that has none its part, where the project can be written: from then on it never moves."""
    connection = project.reader.connection
    if not project.read_only and not parts.complete(connection):
        with contextlib.closing(project.cache()) as cache:
            parts.keep(project, parts.divide(connection, told=progress.of_stage, cache=cache), progress.of_stage)


def _wishes(options: argparse.Namespace, kind: ModuleType) -> Wishes:
    """Return what was chosen of the kind's own; raises Misuse for what it does not let people choose."""
    own = declared(vars(kind))
    for wish, kinds in _every_wish().items():
        if wish not in own and getattr(options, wish.name.replace("-", "_")):
            raise Misuse(f"--{wish.name}", f"{options.kind} has no such choice", f"It is one of {', '.join(kinds)}.")
    try:
        held = {wish.name: wish.read(getattr(options, wish.name.replace("-", "_"))) for wish in own}
    except Problem as problem:
        raise Misuse(problem.what, problem.why, problem.now) from None
    return {name: values for name, values in held.items() if values}


def _of_layers(wishes: Wishes, scheme: Scheme) -> Wishes:
    """Return the wishes; raises Problem where one names a layer that the project does not have."""
    for held in wishes.values():
        _layers(scheme, [layer for layer in held if layer])
    return wishes


def _spare_beside(target: Path, fresh: Path) -> None:
    """Refuse to replace a file beside the target that no export wrote; raises Problem."""
    for made in fresh.parent.iterdir():
        old = target.parent / made.name
        if made == fresh or not os.path.lexists(old):
            continue
        try:
            ours = (
                old.is_file()
                and not old.is_symlink()
                and (_begins_as_written(old) or filecmp.cmp(old, made, shallow=False))
            )
        except OSError as error:
            raise places.unwritable(old, error) from None
        if not ours:
            why = f"{old} is there and no export wrote it"
            raise Problem(f"{target} was not written", why, "Move it or name another target; nothing was changed.")


def _begins_as_written(path: Path) -> bool:
    with path.open("rb") as file:
        return file.readline(1000).rstrip(b"\r\n") == WRITTEN.encode()


def _position(asked: str) -> str:
    if not asked.endswith(".json"):
        return asked
    try:
        held: Any = json.loads(reading.text_of(Path(asked)))
        return str(held["position"])
    except Problem as problem:
        raise Problem(f"the position in {asked}", problem.why) from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Problem(f"the position in {asked}", "it is no manifest that an export wrote") from None


def dataset_of(
    project: Project, position: Position, everyone: bool, named: Asked, progress: Progress, in_parts: bool = False
) -> Dataset:
    """Return what a kind gets: everyone's marks for a kind that holds them, else one author's for each layer.

    `named` has what was asked for as it was named; without layers it means all, without statuses those of the kind.
    With `in_parts` every article comes with its part: as it is kept at the position, else as the law has it there.
    """
    reader = project.reader
    scheme, authors = reader.scheme(position.seq), reader.authors(position.seq)
    asked = Asked(
        _layers(scheme, named.layers),
        tuple(dict.fromkeys(id for name in named.authors for id in answer.authors_named(authors, name))),
        named.statuses or frozenset({"any" if everyone else "done"}),
    )
    if asked.any:
        asked = asked._replace(statuses=asked.statuses | {"done"})  # who is done comes before who merely has marks
    chooser = Chooser(scheme, authors, asked, NotTaken())
    unkept = _unkept(project, position, progress) if in_parts else None

    def read() -> Iterator[Record]:
        chooser.not_taken.clear()
        records = _told(reader.records(position), progress)
        chosen = chooser.narrowed(records) if everyone else chooser.chosen(records)
        return chosen if unkept is None else chooser.in_parts(chosen, *unkept)

    language = reader.setting(LANGUAGE.id, position.seq) or USUAL
    named_so = {"layers": asked.layers, "authors": named.authors, "statuses": sorted(asked.statuses)}
    return Dataset(language, scheme, authors, asked.layers, read, position.name, chooser.not_taken, asked=named_so)


def _unkept(project: Project, position: Position, progress: Progress) -> Unkept:
    with contextlib.closing(project.cache()) as cache:
        return parts.unkept(project.reader.connection, position.seq, progress.of_stage, cache)


def _told(records: Iterator[Record], progress: Progress) -> Iterator[Record]:
    for count, record in enumerate(records, 1):
        if count % STRETCH == 0:
            progress.tell(stage="export", done=count)
        yield record


def _layers(scheme: Scheme, asked: Sequence[str]) -> tuple[str, ...]:
    known = [layer.id for layer in scheme.layers]
    for layer in asked:
        if layer not in known:
            raise Problem(f"the layer {layer}", "the project has none of that name", f"It has {', '.join(known)}.")
    return tuple(layer for layer in known if not asked or layer in asked)


def _why_nothing(named: Asked, not_taken: NotTaken, left_out: Sequence[LeftOut]) -> tuple[str, str, str]:
    """Return why no article leaves, with every reason there is; the same as the shell says it; and what now."""
    total = sum(not_taken.articles.values())
    undone = sum(count for reason, count in not_taken.articles.items() if reason.cause == "status")
    unheld = Counter(one.verdict or one.reason for one in left_out if one.what == "article")
    if not (total or unheld):
        why = left_out[0].reason if left_out else "there is no article"
        return why, f"no article leaves ({why})" if left_out else why, "Nothing was changed."
    if unheld or undone < total:
        told = [_counted(reason, not_taken) for reason in sorted(not_taken.articles)]
        told += [f"{counted(count, 'article')}: {reason}" for reason, count in sorted(unheld.items())]
        why = next(iter(unheld)) if not total and len(unheld) == 1 else "; ".join(told)
        return why, f"no article leaves ({why})", "Nothing was changed."
    status = named._replace(statuses=named.statuses or frozenset({"done"})).named
    marked = total - not_taken.unmarked
    have = f"{counted(marked, 'article')} {'has' if marked == 1 else 'have'}"
    said = f"{have} marks but none" if marked else f"none of {counted(total, 'article')}"
    inside = f" in {' or '.join(named.layers)}" if named.layers else ""
    why = f"{said} is {status}{inside}"
    return why, why, REMEDIES.get(status, "") + ALL_LEAVE


def _counted(reason: Reason, not_taken: NotTaken) -> str:
    spans = not_taken.spans[reason]
    inside = f" with {counted(spans, 'span')}" if spans else ""
    return f"{counted(not_taken.articles[reason], 'article')}{inside}: {reason.words}"


def _not_written(target: Path, why: str, now: str) -> Problem:
    return Problem(f"{target} was not written", why, now)


def _said_before(shape: dict[str, Any], report: Report, target: Path) -> str:
    """Return what a person is told of an export that was only tried."""
    leaving = shape["leaving"]
    leave = f"{counted(report.articles, 'article')} with {counted(report.spans, 'span')}"
    heads = [f"Nothing was written. To {target} would go {leave}."]
    if len(leaving["parts"]) > 1:
        heads.append("articles: " + ", ".join(f"{part} {count:,}" for part, count in leaving["articles"].items()))
    for layer in leaving["layers"]:
        spans = ", ".join(f"{part} {count:,}".strip() for part, count in layer["spans"].items())
        heads.append(f"{layer['id']}: {spans}; left out {layer['left_out']:,}")
    if held := shape["since"]:
        spans = f"{counted(held['added'], 'span')} added, {held['changed']:,} changed, {held['removed']:,} removed"
        articles = f"{counted(held['done'], 'article')} done, {held['reopened']:,} reopened"
        heads.append(f"Since the last export, to {held['target']}: {spans}; {articles}.")
    return _said(report, target, heads)


def _said(report: Report, target: Path, heads: Sequence[str] = ()) -> str:
    wrote = f"Wrote {counted(report.articles, 'article')} with {counted(report.spans, 'span')} to {target}."
    lines = [*(heads or [wrote]), *report.remarks]
    if report.not_taken is not None:
        held_of = (("span", "spans", report.not_taken.spans), ("status", "statuses", report.not_taken.statuses))
        for one, many, held in held_of:
            lines += [
                f"not taken: {counted(count, one, many)}, {reason.words}"
                for reason, count in sorted(held.items())
                if count
            ]
    return answer.lines(*lines, *map(answer.left_out, report.left_out))
