"""Articles, schemes and pages for the tests of the reading view."""

import os
from collections.abc import Callable

import pytest
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo

from annotator.editing.state import Caret, State
from annotator.model.article import Article
from annotator.model.mark import Detail, Label, Layer, Span
from annotator.model.marks import Marks
from annotator.model.scheme import Scheme
from annotator.ui.reading.measure import Measure
from annotator.ui.reading.page import Page
from annotator.ui.reading.picture import has_fonts
from annotator.ui.theme import Theme

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

LAYERS = [Layer("entities", "Entities", "flat"), Layer("claims", "Claims", "free", order=1)]
NAMES = {
    "entities": ["PER", "ORG", "GPE", "LOC", "EVENT", "DATE"],
    "claims": ["CLAIM", "ATTRIB", "QUOTE"],
}
TEXT = (
    "Harbour Town and Northport Reopen the Ferry Line\n\n"
    "(WIRE) Harbour Town and Northport have agreed to reopen the ferry line that was closed in 2019, "
    "in what both councils called a modest first step.\n\n"
    "Mayor Ada Lindqvist said on Tuesday that the two-day trial had persuaded her, and that the fares would stay "
    "as they were. Her colleague Tom Brandt was more careful: the line, he said, must pay its way by spring.\n\n"
    "Passengers who waited at the quay were glad of it all the same."
)
START = Caret(0)
LINE = "Northport and Harbour Town agreed on Tuesday to reopen the line"
NEEDS_FONTS = {
    "test_layout",
    "test_placing",
    "test_lanes",
    "test_page",
    "test_lines",
    "test_snapshots",
    "test_stage",
    "test_repainting",
    "test_view",
    "test_pointer",
    "test_hit",
}
Written = QFontDatabase.WritingSystem
SCRIPTS = {"\u0627": Written.Arabic, "\u05e8": Written.Hebrew, "\u5c14": Written.SimplifiedChinese}


@pytest.fixture(autouse=True)
def fonts(request, qapp):
    """Skip what is about places of letters where letters have none."""
    if request.module.__name__.rpartition(".")[2] in NEEDS_FONTS and not has_fonts():
        pytest.skip("this machine has no fonts, so that letters have no width")
    words = request.node.callspec.params.get("words") if hasattr(request.node, "callspec") else None
    missing = [system for letter, system in SCRIPTS.items() if letter in str(words) and not _is_written(system)]
    if missing:
        pytest.skip(f"this machine has no font for {missing[0].name}")


@pytest.fixture
def designed(qapp):
    """Skip what is exact only in the fonts of the design."""
    fonts = [QFontInfo(QFont(name)) for name in ("DejaVu Serif", "DejaVu Sans")]
    if not all(font.family().startswith("DejaVu") for font in fonts):
        pytest.skip("DejaVu Serif and DejaVu Sans, the fonts of the design, are not on this machine")


def _is_written(system: QFontDatabase.WritingSystem) -> bool:
    return bool(QFontDatabase.families(system))


@pytest.fixture(scope="session")
def scheme() -> Scheme:
    labels = [
        Label(f"{layer}/{name.lower()}", layer, name, order=at)
        for layer, names in NAMES.items()
        for at, name in enumerate(names)
    ]
    return Scheme(LAYERS, labels)


@pytest.fixture(scope="session")
def text() -> str:
    return TEXT


@pytest.fixture
def state_of(scheme) -> Callable[..., State]:
    """Return a function that makes a State: spans are (label, words) or (label, start, end), ids s0, s1, ..."""

    def make(text=TEXT, *spans, focus=START, details=(), **more) -> State:
        article = Article.of(text)
        marks = [Detail(name, value) for name, value in details]
        for at, (name, *where) in enumerate(spans):
            start, end = (text.index(where[0]), 0) if isinstance(where[0], str) else where
            end = end or start + len(where[0])
            layer = "claims" if name in NAMES["claims"] else "entities"
            marks.append(Span(f"s{at}", start, end, f"{layer}/{name.lower()}", "me"))
        return State(article, 1, Marks.of(article.id, marks), Marks(), "me", scheme, focus=focus, **more)

    return make


@pytest.fixture(scope="session")
def theme():
    return Theme.load("light")


@pytest.fixture
def page_of(qapp, theme, state_of):
    def make(*spans, text=LINE, unsaved=(), zoom=1.0, room=100.0, **more):
        state = more.pop("state", None) or state_of(text, *spans, **more)
        page = Page(theme, Measure(zoom), state, 648.0 * zoom, room)
        page.change(state, frozenset(unsaved), None)
        return page

    return make
