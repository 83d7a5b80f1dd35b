"""An annotator labels a name everywhere, in the project, takes it back, refuses a suggestion, and finds all of it again."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.editing.state import OnSuggestion
from annotator.model.mark import Refusal

KEY, NONE = Qt.Key, Qt.KeyboardModifier.NoModifier
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
FIRST = "Northport reopens its line\n\nThe mayor of Northport said that Northport pays. Northporters agree, and Northport-born too."
SECOND = "In Northport all is well.\n\nNorthport sleeps."
THIRD = "Nothing of it here, but Northport."


def press(window, *keys, modifier=NONE):
    for key in keys:
        QTest.keyClick(window.view, key, modifier)


def settle(window, desk):
    desk.qtbot.waitUntil(lambda: not window.session.state.gathering, timeout=15000)
    desk.settle(window)
    desk.qtbot.waitUntil(lambda: window.frame.suggesting.is_idle, timeout=15000)
    window.show_around()


def spans(window):
    state = window.session.state
    return [(state.text[span.start : span.end], state.scheme.label(span.label).name) for span in state.marks.spans]


def stored(path, spandesk):
    """How many spans the project holds."""
    return spandesk("stats", path, "--json").json["spans"]


def test_everywhere_project_undo_refuse_reopen(tmp_path, spandesk, desk):
    path = tmp_path / "p.spans"
    spandesk("new", path)
    for name, text in zip("abc", (FIRST, SECOND, THIRD), strict=True):
        (tmp_path / f"{name}.txt").write_text(text)
        spandesk("add", path, tmp_path / f"{name}.txt")
    window = desk.open(path)

    press(window, KEY.Key_Home, modifier=CONTROL)
    press(window, KEY.Key_E)
    press(window, KEY.Key_3, modifier=SHIFT)
    assert spans(window) == [("Northport", "GPE")] * 3, "whole words, the headline among them"
    assert window.status.said.text() == "GPE on 3."
    press(window, KEY.Key_P)
    settle(window, desk)
    assert window.status.said.text() == "GPE on 3 in 2 articles, 3 already."
    assert stored(path, spandesk) == 6

    press(window, KEY.Key_Z, modifier=CONTROL)
    settle(window, desk)
    assert window.session.state.number == 2, "what is taken back is shown"
    assert spans(window) == []
    assert stored(path, spandesk) == 3
    press(window, KEY.Key_Y, modifier=CONTROL)
    settle(window, desk)
    assert stored(path, spandesk) == 6
    desk.close(window)

    window = desk.open(path)  # one Ctrl+Z takes all back, over the articles, also after a new start
    settle(window, desk)
    press(window, KEY.Key_Z, modifier=CONTROL)
    settle(window, desk)
    assert stored(path, spandesk) == 3
    assert window.session.state.number == 2

    press(window, KEY.Key_Home, modifier=CONTROL)
    press(window, KEY.Key_Tab)
    assert [one[1:3] for one in window.session.state.suggestions] == [(3, 12), (27, 36)]
    assert isinstance(window.session.state.focus, OnSuggestion)
    press(window, KEY.Key_Delete)
    assert window.session.state.target.start == 27, "the next one takes the focus"
    press(window, KEY.Key_Y)
    settle(window, desk)
    assert spans(window) == [("Northport", "GPE")]
    assert next(iter(window.session.state.marks.spans)).origin == "repeat"
    desk.close(window)

    window = desk.open(path)
    settle(window, desk)
    assert window.session.state.number == 2
    (refusal,) = [mark for mark in window.session.state.marks if isinstance(mark, Refusal)]
    assert (refusal.start, refusal.end, refusal.label) == (3, 12, "entities/gpe")
    assert list(window.session.state.suggestions) == [], "it stays refused"
    press(window, KEY.Key_End, modifier=CONTROL)
    press(window, KEY.Key_Comma)
    press(window, KEY.Key_3, modifier=CONTROL | SHIFT)
    settle(window, desk)
    assert window.status.said.text() == "GPE on 1 in 1 article, 1 refused before, 4 already."
    assert stored(path, spandesk) == 5
    assert spandesk("check", path).code == 0
    exported = spandesk("export", path, tmp_path / "x.jsonl", "--as", "jsonl", "--json").json
    assert exported["spans"] == 5


def test_esc_before_the_commit_leaves_the_project_as_it_was(tmp_path, spandesk, desk):
    path = tmp_path / "p.spans"
    spandesk("new", path)
    for at in range(3):
        (tmp_path / f"{at}.txt").write_text(f"Northport {at}")
    spandesk("add", path, *(tmp_path / f"{at}.txt" for at in range(3)))
    window = desk.open(path)
    settle(window, desk)
    press(window, KEY.Key_Home, modifier=CONTROL)
    press(window, KEY.Key_E)
    press(window, KEY.Key_3, modifier=CONTROL | SHIFT)
    press(window, KEY.Key_Escape)
    assert window.status.said.text() == "Stopped: nothing in the project was changed."
    settle(window, desk)
    assert spans(window) == []
    assert stored(path, spandesk) == 0
    press(window, KEY.Key_3, modifier=CONTROL | SHIFT)
    settle(window, desk)
    assert stored(path, spandesk) == 3


def test_tab_stays_in_the_text_and_shift_y_accepts_what_is_on_screen(tmp_path, spandesk, desk):
    path = tmp_path / "p.spans"
    (tmp_path / "a.txt").write_text("Northport.\n\n" + "Of Northport.\n\n" * 200)
    spandesk("new", path)
    spandesk("add", path, tmp_path / "a.txt")
    window = desk.open(path)
    press(window, KEY.Key_Tab)
    assert window.focusWidget() is window.view
    assert window.status.said.text() == "Nothing is suggested here."
    press(window, KEY.Key_E, KEY.Key_3)
    settle(window, desk)
    assert len(window.session.state.suggestions) == 200
    press(window, KEY.Key_Y, modifier=SHIFT)
    settle(window, desk)
    accepted = len(spans(window)) - 1
    assert 3 < accepted < 40
    _, last = window.view.seen_range()
    assert all(one.end <= last + 1 for one in window.session.state.marks.spans)
    press(window, KEY.Key_Z, modifier=CONTROL)
    assert len(spans(window)) == 1
