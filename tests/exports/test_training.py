from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from annotator import shelf

training = shelf.load("exports", "training")
LENGTHS = st.dictionaries(st.integers(1, 200), st.integers(1, 500), min_size=1, max_size=30).map(Counter)
PLACES = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)), max_size=14)


@given(LENGTHS, st.integers(1, 20_000))
def test_what_is_suggested_covers_what_was_found_as_far_as_it_fits_into_memory(lengths, longest_article):
    sizes = training.suggested(lengths, longest_article)
    assert list(sizes) == sorted(set(sizes))
    beyond = [length for length in lengths if length not in sizes]
    assert all(length > max(sizes) for length in beyond)
    assert len(sizes) == 1 or training.learning(sizes) * longest_article <= training.BUDGET
    if beyond:
        assert (
            training.learning([*sizes, max(sizes) + 1]) * longest_article
            > training.BUDGET - longest_article * 1_400 * 200
        )


@given(LENGTHS)
def test_lengths_that_few_exceed_are_suggested_without_a_gap(lengths):
    sizes = training.suggested(lengths, 10)
    ordered = sorted(lengths.elements())
    usual = ordered[-(-99 * len(ordered) // 100) - 1]
    assert set(range(ordered[0], usual + 1)) <= set(sizes)
    assert set(sizes) - set(range(ordered[0], usual + 1)) <= set(lengths)


@given(PLACES)
def test_it_counts_every_span_that_overlaps_another(drawn):
    places = sorted({(start, start + size) for start, size in drawn})
    survey = training.Survey()
    survey.add(places)
    plainly = sum(any(a < d and c < b for c, d in places if (c, d) != (a, b)) for a, b in places)
    assert (survey.overlapping, survey.spans) == (plainly, len(places))


def test_two_labels_of_one_range_overlap():
    survey = training.Survey()
    survey.add([(2, 5), (2, 5)])
    assert survey.overlapping == 2


def test_batches_fit_into_memory_and_are_never_empty():
    for longest_article in (1, 400, 2_000, 100_000):
        for longest in (1, 3, 25, 80):
            one = training.Training("c", "c", "spancat", "", tuple(range(1, longest + 1)), longest, longest_article)
            assert 1 <= one.batch_words <= training.MOST_WORDS
            assert 1 <= one.batch_docs <= training.MOST_DOCS
            assert one.batch_words == 1 or one.learning * one.batch_words <= training.BUDGET
            assert (
                one.batch_docs == 1
                or training.predicting(one.sizes) * one.batch_docs * longest_article <= training.BUDGET
            )
    assert training.Training("e", "e", "ner", "").batch_words == training.MOST_WORDS


def test_names_of_files_are_plain_and_unlike():
    names = training.file_names(
        ["entities", "Claims", "claims", "con", "..", "a b", "a:b", "pipeline", "\u4e2d\u6587", "-x"]
    )
    assert list(names.values()) == [
        "entities",
        "Claims",
        "claims-2",
        "con-2",
        "label",
        "a-b",
        "a-b-2",
        "pipeline-2",
        "\u4e2d\u6587",
        "x",
    ]
