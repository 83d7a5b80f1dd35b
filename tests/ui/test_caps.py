import pytest
from PySide6.QtGui import QImage, QPainter

from annotator.ui import caps
from annotator.ui.theme import Theme


@pytest.mark.usefixtures("qtbot")
def test_caps_end_at_their_place_and_tell_where_they_begin():
    theme, image = Theme.load("light"), QImage(300, 40, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    left = caps.draw_all(painter, 280, 20, ("E", "Ctrl+Shift+Z"), theme)
    painter.end()
    assert left == 280 - caps.width_of("E") - caps.GAP - caps.width_of("Ctrl+Shift+Z")
    painted = [x for x in range(300) if any(image.pixel(x, y) != image.pixel(0, 0) for y in range(40))]
    assert painted[0] >= left - 1
    assert painted[-1] <= 280
    assert all(image.pixel(x, y) == image.pixel(0, 0) for x in range(300) for y in (2, 38))


@pytest.mark.usefixtures("qtbot")
def test_a_cap_is_never_narrower_than_a_key():
    assert caps.width_of(",") == caps.NARROWEST
    assert caps.width_of("Ctrl+Shift+PgDn") > 2 * caps.NARROWEST


@pytest.mark.usefixtures("qtbot")
def test_no_key_takes_no_room():
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    assert caps.draw_all(painter, 7, 5, (), Theme.load("light")) == 7
    painter.end()
