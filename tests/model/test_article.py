import hashlib

import pytest

from annotator.model.article import Article, as_taken_in, first_line


def test_an_article_is_known_by_the_sha_256_of_its_text():
    assert Article.of("caf\u00e9").id == hashlib.sha256("caf\u00e9".encode()).hexdigest()


def test_a_lone_surrogate_is_no_text():
    with pytest.raises(UnicodeEncodeError):
        Article.of("\ud800")


@pytest.mark.parametrize(("raw", "stored"), [
    ("\ufeffa\r\nb", "a\nb"), ("a\rb", "a\rb"), ("a\u2028b\u0085c", "a\u2028b\u0085c"), ("e\u0301", "e\u0301"), ("a\ufeff", "a\ufeff"),
])  # fmt: skip
def test_only_bom_and_crlf_are_taken_away(raw, stored):
    assert as_taken_in(raw) == stored
    assert as_taken_in(stored) == stored


def test_the_first_line_that_says_something_is_the_title():
    assert first_line("\n\n  Headline here \nmore") == "Headline here"
    assert first_line("") == ""
    assert len(first_line("x" * 1000)) == 200
