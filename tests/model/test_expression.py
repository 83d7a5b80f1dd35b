import json
import re
import subprocess
import sys

import pytest

from annotator.model import expression

TEXT = "Ada met Tom.\nTom \U0001f600 met ADA.\n"


def found(text, words, whole=False, case=False, most=100):
    flat, more = expression.hits(text, words, whole, case, most)
    return [text[start:end] for start, end in zip(flat[::2], flat[1::2], strict=True)], more


def test_an_expression_finds_what_it_matches_in_lines_and_without_case():
    assert found(TEXT, "^t.m") == (["Tom"], False)
    assert found(TEXT, "ada") == (["Ada", "ADA"], False)
    assert found(TEXT, "ada", case=True) == ([], False)
    assert found(TEXT, r"\S+ met") == (["Ada met", "\U0001f600 met"], False)


def test_whole_words_hold_for_the_whole_expression():
    assert found("to tom atom", "tom|to", whole=True) == (["to", "tom"], False)


def test_what_matches_nothing_at_all_is_no_hit():
    assert found("abc", "x*") == ([], False)


def test_of_very_many_the_first_are_told():
    assert found("aaaa", "a", most=3) == (["a"] * 3, True)
    assert found("aaa", "a", most=3) == (["a"] * 3, False)


@pytest.mark.parametrize("words", ["(", "a)|(b", "*", "[z-a]", "(?P<a>x)(?P<a>y)", "\\"])
def test_an_expression_that_cannot_be_read_is_told_in_words(words):
    for whole in (False, True):
        told = expression.answer({"words": words, "whole": whole, "case": False, "most": 9}, TEXT)
        assert list(told) == ["wrong"]
        assert told["wrong"]


def test_it_runs_as_a_program_without_the_package():
    asked = json.dumps({"words": "tom", "whole": False, "case": False, "most": 9}).encode()
    made = subprocess.run(
        [sys.executable, "-I", "-S", expression.__file__], input=asked + b"\n" + TEXT.encode(), capture_output=True
    )
    assert json.loads(made.stdout) == {"hits": [8, 11, 13, 16], "more": False}
    assert re.match(rb"\s*$", made.stderr)
