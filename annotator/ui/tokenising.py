"""Keeps the session told of the tokens of the open article: from the cache, else from spaCy in a process of its own.

It begins after the first paint. The window's thread only takes what comes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.editing.state import State
from annotator.jobs import Tokenising
from annotator.model.article import Article
from annotator.model.problem import Problem
from annotator.model.tokens import Tokens
from annotator.project.tokenised import Kept, Tokenised

if TYPE_CHECKING:
    from concurrent.futures import Future

    from annotator.model.edit import Edit
    from annotator.ui.frame import Frame


class TokensOfOpen:
    """Follows one session."""

    def __init__(self, frame: Frame) -> None:
        self._session, self._post = frame.session, frame.post
        self._kept = Tokenised(frame.project)
        self.child: Tokenising | None = None  # once a text is not in the cache
        self._closed = False
        self._session.watch(self._follow)
        self._look_for(self._session.present)

    def close(self) -> None:
        """End the child and let go of the cache."""
        self._closed = True
        if self.child is not None:
            self.child.stop()
        self._kept.close()

    def _follow(self, before: State, after: State, edit: Edit | None) -> None:  # noqa: ARG002 - what is watched
        if after.article.id != before.article.id:
            self._look_for(after)

    def _look_for(self, state: State) -> None:
        if state.number == 0 or self._closed:
            return
        article = state.article
        asked = self._kept.find(article.id)
        asked.add_done_callback(lambda done: self._post(lambda: self._found(article, done)))

    def _found(self, article: Article, done: Future[Kept]) -> None:
        if self._closed:
            return
        if done.exception() is not None:
            self._take(article, Problem("", str(done.exception())))
            return
        language, tokens = done.result()
        if tokens is not None:
            self._take(article, tokens)
        elif article.id == self._session.present.article.id:
            self._child_of(language).ask(article)

    def _child_of(self, language: str) -> Tokenising:
        if self.child is None or self.child.language != language:
            if self.child is not None:
                self.child.stop()
            self.child = Tokenising(language, lambda article, answer: self._answered(language, article, answer))
        return self.child

    def _answered(self, language: str, article: Article, answer: Tokens | Problem) -> None:
        """Keep what the child answered, on its thread, and hand it on."""
        if isinstance(answer, Tokens) and not self._closed:
            self._kept.keep(article.id, language, answer)
        self._post(lambda: self._take(article, answer))

    def _take(self, article: Article, answer: Tokens | Problem) -> None:
        if not self._closed:
            held = (answer, "") if isinstance(answer, Tokens) else (None, str(answer))
            self._session.take_tokens(article.id, *held)
