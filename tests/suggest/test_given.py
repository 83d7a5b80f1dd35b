from annotator.suggest.given import offered


def test_a_suggestion_found_again_is_the_same_one(given_of):
    assert offered(3, 9, "entities/per", "repeat") == offered(3, 9, "entities/per", "repeat")
    assert offered(3, 9, "entities/per", "repeat").id != offered(3, 9, "entities/gpe", "repeat").id


def test_without_a_label_here_that_of_the_project_is_taken(given_of):
    given = given_of("", [("Ada", "per"), ("May", "per"), ("May", "date")], [("May", "date"), ("Oran", "gpe")])
    assert [given.label(words) for words in ("Ada", "Oran", "May", "Tom")] == ["entities/per", "entities/gpe", "", ""]
