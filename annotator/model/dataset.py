"""What an export gets: a scheme, and the articles of one position in an order made of contents."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.model.article import Article
from annotator.model.mark import Author, Link, Refusal, Span, Status
from annotator.model.report import LeftOut, NotTaken
from annotator.model.scheme import Scheme
from annotator.model.wish import Wishes, wished

MANIFEST = "manifest.json"  # of a folder that an export wrote: its files, each with its SHA-256
# The first line of what a kind writes beside its target. An export replaces there only what begins with it.
WRITTEN = "# Written by spandesk export, which replaces it; take this line away to keep your changes."


class Record(NamedTuple):
    """One article as it leaves. Spans come ordered by (start, -end, id)."""

    article: Article
    title: str
    details: Mapping[str, str]  # without the title
    spans: tuple[Span, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    links: tuple[Link, ...] = ()
    statuses: tuple[Status, ...] = ()
    hidden: bool = False
    part: str = ""
    authors: Mapping[str, str] = {}  # for kinds of one author's set: layer to the author whose set this is
    done: frozenset[str] = frozenset()  # the layers in which that author is done


@dataclass
class Dataset:
    """The articles to write, readable again and again, and what was not taken on the way."""

    language: str
    scheme: Scheme
    authors: Mapping[str, Author]
    layers: tuple[str, ...]  # asked for, in scheme order
    read: Callable[[], Iterator[Record]]
    position: str = ""  # ID:COUNT:XOR
    not_taken: NotTaken = field(default_factory=NotTaken)  # filled by each reading from the start
    wishes: Wishes = field(default_factory=dict[str, Mapping[str, str]])  # what was chosen of the kind's own
    asked: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])  # the rest, as it was named

    def __iter__(self) -> Iterator[Record]:
        return self.read()

    def wish(self, name: str, layer: str = "") -> str:
        """Return what was wished for a layer, or nothing."""
        return wished(self.wishes, name, layer)

    def listed(
        self, record: Record, what: str, reason: str, mark: Span | Refusal | Link | None = None, verdict: str = ""
    ) -> LeftOut:
        """Return the entry of one mark, or of what else of an article, that does not leave; see `listed`."""
        return listed(record, self.scheme, what, reason, mark, verdict)


def listed(
    record: Record,
    scheme: Scheme,
    what: str,
    reason: str,
    mark: Span | Refusal | Link | None = None,
    verdict: str = "",
) -> LeftOut:
    """Return the entry of one mark, or of what else of an article, that does not leave, with the way back to it.

    `verdict` is the reason without the words and places of this one, where it has some.
    """
    one = LeftOut(what, place_of(record), reason, article=record.article.id, verdict=verdict or reason,
                  part=record.part)  # fmt: skip
    if mark is None:
        return one
    if isinstance(mark, Link):
        return one._replace(label=mark.label, id=mark.id)
    label, text = scheme.label(mark.label), record.article.text[mark.start : mark.end]
    return one._replace(start=mark.start, end=mark.end, text=text, label=label.name, layer=label.layer, id=mark.id)


def place_of(record: Record) -> str:
    """Return the article's title, or the first digits of its id where it has none."""
    return record.title or record.article.id[:12]
