import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import NAMES

from annotator.model.mark import Author, Label, Layer
from annotator.model.problem import Problem
from annotator.model.scheme import HUES, Scheme, is_layer_id, slug
from annotator.places import resource

LAYER_NAMES = st.lists(NAMES.filter(is_layer_id), min_size=1, max_size=3, unique=True)


@given(LAYER_NAMES, st.lists(st.tuples(NAMES.filter(bool), NAMES, st.sampled_from(HUES)), max_size=6))
def test_toml_brings_back_every_name(layer_names, entries):
    layers = [Layer(name, f"{name}!", "free", order=at) for at, name in enumerate(layer_names)]
    labels = [
        Label(f"{layer_names[0]}/{at}", layer_names[0], name, "", hue, long, at)
        for at, (name, long, hue) in enumerate(entries)
    ]
    authors = (Author("1", "annotator A", "adjudicator"), Author("2", "annotator \u202eB"))
    scheme = Scheme(layers, labels)
    back, people = Scheme.from_toml(scheme.to_toml(authors), "x")
    assert back == scheme
    assert people == authors


def test_the_news_scheme_has_the_labels_and_keys_of_the_news():
    news, _ = Scheme.from_toml(resource("schemes", "news.toml").read_text(), "news")
    assert [(label.name, label.key) for label in news.labels_in("entities")] == [
        ("PER", "1"), ("ORG", "2"), ("GPE", "3"), ("LOC", "4"), ("EVENT", "5"), ("DATE", "6"), ("ISSUE", "7"),
    ]  # fmt: skip
    assert [(label.name, label.key) for label in news.labels_in("claims")] == [
        ("CLAIM", "C"),
        ("ATTRIB", "A"),
        ("QUOTE", "Q"),
    ]
    assert news.layer("entities").rule == "flat"
    assert news.layer("claims").rule == "free"
    assert len({label.colour for label in news.labels}) == 10


@pytest.mark.parametrize("text", [
    "", "x = 1", "layers = 3", '[[layers]]\nname = "x"', '[[layers]]\nid = "a"\nrule = "wavy"',
    '[[layers]]\nid = "a"\n[[layers]]\nid = "a"', '[[layers]]\nid = 3',
    '[[layers]]\nid = "a"\n[[layers.labels]]\nname = "x"\nkey = "1"\n[[layers.labels]]\nname = "y"\nkey = "1"',
])  # fmt: skip
def test_what_is_no_scheme_is_refused_by_name(text):
    with pytest.raises(Problem, match=r"bad\.toml"):
        Scheme.from_toml(text, "bad.toml")


def test_a_label_that_is_gone_keeps_its_last_name():
    gone = Label("entities/x", "entities", "OLD NAME")
    scheme = Scheme([Layer("entities", "E", "flat")], [], [gone])
    assert scheme.label("entities/x").name == "OLD NAME"
    assert not scheme.holds("entities/x")
    assert scheme.label("entities/never").name == "never"
    assert scheme.is_flat("entities/x")


@given(NAMES, st.sets(NAMES))
def test_a_slug_is_never_taken(name, taken):
    assert slug(name, {*taken, slug(name)}) not in {*taken, slug(name)}
    assert slug(name) == slug(name)
    assert slug(name)


@pytest.mark.parametrize("key", ["E", "S", "F", "c", "CC", "Ctrl+K", "\u00e9", "."])
def test_a_label_on_a_key_that_cannot_reach_it_is_refused(key):
    with pytest.raises(Problem, match="no digit and no capital letter that is free"):
        Scheme.from_toml(f'[[layers]]\nid = "a"\n[[layers.labels]]\nname = "X"\nkey = "{key}"', "x.toml")


def test_every_key_that_a_label_may_have_is_no_commands():
    from annotator.editing.command import all_commands

    free = [key for key in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" if _takes(key)]
    assert free == list("0123456789ACDGMOQRTUVW")
    assert not set(free) & {key for one in all_commands().values() for key in one.keys}


def _takes(key):
    try:
        Scheme.from_toml(f'[[layers]]\nid = "a"\n[[layers.labels]]\nname = "X"\nkey = "{key}"', "x.toml")
    except Problem:
        return False
    return True


@pytest.mark.parametrize("layer", ["a/b", "..", " ", "a\\b", "x" * 65])
def test_a_layer_whose_id_is_no_name_of_a_folder_is_refused(layer):
    with pytest.raises(Problem, match="cannot be the id of a layer"):
        Scheme.from_toml(f"[[layers]]\nid = '{layer}'", "x.toml")


@pytest.mark.parametrize("field", ["id", "key", "colour", "guideline"])
def test_an_empty_field_of_a_label_is_one_that_is_not_there(field):
    shape = '[[layers]]\nid = "a"\nname = ""\n[[layers.labels]]\nname = "X"\n'
    scheme, _ = Scheme.from_toml(shape + f'{field} = ""', "x.toml")
    assert (scheme.layers, scheme.labels) == ((bare := Scheme.from_toml(shape, "x.toml")[0]).layers, bare.labels)
    assert Scheme.from_toml(scheme.to_toml(), "x.toml")[0].labels == scheme.labels
