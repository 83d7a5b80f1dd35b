import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from annotator.model import sentences
from annotator.model.characters import is_boundary, next_character, previous_character
from annotator.model.sentences import clause_at, crosses_sentence, paragraph_at, sentence_at
from tests.strategies import HOSTILE


def walked(text):
    """Return the sentences of a text, found one after the other by their places alone."""
    found = []
    for at, sign in enumerate(text):
        if not sign.isspace() and (not found or at >= found[-1][1]):
            found.append(sentence_at(text, at))
    assert found == sorted(set(found))
    return [text[slice(*one)] for one in found]


@pytest.mark.parametrize("text", [
    "Dr. Ada met J. Smith of the U.S. State Department.|She left at 5 p.m. on Jan. 5 for St. Louis.|It cost $3.5 million.",
    "They live in the U.S.|The team left Washington D.C.|It ended.", "\u201cWhy now?\u201d he asked.|\u201cWe left!\u201d Ada Smith said.|\u201cNo.\u201d|Yes!",
    "He said \u201cno.\u201d|She (too) left.|(That was all.)|So\u2026 it went... on.|And on\u2026|Well.", "See No. 10 and art. 6, p. 3 vs. Smith v. Jones.|He said no.|Nobody spoke.",
    "II. THE LAW\n|A. Facts.", "PARIS (AP) -- The line opened.|It works.", "In 1990.|Then in 2001.|Am 5. Oktober kam er.",
    "\u041e\u043d \u0440\u043e\u0434\u0438\u043b\u0441\u044f \u0432 \u0433. \u041c\u043e\u0441\u043a\u0432\u0430, \u0442.\u0435. \u0434\u0430\u0432\u043d\u043e.|\u0410. \u0421. \u041f\u0443\u0448\u043a\u0438\u043d \u0436\u0434\u0430\u043b.|\u00ab\u0414\u0430!\u00bb \u2014 \u0441\u043a\u0430\u0437\u0430\u043b \u043e\u043d.", "\u0647\u0644 \u0647\u0630\u0627 \u0635\u062d\u064a\u062d\u061f|\u0646\u0639\u0645\u060c \u0642\u0627\u0644 \u0627\u0644\u0648\u0632\u064a\u0631.|\u0627\u0646\u062a\u0647\u0649.",
    "\u4ed6\u8bf4\u3002|\u300c\u6211\u4eec\u8d70\u3002\u300d|\u597d\uff01|\u771f\u7684\uff1f\uff01|\u662f", "\u300c\u884c\u304f\u3002\u300d\u3068\u8a00\u3063\u305f\u3002|\u7d42\u308f\u308a\u3002", "\u05d4\u05d5\u05d0 \u05d1\u05d0.|\u05d4\u05d9\u05d0 \u05d4\u05dc\u05db\u05d4 \u05dc\u05ea\u05dc\u05be\u05d0\u05d1\u05d9\u05d1.", "A headline\n|The text.\n|\n|More.",
])  # fmt: skip
def test_sentences_end_where_nothing_else_owns_the_stop(text):
    expected = [one.strip() for one in text.split("|")]
    assert walked(text.replace(".|", ". ").replace("\u2026|", "\u2026 ").replace("!|", "! ").replace("?|", "? ").replace("\u061f|", "\u061f ").replace("\u201d|", "\u201d ").replace(")|", ") ").replace("|", "")) == [one for one in expected if one]  # fmt: skip


NEWS = (
    "The talks, led by Ada, failed \u2014 a first \u2014 and ended (at last) on July 21, 2017; then, \u201cas soon as possible,\u201d they will go on: so he said. "
    "\u201cWe waited, and we go,\u201d she said. Apple Inc. It is in Washington D.C."
)  # fmt: skip


@pytest.mark.parametrize(("near", "clause"), [
    ("talks", "The talks"), ("led", "led by Ada"), ("failed", "failed"), ("first", "a first"), ("last", "at last"), ("2017", "on July 21, 2017"),
    ("soon", "\u201cas soon as possible,\u201d"), ("they will", "they will go on"), ("so he", "so he said"), ("We wait", "We waited"), ("we go", "and we go"),
    ("D.C.", "It is in Washington D.C."), ("she", "she said"),
])  # fmt: skip
def test_clauses_lie_between_commas_dashes_brackets_and_colons(near, clause):
    assert NEWS[slice(*clause_at(NEWS, NEWS.index(near)))] == clause


