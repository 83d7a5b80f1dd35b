"""Two people and a small project that they share."""

from annotator.model.article import Article
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Author, Detail, Entry, Label, Layer
from annotator.model.scheme import Scheme
from annotator.project.project import Project
from annotator.project.schema import create

PEOPLE = (Author("a", "annotator A"), Author("b", "annotator B"))
SCHEME = Scheme(
    [Layer("entities", "E", "flat"), Layer("claims", "C", "free", order=1)],
    [
        Label("entities/per", "entities", "PER"),
        Label("entities/org", "entities", "ORG", order=1),
        Label("claims/claim", "claims", "CLAIM"),
    ],
)
TEXTS = ("Ada Lindqvist met Tom Brandt in Northport.", "Another article stands here, shorter.")


def made(folder):
    path = folder / "p.spans"
    create(path, SCHEME, "en", PEOPLE[0])
    project = Project.open(path, PEOPLE[0])
    for at, text in enumerate(TEXTS):
        article = Article.of(text)
        edit = Edit.adding(article.id, Entry(), Detail("title", f"Title {at}"))
        project.store(Gesture("", "add", "a", "intake", {article.id: edit}), texts={article.id: text})
    project.close()
    return path
