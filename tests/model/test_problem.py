import pytest

from annotator.model.problem import Problem, a_few, counted, visible


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


@pytest.mark.parametrize(
    "text",
    [
        "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\u2764\ufe0f\u200d\U0001f525", "\U0001f44d\U0001f3fd",
        "\U0001f9d1\U0001f3fd\u200d\u2695\ufe0f", "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0915\u094d\u200d\u0937", "\u4e2d\u6587", "caf\u00e9",
    ],
)  # fmt: skip
def test_emoji_and_letters_that_are_joined_are_shown_as_they_are(text):
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("pay\u200dpal", "pay\\u200dpal"), ("\u200d\U0001f467", "\\u200d\U0001f467"), ("\u202egpj", "\\u202egpj"),
        ("\u0645\u2066\u062e", "\u0645\\u2066\u062e"), ("a\U000e0067", "a\\U000e0067"), ("a\nb", "a\\nb"),
    ],
)  # fmt: skip
def test_what_joins_nothing_and_what_turns_the_direction_is_a_code(text, shown):
    assert visible(text) == shown


def test_of_many_names_a_few_are_told():
    assert a_few(["one"]) == "one"
    assert a_few(list("abcde")) == "a, b, c, d, e"
    assert a_few([str(at) for at in range(2_005)]) == "0, 1, 2, 3, 4 and 2,000 more"
