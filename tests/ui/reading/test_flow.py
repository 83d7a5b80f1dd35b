"""Paragraphs one under another: exact where seen, estimated well elsewhere, and never many kept."""

import pytest

from annotator.ui.reading import flow as flows
from annotator.ui.reading.flow import GAP, GROUP, Flow
from annotator.ui.reading.layout import BLANK
from annotator.ui.reading.measure import Measure

LONG = "\n".join(f"{at}. " + "The council met again and said what it had said. " * (at % 7) for at in range(900))


@pytest.fixture
def flow(qapp):
    return Flow(LONG, Measure(), 648.0)


def test_estimates_are_near_what_is_laid_out(flow):
    guessed = flow.height
    flow.lay_out_all()
    assert abs(flow.height - guessed) < 0.15 * flow.height


def test_estimates_learn_from_what_was_seen(flow):
    for at in range(120):
        flow.laid_out(at)
    guessed = flow.height
    flow.lay_out_all()
    assert abs(flow.height - guessed) < 0.1 * flow.height


def test_few_are_kept(flow):
    flow.lay_out_all()
    assert len(flow._held) == flows.KEPT
    assert flow.laid_out(0) is flow.laid_out(0)


def test_heights_add_up(flow):
    flow.lay_out_all()
    heights = [flow.laid_out(at).height + flow.gap(at) for at in range(len(flow))]
    assert [flow.top(at) for at in range(len(flow) + 1)] == [sum(heights[:at]) for at in range(len(flow) + 1)]


def test_places_are_found_again(flow):
    for at in (0, 1, 450, 899):
        stretch = flow.stretches[at]
        assert flow.index_of(stretch.start) == flow.index_of(stretch.end) == at
        assert flow.index_at(flow.top(at)) == flow.index_at(flow.top(at + 1) - 1) == at
    assert flow.index_at(-99) == 0
    assert flow.index_at(1e9) == 899
    assert flow.index_of(10**9) == 899


def test_a_blank_line_between_stanzas_is_more_than_the_end_of_a_verse(qapp):
    poem = Flow("A title\n\nTwo roads,\nAnd sorry\n\nThen took\nAnd having", Measure(), 648)
    below = [poem.top(at + 1) - poem.top(at) for at in range(len(poem) - 1)]
    verse, stanza = below[2], below[3] + below[4]
    assert verse == poem.laid_out(2).height + GAP
    assert stanza == poem.laid_out(3).height + GROUP + BLANK


@pytest.mark.parametrize("text", [
    "A title\nBy A. Writer\n\nOne paragraph.\n\nAnother one.\n", "One.\n\nTwo.\n\n\nThree.", "One.\nTwo.\nThree.",
])  # fmt: skip
def test_where_a_blank_line_parts_all_paragraphs_it_is_the_usual_gap(qapp, text):
    flow = Flow(text, Measure(), 648)
    assert {flow.gap(at) for at in range(len(flow))} <= {0.0, float(GAP)}


def test_parts_of_a_giant_paragraph_have_no_gap_between_them(qapp):
    flow = Flow("It was so. " * 2000, Measure(), 648.0)
    assert len(flow) > 5
    assert [flow.gap(at) for at in range(len(flow))] == [0.0] * (len(flow) - 1) + [10.0]


@pytest.mark.usefixtures("designed")
@pytest.mark.parametrize("between", ["\n", "\n\n", "\n   \n"])
def test_paragraphs_are_as_far_apart_with_a_blank_line_as_without(qapp, between):
    flow = Flow(between.join(("It met on Monday.", "It said nothing.", "It left.")), Measure(), 648.0)
    flow.lay_out_all()
    tops = [flow.top(at) for at in range(len(flow)) if flow.laid_out(at).words.strip()]
    assert tops == [0.0, tops[1], 2 * tops[1]]
    assert tops[1] == flow.laid_out(0).height + GAP


def test_each_further_blank_line_has_room_of_its_own(qapp):
    flow = Flow("It met.\n\n\n\nIt left.", Measure(), 648.0)
    flow.lay_out_all()
    assert flow.top(4) == flow.laid_out(0).height + 3 * BLANK


def test_blank_lines_are_known_before_they_are_laid_out(qapp):
    flow = Flow("\n\n".join(["It met and left."] * 500), Measure(), 648.0)
    guessed = flow.height
    flow.lay_out_all()
    assert flow.height == guessed


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u2007", "\u202f", "\u3000", "\t"])
@pytest.mark.parametrize("times", [1, 40, 900])
def test_a_line_of_any_white_space_is_known_before_it_is_laid_out(qapp, space, times):
    measure = Measure()
    flow = Flow(f"Ada met Tom.\n{space * times}\nTom met Ada.", measure, measure.column)
    guessed = flow.heights[1]
    assert guessed == pytest.approx(flow.laid_out(1).height, rel=0.15)


def test_a_blank_end_of_a_long_line_is_known_too(qapp):
    flow = Flow("word " * 800 + " " * 9000 + "\nIt left.", Measure(), 648.0)
    blank = [at for at in range(len(flow)) if not flow.laid_out(at).words.strip()]
    assert blank == sorted(flow.stretches.blank)
    assert Flow(flow.text, Measure(), 648.0).heights[blank[0]] == flow.heights[blank[0]]


def test_the_headline_is_larger(qapp):
    flow = Flow("Ferry Line Reopens\nThe ferry runs.", Measure(), 648.0)
    assert flow.headline
    assert flow.laid_out(0).lines[0].height == 53
    assert flow.laid_out(1).lines[0].height == 51
