import pytest
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from annotator.model.problem import visible
from annotator.ui import tags
from annotator.ui.theme import Theme


@pytest.mark.parametrize("flat", [True, False])
def test_a_tag_is_a_chip_or_a_pill_in_the_colours_of_its_hue(qtbot, flat):
    theme = Theme.load("light")
    hue = theme.hue("rust")
    tag = tags.Tag()
    qtbot.addWidget(tag)
    tag.show_label("CLAIM", hue, flat)
    tag.resize(tag.sizeHint())
    assert tag.accessibleName() == "CLAIM"
    image = tag.grab().toImage()
    ground = hue.chip if flat else hue.ink
    assert QColor(image.pixel(3, image.height() // 2)).name() == ground.name()


def test_a_long_name_is_elided(qapp):
    font = QFont("DejaVu Sans")
    assert tags.width_of("A" * 80, font) <= tags.WIDEST + 2 * tags.PADDING + 1
    assert tags.width_of("PER", font) < tags.width_of("CLAIM", font)


def test_a_name_that_turns_its_line_around_is_painted_as_its_codes(qapp):
    font = QFont("DejaVu Sans")
    for name in ("a\u202eb", "a\x1bb"):
        assert tags.width_of(name, font) == tags.width_of(visible(name), font) > tags.width_of("ab", font)
        assert painted(name) == painted(visible(name))


def painted(name):
    image = QImage(120, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    tags.draw(painter, 0, 0, name, Theme.load("light").hue("green"), True)
    tags.draw_grey(painter, 60, 0, name, QColor("black"), QColor("grey"))
    painter.end()
    return image


def test_a_name_is_never_taken_for_markup(qapp):
    image = QImage(80, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    tags.draw(painter, 0, 0, "<b>A</b>", Theme.load("light").hue("green"), True)
    painter.end()
    plain = tags.width_of("<b>A</b>", QFont())
    assert plain > tags.width_of("A", QFont())
