import pytest

from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Entry, Refusal, Span
from annotator.model.request import Uses

ME, THEM = "author-a", "author-b"


def used(reader, label):
    """Return all stretches as one."""
    found, spans, after = {}, 0, 0
    while after is not None:
        answer = reader.answer(Uses(label, after=after))
        found.update(answer.found)
        spans += answer.spans
        after = answer.after
    return found, spans


def listed(reader, author, label):
    found, last = [], 0
    while last is not None:
        stretch, last = reader.labelled_after(last, author, label)
        found += stretch
    return found


@pytest.fixture
def filled(project, taken):
    """Seven articles: every other has a GPE of mine, the last one of theirs, and one a refusal."""
    made = []
    for at in range(7):
        spans = [Span(f"p{at}", 0, 3, "entities/per", ME)]
        if at % 2 == 0:
            spans.append(Span(f"g{at}", 4, 9, "entities/gpe", THEM if at == 6 else ME))
        made.append(taken(f"Text number {at} stands here.", *spans))
    refusal = Refusal("r", 0, 4, "entities/gpe", ME)
    project.store(Gesture("", "refuse", ME, "shell", {made[1].id: Edit.adding(made[1].id, refusal)}))
    return made


@pytest.mark.parametrize("width", [1, 2, 500])
def test_every_authors_marks_with_a_label_are_found_over_all_stretches(project, filled, width):
    project.reader._usage._width = width
    found, spans = used(project.reader, "entities/gpe")
    assert spans == 4
    assert {article: [mark.id for mark in marks] for article, marks in found.items()} == {
        filled[0].id: ["g0"], filled[2].id: ["g2"], filled[4].id: ["g4"], filled[6].id: ["g6"], filled[1].id: ["r"],
    }  # fmt: skip
    assert found[filled[6].id] == (Span("g6", 4, 9, "entities/gpe", THEM),)
    assert used(project.reader, "claims/claim") == ({}, 0)


@pytest.mark.parametrize("width", [1, 3, 500])
def test_the_articles_where_an_author_has_a_label_are_listed_in_order_without_hidden_ones(project, filled, width):
    project.reader._usage._width = width
    assert listed(project.reader, ME, "entities/gpe") == [1, 3, 5]
    assert listed(project.reader, THEM, "entities/gpe") == [7]
    assert listed(project.reader, THEM, "entities/per") == []
    hide = Edit.replacing(filled[2].id, Entry(), Entry(hidden=True))
    project.store(Gesture("", "article.hide", ME, "window", {filled[2].id: hide}))
    assert listed(project.reader, ME, "entities/gpe") == [1, 5]
    assert used(project.reader, "entities/gpe")[1] == 4, "what is hidden moves with its label all the same"


def test_a_stretch_widens_while_it_is_quick_and_never_ends_before_the_last_article(project, filled):
    usage = project.reader._usage
    usage._width = 2
    assert usage.used(Uses("entities/gpe")).after == 2
    assert usage._width > 2
    usage._width = 5
    assert usage.used(Uses("entities/gpe", after=2)).after is None
