"""The State that is shown: the present of the open article, or its past, beneath which the present goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.editing.shown import unlike
from annotator.editing.state import NONE, Focus, State, refocused, split
from annotator.model.edit import Edit
from annotator.model.marks import Marks

if TYPE_CHECKING:
    from annotator.model.article import ArticleId
    from annotator.model.tokens import Tokens  # they come after the first paint

PAST = "This is the past: nothing in it can be changed. Esc goes back to now."
Watcher = Callable[[State, State, Edit | None], None]


class Sight:
    """What whoever watches sees. `state` is shown; `present` is the article as it is now, shown or not."""

    def __init__(self, state: State) -> None:
        self.state = state
        self._beneath: State | None = None  # the present, while the past is shown
        self._watchers: list[Watcher] = []

    @property
    def present(self) -> State:
        """Return the open article as it is now, also while its past is shown."""
        return self.state if self._beneath is None else self._beneath

    def watch(self, watcher: Watcher) -> None:
        """Call `watcher(before, after, edit)` at each change of what is shown, and of what lies beneath."""
        self._watchers.append(watcher)

    def show(self, after: State, edit: Edit | None) -> None:
        """Take another present; beneath the past whoever watches is told that it changed.

        In another language the tokens are others, which have to come.
        """
        if after.language != self.present.language:
            after = replace(after, tokens=None, tokenless="")
        if self._beneath is None:
            self.turn_to(after, edit)
        else:
            self._beneath, was = after, self.state
            if was.scheme is not after.scheme or was.language != after.language:
                was = replace(was, scheme=after.scheme, language=after.language, tokens=after.tokens,
                              tokenless=after.tokenless)  # fmt: skip
            self.turn_to(was, None)

    def turn_to(self, after: State, edit: Edit | None = None) -> None:
        """Show another State of the same time, such as one with another focus."""
        before, self.state = self.state, after
        for watcher in self._watchers:
            watcher(before, after, edit)

    def take_tokens(self, article: ArticleId, tokens: Tokens | None, why: str = "") -> None:
        """Know the tokens of an article, or why there are none, as long as it is open; they are of its past too."""
        if self.present.article.id == article:
            if self._beneath is not None:
                self._beneath = replace(self._beneath, tokens=tokens, tokenless=why)
            self.turn_to(replace(self.state, tokens=tokens, tokenless=why))

    def visit(self, marks: Marks, past: str, focus: Focus | None = None) -> None:
        """Show the open article with the marks it once had, until `come_back`; `past` tells which moment that was.

        Nothing can be changed there; the present goes on beneath.
        """
        now, shown = self.present, self.state
        mine, theirs = split(now.author, marks, now.article.id)
        others = shown.others if theirs == shown.others else theirs  # what is the same is not painted anew
        was = replace(now, marks=mine, others=others, suggestions=NONE, filter="", gathering=False, past=past,
                      focus=focus or now.focus)  # fmt: skip
        self._beneath = now
        self.turn_to(refocused(now, was), unlike(shown, was))

    def come_back(self) -> None:
        """Show the present again, with the focus it had."""
        if self._beneath is not None:
            now, self._beneath = self._beneath, None
            self.turn_to(now, unlike(self.state, now))
