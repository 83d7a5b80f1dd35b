"""The bar beside the text: marks where they are, and a thumb that can be dragged."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt

from annotator.model.finding import Hits
from annotator.model.mark import Span
from annotator.model.spans import Spans
from annotator.ui.reading import overview
from annotator.ui.reading.measure import Measure
from annotator.ui.reading.overview import SLICE, OverviewBar
from annotator.ui.reading.page import Page
from annotator.ui.theme import Theme

TEXT = "\n".join(f"{at} The council met again and said what it had said." for at in range(200))


@pytest.fixture
def bar(qtbot):
    bar = OverviewBar(Theme.load("light"))
    qtbot.addWidget(bar)
    bar.resize(14, 400)
    bar.setRange(0, 3000)
    bar.setPageStep(1000)
    return bar


@pytest.fixture
def page_of(state_of):
    def make(*spans, text=TEXT):
        return Page(Theme.load("light"), Measure(), state_of(text, *spans), 648.0, 100.0)

    return make


def colour_at(bar, x, y):
    return bar.grab().toImage().pixelColor(x, y)


def test_marks_stand_where_they_are(bar, page_of):
    end = len(TEXT)
    page = page_of(("GPE", end // 2, end // 2 + 5), ("CLAIM", end // 4, end // 2))
    bar.show_page(page)
    theme = bar.theme
    assert colour_at(bar, 4, 202).name() == theme.hue("violet").ink.name()
    assert colour_at(bar, 9, 150).name() == theme.hue("rust").ink.name()
    assert colour_at(bar, 9, 380).name() == theme.colour("track").name()


def test_a_claim_within_another_stands_beside_it(bar, page_of):
    bar.show_page(page_of(("CLAIM", 100, 9000), ("ATTRIB", 2000, 5000)))
    assert {place.inner for place in bar._places} == {False, True}


def test_changes_are_what_showing_anew_would_give(bar, page_of, state_of):
    page = page_of(("GPE", 10, 20), ("CLAIM", 100, 9000))
    bar.show_page(page)
    new, old = Span("n", 5000, 5005, "entities/per", "me"), page.state.marks.spans.get("s0")
    edit = page.state.adding(new).and_then(page.state.replacing(old, old._replace(label="entities/org")))
    bar.change([old], [new, old._replace(label="entities/org")])
    changed = +bar._places
    page.change(replace(page.state, marks=page.state.marks.apply(edit)), frozenset(), None)
    bar.show_page(page)
    assert changed == bar._places


def test_changes_are_painted_as_painting_all_anew_would(bar, page_of):
    bar.show_page(page_of(*(("GPE" if at % 3 else "CLAIM", at, at + 40) for at in range(0, 9000, 45))))
    bar.grab()
    held = list(bar.page.state.marks.spans)
    for at, gone in enumerate(held[::17]):
        bar.change([gone], [Span(f"n{at}", gone.start + 300, gone.end + 900, gone.label, "me")])
    changed = bar.grab().toImage()
    bar._renew_picture()
    assert bar.grab().toImage() == changed


def added(page, *spans):
    """Return the page's State with more spans, and the Edit."""
    edit = page.state.adding(*spans)
    return replace(page.state, marks=page.state.marks.apply(edit)), edit


def test_what_changed_in_the_text_is_shown_here_after_it_was_painted(bar, page_of, qtbot):
    page = page_of(("GPE", 10, 20))
    bar.show_page(page)
    before = page.state
    after, edit = added(page, Span("n", 5000, 5005, "entities/per", "me"))
    page.change(after, frozenset(), None)
    bar.follow(before, after, edit)
    assert sum(bar._places.values()) == 1
    qtbot.waitUntil(lambda: sum(bar._places.values()) == 2)


def test_what_waits_to_be_shown_is_not_counted_twice_when_all_is_shown_anew(bar, page_of, qtbot):
    page = page_of(("GPE", 10, 20))
    bar.show_page(page)
    before = page.state
    after, edit = added(page, Span("n", 5000, 5005, "entities/per", "me"))
    page.change(after, frozenset(), None)
    bar.follow(before, after, edit)
    bar.show_page(page)
    qtbot.wait(20)
    assert sum(bar._places.values()) == 2


