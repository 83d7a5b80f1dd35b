"""Examine a project: that the file is whole, then what spaCy will make of every span."""

from __future__ import annotations

import argparse
import contextlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.cli import answer
from annotator.cli.answer import Answer, Progress
from annotator.language import tokeniser, tokens
from annotator.model.article import Article, first_line
from annotator.model.dataset import Record, place_of
from annotator.model.mark import Detail, Refusal, Span, Status
from annotator.model.problem import Problem, counted
from annotator.model.report import LeftOut
from annotator.model.scheme import Scheme
from annotator.model.verdict import Judged, Tokens, judge
from annotator.project.cache import Cache
from annotator.project.check import examine
from annotator.project.project import Project
from annotator.project.unseen import unseen

BEHIND = "its article was taken back in the meantime; add the article again, and it is there with all its marks"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the subcommand takes."""
    parser.add_argument("project", type=Path, metavar="PROJECT")
    parser.add_argument("--strict", action="store_true", help="exit 3 when a span would not be learnt from")


def run(options: argparse.Namespace, progress: Progress) -> Answer:
    """Examine the file, then judge the spans; nothing is written."""
    findings = examine(options.project)
    if findings:
        more = f" ({len(findings) - 1} more)" if len(findings) > 1 else ""
        raise Problem(f"{options.project} is damaged", findings[0] + more, "Restore a backup.")
    spans, reasons, left_out = 0, Counter[str](), list[LeftOut]()
    with (
        contextlib.closing(Project.open(options.project, answer.author(), writable=False)) as project,
        contextlib.closing(project.cache()) as cache,
    ):
        reader = project.reader
        scheme, split = reader.scheme(), _Split(reader.setting("language") or "en", cache)
        for record in _told(reader.records(reader.position()), progress):
            spans += len(record.spans)
            for one in _untrainable(record, scheme, split):
                reasons[one.reason] += 1
                left_out.append(_listed(record, one, scheme))
        trainable = spans - len(left_out)
        behind = list(_left_behind(project, scheme))
    lines = [f"The file is whole. Of {counted(spans, 'span')} {trainable:,} are trainable."]
    lines += [f"  {count}: {reason}" for reason, count in sorted(reasons.items())]
    if behind:
        lines.append(f"{counted(len(behind), 'mark')} {'is' if len(behind) == 1 else 'are'} seen nowhere besides.")
        left_out += behind
    lines += [answer.left_out(one) for one in left_out]
    shape: dict[str, Any] = {"whole": True, "spans": spans, "trainable": trainable,
                             "left_out": [one.as_json() for one in left_out]}  # fmt: skip
    return Answer(answer.lines(*lines), shape, bool(left_out))


def _left_behind(project: Project, scheme: Scheme) -> Iterator[LeftOut]:
    """Yield what was made in articles that were taken back at the same time: no list and no export has it."""
    for number, article, marks in unseen(project.reader.connection):
        where = first_line(article.text) or str(number)
        for mark in marks:
            if isinstance(mark, Span | Refusal):
                text, label = article.text[mark.start : mark.end], scheme.label(mark.label).name
                yield LeftOut(mark.sort, where, BEHIND, mark.start, mark.end, text, label)
            elif isinstance(mark, Detail):
                yield LeftOut("attribute", where, BEHIND, text=mark.value)
            else:
                yield LeftOut(mark.sort, where, BEHIND, text=mark.value if isinstance(mark, Status) else "")


class _Split:
    """The tokens of texts: those of the last time, else spaCy's, which is loaded only where one is new."""

    def __init__(self, language: str, cache: Cache) -> None:
        self.language, self.cache = language, cache
        self.tokeniser = tokeniser(language)

    def tokens(self, article: Article) -> Tokens:
        found = self.cache.tokens(article.id, self.tokeniser)
        if found is None:
            found = tokens(self.language, article.text)
            self.cache.keep_tokens(article.id, self.tokeniser, found)
        return found


def _told(records: Iterator[Record], progress: Progress) -> Iterator[Record]:
    for count, record in enumerate(records, 1):
        if count % 500 == 0:
            progress.tell(stage="check", done=count)
        yield record


def _untrainable(record: Record, scheme: Scheme, split: _Split) -> Iterator[Judged]:
    """Yield the verdicts on the spans that would be lost, each author's set for itself."""
    if not record.spans:
        return
    held = split.tokens(record.article)
    for author in sorted({span.author for span in record.spans}):
        mine = [span for span in record.spans if span.author == author]
        yield from (one for one in judge(mine, held, scheme) if one.tokens is None)


def _listed(record: Record, one: Judged, scheme: Scheme) -> LeftOut:
    start, end = one.span.start, one.span.end
    text, label = record.article.text[start:end], scheme.label(one.span.label).name
    return LeftOut("span", place_of(record), one.sentence, start, end, text, label)
