"""What a command may ask the project for, as values, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from annotator.model.article import Article, ArticleId
from annotator.model.edit import Gesture
from annotator.model.mark import Author, Key, Mark
from annotator.model.marks import Marks

if TYPE_CHECKING:
    from annotator.model.occurrences import Places  # the window starts without it


class Open(NamedTuple):
    """Ask for an article by its id."""

    article: ArticleId


class OpenNumber(NamedTuple):
    """Ask for an article by its local number."""

    number: int


class OpenNext(NamedTuple):
    """Ask for the article after `number` (before it with `back`), the next one not finished if `unfinished`."""

    number: int
    author: str
    back: bool = False
    unfinished: bool = False


class ToUndo(NamedTuple):
    """Ask for the gesture that would take back the author's newest live one made before this process opened."""

    author: str


class ToRedo(NamedTuple):
    """Ask for the gesture that would take back the author's newest live undo."""

    author: str


class WhoChanged(NamedTuple):
    """Ask which authors changed the marks at these keys last."""

    keys: tuple[Key, ...]


class Everywhere(NamedTuple):
    """Ask where in the articles after `after` the author may put `label` on `words`, one slice of the project.

    `layer` holds the ids of all labels of its layer.
    """

    words: str
    label: str
    layer: frozenset[str]
    author: str
    after: int = 0


class Uses(NamedTuple):
    """Ask for everyone's marks with `label` in the articles after `after`, one slice of the project.

    They are to get the label `to`, and then the label goes; with "" it goes only if there are none.
    """

    label: str
    to: str = ""
    after: int = 0


Request = Open | OpenNumber | OpenNext | ToUndo | ToRedo | WhoChanged | Everywhere | Uses


class Opened(NamedTuple):
    """An article with the marks of everyone, and its local number."""

    article: Article
    marks: Marks
    number: int
    newest: str = ""  # id of the newest gesture stored when the marks were read; "" where that is not known
    beneath: Mapping[Key, str] = MappingProxyType({})  # of each flag the status that it was set over, "" for to do


class Found(NamedTuple):
    """The gesture to commit (its edits inverted, `undoes` set), with the article it touches; None: nothing."""

    gesture: Gesture | None
    opened: Opened | None = None


class Changers(NamedTuple):
    """Those who changed marks last, in the order of their names."""

    authors: tuple[Author, ...]


class Gathered(NamedTuple):
    """What one slice of the project holds for a label that goes everywhere; `after` is None at the end."""

    found: tuple[tuple[ArticleId, Places], ...]
    after: int | None


class Used(NamedTuple):
    """The marks of one slice that have a label, `spans` of them spans; `after` is None at the end."""

    found: tuple[tuple[ArticleId, tuple[Mark, ...]], ...]
    spans: int
    after: int | None


Answer = Opened | Found | Changers | Gathered | Used | None  # None: there is no such article
