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
from annotator.model.languages import LANGUAGE, USUAL
from annotator.model.mark import Detail, Refusal, Span, Status
from annotator.model.problem import Damaged, counted
from annotator.model.report import LeftOut
from annotator.model.scheme import Scheme
from annotator.model.tokens import Tokens
from annotator.model.verdict import Judged, judge
from annotator.model.verdict_words import why
from annotator.project.cache import Cache
from annotator.project.check import examine
from annotator.project.project import Project
from annotator.project.unseen import unseen

WAYS_ON = (
    "Restore a backup (`spandesk backup PROJECT --list`) or salvage what it holds (`spandesk salvage PROJECT NEW`)."
)
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
        raise Damaged(f"{options.project} is damaged", findings[0] + more, WAYS_ON)
    spans, left_out, warned = 0, list[LeftOut](), list[LeftOut]()
    with (
        contextlib.closing(Project.open(options.project, answer.author(), writable=False)) as project,
        contextlib.closing(project.cache()) as cache,
    ):
        reader = project.reader
        scheme, split = reader.scheme(), _Split(reader.setting(LANGUAGE.id) or USUAL, cache)
        for record in _told(reader.records(reader.position()), progress):
            spans += len(record.spans)
            for one in _judged(record, scheme, split) if record.spans else ():
                held = split.tokens(record.article)
                if one.tokens is None:
                    left_out.append(_listed(record, one, scheme, why(one, record.article.text, held, scheme)))
                warned += (_listed(record, one, scheme, warning) for warning in one.warnings)
        behind = list(_left_behind(project, scheme))
    trainable = spans - len(left_out)
    lines = [f"The file is whole. Of {counted(spans, 'span')} {trainable:,} are trainable."]
    lines += [*_counts(left_out), *(f"with a warning, {line.strip()}" for line in _counts(warned))]
    if behind:
        lines.append(f"{counted(len(behind), 'mark')} {'is' if len(behind) == 1 else 'are'} seen nowhere besides.")
        left_out += (one._replace(verdict=one.reason) for one in behind)
    lines += [answer.left_out(one) for one in left_out]
    lines += [answer.left_out(one, "with a warning") for one in warned]
    shape: dict[str, Any] = {"whole": True, "spans": spans, "trainable": trainable,
                             "left_out": [one.as_json() for one in left_out],
                             "warnings": [one.as_json() for one in warned]}  # fmt: skip
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


def _counts(listed: list[LeftOut]) -> list[str]:
    """Return how many there are for each reason."""
    return [f"  {count}: {reason}" for reason, count in sorted(Counter(one.verdict for one in listed).items())]


class _Split:
    """The tokens of texts: those of the last time, else spaCy's, which is loaded only where one is new."""

    def __init__(self, language: str, cache: Cache) -> None:
        self.language, self.cache = language, cache
        self.tokeniser = tokeniser(language)
        self._last: tuple[str, Tokens] | None = None

    def tokens(self, article: Article) -> Tokens:
        if self._last is not None and self._last[0] == article.id:
            return self._last[1]
        found = self.cache.tokens(article.id, self.tokeniser)
        if found is None:
            found = tokens(self.language, article.text)
            self.cache.keep_tokens(article.id, self.tokeniser, found)
        self._last = (article.id, found)
        return found


def _told(records: Iterator[Record], progress: Progress) -> Iterator[Record]:
    for count, record in enumerate(records, 1):
        if count % 500 == 0:
            progress.tell(stage="check", done=count)
        yield record


def _judged(record: Record, scheme: Scheme, split: _Split) -> Iterator[Judged]:
    """Yield the verdicts on the spans, each author's set for itself."""
    held = split.tokens(record.article)
    for author in sorted({span.author for span in record.spans}):
        mine = [span for span in record.spans if span.author == author]
        yield from judge(mine, held, scheme, text=record.article.text)


def _listed(record: Record, one: Judged, scheme: Scheme, reason: str) -> LeftOut:
    article, span = record.article, one.span
    text, label = article.text[span.start : span.end], scheme.label(span.label).name
    return LeftOut("span", place_of(record), reason, span.start, span.end, text, label, article.id, span.id,
                   one.reason or reason)  # fmt: skip
