"""The mouse: what each click and drag asks for."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, Qt

from annotator.editing.state import Caret, OnSpan, Selection
from annotator.ui.reading.measure import Measure
from annotator.ui.reading.page import Page
from annotator.ui.reading.pointer import AGAIN, Pointer
from annotator.ui.theme import Theme

LINE = "(WIRE) Northport and Harbour Town agreed on Tuesday, at last, to reopen the line"
PLAIN = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Desk:
    """A page, a pointer over it, and what the pointer asked for."""

    def __init__(self, state):
        self.state, self.asked, self.now = state, [], 100.0
        self.page = Page(Theme.load("light"), Measure(), state, 648.0, 100.0)
        self.page.change(state, frozenset(), None)
        self.pointer = Pointer(lambda *words: self.asked.append(words), lambda: self.now)

    def focus(self, focus):
        self.state = replace(self.state, focus=focus)
        self.page.change(self.state, frozenset(), None)

    def over(self, at):
        rects = self.page.rects_of(at, at + 1)
        return rects[0].center()

    def click(self, point, modifiers=PLAIN):
        self.pointer.press(self.page, point, modifiers)
        self.pointer.release(self.page, point)
        return self.asked[-1]

    def drag(self, start, end, modifiers=PLAIN):
        self.pointer.press(self.page, start, modifiers)
        self.pointer.move(self.page, self.state, end, modifiers)
        return self.pointer.preview(self.state)


@pytest.fixture
def desk(qapp, state_of):
    return Desk(state_of(LINE, ("GPE", "Harbour Town"), ("CLAIM", LINE[LINE.index("agreed") :]), ("ORG", "Harbour")))


def at(words):
    return LINE.index(words)


def test_a_click_on_a_chip_focuses_the_smallest_span_there(desk):
    assert desk.click(desk.over(at("Harbour")))[:2] == ("focus.span", "s2")
    assert desk.click(desk.over(at("Town")))[:2] == ("focus.span", "s0")


def test_a_click_on_a_pill_and_on_a_bar_focuses_the_claim(desk):
    placed, top = desk.page.placed(0), desk.page.top(0)
    for rect in (placed.pills[0].rect, placed.bars[0].rect):
        assert desk.click(rect.center() + QPointF(0, top))[:2] == ("focus.span", "s1")


def test_a_click_on_a_tag_focuses_its_span(desk):
    tags = {tag.text: tag.at for tag in desk.page.placed(0).tags}
    point = tags["GPE"] + QPointF(4, desk.page.top(0) - 3)
    assert desk.click(point)[:2] == ("focus.span", "s0")


def test_a_click_on_another_word_selects_it_also_inside_a_claim(desk):
    assert desk.click(desk.over(at("agreed") + 2)) == ("focus.word", at("agreed") + 2)


def test_a_click_beside_the_text_leaves_a_caret(desk):
    assert desk.click(QPointF(640, desk.page.top(0) + 500))[0] == "focus.caret"
    assert desk.click(QPointF(-50, desk.page.top(0) + 10)) == ("focus.caret", 0)


def test_a_second_click_within_a_second_grows_a_later_one_does_not(desk):
    word, point = (at("agreed"), at("agreed") + 6), desk.over(at("agreed"))
    assert desk.click(point) == ("focus.word", word[0])
    desk.focus(Selection(*word))
    desk.now += AGAIN / 2
    assert desk.click(point) == ("focus.word", word[0])  # which grows what is selected
    desk.focus(Selection(word[0] - 5, word[1] + 5))
    desk.now += AGAIN * 2
    assert desk.click(point) == ("focus.range", *word)


def test_a_drag_takes_whole_words(desk):
    start, end = desk.over(at("agreed") + 2), desk.over(at("Tuesday") + 3)
    shown = desk.drag(start, end)
    assert shown.focus == Selection(at("agreed"), at("Tuesday") + 7)
    assert desk.asked == []
    desk.pointer.release(desk.page, end)
    assert desk.asked == [("focus.range", at("agreed"), at("Tuesday") + 7)]


def test_a_drag_backwards_keeps_its_anchor_at_the_end(desk):
    shown = desk.drag(desk.over(at("Tuesday") + 3), desk.over(at("agreed") + 2))
    assert shown.focus == Selection(at("Tuesday") + 7, at("agreed"))


def test_a_drag_leaves_spaces_and_brackets_out(desk):
    shown = desk.drag(desk.over(1), desk.over(at(") North") + 1))
    assert shown.focus == Selection(1, 6)


def test_with_control_a_drag_takes_characters(desk):
    start, end = desk.over(at("agreed") + 2), desk.over(at("Tuesday") + 3)
    shown = desk.drag(start, end, CONTROL)
    assert (shown.focus.start, shown.focus.end) != (at("agreed"), at("Tuesday") + 7)
    assert at("agreed") < shown.focus.start < shown.focus.end < at("Tuesday") + 7


def test_a_drag_can_be_cancelled(desk):
    desk.drag(desk.over(at("agreed")), desk.over(at("Tuesday")))
    assert desk.pointer.is_dragging
    assert desk.pointer.cancel()
    assert desk.pointer.preview(desk.state) == desk.state
    desk.pointer.release(desk.page, QPointF())
    assert desk.asked == []


def test_a_few_pixels_are_no_drag(desk):
    point = desk.over(at("agreed"))
    desk.drag(point, point + QPointF(2, 1))
    assert not desk.pointer.is_dragging


def handles(desk):
    top = desk.page.top(0)
    held = {handle.is_start: handle.at + QPointF(0, top) for handle in desk.page.placed(0).handles}
    return held[True], held[False]


def test_a_handle_moves_its_end_by_words(desk):
    desk.focus(OnSpan("s0"))
    _, end = handles(desk)
    shown = desk.drag(end, desk.over(at("Tuesday") + 3))
    assert shown.focused[1:3] == (at("Harbour"), at("Tuesday") + 7)
    desk.pointer.release(desk.page, end)
    assert desk.asked == [("span.bounds", at("Harbour"), at("Tuesday") + 7)]


def test_a_handle_stops_at_one_character(desk):
    desk.focus(OnSpan("s0"))
    start, end = handles(desk)
    assert desk.drag(end, desk.over(1)).focused[1:3] == (at("Harbour"), at("Harbour") + 1)
    desk.pointer.cancel()
    last = at("Harbour Town") + 12
    assert desk.drag(start, desk.over(at("line"))).focused[1:3] == (last - 1, last)


def test_a_press_on_a_handle_alone_does_nothing(desk):
    desk.focus(OnSpan("s0"))
    start, _ = handles(desk)
    desk.pointer.press(desk.page, start, PLAIN)
    desk.pointer.release(desk.page, start)
    assert desk.asked == []


@pytest.mark.parametrize(
    ("focus", "expected"),
    [
        (Caret(7), (7, LINE.index("Tuesday") + 7)),
        (Selection(7, 16), (7, LINE.index("Tuesday") + 7)),
        (OnSpan("s0"), (LINE.index("Harbour"), LINE.index("Tuesday") + 7)),
    ],
)
def test_a_click_with_shift_extends(desk, focus, expected):
    desk.focus(focus)
    assert desk.click(desk.over(at("Tuesday") + 3), SHIFT) == ("focus.range", *expected)


def test_a_click_with_shift_before_a_span_keeps_its_end(desk):
    desk.focus(OnSpan("s0"))
    end = at("Harbour") + 12
    assert desk.click(desk.over(at("Northport") + 3), SHIFT) == ("focus.range", end, at("Northport"))


def test_a_handle_moves_no_other_span_when_the_focus_goes_elsewhere_meanwhile(desk):
    desk.focus(OnSpan("s0"))
    placed = desk.page.placed(0)
    end = next(one for one in placed.handles if not one.is_start)
    grip = end.at + QPointF(0, desk.page.top(0))
    desk.drag(grip, desk.over(at("Tuesday")))
    desk.focus(OnSpan("s2"))
    asked = len(desk.asked)
    assert desk.pointer.preview(desk.state).marks == desk.state.marks
    desk.pointer.move(desk.page, desk.state, desk.over(at("last")), PLAIN)
    desk.pointer.release(desk.page, desk.over(at("last")))
    assert desk.asked[asked:] == []


def test_extending_by_shift_keeps_the_other_end_as_exact_as_it_was(desk):
    desk.focus(Selection(9, 12))
    assert desk.click(desk.over(at("Harbour") + 2), SHIFT) == ("focus.range", 9, at("Harbour") + 7)
    desk.focus(Selection(at("Harbour") + 3, at("Harbour") + 5))
    assert desk.click(desk.over(at("Northport") + 3), SHIFT) == ("focus.range", at("Harbour") + 3, at("Northport"))
