import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.ui.sheets.matching import SCATTERED, match

WORDS = (
    "Next article", "Next flagged article", "Note on this article", "Label every \u201cLaurent Nunez\u201d in this article",
    "New articles: import", "Flag the article, or take the flag away", "Zoom in",
)  # fmt: skip


def strong(typed, words):
    found = match(typed, words)
    return None if found is None else "".join(words[at] for at in found.at)


def test_beginnings_of_words_fit_in_their_order():
    fitting = [words for words in WORDS if (found := match("n ar", words)) and found.rank[0] == 0]
    assert fitting == list(WORDS[:5])
    assert match("n ar", "Next article").at == (0, 5, 6)
    assert strong("n ar", WORDS[3]) == "Nar"


@pytest.mark.parametrize("typed", ["nar", "n ar", "NextArt", "next article", "na", " n  ar "])
def test_what_is_typed_is_cut_into_beginnings(typed):
    assert match(typed, "Next article").rank[0] == 0


def test_a_space_begins_another_word():
    assert match("ne xt", "Next article") is None or match("ne xt", "Next article").rank[0] > 0


def test_a_word_that_fits_less_far_is_passed_over():
    assert match("mid", "Move it down").at == (0, 5, 8)
    assert match("arar", "art article").at == (0, 1, 4, 5)


def test_a_word_as_it_is_typed_comes_before_one_made_of_first_letters():
    whole, pieces = match("nar", "Set narrower bounds"), match("nar", "Next article")
    assert whole.rank < pieces.rank
    assert match("next art", "Next article").rank < match("nextart", "Next article").rank


def test_beginnings_in_another_order_come_after_those_in_order():
    turned = match("theme da", "Dark theme")
    assert turned.at == (0, 1, 5, 6, 7, 8, 9)
    assert match("da theme", "Dark theme").rank < turned.rank < match("ark", "Dark theme").rank
    assert match("dark dark", "Dark theme") is None, "a word stands for one that is typed"


def test_letters_that_lie_far_apart_do_not_fit():
    assert match("xtl", "Next article").rank[0] == SCATTERED
    assert match("xle", "Next small article") is None


def test_letters_inside_words_come_after_those_at_their_starts():
    start, inside, scattered = match("art", "Next article"), match("rti", "Next article"), match("xtl", "Next article")
    assert start.rank < inside.rank < scattered.rank
    assert strong("rti", "Next article") == "rti"


def test_two_letters_are_not_looked_for_inside_words():
    assert match("rt", "Next article").rank[0] == SCATTERED


def test_what_is_not_there_does_not_fit():
    assert match("q", "Next article") is None
    assert match("elcitra", "Next article") is None


def test_nothing_typed_fits_everything():
    assert match("", "Next article") == match("   ", "Zoom in") == ((0, 0, 0, 0), ())


def test_signs_can_be_typed_too():
    assert strong("100 %", "Zoom 100 %") == "100%"


@given(st.text(max_size=8), st.text(max_size=20))
def test_places_are_those_of_the_letters_typed(typed, words):
    found = match(typed, words)
    if found is None:
        return
    assert list(found.at) == sorted(set(found.at))
    assert all(0 <= at < len(words) for at in found.at)
    letters = [letter for letter in typed.lower() if letter != " "]
    if found.rank[0] != 2 and len(typed.lower()) == len(typed):
        assert len(found.at) == len(letters)
