"""An annotator finds words in the article and in the project, and labels what is found, by real key presses alone."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

KEY, NONE = Qt.Key, Qt.KeyboardModifier.NoModifier
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
TEXTS = (
    "Northport reopens\n\nMayor Ada Lindqvist said on Tuesday that the Harbour Board of Northport must pay.",
    "Harbour\n\nTom Brandt of the Harbour Board agreed. 北京大学也同意了。",
)


def press(window, *keys, modifier=NONE):
    for key in keys:
        QTest.keyClick(window.focusWidget(), key, modifier)


def write(window, words):
    QTest.keyClicks(window.focusWidget(), words)


def spans(window):
    state = window.session.state
    return [(state.text[span.start : span.end], state.scheme.label(span.label).name) for span in state.marks.spans]


def project(tmp_path, spandesk):
    path = tmp_path / "p.spans"
    assert spandesk("new", path).code == 0
    for at, text in enumerate(TEXTS):
        (tmp_path / f"{at}.txt").write_text(text, encoding="utf-8")
    assert spandesk("add", path, tmp_path / "0.txt", tmp_path / "1.txt").code == 0
    return path


def test_find_close_and_label_then_find_on_and_label(tmp_path, spandesk, desk):
    window = desk.open(project(tmp_path, spandesk))
    press(window, KEY.Key_F, modifier=CONTROL)
    write(window, "northport")
    press(window, KEY.Key_Escape, KEY.Key_3)
    assert spans(window) == [("Northport", "GPE")]
    press(window, KEY.Key_F3, KEY.Key_3)
    assert spans(window) == [("Northport", "GPE"), ("Northport", "GPE")]
    press(window, KEY.Key_Z, modifier=CONTROL)
    press(window, KEY.Key_Z, modifier=CONTROL)
    assert spans(window) == []
    desk.settle(window)


def test_search_the_project_open_and_label_from_the_list_and_take_all_back(tmp_path, spandesk, desk, qtbot):
    window = desk.open(project(tmp_path, spandesk))
    press(window, KEY.Key_F, modifier=CONTROL | SHIFT)
    write(window, '"harbour board"')
    press(window, KEY.Key_Return)
    qtbot.waitUntil(lambda: window.session.state.range is not None, timeout=15_000)
    press(window, KEY.Key_2)
    press(window, KEY.Key_Down, KEY.Key_2)
    desk.settle(window)
    assert window.session.state.number == 2
    assert spans(window) == [("Harbour Board", "ORG")]
    press(window, KEY.Key_Escape)
    assert window.view.hasFocus()
    press(window, KEY.Key_BracketLeft)
    assert spans(window) == [("Harbour", "ORG")]
    for _ in range(3):
        press(window, KEY.Key_Z, modifier=CONTROL)
        desk.settle(window)
    assert (window.session.state.number, spans(window)) == (1, [])


def test_two_letters_of_chinese_are_found_in_the_project_and_labelled(tmp_path, spandesk, desk, qtbot):
    window = desk.open(project(tmp_path, spandesk))
    press(window, KEY.Key_F, modifier=CONTROL | SHIFT)
    window.focusWidget().setText("北京")  # as an input method does
    press(window, KEY.Key_Return)
    qtbot.waitUntil(lambda: window.session.state.range is not None, timeout=15_000)
    press(window, KEY.Key_3)
    desk.settle(window)
    assert spans(window) == [("北京", "GPE")]
