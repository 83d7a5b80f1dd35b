"""What clauses say to be so."""

import pytest
from hypothesis import given
from strategies import HOSTILE

from annotator.model.characters import is_boundary
from annotator.model.contents import contents_of, opened_at


def said(clause):
    return [clause[slice(*one)] for one in contents_of(clause, (0, len(clause)))]


@pytest.mark.parametrize(
    ("clause", "contents"),
    [
        ("Nunez confirmed that the mechanism had been reactivated", ["the mechanism had been reactivated"]),
        ("He said the objective is to restore relations", ["the objective is to restore relations"]),
        ("stressing that collaboration would advance", ["collaboration would advance"]),
        ("the minister told reporters that talks had begun", ["talks had begun"]),
        ("Although the line was reinstated", ["the line was reinstated"]),
        ("Observers believe he said that it rained", ["he said that it rained", "it rained"]),
        ("That it rained surprised nobody", ["it rained surprised nobody"]),
        ("and the line was closed", ["the line was closed"]),
        ("including judicial coordination", ["judicial coordination"]),
        ("in what officials called a step", ["what officials called a step"]),
        ("in Paris", []),
        ("the authors say iodine deficiency is rising", ["iodine deficiency is rising"]),
        ("with Said Sayoud and others from both nations", []),
        ("officials have stated they have not received it", ["they have not received it"]),
        ("who had told Montalvo he would assist him", ["he would assist him"]),
        ("police reported the theft of a car", []),
        ("Nunez said on Tuesday", []),
        ("Nunez said in a long statement to the press", []),
        ("said Tom Brandt of the council", []),
        ("an episode that reignited bilateral strains", []),
        ("the line that was closed in 2019", []),
        ("he said hello to everyone", []),
        ("the council met again", []),
        ("that", []),
        ("", []),
    ],
)
def test_what_is_said_to_be_so(clause, contents):
    assert said(clause) == contents


def test_behind_whom_it_is_according_to_lies_what_he_says():
    sentence = "According to Rathbun, the property was returned"
    assert said(sentence) == ["the property was returned"]
    assert said("According to Rathbun") == []


def test_where_a_clause_opens_is_told_without_what_it_says():
    assert opened_at("Although he said that it rains", (0, 30)) == 9
    assert opened_at("he said that it rains", (0, 21)) == 0


@given(HOSTILE)
def test_contents_lie_in_the_clause_and_cut_nothing(text):
    for start, end in contents_of(text, (0, len(text))):
        assert 0 < start < end == len(text)
        assert is_boundary(text, start)
