import pytest

from annotator import shelf
from annotator.model.problem import Problem
from annotator.model.wish import Wish, declared, wished

ALIGN = Wish("align", ("strict", "expand"), "how", by_layer=True)
PLAIN = Wish("notation", ("iob", "biluo"), "which")


def test_a_value_is_for_all_layers_or_for_the_one_that_is_named():
    held = {"align": ALIGN.read(["strict", "claims=expand", "a=b=expand"])}
    assert held == {"align": {"": "strict", "claims": "expand", "a=b": "expand"}}
    assert [wished(held, "align", layer) for layer in ("claims", "entities", "")] == ["expand", "strict", "strict"]
    assert wished(held, "other") == wished({}, "align", "claims") == ""


@pytest.mark.parametrize("given", [["loose"], ["claims="], [""], ["strict=claims"]])
def test_another_form_is_told_with_the_right_one(given):
    with pytest.raises(Problem, match=r"it is not of the form \[LAYER=\]strict\|expand"):
        ALIGN.read(given)


def test_a_choice_of_the_whole_takes_no_layer():
    assert PLAIN.read(["iob"]) == {"": "iob"}
    with pytest.raises(Problem, match="not of the form iob"):
        PLAIN.read(["claims=iob"])


def test_two_values_are_one_too_many():
    assert ALIGN.read(["claims=expand", "claims=expand"]) == {"claims": "expand"}
    with pytest.raises(Problem, match="given twice for claims"):
        ALIGN.read(["claims=expand", "claims=strict"])


def test_a_shared_choice_that_nobody_knows_is_told_with_the_kind_that_declares_it():
    with pytest.raises(Problem, match=r"the kind Mine: .* WISHES names loudness.* known is align"):
        declared({"WISHES": ("align", "loudness"), "TITLE": "Mine"})


def test_what_a_kind_declares_is_read_without_loading_it():
    """The window shows it, and loads no kind that brings spaCy along."""
    seen: dict[str, Wish] = {}
    for name, kind in shelf.kinds("exports", "write").items():
        wishes = declared(shelf.constants("exports", name))
        assert wishes == declared(vars(kind))
        for wish in wishes:
            assert seen.setdefault(wish.name, wish) == wish, "the shell has one option of a name"
    assert {"align", "claims-as"} <= set(seen)
