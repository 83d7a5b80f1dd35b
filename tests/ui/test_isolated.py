from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.ui.theme import Theme

KEY = Qt.Key


def focus(window, label):
    span = next(one for one in window.session.state.marks.spans if one.label == label)
    window.session.run("focus.span", span.id)
    return span


def grey(window):
    labels = next(panel for module, panel in window.panels if module.TITLE == "Labels")
    return {row.label.name for row in labels._rows.values() if row.grey}


def test_i_looks_at_one_label_alone_and_the_note_says_so_until_esc(sampled, desk):
    window = desk.open(sampled)
    before = [window.view.rects_of(at, at + 1) for at in (0, 100, 400)]
    span = focus(window, "claims/claim")
    QTest.keyClick(window.view, KEY.Key_I)
    window.show_around()
    assert window.session.state.filter == "claims/claim"
    assert window.isolated.isVisible()
    assert window.isolated.tag.accessibleName() == "CLAIM"
    assert "CLAIM" not in grey(window)
    assert {"PER", "GPE", "QUOTE"} <= grey(window)
    assert [window.view.rects_of(at, at + 1) for at in (0, 100, 400)] == before, "it moves nothing"
    QTest.keyClick(window.view, KEY.Key_Escape)
    window.show_around()
    assert (window.session.state.filter, window.session.state.focused) == ("", span), (
        "Esc shows all, and keeps the focus"
    )
    assert not window.isolated.isVisible()
    assert grey(window) == set()


def test_i_again_and_a_click_on_the_note_show_all_too(sampled, desk):
    window = desk.open(sampled)
    for end in (
        lambda: QTest.keyClick(window.view, KEY.Key_I),
        lambda: QTest.mouseClick(window.isolated, Qt.MouseButton.LeftButton),
    ):
        focus(window, "entities/gpe")
        QTest.keyClick(window.view, KEY.Key_I)
        assert window.isolated.isVisible()
        end()
        assert window.session.state.filter == ""
        assert not window.isolated.isVisible()


def test_it_stays_at_the_corner_of_the_column_and_follows_label_and_theme(sampled, desk):
    window = desk.open(sampled)
    focus(window, "entities/gpe")
    QTest.keyClick(window.view, KEY.Key_I)
    assert window.isolated.geometry().right() + 1 == round(window.view.column_right())
    window.resize(1100, 800)
    desk.qtbot.waitUntil(lambda: window.isolated.geometry().right() + 1 == round(window.view.column_right()))
    focus(window, "claims/claim")
    QTest.keyClick(window.view, KEY.Key_I)
    assert window.isolated.tag.accessibleName() == "CLAIM"
    dark = Theme.load("dark")
    window.set_theme(dark)
    assert window.isolated.tag._hue == dark.hue_of(window.session.state.scheme, "claims/claim")
