"""The lists of the history page: chosen by keys and mouse, painted as plain text."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.ui.moment_list import LINE_HEIGHT, MOST_LINES, DifferenceList, MomentList
from annotator.ui.moments import About, MomentModel
from annotator.ui.theme import Theme

KEY = Qt.Key


@pytest.fixture
def moments(sampled, desk):
    window = desk.open(sampled)
    for start in range(4):
        window.session.run("focus.range", start, start + 3)
        window.session.run("label.apply", "entities/per")
    window.session.run("edit.undo")
    desk.settle(window)
    model = MomentModel(window.frame)
    made = MomentList(Theme.load("light"), model)
    made.resize(288, 400)
    desk.qtbot.addWidget(made)
    model.show(About(window.session.state.number, window.session.state.article.id))
    made.show()
    desk.qtbot.waitUntil(lambda: model.rowCount() == 7 and model.line(6) is not None, timeout=10_000)
    return made


def test_rows_are_chosen_by_keys_and_mouse_and_a_row_that_is_chosen_is_told_once(moments):
    told = []
    moments.chosen.connect(told.append)
    moments.pick(0)
    moments.pick(0)
    QTest.keyClick(moments, KEY.Key_Down)
    QTest.keyClick(moments, KEY.Key_End)
    QTest.mouseClick(
        moments.viewport(), Qt.MouseButton.LeftButton, pos=moments.visualRect(moments.model().index(3, 0)).center()
    )
    QTest.keyClick(moments, KEY.Key_Home)
    assert told == [0, 1, 6, 3, 0]


def test_letters_and_digits_look_for_nothing_and_are_told(moments):
    typed = []
    moments.typed.connect(lambda: typed.append(moments.row))
    moments.pick(2)
    for key in (KEY.Key_A, KEY.Key_1, KEY.Key_P):
        QTest.keyClick(moments, key)
    assert typed == [2, 2, 2]


def test_the_row_that_is_chosen_stays_while_others_come_above_it(moments, desk):
    moments.pick(5)
    seq = moments.model().seqs[4]
    window = desk.windows[0]
    window.session.run("focus.range", 9, 12)
    window.session.run("label.apply", "entities/per")
    desk.settle(window)
    moments.model().refresh()
    desk.qtbot.waitUntil(lambda: moments.model().rowCount() == 8, timeout=10_000)
    assert (moments.row, moments.model().seqs[moments.row - 1]) == (6, seq)


def test_what_is_taken_back_is_struck_out_and_the_row_that_is_chosen_has_its_own_ground(moments):
    def row(at):
        return moments.grab(moments.visualRect(moments.model().index(at, 0))).toImage()

    theme = Theme.load("light")
    moments.pick(0)
    assert row(0).pixelColor(200, 20) == theme.colour("row")
    assert row(2).pixelColor(280, 20) == theme.colour("chrome")
    assert moments.model().line(2).undone
    assert (is_struck_out(row(1), theme), is_struck_out(row(2), theme)) == (False, True)
    moments.set_theme(Theme.load("dark"))
    assert row(0).pixelColor(200, 20) == Theme.load("dark").colour("row")


def is_struck_out(shown, theme):
    """Return whether some row of pixels is nowhere the ground: a line through the words."""
    ground = theme.colour("chrome")
    return any(all(shown.pixelColor(x, y) != ground for x in range(18, 60)) for y in range(4, 22))


def test_differences_take_no_more_room_than_they_need(qtbot):
    made = DifferenceList()
    qtbot.addWidget(made)
    told = []
    made.chosen.connect(told.append)
    for count in (0, 2, 50):
        made.show_lines([f"<b>gone</b>: {at}" for at in range(count)])
        assert made.height() == LINE_HEIGHT * min(MOST_LINES, count)
    made.show()
    made.setCurrentIndex(made.lines.index(3, 0))
    made.show_lines(made.lines.stringList())
    assert (made.row, told) == (3, [3]), "the same lines are not set anew"