@pytest.mark.parametrize(("text", "near", "clause"), [
    ("\u0646\u0639\u0645\u060c \u0642\u0627\u0644 \u0627\u0644\u0648\u0632\u064a\u0631\u061b \u0627\u0646\u062a\u0647\u0649.", "\u0642\u0627\u0644", "\u0642\u0627\u0644 \u0627\u0644\u0648\u0632\u064a\u0631"), ("\u53cc\u65b9\u8868\u793a\uff0c\u5c06\u4fdd\u6301\u6c9f\u901a\u3002", "\u4fdd", "\u5c06\u4fdd\u6301\u6c9f\u901a"), ("\u00ab\u0414\u0430, \u0438\u0434\u0451\u043c\u00bb, \u2014 \u0441\u043a\u0430\u0437\u0430\u043b \u043e\u043d", "\u0438\u0434", "\u0438\u0434\u0451\u043c"),
])  # fmt: skip
def test_clauses_of_other_scripts(text, near, clause):
    assert text[slice(*clause_at(text, text.index(near)))] == clause


@pytest.mark.parametrize(("text", "near", "clause"), [
    ("There was no walk that day .", "walk", "There was no walk that day"), ("It was , he said , over ... ", "over", "over"),
    ("\" What does Bessie say , I asked . \"", "What", "What does Bessie say"), ("\" Go ! \" he cried , and went .", "went", "and went"),
    ("She paused . . .", "paused", "She paused"), ("He lives in the U.S. .", "lives", "He lives in the U.S."),
])  # fmt: skip
def test_clauses_of_texts_with_a_space_before_each_sign_hold_none_at_their_edges(text, near, clause):
    assert text[slice(*clause_at(text, text.index(near)))] == clause


@example("... \u0301Ada")
@given(HOSTILE)
def test_no_clause_begins_or_ends_with_white_space_where_it_holds_a_word(text):
    for at in range(len(text)):
        start, end = clause_at(text, at)
        if re.search(r"\w", text[start:end]):
            # A space that carries a mark is a character that is seen.
            edges = text[start : next_character(text, start)], text[previous_character(text, end) : end]
            assert all(map(str.strip, edges)), edges


def test_paragraphs_are_lines_without_the_space_at_their_edges():
    text = "one\n  two three \n\nfour"
    assert [text[slice(*paragraph_at(text, at))] for at in (0, 3, 8, 19, len(text))] == [
        "one",
        "one",
        "two three",
        "four",
        "four",
    ]


@given(HOSTILE)
def test_sentences_and_clauses_are_the_same_from_each_of_their_places_and_cut_no_drawn_character(text):
    for unit in (sentence_at, clause_at, paragraph_at):
        for at in range(len(text)):
            start, end = unit(text, at)
            assert 0 <= start <= end <= len(text)
            assert is_boundary(text, start)
            assert is_boundary(text, end)
            assert {unit(text, inside) for inside in range(start, end)} <= {(start, end)}


@given(HOSTILE)
def test_sentences_hold_all_that_is_written_but_for_the_numbers_of_paragraphs(text):
    found = sorted({sentence_at(text, at) for at, sign in enumerate(text) if not sign.isspace()})
    assert all(before[1] <= after[0] for before, after in pairwise(found))
    between = [text[a[1] : b[0]].strip() for a, b in pairwise([(0, 0), *found, (len(text), len(text))])]
    assert all(not one or re.fullmatch(r"\d+\.", one) for one in between)


def test_the_number_of_a_paragraph_is_no_part_of_its_sentence():
    text = "12. The applicant left in 1990. He came back.\n13. He won."
    assert walked(text)[0::2] == ["The applicant left in 1990.", "He won."]
    assert sentence_at(text, 0) == (4, 31)
    assert text[slice(*paragraph_at(text, 0))].startswith("12. The")


def test_a_sentence_without_end_is_cut_before_words_at_the_same_places_from_everywhere():
    text = "word " * 10_000
    at, found = 0, []
    while at < len(text.rstrip()):
        found.append(sentence_at(text, at))
        at = found[-1][1] + 1
    assert {text[start - 1 : start].strip() for start, _ in found} == {""}
    assert max(end - start for start, end in found) <= 2 * sentences.LONGEST
    for start, end in found:
        assert {sentence_at(text, at) for at in (start, start + 1, (start + end) // 2, end - 1)} == {(start, end)}


@given(HOSTILE.filter(bool), some.data())
def test_a_range_goes_over_the_end_of_a_sentence_where_the_one_at_its_start_ends_before_it(text, data):
    start = data.draw(some.integers(0, len(text) - 1))
    end = data.draw(some.integers(start + 1, len(text)))
    words = text[start:end].strip()
    if not words:
        assert not crosses_sentence(text, start, end)
        return
    low = start + text[start:end].index(words[0])
    ends_at = sentence_at(text, low)[1]
    assert crosses_sentence(text, start, end) == (ends_at < low + len(words)), (text, start, end)
