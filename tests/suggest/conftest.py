import pytest

from annotator.model.article import Article
from annotator.model.mark import Span
from annotator.model.marks import Marks
from annotator.suggest.given import Given
from annotator.suggest.lexicon import Lexicon
from annotator.suggest.offering import Offering, sources

ME = "author-a"


@pytest.fixture
def given_of():
    """Return a function that gives a text with what was labelled here and in the project: (words, label) each."""

    def make(text, here=(), project=()):
        return Given(
            text, *(Lexicon((words, f"entities/{label}", 1) for words, label in held) for held in (here, project))
        )

    return make


@pytest.fixture
def words_of():
    """Return the words and labels that suggestions are on."""

    def read(given, found):
        return [(given.text[one.start : one.end], one.label.rpartition("/")[2]) for one in found]

    return read


@pytest.fixture
def offering_of(news):
    """Return a function that makes an Offering for a text in which words are labelled where they first stand."""

    def make(text, *labelled, project=(), refusals=()):
        article = Article.of(text)
        spans = [
            Span(f"s{at}", text.index(words), text.index(words) + len(words), label, ME)
            for at, (words, label) in enumerate(labelled)
        ]
        here = Lexicon((words, label, 1) for words, label in labelled if label.startswith("entities/"))
        given = Given(text, here, Lexicon((words, label, 1) for words, label in project))
        return Offering(given, Marks.of(article.id, [*spans, *refusals]), news, sources())

    return make
