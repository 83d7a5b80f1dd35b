"""An annotator looks back by real key presses, and takes what was."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

KEY, NONE, CONTROL = Qt.Key, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
TEXT = "Northport reopens its ferry line\n\nMayor Ada Lindqvist said on Tuesday that it must pay. Tom Brandt agreed."


def press(window, *keys, modifier=NONE):
    for key in keys:
        QTest.keyClick(window.view, key, modifier)


def spans(window):
    state = window.session.state
    return [(state.text[span.start : span.end], state.scheme.label(span.label).name) for span in state.marks.spans]


def select(window, words):
    at = window.session.state.text.index(words)
    window.session.run("focus.range", at, at + len(words))


def moment(desk, window, count):
    """Wait until the article is shown with so many spans, in the past."""
    state = lambda: window.session.state
    desk.qtbot.waitUntil(lambda: bool(state().past) and len(spans(window)) == count, timeout=10_000)


def test_label_three_look_back_come_back_restore_undo(tmp_path, spandesk, desk):
    path = tmp_path / "p.spans"
    (tmp_path / "a.txt").write_text(TEXT)
    spandesk("new", path)
    spandesk("add", path, tmp_path / "a.txt")
    window = desk.open(path)
    for word, key in (("Northport", KEY.Key_3), ("Ada Lindqvist", KEY.Key_1), ("Tom Brandt", KEY.Key_1)):
        select(window, word)
        press(window, key)
    desk.settle(window)
    labelled, focus = spans(window), window.session.state.focus
    bytes_then = path.read_bytes()

    press(window, KEY.Key_H)
    page = window.sides.page
    assert page.list.hasFocus()
    desk.qtbot.waitUntil(lambda: page.model.rowCount() == 2, timeout=10_000)
    window.run("history.article")
    desk.qtbot.waitUntil(lambda: page.model.rowCount() == 5, timeout=10_000)
    for count in (3, 2, 1, 0):
        QTest.keyClick(page.list, KEY.Key_Down)
        moment(desk, window, count)
    assert "after an intake" in window.session.state.past
    QTest.keyClick(page.list, KEY.Key_Escape)
    assert window.view.hasFocus()
    assert (spans(window), window.session.state.focus) == (labelled, focus)
    assert path.read_bytes() == bytes_then, "looking writes nothing"

    window.run("history.article")
    desk.qtbot.waitUntil(lambda: page.model.rowCount() == 5, timeout=10_000)
    for count in (3, 2, 1):
        QTest.keyClick(page.list, KEY.Key_Down)
        moment(desk, window, count)
    window.show_around()
    page.restore_article.setFocus()
    QTest.keyClick(page.restore_article, KEY.Key_Space)
    assert spans(window) == [("Northport", "GPE")]
    assert window.status.said.text() == "2 marks of the article restored."
    desk.settle(window)
    QTest.keyClick(page.list, KEY.Key_Escape)
    press(window, KEY.Key_Z, modifier=CONTROL)
    desk.settle(window)
    assert spans(window) == labelled
    desk.close(window)

    window = desk.open(path)
    assert spans(window) == labelled
    press(window, KEY.Key_Z, modifier=CONTROL)
    desk.settle(window)
    assert spans(window) == labelled[:2], "what was undone is not undone again: the newest label is"
    desk.close(window)
    assert spandesk("check", path).code == 0


def test_one_span_is_brought_back_and_the_rest_stays(tmp_path, spandesk, desk):
    path = tmp_path / "p.spans"
    (tmp_path / "a.txt").write_text(TEXT)
    spandesk("new", path)
    spandesk("add", path, tmp_path / "a.txt")
    window = desk.open(path)
    select(window, "Ada Lindqvist")
    press(window, KEY.Key_1, KEY.Key_BracketLeft, KEY.Key_2)
    desk.settle(window)
    assert spans(window) == [("Ada", "ORG")]
    press(window, KEY.Key_H)
    page = window.sides.page
    desk.qtbot.waitUntil(lambda: page.model.rowCount() == 4, timeout=10_000)
    QTest.keyClick(page.list, KEY.Key_End)
    desk.qtbot.waitUntil(lambda: spans(window) == [("Ada Lindqvist", "PER")], timeout=10_000)
    window.show_around()
    assert page.differences.lines.stringList() == ["moved: ORG \u201cAda\u201d"]
    page.restore_span.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(page.restore_span, KEY.Key_Space)
    assert spans(window) == [("Ada Lindqvist", "PER")]
    assert not window.session.state.past
    desk.settle(window)
    press(window, KEY.Key_Z, modifier=CONTROL)
    assert spans(window) == [("Ada", "ORG")]
    desk.settle(window)
