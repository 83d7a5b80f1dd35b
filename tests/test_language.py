from functools import cache

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as some

from annotator.language import doc_of, tokens
from annotator.model.problem import Problem


@pytest.mark.parametrize("text", ["Ada met  Tom.\n\nHere", "", "\U0001f600 e\u0301", "x" * 10])
def test_offsets_are_those_of_the_text(text):
    found = tokens("en", text)
    doc = spacy.blank("en").make_doc(text)
    assert [text[a:b] for a, b in zip(found.starts, found.ends, strict=True)] == [token.text for token in doc]
    assert found.space == {token.i for token in doc if token.is_space}


def test_an_unknown_language_is_told():
    with pytest.raises(Problem, match="no tokeniser"):
        tokens("zz", "x")


TEXTS = some.lists(
    some.sampled_from(
        ["Ada", "a.m.", "don't", "U.S.", "e.g.", "\n", "\n\n", " ", "  ", "\t", ":)", "(Ada)", "\u201cwe\u201d", "10km", "it's.", "\U0001f600",
         "https://x.org/a?b=c", "Ada's", "\u00e9t\u00e9", "\u0646\u0635", "\u963f\u5c14", "$5", "...", "\u2014", "I'm", "cannot", "\u00a0", "\r"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(TEXTS, some.sampled_from(["en", "fr", "ar"]))
def test_words_met_before_are_tokenised_as_they_are_in_the_text(text, language):
    fresh = _alone(language).make_doc(text)
    doc = doc_of(language, text)
    assert [(one.text, one.idx, one.whitespace_, one.norm_) for one in doc] == [
        (one.text, one.idx, one.whitespace_, one.norm_) for one in fresh
    ]


@cache
def _alone(language):
    return spacy.blank(language)


def test_the_tokens_of_real_texts_are_spacys(corpora):
    for path in sorted((corpora / "brat_litbank").rglob("*.txt"))[:12]:
        text = path.read_text(encoding="utf-8")
        assert [one.text for one in doc_of("en", text)] == [one.text for one in _alone("en").make_doc(text)]
