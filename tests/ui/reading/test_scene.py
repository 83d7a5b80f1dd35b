"""How labels look, what is dim, and how inks colour the page."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QColor, QTextLine

from annotator.model.mark import Span
from annotator.ui.reading.layout import Box, Line
from annotator.ui.reading.measure import Measure
from annotator.ui.reading.scene import LONGEST_TAG, Scene, shortened

OUTER = Span("o", 10, 40, "claims/claim", "me")
INNER = Span("i", 10, 20, "entities/gpe", "me")


@pytest.fixture
def scene(theme, scheme, qapp):
    return Scene(Measure(), theme, scheme, OUTER)


def test_a_label_looks_as_scheme_and_theme_say(scene, theme):
    assert scene.looks("entities/gpe") == ("GPE", theme.hue("violet"), True)
    assert scene.looks("claims/claim").flat is False
    assert scene.looks("claims/claim") is scene.looks("claims/claim")


def test_a_label_that_is_gone_is_still_named(scene):
    assert scene.looks("claims/old").tag == "old"


BOXES = [Box(Line(QTextLine(), 0, 9, 0, 20, 51, 0, 90), 0, 90, *[False] * 4) for _ in range(2)]


def test_a_piece_for_each_box_tells_all_that_it_is_placed_by(scene):
    first, second = scene.pieces(OUTER, BOXES)
    assert (first.box, second.box) == tuple(BOXES)
    assert first == (OUTER, BOXES[0], scene.looks(OUTER.label), False, False, True, False, False, False)
    (unsaved,) = replace(scene, unsaved=frozenset({"i"})).pieces(INNER, BOXES[:1])
    assert (unsaved.unsaved, unsaved.focused) == (True, False)
    (offered,) = replace(scene, target="i").pieces(INNER, BOXES[:1], suggested=True)
    assert (offered.suggested, offered.target) == (True, True)


def test_only_the_other_labels_are_dim(scene):
    def dim(span, scene):
        return [one.dim for one in scene.pieces(span, BOXES)]

    assert dim(INNER, scene) == [False, False]
    alone = replace(scene, filter="entities/gpe")
    assert (dim(INNER, alone), dim(OUTER, alone)) == ([False, False], [True, True])


def test_what_is_inside_the_focus(scene):
    def inside(span, scene=scene):
        return scene.pieces(span, BOXES)[0].inside

    assert not inside(OUTER)
    assert inside(INNER)
    assert not inside(INNER._replace(end=41))
    assert not inside(INNER, replace(scene, focus=None))


def test_inks_colour_the_page_one_after_the_other(scene, theme):
    black, white = QColor("black"), QColor("white")
    assert scene.tint([]) == theme.colour("page")
    assert scene.tint([(black, 1.0)]).name() == "#000000"
    assert scene.tint([(black, 1.0), (white, 0.5)]).name() == "#808080"


def test_long_names_of_labels_are_cut():
    assert shortened("a\nb") == "a b"
    assert shortened("a\u202eb\x1b") == "a\\u202eb\\x1b"
    assert len(shortened("x" * 99)) == LONGEST_TAG
