"""The shapes of marks, pixel by pixel as the design has them, and none of them over another."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.editing.state import Caret, OnSpan, OnSuggestion
from annotator.model.mark import Span
from annotator.model.marks import Marks
from annotator.model.spans import Spans

LINE = "Northport and Harbour Town agreed on Tuesday to reopen the line"


def box_of(page, words):
    laid = page.flow.laid_out(0)
    start = laid.words.index(words)
    (box,) = laid.boxes(start, start + len(words))
    return box


def edges(rect):
    return (rect.left(), rect.top(), rect.right(), rect.bottom())


def rounded(page, *lengths):
    return tuple(page.measure.snap(length) for length in lengths)


@pytest.mark.usefixtures("designed")
def test_an_entity_is_a_chip_with_a_tag_beneath_its_start(page_of, theme):
    page = page_of(("GPE", "Harbour Town"))
    box, placed = box_of(page, "Harbour Town"), page.placed(0)
    (chip,), (tag,) = placed.chips, placed.tags
    assert edges(chip.rect) == (*rounded(page, box.left - 2), -1 + 0.0, *rounded(page, box.right + 2), 21)
    assert chip.rect.height() == 22
    assert (chip.fill, chip.outline, chip.radius) == (theme.hue("violet").chip, None, 4)
    assert chip.round_left
    assert chip.round_right
    assert (tag.text, tag.bold, tag.colour) == ("GPE", True, theme.hue("violet").ink)
    assert tag.at.x() == page.measure.snap(box.left - 1)
    assert 23 < tag.at.y() <= 35


@pytest.mark.usefixtures("designed")
def test_a_nested_entity_is_outlined_and_drawn_after_the_outer_one(page_of, theme):
    placed = page_of(("GPE", "Harbour"), ("ORG", "Harbour Town")).placed(0)
    outer, inner = placed.chips
    assert (outer.outline, outer.rect.height()) == (None, 22)
    assert (inner.outline, inner.rect.height(), inner.radius) == (theme.hue("violet").ink, 19, 3)
    assert outer.rect.contains(inner.rect)
    assert sorted((tag.text, tag.at.y()) for tag in placed.tags) == [("GPE", 46), ("ORG", 33)]


@pytest.mark.usefixtures("designed")
def test_a_claim_is_a_bar_with_a_pill_and_a_tick(page_of, theme):
    page = page_of(("CLAIM", LINE))
    box, placed = box_of(page, LINE), page.placed(0)
    bar, tick = placed.bars
    (pill,), (tint,) = placed.pills, placed.tints
    assert edges(bar.rect) == (0, 28, *rounded(page, box.right), 31)
    assert edges(tick.rect) == (*rounded(page, box.right - 3), 25, *rounded(page, box.right), 34)
    assert edges(pill.rect)[:2] == (0, 23)
    assert pill.rect.height() == 12
    assert (pill.ground, pill.ink) == (theme.hue("rust").ink, theme.hue("rust").on_pill)
    assert edges(tint.rect) == (0, -1, *rounded(page, box.right), 21)
    assert tint.colour != theme.colour("page")


def test_of_very_many_claims_over_a_paragraph_most_are_only_counted(page_of):
    text = "Before.\n" + LINE + "\nAfter."
    page = page_of(*(("CLAIM", at % 5, len(text) - at % 5) for at in range(3000)), text=text, focus=OnSpan("s2999"))
    placed = page.placed(1)
    assert [tag.text for tag in placed.tags] == ["3,000 claims"]
    assert len(placed.bars) < 20
    assert len(placed.rings) == 1


@pytest.mark.parametrize("blank", ["", "   ", "\u3000\u3000"])
def test_what_goes_over_a_blank_line_paints_nothing_there(page_of, blank):
    text = f"Ada claims this.\n{blank}\nBob denies it."
    page = page_of(("CLAIM", 0, len(text)), ("GPE", 4, len(text) - 3), text=text)
    page.flow.lay_out_all()
    placed = page.placed(1)
    assert [*placed.bars, *placed.tints, *placed.chips, *placed.pills, *placed.tags] == []
    assert page.placed(0).bars
    assert page.placed(2).bars


def test_a_span_of_white_space_alone_is_seen_on_a_blank_line(page_of):
    text = "Ada claims this.\n   \nBob denies it."
    assert page_of(("CLAIM", 17, 20), text=text).placed(1).bars


def test_what_is_unsaved_is_hollow(page_of, theme):
    placed = page_of(("GPE", "Northport"), ("CLAIM", LINE), unsaved=["s0", "s1"]).placed(0)
    assert [(chip.fill, chip.outline) for chip in placed.chips] == [(None, theme.hue("violet").ink)]
    assert [(pill.ground, pill.edge) for pill in placed.pills] == [(theme.colour("page"), theme.hue("rust").ink)]


@pytest.mark.usefixtures("designed")
def test_the_focused_entity_has_a_ring_and_two_handles(page_of):
    page = page_of(("GPE", "Harbour Town"), focus=OnSpan("s0"))
    box, placed = box_of(page, "Harbour Town"), page.placed(0)
    (ring,) = placed.rings
    expected = (*rounded(page, box.left - 4), -3, *rounded(page, box.right + 4), 23)
    assert edges(ring.boundingRect()) == pytest.approx(expected)
    places = [(handle.at.x(), handle.at.y(), handle.is_start) for handle in placed.handles]
    assert places == [(*rounded(page, box.left - 4), -3, True), (*rounded(page, box.right + 4), 23, False)]


@pytest.mark.usefixtures("designed")
def test_the_focused_claim_has_a_thick_bar(page_of):
    placed = page_of(("CLAIM", LINE), focus=OnSpan("s0")).placed(0)
    assert placed.bars[0].rect.height() == 5
    assert edges(placed.rings[0].boundingRect())[1::2] == (-2, 22)


def test_a_span_cut_by_a_line_break_is_open_there(page_of):
    page = page_of(("CLAIM", 0, 120), text=LINE + ", " + LINE, focus=OnSpan("s0"))
    placed = page.placed(0)
    assert len(placed.rings) == len(placed.tints) == 2
    assert len(placed.handles) == 2
    assert len(placed.pills) == 1


def test_at_most_three_tints_lie_on_one_place(page_of, theme):
    three = [("CLAIM", LINE[:40]), ("ATTRIB", LINE[:41]), ("QUOTE", LINE[:42])]
    placed = page_of(*three, ("CLAIM", LINE)).placed(0)
    assert len({tint.colour.name() for tint in placed.tints[:1]}) == 1
    with_fourth, without = placed.tints[0].colour, page_of(*three).placed(0).tints[0].colour
    assert with_fourth == without


def test_the_focused_claim_clears_the_tints_beneath_it(page_of):
    alone = page_of(("CLAIM", LINE[:40]), focus=OnSpan("s0")).placed(0).tints[0]
    among = page_of(("CLAIM", LINE[:40]), ("ATTRIB", LINE), focus=OnSpan("s0")).placed(0).tints[0]
    assert among == alone


def test_one_label_alone_leaves_the_others_grey(page_of, theme):
    placed = page_of(("GPE", "Northport"), ("ATTRIB", LINE), ("CLAIM", LINE), filter="claims/claim").placed(0)
    assert [(chip.fill, chip.outline) for chip in placed.chips] == [(None, theme.colour("thumb"))]
    assert [tag.colour for tag in placed.tags] == [theme.colour("muted")]
    assert [pill.tag for pill in placed.pills] == ["CLAIM"]
    assert any(bar.colour == theme.colour("thumb") and bar.rect.height() == 1 for bar in placed.bars)


def test_the_target_has_its_keys_in_the_margin_of_its_line_where_there_is_one(page_of, state_of):
    offered = Spans([Span("g0", 0, 9, "entities/gpe", ""), Span("g1", 14, 40, "claims/claim", "")])
    state = replace(state_of(LINE), suggestions=offered, focus=OnSuggestion("g0"))
    caps = page_of(state=state).placed(0).caps
    assert [cap.key for cap in caps] == ["Y", "Del"]
    line = page_of(state=state).flow.laid_out(0).lines[0]
    assert all(cap.rect.left() == 668 and cap.rect.height() == 17 for cap in caps)
    assert all(line.top - 10 <= cap.rect.top() and cap.rect.bottom() <= line.top + line.box + 13 for cap in caps)
    assert page_of(state=state, room=40).placed(0).caps == []
    assert page_of(state=replace(state, focus=Caret(0))).placed(0).caps == []


def test_suggestions_are_dashed_and_asked(page_of, state_of):
    offered = Spans([Span("g0", 0, 9, "entities/gpe", ""), Span("g1", 14, 40, "claims/claim", "")])
    state = replace(state_of(LINE), suggestions=offered, focus=OnSuggestion("g0"))
    placed = page_of(state=state).placed(0)
    assert [(chip.dashed, chip.fill) for chip in placed.chips] == [(True, None)]
    assert [tag.text for tag in placed.tags] == ["GPE?"]
    assert len(placed.dashes) == len(placed.rings) == 1
    assert not placed.bars
    assert not placed.handles


def test_other_authors_marks_are_faint(page_of, state_of, theme):
    state = state_of(LINE)
    theirs = [Span("o0", 0, 9, "entities/gpe", "x"), Span("o1", 14, 40, "claims/claim", "x")]
    placed = page_of(state=replace(state, others=Marks.of(state.article.id, theirs))).placed(0)
    assert len(placed.chips) == len(placed.bars) == 1
    assert [placed.tags, placed.pills, placed.tints, placed.spots] == [[], [], [], []]


def test_an_entity_that_runs_to_the_left_is_round_where_it_starts_and_ends(page_of, state_of):
    words = " ".join(["كلمة"] * 40)
    (mine, theirs) = (Span(id, 0, len(words), "entities/gpe", author) for id, author in (("m", "me"), ("o", "x")))
    state = state_of(words)
    marks, others = (Marks.of(state.article.id, [span]) for span in (mine, theirs))
    own = page_of(state=replace(state, marks=marks)).placed(0).chips
    foreign = page_of(state=replace(state, others=others)).placed(0).chips
    for chips in (own, foreign):
        assert len(chips) > 1
        assert [(chip.round_left, chip.round_right) for chip in (chips[0], chips[-1])] == [(False, True), (True, False)]


names = st.sampled_from(["GPE", "ORG", "PER", "CLAIM", "ATTRIB", "QUOTE"])
spans = st.lists(
    st.tuples(names, st.integers(0, len(LINE) - 1), st.integers(1, len(LINE))).filter(lambda s: s[1] < s[2]), max_size=9
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spans, st.sampled_from([0.5, 0.9, 1.3, 3.0]))
def test_every_span_can_be_clicked_somewhere(page_of, given_spans, zoom):
    placed = page_of(*given_spans, zoom=zoom).placed(0)
    assert {spot.span for spot in placed.spots} == {f"s{at}" for at in range(len(given_spans))}


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spans, st.sampled_from([0.5, 1.0, 1.7]))
def test_labelling_moves_no_text(page_of, given_spans, zoom):
    bare, labelled = page_of(zoom=zoom), page_of(*given_spans, zoom=zoom)
    for page in (bare, labelled):
        page.placed(0)
    lines = [[line[1:] for line in page.flow.laid_out(0).lines] for page in (bare, labelled)]
    assert lines[0] == lines[1]
    assert bare.height == labelled.height
