"""A copy made while the file was written is refused: each mixture of pages of before and of after."""

import itertools
import random
import sqlite3

import pytest

from annotator.model.article import Article
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Detail, Entry, Span
from annotator.model.problem import Problem
from annotator.project.check import examine
from annotator.project.project import Project

ME, PAGE = "author-a", 8192


def add(project, name, spans, words=40):
    article = Article.of(f"{name}: " + "Ada Lindqvist met Tom Brandt in Northport. " * words)
    marks = [Span(f"{name}-{at}", 3 * at, 3 * at + 5, "entities/per", ME) for at in range(spans)]
    edit = Edit.adding(article.id, Entry(), Detail("title", name), *marks)
    project.store(Gesture("", "add", ME, "intake", {article.id: edit}), texts={article.id: article.text})
    return article


def label(project, article, at):
    span = Span(f"own-{at}", at, at + 5, "entities/per", ME)
    project.store(Gesture("", "label.apply", ME, "window", {article.id: Edit.adding(article.id, span)}))


def pages(path):
    data = path.read_bytes()
    return [data[at : at + PAGE] for at in range(0, len(data), PAGE)]


def content(path, author):
    project = Project.open(path, author, writable=False)
    try:
        position = project.reader.position()
        return position.name, [record._replace() for record in project.reader.records(position)]
    finally:
        project.close()


def torn(before, after):
    """Yield what a copier may have got: up to some page the one, from there the other; and pages at random."""
    most = max(len(before), len(after))
    padded = [[*held, *[b""] * (most - len(held))] for held in (before, after)]
    for cut in range(1, most):
        for one, other in (padded, padded[::-1]):
            yield one[:cut] + other[cut:]
    chance = random.Random(3)
    for _ in range(40):
        yield [chance.choice(pair) for pair in zip(*padded, strict=True)]


@pytest.mark.parametrize("step", ["a label", "an article", "many labels over pages"])
def test_no_mixture_of_pages_is_read_as_good(tmp_path, project, path, step):
    articles = [add(project, f"a{at}", 30) for at in range(12)]
    before = pages(path)
    if step == "a label":
        label(project, articles[5], 7)
    elif step == "an article":
        add(project, "new", 60, words=400)
    else:
        for at, article in itertools.product(range(2), articles):
            label(project, article, at)
    after = pages(path)
    author = project.author
    project.close()
    copy = tmp_path / "copy.spans"
    good = []
    for held in (before, after):
        copy.write_bytes(b"".join(held))
        good.append(content(copy, author))
    seen = refused = 0
    for mixture in torn(before, after):
        copy.write_bytes(b"".join(mixture))
        seen += 1
        try:
            found = content(copy, author)
        except Problem:
            refused += 1
        else:
            assert found in good
    assert refused > seen // 8


def test_a_gesture_that_is_missing_is_found_at_open_and_by_check(tmp_path, project, path):
    article = add(project, "a", 3)
    label(project, article, 1)
    project.close()
    changed = sqlite3.connect(path)
    changed.execute("DELETE FROM change WHERE gesture = (SELECT max(seq) FROM gesture)")
    changed.execute("DELETE FROM gesture WHERE seq = (SELECT max(seq) FROM gesture)")
    changed.execute("DELETE FROM span WHERE id = 'own-1'")
    changed.commit()
    changed.close()
    with pytest.raises(Problem, match="newest gesture is missing"):
        Project.open(path, project.author)
    assert any("newest gesture is missing" in one for one in examine(path))


def test_rows_that_are_not_what_the_newest_gesture_made_are_found_at_open(project, path):
    article = add(project, "a", 3)
    label(project, article, 1)
    project.close()
    changed = sqlite3.connect(path)
    changed.execute("UPDATE span SET end = end + 1 WHERE id = 'own-1'")
    changed.commit()
    changed.close()
    before = path.read_bytes()
    with pytest.raises(Problem, match="is not there"):
        Project.open(path, project.author)
    assert path.read_bytes() == before


def test_an_undone_label_and_a_moved_one_are_no_damage(project, path):
    article = add(project, "a", 3)
    label(project, article, 1)
    span = Span("own-1", 1, 6, "entities/per", ME)
    moved = span._replace(end=9)
    project.store(Gesture("", "span.end.right", ME, "window", {article.id: Edit.replacing(article.id, span, moved)}))
    project.store(Gesture("", "span.delete", ME, "window", {article.id: Edit.removing(article.id, moved)}))
    project.close()
    Project.open(path, project.author).close()
