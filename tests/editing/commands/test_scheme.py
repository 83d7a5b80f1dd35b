"""Commands on the scheme, alone and as random sequences that undo takes back to the beginning."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from annotator.editing.command import all_commands
from annotator.editing.state import State
from annotator.model.article import Article
from annotator.model.edit import Edit
from annotator.model.mark import Key, Label, Layer
from annotator.model.marks import Marks
from annotator.model.scheme import HUES, Scheme

NEWS = Scheme(
    [Layer("entities", "Entities", "flat"), Layer("claims", "Claims", "free", order=1)],
    [Label("entities/per", "entities", "PER", "1"), Label("entities/gpe", "entities", "GPE", "2", order=1),
     Label("entities/org", "entities", "ORG", "3", "amber", order=2), Label("claims/claim", "claims", "CLAIM", "C")],
)  # fmt: skip


def state(scheme=NEWS):
    return State(Article.of("Ada."), 1, Marks(), Marks(), "a", scheme)


def run(name, *values, scheme=NEWS):
    return all_commands()[name](state(scheme), *values)


def after(result, scheme=NEWS):
    return scheme.changed(result.edit)


def names(scheme, layer="entities"):
    return [one.name for one in scheme.labels_in(layer)]


def test_a_label_is_added_to_the_end_of_its_layer():
    result = run("label.add", "LOC", "entities", "4", "", " Place ")
    made = after(result).label("entities/loc")
    assert (made.name, made.key, made.guideline, made.order) == ("LOC", "4", "Place", 3)
    assert made.colour == "violet", "green, blue and amber are taken"
    assert names(after(result)) == ["PER", "GPE", "ORG", "LOC"]
    assert result.said == "LOC is added."


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        ("label.add", ("PER", "entities"), "Entities has a label called PER already."),
        ("label.add", ("LOC", "entities", "1"), "1 is the key of PER already."),
        ("label.add", ("LOC", "entities", "", "pink"), "A label takes one of the colours"),
        ("label.add", ("LOC", "gone"), "The layer is not there any more."),
        ("label.rename", ("entities/per", "GPE"), "Entities has a label called GPE already."),
        ("label.rename", ("entities/per", " "), "A label needs a name."),
        ("label.recolour", ("entities/per", "pink"), "A label takes one of the colours"),
        ("label.key", ("entities/per", "S"), "S is kept for a command"),
        ("label.key", ("entities/per", "C"), "C is the key of CLAIM already."),
        ("layer.add", ("Claims",), "There is a layer called Claims already."),
        ("layer.rename", ("claims", "Entities"), "There is a layer called Entities already."),
    ],
)
def test_what_is_refused_says_why_and_changes_nothing(name, values, said):
    result = run(name, *values)
    assert not result.edit
    assert result.said.startswith(said)


def test_each_change_touches_one_mark():
    for name, values, field, value in (
        ("label.rename", ("entities/per", "PERSON"), "name", "PERSON"),
        ("label.recolour", ("entities/per", "teal"), "colour", "teal"),
        ("label.key", ("entities/per", "G"), "key", "G"),
        ("label.key", ("entities/per", ""), "key", ""),
        ("label.guideline", ("entities/per", "People\n- named"), "guideline", "People\n- named"),
    ):
        result = run(name, *values)
        assert list(result.edit) == [Key("label", None, "entities/per")]
        assert getattr(after(result).label("entities/per"), field) == value
        assert run(name, *values, scheme=after(result)) is None, "a second time there is nothing to do"
    assert after(run("layer.rename", "claims", "Sayings")).layer("claims").name == "Sayings"
    assert after(run("layer.add", "Topics", "flat")).layer("topics") == Layer("topics", "Topics", "flat", order=2)


def test_what_is_gone_is_left_alone():
    for name in ("label.rename", "label.recolour", "label.key", "label.guideline", "layer.rename"):
        assert run(name, "entities/gone", "x") is None
    assert run("label.move", "entities/gone", 0) is None


def test_a_moved_label_keeps_the_colour_it_is_shown_in():
    result = run("label.move", "entities/org", 0)
    moved = after(result)
    assert names(moved) == ["ORG", "PER", "GPE"]
    assert [moved.hue(one.id) for one in NEWS.labels] == [NEWS.hue(one.id) for one in NEWS.labels]
    assert run("label.move", "entities/org", 9) is None, "it is the last one"
    assert names(after(run("label.move", "entities/per", 9))) == ["GPE", "ORG", "PER"]
    assert names(after(run("label.move", "entities/gpe", -5))) == ["GPE", "PER", "ORG"]


LABELS = st.sampled_from([one.id for one in NEWS.labels])
NAMES = st.sampled_from(["PER", "GPE", "A", "B", "  ", "Ort\n"])
STEPS = st.one_of(
    st.tuples(st.just("label.add"), NAMES, st.sampled_from(["entities", "claims"])),
    st.tuples(st.just("label.rename"), LABELS, NAMES),
    st.tuples(st.just("label.recolour"), LABELS, st.sampled_from([*HUES, "pink"])),
    st.tuples(st.just("label.key"), LABELS, st.sampled_from(["", "1", "G", "S", "C"])),
    st.tuples(st.just("label.guideline"), LABELS, NAMES),
    st.tuples(st.just("label.move"), LABELS, st.integers(-2, 5)),
    st.tuples(st.just("layer.add"), NAMES, st.sampled_from(["flat", "free"])),
    st.tuples(st.just("layer.rename"), st.sampled_from(["entities", "claims"]), NAMES),
)


@given(st.lists(STEPS, max_size=12))
def test_whatever_is_done_to_the_scheme_is_undone_and_never_makes_two_of_a_name_or_key(steps):
    scheme, made = NEWS, list[Edit]()
    for name, *values in steps:
        result = run(name, *values, scheme=scheme)
        if result is not None and result.edit:
            shown = {one.id: scheme.hue(one.id) for one in scheme.labels}
            scheme = after(result, scheme)
            made.append(result.edit)
            if name != "label.recolour":
                assert {id: scheme.hue(id) for id in shown} == shown, "no label changes its colour by the way"
        keys = [one.key for one in scheme.labels if one.key]
        assert len(set(keys)) == len(keys)
        for layer in scheme.layers:
            held = names(scheme, layer.id)
            assert len(set(held)) == len(held)
    for edit in reversed(made):
        scheme = scheme.changed(edit.inverse)
    assert scheme == NEWS
