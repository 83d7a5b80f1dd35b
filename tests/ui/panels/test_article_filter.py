import pytest

from annotator.model.mark import Label
from annotator.model.scheme import Scheme
from annotator.ui.panels.article_filter import Wanted, read, sought, typed


@pytest.mark.parametrize(
    ("words", "text", "label", "unknown"),
    [
        ("ferry line", "ferry line", None, ""),
        ("#GPE", "", "entities/gpe", ""),
        ("#gpe", "", "entities/gpe", ""),
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
