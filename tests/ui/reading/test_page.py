"""The page: what is placed once, what is seen, and where the caret stands."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from annotator.editing.state import Caret, OnSpan, Selection
from annotator.model.mark import Span
from annotator.model.marks import Marks
from annotator.ui.reading.flow import KEPT
from annotator.ui.reading.page import ABOVE
from annotator.ui.theme import Theme

TEXT = "Ferry Line\n" + "The council of Northport met again and said what it had said before. " * 3 + "\nIt rained."


@pytest.fixture
def page(page_of):
    return page_of(("GPE", "Northport"), ("CLAIM", "It rained"), text=TEXT)


def test_only_what_a_change_touches_is_placed_anew(page):
    held = [page.placed(at) for at in range(3)]
    page.change(page.state, frozenset(), [(30, 40)])
    assert [page.placed(at) is one for at, one in enumerate(held)] == [True, False, True]
    page.change(page.state, frozenset(), None)
    assert not any(page.placed(at) is one for at, one in enumerate(held))


def test_few_placements_are_kept_and_those_are_the_last(page_of):
    page = page_of(text="One.\n" * (KEPT + 50))
    first = page.placed(0)
    for at in range(1, KEPT + 10):
        page.placed(at)
        assert page.placed(0) is first
    assert len(page._placements) == KEPT
    assert 1 not in page._placements


def test_a_range_over_paragraphs_touches_all_of_them(page):
    held = [page.placed(at) for at in range(3)]
    page.change(page.state, frozenset(), [(5, len(TEXT))])
    assert not any(page.placed(at) is one for at, one in enumerate(held))


def test_what_is_seen_is_what_the_clip_reaches(page):
    assert list(page.visible(QRectF(0, 0, 648, page.height))) == [0, 1, 2]
    assert list(page.visible(QRectF(0, page.top(2) + 20, 648, 10))) == [2]
    assert list(page.visible(QRectF(0, page.top(2) + 2, 648, 10))) == [1, 2]  # a ring may reach in from above


def test_the_text_begins_beneath_the_line_of_facts(page):
    assert page.top(0) == page.head == 48
    assert page.height == page.top(3) + 60


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("It met.\nIt left.", "left"),
        ("\u0627\u062c\u062a\u0645\u0639\u0648\u0627.\n\u062b\u0645", "right"),
        ("\n \n\u0627\u062c\u062a\u0645\u0639\u0648\u0627.\n\u062b\u0645", "right"),
    ],
)
def test_the_line_of_facts_begins_where_the_lines_under_it_do(page_of, text, side):
    page = page_of(text=text)
    picture = QImage(648, 48, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    page.paint(painter, QRectF(0, 0, 648, 48))
    painter.end()
    ground = page.theme.colour("page").rgb()
    inked = [x for x in range(648) if any(picture.pixel(x, y) != ground for y in range(ABOVE, ABOVE + 16))]
    assert (inked[0] < 4, inked[-1] > 643) == (side == "left", side == "right")


def test_the_caret_stands_before_its_character(page):
    rect = page.rect_at(6)
    assert rect.width() == 2
    assert rect.left() == page.rects_of(6, 7)[0].left()


def test_after_a_selection_the_caret_stands_at_its_last_word(page):
    end = 11 + TEXT[11:].index("said") + 4
    page.change(replace(page.state, focus=Selection(15, end)), frozenset(), None)
    assert page.caret_rect().left() == page.rects_of(15, end)[-1].right()
    page.change(replace(page.state, focus=Selection(end, 15)), frozenset(), None)
    assert page.caret_rect().left() == page.rects_of(15, end)[0].left()


def test_a_span_in_focus_has_no_caret(page):
    page.change(replace(page.state, focus=OnSpan("s0")), frozenset(), None)
    assert page.caret_rect() is None
    page.change(replace(page.state, focus=Caret(3)), frozenset(), None)
    assert page.caret_rect() is not None


def test_a_range_over_paragraphs_stands_on_all_its_lines(page):
    rects = page.rects_of(0, len(TEXT))
    lines = sum(len(page.flow.laid_out(at).lines) for at in range(3))
    assert len(rects) == lines
    assert [rect.top() for rect in rects] == sorted(rect.top() for rect in rects)


def test_a_place_between_the_paragraphs_is_no_character(page):
    rect = page.rects_of(0, 1)[0]
    assert page.character_at(rect.center().x(), rect.center().y()) == 0
    assert page.character_at(rect.center().x(), rect.bottom() + 12) is None


def test_roughly_and_exactly_are_near(page):
    page.flow.lay_out_all()
    for place in range(0, len(TEXT), 20):
        assert abs(page.rough_y(place) - page.rect_at(place).center().y()) < 120


def test_another_theme_moves_nothing(page):
    top, flow = page.top(2), page.flow
    page.repaint_in(Theme.load("dark"))
    assert (page.top(2), page.flow) == (top, flow)
    assert page.placed(1).chips[0].fill == Theme.load("dark").hue("violet").chip


PLACE = st.integers(0, len(TEXT) - 1)
LABELS = st.sampled_from(["entities/gpe", "entities/per", "claims/claim", "claims/quote"])
CHANGES = st.lists(st.tuples(PLACE, st.integers(1, 120), LABELS, st.sampled_from(["add", "delete", "focus", "caret", "unsaved", "alone"])), min_size=1, max_size=25)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(CHANGES)
def test_what_is_kept_of_a_line_is_what_placing_it_anew_gives(page_of, changes):
    """Lines are taken from before where nothing on them looks otherwise: whatever was changed in between."""
    page, saved = page_of(text=TEXT), frozenset()
    for nth, (start, length, label, how) in enumerate(changes):
        state, end = page.state, min(start + length, len(TEXT))
        held = list(state.marks.spans.touching(start, end))
        if how == "add":
            spans = state.marks.spans.changed([], [Span(f"n{nth}", start, end, label, "me")])
            state, touched = replace(state, marks=Marks(spans, state.marks.others)), [(start, end)]
        elif how == "delete" and held:
            spans = state.marks.spans.changed(held[:1], [])
            state = replace(state, marks=Marks(spans, state.marks.others), focus=Caret(start))
            touched = None
        elif how == "focus" and held:
            state, touched = replace(state, focus=OnSpan(held[0].id)), None
        elif how == "unsaved":
            saved = frozenset(one.id for one in held)
            touched = None
        elif how == "alone":
            state, touched = replace(state, filter=label), None
        else:
            state, touched = replace(state, focus=Caret(start)), None
        page.change(state, saved, touched)
        fresh = page_of(state=state, unsaved=saved)
        assert [page.placed(at) for at in range(3)] == [fresh.placed(at) for at in range(3)]
