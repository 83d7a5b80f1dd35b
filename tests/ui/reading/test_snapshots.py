"""The reading view as it was approved, in both themes: the shapes pixel by pixel, the letters by their ink, loosely.

`python tests/ui/reading/test_snapshots.py` paints the references anew; look at them before they are committed.
"""

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from annotator import places
from annotator.editing.state import OnSpan, OnSuggestion, Selection, State
from annotator.intake import jsonl
from annotator.model.arrival import Arrival
from annotator.model.article import Article
from annotator.model.mark import Detail, Label, Layer, Span
from annotator.model.marks import Marks
from annotator.model.scheme import Scheme
from annotator.model.spans import Spans
from annotator.ui.reading.measure import Measure
from annotator.ui.reading.picture import paint_article
from annotator.ui.reading.stage import Stage
from annotator.ui.theme import Theme

FOLDER = Path(__file__).parents[2] / "snapshots"
TEXT = (
    "Ferry Line Reopens in Northport\n"
    "Mayor Ada Lindqvist said on Tuesday that the two-day trial had persuaded her, and that fares would stay.\n"
    "قالت رئيسة البلدية إن الخط يبقى مفتوحا في Northport كل يوم.\n"
    "Her colleague Tom Brandt 😀 was more careful: it must pay its way."
)
NAMES = {"entities": ["PER", "GPE", "DATE", "EVENT"], "claims": ["CLAIM", "ATTRIB", "QUOTE"]}
HUES = {
    "PER": "green",
    "GPE": "violet",
    "DATE": "teal",
    "EVENT": "crimson",
    "CLAIM": "rust",
    "ATTRIB": "olive",
    "QUOTE": "indigo",
}
SPANS = [
    ("GPE", "Northport"), ("PER", "Ada Lindqvist"), ("EVENT", "two-day trial"), ("DATE", "two-day"),
    ("ATTRIB", "Mayor Ada Lindqvist said on Tuesday that the two-day trial had persuaded her"),
    ("CLAIM", "the two-day trial had persuaded her, and that fares would stay"), ("PER", "رئيسة البلدية"),
    ("QUOTE", "الخط يبقى مفتوحا في Northport"), ("PER", "Tom Brandt"), ("CLAIM", "it must pay its way"),
]  # fmt: skip
MORE = [("QUOTE", "trial had persuaded her, and"), ("CLAIM", "persuaded her"), ("DATE", "Tuesday")]
MOST_APART = 0.0005  # of all pixels: letters are smoothed and hinted otherwise from machine to machine
BLOCK = 16  # pixels: about a letter
MOST_INK_APART = 24  # of 255, in a block: letters that are not smoothed at all differ by 18, missing ones by 40
WORD, TAG = QRectF(146, 47, 91, 27), QRectF(428, 134, 40, 13)  # "Reopens" and a tag, in the claims


def _state(*more: tuple[str, str]) -> State:
    layers = [Layer("entities", "Entities", "flat"), Layer("claims", "Claims", "free", order=1)]
    labels = [
        Label(f"{layer}/{name}", layer, name, colour=HUES[name], order=at)
        for layer, names in NAMES.items()
        for at, name in enumerate(names)
    ]
    ids = {label.name: label.id for label in labels}
    held = [Detail("source", "WIRE"), Detail("date", "2026-02-21")]
    article = Article.of(TEXT)
    places = [(name, TEXT.index(words), len(words)) for name, words in [*SPANS, *more]]
    spans = [Span(f"s{at}", low, low + size, ids[name], "me") for at, (name, low, size) in enumerate(places)]
    return State(article, 1, Marks.of(article.id, [*held, *spans]), Marks(), "me", Scheme(layers, labels))


def _claims() -> tuple[State, frozenset[str], float]:
    return replace(_state(), focus=OnSpan("s5")), frozenset(["s1", "s9"]), 1.0


def _folded() -> tuple[State, frozenset[str], float]:
    return replace(_state(*MORE), focus=OnSpan("s2")), frozenset(), 1.0


def _selected() -> tuple[State, frozenset[str], float]:
    state = _state()
    low = TEXT.index("that the")
    return replace(state, focus=Selection(low, low + 21)), frozenset(), 1.5


def _alone() -> tuple[State, frozenset[str], float]:
    return replace(_state(), focus=OnSpan("s9"), filter="claims/CLAIM"), frozenset(), 1.0


def _suggested() -> tuple[State, frozenset[str], float]:
    state, low = _state(), TEXT.index("colleague")
    offered = Spans([Span("g0", low, low + 9, "entities/EVENT", ""), Span("g1", 32, 52, "claims/QUOTE", "")])
    return replace(state, suggestions=offered, focus=OnSuggestion("g0")), frozenset(), 1.0


