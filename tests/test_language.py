import base64
import io
import json
import subprocess
import sys
from functools import cache

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as some

from annotator.language import NEEDED, doc_of, lacks, no_tokeniser, serve, tokens
from annotator.model.problem import Problem
from annotator.model.tokens import Tokens


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


# ---- as a program
def served(language, *lines):
    answers = io.StringIO()
    serve(language, lines, answers)
    return [json.loads(line) for line in answers.getvalue().splitlines()]


@given(some.lists(some.text(max_size=9), min_size=1, max_size=5))
def test_texts_that_come_in_parts_are_answered_whole(parts):
    lines = [json.dumps({"text": part, "more": at < len(parts) - 1}) for at, part in enumerate(parts)]
    (answer,) = served("en", *lines)
    assert Tokens.unpacked(base64.b64decode(answer["tokens"])) == tokens("en", "".join(parts))


def test_a_language_without_a_tokeniser_is_the_only_answer():
    (answer,) = served("zz", json.dumps({"text": "Ada"}), json.dumps({"text": "Tom"}))
    assert "no tokeniser" in answer["wrong"]


def test_the_program_answers_line_by_line_and_ends_with_its_input():
    lines = "".join(json.dumps({"text": text}) + "\n" for text in ("Ada met Tom.", "\U0001f600\n"))
    done = subprocess.run(
        [sys.executable, "-m", "annotator.language", "en"], input=lines, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    found = [Tokens.unpacked(base64.b64decode(json.loads(line)["tokens"])) for line in done.stdout.splitlines()]
    assert found == [tokens("en", "Ada met Tom."), tokens("en", "\U0001f600\n")]


# ---- which languages there are
def test_the_languages_and_what_they_lack_are_known_without_spacy():
    script = (
        "import sys; from annotator.language import known, lacks\n"
        "print(*known()); print(*filter(lacks, known())); assert 'spacy' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    codes, lacking = (line.split() for line in done.stdout.split("\n")[:2])
    assert {"en", "zh", "th", "xx"} <= set(codes)
    assert not {"char_classes", "__pycache__"} & set(codes)
    assert set(lacking) <= set(NEEDED)


@pytest.mark.parametrize("code", [*NEEDED, "zh", "xx"])
def test_a_language_lacks_a_package_just_where_spacy_says_so(code):
    assert lacks(code) is not _can(code)


def test_what_is_told_of_a_lack_is_what_the_tokeniser_says():
    with pytest.raises(Problem) as told:
        tokens("zz", "x")
    assert str(told.value) == str(no_tokeniser("zz"))


def _can(code):
    try:
        tokens(code, "")
    except Problem:
        return False
    return True
