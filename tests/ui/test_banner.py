import pytest
from PySide6.QtWidgets import QWidget

from annotator.ui.banner import LONGEST, Banner


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
    assert max(map(len, banner.words.text().replace(" ", "\u200b").split("\u200b"))) <= LONGEST
