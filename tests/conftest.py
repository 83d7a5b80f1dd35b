"""A home of its own for every test, the corpora beside the checkout, and a small project to work on."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from annotator.cli import main
from annotator.model.article import Article
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Author, Detail, Entry, Label, Layer, Mark
from annotator.model.scheme import Scheme
from annotator.project.project import Project
from annotator.project.schema import create

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
settings.register_profile(
    "house",
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("house")

CHECKOUT = Path(__file__).resolve().parents[1]
CORPORA = Path(os.environ.get("SPANDESK_CORPORA") or CHECKOUT.parent / "shared" / "data")
ME, OTHER = Author("author-a", "annotator A"), Author("author-b", "annotator B")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="run the long forms of the tests of faults")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test its own settings, state, cache and data."""
    place = tmp_path / "home"
    monkeypatch.setenv("SPANDESK_HOME", str(place))
    return place


@pytest.fixture
def corpora() -> Path:
    if not CORPORA.is_dir():
        pytest.skip("the folder of corpora is not beside the checkout")
    return CORPORA


@pytest.fixture(scope="session")
def news() -> Scheme:
    layers = [Layer("entities", "Entities", "flat"), Layer("claims", "Claims", "free", order=1)]
    labels = [
        Label("entities/per", "entities", "PER", "1", "green", "Person"),
        Label("entities/gpe", "entities", "GPE", "2", "violet", "Country or city", 1),
        Label("claims/claim", "claims", "CLAIM", "C", "rust", "Claim"),
        Label("claims/quote", "claims", "QUOTE", "Q", "indigo", "Quotation", 1),
    ]
    return Scheme(layers, labels)


@pytest.fixture
def path(tmp_path: Path, news: Scheme) -> Path:
    """Return the path of a new project."""
    made = tmp_path / "p.spans"
    create(made, news, "en", ME)
    return made


@pytest.fixture
def project(path: Path) -> Iterator[Project]:
    opened = Project.open(path, ME)
    yield opened
    opened.close()


@pytest.fixture
def taken(project: Project) -> Callable[..., Article]:
    """Return a function that puts an article with marks into the project."""

    def put(text: str = "Ada Lindqvist met Tom Brandt in Northport.", *marks: Mark) -> Article:
        article = Article.of(text)
        edit = Edit.adding(article.id, Entry(), Detail("title", text[:20].strip()), *marks)
        project.store(Gesture("", "add", ME.id, "intake", {article.id: edit}), texts={article.id: text})
        return article

    return put


class Outcome:
    """What a call of the shell gave."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        assert self.code in (0, 3), self.err
        return json.loads(self.out)


@pytest.fixture
def spandesk(capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Return a function that runs the shell's own `main`."""

    def run(*words: object) -> Outcome:
        capsys.readouterr()
        try:
            code = main([str(word) for word in words])
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        said = capsys.readouterr()
        return Outcome(code, said.out, said.err)

    return run
