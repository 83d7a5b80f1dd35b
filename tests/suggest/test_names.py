import pytest

from annotator.suggest import names

PEOPLE = [("Ada Lindqvist", "per"), ("Tom Brandt", "per")]
TEXT = "Mayor Ada Lindqvist met Tom Brandt. "


@pytest.mark.parametrize(("said", "offered"), [
    ("He said that Brandt agreed.", ["Brandt"]),
    ("Then Brandt agreed, and then Lindqvist.", ["Brandt", "Lindqvist"]),
    ("Then Brandt agreed.", ["Brandt"]),
    ("Karl Brandt agreed.", []),
    ("Brandt agreed, and Lindqvist too.", ["Brandt", "Lindqvist"]),
    ("Maria Brandt and Old Brandt House agreed.", []),
    ("They met at the Brandt, a hotel.", []),
    ("Brandts and Lindqvist-Berg went.", []),
    ("It is brandt as well. Brandt at a start may be that word, but here Brandt is not.", ["Brandt"]),
])  # fmt: skip
def test_a_last_word_alone_is_offered_as_its_full_name(given_of, words_of, said, offered):
    given = given_of(TEXT + said, PEOPLE)
    found = list(names.suggest(given, len(TEXT), len(given.text)))
    assert words_of(given, found) == [(word, "per") for word in offered]
    assert all(one.origin == "pattern" for one in found)


def test_the_full_names_themselves_are_none(given_of):
    assert list(names.suggest(given_of(TEXT, PEOPLE), 0, len(TEXT))) == []


@pytest.mark.parametrize("here", [
    [("Tom Brandt", "per")],  # one name is not enough to know how they are made
    [*PEOPLE, ("Ira Brandt", "gpe")],  # two labels
    [*PEOPLE, ("Brandt", "gpe")],  # it is labelled itself: a repeat, or nothing
    [("Tom Brandt", "per"), ("Harbour Town", "per"), ("Northport", "per"), ("Algiers", "per"), ("Oran", "per")],
    [("Bank of Brandt", "per"), ("UN Brandt", "per"), ("Ada Lindqvist", "per")],
])  # fmt: skip
def test_a_poor_guess_is_not_made(given_of, here):
    given = given_of(TEXT + "That day Brandt agreed.", here)
    assert list(names.suggest(given, len(TEXT), len(given.text))) == []
