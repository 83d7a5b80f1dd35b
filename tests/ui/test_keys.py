import pytest
from PySide6.QtCore import Qt

from annotator.ui import keys
from annotator.ui.keys import Press, name_of

K = Qt.Key


def press(key, text="", place=0, control=False, alt=False, shift=False, meta=False):
    return Press(key.value if hasattr(key, "value") else key, text, place, control, alt, shift, meta=meta)


@pytest.mark.parametrize(("one", "name"), [
    (press(K.Key_Return, "\r"), "Enter"), (press(K.Key_Enter, "\r"), "Enter"), (press(K.Key_Return, "\r", shift=True), "Shift+Enter"),
    (press(K.Key_Backspace, "\b"), "Del"), (press(K.Key_Delete), "Del"), (press(K.Key_Space, " "), "Space"), (press(K.Key_Space, " ", shift=True), "Shift+Space"),
    (press(K.Key_Escape), "Esc"), (press(K.Key_Left, alt=True), "Alt+Left"), (press(K.Key_Left, alt=True, shift=True), "Alt+Shift+Left"),
    (press(K.Key_PageDown, control=True, shift=True), "Ctrl+Shift+PgDn"), (press(K.Key_F1), "F1"),
    (press(K.Key_BracketRight, "]"), "]"), (press(K.Key_BraceLeft, "{", shift=True), "{"),
    (press(K.Key_E, "e"), "E"), (press(K.Key_E, "E", shift=True), "Shift+E"), (press(K.Key_Z, "\x1a", control=True), "Ctrl+Z"),
    (press(K.Key_Z, "\x1a", control=True, shift=True), "Ctrl+Shift+Z"), (press(K.Key_Period, "."), "."), (press(K.Key_Comma, ","), ","),
    (press(K.Key_1, "1"), "1"), (press(K.Key_Exclam, "!", 10, shift=True), "Shift+1"), (press(K.Key_Shift), ""), (press(K.Key_3, "3", shift=True), "Shift+3"), (press(K.Key_3, "3", control=True, shift=True), "Ctrl+Shift+3"),
    (press(K.Key_A, "a", meta=True), "Meta+A"), (press(K.Key_1, "1", 10, meta=True), "Meta+1"), (press(K.Key_Return, "\r", meta=True), "Meta+Enter"),
])  # fmt: skip
def test_names_on_a_us_keyboard(one, name):
    assert name_of(one) == name


@pytest.mark.skipif(keys._PLACES is not keys._X11, reason="the codes of X11 places")
@pytest.mark.parametrize(("one", "name"), [
    (press(K.Key_Ampersand, "&", 10), "1"),  # the key 1 of a French keyboard types &
    (press(K.Key_Apostrophe, "'", 13), "4"),
    (press(K.Key_A, "a", 24), "A"),  # what stands at the US place of Q
    (press(0x0426, "\u0446", 25), "W"),  # a Cyrillic letter counts by its place
    (press(0x0410, "\u0410", 38, shift=True), "Shift+A"),
    (press(0x0645, "\u0645", 54), "C"),  # an Arabic one as well
    (press(0x0425, "\u0445", 34), "["), (press(0x042A, "\u042a", 35, shift=True), "}"),
    (press(K.Key_BracketLeft, "[", 17), "["),  # AltGr and 8 of a German keyboard
    (press(K.Key_BracketLeft, "[", 17, control=True, alt=True), "["),  # the same where AltGr looks like Ctrl+Alt
    (press(K.Key_BracketLeft, "\x1b", 17, control=True, alt=True), "Ctrl+Alt+["),  # Ctrl and Alt beside AltGr
    (press(K.Key_BraceRight, "\x1d", 19, control=True, alt=True), "Ctrl+Alt+}"),
    (press(K.Key_AE, "\u00e6", 24), ""),  # AltGr and A of a French keyboard, where others have Q
    (press(K.Key_Udiaeresis, "\u00fc", 34), "["), (press(K.Key_Dead_Circumflex, "", 34), "["), (press(K.Key_Dead_Acute, "", 58), ""),
    (press(0x00F7, "\u00f7", 31, shift=True), "Shift+I"),  # what Arabic types there
    (press(K.Key_Agrave, "\u00e0", 19, control=True), "Ctrl+0"), (press(0x0669, "\u0669", 18), "9"),
])  # fmt: skip
def test_names_by_place_on_other_layouts(one, name):
    assert name_of(one) == name


def test_only_ctrl_and_function_keys_are_shortcuts_of_the_window():
    assert [
        key
        for key in ("Ctrl+Z", "F1", "Shift+F6", "F", "E", "Enter", "Del", "]", "Alt+Left", "Shift+Space", "Shift+F")
        if keys.is_shortcut(key)
    ] == ["Ctrl+Z", "F1", "Shift+F6"]


def test_every_shortcut_is_one_that_qt_knows():
    from PySide6.QtGui import QKeySequence

    from annotator.ui.command import every_command

    for one in every_command().values():
        for key in one.keys:
            assert (
                QKeySequence(keys.sequence(key)).toString().replace("PgDown", "PgDn").replace("Return", "Enter") == key
            )
