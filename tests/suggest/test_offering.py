from hypothesis import given as over
from hypothesis import strategies as st

from annotator import shelf
from annotator.model.mark import Refusal
from annotator.suggest.offering import REACH, STRETCH, sources, stretches

GPE, PER, CLAIM = "entities/gpe", "entities/per", "claims/claim"


def ranges(offering):
    return [(one.start, one.end, one.label) for one in offering.within(0, len(offering.given.text))]


def test_every_source_is_a_file_with_a_title_and_an_origin():
    assert [source.TITLE for source in sources()] == ["Repeats", "Names"]
    for name in shelf.kind_names("suggest", "suggest"):
        source = shelf.load("suggest", name)
        assert source.TITLE
        assert source.ORIGIN in ("repeat", "pattern")


def test_what_is_labelled_in_the_layer_is_not_suggested_and_claims_never_are(offering_of):
    text = "Oran and Oran. It is said. It is said."
    offering = offering_of(
        text, ("Oran", GPE), ("It is said", CLAIM), ("and Oran", CLAIM), project=[("It is said", CLAIM)]
    )
    assert ranges(offering) == [(9, 13, GPE)]


def test_a_refused_range_and_label_is_never_suggested_again(offering_of):
    refusals = [Refusal("r", 9, 13, GPE, "author-a"), Refusal("q", 18, 22, PER, "author-a")]
    assert ranges(offering_of("Oran and Oran but Oran.", ("Oran", GPE), refusals=refusals)) == [(18, 22, GPE)]


def test_labels_that_are_gone_are_not_suggested(offering_of):
    assert ranges(offering_of("Oran and Oran", project=[("Oran", "entities/gone")])) == []


def test_two_suggestions_of_a_layer_do_not_touch(offering_of):
    text = "Ada Brandt met Tom Brandt. Then Brandt House and Brandt."
    found = ranges(offering_of(text, ("Ada Brandt", PER), ("Tom Brandt", PER), project=[("Brandt House", GPE)]))
    assert found == [(32, 44, GPE), (49, 55, PER)]


@over(
    st.lists(st.sampled_from(["word ", "w" * 300, "\n", "\U0001f600", "Ada Lindqvist. "]), max_size=60).map("".join),
    st.integers(0, 3),
)
def test_stretches_cover_the_text_once_and_are_short(text, times):
    text = text * (1 + 10 * times)
    found = stretches(text)
    assert "".join(text[start:end] for start, end in found) == text
    assert all(0 < end - start <= STRETCH + REACH for start, end in found)
