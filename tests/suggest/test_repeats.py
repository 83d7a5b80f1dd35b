from annotator.suggest import repeats


def test_words_labelled_elsewhere_are_offered_the_longest_first(given_of, words_of):
    given = given_of(
        "New York met Algeria. Algerian Algeria of New York.",
        [("Algeria", "gpe"), ("York", "per")],
        [("New York", "gpe")],
    )
    found = list(repeats.suggest(given, 0, len(given.text)))
    assert words_of(given, found) == [("New York", "gpe"), ("Algeria", "gpe"), ("Algeria", "gpe"), ("New York", "gpe")]
    assert {one.origin for one in found} == {"repeat"}
    assert len({one.id for one in found}) == 4


def test_what_was_done_in_the_article_goes_before_the_project(given_of, words_of):
    given = given_of("Paris, Paris", [("Paris", "per")], [("Paris", "gpe")] * 9)
    assert words_of(given, repeats.suggest(given, 0, 12)) == [("Paris", "per"), ("Paris", "per")]


def test_words_of_which_no_label_has_most_are_not_offered(given_of):
    given = given_of("May may, May", [("May", "per"), ("May", "date")], [("May", "date")] * 9)
    assert list(repeats.suggest(given, 0, 12)) == []


def test_only_what_begins_in_the_stretch_is_looked_at(given_of):
    given = given_of("Ada Ada Ada", [("Ada", "per")])
    assert [one.start for one in repeats.suggest(given, 4, 8)] == [4]
