import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.characters import is_boundary
from annotator.model.names import MOST, is_name, name_at, names_at
from annotator.model.words import word_at
from tests.strategies import HOSTILE

NEWS = (
    "In Algiers, French Interior Minister Laurent Nunez met Dr. Ada O\u2019Brien of the University of Oxford on July 21, 2017. The Hague was quiet. "
    "\u201cWe saw J. R. Smith of the Bank of the United States,\u201d said Johnson & Johnson\u2019s Jean-Paul van der Berg. Morocco\u2019s Western Sahara plan cites "
    "Article 6 of 8 November. I met Anna. Addressing President Biden, she left."
)  # fmt: skip


@pytest.mark.parametrize(("near", "name"), [
    ("Algiers", "Algiers"), ("Nunez", "Laurent Nunez"), ("Interior", "French Interior Minister"), ("Ada", "Ada O\u2019Brien"),
    ("Oxford", "University of Oxford"), ("21", "July 21, 2017"), ("2017", "July 21, 2017"), ("Hague", "Hague"), ("R. S", "J. R. Smith"),
    ("United", "Bank of the United States"), ("& J", "Johnson & Johnson"), ("Berg", "Jean-Paul van der Berg"), ("Morocco", "Morocco"),
    ("Sahara", "Western Sahara"), ("Article", "Article 6"), ("November", "8 November"), ("Anna", "Anna"), ("Biden", "Biden"), ("met", "met"),
    ("of the University", "of"),
])  # fmt: skip
def test_names_of_the_news(near, name):
    at = NEWS.index(near) + (2 if near == "& J" else 0)
    assert NEWS[slice(*name_at(NEWS, at))] == name


def test_a_title_belongs_to_the_larger_name():
    at = NEWS.index("Nunez")
    assert [NEWS[slice(*one)] for one in names_at(NEWS, at)] == [
        "Laurent Nunez",
        "French Interior Minister Laurent Nunez",
    ]
    assert [NEWS[slice(*one)] for one in names_at(NEWS, NEWS.index("Ada"))] == [
        "Ada O\u2019Brien",
        "Dr. Ada O\u2019Brien",
    ]


@pytest.mark.parametrize(("text", "near", "name"), [
    ("\u0433\u043e\u0440\u043e\u0434 \u0412\u0435\u043b\u0438\u043a\u0438\u0439 \u041d\u043e\u0432\u0433\u043e\u0440\u043e\u0434 \u0436\u0434\u0451\u0442", "\u041d\u043e\u0432", "\u0412\u0435\u043b\u0438\u043a\u0438\u0439 \u041d\u043e\u0432\u0433\u043e\u0440\u043e\u0434"),
    ("\u0642\u0627\u0644 \u0645\u062d\u0645\u0648\u062f \u0639\u0628\u0627\u0633", "\u0645\u062d\u0645\u0648\u062f", "\u0645\u062d\u0645\u0648\u062f"), ("\u5317\u4eac\u4eba", "\u4eac", "\u4eac"),
    ("\u30b8\u30e7\u30f3\u30fb\u30b9\u30df\u30b9\u306f", "\u30b9\u30df\u30b9", "\u30b8\u30e7\u30f3\u30fb\u30b9\u30df\u30b9"),
])  # fmt: skip
def test_names_of_other_scripts(text, near, name):
    assert text[slice(*name_at(text, text.index(near)))] == name


def test_where_everything_has_a_capital_a_name_is_a_word():
    headline = "Algeria, France Restore Senior-Level Security Dialogue\nAnd so on."
    assert headline[slice(*name_at(headline, headline.index("France")))] == "France"
    shouted = "ONE " * (MOST + 1)
    assert name_at(shouted, 4) == (4, 7)
    assert name_at("ONE " * MOST + "and", 4) == (0, 4 * MOST - 1)


def test_capitals_far_into_a_paragraph_are_no_headline():
    text = "Ada Met Tom Brandt Here " + "and went on " * 40 + "to North Bank Hall Street"
    assert text[slice(*name_at(text, text.index("Hall")))] == "North Bank Hall Street"
    assert text[slice(*name_at(text, 4))] == "Ada Met Tom Brandt Here"


def test_a_word_is_no_name_for_opening_a_sentence():
    for text, word, expected in (("The town.", "The", False), ("In The Hague.", "The", True), ("Ada ran.", "Ada", True), ("So I ran", "I", False), ("ran", "ran", False)):  # fmt: skip
        assert is_name(text, word_at(text, text.index(word))) == expected


@given(HOSTILE, st.data())
def test_a_name_is_whole_words_and_the_same_from_each_of_them(text, data):
    at = data.draw(st.integers(0, len(text)))
    name, titled = names_at(text, at)
    word = word_at(text, at)
    assert titled[0] <= name[0] <= word[0] <= word[1] <= name[1] <= titled[1]
    assert is_boundary(text, name[0])
    assert is_boundary(text, name[1])
    if text[word[0] : word[0] + 1].isalnum():
        assert names_at(text, word[0]) == (name, titled)
