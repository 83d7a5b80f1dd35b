from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Span, Status

ME = "author-a"
SPAN = Span('odd"id', 0, 3, "entities/per", ME)


def store(project, article, at, edit):
    return project.store(Gesture("", "x", ME, "window", {article.id: edit}, at=at))


def test_a_span_knows_when_it_was_made_and_changed_last(project, taken):
    article = taken()
    store(project, article, 1_000, Edit.adding(article.id, SPAN, SPAN._replace(id="odd", note='["span","x",')))
    assert project.reader.times(1, SPAN.id) == (1_000, 1_000)
    moved = SPAN._replace(end=13)
    store(project, article, 2_000, Edit.replacing(article.id, SPAN, moved))
    store(project, article, 3_000, Edit.adding(article.id, SPAN._replace(id="other")))
    assert project.reader.times(1, SPAN.id) == (1_000, 2_000)
    assert project.reader.times(1, "odd") == (1_000, 1_000), "an id that another begins with is another"
    assert project.reader.times(1, "x") == (0, 0), "what a note says is no key"
    assert project.reader.times(2, SPAN.id) == (0, 0)


def test_statuses_know_when_they_were_set(project, taken):
    article = taken()
    done = Status(ME, "entities", "done")
    store(project, article, 1_000, Edit.adding(article.id, done, Status("author-b", "claims", "skipped")))
    store(project, article, 2_000, Edit.replacing(article.id, done, done._replace(value="flagged")))
    assert project.reader.status_times(1) == {(ME, "entities"): 2_000, ("author-b", "claims"): 1_000}


def test_an_article_that_is_opened_knows_which_status_each_flag_was_set_over(project, taken):
    article = taken()
    done = Status(ME, "entities", "done")
    store(project, article, 1_000, Edit.adding(article.id, done))
    assert project.reader.opened(1).beneath == {}
    flagged, bare = done._replace(value="flagged"), Status(ME, "claims", "flagged")
    store(project, article, 2_000, Edit({**Edit.replacing(article.id, done, flagged), **Edit.adding(article.id, bare)}))
    of_layers = {key.id: value for key, value in project.reader.opened(1).beneath.items()}
    assert of_layers == {f"{ME}/entities": "done", f"{ME}/claims": ""}
