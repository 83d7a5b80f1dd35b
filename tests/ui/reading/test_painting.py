"""Painting: the right colours at the right pixels, and only within the clip."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from annotator.editing.state import Caret, OnSpan, Selection
from annotator.model.finding import Hits

LINE = "Northport and Harbour Town agreed on Tuesday to reopen the line"


def painted(page, clip=None):
    image = QImage(760, 200, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.translate(50, 0)
    page.paint(painter, clip or QRectF(-50, 0, 760, 200))
    painter.end()
    return image


def colours(image, rect, page):
    """Return the colours of the pixels of a rectangle of the first paragraph."""
    area = rect.translated(50, page.top(0)).toRect()
    return {
        image.pixelColor(x, y).name()
        for x in range(area.left(), area.right())
        for y in range(area.top(), area.bottom())
    }


@pytest.mark.parametrize(
    ("kind", "hue", "part"), [("chips", "violet", "chip"), ("bars", "rust", "ink"), ("pills", "rust", "ink")]
)
def test_each_shape_has_its_colour(page_of, theme, kind, hue, part):
    page = page_of(("GPE", "Harbour Town"), ("CLAIM", LINE))
    (shape, *_) = getattr(page.placed(0), kind)
    assert getattr(theme.hue(hue), part).name() in colours(painted(page), shape.rect, page)


def test_nothing_is_painted_outside_the_clip(page_of):
    page = page_of(("CLAIM", LINE))
    image = painted(page, QRectF(0, 0, 300, 40))
    assert image.pixelColor(20, 10).name() == "#000000"
    assert image.pixelColor(60, 10) == page.theme.colour("page")


def test_a_selection_and_its_caret(page_of, theme):
    page = page_of(focus=Selection(0, 9))
    rect = QRectF(0, -1, 40, 20)
    assert theme.colour("selection").name() in colours(painted(page), rect, page)
    caret = page.caret_rect().translated(50, 0).toRect()
    assert painted(page).pixelColor(caret.left(), caret.top()) == theme.colour("text")
    page.shows_caret = False
    assert painted(page).pixelColor(caret.left(), caret.top()) != theme.colour("text")


def test_a_ring_and_its_handles(page_of, theme):
    page = page_of(("GPE", "Harbour Town"), focus=OnSpan("s0"))
    image = painted(page)
    for handle in page.placed(0).handles:
        x, y = int(handle.at.x()) + 50, int(handle.at.y() + page.top(0))
        assert image.pixelColor(x, y) == theme.colour("page")
        assert image.pixelColor(x, y - 5) == theme.colour("ring")


def test_one_paragraph_painted_alone_is_as_in_the_whole(page_of):
    page = page_of(("GPE", "Harbour Town"), ("CLAIM", LINE), text=LINE + "\n" + LINE)
    whole, part = painted(page), painted(page, QRectF(-50, 48, 760, 51))
    area = (0, 48, 760, 51)
    assert whole.copy(*area) == part.copy(*area)


def test_a_handle_covers_no_letter_of_a_tag_that_is_longer_than_its_span(page_of, theme):
    """The end's handle of a short span stands where its tag goes on."""

    def ink(focus):
        page = page_of(("EVENT", "ry"), text="Carry on", zoom=2.0, focus=focus)
        (tag,) = page.placed(0).tags
        area = (
            QRectF(tag.at.x(), tag.at.y() - 15, page.measure.tag_width("EVENT"), 16)
            .translated(50, page.top(0))
            .toRect()
        )
        image, wanted = painted(page), theme.hue("crimson").ink
        return sum(
            image.pixelColor(x, y) == wanted
            for x in range(area.left(), area.right())
            for y in range(area.top(), area.bottom())
        )

    assert ink(OnSpan("s0")) == ink(Caret(0)) > 0


def test_what_is_looked_for_is_painted_behind_the_words_and_over_chips(page_of, theme):
    page = page_of(("GPE", "Harbour Town"))
    page.found = Hits.of([(0, 5), (14, 21)])
    image = painted(page)
    for start, end in ((0, 5), (14, 21)):
        (rect,) = page.rects_of(start, end)
        seen = colours(image, rect.translated(0, -page.top(0)), page)
        assert {theme.colour("found").name(), theme.colour("warn").name()} <= seen
        assert theme.hue("violet").chip.name() not in seen
    (beside,) = page.rects_of(22, 26)
    assert theme.colour("found").name() not in colours(image, beside.translated(2, -page.top(0)), page)
