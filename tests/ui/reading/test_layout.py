"""Where characters stand, and which stands where: the way there and the way back, in every script."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.model.characters import is_boundary, next_character
from annotator.ui.reading.layout import BLANK, LaidOut
from annotator.ui.reading.measure import Measure
from annotator.ui.reading.paragraphs import Stretch

LATIN = "Officials said the first trip to the efficient office would affect five flights — at most, “surely”."
ARABIC = "اتفقت الجزائر وفرنسا على إعادة إطلاق آلية التنسيق القضائي، لا غير، في لقاء طويل بالعاصمة أمس."
HEBREW = "ראש הממשלה נפגש עם שר החוץ בירושלים ביום שלישי ודן בהסכם החדש."
POINTED = "בְּרֵאשִׁית בָּרָא אֱלֹהִים אֵת הַשָּׁמַיִם"
MIXED = "Mixed: قال الرئيس تبون إن ملف الترحيل حساس and the “file” remains open until 2026 at least."
MIXED_BACK = "اتفقت الجزائر مع France 24 على 2026 في الجزائر (BBC) وغيرها من Reuters أيضا."
ASTRAL = "Emoji 😀👨‍👩‍👧 met 𝔸lgiers and 🇩🇿 🇫🇷 again 𝒳𝒴𝒵 done."
COMBINING = "e\u0301te\u0301 na\u00efve a\u0308o\u0302u\u0323\u0301 x\u0301\u0302\u0303"
CHINESE = "阿尔及利亚和法国同意重启高级安全对话,这是迈向缓和的具体一步。"
TABS = "one\ttwo\t\tthree   four "
TEXTS = [LATIN, ARABIC, HEBREW, POINTED, MIXED, MIXED_BACK, ASTRAL, COMBINING, CHINESE, TABS]
IDS = "latin arabic hebrew pointed mixed mixed_back astral combining chinese tabs".split()
FORWARD = [LATIN, ASTRAL, COMBINING, CHINESE, TABS]

everywhere = pytest.mark.parametrize("words", TEXTS, ids=IDS)
widths = pytest.mark.parametrize("width", [90.0, 240.0, 648.0])


def laid_out(words, width=240.0, before="Before.\n"):
    text = before + words
    return LaidOut(text, Stretch(len(before), len(text), True), Measure(), width, headline=False)


def seen(laid):
    """Return the characters that have a width, with their line."""
    return [(line, one) for line in laid.lines for one in laid.characters(line) if one.right - one.left >= 2]


def middle(line):
    return line.top + line.box / 2


@everywhere
@widths
def test_the_middle_of_a_character_is_that_character(qapp, words, width):
    laid = laid_out(words, width)
    for line, one in seen(laid):
        at = laid.start + laid.units.to_code_points(one.start)
        inked = line.left - 1 <= (one.left + one.right) / 2 <= line.right + 1
        assert laid.character((one.left + one.right) / 2, middle(line)) == (at if inked else None)


@everywhere
@widths
def test_a_caret_is_found_where_it_stands(qapp, words, width):
    laid = laid_out(words, width)
    for at in range(laid.start, laid.end + 1):
        if not is_boundary(laid.words, at - laid.start):
            continue
        line, x = laid.caret(at)
        place = laid.units.to_units(laid.place(x, middle(line)) - laid.start)
        # Where the direction changes two places stand on one x, and a space at a break has none of its own.
        here = [one for one in laid.characters(line) if min(abs(one.left - x), abs(one.right - x)) <= 1]
        assert place in {edge for one in here for edge in (one.start, one.end)} or x > line.right


@pytest.mark.parametrize("words", FORWARD)
@widths
def test_from_left_to_right_a_place_comes_back_exactly(qapp, words, width):
    laid = laid_out(words, width)
    for line in laid.lines:
        for one in laid.characters(line):
            at = laid.start + laid.units.to_code_points(one.start)
            if one.right - one.left >= 1 and is_boundary(laid.words, at - laid.start):
                assert laid.place(one.left + 0.1, middle(line)) == at


@everywhere
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(x=st.floats(-50, 700), y=st.floats(-20, 400))
def test_every_point_gives_a_place_between_drawn_characters(qapp, words, x, y):
    laid = laid_out(words)
    at = laid.place(x, y)
    assert laid.start <= at <= laid.end
    assert is_boundary(laid.words, at - laid.start)


@everywhere
@widths
def test_boxes_hold_the_characters_of_a_range_and_no_others(qapp, words, width):
    laid = laid_out(words, width)
    stops = [at for at in range(len(words) + 1) if is_boundary(words, at)]
    for low, high in zip(stops[::3], stops[4::3], strict=False):
        boxes = list(laid.boxes(laid.start + low, laid.start + high))
        for line, one in seen(laid):
            at = laid.units.to_code_points(one.start)
            x = (one.left + one.right) / 2
            inside = any(box.line is line and box.left <= x <= box.right for box in boxes)
            if line.left <= x <= line.right:
                assert inside == (low <= at < high)


@everywhere
@widths
def test_a_range_starts_once_and_ends_once(qapp, words, width):
    laid = laid_out(words, width)
    for low in range(0, len(words) - 1, 5):
        start, end = low, next_character(words, min(low + 9, len(words) - 1))
        if is_boundary(words, start):
            boxes = list(laid.boxes(laid.start + start, laid.start + end))
            assert sum(box.starts for box in boxes) == 1
            assert sum(box.ends for box in boxes) == 1


def test_a_range_that_goes_on_elsewhere_neither_starts_nor_ends_here(qapp):
    laid = laid_out(LATIN)
    boxes = list(laid.boxes(0, 10_000))
    assert len(boxes) == len(laid.lines)
    assert not any(box.starts or box.ends for box in boxes)


def test_a_span_from_right_to_left_starts_at_its_right_end(qapp):
    laid = laid_out(ARABIC, 648.0)
    (box,) = laid.boxes(laid.start, laid.start + 5)
    assert box.start_right
    assert box.end_left
    assert box.right == pytest.approx(laid.lines[0].right, abs=1)


def test_a_span_over_a_change_of_direction_is_split(qapp):
    laid = laid_out(MIXED_BACK, 648.0)
    start = MIXED_BACK.index("France") + 3
    boxes = list(laid.boxes(laid.start + start, laid.start + MIXED_BACK.index("2026")))
    assert len(boxes) == 2


@pytest.mark.usefixtures("designed")
def test_each_line_keeps_room_for_two_lanes(qapp):
    laid = laid_out(LATIN)
    assert [line.height for line in laid.lines] == [51.0] * len(laid.lines)
    assert laid.height == 51 * len(laid.lines)


def test_a_blank_paragraph_keeps_none_and_is_as_high_as_the_space_between_two(qapp):
    assert laid_out("   ").height == laid_out("   ").lines[0].box == laid_out("").height == BLANK


def test_bars_do_not_reach_into_the_space_at_a_break(qapp):
    laid = laid_out(LATIN)
    for line in laid.lines:
        (box,) = laid.boxes(laid.start + line.start, laid.start + line.end)
        assert box.right <= line.right


def test_an_empty_paragraph_has_a_caret(qapp):
    laid = laid_out("")
    assert laid.caret(laid.start)[1] == 0
    assert laid.place(50, 5) == laid.start
    assert laid.character(0, 5) is None


@everywhere
@widths
def test_a_range_is_closed_where_it_starts_and_ends(qapp, words, width):
    laid = laid_out(words, width)
    for start in range(laid.start, laid.end, 5):
        boxes = list(laid.boxes(start, min(start + 9, laid.end)))
        for box in boxes:
            at_one_side = box.starts and box.ends and box.start_right != box.end_left
            assert box.closed_left + box.closed_right == box.starts + box.ends - at_one_side
            assert box.closed_left or not box.starts or box.start_right
