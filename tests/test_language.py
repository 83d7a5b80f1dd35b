import pytest
import spacy

from annotator.language import tokens
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
