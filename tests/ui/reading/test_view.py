"""The widget: what it repaints, how it scrolls, and that labelling moves nothing."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication

from annotator.editing.state import Caret, OnSpan, Selection
from annotator.model.mark import Span
from annotator.ui.reading.view import ReadingView
from annotator.ui.theme import Theme

LONG = "\n".join(f"{at} The council of Northport met again and said what it had said before." for at in range(400))


class Painted(QObject):
    """Collects the areas that are painted."""

    def __init__(self, watched):
        super().__init__(watched)
        self.areas = []
        watched.installEventFilter(self)

    def eventFilter(self, watched, event):  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint:
            self.areas.append(event.region().boundingRect())
        return False


@pytest.fixture
def asked():
    return []


@pytest.fixture
def view(qtbot, asked):
    view = ReadingView(Theme.load("light"), lambda *words: asked.append(words))
    qtbot.addWidget(view)
    qtbot.addWidget(view.bar)
    view.resize(866, 700)
    view.show()
    qtbot.waitExposed(view)
    return view


def shown(view, state):
    view.show_state(None, state, None)
    QApplication.processEvents()
    return state


def label(view, state, start, end, name="entities/gpe", unsaved=True):
    span = Span(f"n{start}-{end}-{name}", start, end, name, "me")
    edit = state.adding(span)
    after = replace(state, marks=state.marks.apply(edit), focus=OnSpan(span.id))
    view.show_state(state, after, edit, frozenset([span.id]) if unsaved else frozenset())
    return after


def picture(view):
    image = QImage(view.viewport().size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    view._stage.paint(painter, image.rect().toRectF())
    painter.end()
    return image


def test_a_caret_that_moves_places_nothing_anew_and_repaints_only_its_lines(view, state_of):
    state = shown(view, state_of(LONG, ("CLAIM", 60, 260), focus=Caret(100)))
    page, before = view.page, picture(view)
    placed = [page.placed(at) for at in range(8)]
    painted = Painted(view.viewport())
    view.show_state(state, replace(state, focus=Caret(101)), None)
    QApplication.processEvents()
    assert [page.placed(at) is one for at, one in enumerate(placed)] == [True] * 8
    (area,) = painted.areas
    assert area.height() == page.flow.laid_out(1).lines[0].height + 20
    after = picture(view)
    changed = [y for y in range(before.height()) if before.copy(0, y, 866, 1) != after.copy(0, y, 866, 1)]
    assert changed
    assert area.top() <= changed[0]
    assert changed[-1] <= area.bottom()


def test_labelling_repaints_only_its_paragraph(view, state_of):
    state = shown(view, state_of(LONG, focus=Selection(100, 110)))
    painted = Painted(view.viewport())
    label(view, state, 100, 110)
    QApplication.processEvents()
    assert len(painted.areas) == 1
    assert 51 <= painted.areas[0].height() <= 2 * 61 + 25


def test_what_is_repainted_is_all_that_changed(view, state_of):
    state = shown(view, state_of(LONG, ("CLAIM", 60, 260), focus=Selection(300, 310)))
    before = picture(view)
    painted = Painted(view.viewport())
    label(view, state, 300, 310)
    after = picture(view)
    QApplication.processEvents()
    changed = [y for y in range(before.height()) if before.copy(0, y, 866, 1) != after.copy(0, y, 866, 1)]
    assert changed
    assert all(any(area.top() <= y <= area.bottom() for area in painted.areas) for y in changed)


def test_labelling_moves_no_text_and_no_scroll_bar(view, state_of):
    state = shown(view, state_of(LONG))
    view.scroll_to(9000)
    place = view.first_visible() + 200
    state = replace(state, focus=Selection(place, place + 20))
    view.show_state(state, replace(state), None)
    value, rects = view.bar.value(), view.rects_of(place - 100, place + 300)
    for name in ("entities/gpe", "claims/claim", "claims/quote", "claims/attrib"):
        state = label(view, state, place, place + 20 + len(name), name)
    assert view.bar.value() == value
    assert view.rects_of(place - 100, place + 300) == rects


def test_a_label_out_of_sight_does_not_scroll_and_a_moved_focus_does(view, state_of):
    state = shown(view, state_of(LONG, ("GPE", 20000, 20010), focus=Selection(10, 20)))
    view.scroll_to(9000)
    value = view.bar.value()
    state = label(view, state, 10, 20)
    assert view.bar.value() == value
    view.show_state(state, replace(state, focus=OnSpan("s0")), None)
    assert view.bar.value() != value
    (rect,) = view.rects_of(20000, 20010)
    assert view.viewport().rect().toRectF().contains(rect)


def test_a_long_span_that_a_key_focuses_comes_into_sight_whole_and_one_that_is_clicked_stays(view, state_of):
    def seen(start, end):
        return all(view.viewport().rect().contains(rect.toAlignedRect()) for rect in view.rects_of(start, end))

    state = shown(view, state_of(LONG, ("CLAIM", 20000, 20400), focus=Caret(0)))
    view.show_state(state, replace(state, focus=OnSpan("s0")), None)
    assert seen(20000, 20400)
    view.show_state(replace(state, focus=OnSpan("s0")), state, None)
    first = view.rects_of(20000, 20001)[0]
    view.scroll_by(-round(view.viewport().height() - 60 - first.top()))  # its first line is the last one in sight
    assert seen(20000, 20001)
    assert not seen(20000, 20400)
    value = view.bar.value()
    view._pointer._run = lambda *_: view.show_state(state, replace(state, focus=OnSpan("s0")), None)
    view._pointer.run("focus.span", "s0")
    assert view.bar.value() == value


def test_an_end_that_is_moved_does_not_fetch_the_other_one_into_sight(view, state_of):
    state = shown(view, state_of(LONG, ("CLAIM", 3000, 3500), focus=OnSpan("s0")))
    view.scroll_to(3300)
    value, span = view.bar.value(), state.focused
    edit = state.replacing(span, span._replace(end=3505))
    view.show_state(state, replace(state, marks=state.marks.apply(edit)), edit)
    assert view.bar.value() == value
    selected = replace(state, focus=Selection(3000, 3500))
    view.show_state(state, selected, None)
    view.scroll_to(3300)
    view.show_state(selected, replace(selected, focus=Selection(3000, 3501)), None)
    assert view.bar.value() == value


def test_saved_marks_are_filled_by_a_second_repaint(view, state_of):
    state = shown(view, state_of(LONG, focus=Selection(100, 110)))
    hollow = label(view, state, 100, 110)
    first = picture(view)
    view.show_state(hollow, hollow, None, frozenset())
    assert picture(view) != first


def test_another_article_opens_at_its_top(view, state_of, text):
    shown(view, state_of(LONG))
    view.scroll_to(9000)
    shown(view, state_of(text))
    assert view.bar.value() == 0
    assert view.page.state.article.text == text


def test_places_go_there_and_back(view, state_of):
    shown(view, state_of(LONG))
    view.scroll_to(9000)
    for place in [at for at in range(9100, 9300, 7) if LONG[at] != "\n"]:
        (rect,) = view.rects_of(place, place + 1)
        at = view._stage.to_page(QPointF(rect.left() + 0.5, rect.center().y()))
        assert view.page.place_at(at.x(), at.y()) == place


def test_up_and_down_keep_their_column(view, state_of):
    shown(view, state_of("A long first line it is\nshort\nA long third line it is"))
    down = view.line_target(15, 1)
    assert down == 24 + 5
    further = view.line_target(down, 1)
    assert view.page.rect_at(further).left() == pytest.approx(view.page.rect_at(15).left(), abs=6)
    assert view.line_target(further, 1) == 53
    assert view.line_target(3, -1) == 0


def test_a_page_down_goes_nearly_a_view(view, state_of):
    shown(view, state_of(LONG))
    place = view.page_target(0, 1)
    assert 600 <= view.page.rect_at(place).top() <= 700
    assert view.page_target(place, -1) <= 80


def test_the_ends_of_a_line(view, state_of, text):
    shown(view, state_of(text))
    start, end = view.line_bounds(60)
    assert start == text.index("(WIRE)")
    assert text[end] == " "


def wheel(view, turned, pixels=0, modifiers=Qt.KeyboardModifier.NoModifier):
    event = QWheelEvent(
        QPointF(100, 100), QPointF(100, 100), QPoint(0, pixels), QPoint(0, turned), Qt.MouseButton.NoButton,
        modifiers, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), event)


def test_the_wheel_and_the_touchpad_scroll(view, state_of):
    shown(view, state_of(LONG))
    wheel(view, -120)
    assert view.bar.value() == 34 * QApplication.wheelScrollLines()
    wheel(view, -15, -7)
    assert view.bar.value() == 34 * QApplication.wheelScrollLines() + 7
    wheel(view, 1200)
    assert view.bar.value() == 0


def test_control_and_the_wheel_zoom(view, state_of):
    shown(view, state_of(LONG))
    wheel(view, 120, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert view.zoom == 1.1


@pytest.mark.parametrize(("asked_for", "got"), [(0.1, 0.5), (9.0, 3.0), (1.3333, 1.333)])
def test_the_zoom_has_its_bounds(view, state_of, asked_for, got):
    shown(view, state_of(LONG))
    view.zoom = asked_for
    assert view.zoom == got


def test_the_bar_scrolls_the_page(view, state_of):
    shown(view, state_of(LONG))
    view.bar.setValue(view.bar.maximum() // 2)
    assert 0.3 * len(LONG) < view.first_visible() < 0.7 * len(LONG)
    view.bar.setValue(view.bar.maximum())
    assert view.rects_of(len(LONG) - 5, len(LONG))[0].bottom() < 700


def test_a_click_and_a_drag_by_the_mouse(view, state_of, qtbot, asked):
    state = shown(view, state_of(LONG, ("GPE", 17, 26)))
    rects = [view.rects_of(at, at + 1)[0].center().toPoint() for at in (18, 6, 30)]
    left, port = Qt.MouseButton.LeftButton, view.viewport()
    qtbot.mouseClick(port, left, pos=rects[0])
    assert [one[:2] for one in asked] == [("focus.span", "s0")]
    qtbot.mousePress(port, left, pos=rects[1])
    qtbot.mouseMove(port, rects[2])
    QApplication.processEvents()
    assert isinstance(view.page.state.focus, Selection)
    assert view._truth is state
    qtbot.mouseRelease(port, left, pos=rects[2])
    assert asked[-1][0] == "focus.range"
    assert view.page.state is state


def test_a_focus_that_leaves_a_dragged_span_leaves_nothing_of_the_drag(view, state_of, qtbot):
    state = shown(view, state_of(LONG, ("CLAIM", 17, 26), ("GPE", 300, 305), focus=OnSpan("s0")))
    handle = next(one for one in view.page.placed(0).handles if not one.is_start)
    at = view._stage.seen(QRectF(handle.at.x(), handle.at.y() + view.page.top(0), 0, 0)).topLeft().toPoint()
    left, port = Qt.MouseButton.LeftButton, view.viewport()
    qtbot.mousePress(port, left, pos=at)
    qtbot.mouseMove(port, view.rects_of(250, 251)[0].center().toPoint())
    assert view.page.state.marks.spans.get("s0").end > 240
    painted = Painted(port)
    QApplication.processEvents()
    dragged, painted.areas[:] = picture(view), []
    view.show_state(state, replace(state, focus=OnSpan("s1")), None)
    QApplication.processEvents()
    after = picture(view)
    changed = [y for y in range(after.height()) if dragged.copy(0, y, 866, 1) != after.copy(0, y, 866, 1)]
    assert all(any(area.top() <= y <= area.bottom() for area in painted.areas) for y in changed)
    view._repaint(view.page.state, None)
    assert picture(view) == after


def test_escape_cancels_a_drag_and_is_a_key_otherwise(view, state_of, qtbot, asked):
    state, keys = shown(view, state_of(LONG)), []
    view.keyed = lambda event: bool(keys.append(event.key())) or True
    left, port = Qt.MouseButton.LeftButton, view.viewport()
    qtbot.mousePress(port, left, pos=view.rects_of(6, 7)[0].center().toPoint())
    qtbot.mouseMove(port, view.rects_of(30, 31)[0].center().toPoint())
    QApplication.processEvents()
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.page.state is state
    assert keys == []
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert keys == [Qt.Key.Key_Escape]
    assert asked == []


def test_a_drag_beyond_the_edge_scrolls(view, state_of, qtbot, asked):
    shown(view, state_of(LONG))
    left, port = Qt.MouseButton.LeftButton, view.viewport()
    qtbot.mousePress(port, left, pos=view.rects_of(6, 7)[0].center().toPoint())
    qtbot.mouseMove(port, QPoint(300, 760))
    qtbot.waitUntil(lambda: view.bar.value() > 60)
    qtbot.mouseRelease(port, left, pos=QPoint(300, 760))
    assert asked[-1][0] == "focus.range"
    assert asked[-1][2] > 300
    value = view.bar.value()
    qtbot.wait(80)
    assert view.bar.value() == value


def test_bound_keys_do_not_become_shortcuts(view, state_of, qtbot):
    from PySide6.QtGui import QKeyEvent

    shown(view, state_of(LONG))
    view.binds = lambda event: event.text() == "e"
    for text, bound in (("e", True), ("q", False)):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, 0, Qt.KeyboardModifier.NoModifier, text)
        event.ignore()
        QApplication.sendEvent(view, event)
        assert event.isAccepted() == bound


def test_another_theme_keeps_the_place(view, state_of):
    shown(view, state_of(LONG))
    view.scroll_to(9000)
    value, light = view.bar.value(), picture(view)
    view.set_theme(Theme.load("dark"))
    assert view.bar.value() == value
    assert picture(view) != light
    assert picture(view).pixelColor(2, 2) == Theme.load("dark").colour("page")


def test_a_caret_has_no_place_while_a_span_is_the_focus(view, state_of):
    state = shown(view, state_of(LONG, ("GPE", 17, 26)))
    assert view.page.caret_rect() is not None
    view.show_state(state, replace(state, focus=OnSpan("s0")), None)
    assert view.page.caret_rect() is None


def test_without_an_article_nothing_fails(view, qtbot):
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    view.scroll_to(5)
    view.zoom = 2.0
    assert (view.rects_of(0, 5), view.line_target(3, 1)) == ([], 3)
    assert view.first_visible() == 0


def test_a_caret_moves_as_far_as_it_must_be_seen(view, state_of):
    state = shown(view, state_of(LONG))
    after = replace(state, focus=Caret(len(LONG)))
    view.show_state(state, after, None)
    assert view.viewport().rect().toRectF().contains(view._stage.seen(view.page.caret_rect()))


def test_tab_is_a_key_where_it_is_bound(view, state_of, qtbot):
    shown(view, state_of(LONG))
    keys = []
    view.keyed = lambda event: bool(keys.append(event.key())) or True
    view.binds = lambda event: event.key() == Qt.Key.Key_Tab
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert keys == [Qt.Key.Key_Tab]


def test_the_menu_acts_on_the_span_it_is_asked_on(view, state_of, qtbot, asked):
    from PySide6.QtGui import QContextMenuEvent

    shown(view, state_of(LONG, ("GPE", 17, 26)))
    at = view.rects_of(18, 19)[0].center().toPoint()
    with qtbot.waitSignal(view.menu_requested):
        QApplication.sendEvent(view.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, at))
    assert [one[:2] for one in asked] == [("focus.span", "s0")]


def on_screen(view):
    """Return what the screen has of the view: not painted for this, as `picture` is."""
    return view.screen().grabWindow(view.winId()).toImage()


@pytest.mark.parametrize("steps", [[102], [34, 34, -68, 102], [3000], [690, -690], [40, -102, 17]])
def test_a_page_that_scrolls_shows_what_is_painted_anew(view, state_of, steps):
    spans = [("GPE" if at % 4 else "CLAIM", at, at + 12) for at in range(40, 9000, 31)]
    shown(view, state_of(LONG, *spans))
    for distance in steps:
        view.scroll_by(distance)
        QApplication.processEvents()
        scrolled = on_screen(view)
        view.viewport().repaint()
        assert scrolled == on_screen(view)
    assert len({scrolled.pixel(x, y) for x in range(0, 700, 7) for y in range(0, 600, 5)}) > 3, "there is text"


def test_scrolling_paints_only_what_comes_into_sight(view, state_of):
    shown(view, state_of(LONG))
    view.scroll_by(3000)
    QApplication.processEvents()
    painted = Painted(view.viewport())
    view.scroll_by(102)
    QApplication.processEvents()
    assert [area.height() for area in painted.areas] == [102]


def test_what_changed_just_before_scrolling_is_painted_where_it_went(view, state_of):
    state = shown(view, state_of(LONG))
    label(view, state, 300, 320)
    view.scroll_by(51)
    QApplication.processEvents()
    scrolled = on_screen(view)
    view.viewport().repaint()
    assert scrolled == on_screen(view)
