"""What is to be exported is asked in a dialog that shows what would leave, by keys."""

import json
from concurrent.futures import Future

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QScrollArea, QWidget

from annotator.project import exported
from annotator.ui.dialogs.export import ExportDialog

KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
PATIENCE = 120_000  # milliseconds
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def window(sampled, desk):
    return desk.open(sampled)


@pytest.fixture
def broken(path, spandesk, tmp_path):
    """Return a project with a span on half a token, one in whole tokens, and an article that is not done."""
    rows = [
        {"text": "Ada met Tom in Bern.", "title": "First",
         "spans": [{"start": 0, "end": 2, "label": "PER"}, {"start": 8, "end": 11, "label": "PER"}],
         "status": {"": {"entities": "done"}}},
        {"text": "Tom left.", "title": "Second", "spans": [{"start": 0, "end": 3, "label": "PER"}]},
    ]  # fmt: skip
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert spandesk("add", path, tmp_path / "in", "--as", "jsonl").code == 0
    return path


def asked(window):
    QTest.keyClick(window.view, KEY.Key_E, CONTROL)
    dialog = window.findChild(ExportDialog)
    assert dialog.isVisible()
    return dialog


def choose(dialog, kind):
    dialog.choices.radios[kind].setChecked(True)


def ready(dialog, desk):
    desk.qtbot.waitUntil(lambda: dialog.outlook.answer is not None, timeout=PATIENCE)
    return dialog.outlook.answer


def exported_in(window, desk):
    desk.qtbot.waitUntil(lambda: not window.banner.isHidden(), timeout=PATIENCE)
    return window.banner.words.text()


def test_it_starts_on_the_bundle_and_proposes_a_target_for_every_kind(window):
    dialog = asked(window)
    project = window.frame.project.path
    assert dialog.choices.kind == "bundle"
    assert dialog.target.text() == str(project.with_suffix(".training"))
    for kind, suffix in (("docbin", ".spacy"), ("jsonl", ".jsonl"), ("conll", ".conll")):
        choose(dialog, kind)
        assert dialog.target.text() == str(project.with_suffix(suffix))


def test_what_was_asked_for_is_written_and_told(window, desk, tmp_path):
    import spacy
    from spacy.tokens import DocBin

    dialog = asked(window)
    choose(dialog, "docbin")
    dialog.target.setText(str(tmp_path / "train.spacy"))
    QTest.keyClick(dialog.target, KEY.Key_Return)
    said = exported_in(window, desk)
    assert said.startswith("1 article and ")
    assert "written to train.spacy" in said
    assert "Show folder" in [one.text() for one in window.banner.buttons]
    docs = list(DocBin().from_disk(tmp_path / "train.spacy").get_docs(spacy.blank("en").vocab))
    assert len(docs) == 1


def test_what_would_leave_is_what_then_leaves_and_nothing_is_written_before(broken, desk, tmp_path):
    window = desk.open(broken)
    before = broken.read_bytes()
    dialog = asked(window)
    choose(dialog, "docbin")
    answer = ready(dialog, desk)
    assert broken.read_bytes() == before
    assert not broken.with_suffix(".spacy").exists()
    assert (answer["articles"], answer["spans"]) == (1, 1)
    assert sorted(one["what"] for one in answer["left_out"]) == ["span", "status"], "the words of the span are missing"
    assert dialog.exporting.text() == "Export 1 article"
    assert dialog.said.text() == "1 article and 1 span leave"
    assert [line.counts for line in dialog.outlook.table.lines if line.name == "PER"] == [(1, 1)]
    assert "Not taken: 1 article: not done" in dialog.outlook.not_taken.text()
    QTest.keyClick(dialog.target, KEY.Key_Return)
    assert "1 article and 1 span were written to p.spacy" in exported_in(window, desk)