def test_scrolling_paints_no_mark_anew(bar, page_of):
    bar.show_page(page_of(("GPE", 10, 20)))
    bar.grab()
    painted = bar._picture
    bar.setValue(1500)
    bar.grab()
    assert bar._picture is painted
    bar.resize(14, 300)
    bar.grab()
    assert bar._picture is not painted


def test_many_spans_are_reckoned_in_slices(bar, page_of, qtbot):
    bar.show_page(page_of(*(("GPE", at, at + 3) for at in range(SLICE * 2 + 5))))
    assert not bar._places
    qtbot.waitUntil(lambda: sum(bar._places.values()) == SLICE * 2 + 5)


def test_only_one_label_is_shown_where_one_is_asked_for(bar, page_of):
    page = page_of(("GPE", 5000, 5005))
    page.change(replace(page.state, filter="claims/claim"), frozenset(), None)
    bar.show_page(page)
    assert colour_at(bar, 4, int(page.rough_y(5000) * 400 / page.height) + 1) != bar.theme.hue("violet").ink


def test_the_thumb_is_as_long_as_what_is_seen(bar):
    assert bar.thumb().height() == 100
    bar.setValue(3000)
    assert bar.thumb().bottom() == 400
    bar.setRange(0, 0)
    assert bar.thumb().height() == 400


def test_the_thumb_is_dragged_from_where_it_is_held(bar, qtbot):
    left = Qt.MouseButton.LeftButton
    qtbot.mousePress(bar, left, pos=QPoint(7, 50))
    assert bar.value() == 0
    qtbot.mouseMove(bar, QPoint(7, 200))
    bar._drag_to(200)
    assert bar.value() == 1500
    qtbot.mouseRelease(bar, left, pos=QPoint(7, 200))


def test_the_track_is_jumped_to(bar, qtbot):
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(7, 350))
    assert bar.value() == 3000


def test_without_an_article_it_is_empty(bar):
    bar.heights_changed()
    bar.change([], [])
    assert not bar.grab().isNull()


def test_what_is_looked_for_is_marked_over_the_whole_width(bar, page_of):
    page = page_of()
    bar.show_page(page)
    page.found = Hits.of([(len(TEXT) // 2, len(TEXT) // 2 + 5)])
    warn = bar.theme.colour("warn")
    assert [y for y in range(400) if colour_at(bar, 0, y) == warn] == [
        y for y in range(400) if colour_at(bar, 13, y) == warn
    ]
    rows = [y for y in range(400) if colour_at(bar, 13, y) == warn]
    assert len(rows) == 2
    assert abs(rows[0] - page.rough_y(len(TEXT) // 2) * 400 / page.height) <= 1
    page.found = Hits()
    assert not [y for y in range(400) if colour_at(bar, 0, y) == warn]


def test_every_hit_has_its_row_however_many_there_are(bar, page_of):
    page = page_of()
    bar.show_page(page)
    starts = list(range(0, len(TEXT), 3))
    rows = set(overview._rows(page, Hits(starts, [one + 1 for one in starts]), 400))
    for start in starts:
        near = int(page.rough_y(start) * 400 / page.height)
        assert {near - 1, near, near + 1} & rows, start


def test_suggestions_are_hollow_and_come_and_go_by_themselves(bar, page_of):
    end = len(TEXT)
    page = page_of(("PER", 0, end // 20))
    offered = Spans(
        [Span("g0", end // 2, end // 2 + 9, "entities/gpe", ""), Span("g1", end - 30, end - 20, "entities/gpe", "")]
    )
    page.change(replace(page.state, suggestions=offered), frozenset(), None)
    bar.show_page(page)
    assert sorted(place.offered for place in bar._places) == [False, True, True]
    place = next(one for one in bar._places if one.offered)
    ink = Theme.load("light").hue_of(page.state.scheme, "entities/gpe").ink
    assert colour_at(bar, 2, place.low) == ink
    assert colour_at(bar, 4, place.low + 1) != ink
    whole = +bar._places
    bar.change([offered.get("g0")], [], offered=True)
    assert sum(one.offered for one in +bar._places) == 1
    bar.change([], [offered.get("g0")], offered=True)
    assert +bar._places == whole
