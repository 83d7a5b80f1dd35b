"""A label that goes everywhere in the project: gathered slice by slice, then one gesture over all articles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import repeat
from typing import TYPE_CHECKING

from annotator.editing.state import State
from annotator.model.article import ArticleId
from annotator.model.edit import EMPTY, Edit, Gesture
from annotator.model.mark import Refusal, Span
from annotator.model.occurrences import Places, places_for
from annotator.model.problem import counted
from annotator.model.request import Everywhere, Gathered, Used, Uses
from annotator.model.tongue import tr

if TYPE_CHECKING:
    from annotator.editing.moving import Moving


def begun(
    asked: Everywhere | Uses, state: State, base: Edit, made: Iterable[Gesture], ids: Callable[[], str]
) -> Gathering | Moving:
    """Return what gathers the answers to `asked`, begun in `state`."""
    if isinstance(asked, Everywhere):
        return Gathering(asked, state.article.id, base, made, ids)
    from annotator.editing.moving import Moving  # labels are seldom deleted

    return Moving(asked, made)


class Gathering:
    """What was found so far. It keeps out of the way of what its author does meanwhile.

    `base` is what the key that asked did at its own place, in the article `home`; `made` are the gestures that the
    project may not hold yet.
    """

    command = "label.everywhere.project"

    def __init__(
        self, asked: Everywhere, home: ArticleId, base: Edit, made: Iterable[Gesture], ids: Callable[[], str]
    ) -> None:
        self.asked, self.home, self.base = asked, home, base
        self._made, self._ids = list(made), ids
        self._edits: dict[ArticleId, Edit] = {}
        self._places: dict[ArticleId, Places] = {}

    def add_made(self, gesture: Gesture) -> None:
        """Take note of what was done meanwhile."""
        self._made.append(gesture)

    def take(self, slice: Gathered | Used) -> None:
        """Take in what one more slice of the project holds."""
        for article, places in slice.found if isinstance(slice, Gathered) else ():
            self._places[article] = places
            if places.free:
                self._edits[article] = self._labelling(article, places)

    def _labelling(self, article: ArticleId, places: Places) -> Edit:
        label, author = self.asked.label, self.asked.author
        spans = (Span(self._ids(), *place, label, author, origin="repeat") for place in places.free)
        return Edit.adding(article, *spans)

    def edits(self, state: State) -> Mapping[ArticleId | None, Edit]:
        """Return the Edit of each article, that of the open one from what is shown of it now."""
        if not state.scheme.holds(self.asked.label):
            return {}  # it was taken back meanwhile
        open_one = state.article.id
        here = self.base if self.home == open_one else EMPTY
        after, here, _ = state.after({open_one: here})
        places = places_for(state.text, self.asked.words, self.asked.label, self.asked.layer, after.marks, state.author)
        fresh = self._labelling(open_one, places)
        self._places[open_one] = places._replace(already=places.already - (1 if here else 0))
        found: dict[ArticleId | None, Edit] = {**self._edits, open_one: here.and_then(fresh)}
        if self.home != open_one and self.base:
            found[self.home] = self.base.and_then(_without(found.get(self.home, EMPTY), self._spans_in(self.base)))
        for gesture in self._made:
            for article, edit in gesture.edits.items():
                if article in found and article != open_one:
                    found[article] = _unrefused(_without(found[article], self._spans_in(edit)), edit)
        return {article: edit for article, edit in found.items() if edit}

    def _spans_in(self, edit: Edit) -> list[Span]:
        """Return the spans of the layer that an Edit brings."""
        came = (after for _, after in edit.values() if isinstance(after, Span))
        return [span for span in came if span.label in self.asked.layer and span.author == self.asked.author]

    def so_far(self, state: State) -> str:
        """Return how far it is, in a sentence for the status bar."""
        said = "{name} on {count} in {articles} so far; Esc stops"
        name, count = state.scheme.label(self.asked.label).name, sum(map(len, self._edits.values()))
        return tr(said, name=name, count=f"{count:,}", articles=counted(len(self._edits), "article"))

    def told(self, state: State, edits: Mapping[ArticleId | None, Edit]) -> str:
        """Return what was done, in a sentence."""
        total = Places((), *map(sum, zip(*(places[1:] for places in self._places.values()), strict=True)))
        said = told(state, self.asked.label, sum(map(len, edits.values())), total, len(edits))
        return f"{said}."


def _without(edit: Edit, taken: list[Span]) -> Edit:
    """Return an Edit without the spans that touch one of `taken`."""
    if not taken:
        return edit
    return Edit({key: change for key, change in edit.items() if not any(map(_touch, repeat(change[1]), taken))})


def _unrefused(edit: Edit, made: Edit) -> Edit:
    """Return an Edit without the spans that their author refused in `made`."""
    refused = {mark[1:5] for _, mark in made.values() if isinstance(mark, Refusal)}
    return Edit({key: change for key, change in edit.items() if not refused or (change[1] or ())[1:5] not in refused})


def _touch(one: object, other: Span) -> bool:
    return isinstance(one, Span) and one.start < other.end and other.start < one.end


def request(state: State, label: str, start: int, end: int) -> Everywhere:
    """Return what asks the project for every place of the words of start..end that may have `label`."""
    layer = state.scheme.label(label).layer
    known = [*state.scheme.labels, *state.scheme.retired.values()]
    same = frozenset(one.id for one in known if one.layer == layer) | {label}
    return Everywhere(state.text[start:end], label, same, state.author)


def told(state: State, label: str, labelled: int, places: Places, articles: int | None = None) -> str:
    """Return how many places got a label, in how many articles if given, and why others did not."""
    name, count = state.scheme.label(label).name, f"{labelled:,}"
    if articles is None:
        parts = [tr("{name} on {count}", name=name, count=count)]
    else:
        parts = [tr("{name} on {count} in {articles}", name=name, count=count, articles=counted(articles, "article"))]
    if places.refused:
        parts.append(tr("{count} refused before", count=f"{places.refused:,}"))
    if places.already:
        parts.append(tr("{count} already", count=f"{places.already:,}"))
    if places.covered:
        parts.append(tr("{count} on other spans", count=f"{places.covered:,}"))
    return ", ".join(parts)
