from annotator.model.article import Article
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Detail, Entry, Part, Span, Status
from annotator.project.check import examine
from annotator.project.unseen import unseen

SPAN = Span("s", 0, 3, "entities/per", "author-a")


def added(project, text):
    article = Article.of(text)
    edit = Edit.adding(article.id, Entry(), Detail("title", "One"))
    stored = project.store(Gesture("", "add", "author-a", "intake", {article.id: edit}), {article.id: text})
    return article, stored.id


def put(project, article, *marks):
    project.store(Gesture("", "x", "author-a", "window", {article.id: Edit.adding(article.id, *marks)}))


def test_marks_that_were_made_after_their_article_was_taken_back_are_found_and_the_file_is_whole(project):
    seen, _ = added(project, "First text here.")
    gone, intake = added(project, "Second text here.")
    empty, other = added(project, "Third text here.")
    put(project, seen, SPAN)
    project.take_back(intake)
    project.take_back(other)
    status = Status("author-a", "entities", "done")
    put(project, gone, SPAN, status, Part("train"))
    put(project, empty, Part("dev"))
    assert [tuple(one) for one in unseen(project.reader.connection)] == [(2, gone, (SPAN, status))]
    assert examine(project.path) == []


def test_an_article_that_is_hidden_or_added_again_is_seen(project, taken):
    article = taken("First text here.", SPAN)
    put(project, article, SPAN._replace(id="more"))
    project.store(
        Gesture("", "x", "author-a", "window", {article.id: Edit.replacing(article.id, Entry(), Entry(True))})
    )
    assert list(unseen(project.reader.connection)) == []
