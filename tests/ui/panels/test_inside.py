from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.ui.panels.inside import inside
from annotator.ui.theme import Theme


def test_the_entities_in_the_focused_claim_are_listed_and_a_click_focuses_one(sampled, desk):
    window = desk.open(sampled)
    panel, state = window.sides.panel("inside"), window.session.state
    assert not panel.isVisible()
    claim = next(one for one in state.marks.spans if state.text[one.start :].startswith("Algeria and France have"))
    window.run("focus.span", claim.id)
    window.show_around()
    assert panel.isVisible()
    assert panel.count.text() == "2 entities"
    assert [row.words for row in panel.rows if row.isVisible()] == ["Algeria", "France"]
    assert panel.rows[0].accessibleName() == "GPE Algeria"
    window.set_theme(Theme.load("dark"))
    QTest.mouseClick(panel.rows[1], Qt.MouseButton.LeftButton)
    focused = window.session.state.focused
    assert state.text[focused.start : focused.end] == "France"
    window.show_around()
    assert not panel.isVisible(), "an entity holds none"
    assert inside(window.session.state) == []
