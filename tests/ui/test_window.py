import itertools
import json
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import Future

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from annotator.editing.state import Caret, OnSpan, Selection
from annotator.model.problem import Problem
from annotator.ui import app
from annotator.ui.label_row import LabelRow
from annotator.ui.theme import Theme

KEY = Qt.Key


def click(window, text, nth=1):
    at = -1
    for _ in range(nth):
        at = window.session.state.text.index(text, at + 1)
    rect = window.view.rects_of(at, at + len(text))[0]
    QTest.mouseClick(
        window.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, rect.center().toPoint()
    )
    return at


def press(window, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(window.view, key, modifier)


def test_the_sample_is_shown_with_its_labels(sampled, desk):
    window = desk.open(sampled)
    assert window.session.state.number == 1
    assert len(window.session.state.marks.spans) == 59
    assert window.list.model.rowCount() == 1
    assert window.status.place.text() == "Article 1 of 1"
    assert window.status.done.text() == "1 done"
    assert "sample" in window.windowTitle()


def test_a_click_selects_a_word_and_a_key_labels_it(sampled, desk):
    window = desk.open(sampled)
    at = click(window, "announcement")
    assert window.session.state.focus == Selection(at, at + 12)
    press(window, KEY.Key_5)
    desk.settle(window)
    span = window.session.state.focused
    assert (span.start, span.end, span.label, span.origin) == (at, at + 12, "entities/event", "hand")
    press(window, KEY.Key_BracketRight)
    assert window.session.state.focused.end == at + len("announcement came")
    press(window, KEY.Key_Delete)
    assert window.session.state.focus == Selection(at, at + len("announcement came"))
    press(window, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.session.state.focused.end == at + len("announcement came")
    desk.settle(window)
    assert window.status.saved.text().startswith("\u25cf Saved ")


def test_a_click_on_a_chip_focuses_the_span(sampled, desk):
    window = desk.open(sampled)
    click(window, "Abdelmadjid Tebboune")
    span = window.session.state.focused
    assert window.session.state.text[span.start : span.end] == "Abdelmadjid Tebboune"
    press(window, KEY.Key_Escape)
    assert isinstance(window.session.state.focus, Caret)


def test_a_label_of_the_panel_labels_by_click_and_the_text_keeps_the_keyboard(sampled, desk):
    window = desk.open(sampled)
    at = click(window, "announcement")
    panel = next(panel for module, panel in window.panels if module.TITLE == "Labels")
    row = panel._rows["entities/org"]
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(40, 12))
    assert window.session.state.focused.label == "entities/org"
    assert window.session.state.focused.start == at
    window.show_around()
    assert row.isChecked()
    assert window.view.hasFocus() or not window.isActiveWindow()


def test_letters_typed_into_the_filter_run_no_command(sampled, desk):
    window = desk.open(sampled)
    click(window, "announcement")
    before = window.session.state
    window.run("view.filter")
    QTest.keyClicks(window.list.field, "c1eax.")
    assert window.session.state is before
    assert window.list.field.text() == "c1eax."
    desk.qtbot.waitUntil(lambda: window.list.model.rowCount() == 0, timeout=5000)


def test_keys_move_the_caret_by_lines_as_they_are_drawn(sampled, desk):
    window = desk.open(sampled)
    window.session.run("focus.caret", 70)
    press(window, KEY.Key_Down)
    down = window.session.state.place
    assert down > 70
    press(window, KEY.Key_Up)
    assert abs(window.session.state.place - 70) <= 1
    press(window, KEY.Key_End, Qt.KeyboardModifier.ShiftModifier)
    assert isinstance(window.session.state.focus, Selection)


def test_held_keys_do_one_thing_where_repeating_would_harm(sampled, desk):
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    window = desk.open(sampled)
    done = []
    window.session.watch(lambda before, after, edit: done.append(edit))
    event = QKeyEvent(QEvent.Type.KeyPress, KEY.Key_F.value, Qt.KeyboardModifier.NoModifier, "f", True, 1)
    window.view.keyPressEvent(event)
    assert done == []
    assert event.isAccepted()


def test_after_the_first_paint_the_windows_thread_never_asks_sqlite(sampled, desk, monkeypatch):
    window = desk.open(sampled)
    main = threading.get_ident()
    asked = []

    def watch(statement):
        if threading.get_ident() == main:
            asked.append(statement)

    window.frame.project.reader.connection.set_trace_callback(watch)
    real = sqlite3.connect

    def connect(*words, **more):
        made = real(*words, **more)
        made.set_trace_callback(watch)
        return made

    monkeypatch.setattr(sqlite3, "connect", connect)
    click(window, "announcement")
    press(window, KEY.Key_2)
    press(window, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    press(window, KEY.Key_Return)
    window.list.reload()
    desk.settle(window)
    desk.qtbot.wait(300)
    assert asked == []


def test_marks_stay_hollow_and_counted_until_the_disk_takes_them(sampled, desk):
    window = desk.open(sampled)
    holder = sqlite3.connect(sampled, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    click(window, "announcement")
    press(window, KEY.Key_2)
    span = window.session.state.focused
    assert window.session.unsaved_ids == {span.id}
    desk.qtbot.waitUntil(lambda: window.status.saved.text() == "\u25cb 1 mark not saved yet", timeout=3000)
    holder.execute("ROLLBACK")
    holder.close()
    desk.settle(window)
    assert window.session.unsaved_ids == frozenset()
    assert window.status.saved.text().startswith("\u25cf Saved")


def test_trouble_stands_in_a_banner_until_it_is_over(sampled, desk, monkeypatch):
    from annotator.project import writing
    from annotator.ui import safety

    window = desk.open(sampled)
    monkeypatch.setattr(safety, "WAIT_AT_CLOSE", 100)
    monkeypatch.setattr(writing, "RETRY_SECONDS", 60.0)
    away = sampled.with_suffix(".away")
    sampled.rename(away)
    click(window, "announcement")
    press(window, KEY.Key_2)
    desk.qtbot.waitUntil(lambda: not window.banner.isHidden(), timeout=10_000)
    assert window.banner.head.text() == "Not saved \u2013 it was moved, or another file has taken its place"
    assert "1 mark waits in memory and is tried again" in window.banner.words.text()
    assert [button.text() for button in window.banner.buttons] == ["Try again", "Save a copy\u2026", "Show folder"]
    window.close()
    assert window.isVisible(), "closing with unsaved marks stays open"
    desk.qtbot.waitUntil(lambda: "stays open" in window.banner.words.text(), timeout=10_000)
    assert [button.text() for button in window.banner.buttons] == [
        "Try again",
        "Save a copy\u2026",
        "Close and lose 1 mark",
    ]
    away.rename(sampled)
    window.banner.buttons[0].click()
    desk.settle(window)
    desk.qtbot.waitUntil(window.banner.isHidden, timeout=10_000)
    assert window.frame.project.unsaved == ()


def test_what_another_process_labels_appears(sampled, desk, spandesk, tmp_path):
    window = desk.open(sampled)
    text = window.session.state.text
    source = tmp_path / "more.jsonl"
    import json

    source.write_text(
        json.dumps({"text": text, "spans": [{"start": 0, "end": 7, "label": "PER"}], "answer": "accept"}) + "\n"
    )
    assert spandesk("add", sampled, source, "--author", "annotator B").code == 0
    desk.qtbot.waitUntil(lambda: len(window.session.state.others.spans) == 1, timeout=10_000)


def test_themes_change_without_a_restart(sampled, desk):
    window = desk.open(sampled)
    for name in ("dark", "light"):
        window.set_theme(Theme.load(name))
        image = window.grab().toImage()
        page = Theme.load(name).colour("page")
        place = window.view.mapTo(window, QPoint(20, 20))
        assert image.pixelColor(place) == page


def test_every_text_of_a_file_is_shown_as_plain_text(sampled, desk):
    window = desk.open(sampled)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in window.findChildren(QLabel))


def test_every_widget_that_takes_focus_has_a_name(sampled, desk):
    from PySide6.QtWidgets import QAbstractButton, QWidget

    window = desk.open(sampled)
    for widget in window.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            named = widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text())
            assert named, widget


def test_where_it_was_is_kept(sampled, desk):
    window = desk.open(sampled)
    window.view.zoom = 1.4
    window.view.scroll_to(1500)
    seen = window.view.first_visible()
    desk.close(window)
    again = desk.open(sampled)
    assert again.view.zoom == pytest.approx(1.4)
    assert abs(again.view.first_visible() - seen) < 120


def test_a_narrow_window_makes_room_for_the_text(sampled, desk):
    window = desk.open(sampled)
    window.resize(1100, 700)
    assert window.list.folded
    assert window.list.width() == 40
    assert not window.side.isHidden()
    window.resize(950, 700)
    assert window.side.isHidden()
    window.resize(1440, 900)
    assert not window.list.folded
    assert not window.side.isHidden()


def test_an_empty_project_opens(path, desk):
    window = desk.open(path)
    press(window, KEY.Key_E)
    press(window, KEY.Key_1)
    assert window.session.state.number == 0


def test_at_first_paint_nothing_heavy_is_loaded(sampled):
    code = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from annotator.ui.reading.view import ReadingView
painted = ReadingView.paintEvent
def paint(self, event):
    painted(self, event)
    print([name for name in ("spacy", "numpy", "sqlite_utils", "subprocess") if name in sys.modules])
    QTimer.singleShot(0, QApplication.instance().quit)
ReadingView.paintEvent = paint
from annotator.cli import main
main([sys.argv[1]])
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(sampled)], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines()[0] == "[]", done.stderr


