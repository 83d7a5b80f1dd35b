import sys

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QLabel

CALLS = 2_000


def test_void_qt_calls_keep_their_references_to_none(qtbot):
    """A Qt binding that loses one at each call ends the interpreter after some thousands of them."""
    label = QLabel()
    qtbot.addWidget(label)
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        label.setText("x")
        label.update()
        painter.fillRect(QRectF(0, 0, 4, 4), Qt.GlobalColor.red)
    painter.end()
    assert sys.getrefcount(None) > before - 50
