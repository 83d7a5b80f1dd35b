"""Going by lines."""

import pytest

from annotator.ui.reading.lines import Goal, bounds

TEXT = "A first line that is long\nx\n\nA last line that is long"


@pytest.fixture
def page(page_of):
    return page_of(text=TEXT)


def test_down_and_up_over_shorter_lines_keep_the_column(page):
    goal, places = Goal(), [20]
    for _ in range(3):
        places.append(goal.beyond(page, places[-1], 1))
    assert places[1:3] == [TEXT.index("x") + 1, TEXT.index("\n\n") + 1]
    assert abs(page.rect_at(places[3]).left() - page.rect_at(20).left()) < 8
    for _ in range(3):
        places.append(goal.beyond(page, places[-1], -1))
    assert abs(places[-1] - 20) <= 1


def test_moving_otherwise_begins_another_column(page):
    goal = Goal()
    goal.beyond(page, 20, 1)
    assert goal.beyond(page, 2, 1) == TEXT.index("x") + 1
    assert goal.beyond(page, TEXT.index("A last"), -1) == TEXT.index("\n\n") + 1


def test_beyond_the_first_and_last_line_are_the_ends(page):
    assert Goal().beyond(page, 5, -1) == 0
    assert Goal().beyond(page, len(TEXT) - 3, 1) == len(TEXT)


def test_the_ends_of_a_line(page):
    assert bounds(page, 7) == (0, 25)
    assert bounds(page, 27) == (26, 27)


def test_the_end_of_a_broken_line_is_before_its_space(page_of):
    text = "word " * 60
    page = page_of(text=text)
    start, end = bounds(page, 3)
    assert start == 0
    assert text[end - 1 : end + 1] == "d "
