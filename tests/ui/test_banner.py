import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

from annotator.ui.banner import LONGEST_PATH, Banner
from annotator.ui.frame import LONGEST_WORD


@pytest.fixture
def banner(qtbot):
    """Return a banner in a window: alone it would be one that this platform cannot have."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 200)
    banner = Banner(window)
    window.show()
    yield banner
    del window


def test_trouble_is_red_and_a_note_is_not(banner):
    banner.tell("start", "The last project is not there.", {})
    assert banner.property("tone") == "warn"
    banner.tell("unsaved", "The disk is full.", {"Retry": lambda: None})
    assert (banner.property("tone"), banner.words.text()) == ("bad", "The disk is full.")
    banner.clear("unsaved")
    assert (banner.property("tone"), banner.words.text()) == ("warn", "The last project is not there.")


def test_a_long_path_does_not_widen_the_window(banner):
    path = "/" + "x" * 300
    banner.tell("start", f"{path} was not opened.", {})
    assert banner.minimumSizeHint().width() < 600
    assert banner.accessibleName() == f"{path} was not opened."
    assert max(map(len, banner.words.text().replace(" ", "\u200b").split("\u200b"))) <= LONGEST_WORD


def test_what_it_says_stands_in_bold_in_a_sentence_and_as_a_path(banner):
    banner.tell("unsaved", "2 marks wait.", {"Try again": lambda: None}, "Not saved", "/home/a/p.spans")
    assert (banner.head.text(), banner.words.text(), banner.path.text()) == (
        "Not saved",
        "2 marks wait.",
        "/home/a/p.spans",
    )
    assert banner.accessibleName() == "Not saved. 2 marks wait. /home/a/p.spans"
    assert banner.head.isVisible()
    assert banner.details.isVisible()
    banner.details.click()
    assert QGuiApplication.clipboard().text() == "Not saved\n2 marks wait.\n/home/a/p.spans"
    banner.clear("unsaved")
    banner.tell("start", "A note.", {})
    assert banner.head.isHidden()
    assert banner.path.isHidden()
    assert banner.details.isHidden()


def test_the_first_action_is_the_default_one(banner):
    done = []
    banner.tell("unsaved", "x", {"Try again": lambda: done.append(1), "Save a copy": lambda: done.append(2)})
    assert [button.property("role") for button in banner.buttons] == ["default", ""]
    banner.buttons[1].click()
    banner.buttons[0].click()
    assert done == [2, 1]


def test_a_note_that_asks_for_nothing_has_no_default_action(banner):
    banner.tell("done", "6 articles came in.", {"Close this note": lambda: banner.clear("done")})
    assert [button.property("role") for button in banner.buttons] == [""]
    banner.tell("start", "A note.", {"Close this note": lambda: banner.clear("start")})
    assert [button.property("role") for button in banner.buttons] == ["default"], "trouble asks for something"
    banner.clear("start")
    assert [button.property("role") for button in banner.buttons] == [""]


def test_the_buttons_stand_under_the_words_where_there_is_no_room_beside_them(banner, qtbot):
    actions = dict.fromkeys(("Try again", "Save a copy\u2026", "Show folder"), lambda: None)
    banner.tell("unsaved", "2 marks wait in memory and are tried again.", actions, "Not saved", "/home/a/p.spans")
    for width, under in ((800, False), (500, True), (800, False)):
        banner.setGeometry(0, 0, width, banner.heightForWidth(width))
        banner.layout().activate()
        assert (banner.buttons[0].y() > banner.words.geometry().bottom()) == under
        assert all(button.width() <= button.sizeHint().width() for button in banner.buttons), (
            "no wider than their words"
        )
        assert banner.buttons[-1].geometry().right() < width


def test_a_long_path_shows_its_end(banner):
    path = "/" + "x" * 300 + "/p.spans"
    banner.tell("unsaved", "x", {}, "Not saved", path)
    assert banner.path.text().endswith("/p.spans")
    assert len(banner.path.text()) == LONGEST_PATH
    assert banner.minimumSizeHint().width() < 700
    banner.details.click()
    assert path in QGuiApplication.clipboard().text()


def test_what_is_not_known_here_comes_last_and_is_shown_all_the_same(banner):
    banner.tell("of another part", "Something else.", {})
    assert banner.words.text() == "Something else."
    banner.tell("done", "No articles.", {})
    assert banner.words.text() == "No articles."


def test_the_keyboard_returns_to_the_text_when_the_button_that_had_it_goes(banner, qtbot):
    banner.tell("start", "A note.", {"Close this note": lambda: banner.clear("start")})
    banner.buttons[0].setFocus()
    with qtbot.waitSignal(banner.emptied):
        banner.buttons[0].click()


def test_tab_goes_from_one_of_its_buttons_to_the_next_before_what_was_there_earlier(banner):
    QPushButton("elsewhere", banner.window())
    banner.tell(
        "trouble", "Something.", {"One": lambda: None, "Two": lambda: None, "Three": lambda: None}, "Head", "/p"
    )
    held, passed = banner.details, []
    for _ in range(3):
        held = held.nextInFocusChain()
        passed.append(held)
    assert passed == banner.buttons
