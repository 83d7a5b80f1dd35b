import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.notation import Range, is_labelled, is_notation, ranges, written


def read(text):
    return [tuple(one) for one in ranges([field.split("|") for field in text.split()])]


@pytest.mark.parametrize(
    ("notation", "text"),
    [
        ("IOB2", "O B-PER I-PER B-PER B-LOC I-LOC O"),
        ("IOB1", "O I-PER I-PER B-PER I-LOC I-LOC O"),
        ("BILUO", "O B-PER L-PER U-PER B-LOC L-LOC O"),
        ("IOBES", "O B-PER E-PER S-PER B-LOC E-LOC O"),
        ("underscores", "- B_PER I_PER B_PER B_LOC I_LOC _"),
    ],
)
def test_every_notation_says_the_same(notation, text):
    assert read(text) == [(1, 3, "PER"), (3, 4, "PER"), (4, 6, "LOC")], notation


def test_what_goes_on_without_a_beginning_begins_as_conlleval_counts():
    assert read("O I-PER I-LOC I-LOC O L-LOC") == [(1, 2, "PER"), (2, 4, "LOC"), (5, 6, "LOC")]


def test_a_range_lasts_to_the_end_of_the_words():
    assert read("O B-PER I-PER") == [(1, 3, "PER")]


def test_a_long_range_of_bmes_is_one():
    assert read("B-PER M-PER M-PER E-PER S-PER") == [(0, 4, "PER"), (4, 5, "PER")]


def test_words_with_several_labels_nest():
    assert read("B-OCC I-OCC|B-ORG I-OCC|I-ORG|B-GPE O") == [(0, 3, "OCC"), (1, 3, "ORG"), (2, 3, "GPE")]
    assert read("B-ORG I-ORG|B-ORG I-ORG|I-ORG I-ORG") == [(0, 4, "ORG"), (1, 3, "ORG")]


def test_a_label_may_hold_any_sign():
    assert read("B-creative-work I-creative-work B-GPE_LOC") == [(0, 2, "creative-work"), (2, 3, "GPE_LOC")]


def test_what_can_stand_in_such_a_column():
    assert all(is_notation(field) for field in ("O", "-", "_", "", "B-X", "S_X"))
    assert not any(is_notation(field) for field in ("NNP", "B-", "B- ", "X-PER", "o", "0"))
    assert is_labelled("B-X")
    assert not is_labelled("O")


FLAT = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4), st.sampled_from(["PER", "B-X", "L_Y"])), max_size=6)


@given(FLAT, st.sampled_from(["BIIB", "BILU", "BIES", "BMES"]))
def test_what_is_written_is_read_again(steps, marks):
    found, at = [], 0
    for gap, size, label in steps:
        found.append(Range(at + gap, at + gap + size, label))
        at += gap + size
    assert ranges([[field] for field in written(found, at + 2, marks)]) == found
