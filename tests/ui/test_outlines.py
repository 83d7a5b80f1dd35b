from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

KEY, SHIFT, NONE = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier


def outlined(window):
    text = window.session.state.text
    return [text[start:end] for start, end in window.view.page.outlined]


def held(window, desk):
    """Hold Shift until its time has come."""
    QTest.keyPress(window.view, KEY.Key_Shift, SHIFT)
    desk.qtbot.waitUntil(lambda: not window.outlines._timer.isActive(), timeout=3000)


def select(window, words):
    at = window.session.state.text.index(words)
    window.session.run("focus.range", at, at + len(words))


def test_shift_alone_outlines_where_else_the_words_stand_until_it_is_let_go(sampled, desk):
    window = desk.open(sampled)
    select(window, "Algeria")
    QTest.keyPress(window.view, KEY.Key_Shift, SHIFT)
    assert outlined(window) == [], "not at once: most presses of Shift are for something else"
    desk.qtbot.waitUntil(lambda: outlined(window) != [], timeout=3000)
    assert outlined(window) == ["Algeria"] * 3
    assert window.status.said.text().startswith("\u201cAlgeria\u201d stands in 3 other places")
    QTest.keyRelease(window.view, KEY.Key_Shift, NONE)
    assert outlined(window) == []


def test_they_are_painted_round_the_words(sampled, desk):
    window = desk.open(sampled)
    select(window, "Algeria")
    before = window.view.grab().toImage()
    held(window, desk)
    after = window.view.grab().toImage()
    start, end = window.view.page.outlined[0]
    rect = window.view.rects_of(start, end)[0].toRect()
    assert before.copy(rect.adjusted(-6, -2, 6, 2)) != after.copy(rect.adjusted(-6, -2, 6, 2))
    assert before.copy(0, 0, 100, 100) == after.copy(0, 0, 100, 100)
    QTest.keyRelease(window.view, KEY.Key_Shift, NONE)
    assert window.view.grab().toImage() == before


def test_any_other_key_ends_it_and_does_what_it_does(sampled, desk):
    window = desk.open(sampled)
    select(window, "several months")
    held(window, desk)
    assert "no other place" in window.status.said.text()
    select(window, "governments")
    held(window, desk)
    QTest.keyPress(window.view, KEY.Key_5, SHIFT)
    assert outlined(window) == []
    assert window.session.state.focused.label == "entities/event"
    assert window.session.said.startswith("EVENT on ")


def test_a_caret_and_other_keys_with_shift_outline_nothing(sampled, desk):
    window = desk.open(sampled)
    window.session.run("focus.caret", 3)
    held(window, desk)
    assert outlined(window) == []
    select(window, "Algeria")
    QTest.keyPress(window.view, KEY.Key_Shift, SHIFT | Qt.KeyboardModifier.ControlModifier)
    assert not window.outlines._timer.isActive()
    QTest.keyPress(window.view, KEY.Key_Shift, SHIFT)
    QTest.mousePress(window.view.viewport(), Qt.MouseButton.LeftButton, SHIFT, window.view.rect().center())
    assert not window.outlines._timer.isActive()
