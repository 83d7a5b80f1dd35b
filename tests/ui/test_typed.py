import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from annotator.ui import typed
from annotator.ui.keys import Press, name_of

NONE = Qt.KeyboardModifier.NoModifier
E, B = 26, 56  # the places of these letters on an X11 keyboard


@pytest.fixture(autouse=True)
def unseen():
    typed._SEEN.clear()
    yield
    typed._SEEN.clear()


def press(text, place, control=False, shift=False):
    one = Press(0x0423, text, place, control, False, shift)
    typed.see(one, name_of(one))


def test_a_key_is_shown_by_what_it_types_once_that_was_seen():
    assert typed.shown("E") == "E"
    press("\u0443", E)
    assert [typed.shown(key) for key in ("E", "Shift+E", "Ctrl+E")] == ["\u0423", "Shift+\u0423", "Ctrl+\u0423"]
    assert [typed.shown(key) for key in ("B", "Enter", "Ctrl++", "1 \u2026 7")] == [
        "B",
        "Enter",
        "Ctrl++",
        "1 \u2026 7",
    ]


def test_a_latin_letter_tells_that_the_layout_was_changed():
    press("\u0443", E)
    press("b", B)
    assert typed.shown("E") == "E"


def test_what_is_typed_with_ctrl_tells_nothing():
    press("\u0443", E, control=True)
    assert typed.shown("E") == "E"


def test_hints_and_menus_show_it(sampled, desk):
    window = desk.open(sampled)
    window.session.run("focus.caret", 3)
    event = QKeyEvent(QEvent.Type.KeyPress, 0x0423, NONE, E, 0, 0, "\u0443")
    QApplication.sendEvent(window.view, event)
    assert window.session.state.range is not None, "it was found by its place"
    window.session.run("focus.caret", 3)
    window.show_around()
    assert (("\u0423",), "select the word") in window.hints.shown
    window.menus.menus["Edit"].aboutToShow.emit()
    assert any(one.text().endswith("paragraph\t\u0423") for one in window.menus.menus["Edit"].actions())
