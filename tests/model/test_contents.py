"""What clauses say to be so."""

import pytest
from hypothesis import given
from strategies import HOSTILE

from annotator.model.characters import is_boundary
from annotator.model.contents import contents_of


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


@given(HOSTILE)
def test_contents_lie_in_the_clause_and_cut_nothing(text):
    for start, end in contents_of(text, (0, len(text))):
        assert 0 < start < end == len(text)
        assert is_boundary(text, start)
