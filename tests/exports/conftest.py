"""Datasets in memory."""

from collections.abc import Callable

import pytest

from annotator.model.article import Article
from annotator.model.dataset import Dataset, Record
from annotator.model.mark import Author
from annotator.model.scheme import Scheme

ME = "author-a"


@pytest.fixture
def dataset(news: Scheme) -> Callable[..., Dataset]:
    def make(*records: Record) -> Dataset:
        return Dataset("en", news, {ME: Author(ME, "annotator A")}, ("entities", "claims"), lambda: iter(records))

    return make


def record(text: str, *spans, done=("entities", "claims"), **more) -> Record:
    authors = dict.fromkeys(("entities", "claims"), ME)
    return Record(Article.of(text), text[:20], {}, spans=tuple(spans), authors=authors, done=frozenset(done), **more)
