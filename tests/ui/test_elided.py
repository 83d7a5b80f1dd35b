from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.ui.elided import Elided


def test_what_has_no_room_is_cut_with_a_sign_and_widens_nothing(qtbot):
    window, said = QWidget(), Elided("", "muted")
    qtbot.addWidget(window)
    outer = QWidget(window)
    QHBoxLayout(outer).addWidget(said)
    outer.resize(200, 30)
    window.show()
    before = said.grab().toImage()
    said.setText("<b>A sentence</b> that is much longer than two hundred pixels are wide.")
    assert outer.minimumSizeHint().width() < 200
    assert said.shown.startswith("<b>A sentence</b>"), "plain text"
    assert said.shown.endswith("\u2026")
    assert said.text().endswith("wide.")
    assert "much longer" in said.toolTip()
    image = said.grab().toImage()
    assert image != before
    assert all(image.pixel(image.width() - 1, y) == before.pixel(0, 0) for y in range(image.height())), (
        "no letter is cut"
    )
    outer.resize(800, 30)
    qtbot.waitUntil(lambda: said.shown == said.text())
    assert said.toolTip() == ""
