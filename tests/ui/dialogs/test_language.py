"""The languages are narrowed by what is typed; the one that is chosen is that of the texts, in one gesture."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.editing.sight import PAST
from annotator.language import known
from annotator.ui.dialogs import language
from annotator.ui.dialogs.language import CODE, NAME, NOW, LanguageDialog

KEY = Qt.Key
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def window(path, desk):
    return desk.open(path)


def asked(window):
    window.run("project.language")
    return next((one for one in window.findChildren(LanguageDialog) if one.isVisible()), None)


def shown(dialog):
    return [row.text(CODE) for row in dialog.rows if not row.isHidden()]


def typed(dialog, words):
    dialog.field.selectAll()
    QTest.keyClicks(dialog.field, words)


def test_every_language_of_spacy_is_there_by_its_name_and_that_of_the_texts_is_marked(window):
    dialog = asked(window)
    assert sorted(shown(dialog)) == list(known())
    names = [row.text(NAME) for row in dialog.rows]
    assert names == sorted(names)
    assert [row.text(NAME) for row in dialog.rows if row.text(NOW)] == ["English"]
    assert dialog.picked == "en"
    assert dialog.focusWidget() is dialog.field
    dialog.reject()


@pytest.mark.parametrize(("words", "picked", "others"), [
    ("chin", "zh", []), ("zh", "zh", []), ("de", "de", []), ("Norw", "nb", ["nn"]), ("  GERMAN ", "de", []), ("da", "da", []),
])  # fmt: skip
def test_what_is_typed_is_sought_in_names_and_codes_and_the_nearest_is_picked(window, words, picked, others):
    dialog = asked(window)
    typed(dialog, words)
    assert dialog.picked == picked
    assert {picked, *others} <= set(shown(dialog))
    assert len(shown(dialog)) < 12
    dialog.field.selectAll()
    QTest.keyClick(dialog.field, KEY.Key_Backspace)
    assert dialog.picked == "en"
    assert len(shown(dialog)) == len(known())


def test_the_arrows_walk_the_list_from_the_field_and_enter_chooses_once(window, desk):
    dialog = asked(window)
    typed(dialog, "norw")
    QTest.keyClick(dialog.field, KEY.Key_Down)
    assert dialog.picked == "nn"
    QTest.keyClick(dialog.field, KEY.Key_Up)
    assert dialog.picked == "nb"
    QTest.keyClick(dialog.field, KEY.Key_Return)
    assert not dialog.isVisible()
    assert window.session.state.language == "nb"
    assert window.status.said.text() == "The language of the texts is Norwegian Bokm\u00e5l now."
    desk.settle(window)


def test_enter_in_the_list_and_a_double_click_choose_too(window, desk):
    dialog = asked(window)
    typed(dialog, "chinese")
    QTest.keyClick(dialog.list, KEY.Key_Return)
    assert window.session.state.language == "zh"
    desk.settle(window)
    dialog = asked(window)
    row = next(row for row in dialog.rows if row.text(CODE) == "fr")
    dialog.list.scrollToItem(row)
    place = dialog.list.visualItemRect(row).center()
    QTest.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.session.state.language == "fr"
    assert window.session.said == "The language of the texts is French now."
    desk.settle(window)


def test_esc_changes_nothing(window):
    dialog = asked(window)
    typed(dialog, "zh")
    QTest.keyClick(dialog.field, KEY.Key_Escape)
    assert not dialog.isVisible()
    assert (window.session.state.language, window.session.unsaved) == ("en", ())


def test_where_nothing_fits_that_is_said_and_nothing_can_be_chosen(window):
    dialog = asked(window)
    typed(dialog, "klingon")
    assert dialog.note.text() == "spaCy has no language of that name."
    assert not dialog.choosing.isEnabled()
    QTest.keyClick(dialog.field, KEY.Key_Return)
    assert dialog.isVisible()
    dialog.reject()


def test_a_language_that_needs_one_more_package_says_so_as_the_tokeniser_does(window, monkeypatch):
    monkeypatch.setattr(language, "lacks", lambda code: code == "ja")
    dialog = asked(window)
    typed(dialog, "japanese")
    assert dialog.note.text() == "the language ja: spaCy has no tokeniser for it, or it needs one more package"
    assert dialog.choosing.isEnabled(), "the package may come later"
    typed(dialog, "french")
    assert dialog.note.text() == ""
    dialog.reject()


def test_a_language_that_spacy_does_not_have_is_there_as_long_as_it_is_that_of_the_texts(window, desk):
    window.run("language.set", "zz")
    desk.settle(window)
    dialog = asked(window)
    assert (dialog.picked, dialog.note.text()[:16]) == ("zz", "the language zz:")
    dialog.reject()


def test_it_is_not_asked_in_the_past_or_where_nothing_can_be_written(window):
    window.session.visit(window.session.state.marks, "As it was.")
    assert asked(window) is None
    assert window.status.said.text() == PAST
    window.session.come_back()
    window.session.read_only = "This file is only read."
    assert asked(window) is None
    assert window.status.said.text() == "This file is only read."


def test_the_history_of_the_project_tells_it_by_its_name(window, desk):
    window.run("language.set", "zh")
    window.run("edit.undo")
    desk.settle(window)
    window.run("history.project")
    model = window.sides.page.model
    desk.qtbot.waitUntil(lambda: model.line(1) is not None)
    words = "he language of the texts changed to Chinese"
    assert [model.words(1), model.words(2)] == [f"Undone: t{words}", f"T{words}"]
