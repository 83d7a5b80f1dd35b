"""Sizes end on whole device pixels, and a line holds what eyes like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.ui.reading.measure import FEWEST, MOST, Measure


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0, 3.0])
@pytest.mark.parametrize("zoom", [0.5, 0.9, 1.0, 1.1, 3.0])
def test_rectangles_end_on_device_pixels(qapp, zoom, ratio):
    measure = Measure(zoom, ratio)
    rect = measure.rect(3.21, 7.77, 3.22, 51.123)
    for edge in (rect.left(), rect.top(), rect.right(), rect.bottom()):
        assert abs(edge * ratio - round(edge * ratio)) < 1e-6
    assert rect.width() > 0
    assert measure.size(0.01) == pytest.approx(1 / ratio)


@pytest.mark.parametrize("zoom", [0.5, 0.75, 1.0, 1.25, 2.0, 3.0])
def test_a_line_holds_66_to_75_characters(qapp, zoom):
    measure = Measure(zoom)
    assert FEWEST - 1 <= measure.column / measure.advance <= MOST + 1


@given(st.floats(-1e5, 1e5))
def test_snapping_moves_by_half_a_pixel_at_most(length):
    ratio = 1.5
    snapped = Measure.snap(type("At", (), {"ratio": ratio})(), length)  # needs no fonts
    assert abs(snapped - length) <= 0.5 / ratio + 1e-6


def test_fonts_grow_with_the_zoom(qapp):
    one, two = Measure(1.0), Measure(2.0)
    assert (one.text_font.pixelSize(), one.headline_font.pixelSize()) == (17, 21)
    assert two.text_font.pixelSize() == 34
    assert two.tag_width("CLAIM") > 1.7 * one.tag_width("CLAIM")
