"""The curve tells which share of the spans a suggester offers, in paint and in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFontMetrics

from annotator.ui.dialogs.coverage import DOT, LEFT, Coverage, Lengths, lengths_named, percent
from annotator.ui.theme import Theme

SOME = Lengths({2: 3, 6: 5, 25: 2}, (2, 3, 4, 5, 6))


def test_shares_are_those_of_the_counts():
    assert [SOME.share(n) for n in (1, 2, 6, 24, 25)] == [0, 0.3, 0.8, 0.8, 1]
    assert (SOME.total, SOME.longest, SOME.covered) == (10, 25, 0.8)
    assert Lengths({3: 1, 9: 1}, (3, 9)).covered == 1, "a suggester may pass lengths over"
    assert Lengths({3: 1, 9: 1}, (3, 8)).covered == 0.5


def test_the_sentence_names_the_cap_and_what_the_default_would_cover():
    assert SOME.words == ("Spans of up to 6 tokens are suggested: 80 % of 10. spaCy\u2019s default, up to 3: 30 %.")
    assert Lengths({4: 2}).words == "No suggester: spans of any length are learnt, the longest has 4 tokens."


def test_the_shells_answer_is_read():
    told = {"lengths": {"2": 3, "6": 5, "25": 2}, "suggester": [2, 3, 4, 5, 6]}
    assert Lengths.of(told).words == SOME.words
    assert Lengths.of({}).total == 0


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_only_all_is_a_hundred_and_only_nothing_is_zero(some, all_of):
    share = min(some, all_of) / all_of
    assert (percent(share) == "100 %") == (share == 1)
    assert (percent(share) == "0 %") == (share == 0)


@given(st.integers(1, 5_000))
def test_a_dozen_lengths_are_named_at_most_in_order_and_within(longest):
    named = lengths_named(longest)
    assert named[0] == 1
    assert named == sorted(set(named))
    assert named[-1] <= longest
    assert len(named) <= 12


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_cap_is_painted_where_it_lies(qtbot, theme):
    colours = Theme.load(theme)
    curve = Coverage(colours)
    qtbot.addWidget(curve)
    curve.resize(400, 160)
    curve.show_lengths(SOME)
    image = curve.grab().toImage()
    accent = colours.colour("accent").name()

    def painted(length):
        x = round(curve.place(length, 0).x())
        return any(image.pixelColor(x + dx, y).name() == accent for dx in (-1, 0, 1) for y in range(30, 130))

    assert painted(6)
    assert not painted(15)
    curve.show_lengths(SOME._replace(suggested=()))
    image = curve.grab().toImage()
    assert not painted(6)
    assert curve.accessibleDescription().startswith("No suggester")


@pytest.mark.parametrize("lengths", [
    SOME, Lengths({4: 1, 40: 2}, range(1, 41)), Lengths({1: 9, 2: 9, 3: 8, 5: 1}, (1, 2, 3, 4, 5)), Lengths({4: 2}),
    Lengths({1: 1, 5_000: 9}, range(1, 5_001)), Lengths({1: 2, 2: 3}, (1, 2)), Lengths({1: 5, 9_999: 1}, (1,)),
])  # fmt: skip
@pytest.mark.parametrize("size", [(240, 98), (400, 160), (900, 300)])
def test_no_words_touch_the_curve_its_marks_or_one_another(qtbot, lengths, size):
    curve = Coverage(Theme.load("light"))
    qtbot.addWidget(curve)
    curve.setMinimumSize(1, 1)
    curve.resize(*size)
    curve.show_lengths(lengths)
    font = curve.font()
    font.setPixelSize(10)
    metrics = QFontMetrics(font)
    placed = [metrics.boundingRect(words).translated(at.toPoint()) for at, words, _ in curve.names(metrics)]
    assert len(placed) == (lengths.longest > 3) + bool(lengths.suggested)
    highest = curve.place(1, 1.0).y() - DOT - 1  # of a ring where all spans are short
    assert all(one.bottom() < highest and one.top() >= 0 for one in placed)
    assert all(one.left() >= LEFT and one.right() <= size[0] for one in placed)
    assert len(placed) < 2 or placed[0].right() + DOT < placed[1].left()
