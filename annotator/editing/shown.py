"""What is shown: the acknowledged marks with the queue of unsaved gestures on top, reduced in order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from annotator.editing.state import Focus, OnSpan, Selection, State, is_mine, refocused
from annotator.model.article import ArticleId
from annotator.model.edit import EMPTY, Edit, Gesture
from annotator.model.mark import Key, Mark, Refusal, Span, key_of


class Shown:
    """What the disk is known to have of the open article, the scheme and the language, and what waits to be stored.

    Answers of the writer, gestures of other processes and articles that were read come on different threads, in any
    order. Within a file commit order is id order, so of each key the change with the highest id is what the disk has.
    """

    def __init__(self, state: State) -> None:
        self._disk = state  # its focus and suggestions mean nothing
        self._newest = ""  # id of the newest gesture that was stored when the article was read
        self._changed: dict[Key, str] = {}  # id of the newest gesture known to have changed a key since
        self.queue: list[Gesture] = []  # made, and not yet on the disk
        self._dropped: dict[str, Collection[Key]] = {}  # by token: keys that did not hold when the gesture was made
        self._smaller: set[str] = set()  # tokens of the gestures of which not all is shown

    def add(self, gesture: Gesture, state: State) -> tuple[State, Edit, Mapping[Key, Mark | None]]:
        """Queue `gesture`; return the State with it, what of it holds in the open article, and what does not."""
        after, kept, dropped = state.after(gesture.edits)
        self.queue.append(gesture)
        if dropped:
            self._dropped[gesture.token] = dropped.keys()
            self._smaller.add(gesture.token)
        return after, kept, dropped

    def answered(self, gesture: Gesture, stored: Gesture | None) -> tuple[set[Key], set[Key]]:
        """Take in the writer's answer; return the keys that may be shown wrongly now, and those it dropped.

        Keys that did not hold when the gesture was made are known already and not among the dropped.
        """
        self.queue = [one for one in self.queue if one.token != gesture.token]
        dropped = self._dropped.pop(gesture.token, ())
        if stored is not None:
            self._acknowledge(stored)
        asked, got = keys_of(gesture), set[Key]() if stored is None else keys_of(stored)
        wrong = asked | got if gesture.token in self._smaller or asked != got else set[Key]()
        self._smaller.discard(gesture.token)
        return wrong, asked - got - set(dropped)

    def take_in(self, gesture: Gesture) -> set[Key]:
        """Take in what another process stored; return the keys that may be shown wrongly now."""
        self._acknowledge(gesture)
        return {key for article in (self._disk.article.id, None) for key in gesture.edits.get(article, EMPTY)}

    def enter(self, disk: State, newest: str, since: Iterable[Gesture]) -> State:
        """Go to an article as it was read when `newest` was; `since` may be newer. Return it with the queue on top."""
        self._disk = replace(disk, scheme=self._disk.scheme, language=self._disk.language)
        self._newest = newest
        if newest:
            self._changed = {key: id for key, id in self._changed.items() if key.article is None}
        for gesture in since:
            self._acknowledge(gesture)
        self._smaller.clear()
        return self._with_queue(self._disk)

    def anew(self, before: State) -> State:
        """Return what is to be shown instead of `before`."""
        disk = self._disk
        after = self._with_queue(
            replace(
                before,
                marks=disk.marks,
                others=disk.others,
                scheme=disk.scheme,
                beneath=disk.beneath,
                language=disk.language,
            )
        )
        return refocused(before, after if after.scheme != before.scheme else replace(after, scheme=before.scheme))

    def _with_queue(self, state: State) -> State:
        for gesture in self.queue:
            state, _, dropped = state.after(gesture.edits)
            if dropped:
                self._smaller.add(gesture.token)
        return state

    def _acknowledge(self, gesture: Gesture) -> None:
        news: dict[ArticleId | None, Edit] = {}
        for article in (self._disk.article.id, None):
            edit = gesture.edits.get(article, EMPTY)
            if edit and not (article and gesture.id and gesture.id <= self._newest):
                fresh = [key for key in edit if gesture.id >= self._changed.get(key, "")]
                self._changed.update(dict.fromkeys(fresh, gesture.id))
                news[article] = Edit({key: (self._disk.get(key), edit[key][1]) for key in fresh})
        self._disk = self._disk.after(news)[0]


def keys_of(gesture: Gesture) -> set[Key]:
    """Return every key that `gesture` changes."""
    return {key for edit in gesture.edits.values() for key in edit}


def difference(before: State, after: State, keys: Iterable[Key]) -> Edit:
    """Return the Edit of the article that leads from one State to another, looking at `keys` alone."""
    changes = {key: (before.get(key), after.get(key)) for key in keys if key.article == after.article.id}
    return Edit({key: change for key, change in changes.items() if change[0] != change[1]})


def unlike(before: State, after: State) -> Edit:
    """Return the Edit of the article that leads from one State to another, whatever lies between."""
    found = before.marks.unlike(after.marks) | before.others.unlike(after.others)
    return difference(before, after, {key_of(mark, after.article.id) for mark in found})


def place_of(author: str, edit: Edit) -> Focus | None:
    """Return the focus that shows what an Edit changed for `author`: the first span it leaves, else what it freed."""
    for before, after in edit.values():
        if isinstance(after, Span) and is_mine(author, after):
            return OnSpan(after.id)
        if isinstance(before, Span | Refusal):
            return Selection(before.start, before.end)
    return None