def test_a_choice_ends_the_older_preview_and_begins_another(broken, desk):
    window = desk.open(broken)
    dialog = asked(window)
    choose(dialog, "docbin")
    desk.qtbot.waitUntil(lambda: dialog.preview.job is not None, timeout=PATIENCE)
    first = dialog.preview.job
    dialog.choices.statuses["any"].setChecked(True)
    assert first.cancelled
    assert ready(dialog, desk)["articles"] == 2
    dialog.choices.layers["entities"].setChecked(False)
    assert dialog.outlook.answer is None
    assert ready(dialog, desk)["not_taken"] == {"layer not asked for": 3}


def test_the_curve_is_shown_where_a_suggester_is_fitted_and_names_its_cap(window, desk):
    dialog = asked(window)
    answer = ready(dialog, desk)
    sizes = answer["layers"]["claims"]["suggester"]
    assert dialog.outlook.coverage.isVisible()
    assert f"Spans of up to {max(sizes)} tokens are suggested: 100 % of 24." in dialog.outlook.share.text()
    choose(dialog, "docbin")
    ready(dialog, desk)
    assert not dialog.outlook.coverage.isVisible()


def test_enter_on_a_row_goes_to_what_is_left_out_of_it(broken, desk):
    window = desk.open(broken)
    dialog = asked(window)
    choose(dialog, "docbin")
    ready(dialog, desk)
    table = dialog.outlook.table
    table.setFocus()
    row = next(at for at, line in enumerate(table.lines) if line.name == "PER")
    table.setCurrentIndex(table.model().index(row, 0))
    QTest.keyClick(table, KEY.Key_Return)
    assert dialog.outlook.left_out.hasFocus()
    assert dialog.outlook.left_out.entry(dialog.outlook.left_out.currentIndex().row())["text"] == "Ad"


def test_a_row_gives_way_to_its_span_and_the_dialog_comes_back_as_it_was(broken, desk, tmp_path):
    window = desk.open(broken)
    dialog = asked(window)
    choose(dialog, "docbin")
    dialog.target.setText(str(tmp_path / "mine.spacy"))
    ready(dialog, desk)
    assert dialog.outlook.left_out.choose(lambda entry: entry["what"] == "span")
    QTest.keyClick(dialog.outlook.left_out, KEY.Key_Return)
    assert not dialog.isVisible()
    desk.qtbot.waitUntil(lambda: window.session.state.focused is not None, timeout=PATIENCE)
    state = window.session.state
    assert (state.detail("title"), state.text[state.focused.start : state.focused.end]) == ("First", "Ad")
    assert window.sides.page.count.text() == "2"
    desk.qtbot.waitUntil(window.view.hasFocus, timeout=PATIENCE)
    assert "Ctrl+E comes back" in window.status.said.text()
    again = asked(window)
    assert again is dialog
    assert (again.choices.kind, again.target.text()) == ("docbin", str(tmp_path / "mine.spacy"))
    assert ready(again, desk)["spans"] == 1


def test_it_starts_on_what_was_exported_last_and_tells_what_changed_since(broken, desk, spandesk, tmp_path):
    target = tmp_path / "out.spacy"
    words = ("--as", "docbin", "--layer", "entities", "--align", "entities=expand")
    assert spandesk("export", broken, target, *words).code == 0
    window = desk.open(broken)
    window.run("article.open", 1)
    window.run("focus.range", 15, 19)
    window.run("label.apply", "entities/gpe")
    desk.settle(window)
    dialog = asked(window)
    assert (dialog.choices.kind, dialog.target.text()) == ("docbin", str(target))
    assert dialog.choices.chosen == {"layer": ["entities"], "status": ["done"], "align": ["entities=expand"]}
    ready(dialog, desk)
    assert "since the export to out.spacy: " in dialog.said.text()
    assert "+1 span" in dialog.said.text()
    assert dialog.note.text() == "The file is there already; it is replaced whole."


