import pytest

from annotator.model.mark import Label
from annotator.model.scheme import Scheme
from annotator.ui.panels.article_filter import Wanted, beginning, read, sought, typed


@pytest.mark.parametrize(
    ("words", "text", "label", "unknown"),
    [
        ("ferry line", "ferry line", None, ""),
        ("#GPE", "", "entities/gpe", ""),
        ("#gpe", "", "entities/gpe", ""),
        ("#g", "", "entities/gpe", ""),
        ("#c", "", "claims/claim", ""),
        ("ferry #GPE line", "ferry line", "entities/gpe", ""),
        ("#entities/gpe", "", "entities/gpe", ""),
        ("#nowhere x", "x", None, "nowhere"),
        ("#", "", None, ""),
        ('#"GPE" a', "a", "entities/gpe", ""),
        ('#"no such', "", None, "no such"),
    ],
)
def test_words_of_the_title_and_a_label_are_told_apart(news, words, text, label, unknown):
    found = read(words, news, "done")
    assert found == Wanted("done", text, None if label is None else news.label(label), unknown)


def test_whatever_label_is_typed_for_is_found_again(news):
    same = Label("claims/per", "claims", "PER")
    spaced = Label("claims/two-words", "claims", "TWO WORDS")
    scheme = Scheme(news.layers, [*news.labels, same, spaced])
    for label in scheme.labels:
        assert read(f"x {typed(scheme, label)} y", scheme, "").label == label
    assert sought(scheme, "PER").layer == "entities", "the first in the order of the scheme"


def test_a_beginning_that_several_labels_have_is_none_of_them(news):
    scheme = Scheme(news.layers, [*news.labels, Label("claims/person", "claims", "PERSON")])
    assert [one.name for one in beginning(scheme, "pe")] == ["PER", "PERSON"]
    assert read("#pe", scheme, "").unknown == "pe"
    assert read("#per", scheme, "").label.name == "PER"
    assert beginning(scheme, "") == []
