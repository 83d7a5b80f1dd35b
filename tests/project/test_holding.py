import itertools

import pytest

from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Entry, Refusal, Span
from annotator.model.request import Everywhere, Gathered
from annotator.project import holding
from annotator.project.holding import Holding

ME, THEM = "author-a", "author-b"
PER, GPE = "entities/per", "entities/gpe"


def asked(words, after=0):
    return Everywhere(words, PER, frozenset([PER, GPE]), ME, after)


def gathered(project, words):
    """Every place in the project, and after what each slice ended."""
    found, after, ends = {}, 0, []
    while after is not None:
        slice = project.reader.answer(asked(words, after))
        assert isinstance(slice, Gathered)
        assert not found.keys() & dict(slice.found).keys(), "no article comes twice"
        found.update(slice.found)
        after = slice.after
        ends.append(after)
    return found, ends


def test_every_article_that_holds_the_words_is_found_with_its_free_places(project, taken):
    marked = taken(
        "Ada, Ada, Ada, Ada and Ada.", Span("a", 0, 3, GPE, ME), Span("b", 5, 8, GPE, THEM), Refusal("r", 10, 13, PER, ME),
        Refusal("q", 15, 18, PER, THEM),
    )  # fmt: skip
    taken("Nobody is here.")
    bare = taken("Adas and Ada")
    inside = taken("Adas")
    found, _ = gathered(project, "Ada")
    assert found[marked.id].free == ((5, 8), (15, 18), (23, 26))
    assert found[marked.id][1:] == (0, 1, 1)
    assert found[bare.id].free == ((9, 12),)
    assert inside.id not in found or found[inside.id].free == ()
    assert len(found) == 3


def test_hidden_articles_are_left_out(project, taken):
    article = taken("Ada is hidden.")
    project.store(Gesture("", "x", ME, "window", {article.id: Edit.replacing(article.id, Entry(), Entry(True))}))
    shown = taken("Ada is not.")
    assert set(gathered(project, "Ada")[0]) == {shown.id}


@pytest.mark.parametrize("words", ["a%b", "a_b", "A", "\u00e9t\u00e9", "x\x00y", "\U0001f600", 'it\'s "so"'])
def test_words_are_compared_as_written(project, taken, words):
    article = taken(f"- {words} -")
    taken("- axb ETE a it s so -")
    assert set(gathered(project, words)[0]) == {article.id}


def test_slices_are_as_wide_as_they_are_quick_and_lose_nothing(project, taken, monkeypatch):
    monkeypatch.setattr(holding, "FIRST", 1)
    monkeypatch.setattr(holding, "FOUND", 3)
    clock = itertools.chain.from_iterable(itertools.repeat([0.0, 0.001]))
    monkeypatch.setattr(holding.time, "monotonic", lambda: next(clock))
    project.reader._holding = Holding(project.reader.connection)
    articles = [taken(f"{'Ada' if at % 5 else 'Tom'} {at}") for at in range(30)]
    found, ends = gathered(project, "Ada")
    assert set(found) == {one.id for at, one in enumerate(articles) if at % 5}
    assert 5 < len(ends) < 20, "wider and wider, but for what one statement may bring"
    assert ends[-1] is None


def test_a_slow_slice_is_followed_by_a_narrow_one(project):
    held = Holding(project.reader.connection)
    held._fit(1.0)
    assert held._width < holding.FIRST
    held._fit(100.0)
    assert held._width == holding.FEWEST
    for _ in range(20):
        held._fit(0.0)
    assert held._width == holding.MOST


def test_no_words_and_no_articles_end_at_once(project):
    assert project.reader.answer(asked("")) == Gathered((), None)
    assert project.reader.answer(asked("Ada")) == Gathered((), None)