def test_what_was_exported_in_the_window_is_remembered_with_its_choices(broken, desk):
    window = desk.open(broken)
    dialog = asked(window)
    choose(dialog, "conll")
    QTest.keyClick(dialog.target, KEY.Key_Return)
    exported_in(window, desk)
    (one,) = exported.load(broken)
    assert (one.kind, one.target) == ("conll", str(broken.with_suffix(".conll")))
    assert asked(window).choices.kind == "conll"


def test_a_bare_name_lies_beside_the_project(window, desk):
    dialog = asked(window)
    choose(dialog, "jsonl")
    dialog.target.setText("out.jsonl")
    dialog.exporting.click()
    exported_in(window, desk)
    assert (window.frame.project.path.parent / "out.jsonl").exists()


def test_what_lies_at_the_target_is_told(window, tmp_path):
    dialog = asked(window)
    choose(dialog, "jsonl")
    (tmp_path / "there.jsonl").write_text("x")
    dialog.target.setText(str(tmp_path / "there.jsonl"))
    assert "it is replaced whole" in dialog.note.text()
    dialog.target.setText(str(tmp_path / "new.jsonl"))
    assert dialog.note.text() == ""
    dialog.target.setText(str(tmp_path))
    assert (dialog.note.text(), dialog.exporting.isEnabled()) == ("It is a folder: name a file.", False)
    dialog.target.setText("  ")
    assert not dialog.exporting.isEnabled()
    choose(dialog, "bundle")
    dialog.target.setText(str(tmp_path / "there.jsonl"))
    assert (dialog.note.text(), dialog.exporting.isEnabled()) == ("It is a file: name a folder.", False)


def test_a_folder_that_is_chosen_is_taken_where_an_export_may_lie_in_it_alone(window, tmp_path):
    dialog = asked(window)
    choose(dialog, "bundle")
    full, empty = tmp_path / "full", tmp_path / "empty"
    full.mkdir()
    empty.mkdir()
    (full / "mine.txt").write_text("x")
    dialog._into(full, "p.training")
    assert dialog.target.text() == str(full / "p.training")
    dialog._into(empty, "p.training")
    assert dialog.target.text() == str(empty)


def test_why_nothing_would_leave_is_told_and_another_target_or_choice_asks_again(broken, desk, tmp_path):
    window = desk.open(broken)
    dialog = asked(window)
    choose(dialog, "docbin")
    for name in ("done", "skipped"):
        dialog.choices.statuses[name].setChecked(name == "skipped")
    desk.qtbot.waitUntil(lambda: "X in the text marks one skipped" in dialog.outlook.note.text(), timeout=PATIENCE)
    assert dialog.outlook.answer is None
    dialog.choices.statuses["done"].setChecked(True)
    ready(dialog, desk)


def test_where_nothing_is_done_the_window_says_so_in_its_own_words_and_offers_all_articles(
    path, desk, spandesk, tmp_path
):
    row = {"text": "Tom left.", "spans": [{"start": 0, "end": 3, "label": "PER"}]}
    (tmp_path / "a.jsonl").write_text(json.dumps(row) + "\n")
    assert spandesk("add", path, tmp_path / "a.jsonl", "--as", "jsonl").code == 0
    window = desk.open(path)
    dialog = asked(window)
    desk.qtbot.waitUntil(dialog.outlook.all.isVisible, timeout=PATIENCE)
    said = "Nothing leaves: 1 article has marks but none is done. Enter in the text marks one done."
    assert dialog.outlook.note.text() == said
    assert not dialog.exporting.isEnabled()
    assert not dialog.outlook.table.isVisible(), "no empty tables are shown"
    assert dialog.outlook.note.y() < 40, "it stands at the top"
    dialog.outlook.all.click()
    assert dialog.choices.chosen == {"status": ["any"]}
    assert dialog.outlook.note.isVisible()
    assert ready(dialog, desk)["articles"] == 1
    assert dialog.exporting.isEnabled()
    assert dialog.outlook.table.isVisible()
    assert not dialog.outlook.all.isVisible()


