"""What `add` and `export` report, in one shape: nothing vanishes unlisted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class LeftOut(NamedTuple):
    """One thing that did not come in or did not leave, with where it stands and why."""

    what: str  # span, link, attribute, note, article, file, refusal, status, label
    where: str  # FILE:LINE, or the article's title
    reason: str
    start: int | None = None  # code points
    end: int | None = None
    text: str = ""
    label: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the entry as the shell prints it, without what it does not know."""
        return {name: value for name, value in self._asdict().items() if value not in (None, "")}


@dataclass
class Report:
    """Counts and listings of one intake or export."""

    articles: int = 0
    spans: int = 0
    files: list[str] = field(default_factory=list[str])
    refusals: int = 0
    left_out: list[LeftOut] = field(default_factory=list[LeftOut])
    known: Counter[str] | None = None  # intake: articles and spans that were there already
    not_taken: Counter[str] | None = None  # export: reason to number of spans that were not asked for

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
            shape["known"] = {"articles": self.known["articles"], "spans": self.known["spans"]}
        if self.not_taken is not None:
            shape["not_taken"] = dict(sorted((+self.not_taken).items()))
        shape["left_out"] = [entry.as_json() for entry in self.left_out]
        return shape
