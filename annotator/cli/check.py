"""Examine a project: that the file is whole, then what spaCy will make of every span."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.cli import answer
from annotator.cli.answer import Answer, Progress
from annotator.language import tokeniser, tokens
from annotator.model.article import Article
from annotator.model.dataset import Record
from annotator.model.mark import Span
from annotator.model.problem import Problem
from annotator.model.report import LeftOut
from annotator.model.scheme import Scheme
from annotator.model.verdict import Tokens, judge
from annotator.project.cache import Cache
from annotator.project.check import examine
from annotator.project.project import Project


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
    project = Project.open(options.project, answer.author(), writable=False)
    reader = project.reader
    scheme, language = reader.scheme(), reader.setting("language") or "en"
    spans = 0
    left_out: list[LeftOut] = []
    cache = Cache.of(reader.connection, project.path)
    for listed, count in _judged(reader.records(reader.position()), scheme, _Split(language, cache), progress):
        spans += count
        left_out += listed
    cache.close()
    project.close()
    reasons = Counter(one.reason.partition(" in a flat")[0].rstrip("0123456789- ") for one in left_out)
    lines = [f"The file is whole. Of {spans} spans {spans - len(left_out)} are trainable."]
    lines += [f"  {count}: {reason}" for reason, count in sorted(reasons.items())]
    lines += [answer.left_out(one) for one in left_out]
    shape: dict[str, Any] = {"whole": True, "spans": spans, "trainable": spans - len(left_out),
                             "left_out": [one.as_json() for one in left_out]}  # fmt: skip
    return Answer(answer.lines(*lines), shape, bool(left_out))


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


def _judged(
    records: Iterator[Record], scheme: Scheme, split: _Split, progress: Progress
) -> Iterator[tuple[list[LeftOut], int]]:
    alignment = {layer.id: layer.alignment for layer in scheme.layers}

    def layer(span: Span) -> str:
        return scheme.label(span.label).layer

    for count, record in enumerate(records, 1):
        if count % 500 == 0:
            progress.tell(stage="check", done=count)
        if not record.spans:
            continue
        held = split.tokens(record.article)
        listed: list[LeftOut] = []
        for author in sorted({span.author for span in record.spans}):
            mine = [span for span in record.spans if span.author == author]
            listed += [
                LeftOut("span", record.title, one.reason, one.span.start, one.span.end,
                        record.article.text[one.span.start : one.span.end], scheme.label(one.span.label).name)
                for one in judge(mine, held, lambda span: scheme.is_flat(span.label), alignment, layer)
                if one.tokens is None
            ]  # fmt: skip
        yield listed, len(record.spans)
