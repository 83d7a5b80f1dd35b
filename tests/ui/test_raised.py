import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout

from annotator.ui.raised import Raised

KEY, NONE, SHIFT, CONTROL = (
    Qt.Key, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier,
)  # fmt: skip


class Plain(Raised):
    WIDTH, HEIGHT, COMMAND = 400, 200, "view.hints"

    def __init__(self, window):
        super().__init__(window, "A sheet")
        column = QVBoxLayout(self.panel)
        self.buttons = [QPushButton(words) for words in ("One", "Two")]
        for button in self.buttons:
            column.addWidget(button)


@pytest.fixture
def window(sampled, desk):
    return desk.open(sampled)


@pytest.fixture
def sheet(window):
    window.frame.chosen.keep(keys={"view.hints": "Ctrl+J"})
    window.rebind()
    window.sheet = Plain(window)
    window.sheet.lay()
    return window.sheet


def test_it_lies_over_the_window_and_takes_the_keyboard(window, sheet):
    assert sheet.geometry() == window.rect()
    assert window.focusWidget() is sheet.buttons[0]
    assert window.childAt(window.view.mapTo(window, QPoint(5, 5))) is sheet


def test_a_screen_reader_is_told_a_dialog_with_its_name(sheet):
    told = QAccessible.queryAccessibleInterface(sheet.panel)
    assert told.role() == QAccessible.Role.Dialog
    assert told.text(QAccessible.Text.Name) == "A sheet"


def test_tab_stays_inside(window, sheet):
    one, two = sheet.buttons
    for held, wanted in ((NONE, two), (NONE, one), (SHIFT, two), (SHIFT, one)):
        QTest.keyClick(window.focusWidget(), KEY.Key_Backtab if held else KEY.Key_Tab, held)
        assert window.focusWidget() is wanted


@pytest.mark.parametrize(("key", "held"), [(KEY.Key_Escape, NONE), (KEY.Key_J, CONTROL), (KEY.Key_F6, NONE)])
def test_its_keys_close_it_and_the_text_has_the_keyboard_again(window, sheet, key, held):
    QTest.keyClick(window.focusWidget(), key, held)
    assert window.sheet is None
    assert not sheet.isVisible()
    assert window.focusWidget() is window.view
    assert not window.hints.isHidden(), "its own key closes it and does no more"


def test_a_click_beside_it_closes_it_and_one_on_it_does_not(window, sheet):
    QTest.mouseClick(sheet.panel, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert window.sheet is sheet
    before = window.session.state
    QTest.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=window.view.mapTo(window, QPoint(150, 60)))
    assert window.sheet is None
    assert window.session.state is before, "the click is not one on the text"


def test_no_key_reaches_what_lies_beneath(window, sheet):
    before, zoom = window.session.state, window.view.zoom
    for key, held in ((KEY.Key_Plus, CONTROL), (KEY.Key_PageDown, CONTROL), (KEY.Key_E, NONE), (KEY.Key_Z, CONTROL)):
        QTest.keyClick(window.focusWidget(), key, held)
    assert (window.session.state, window.view.zoom, window.session.said) == (before, zoom, "")
    assert not window.session._asking


def test_it_follows_the_size_and_the_theme_of_the_window(window, sheet):
    window.resize(900, 600)
    assert sheet.geometry() == window.rect()
    assert window.rect().contains(sheet.panel.geometry())
    light = sheet.grab().toImage().pixelColor(5, 300)
    window.run("view.theme.dark")
    assert sheet.grab().toImage().pixelColor(5, 300).lightnessF() < light.lightnessF()


def test_another_sheet_takes_its_place(window, sheet):
    window.run("program.commands")
    assert window.sheet is not sheet
    assert not sheet.isVisible()
    assert window.sheet.field.hasFocus()


def test_a_panel_is_no_larger_than_the_window(window, sheet):
    sheet.WIDTH, sheet.HEIGHT = 5000, 5000
    sheet._fit()
    assert window.rect().contains(sheet.panel.geometry())


def test_the_key_that_closes_a_sheet_is_whole_in_the_smallest_window(sampled, desk):
    window = desk.open(sampled)
    window.resize(900, 600)
    for name in ("help.keys", "program.settings", "help.open"):
        window.run(name)
        caps = [one for one in window.sheet.panel.findChildren(QLabel) if one.text() == "Esc"]
        assert [cap.width() for cap in caps] == [cap.sizeHint().width() for cap in caps] != [], name
        window.sheet.close_sheet()
