"""The strip above an article as it was."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from annotator.ui.past import HEIGHT, PastStrip

SAID = "As it was on 21 Feb 2026, 14:02, after GPE on \u201c<b>Algeria</b>\u201d, by annotator A."


def test_it_tells_the_moment_as_plain_text_and_always_takes_the_same_room(qtbot):
    left = []
    whole = QWidget()
    qtbot.addWidget(whole)
    strip = PastStrip(lambda: left.append(True))
    strip.setParent(whole)
    whole.show()
    for width in (900, 300):
        strip.resize(width, HEIGHT)
        strip.show()
        strip.say(SAID)
        assert strip.height() == HEIGHT
        moment = strip.findChildren(QLabel)[0]
        assert moment.textFormat() == Qt.TextFormat.PlainText
        cut = width == 300
        assert (moment.shown != SAID) == cut, "what has no room is cut off"
        assert moment.toolTip() == (f"<span>{SAID.replace('<', '&lt;')}</span>" if cut else "")
    assert strip.accessibleName() == SAID
    QTest.mouseClick(strip.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    assert left == [True]
