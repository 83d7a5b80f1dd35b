"""Every text of the reading view can be read in every state and both themes: measured on what is painted."""

from dataclasses import replace

import pytest
from pixels import RATIO, Picture, Text, short
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from annotator.editing.state import Caret, OnSpan, OnSuggestion, Selection, State
from annotator.model.article import Article
from annotator.model.mark import Detail, Label, Layer, Span
from annotator.model.marks import Marks
from annotator.model.scheme import HUES, Scheme
from annotator.model.spans import Spans
from annotator.ui.reading.measure import Measure
from annotator.ui.reading.page import ABOVE
from annotator.ui.reading.stage import Stage
from annotator.ui.theme import Theme

WIDTH = 420
THEMES = ("light", "dark")
LINE = "Ada met Tom at the quay, who sailed on."  # once for each hue, a paragraph each
SHORT = "Tom sailed on, alone."  # the same once more, with room for tags and pills
CHIP, NESTED, INNER, MIDDLE, OUTER = (0, 11), (8, 11), (4, 15), (0, 23), (0, 38)  # of a paragraph
HEAD = "The Ferry\n"


def label_of(layer, hue):
    return f"{layer}/{hue}"


def scheme():
    layers = [Layer("entities", "Entities", "flat"), Layer("claims", "Claims", "free", order=1)]
    labels = [
        Label(label_of(layer.id, hue), layer.id, hue[:4].upper(), colour=hue, order=at)
        for layer in layers
        for at, hue in enumerate(HUES)
    ]
    return Scheme(layers, labels)


def state(hues=HUES, **more):
    """Return a paragraph for each hue: a chip with one inside it, and claims one, two and three deep."""
    text = HEAD + "\n".join([LINE] * len(hues) + [SHORT] * len(hues))
    article = Article.of(text)
    spans = []
    for at, hue in enumerate(hues):
        begin = len(HEAD) + at * (len(LINE) + 1)
        shapes = {"chip": ("entities", CHIP), "nested": ("entities", NESTED), "inner": ("claims", INNER)}
        shapes |= {"middle": ("claims", MIDDLE), "outer": ("claims", OUTER)}
        spans += [
            Span(f"{name} {hue}", begin + low, begin + high, label_of(layer, hue), "me")
            for name, (layer, (low, high)) in shapes.items()
        ]
        begin = len(HEAD) + len(hues) * (len(LINE) + 1) + at * (len(SHORT) + 1)
        spans.append(Span(f"lone {hue}", begin, begin + 3, label_of("entities", hue), "me"))
        spans.append(Span(f"claim {hue}", begin, begin + 18, label_of("claims", hue), "me"))
    details = [Detail("source", "WIRE"), Detail("date", "2026-02-21")]
    marks = Marks.of(article.id, [*details, *spans])
    return State(article, 1, marks, Marks(), "me", scheme(), Caret(len(text)), **more)


class Painted:
    """A state as it is painted, and where its texts stand."""

    def __init__(self, state, theme, unsaved=(), width=WIDTH):
        self.stage = Stage(theme, Measure(1.0, RATIO), width, 100)
        self.page = self.stage.open(state)
        self.page.change(state, frozenset(unsaved), None)
        self.page.flow.lay_out_all()
        self.height = self.page.height
        self.stage.renew(theme, self.stage.measure, width, self.height)
        self.page = self.stage.page
        self.picture = Picture(width, self.height)
        painter = QPainter(self.picture.image)
        self.stage.paint(painter, QRectF(0, 0, width, self.height))
        painter.end()

    def letters(self):
        text, theme = self.page.state.text, self.stage.theme
        lines = [theme.colour("ring"), theme.colour("thumb"), *(theme.hue(hue).ink for hue in HUES)]
        drawn = frozenset(colour.rgb() for colour in lines)
        for at, letter in enumerate(text):
            if not letter.isspace():
                for rect in self.page.rects_of(at, at + 1):
                    # The edges are left out: outlines of chips and the ends of selections lie there.
                    yield Text("letter", self.stage.seen(rect).adjusted(0.25, 2, -0.25, -2), letter, drawn)

    def beneath(self):
        ring = frozenset([self.stage.theme.colour("ring").rgb()])
        tag, note = QFontMetricsF(self.page.measure.tag_font), QFontMetricsF(self.page.measure.note_font)
        for at in range(len(self.page.flow.stretches)):
            placed, top = self.page.placed(at), self.page.top(at)
            for cap in placed.caps:
                yield Text("cap", self.stage.seen(cap.rect.translated(0, top)).adjusted(2, 2, -2, -2), cap.key)
            written = [
                ("tag" if one.bold else "note", one.at, one.text, tag if one.bold else note) for one in placed.tags
            ]
            written += [("pill", one.text, one.tag, tag) for one in placed.pills]
            for kind, place, words, metrics in written:
                box = QRectF(
                    place.x(), place.y() - metrics.capHeight(), metrics.horizontalAdvance(words), metrics.capHeight()
                )
                yield Text(kind, self.stage.seen(box.translated(0, top)), words, ring)

    def facts(self):
        measure = self.page.measure
        width = min(self.page.flow.width, QFontMetricsF(measure.meta_font).horizontalAdvance(self.page.facts))
        left = self.page.flow.width - width if self.page.flow.laid_out(0).backwards else 0
        yield Text("facts", self.stage.seen(QRectF(left, ABOVE, width, 16)), self.page.facts)

    def short(self, where):
        return short(self.picture, [*self.letters(), *self.beneath(), *self.facts()], where)


