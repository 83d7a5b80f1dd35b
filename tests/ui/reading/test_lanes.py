"""The two lanes beneath a line: what lies nearer, what folds, and nothing over anything else."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from annotator.editing.state import OnSpan

LINE = "Northport and Harbour Town agreed on Tuesday to reopen the line"


@pytest.mark.usefixtures("designed")
def test_a_claim_lies_beneath_the_tags_it_meets(page_of):
    placed = page_of(("CLAIM", LINE), ("GPE", "Harbour Town")).placed(0)
    assert placed.pills[0].rect.top() == 36
    assert placed.bars[0].rect.top() == 41


@pytest.mark.usefixtures("designed")
def test_the_shorter_claim_lies_nearer_and_the_focused_one_nearest(page_of):
    spans = ("CLAIM", LINE), ("ATTRIB", "on Tuesday to reopen")
    tops = {pill.tag: pill.rect.top() for pill in page_of(*spans).placed(0).pills}
    assert tops == {"ATTRIB": 23, "CLAIM": 36}
    tops = {pill.tag: pill.rect.top() for pill in page_of(*spans, focus=OnSpan("s0")).placed(0).pills}
    assert tops == {"CLAIM": 23, "ATTRIB": 36}


@pytest.mark.usefixtures("designed")
def test_more_than_two_lanes_fold_and_the_margin_counts(page_of):
    placed = page_of(
        ("CLAIM", LINE), ("ATTRIB", LINE[:-5]), ("QUOTE", LINE[:-9]), ("CLAIM", LINE[:-14])
    ).placed(0)  # fmt: skip
    assert len(placed.pills) == 1
    assert [tag.text for tag in placed.tags] == ["4 claims"]
    bars = sorted((fill.rect.top(), fill.rect.height()) for fill in placed.bars if fill.rect.width() > 100)
    assert bars == [(28, 3), (37, 2), (40, 2), (43, 2)]


def test_the_focused_claim_keeps_its_pill_in_the_fold(page_of, theme):
    spans = [("GPE", "Northport"), ("CLAIM", LINE), ("ATTRIB", LINE[:-5]), ("QUOTE", LINE[:-9])]
    placed = page_of(*spans, focus=OnSpan("s1")).placed(0)
    assert [(pill.tag, pill.edge) for pill in placed.pills] == [("CLAIM", theme.colour("page"))]


def test_without_a_margin_the_count_stands_in_the_lanes(page_of):
    spans = [("CLAIM", LINE), ("ATTRIB", LINE[:-5]), ("QUOTE", LINE[:-9])]
    (note,) = page_of(*spans, room=20.0).placed(0).tags
    assert note.ground is not None
    assert note.at.x() < 648


def test_the_count_in_the_lanes_lies_over_no_tag(page_of):
    spans = [("GPE", "reopen"), ("ORG", "reopen the line"), ("CLAIM", "to reopen the line"), ("QUOTE", LINE)]
    placed = page_of(*spans, room=0.0, focus=OnSpan("s2")).placed(0)
    (note,) = [one.ground for one in placed.tags if not one.bold]
    others = [one.ground for one in placed.tags if one.bold and one.ground] + [pill.rect for pill in placed.pills]
    assert len(others) == 2
    assert not any(note.intersects(other) for other in others)


def test_tags_that_find_no_lane_are_counted(page_of):
    placed = page_of(("GPE", "Harbour"), ("ORG", "Harbour Town"), ("LOC", "Harbour Town agreed")).placed(0)
    assert sorted(tag.text for tag in placed.tags) == ["1 more tag", "LOC", "ORG"]


names = st.sampled_from(["GPE", "ORG", "PER", "CLAIM", "ATTRIB", "QUOTE"])
spans = st.lists(
    st.tuples(names, st.integers(0, len(LINE) - 1), st.integers(1, len(LINE))).filter(lambda s: s[1] < s[2]), max_size=9
)


@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(given_spans=[*[("GPE", 0, 1)] * 3, ("GPE", 54, 55), ("GPE", 57, 58), ("CLAIM", 0, 1)], focused=0, room=20.0)
@given(spans, st.integers(0, 8), st.sampled_from([20.0, 100.0]))
def test_no_tag_and_no_pill_lies_over_another(page_of, given_spans, focused, room):
    page = page_of(*given_spans, focus=OnSpan(f"s{focused}"), room=room)
    placed = page.placed(0)
    measure = page.measure
    areas = [pill.rect for pill in placed.pills]
    areas += [
        measure.rect(tag.at.x(), tag.at.y() - 9, tag.at.x() + width(tag.text), tag.at.y() + 2)
        for tag in placed.tags
        for width in (measure.tag_width if tag.bold else measure.note_width,)
    ]
    for at, one in enumerate(areas):
        assert not any(one.intersects(other) for other in areas[:at])
        assert one.bottom() <= 51
