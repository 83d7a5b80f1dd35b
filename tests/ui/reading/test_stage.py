"""Scrolling, zooming and resizing: what is read stays where it is, and nothing leaves the page."""

import random
import tomllib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from annotator import places
from annotator.ui.reading.measure import Measure
from annotator.ui.reading.stage import MARGIN, SLIM, Stage
from annotator.ui.theme import Theme

PIECES = ["The council met again, and said what it had said before.", "", "It rained.", "A long tale " * 60]


def long_text(count=800, seed=3):
    chance = random.Random(seed)
    return "\n".join(f"{at} {chance.choice(PIECES)}" for at in range(count))


@pytest.fixture
def stage(qapp, state_of):
    stage = Stage(Theme.load("light"), Measure(), 866, 700)
    stage.open(state_of(long_text()))
    return stage


def test_it_opens_at_the_top(stage):
    assert stage.offset == 0
    assert stage.first_seen() == 0


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.floats(-3000, 3000).map(lambda d: ("by", d)), st.floats(0, 1).map(lambda p: ("to", p)))))
def test_it_never_leaves_the_page_and_all_seen_is_exact(stage, steps):
    for kind, value in steps:
        if kind == "by":
            stage.scroll_by(value)
        else:
            stage.scroll_to(value * stage.furthest)
        assert 0 <= stage.offset <= stage.furthest + 1
        page = stage.page
        top, bottom = (page.index_at(y) for y in (stage.offset, stage.offset + 699))
        assert all(page.flow._exact[top : bottom + 1])


def test_scrolling_down_and_up_comes_back(stage):
    stage.scroll_to(stage.furthest / 2)
    place = stage.first_seen()
    for distance in (102, 102, 5000, -5000, -102, -102):
        stage.scroll_by(distance)
    assert stage.first_seen() == place


def test_scrolling_up_over_what_was_never_laid_out_does_not_jump(stage):
    stage.scroll_to(stage.furthest * 0.7)
    for _ in range(60):
        page, before = stage.page, stage.first_seen()
        y = page.rect_at(before).top() - stage.offset
        stage.scroll_by(-40)
        assert stage.page.rect_at(before).top() - stage.offset == pytest.approx(y + 40, abs=1)


@pytest.mark.parametrize("zoom", [0.5, 0.8, 1.25, 2.0, 3.0])
def test_the_first_character_stays_when_the_zoom_changes(stage, zoom):
    stage.scroll_to(stage.furthest / 3)
    place = stage.first_seen()
    y = stage.page.rect_at(place).top() - stage.offset
    stage.renew(stage.theme, Measure(zoom), 866, 700)
    assert stage.page.rect_at(place).top() - stage.offset == pytest.approx(y * zoom, abs=2 + 2 * zoom)


@pytest.mark.parametrize("width", [300, 500, 900, 1400])
def test_the_first_character_stays_when_the_width_changes(stage, width):
    stage.scroll_to(stage.furthest / 3)
    place = stage.first_seen()
    y = stage.page.rect_at(place).top() - stage.offset
    stage.renew(stage.theme, stage.measure, width, 700)
    line = stage.page.rect_at(place)
    assert line.top() - stage.offset == pytest.approx(y, abs=2)


@pytest.mark.usefixtures("designed")
def test_the_column_stands_in_the_middle_or_takes_the_room_there_is(stage):
    assert (stage.column, stage.left) == (648, 109)
    stage.renew(stage.theme, stage.measure, 500, 700)
    assert (stage.column, stage.left) == (500 - 2 * MARGIN, MARGIN)
    stage.renew(stage.theme, stage.measure, 300, 700)
    assert stage.column >= 30 * stage.measure.advance - 1, "thirty characters, where the margin gives them room"
    assert SLIM <= stage.left < MARGIN


def test_a_taller_opening_keeps_the_page(stage):
    page = stage.page
    stage.renew(stage.theme, stage.measure, 866, 300)
    assert stage.page is page


def test_revealing_moves_as_little_as_needed(stage):
    assert not stage.reveal(0)
    place = 30_000
    assert stage.reveal(place)
    rect = stage.seen(stage.page.rect_at(place))
    assert rect.top() >= 0
    assert rect.bottom() <= 700
    assert not stage.reveal(place)
    assert stage.reveal(0)
    assert stage.offset <= 40


def test_a_range_is_revealed_whole_where_there_is_room_from_either_end(stage):
    def seen(code_point):
        rect = stage.seen(stage.page.rect_at(code_point))
        return rect.top() >= 0 and rect.bottom() <= 700

    for place, whole in ((30_000, (30_000, 30_400)), (20_399, (20_000, 20_400)), (40_000, (40_000, 40_400))):
        stage.reveal(place, whole)
        assert seen(whole[0])
        assert seen(whole[1] - 1)
        assert not stage.reveal(place, whole)
    stage.reveal(10_000, (10_000, 15_000))
    assert seen(10_000), "what has no room begins in sight"
    stage.reveal(14_999, (10_000, 15_000))
    assert seen(14_999)


