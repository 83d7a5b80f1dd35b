from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from annotator.ui.wrapped import Wrapped


def filled(qtbot, *widths):
    window = QWidget()
    qtbot.addWidget(window)
    outer, inner = QWidget(window), QWidget()
    outer.kept = window  # it owns all of them
    column = QVBoxLayout(outer)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(inner)
    column.addStretch(1)
    row = Wrapped(inner, 5)
    boxes = [QLabel("x") for _ in widths]
    for box, width in zip(boxes, widths, strict=True):
        box.setFixedSize(width, 18)
        row.addWidget(box)
    return outer, boxes


def test_what_does_not_fit_goes_on_in_the_next_line_and_nothing_is_cut(qtbot):
    outer, boxes = filled(qtbot, 60, 60, 60)
    outer.resize(150, 200)
    outer.window().show()
    qtbot.waitUntil(
        lambda: [(box.x(), box.y(), box.width()) for box in boxes] == [(0, 0, 60), (60, 0, 60), (0, 23, 60)]
    )
    outer.resize(190, 200)
    qtbot.waitUntil(lambda: boxes[2].y() == 0)
    assert boxes[0].parentWidget().height() == 18


def test_what_is_hidden_takes_no_room(qtbot):
    outer, boxes = filled(qtbot, 60, 60, 60)
    boxes[0].hide()
    outer.resize(150, 200)
    outer.window().show()
    qtbot.waitUntil(lambda: [(box.x(), box.y()) for box in boxes[1:]] == [(0, 0), (60, 0)])


def test_widgets_are_given_back(qtbot):
    outer, boxes = filled(qtbot, 60, 60)
    row = boxes[0].parentWidget().layout()
    assert row.takeAt(0).widget() is boxes[0]
    assert row.count() == 1
    assert row.itemAt(1) is None
    assert row.takeAt(1) is None
    assert outer.kept.isHidden()
