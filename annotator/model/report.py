"""What `add` and `export` report, in one shape: nothing vanishes unlisted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

Cause = Literal["hidden", "layer", "author", "part", "status", "several"]


class LeftOut(NamedTuple):
    """One thing that did not come in or did not leave, with where it stands and why."""

    what: str  # span, link, attribute, note, article, file, refusal, status, label
    where: str  # FILE:LINE, or the article's title
    reason: str
    start: int | None = None  # code points
    end: int | None = None
    text: str = ""
    label: str = ""
    article: str = ""  # its id, by which it is opened
    id: str = ""  # of the span
    verdict: str = ""  # the reason without the words and places of this one, by which a list is put together
    layer: str = ""  # of the label, by its id
    part: str = ""  # of the article: train, dev or test

    def as_json(self) -> dict[str, Any]:
        """Return the entry as the shell prints it, without what it does not know."""
        return {name: value for name, value in self._asdict().items() if value not in (None, "")}


class Reason(NamedTuple):
    """Why an export did not take something: what decided it, and the words that say so."""

    cause: Cause
    words: str


@dataclass
class NotTaken:
    """What an export was not asked for: spans and statuses are counted, refusals and links are listed."""

    spans: Counter[Reason] = field(default_factory=Counter[Reason])
    statuses: Counter[Reason] = field(default_factory=Counter[Reason])
    articles: Counter[Reason] = field(default_factory=Counter[Reason])  # that are not taken at all
    unmarked: int = 0  # of them, those without a span or refusal in the layers asked for
    listed: list[LeftOut] = field(default_factory=list[LeftOut])

    def clear(self) -> None:
        """Forget everything: the articles are read from the start again."""
        self.spans.clear()
        self.statuses.clear()
        self.articles.clear()
        self.listed.clear()
        self.unmarked = 0


@dataclass
class Report:
    """Counts and listings of one intake or export."""

    articles: int = 0
    spans: int = 0
    files: list[str] = field(default_factory=list[str])
    refusals: int = 0
    left_out: list[LeftOut] = field(default_factory=list[LeftOut])
    known: Counter[str] | None = None  # intake: articles, spans and refusals that were there already
    not_taken: NotTaken | None = None  # export
    remarks: list[str] = field(default_factory=list[str])  # what a person should know of what was written
    layers: dict[str, Any] = field(default_factory=dict[str, Any])  # what the kind tells of each layer, by its id

    @property
    def complete(self) -> bool:
        """Return whether nothing was left out."""
        return not self.left_out

    def as_json(self) -> Mapping[str, Any]:
        """Return the report in the shape of `--json`."""
        shape: dict[str, Any] = {"articles": self.articles, "spans": self.spans, "files": self.files}
        if self.refusals:
            shape["refusals"] = self.refusals
        if self.known is not None:
            shape["known"] = {name: self.known[name] for name in ("articles", "spans")}
            if self.known["refusals"]:
                shape["known"]["refusals"] = self.known["refusals"]
        if self.not_taken is not None:
            shape["not_taken"] = _by_words(self.not_taken.spans)
            if statuses := _by_words(self.not_taken.statuses):
                shape["statuses_not_taken"] = statuses
        if self.remarks:
            shape["remarks"] = self.remarks
        if self.layers:
            shape["layers"] = self.layers
        shape["left_out"] = [entry.as_json() for entry in self.left_out]
        return shape


def _by_words(counted: Counter[Reason]) -> dict[str, int]:
    return {reason.words: count for reason, count in sorted(counted.items()) if count}
