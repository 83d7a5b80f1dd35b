from annotator.model.problem import Problem, visible


def test_a_problem_is_one_plain_sentence():
    assert str(Problem("p.spans was not opened", "it is damaged", "Restore a backup.")) == (
        "p.spans was not opened: it is damaged. Restore a backup."
    )


def test_control_characters_and_bidi_overrides_are_shown_as_code():
    assert visible("a\x1b[31mb\nc\u202ed") == "a\\x1b[31mb\\nc\\u202ed"
    assert visible("caf\u00e9 \u4e2d \u0627") == "caf\u00e9 \u4e2d \u0627"
    assert "\n" not in str(Problem("a\nb", "c"))
