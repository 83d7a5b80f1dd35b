"""Keeps the session told of the tokens of the open article: from the cache, else from spaCy in a process of its own.

It begins after the first paint, and anew when the project gets another language. The window's thread
only takes what comes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.editing.state import State
from annotator.jobs import Tokenising
from annotator.model.article import Article
from annotator.model.problem import Problem
from annotator.model.tokens import Tokens
from annotator.project.tokenised import Tokenised

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
        if after.article.id != before.article.id or after.language != before.language:
            self._look_for(after)

    def _look_for(self, state: State) -> None:
        if self._closed:
            return
        article, language = state.article, state.tokenised_as
        if self.child is not None and self.child.language != language:
            self.child.stop()
            self.child = None
        if state.number:
            asked = self._kept.find(article.id, language)
            asked.add_done_callback(lambda done: self._post(lambda: self._found(article, language, done)))

    def _found(self, article: Article, language: str, done: Future[Tokens | None]) -> None:
        error = done.exception()
        answer = done.result() if error is None else Problem("", str(error))
        if answer is not None:
            self._take(article, language, answer)
        elif self._is_wanted(article, language):
            self._child_of(language).ask(article)

    def _is_wanted(self, article: Article, language: str) -> bool:
        present = self._session.present
        return not self._closed and (present.article.id, present.tokenised_as) == (article.id, language)

    def _child_of(self, language: str) -> Tokenising:
        if self.child is None:
            self.child = Tokenising(language, lambda article, answer: self._answered(language, article, answer))
        return self.child

    def _answered(self, language: str, article: Article, answer: Tokens | Problem) -> None:
        """Keep what the child answered, on its thread, and hand it on."""
        if isinstance(answer, Tokens) and not self._closed:
            self._kept.keep(article.id, language, answer)
        self._post(lambda: self._take(article, language, answer))

    def _take(self, article: Article, language: str, answer: Tokens | Problem) -> None:
        if self._is_wanted(article, language):
            held = (answer, "") if isinstance(answer, Tokens) else (None, str(answer))
            self._session.take_tokens(article.id, *held)
