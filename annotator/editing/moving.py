"""A label that is deleted: what has it is gathered slice by slice, and moves in the one gesture that deletes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from annotator.editing.state import State
from annotator.model.article import ArticleId
from annotator.model.edit import EMPTY, Edit, Gesture
from annotator.model.mark import Key, Link, Mark, Refusal, Span, key_of
from annotator.model.problem import counted
from annotator.model.request import Gathered, Used, Uses
from annotator.model.tongue import tr

_HAS_LABEL = (Span, Refusal, Link)


class Moving:
    """Everyone's marks with the label that were found so far; `made` are gestures the project may not hold yet."""

    command = "label.delete"
    base = EMPTY  # nothing is done before all is gathered

    def __init__(self, asked: Uses, made: Iterable[Gesture]) -> None:
        self.asked = asked
        self._made = list(made)
        self._found: dict[Key, Mark] = {}

    def add_made(self, gesture: Gesture) -> None:
        """Take note of what was done meanwhile."""
        self._made.append(gesture)

    def take(self, slice: Gathered | Used) -> None:
        """Take in what one more slice of the project holds."""
        if isinstance(slice, Used):
            self._found.update((key_of(mark, article), mark) for article, marks in slice.found for mark in marks)

    def edits(self, state: State) -> Mapping[ArticleId | None, Edit]:
        """Return the Edit of each article and that of the project; none where the label must stay."""
        label, to, scheme = self.asked.label, self.asked.to, state.scheme
        found = self._moving(state)
        if not scheme.holds(label) or (found and not scheme.holds(to)):
            return {}
        edits: dict[ArticleId | None, dict[Key, tuple[Mark | None, Mark | None]]] = {}
        for key, mark in found.items():
            edits.setdefault(key.article, {})[key] = (mark, mark._replace(label=to))
        return {None: scheme.with_labels((), gone=label), **{article: Edit(held) for article, held in edits.items()}}

    def _moving(self, state: State) -> dict[Key, Span | Refusal | Link]:
        """Return the marks with the label: as they were read, with what was changed since, and as they are shown."""
        open_one = state.article.id
        found = {key: mark for key, mark in self._found.items() if key.article != open_one}
        for gesture in self._made:
            for article, edit in gesture.edits.items():
                if article != open_one:
                    found |= {key: after for key, (_, after) in edit.items() if after is not None}
                    found = {key: mark for key, mark in found.items() if key not in edit or edit[key][1] is not None}
        for marks in (state.marks, state.others):
            found.update((key_of(mark, open_one), mark) for mark in marks)
        return {
            key: mark for key, mark in found.items() if isinstance(mark, _HAS_LABEL) and mark.label == self.asked.label
        }

    def so_far(self, state: State) -> str:
        """Return how far it is, in a sentence for the status bar."""
        name = state.scheme.label(self.asked.label).name
        return tr("{name} on {count} so far; Esc stops", name=name, count=counted(len(self._found), "mark"))

    def told(self, state: State, edits: Mapping[ArticleId | None, Edit]) -> str:
        """Return what was done, in a sentence."""
        scheme, label, to = state.scheme, self.asked.label, self.asked.to
        name = scheme.label(label).name
        moved = [key for article, edit in edits.items() if article for key in edit if key.sort == "span"]
        if moved:
            count, where = counted(len(moved), "span"), counted(len({key.article for key in moved}), "article")
            return tr("{name} is deleted; {count} in {where} are {to} now.", name=name, count=count, where=where,
                      to=scheme.label(to).name)  # fmt: skip
        if edits:
            return tr("{name} is deleted; no span had it.", name=name)
        if not scheme.holds(label):
            return tr("{name} is not there any more.", name=name)
        return tr("{name} stays: spans have it. Choose a label they move to.", name=name)