SAMPLE = "sample"
SCENES = {"claims": _claims, "folded": _folded, "selected": _selected, "alone": _alone, "suggested": _suggested}


def paint(scene: str, theme: str) -> QImage:
    if scene == SAMPLE:
        return paint_article(_sample(), Theme.load(theme), 866, 1.0)
    state, unsaved, zoom = SCENES[scene]()
    width, height = 620, 440
    stage = Stage(Theme.load(theme), Measure(zoom), width, height)
    stage.open(state).change(state, unsaved, None)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    stage.paint(painter, QRectF(0, 0, width, height))
    painter.end()
    return image


def _sample() -> State:
    """Return the sample as a window shows it at the first start."""
    scheme = Scheme.from_toml(places.resource("schemes", "news.toml").read_text(encoding="utf-8"), "news")[0]
    (arrival,) = jsonl.read(places.resource("sample", "sample.jsonl"))
    assert isinstance(arrival, Arrival)
    article = Article.of(arrival.text)
    details = [Detail(name, value) for name, value in {"title": arrival.title, **arrival.details}.items()]
    spans = [Span(one.id, one.start, one.end, one.label_id, "me") for one in arrival.spans]
    return State(article, 1, Marks.of(article.id, [*details, *spans]), Marks(), "me", scheme)


def shapes_of(theme: str) -> set[int]:
    """Return the colours that shapes are painted in and smoothed letters hardly are."""
    held = Theme.load(theme)
    colours = [held.colour(token) for token in ("page", "selection", "ring")]
    colours += [
        colour
        for name in {*HUES.values(), "blue", "amber", "magenta"}
        for colour in (held.hue(name).chip, held.hue(name).ink)
    ]
    return {colour.rgb() for colour in colours}


def apart(one: QImage, other: QImage, shapes: set[int]) -> float:
    """Return the share of pixels that are of one shape here and of another there."""
    plain = [image.convertToFormat(QImage.Format.Format_RGB32) for image in (one, other)]
    held = [memoryview(bytes(image.constBits())).cast("I") for image in plain]
    count = sum(1 for a, b in zip(*held, strict=True) if a != b and a in shapes and b in shapes)
    return count / (one.width() * one.height())


def inks(image: QImage) -> bytes:
    """Return the mean grey of each block, row by row."""
    across, down = image.width() // BLOCK, image.height() // BLOCK
    ways = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    mean = image.convertToFormat(QImage.Format.Format_Grayscale8).scaled(across, down, *ways)
    return b"".join(bytes(mean.constScanLine(y))[:across] for y in range(down))


def ink_apart(one: QImage, other: QImage) -> int:
    """Return by how much the ink differs in the block where it differs most."""
    return max(abs(a - b) for a, b in zip(inks(one), inks(other), strict=True))


@pytest.mark.usefixtures("designed")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("scene", [*SCENES, SAMPLE])
def test_it_looks_as_it_was_approved(qapp, scene, theme):
    reference = QImage(str(FOLDER / f"{scene}_{theme}.png"))
    painted = paint(scene, theme)
    assert reference.size() == painted.size()
    share = apart(reference, painted, shapes_of(theme))
    if share > MOST_APART or ink_apart(reference, painted) > MOST_INK_APART:
        seen = Path(os.environ.get("TMPDIR", "/tmp")) / f"{scene}_{theme}_seen.png"
        painted.save(str(seen))
        pytest.fail(f"{scene} in {theme} differs from its reference; it is painted in {seen}")


def wiped(image: QImage, rect: QRectF, theme: str) -> QImage:
    """Return a copy with nothing but the page in `rect`."""
    other = image.copy()
    painter = QPainter(other)
    painter.fillRect(rect, Theme.load(theme).colour("page"))
    painter.end()
    return other


@pytest.mark.usefixtures("designed")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_comparison_sees_a_missing_bar(qapp, theme):
    one, shapes = paint("claims", theme), shapes_of(theme)
    assert apart(one, one.copy(), shapes) == 0
    assert apart(one, wiped(one, QRectF(28, 134, 300, 26), theme), shapes) > 5 * MOST_APART


@pytest.mark.usefixtures("designed")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("rect", [WORD, TAG])
def test_the_comparison_sees_missing_words(qapp, theme, rect):
    one = paint("claims", theme)
    assert ink_apart(one, one.copy()) == 0
    assert ink_apart(one, wiped(one, rect, theme)) > MOST_INK_APART


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QGuiApplication(sys.argv)
    for each in (*SCENES, SAMPLE):
        for shade in ("light", "dark"):
            paint(each, shade).save(str(FOLDER / f"{each}_{shade}.png"))
