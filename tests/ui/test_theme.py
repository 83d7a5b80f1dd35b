"""Themes: complete, equal in tokens, and readable by WCAG's measure."""

import pytest
from PySide6.QtGui import QColor, QPalette

from annotator.model.mark import Label, Layer
from annotator.model.problem import Problem
from annotator.model.scheme import HUES, Scheme
from annotator.ui import theme as themes
from annotator.ui.theme import Theme

SCHEME = Scheme(
    [Layer("entities", "Entities", "flat")],
    [Label("entities/a", "entities", "A", colour="teal"), Label("entities/b", "entities", "B", order=1)],
)


def luminance(colour: QColor) -> float:
    parts = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_both_themes_are_there():
    assert {"light", "dark"} <= set(themes.names())


@pytest.mark.parametrize("name", themes.names())
def test_every_hue_can_be_read(name):
    theme = Theme.load(name)
    for hue in map(theme.hue, HUES):
        assert contrast(theme.colour("text"), hue.chip) >= 7
        assert contrast(hue.ink, theme.colour("page")) >= 4.5
        assert contrast(hue.ink, hue.chip) >= 4.5
        assert contrast(hue.on_pill, hue.ink) >= 4.5


@pytest.mark.parametrize("name", themes.names())
@pytest.mark.parametrize(
    ("ink", "grounds"),
    [
        ("text", ["page", "chrome", "raised", "hint", "selection", "found", "row", "bad_ground", "warn_ground"]),
        ("muted", ["page", "chrome", "hint", "row"]),
        ("accent", ["page", "chrome"]),
        ("on_accent", ["accent"]),
    ],
)
def test_words_can_be_read(name, ink, grounds):
    theme = Theme.load(name)
    assert min(contrast(theme.colour(ink), theme.colour(ground)) for ground in grounds) >= 4.5


@pytest.mark.parametrize("name", themes.names())
def test_the_palette_says_the_same(name):
    theme = Theme.load(name)
    palette = theme.palette()
    assert palette.color(QPalette.ColorRole.Base) == theme.colour("page")
    assert palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text) == theme.colour("muted")


def test_both_themes_have_the_same_words():
    light, dark = Theme.load("light"), Theme.load("dark")
    assert light._colours.keys() == dark._colours.keys()
    assert light._hues.keys() == dark._hues.keys() == set(HUES)


def test_a_label_takes_its_own_hue_or_the_next_of_the_palette():
    assert SCHEME.hue("entities/a") == "teal"
    assert SCHEME.hue("entities/b") == HUES[1]
    assert SCHEME.hue("entities/gone") == "slate"


def test_an_unknown_theme_is_a_problem():
    with pytest.raises(Problem, match="the theme mauve"):
        Theme.load("mauve")
