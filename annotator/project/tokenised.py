"""The tokens of articles as the cache keeps them, asked for and kept on the reader's thread of a project."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from annotator.language import tokeniser
from annotator.model.article import ArticleId
from annotator.model.tokens import Tokens
from annotator.project.cache import Cache, path_of

if TYPE_CHECKING:
    from concurrent.futures import Future

    from annotator.project.project import Project
    from annotator.project.reader import Reader


class Tokenised:
    """The tokens that are kept of the articles of one project."""

    PATIENCE = 0.2  # seconds for which the reader's thread waits for whoever else is at work in the cache

    def __init__(self, project: Project) -> None:
        self._project = project
        self._cache: Cache | None = None  # of the reader's thread alone

    def find(self, article: ArticleId, language: str) -> Future[Tokens | None]:
        """Look for the tokens of an article in a language; None where they are not kept."""
        return self._project.read(lambda reader: self._found(reader, article, language))

    def keep(self, article: ArticleId, language: str, tokens: Tokens) -> None:
        """Keep the tokens of an article, if the cache can be had."""
        self._project.read(lambda reader: self._opened(reader).keep_tokens(article, tokeniser(language), tokens))

    def close(self) -> None:
        """Let go of the cache once all that was asked before is done."""
        self._project.read(lambda _: self._cache.close() if self._cache is not None else None)

    def _found(self, reader: Reader, article: ArticleId, language: str) -> Tokens | None:
        with contextlib.suppress(ImportError):  # without spaCy there is no version to ask for, and nothing is kept
            return self._opened(reader).tokens(article, tokeniser(language))
        return None

    def _opened(self, reader: Reader) -> Cache:
        if self._cache is None:
            path = path_of(reader.connection, self._project.path)
            self._cache = Cache(path, self.PATIENCE)
        return self._cache
