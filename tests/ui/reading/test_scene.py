"""How labels look, what is dim, and how inks colour the page."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QColor

from annotator.model.mark import Span
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


def test_only_the_other_labels_are_dim(scene):
    assert not scene.is_dim(INNER)
    alone = replace(scene, filter="entities/gpe")
    assert (alone.is_dim(INNER), alone.is_dim(OUTER)) == (False, True)


def test_what_is_inside_the_focus(scene):
    assert scene.is_focused(OUTER)
    assert not scene.is_inside_focus(OUTER)
    assert scene.is_inside_focus(INNER)
    assert not scene.is_inside_focus(INNER._replace(end=41))
    assert not replace(scene, focus=None).is_inside_focus(INNER)


def test_inks_colour_the_page_one_after_the_other(scene, theme):
    black, white = QColor("black"), QColor("white")
    assert scene.tint([]) == theme.colour("page")
    assert scene.tint([(black, 1.0)]).name() == "#000000"
    assert scene.tint([(black, 1.0), (white, 0.5)]).name() == "#808080"


def test_long_names_of_labels_are_cut():
    assert shortened("a\nb") == "a b"
    assert shortened("a\u202eb\x1b") == "a\\u202eb\\x1b"
    assert len(shortened("x" * 99)) == LONGEST_TAG
