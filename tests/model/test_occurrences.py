import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import TEXTS

from annotator.model import characters, words
from annotator.model.mark import Refusal, Span
from annotator.model.marks import Marks
from annotator.model.occurrences import Places, occurrences, places_for

PLAIN = st.text(st.sampled_from("ab -'.,\u2019s3\n\u4e2dE\u0301"), min_size=1, max_size=40)


def by_hand(text, wanted):
    """Every place where the string stands and no word of the whole text reaches over either end."""
    every = list(words.words_in(text, 0, len(text)))
    found, last = [], 0
    for match in re.finditer(f"(?={re.escape(wanted)})", text):
        ends = match.start(), match.start() + len(wanted)
        cut = any(start < place < end for start, end in every for place in ends)
        if not cut and ends[0] >= last and all(characters.is_boundary(text, place) for place in ends):
            found.append(ends)
            last = ends[1]
    return found


@given(st.one_of(TEXTS, PLAIN), st.data())
def test_occurrences_are_the_whole_words_of_the_text(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    wanted = text[start : data.draw(st.integers(start + 1, min(len(text), start + 6)))]
    assert list(occurrences(text, wanted)) == by_hand(text, wanted)


@given(TEXTS, st.data())
def test_a_word_is_found_where_it_was_taken_from(text, data):
    start, end = words.word_at(text, data.draw(st.integers(0, len(text) - 1)))
    assume(start < end)
    assume(words.is_edge(text, start) and words.is_edge(text, end))  # a joiner may draw two words as one
    found = list(occurrences(text, text[start:end]))
    assert any(low < end and start < high for low, high in found), "itself, or one that lies on it"
    assert all(text[low:high] == text[start:end] for low, high in found)


@pytest.mark.parametrize(("text", "wanted", "count"), [
    ("May said: may I, in May? Mayor May's maybe.", "May", 3),
    ("Algeria-France talks in Algeria, Algerian Algeria.", "Algeria", 2),
    ("three 3 and 3.5 and 3,000 or 3.", "3", 2),
    ("Ada and Ada\u0301 and Ada", "Ada", 2),
    ("\u5317\u4eac\u4eba\u5728\u5317\u4eac", "\u5317\u4eac", 2),
    ("aaaa aa", "aa", 1), ("", "x", 0), ("x", "", 0),
    ("\u201cAda\u201d (Ada) \u2014Ada\u2014 l'Ada O'Ada", "Ada", 4),
    ("\U0001f1e9\U0001f1ff\U0001f1e9\U0001f1ff", "\U0001f1ff\U0001f1e9", 0),
])  # fmt: skip
def test_words_are_whole_and_written_the_same(text, wanted, count):
    assert len(list(occurrences(text, wanted))) == count


def test_taken_and_refused_places_are_counted_and_left_out():
    text = "Ada Ada Ada Ada Ada Ada"
    marks = Marks.of("x", [
        Span("a", 0, 3, "e/per", "me"), Span("b", 4, 11, "e/org", "me"), Span("c", 12, 15, "claims/c", "me"),
        Span("d", 16, 19, "e/per", "them"), Refusal("r", 12, 15, "e/per", "me"), Refusal("s", 16, 19, "e/org", "me"),
        Refusal("t", 20, 23, "e/per", "them"),
    ])  # fmt: skip
    found = places_for(text, "Ada", "e/per", {"e/per", "e/org"}, marks, "me")
    assert found == Places(((16, 19), (20, 23)), already=1, refused=1, covered=2)


@given(
    st.text("ab .\u5317", max_size=60),
    st.sampled_from(["a", "ab", "a b", "\u5317"]),
    st.integers(0, 60),
    st.integers(0, 60),
)
def test_within_a_stretch_are_the_places_that_begin_there(text, words, start, stop):
    within = list(occurrences(text, words, start, stop))
    assert within == [place for place in occurrences(text, words) if start <= place[0] < stop]
