"""An annotator labels by real key presses, closes, comes back, undoes further, and the labels reach spaCy."""

import spacy
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from spacy.tokens import DocBin

from annotator.ui import sample

KEY, NONE = Qt.Key, Qt.KeyboardModifier.NoModifier
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
TEXT = "Northport reopens its ferry line\n\nMayor Ada Lindqvist said on Tuesday that the line must pay its way. Tom Brandt agreed."


def press(window, *keys, modifier=NONE):
    for key in keys:
        QTest.keyClick(window.view, key, modifier)


def spans(window):
    state = window.session.state
    return [(state.text[span.start : span.end], state.scheme.label(span.label).name) for span in state.marks.spans]


def walk_to(window, word):
    """Select a word with J, from the top."""
    press(window, KEY.Key_Home, modifier=CONTROL)
    press(window, KEY.Key_E)
    for _ in range(60):
        held = window.session.state.range
        if window.session.state.text[slice(*held)] == word:
            return
        press(window, KEY.Key_J)
    raise AssertionError(word)


def test_label_undo_close_reopen_undo_further_export_read_back(tmp_path, spandesk, desk):
    path = tmp_path / "p.spans"
    (tmp_path / "a.txt").write_text(TEXT)
    assert spandesk("new", path).code == 0
    assert spandesk("add", path, tmp_path / "a.txt").code == 0
    window = desk.open(path)

    walk_to(window, "Northport")
    press(window, KEY.Key_3)
    walk_to(window, "Ada")
    press(window, KEY.Key_1, KEY.Key_BracketRight)
    assert spans(window) == [("Northport", "GPE"), ("Ada Lindqvist", "PER")]
    walk_to(window, "line")
    walk_to(window, "pay")
    press(window, KEY.Key_E, KEY.Key_E)
    press(window, KEY.Key_C)
    claim = spans(window)[1]
    assert claim[1] == "CLAIM"
    assert len(claim[0].split()) > 6
    walk_to(window, "Tom")
    press(window, KEY.Key_1)
    press(window, KEY.Key_2)
    assert spans(window)[-1] == ("Tom", "ORG")
    press(window, KEY.Key_Z, modifier=CONTROL)
    press(window, KEY.Key_Z, modifier=CONTROL)
    press(window, KEY.Key_Z, modifier=CONTROL | SHIFT)
    assert spans(window)[-1] == ("Tom", "PER")
    desk.close(window)

    window = desk.open(path)
    assert len(spans(window)) == 4
    press(window, KEY.Key_Z, modifier=CONTROL)
    desk.settle(window)
    assert len(spans(window)) == 3
    press(window, KEY.Key_Z, modifier=CONTROL)
    desk.settle(window)
    assert spans(window) == [("Northport", "GPE"), ("Ada Lindqvist", "PER")]
    press(window, KEY.Key_Z, modifier=CONTROL)
    desk.settle(window)
    assert spans(window)[-1] == ("Ada", "PER")
    for expected in (2, 3, 4):
        press(window, KEY.Key_Y, modifier=CONTROL)
        desk.settle(window)
        assert len(spans(window)) == expected
    press(window, KEY.Key_Return)
    desk.settle(window)
    desk.qtbot.waitUntil(lambda: window.status.done.text() == "1 done", timeout=5000)
    desk.close(window)

    report = spandesk("export", path, tmp_path / "x.spacy", "--as", "docbin", "--json").json
    assert (report["articles"], report["spans"], report["left_out"]) == (1, 4, [])
    (doc,) = DocBin().from_disk(tmp_path / "x.spacy").get_docs(spacy.blank("en").vocab)
    assert [(one.text, one.label_) for one in doc.ents] == [
        ("Northport", "GPE"),
        ("Ada Lindqvist", "PER"),
        ("Tom", "PER"),
    ]
    assert [(one.text, one.label_) for one in doc.spans["claims"]] == [claim]
    assert spandesk("check", path).code == 0


def test_undo_opens_the_article_it_belongs_to(tmp_path, spandesk, desk):
    path = tmp_path / "p.spans"
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(f"Article {name} is about Northport.")
    spandesk("new", path)
    spandesk("add", path, tmp_path / "a.txt", tmp_path / "b.txt")
    window = desk.open(path)
    walk_to(window, "Northport")
    press(window, KEY.Key_3)
    press(window, KEY.Key_PageDown, modifier=CONTROL)
    desk.settle(window)
    assert window.session.state.number == 2
    press(window, KEY.Key_Z, modifier=CONTROL)
    desk.settle(window)
    assert window.session.state.number == 1
    assert spans(window) == []
    assert "Article a" in window.status.said.text()


def test_mouse_and_keys_together(tmp_path, spandesk, desk):
    path = tmp_path / "p.spans"
    (tmp_path / "a.txt").write_text(TEXT)
    spandesk("new", path)
    spandesk("add", path, tmp_path / "a.txt")
    window = desk.open(path)
    view = window.view.viewport()

    def place(word):
        at = TEXT.index(word)
        return window.view.rects_of(at, at + len(word))[0]

    first, last = place("Ada"), place("Lindqvist")
    QTest.mousePress(view, Qt.MouseButton.LeftButton, NONE, first.center().toPoint())
    QTest.mouseMove(view, last.center().toPoint())
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, NONE, last.center().toPoint())
    press(window, KEY.Key_1)
    assert spans(window) == [("Ada Lindqvist", "PER")]
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, NONE, place("Tuesday").center().toPoint())
    press(window, KEY.Key_6)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, NONE, place("Ada").center().toPoint())
    press(window, KEY.Key_Delete)
    assert spans(window) == [("Tuesday", "DATE")]


def test_the_first_start_opens_the_sample(home, desk):
    window = desk.open()
    assert window.frame.project.path == sample.path()
    assert len(spans(window)) == 59
    assert window.banner.isHidden()
    desk.close(window)
    assert desk.open().frame.project.path == sample.path()


def test_a_project_that_went_away_is_named_and_the_sample_opens(tmp_path, spandesk, desk):
    path = tmp_path / "mine.spans"
    spandesk("new", path)
    desk.close(desk.open(path))
    path.unlink()
    window = desk.open()
    assert window.frame.project.path == sample.path()
    assert "mine.spans" in window.banner.accessibleName()
    window.banner.buttons[0].click()
    assert window.banner.isHidden()
    desk.close(window)


def test_a_last_project_that_is_damaged_does_not_bar_the_way(tmp_path, spandesk, desk):
    path = tmp_path / "mine.spans"
    spandesk("new", path)
    desk.close(desk.open(path))
    path.write_bytes(b"no project" * 100)
    window = desk.open()
    assert window.frame.project.path == sample.path()
    assert "it is not a Spandesk project" in window.banner.accessibleName()
    assert path.read_bytes() == b"no project" * 100
