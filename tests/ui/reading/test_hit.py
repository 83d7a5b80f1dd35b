"""What lies under a point: handles first, then the smaller span, then the word."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF

from annotator.editing.state import OnSpan
from annotator.ui.reading.hit import hit
from annotator.ui.reading.measure import Measure
from annotator.ui.reading.page import Page
from annotator.ui.theme import Theme

LINE = "Northport and Harbour Town agreed on Tuesday to reopen the line"


@pytest.fixture
def page(qapp, state_of):
    state = state_of(LINE, ("GPE", "Harbour Town"), ("ORG", "Harbour"))
    return Page(Theme.load("light"), Measure(), replace(state, focus=OnSpan("s1")), 648.0, 100.0)


def test_a_handle_is_taken_within_its_area(page):
    handle = page.placed(0).handles[0]
    middle = handle.at + QPointF(0, page.top(0))
    assert hit(page, middle + QPointF(7, -7)).handle == "start"
    assert hit(page, middle + QPointF(-7, 7)).handle == "start"
    assert hit(page, middle + QPointF(-9, 0)).handle == ""


def test_of_two_handles_the_nearer_is_taken(page):
    start, end = (handle.at + QPointF(0, page.top(0)) for handle in page.placed(0).handles)
    assert hit(page, start + QPointF(1, 1)).handle == "start"
    assert hit(page, end - QPointF(1, 1)).handle == "end"


def test_the_smaller_span_is_found_and_the_character_too(page):
    point = page.rects_of(16, 17)[0].center()
    assert hit(page, point) == ("", "s1", 16)
    assert hit(page, page.rects_of(23, 24)[0].center()) == ("", "s0", 23)


def test_a_word_without_a_span_is_a_character(page):
    assert hit(page, page.rects_of(1, 2)[0].center()) == ("", "", 1)


@pytest.mark.parametrize("point", [QPointF(-30, 60), QPointF(2000, 60), QPointF(100, 5), QPointF(100, 5000)])
def test_beside_the_text_there_is_nothing(page, point):
    assert hit(page, point) == ("", "", None)
