import pytest
from PySide6.QtTest import QTest

from annotator.ui.panels.status_tabs import StatusTabs

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True)


def shown(tabs):
    return [tabs.button(at).text() for at in range(4)]


def test_counts_that_do_not_fit_are_left_out_but_of_the_chosen_tab(qtbot):
    tabs = StatusTabs()
    qtbot.addWidget(tabs)
    tabs.resize(400, 24)
    tabs.show()
    counts = {"all": 1_000_000, "todo": 999_990, "done": 6, "flagged": 3, "skipped": 1}
    tabs.show_counts(counts)
    assert shown(tabs) == ["All 1,000,000", "To do 999,990", "Done 6", "Flagged 3"]
    tabs.resize(256, 24)
    assert shown(tabs) == ["All 1,000,000", "To do", "Done", "Flagged"]
    tabs.button(1).click()
    assert shown(tabs) == ["All", "To do 999,990", "Done", "Flagged"]
    assert tabs.button(0).accessibleDescription() == "All 1,000,000"
    tabs.button(0).click()
    tabs.show_counts({"all": 1, "todo": 1, "done": 0, "flagged": 0})
    assert shown(tabs) == ["All 1", "To do 1", "Done", "Flagged"]
    tabs.show_counts({"all": 22, "todo": 20, "done": 200_000, "flagged": 1})
    assert shown(tabs) == ["All 22", "To do 20", "Done", "Flagged"], "what is to do comes first"


def test_flagged_and_skipped_share_the_last_tab(qtbot):
    tabs = StatusTabs()
    qtbot.addWidget(tabs)
    tabs.show()
    told = []
    tabs.chosen.connect(lambda: told.append(tabs.status))
    tabs.button(3).click()
    tabs.choose("skipped")
    assert (tabs.status, tabs.words) == ("skipped", "Skipped")
    tabs.choose("flagged")
    tabs.choose("")
    assert told == ["flagged", "skipped", "flagged", ""]


def test_the_menu_at_the_end_offers_both(qtbot):
    tabs = StatusTabs()
    qtbot.addWidget(tabs)
    tabs.show()
    tabs.show_counts({"skipped": 4})
    QTest.keyClick(tabs.more, " ")
    menu = tabs.menu
    assert [one.text() for one in menu.actions()] == ["Flagged\t0", "Skipped\t4"]
    menu.actions()[1].trigger()
    assert tabs.status == "skipped"
    menu.close()
