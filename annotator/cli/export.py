"""Write the labels of a project in a kind that other programs read; whole or not at all."""

from __future__ import annotations

import argparse
import contextlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from annotator import places, shelf
from annotator.cli import answer
from annotator.cli.answer import Answer, Progress
from annotator.model.choice import OTHER_AUTHOR, Asked, Chooser
from annotator.model.dataset import Dataset, Record
from annotator.model.mark import Author
from annotator.model.problem import Problem
from annotator.model.report import Report
from annotator.model.scheme import Scheme
from annotator.project.positions import Position
from annotator.project.project import Project

NAME_ONE = ": name --author"  # how the choice of authors says that several were done


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the subcommand takes."""
    parser.add_argument("project", type=Path, metavar="PROJECT")
    parser.add_argument("target", type=Path, metavar="TARGET")
    parser.add_argument("--as", dest="kind", required=True, metavar="KIND", help=", ".join(shelf.names("exports")))
    parser.add_argument("--layer", action="append", default=[], metavar="L", help="only this layer (again for more)")
    parser.add_argument(
        "--author", action="append", default=[], metavar="A", help="prefer this author (again for more)"
    )
    parser.add_argument("--status", action="append", default=[], choices=["done", "flagged", "skipped", "any"])
    parser.add_argument("--as-of", default="", metavar="POSITION", help="a gesture, ID:COUNT:XOR, or a manifest.json")
    parser.add_argument("--strict", action="store_true", help="exit 3 when something is left out")


def run(options: argparse.Namespace, progress: Progress) -> Answer:
    """Pin a position, choose what leaves, and write it beside the target before it takes its place."""
    kind = kind_of(options.kind)
    target: Path = options.target
    with contextlib.closing(Project.open(options.project, answer.author(), writable=False)) as project:
        position = project.reader.position_at(_position(options.as_of))
        answer.spare(target)
        dataset = dataset_of(project, position, kind, options, progress)
        with places.replacing(target) as fresh:
            report: Report = kind.write(dataset, fresh)
            if not report.articles and not kind.EVERYONE:
                raise _nothing_left(project, position, target, report.not_taken or Counter())
    report.files = [str(target.parent / name) for name in report.files]
    shape = {**report.as_json(), "position": position.name}
    return Answer(_said(report, target), shape, not report.complete)


def kind_of(name: str) -> ModuleType:
    """Return the kind called `name`; raises Problem naming those there are."""
    kinds = shelf.kinds("exports", "write")
    if name not in kinds:
        raise Problem(f"the kind {name}", "it is not known", f"Known kinds: {', '.join(kinds)}.")
    return kinds[name]


def _position(asked: str) -> str:
    if not asked.endswith(".json"):
        return asked
    try:
        held: Any = json.loads(Path(asked).read_text(encoding="utf-8"))
        return str(held["position"])
    except OSError as error:
        raise Problem(f"the position in {asked}", error.strerror or str(error)) from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Problem(f"the position in {asked}", "it is no manifest that an export wrote") from None


def dataset_of(
    project: Project, position: Position, kind: ModuleType, options: argparse.Namespace, progress: Progress
) -> Dataset:
    """Return what the kind gets: everyone's marks for a kind that holds them, else one author's for each layer."""
    reader = project.reader
    scheme, authors = reader.scheme(position.seq), reader.authors(position.seq)
    layers = _layers(scheme, options.layer)
    wanted = tuple(dict.fromkeys(id for name in options.author for id in _authors(authors, name)))
    not_taken: Counter[str] = Counter()
    statuses = frozenset(options.status or ["any" if kind.EVERYONE else "done"])
    if "any" in statuses:
        statuses |= {"done"}  # who is done still comes before who merely has marks
    chooser = Chooser(scheme, authors, Asked(layers, wanted, statuses), not_taken)

    def read() -> Iterator[Record]:
        not_taken.clear()
        records = _told(reader.records(position), progress)
        if not kind.EVERYONE:
            return chooser.chosen(records)
        plain = not options.layer and not wanted and "any" in statuses
        return records if plain else _narrowed(records, scheme, chooser.asked, not_taken)

    return Dataset(
        reader.setting("language", position.seq) or "en", scheme, authors, layers, read, position.name, not_taken
    )


def _told(records: Iterator[Record], progress: Progress) -> Iterator[Record]:
    for count, record in enumerate(records, 1):
        if count % 500 == 0:
            progress.tell(stage="export", done=count)
        yield record


def _narrowed(records: Iterator[Record], scheme: Scheme, asked: Asked, not_taken: Counter[str]) -> Iterator[Record]:
    """Yield the records with the marks of the authors, layers and statuses asked for, and count the rest."""

    def fits(mark: Any) -> bool:
        return not asked.authors or mark.author in asked.authors

    def layered(mark: Any) -> bool:
        return scheme.label(mark.label).layer in asked.layers

    for record in records:
        statuses = tuple(one for one in record.statuses if fits(one) and one.layer in asked.layers)
        if not asked.any and not any(one.value in asked.statuses for one in statuses):
            not_taken["status not asked for"] += len(record.spans)
            continue
        spans = [span for span in record.spans if layered(span)]
        not_taken["layer not asked for"] += len(record.spans) - len(spans)
        kept = tuple(filter(fits, spans))
        not_taken[OTHER_AUTHOR] += len(spans) - len(kept)
        yield record._replace(
            spans=kept,
            refusals=tuple(one for one in record.refusals if fits(one) and layered(one)),
            links=tuple(filter(fits, record.links)),
            statuses=statuses,
        )


def _layers(scheme: Scheme, asked: Sequence[str]) -> tuple[str, ...]:
    known = [layer.id for layer in scheme.layers]
    for layer in asked:
        if layer not in known:
            raise Problem(f"the layer {layer}", "the project has none of that name", f"It has {', '.join(known)}.")
    return tuple(layer for layer in known if not asked or layer in asked)


def _authors(authors: dict[str, Author], name: str) -> list[str]:
    """Return the ids of those called `name`: a name may be borne by more than one, such as one whom an input named."""
    found = sorted(author.id for author in authors.values() if name in (author.name, author.id))
    if not found:
        known = ", ".join(sorted({author.name for author in authors.values()}))
        raise Problem(f"the author {name}", "nobody of that name is in the project", f"It has {known}.")
    return found


def _nothing_left(project: Project, position: Position, target: Path, not_taken: Counter[str]) -> Problem:
    """Return the Problem of an export in which no article leaves: none is done, or whose choice it is."""
    chosen = [reason for reason in sorted(not_taken) if reason == OTHER_AUTHOR or reason.endswith(NAME_ONE)]
    if any(not_taken[reason] for reason in chosen):
        why = "; ".join(f"{not_taken[reason]} spans: {reason}" for reason in chosen)
        return Problem(f"{target} was not written", f"no article leaves ({why})", "Nothing was changed.")
    marked = sum(1 for record in project.reader.records(position) if record.spans and not record.hidden)
    return Problem(
        f"{target} was not written",
        f"{marked} articles have marks but none is done",
        "Enter marks one done, --status any takes all.",
    )


def _said(report: Report, target: Path) -> str:
    lines = [f"Wrote {report.articles} articles with {report.spans} spans to {target}."]
    lines += [
        f"not taken: {count} spans, {reason}" for reason, count in sorted((report.not_taken or {}).items()) if count
    ]
    return answer.lines(*lines, *map(answer.left_out, report.left_out))
