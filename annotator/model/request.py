"""What a command may ask the project for, as values, and what comes back."""

from __future__ import annotations

from typing import NamedTuple

from annotator.model.article import Article, ArticleId
from annotator.model.edit import Gesture
from annotator.model.mark import Author, Key
from annotator.model.marks import Marks


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


Request = Open | OpenNumber | OpenNext | ToUndo | ToRedo | WhoChanged


class Opened(NamedTuple):
    """An article with the marks of everyone, and its local number."""

    article: Article
    marks: Marks
    number: int
    newest: str = ""  # id of the newest gesture stored when the marks were read; "" where that is not known


class Found(NamedTuple):
    """The gesture to commit (its edits inverted, `undoes` set), with the article it touches; None: nothing."""

    gesture: Gesture | None
    opened: Opened | None = None


class Changers(NamedTuple):
    """Those who changed marks last, in the order of their names."""

    authors: tuple[Author, ...]


Answer = Opened | Found | Changers | None  # None: there is no such article
