import pytest

from annotator.language import tokens
from annotator.model.article import Article
from annotator.project.tokenised import Tokenised

ARTICLE = Article.of("Ada met  Tom.")


@pytest.fixture
def tokenised(project):
    made = Tokenised(project)
    yield made
    made.close()


def test_what_is_kept_is_found_in_its_language_alone_and_by_the_check_too(project, tokenised, path):
    assert tokenised.find(ARTICLE.id, "en").result(20) is None
    found = tokens("en", ARTICLE.text)
    tokenised.keep(ARTICLE.id, "de", tokens("de", ARTICLE.text))
    assert tokenised.find(ARTICLE.id, "en").result(20) is None
    tokenised.keep(ARTICLE.id, "en", found)
    assert tokenised.find(ARTICLE.id, "en").result(20) == found
    project.cache().close()
    cache = project.cache()
    assert cache.tokens(ARTICLE.id, f"en, spaCy {__import__('spacy').__version__}") == found
    cache.close()


def test_a_cache_that_cannot_be_had_is_done_without(project, tokenised, home):
    (home / "cache").parent.mkdir(parents=True, exist_ok=True)
    (home / "cache").write_text("a file where the folder should be")
    tokenised.keep(ARTICLE.id, "en", tokens("en", ARTICLE.text))
    assert tokenised.find(ARTICLE.id, "en").result(20) is None


def test_closing_lets_go_after_what_was_asked(project):
    one = Tokenised(project)
    one.keep(ARTICLE.id, "en", tokens("en", ARTICLE.text))
    one.close()
    again = Tokenised(project)
    assert again.find(ARTICLE.id, "en").result(20) is not None
    again.close()
