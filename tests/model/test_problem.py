from annotator.model.problem import Problem, counted, visible


def test_a_problem_is_one_plain_sentence():
    assert str(Problem("p.spans was not opened", "it is damaged", "Restore a backup.")) == (
        "p.spans was not opened: it is damaged. Restore a backup."
    )


def test_control_characters_and_bidi_overrides_are_shown_as_code():
    assert visible("a\x1b[31mb\nc\u202ed") == "a\\x1b[31mb\\nc\\u202ed"
    assert visible("caf\u00e9 \u4e2d \u0627") == "caf\u00e9 \u4e2d \u0627"
    assert "\n" not in str(Problem("a\nb", "c"))


def test_counts_take_their_noun():
    assert [counted(count, "article") for count in (0, 1, 2, 12_000)] == [
        "0 articles",
        "1 article",
        "2 articles",
        "12,000 articles",
    ]
    assert counted(2, "entity", "entities") == "2 entities"