def test_a_place_is_brought_to_the_top(stage):
    for place in (0, 20_000, 50_000):
        stage.bring_to_top(place)
        assert -1 <= stage.seen(stage.page.rect_at(place)).top() <= 60


def test_painting_one_range_touches_its_lines_only(stage):
    stage.scroll_to(stage.furthest / 2)
    place = stage.first_seen() + 100
    line = stage.seen(stage.page.rect_at(place))
    (area,) = stage.areas([(place, place), (place, place)])
    assert area.height() == stage.page.flow.laid_out(stage.page.flow.index_of(place)).lines[0].height + 20
    assert area.top() < line.top() < line.bottom() < area.bottom()
    assert stage.areas([(0, 5)]) == []


def test_painting_what_is_not_laid_out_touches_its_paragraph(stage):
    stage.scroll_to(stage.furthest)
    page = stage.page
    at = next(at for at in range(len(page.flow)) if page.flow.held(at) is None)
    start = page.flow.stretches[at].start
    assert page.area(start, start) == (page.top(at) - 10, page.top(at + 1) + 10)


def test_what_is_painted_is_filled_once(qapp, state_of):
    table = tomllib.loads(places.resource("themes", "light.toml").read_text(encoding="utf-8"))
    table["colours"]["page"] = "#80000000"  # half of black: a second time would be darker
    stage = Stage(Theme("half", table), Measure(), 200, 100)
    for _ in range(2):
        image = QImage(200, 100, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        stage.paint(painter, QRectF(0, 0, 200, 100))
        painter.end()
        assert image.pixelColor(2, 2).red() == pytest.approx(127, abs=2)
        stage.open(state_of("One."))  # and once more with an article


def test_a_short_article_does_not_scroll(qapp, state_of, text):
    stage = Stage(Theme.load("light"), Measure(), 866, 2000)
    stage.open(state_of(text))
    assert stage.furthest == 0
    assert not stage.scroll_by(500)


@pytest.mark.parametrize("words", ["", "\n", "\n\n\n", " ", "x", "\u200f", "\U0001f600"])
def test_texts_of_next_to_nothing_have_a_page(qapp, state_of, words):
    stage = Stage(Theme.load("light"), Measure(), 866, 700)
    page = stage.open(state_of(words))
    for place in range(len(words) + 1):
        assert page.rect_at(place).width() == 2
        assert 0 <= page.place_at(5, page.rect_at(place).center().y()) <= len(words)
    stage.scroll_by(100)
    stage.renew(stage.theme, Measure(2.0), 300, 300)


def test_an_opening_without_an_article_bears_everything(qapp):
    stage = Stage(Theme.load("light"), Measure(), 0, 0)
    stage.scroll_to(5)
    stage.bring_to_top(5)
    assert not stage.reveal(3)
    assert not stage.scroll_by(3)
    assert stage.first_seen() == 0
    assert stage.areas([(0, 1)]) == []


def test_the_first_character_in_sight_stays_it_however_often_one_returns(stage, state_of):
    stage.open(state_of("\n\n".join(f"Paragraph {at} of an article." for at in range(200))))
    for offset in (40.0, 300.0, 345.0, 2000.0):
        stage.scroll_to(offset)
        first = stage.first_seen()
        for _ in range(5):
            stage.bring_to_top(first)
            assert stage.first_seen() == first, offset


@pytest.mark.parametrize("zoom", [1.0, 2.0, 3.0])
@pytest.mark.parametrize("width", [300, 484, 700, 1100])
def test_no_line_goes_beyond_the_opening_at_any_zoom(qapp, state_of, zoom, width):
    stage = Stage(Theme.load("light"), Measure(zoom), width, 500)
    stage.open(state_of(long_text(20)))
    assert stage.left >= min(MARGIN, SLIM * zoom) - 1
    assert stage.left + stage.column <= width - min(MARGIN, SLIM * zoom) + 1


def test_how_far_all_in_sight_moved_is_told_once(stage, state_of):
    assert stage.moved() is None, "nothing was seen before"
    stage.scroll_by(102)
    assert stage.moved() == 102
    assert stage.moved() == 0
    stage.scroll_by(-51)
    assert stage.moved() == -51
    stage.scroll_to(stage.furthest)
    assert stage.moved() is None, "nothing of it stayed in sight"
    stage.open(state_of(long_text(seed=4)))
    assert stage.moved() is None, "it is another page"


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.floats(-800, 800), min_size=1, max_size=12))
def test_what_moved_alike_moved_by_what_the_offset_did_or_by_what_became_exact_above(stage, steps):
    stage.scroll_to(stage.furthest / 3)
    stage.moved()
    for distance in steps:
        seen = stage.last_seen()
        y = stage.page.rect_at(seen).top() - stage.offset
        stage.scroll_by(distance)
        moved = stage.moved()
        if moved is not None:
            assert abs(y - moved - (stage.page.rect_at(seen).top() - stage.offset)) < 0.01