def offered(hues):
    found = []
    for at, hue in enumerate(hues):
        begin = len(HEAD) + at * (len(LINE) + 1)
        found.append(Span(f"offered {hue}", begin + 28, begin + 34, label_of("entities", hue), "", origin="repeat"))
        found.append(Span(f"claimed {hue}", begin + 24, begin + 38, label_of("claims", hue), "", origin="repeat"))
    return tuple(found)


def faint(state):
    """Return the state with its spans as another author's."""
    theirs = [span._replace(author="other") for span in state.marks.spans]
    return replace(state, marks=Marks(), others=Marks.of(state.article.id, theirs))


def states():
    plain = state()
    yield "plain", plain, ()
    yield "unsaved", plain, [span.id for span in plain.marks.spans]
    plain = state(HUES[::4])  # from here on what stands on the text's ground is the same for all hues
    text = plain.text
    yield "selected", replace(plain, focus=Selection(0, len(text))), ()
    yield "selected in part", replace(plain, focus=Selection(len(HEAD) + 5, len(text) - 12)), ()
    yield "one label alone", replace(plain, filter=label_of("claims", HUES[3])), ()
    yield "an unused label alone", replace(plain, filter="claims/none"), ()
    suggested = replace(plain, suggestions=Spans(offered(HUES[::4])))
    yield "suggested", suggested, ()
    yield "a suggestion in focus", replace(suggested, focus=OnSuggestion(f"offered {HUES[0]}")), ()
    yield "of another author", faint(plain), ()


@pytest.mark.usefixtures("designed")
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("where", "state", "unsaved"), [pytest.param(*one, id=one[0]) for one in states()])
def test_every_text_can_be_read(qapp, theme, where, state, unsaved):
    found = Painted(state, Theme.load(theme), unsaved).short(f"{where}, {theme}")
    assert found == [], "\n".join(found)


FOCUSED = {"inner": HUES, "middle": HUES[::4], "outer": HUES, "claim": HUES[::4], "chip": HUES[:2], "nested": HUES[:2]}


@pytest.mark.usefixtures("designed")
@pytest.mark.parametrize("theme", THEMES)
def test_the_keys_in_the_margin_can_be_read(qapp, theme):
    held = state(HUES[:1])
    held = replace(held, suggestions=Spans(offered(HUES[:1])), focus=OnSuggestion(f"offered {HUES[0]}"))
    painted = Painted(held, Theme.load(theme), width=900)
    assert {text.words for text in painted.beneath() if text.kind == "cap"} == {"Y", "Del"}
    found = painted.short(f"keys in the margin, {theme}")
    assert found == [], "\n".join(found)


@pytest.mark.usefixtures("designed")
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", FOCUSED)
def test_every_text_of_a_focused_span_can_be_read(qapp, theme, name):
    found = []
    for hue in FOCUSED[name]:
        held = replace(state([hue]), focus=OnSpan(f"{name} {hue}"))
        found += Painted(held, Theme.load(theme)).short(f"{name} {hue}, {theme}")
    held = replace(held, filter="claims/none")
    found += Painted(held, Theme.load(theme)).short(f"{name} {hue} with another label alone, {theme}")
    assert found == [], "\n".join(found)


PALE = {"light": "#b0b0b0", "dark": "#505050"}
KINDS = {"text": {"letter"}, "muted": {"facts", "note"}, "ink": {"tag"}, "on_pill": {"pill"}}


@pytest.mark.usefixtures("designed")
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("what", KINDS)
def test_what_is_too_pale_is_found(qapp, theme, what):
    pale = Theme.load(theme)
    colour = QColor(PALE[theme])
    if what in ("ink", "on_pill"):
        for hue, held in pale._hues.items():
            pale._hues[hue] = held._replace(**{what: colour if what == "ink" else held.ink.darker(130)})
    else:
        pale._colours[what] = colour
    found = Painted(state(HUES[:2]), pale).short("pale")
    kinds = {kind for line in found for kind in ("letter", "facts", "note", "tag", "pill") if f": {kind} " in line}
    assert KINDS[what] <= kinds
    assert kinds <= KINDS[what] | ({"pill"} if what == "ink" else set()), "nothing else became worse"
