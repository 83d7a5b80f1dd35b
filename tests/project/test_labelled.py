from collections import Counter

from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Author, Span
from annotator.project import labelled
from annotator.project.project import Project

ME, THEM = "author-a", "author-b"
PER = "entities/per"


def read(project):
    """All that is read by an opened project, slice by slice."""
    reading, found, slices = project.reader.labelled(ME), [], 0
    while (slice := reading.read()) is not None:
        found.append(slice)
        slices += 1
        assert slices < 1000
    return found


def joined(slices):
    return [one for slice in slices for one in slice]


def reopened(project):
    return Project.open(project.path, Author(ME, "annotator A"))


def spans(count, label=PER, author=ME):
    return [Span(f"s{at:04}", at, at + 3, label, author) for at in range(count)]


def test_the_authors_words_and_labels_come_newest_article_first(project, taken):
    taken("Ada Ada", Span("a", 0, 3, PER, ME), Span("b", 4, 7, "claims/claim", ME), Span("c", 0, 7, PER, THEM))
    taken("Tom and no one", Span("a", 0, 3, PER, ME))
    taken("Nobody")
    again = reopened(project)
    assert joined(read(again)) == [("Tom", PER), ("Ada", PER), ("Ada", "claims/claim")]
    again.close()


def test_an_article_with_many_spans_is_read_in_slices(project, taken, monkeypatch):
    monkeypatch.setattr(labelled, "SLICE", 7)
    taken("x" * 40, *spans(30))
    taken("y" * 40, *spans(7))
    again = reopened(project)
    found = read(again)
    assert Counter(joined(found)) == {("xxx", PER): 30, ("yyy", PER): 7}
    assert max(map(len, found)) <= 13
    again.close()


def test_only_the_newest_spans_are_read(project, taken, monkeypatch):
    monkeypatch.setattr(labelled, "MOST", 9)
    taken("x" * 40, *spans(30))
    taken("y" * 40, *spans(7))
    again = reopened(project)
    assert Counter(joined(read(again))) == {("yyy", PER): 7, ("xxx", PER): 2}
    again.close()


def test_not_every_article_of_a_large_project_is_looked_into(project, taken, monkeypatch):
    monkeypatch.setattr(labelled, "FARTHEST", 200)
    taken("Ada", Span("a", 0, 3, PER, ME))
    for at in range(210):
        taken(f"Nobody {at}")
    again = reopened(project)
    assert read(again) == [[]] * (len(read(again)))
    again.close()


def test_what_was_stored_since_the_file_was_opened_is_left_to_whoever_did_it(project, taken):
    article = taken("Ada Tom", Span("a", 0, 3, PER, ME))
    again = reopened(project)
    again.store(Gesture("", "x", ME, "window", {article.id: Edit.adding(article.id, Span("b", 4, 7, PER, ME))}))
    assert joined(read(again)) == [("Ada", PER)]
    again.close()


def test_an_empty_project_has_nothing(project):
    assert read(project) == []
