"""The place that is scrolled to, in itself: held, given back, and never beyond the page."""

import pytest

from annotator.ui.reading.scrolling import Scrolling

TEXT = "\n".join(f"{at} The council met again." + " It said what it had said." * (at % 5) for at in range(300))


@pytest.fixture
def scrolling(page_of):
    return Scrolling(page_of(text=TEXT), 500.0)


def test_it_begins_at_the_top(scrolling):
    assert scrolling.offset == 0


@pytest.mark.parametrize("offset", [-50.0, 0.0, 20.0, 3000.0, 1e9])
def test_it_goes_where_it_is_sent_within_the_page(scrolling, offset):
    scrolling.to(offset)
    assert 0 <= scrolling.offset <= scrolling.furthest
    if 0 <= offset < 4000:
        assert scrolling.offset == pytest.approx(offset, abs=200)  # what lies above may turn out longer


def test_the_end_is_the_end(scrolling):
    scrolling.to(1e9)
    assert scrolling.offset == pytest.approx(scrolling.page.height - 500)


@pytest.mark.parametrize("offset", [0.0, 10.0, 700.0, 5000.0])
def test_what_is_held_is_given_back(scrolling, offset):
    scrolling.to(offset)
    held, at = scrolling.hold(), scrolling.offset
    scrolling.to(9000.0)
    scrolling.restore(held)
    assert scrolling.offset == pytest.approx(at, abs=1)


def test_what_is_seen_is_not_scrolled_to(scrolling):
    assert not scrolling.show(1, 0, 50)
    assert scrolling.show(200, 0, 50)
    y = scrolling.page.top(200)
    assert scrolling.offset <= y
    assert y + 50 <= scrolling.offset + 500
    assert scrolling.show(150, 0, 50)
    assert scrolling.offset == scrolling.page.top(150)


def test_what_is_higher_than_the_opening_is_shown_from_its_top(scrolling):
    assert scrolling.show(100, 0, 2000)
    assert scrolling.offset == scrolling.page.top(100)


@pytest.mark.parametrize("distances", [[900.0], [51.0] * 30, [700.0, -200.0], [4000.0, -51.0, 300.0]])
def test_the_first_character_seen_follows_the_wheel(scrolling, distances):
    for distance in distances:
        scrolling.by(distance)
    code_point, below = scrolling.hold()
    page = scrolling.page
    assert code_point > 0
    at = page.flow.index_of(code_point)
    assert page.top(at) <= scrolling.offset < page.top(at) + page.flow.heights[at]
    assert below > -60, "it is no line that was scrolled past"
