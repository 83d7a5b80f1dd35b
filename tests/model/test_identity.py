from hypothesis import given
from hypothesis import strategies as st
from strategies import NAMES

from annotator.model.identity import anothers_id, author_named, imported_id

PARTS = st.tuples(NAMES, NAMES, st.integers(0, 99), st.integers(0, 99), NAMES, st.integers(0, 9))


@given(PARTS, PARTS)
def test_an_imported_id_names_what_it_was_made_of(one, other):
    assert (imported_id(*one) == imported_id(*other)) == (one == other)
    assert len(imported_id(*one)) == 24


def test_ids_are_the_same_on_every_machine():
    assert author_named("annotator A").id == "81755f7e4a556479"
    assert imported_id("x", "a", 0, 1, "PER", 0) == "243821b135bb11c82006be67"


def test_ids_derived_from_one_id_differ_and_are_the_same_again():
    from annotator.model.identity import derived_id

    made = [derived_id("a1", nth) for nth in range(100)] + [derived_id("a2", 1)]
    assert len(set(made)) == 101
    assert all(len(id) == 24 for id in made)
    assert derived_id("a1", 1) == made[1]


def test_the_id_of_anothers_mark_follows_from_both_and_is_the_same_everywhere():
    assert anothers_id("s", "author-b") == "42432e61b1b1e233dd1d9ff3"
    assert len({anothers_id(id, author) for id in ("s", "t") for author in ("author-b", "author-c")}) == 4