def test_a_display_is_looked_for(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert app.has_display() == (sys.platform in ("win32", "darwin"))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert app.has_display()


def test_the_focused_span_is_told(sampled, desk):
    window = desk.open(sampled)
    panel = next(panel for module, panel in window.panels if module.TITLE == "Focused span")
    assert panel.empty.isVisible()
    click(window, "Laurent Nunez")
    window.show_around()
    assert panel.quote.text() == "Laurent Nunez"
    assert panel.fields["Characters"][1].text() == "444\u2013457"
    assert isinstance(window.session.state.focus, OnSpan)


def test_a_long_name_of_a_project_leaves_the_menus_where_they_are(tmp_path, spandesk, desk):
    path = tmp_path / f"{'a[*]b' * 36}.spans"
    assert spandesk("new", path).code == 0
    window = desk.open(path)
    corner = window.menu_corner
    first = window.menuBar().actionGeometry(window.menuBar().actions()[-1])
    assert corner.mapTo(window.menuBar(), QPoint(0, 0)).x() > first.right()
    assert window.windowTitle().count("[*][*]") == 36


def test_many_labels_are_scrolled_and_never_lie_over_one_another(tmp_path, spandesk, desk):
    labels = "".join(f'[[layers.labels]]\nname = "L{at}"\n' for at in range(60))
    (tmp_path / "many.toml").write_text(f'[[layers]]\nid = "entities"\nrule = "flat"\n{labels}')
    assert spandesk("new", tmp_path / "m.spans", "--scheme", tmp_path / "many.toml").code == 0
    window = desk.open(tmp_path / "m.spans")
    panel = next(panel for module, panel in window.panels if module.TITLE == "Labels")
    rows = sorted((row.y(), row.height()) for row in panel._rows.values())
    assert len(rows) == 60
    assert all(below - top >= height for (top, height), (below, _) in itertools.pairwise(rows))


def test_the_bar_of_the_panels_comes_and_goes_without_moving_them(sampled, desk):
    window = desk.open(sampled)
    row = window.side.findChild(LabelRow)
    bar = window.sides.panel("labels").parentWidget().parentWidget().parentWidget().verticalScrollBar()
    window.resize(1440, 1200)
    desk.qtbot.waitUntil(lambda: not bar.isVisible())
    QApplication.processEvents()  # what is beside the bar takes its room
    before = row.geometry()
    window.run("focus.span", next(one.id for one in window.session.state.marks.spans if one.label == "claims/claim"))
    window.show_around()
    window.resize(1440, 600)
    desk.qtbot.waitUntil(bar.isVisible)
    QApplication.processEvents()
    assert row.geometry() == before
    assert bar.mapTo(window, bar.rect().topRight()).x() == window.width() - 1
    assert window.childAt(bar.mapTo(window, bar.rect().center())) is bar, "nothing covers it"
    window.run("focus.clear")
    window.resize(1440, 1200)
    desk.qtbot.waitUntil(lambda: not bar.isVisible())
    QApplication.processEvents()
    assert row.geometry() == before


def test_a_letter_typed_in_the_list_reads_no_titles(tmp_path, spandesk, desk):
    lines = "".join(json.dumps({"text": f"Article {at} here."}) + "\n" for at in range(1000))
    (tmp_path / "a.jsonl").write_text(lines)
    assert spandesk("new", tmp_path / "p.spans").code == 0
    assert spandesk("add", tmp_path / "p.spans", tmp_path / "a.jsonl", "--as", "prodigy").code == 0
    window = desk.open(tmp_path / "p.spans")
    desk.qtbot.waitUntil(lambda: window.list.model.rowCount() == 1000)
    desk.qtbot.wait(100)
    asked = set(window.list.model._asked)
    QTest.keyClicks(window.list.table, "zq")
    assert window.list.model._asked == asked
    assert len(asked) < 1000 // 64


def test_a_page_of_the_list_that_could_not_be_read_is_asked_for_again(sampled, desk):
    window = desk.open(sampled)
    desk.qtbot.waitUntil(lambda: window.list.model.rowCount() == 1)
    model = window.list.model
    model._rows.clear()
    model._asked = {0}
    failed = Future()
    failed.set_exception(Problem("the list", "it was busy"))
    model._arrived(failed, 0)
    assert model.row(0) is None
    desk.qtbot.waitUntil(lambda: model.row(0) is not None)


def test_the_text_shows_a_key_before_the_panels_do(sampled, desk):
    window = desk.open(sampled)
    panel = next(panel for module, panel in window.panels if module.TITLE == "Labels")
    before = panel._rows["entities/org"].count
    click(window, "announcement")
    press(window, KEY.Key_2)
    assert window.view.page.state.focused.label == "entities/org"
    assert panel._rows["entities/org"].count == before
    desk.qtbot.waitUntil(lambda: panel._rows["entities/org"].count == before + 1)


def test_the_list_shows_what_the_disk_took_before_the_panels_were_painted(sampled, desk):
    window = desk.open(sampled)
    desk.qtbot.waitUntil(lambda: window.list.model.row(0) is not None)
    before = window.list.model.row(0).flat
    window._later.setInterval(60_000)  # as a paint would be that takes very long
    click(window, "announcement")
    press(window, KEY.Key_2)
    desk.qtbot.waitUntil(lambda: window.list.model.row(0).flat == before + 1)
