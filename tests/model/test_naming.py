import pytest

from annotator.model import naming
from annotator.model.mark import Label, Layer
from annotator.model.scheme import HUES, KEYS, Scheme


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "A label needs a name."),
        ("  ", "A label needs a name."),
        (" A", "The name of a label is one line without spaces around it."),
        ("A\nB", "The name of a label is one line without spaces around it."),
        ("x" * 61, "The name of a label has at most 60 characters."),
        ("PER", "Entities has a label called PER already."),
        ("CLAIM", ""),
        ("Ort", ""),
    ],
)
def test_a_name_is_one_line_and_unique_in_its_layer(news, name, why):
    assert naming.label_name_refused(news, name, "entities") == why


def test_a_label_may_keep_its_own_name(news):
    assert naming.label_name_refused(news, "PER", "entities", "entities/per") == ""
    assert naming.layer_name_refused(news, "Claims", "claims") == ""
    assert naming.layer_name_refused(news, "Claims") == "There is a layer called Claims already."


@pytest.mark.parametrize("key", [*"BESYFXNHLIJKPZ"])
def test_the_letters_of_commands_are_refused(news, key):
    assert naming.key_refused(news, key) == f"{key} is kept for a command: a label takes another letter or a digit."


def test_keys_that_are_free_are_taken_and_others_say_why_not(news):
    held = {label.key for label in news.labels}
    for key in KEYS:
        assert bool(naming.key_refused(news, key)) == (key in held)
    assert naming.key_refused(news, "1") == "1 is the key of PER already."
    assert naming.key_refused(news, "1", "entities/per") == ""
    assert naming.key_refused(news, "") == ""
    for key in ("g", "\u00df", "?", "12"):
        assert "digit or a capital letter" in naming.key_refused(news, key)


def test_a_key_that_the_user_gave_to_a_command_is_refused_with_what_is_held_beside_it(news):
    assert naming.key_refused(news, "G", taken={"G": "Go to"}) == "G has a command already: Go to."
    assert naming.key_refused(news, "G", taken={"Ctrl+Shift+G": "Go"}) == "Ctrl+Shift+G has a command already: Go."
    assert naming.key_refused(news, "G", taken={"Ctrl+G": "Go"}) == ""


def test_a_used_slug_is_never_used_again(news):
    gone = Scheme(news.layers, news.labels, [Label("entities/ort", "entities", "Ort")])
    made = naming.fresh_label(gone, "entities", "Ort", "3", "", "Place")
    assert made == Label("entities/ort-2", "entities", "Ort", "3", "blue", "Place", 2)
    assert naming.fresh_layer(gone, "Entities", "flat") == Layer("entities-2", "Entities", "flat", order=2)


def test_the_next_colour_and_digit_are_those_no_label_has(news):
    assert naming.free_hue(news) == "blue"
    assert naming.free_key(news) == "3"
    full = Scheme(news.layers, [Label(f"entities/{hue}", "entities", hue, "123456789"[n % 9], hue, order=n)
                                for n, hue in enumerate(HUES)])  # fmt: skip
    assert naming.free_hue(full) == HUES[0], "the thirteenth label starts again"
    assert naming.free_key(full) == ""
    assert naming.colour_refused("pink").startswith("A label takes one of the colours green, blue")
    assert naming.colour_refused("teal") == ""
