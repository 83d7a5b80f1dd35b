"""What the window does with keys, mouse and sizes, beyond what one of its parts can show alone."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from annotator.editing.state import Caret, Selection

KEY = Qt.Key
NONE, SHIFT, CONTROL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


@pytest.fixture
def window(sampled, desk):
    return desk.open(sampled)


def press(window, key, modifier=NONE):
    QTest.keyClick(window.view, key, modifier)


def hold(window, key, modifier=NONE, times=5):
    for _ in range(times):
        QApplication.sendEvent(window.view, QKeyEvent(QEvent.Type.KeyPress, key.value, modifier, "", True, 1))


def focus_span(window, words):
    state = window.session.state
    span = next(one for one in state.marks.spans if state.text[one.start : one.end] == words)
    window.session.run("focus.span", span.id)
    return span


# ---- keys
def test_f6_goes_round_the_parts_that_are_there(window):
    window.view.setFocus()
    seen = []
    for _ in range(3):
        QTest.keyClick(window.focusWidget(), KEY.Key_F6)
        at = window.focusWidget()
        seen.append(
            next(part for part in (window.view, window.side, window.list) if part is at or part.isAncestorOf(at))
        )
    assert seen == [window.side, window.list, window.view]
    QTest.keyClick(window.view, KEY.Key_F6, SHIFT)
    assert window.list.isAncestorOf(window.focusWidget())
    window.banner.tell("start", "A note.", {"Close this note": lambda: window.banner.clear("start")})
    QTest.keyClick(window.focusWidget(), KEY.Key_F6)
    assert window.focusWidget() is window.banner.buttons[0]
    QTest.keyClick(window.focusWidget(), KEY.Key_Space)
    assert window.view.hasFocus(), "what had the keyboard is gone"


def test_esc_returns_to_the_text_from_every_part(window):
    row = window.side.findChildren(QPushButton)[0]
    window.banner.tell("start", "A note.", {"Close this note": lambda: None})
    for widget in (window.list.field, window.list.table, window.list.tabs.button(1), row, window.banner.buttons[0]):
        widget.setFocus()
        assert window.focusWidget() is widget
        QTest.keyClick(widget, KEY.Key_Escape)
        assert window.focusWidget() is window.view


def test_an_article_opened_from_the_list_gives_the_keyboard_to_the_text(window):
    table = window.list.table
    table.setFocus()
    QTest.keyClick(table, KEY.Key_Return)
    assert window.focusWidget() is window.view
    place = table.visualRect(window.list.model.index(0, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, NONE, place)
    assert window.focusWidget() is window.view


def test_the_wheel_leaves_the_keyboard_where_it_is(window):
    assert not window.view.focusPolicy() & Qt.FocusPolicy.WheelFocus & ~Qt.FocusPolicy.StrongFocus


def test_shift_and_lines_extend_from_the_start_of_the_focused_span(window):
    span = focus_span(window, "Laurent Nunez")
    press(window, KEY.Key_End, SHIFT)
    focus = window.session.state.focus
    assert focus.anchor == span.start
    assert focus.at > span.end
    span = focus_span(window, "Laurent Nunez")
    press(window, KEY.Key_Up, SHIFT)
    focus = window.session.state.focus
    assert focus.anchor == span.start
    assert focus.at < span.start


def test_control_shift_home_and_end_extend_to_the_ends_of_the_text(window):
    window.session.run("focus.caret", 100)
    press(window, KEY.Key_Home, CONTROL | SHIFT)
    assert window.session.state.focus == Selection(100, 0)
    press(window, KEY.Key_End, CONTROL | SHIFT)
    assert window.session.state.focus == Selection(100, len(window.session.state.text))


def test_copy_takes_the_words_of_the_focus(window):
    focus_span(window, "Laurent Nunez")
    press(window, KEY.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "Laurent Nunez"


def test_held_keys_walk_and_never_finish(window):
    window.session.run("focus.caret", 0)
    hold(window, KEY.Key_Right)
    assert window.session.state.focus == Caret(5)
    seen = []
    window.session.watch(lambda before, after, edit: seen.append(edit))
    for key, modifier in (
        (KEY.Key_Return, NONE),
        (KEY.Key_X, NONE),
        (KEY.Key_PageDown, CONTROL),
        (KEY.Key_Return, SHIFT),
    ):
        hold(window, key, modifier)
    assert seen == []
    assert not window.session._asking


# ---- mouse
def test_a_drag_whose_release_went_elsewhere_is_let_go(window):
    view = window.view.viewport()
    before = window.session.state.focus
    QTest.mousePress(view, Qt.MouseButton.LeftButton, NONE, QPoint(120, 140))
    QTest.mouseMove(view, QPoint(300, 140))
    assert window.view._pointer.is_dragging
    QTest.mouseMove(view, QPoint(300, 190))  # the button is still down for Qt's tests: say that it is not
    moved = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(310, 190),
        QPointF(310, 190),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        NONE,
    )
    QApplication.sendEvent(view, moved)
    assert not window.view._pointer.is_down
    assert window.session.state.focus == before
    assert window.view.page.state.focus == before
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, NONE, QPoint(310, 190))
    assert window.session.state.focus == before


def turn(window, by):
    place = QPointF(200, 200)
    event = QWheelEvent(
        place, place, QPoint(), QPoint(0, by), Qt.MouseButton.NoButton, CONTROL, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(window.view.viewport(), event)


def test_fine_wheels_zoom_as_far_as_coarse_ones(window):
    window.view.zoom = 0.5
    for _ in range(30):
        turn(window, 8)
    fine = window.view.zoom
    window.view.zoom = 0.5
    turn(window, 120)
    turn(window, 120)
    assert fine == pytest.approx(window.view.zoom, abs=0.03)
    assert fine > 0.58


# ---- sizes
def test_folding_keeps_what_the_user_chose(window):
    press(window, KEY.Key_B, CONTROL)
    assert window.list.folded
    window.resize(1100, 700)
    window.resize(1440, 900)
    assert window.list.folded, "it was folded by hand"
    press(window, KEY.Key_B, CONTROL)
    window.resize(1100, 700)
    assert window.list.folded
    press(window, KEY.Key_B, CONTROL)
    assert not window.list.folded, "a narrow window shows it all the same when it is asked to"
    window.resize(1440, 900)
    assert not window.list.folded
    press(window, KEY.Key_B, CONTROL | SHIFT)
    window.resize(1000, 700)
    window.resize(1440, 900)
    assert window.side.isHidden()


def test_the_folded_list_has_a_dot_for_each_article_and_opens_it(window, desk):
    window.resize(1100, 700)
    desk.qtbot.waitUntil(lambda: window.list.model.row(0) is not None, timeout=5000)
    assert window.list.width() == 40
    assert not window.list.field.isVisible()
    table = window.list.table
    assert table.visualRect(window.list.model.index(0, 0)).height() == 26
    shown = window.list.table.grab().toImage()
    ground = shown.pixelColor(3, 100)
    colours = {shown.pixelColor(x, y).name() for x in range(shown.width()) for y in range(26)}
    assert window.frame.theme.colour("ok").name() in colours, "done"
    assert ground == window.frame.theme.colour("chrome")
    place = table.visualRect(window.list.model.index(0, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, NONE, place)
    assert window.focusWidget() is window.view
    press(window, KEY.Key_L, CONTROL)
    assert not window.list.folded
    assert window.focusWidget() is window.list.field


def test_the_title_of_a_folded_article_is_told_as_plain_text(window, desk):
    model = window.list.model

    def tip():
        return model.data(model.index(0, 0), Qt.ItemDataRole.ToolTipRole)

    desk.qtbot.waitUntil(lambda: tip().startswith("<span>Algeria, France"), timeout=5000)


def test_a_folding_list_gives_the_keyboard_back(window):
    window.list.field.setFocus()
    window.resize(1100, 700)
    assert window.focusWidget() is window.view


def test_the_window_is_never_smaller_than_its_parts_need(window):
    window.resize(300, 200)
    assert (window.width(), window.height()) == (900, 600)


def test_zoom_keeps_the_first_character_in_sight_also_after_the_wheel(window):
    window.resize(1440, 600)
    window.view.scroll_by(700)
    seen = window.view.first_visible()
    assert seen > 100
    for key in (KEY.Key_Plus, KEY.Key_Plus, KEY.Key_Minus):
        press(window, key, CONTROL)
        assert abs(window.view.first_visible() - seen) < 120


def test_zoom_keeps_the_first_character_in_sight(window):
    window.view.scroll_to(1500)
    seen = window.view.first_visible()
    for modifier_key in (KEY.Key_Plus, KEY.Key_Plus, KEY.Key_Minus):
        press(window, modifier_key, CONTROL)
        assert abs(window.view.first_visible() - seen) < 120


# ---- what files say
def test_the_corner_says_the_project_and_who_labels(window):
    said = [label.text() for label in window.menu_corner.findChildren(QLabel)]
    assert said[:3] == ["sample", "\u00b7", f"labelling as {window.frame.project.author.name}"]
    assert said[3:] == ["Commands", "Ctrl+K"]


def test_a_labels_name_opens_no_rich_text(window):
    from annotator.model.mark import Label
    from annotator.ui.panels import labels

    panel = next(panel for module, panel in window.panels if module.TITLE == "Labels")
    scheme = window.session.state.scheme
    row = labels._Row(panel, Label("entities/x", "entities", '<img src="/etc/hostname">'), scheme)
    assert "<img" not in row.toolTip()
    assert row.toolTip().startswith("<span>"), "rich text by its own word, else Qt would show the codes"


@pytest.mark.parametrize(
    ("command", "sought"),
    [("search.open", "search"), ("view.spans", "spans"), ("history.article", "history"), ("history.project", "history"),
     ("label.edit", "scheme"), ("article.details", "details")],
)  # fmt: skip
def test_esc_closes_every_page_and_its_button_does_too(window, desk, command, sought):
    for close in (lambda page: QTest.keyClick(window.focusWidget(), KEY.Key_Escape), _press_close):
        window.run(command)
        desk.settle(window)
        page = window.sides.page
        assert page is window.sides.pages[sought]
        assert page.isAncestorOf(window.focusWidget())
        close(page)
        assert window.sides.page is None
        assert window.view.hasFocus()


def _press_close(page):
    (button,) = [one for one in page.findChildren(QPushButton) if one.text() == "Close"]
    button.setFocus()
    QTest.keyClick(button, KEY.Key_Return)


def test_what_was_left_out_is_closed_with_esc(window):
    page = window.sides.open_page("left_out")
    page.show_entries([{"what": "span", "reason": "it holds no token"}])
    QTest.keyClick(window.focusWidget(), KEY.Key_Escape)
    assert window.sides.page is None
    assert window.view.hasFocus()


def test_esc_in_the_text_lets_go_first_and_closes_the_page_then(window):
    window.run("view.spans")
    window.view.setFocus()
    window.session.run("focus.range", 0, 7)
    QTest.keyClick(window.view, KEY.Key_Escape)
    assert window.sides.page is not None
    QTest.keyClick(window.view, KEY.Key_Escape)
    assert window.sides.page is None
    QTest.keyClick(window.view, KEY.Key_Escape)
    assert window.view.hasFocus()


def test_esc_keeps_the_label_then_closes_its_fields_and_then_the_page(window):
    window.run("label.edit", "entities/org")
    page = window.sides.page
    page.label_form.delete.click()
    assert page.deletion.isVisible()
    assert page.deletion.leave.hasFocus()
    QTest.keyClick(window.focusWidget(), KEY.Key_Escape)
    assert not page.deletion.isVisible()
    assert page.label_form.isVisible()
    QTest.keyClick(window.focusWidget(), KEY.Key_Escape)
    assert not page.label_form.isVisible()
    assert page.rows["entities/org"].hasFocus()
    QTest.keyClick(window.focusWidget(), KEY.Key_Escape)
    assert window.sides.page is None
    assert window.view.hasFocus()


def test_enter_presses_the_button_that_has_the_keyboard(window):
    window.run("label.edit", "entities/org")
    page = window.sides.page
    page.label_form.delete.click()
    QTest.keyClick(page.deletion.leave, KEY.Key_Return)
    assert page.label_form.isVisible()
    assert window.session.state.scheme.holds("entities/org")


PAGES = {
    "label.edit": "Edit labels", "article.details": "Article", "search.open": "Search all articles",
    "history.article": "History of the article", "view.spans": "Spans of the article",
}  # fmt: skip


def test_the_pages_have_one_head_and_one_way_back(window):
    places = set()
    for name, title in PAGES.items():
        window.run(name)
        page = window.sides.page
        QApplication.processEvents()
        (head,) = (one for one in page.findChildren(QLabel) if one.text() == title)
        (close,) = (one for one in page.findChildren(QPushButton) if one.text() == "Close")
        corner = close.mapTo(page, close.rect().bottomRight())
        places.add((head.property("role"), head.mapTo(page, head.rect().center()).y(), corner.x(), corner.y()))
        QTest.keyClick(window.focusWidget(), KEY.Key_Escape)
        assert window.sides.page is None, name
        assert window.view.hasFocus(), name
    assert len(places) == 1


def test_a_hairline_parts_the_text_from_each_of_its_sides_all_along(window):
    window.run("history.article")
    QApplication.processEvents()
    line = window.frame.theme.colour("line").rgb()
    for side in (window.list, window.sides.side):
        seen = side.grab().toImage()
        at = seen.width() - 1 if side is window.list else 0
        assert {seen.pixel(at, y) for y in range(seen.height())} == {line}
