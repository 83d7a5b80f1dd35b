import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def window(tmp_path, spandesk, desk):
    assert spandesk("new", tmp_path / "p.spans").code == 0
    return desk.open(tmp_path / "p.spans")


def test_it_covers_the_text_at_every_size_and_has_the_keyboard(window, qtbot):
    assert window.empty.geometry() == window.view.rect()
    assert window.focusWidget() is window.empty.buttons[0]
    window.resize(window.width() + 60, window.height() + 40)
    qtbot.waitUntil(lambda: window.empty.geometry() == window.view.rect())
    assert "Ctrl+I" in window.empty.buttons[0].toolTip()


def test_enter_on_its_first_button_asks_for_files(window):
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    dialog.close()


def test_esc_elsewhere_leads_back_to_it(window):
    window.list.field.setFocus()
    QTest.keyClick(window.list.field, Qt.Key.Key_Escape)
    assert window.focusWidget() is window.empty.buttons[0]


def test_the_first_articles_take_its_place_with_the_first_words(window, spandesk, tmp_path, qtbot):
    (tmp_path / "a.txt").write_text("Ada met Tom.")
    spandesk("add", tmp_path / "p.spans", tmp_path / "a.txt")
    qtbot.waitUntil(lambda: window.session.state.text == "Ada met Tom.", timeout=10_000)
    assert window.empty is None
    assert window.view.hasFocus()
    window.show_around()
    assert not window.hints.welcome.isHidden()
    assert window.hints.welcome.words[0].text() == "Click a name in the text, then press "
