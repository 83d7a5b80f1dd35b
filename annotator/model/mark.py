"""One mark: any value that people, exports or merges depend on, with its key.

Offsets are code points. `sort` is a constant last field, so that marks of two sorts are never equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from annotator.model.article import ArticleId

Rule = Literal["flat", "free"]
Alignment = Literal["strict", "contract", "expand"]
PARTS: tuple[str, ...] = ("train", "dev", "test")  # that an article may be in


class Key(NamedTuple):
    """Where a mark is found: its sort, its article (None for marks of the project), and its id there."""

    sort: str
    article: ArticleId | None
    id: str


class Span(NamedTuple):
    """A range of an article with a label, by an author; `label` and `author` are ids."""

    id: str
    start: int
    end: int
    label: str
    author: str
    note: str = ""
    origin: str = ""  # hand, repeat, pattern, model@hash, file
    sort: Literal["span"] = "span"


class Link(NamedTuple):
    """A labelled arrow from span to span."""

    id: str
    source_span: str
    target_span: str
    label: str
    author: str
    note: str = ""
    origin: str = ""
    sort: Literal["link"] = "link"


class Refusal(NamedTuple):
    """A range and label that an author said no to."""

    id: str
    start: int
    end: int
    label: str
    author: str
    origin: str = ""
    sort: Literal["refusal"] = "refusal"


class Status(NamedTuple):
    """What an author made of an article in a layer: done, flagged or skipped; no mark means todo."""

    author: str
    layer: str
    value: str
    sort: Literal["status"] = "status"

    @property
    def id(self) -> str:
        """Return the id within the article: author/layer."""
        return f"{self.author}/{self.layer}"


class Entry(NamedTuple):
    """The presence of an article in the project."""

    hidden: bool = False
    sort: Literal["entry"] = "entry"

    @property
    def id(self) -> str:
        """Return the empty id: an article is present once."""
        return ""


class Detail(NamedTuple):
    """A fact about an article, such as its title, source or date."""

    name: str
    value: str
    sort: Literal["detail"] = "detail"

    @property
    def id(self) -> str:
        """Return the name, which is the id within the article."""
        return self.name


class Part(NamedTuple):
    """The part of the split an article belongs to: train, dev or test."""

    part: str
    sort: Literal["part"] = "part"

    @property
    def id(self) -> str:
        """Return the empty id: an article is in one part."""
        return ""


class Label(NamedTuple):
    """A name in a layer; the id is layer/slug for ever, the name may change."""

    id: str
    layer: str
    name: str
    key: str = ""
    colour: str = ""
    guideline: str = ""
    order: int = 0
    sort: Literal["label"] = "label"


class Layer(NamedTuple):
    """Labels that leave together, flat (no overlaps leave) or free."""

    id: str
    name: str
    rule: str
    alignment: str = "strict"
    order: int = 0
    sort: Literal["layer"] = "layer"


class Author(NamedTuple):
    """Who makes marks; the id is made once per person, the name may change."""

    id: str
    name: str
    role: str = ""
    sort: Literal["author"] = "author"


class Setting(NamedTuple):
    """A choice that belongs to the project: its language, the salt of its split."""

    name: str
    value: str
    sort: Literal["setting"] = "setting"

    @property
    def id(self) -> str:
        """Return the name, which is the id."""
        return self.name


Mark = Span | Link | Refusal | Status | Entry | Detail | Part | Label | Layer | Author | Setting

SORTS: Mapping[str, type[Mark]] = {
    "span": Span, "link": Link, "refusal": Refusal, "status": Status, "entry": Entry, "detail": Detail,
    "part": Part, "label": Label, "layer": Layer, "author": Author, "setting": Setting,
}  # fmt: skip
OF_PROJECT = frozenset({"label", "layer", "author", "setting"})


def key_of(mark: Mark, article: ArticleId | None) -> Key:
    """Return the key of `mark`; marks of the project have no article, whatever is given."""
    return Key(mark.sort, None if mark.sort in OF_PROJECT else article, mark.id)


def fields_of(mark: Mark) -> dict[str, Any]:
    """Return the fields of `mark` without its sort, as they are written to the journal."""
    fields = mark._asdict()
    del fields["sort"]
    return fields


def mark_of(sort: str, fields: Mapping[str, Any]) -> Mark | None:
    """Return the mark of `sort` with `fields`, unknown fields passed over; None for an unknown sort.

    Raises TypeError where a field without default is missing or a value has another type.
    """
    kind = SORTS.get(sort)
    if kind is None:
        return None
    known = {name: fields[name] for name in kind._fields[:-1] if name in fields}
    for name, value in known.items():
        if type(value) is not _TYPES[sort][name]:
            raise TypeError(f"{sort}.{name} is {type(value).__name__}")
    return kind(**known)


def _type_of(name: str) -> type:
    return int if name in ("start", "end", "order") else bool if name == "hidden" else str


_TYPES = {sort: {name: _type_of(name) for name in kind._fields[:-1]} for sort, kind in SORTS.items()}
