import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest

from annotator.ui.sheets.cheatsheet import fits, on_paper
from annotator.ui.sheets.sections import Row


@pytest.fixture
def window(sampled, desk):
    return desk.open(sampled)


def opened(window):
    QTest.keyClicks(window.focusWidget(), "?")
    return window.sheet


def test_a_question_mark_opens_it_and_closes_it_again(window):
    sheet = opened(window)
    assert sheet.keys.hasFocus()
    QTest.keyClicks(window.focusWidget(), "?")
    assert window.sheet is None
    assert window.focusWidget() is window.view


def test_it_fits_a_window_of_the_design_and_scrolls_in_the_smallest(window):
    sheet = opened(window)
    assert window.rect().contains(sheet.panel.geometry())
    assert sheet.scrolled.verticalScrollBar().maximum() == 0
    window.resize(900, 600)
    assert window.rect().contains(sheet.panel.geometry())
    bar = sheet.scrolled.verticalScrollBar()
    assert bar.maximum() > 0
    assert sheet.keys.width() <= sheet.scrolled.viewport().width(), "no key is cut off at the side"
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_PageDown)
    assert bar.value() > 0


def test_a_screen_reader_is_told_every_row(window):
    told = QAccessible.queryAccessibleInterface(opened(window).keys).text(QAccessible.Text.Name)
    assert "Undo: Ctrl+Z" in told
    assert "PER ORG GPE LOC EVENT DATE ISSUE: 1 \u2026 7" in told


def test_a_user_s_own_key_is_on_it(window):
    window.frame.chosen.keep(keys={"help.keys": "F9"})
    window.rebind()
    QTest.keyClick(window.view, Qt.Key.Key_F9)
    assert "All keys: F9" in window.sheet.keys.text()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_F9)
    assert window.sheet is None


def test_the_way_to_change_keys_leads_from_it(window):
    sheet = opened(window)
    change = next(
        one
        for one in sheet._taking_keys()
        if one.accessibleName() or getattr(one, "text", str)() == "Change keys\u2026"
    )
    change.setFocus()
    QTest.keyClick(change, Qt.Key.Key_Space)
    assert window.sheet.pages.currentWidget() is window.sheet.keys
    assert window.sheet.keys.field.hasFocus()


def test_it_is_painted_in_the_colours_of_the_theme(window):
    sheet = opened(window)
    light = sheet.panel.grab().toImage()
    window.run("view.theme.dark")
    dark = sheet.panel.grab().toImage()
    assert dark.pixelColor(200, 200) == QColor(window.frame.theme.colour("raised"))
    assert light.pixelColor(200, 200) != dark.pixelColor(200, 200)


def test_it_is_printed_whole_on_one_page(window, tmp_path):
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "keys.pdf"))
    on_paper(opened(window).keys, printer)
    made = (tmp_path / "keys.pdf").read_bytes()
    assert made.startswith(b"%PDF")
    assert made.count(b"/Type /Page\n") == 1


def test_rows_of_three_lines_do_not_fit(window):
    assert fits(Row("Undo", ("Ctrl+Z",)))
    assert fits(Row("Done, and on to the next unfinished article", ("Enter",)))
    assert not fits(Row("word " * 40, ("Enter",)))
    assert not fits(Row("Undo", ("Ctrl+Shift+PgDn",) * 3))


def test_nothing_is_painted_past_its_column(window):
    keys = opened(window).keys
    image = QImage(keys.size(), QImage.Format.Format_RGB32)
    image.fill(keys.palette().window().color())  # the label paints none of its own
    keys.render(image)
    edge = keys.width() - 20
    ground = image.pixel(edge, 2)
    assert all(image.pixel(edge, y) == ground for y in range(keys.height()))