def test_that_it_is_worked_out_anew_is_seen_also_after_an_answer(broken, desk):
    window = desk.open(broken)
    dialog = asked(window)
    choose(dialog, "docbin")
    ready(dialog, desk)
    dialog.choices.statuses["any"].setChecked(True)
    assert dialog.outlook.note.isVisible()
    assert dialog.outlook.note.text() == "Working out what leaves"


def test_a_project_as_target_is_refused_in_the_banner(window, desk):
    dialog = asked(window)
    choose(dialog, "jsonl")
    dialog.target.setText(str(window.frame.project.path))
    before = window.frame.project.path.read_bytes()
    dialog.exporting.click()
    desk.qtbot.waitUntil(lambda: not window.banner.isHidden(), timeout=PATIENCE)
    assert window.banner.head.text() == "Nothing was exported"
    assert "it is a project" in window.banner.words.text()
    assert window.frame.project.path.read_bytes() == before


def test_while_something_else_is_under_way_the_dialog_stays(window, desk, tmp_path):
    window.run("project.check")
    dialog = asked(window)
    choose(dialog, "jsonl")
    dialog.accept()
    assert dialog.isVisible()
    assert dialog.note.text().startswith("One thing at a time")
    desk.qtbot.waitUntil(lambda: not window.work.running, timeout=PATIENCE)


def test_esc_leaves_everything_as_it_is_and_ends_the_preview(window, desk, tmp_path):
    dialog = asked(window)
    desk.qtbot.waitUntil(lambda: dialog.preview.job is not None, timeout=PATIENCE)
    job = dialog.preview.job
    QTest.keyClick(dialog, KEY.Key_Escape)
    assert job.cancelled
    assert window.findChild(ExportDialog) is None
    assert window.banner.isHidden()
    assert not list(tmp_path.glob("*.spacy"))
    job.wait(30)


def test_it_fits_the_smallest_window_and_everything_in_it_has_a_name(window, desk):
    window.resize(900, 600)
    dialog = asked(window)
    ready(dialog, desk)
    assert dialog.width() <= 900
    assert dialog.height() <= 600
    for widget in dialog.findChildren(QWidget):
        inside = isinstance(widget, QScrollArea) or isinstance(widget.parent(), QComboBox)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and not inside:
            read = QAccessible.queryAccessibleInterface(widget)
            assert read.text(QAccessible.Text.Name), widget


def test_in_the_smallest_window_the_curve_and_its_words_stand_beside_the_table_and_not_on_it(window, desk):
    window.resize(900, 600)
    dialog = asked(window)
    ready(dialog, desk)
    outlook = dialog.outlook
    assert outlook.coverage.isVisible()
    table = outlook.table.mapTo(dialog, outlook.table.rect().topRight())
    beside = [label for label in outlook._curve.findChildren(QLabel) if label.isVisible()]
    for part in (outlook.coverage, *beside):
        place = part.geometry().translated(outlook._curve.mapTo(dialog, QPoint(0, 0)))
        assert table.x() < place.left() <= place.right() < dialog.width(), part
    assert all(label.height() >= label.heightForWidth(label.width()) for label in beside), "no word is cut"


def test_tab_reaches_every_part_and_comes_round(window, desk):
    dialog = asked(window)
    ready(dialog, desk)
    dialog.activateWindow()
    wanted = {dialog.outlook.table, dialog.outlook.left_out, dialog.target, dialog.exporting}
    met = set()
    for _ in range(60):
        QTest.keyClick(dialog.focusWidget(), KEY.Key_Tab)
        met.add(dialog.focusWidget())
    assert wanted <= met


def test_authors_that_are_read_after_it_was_closed_are_let_be(window, desk):
    dialog = asked(window)
    authors: Future[dict] = Future()
    authors.set_result({})
    dialog._authors_read(authors)  # in the queue of the window's thread, behind which the dialog goes
    shiboken6.delete(dialog)
    ran = []
    window.frame.post(lambda: ran.append(True))
    desk.qtbot.waitUntil(lambda: bool(ran))
