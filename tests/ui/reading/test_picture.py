"""An article painted whole, without a widget."""

import pytest

from annotator.model.problem import Problem
from annotator.ui.reading import picture
from annotator.ui.theme import Theme


def test_the_running_application_is_taken(qapp):
    assert picture.application() is qapp


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_whole_article_is_painted(qapp, state_of, text, name):
    theme = Theme.load(name)
    state = state_of(text, ("GPE", "Northport"), ("CLAIM", "the line, he said"))
    image = picture.paint_article(state, theme, 866, 1.0)
    assert image.width() == 866
    assert image.pixelColor(1, 1) == image.pixelColor(1, image.height() - 2) == theme.colour("page")
    seen = {image.pixelColor(x, y).rgb() for x in range(100, 760, 2) for y in range(0, image.height(), 3)}
    assert theme.hue("violet").chip.rgb() in seen
    assert theme.hue("rust").ink.rgb() in seen


def test_a_narrow_picture_is_higher(qapp, state_of, text):
    theme = Theme.load("light")
    wide, narrow = (picture.paint_article(state_of(text), theme, width, 1.0) for width in (866, 400))
    assert narrow.height() > wide.height()


@pytest.mark.parametrize("words", ["It was so. " * 60_000, "x\n" * 900])
def test_what_is_too_high_is_told(qapp, state_of, words):
    with pytest.raises(Problem, match=r"pixels high, and 30,000 are the most\. Choose a smaller"):
        picture.paint_article(state_of(words), Theme.load("light"), 866, 1.0)


def test_a_picture_that_cannot_be_written_is_told(qapp, state_of, text, tmp_path):
    image = picture.paint_article(state_of(text), Theme.load("light"), 866, 1.0)
    with pytest.raises(FileNotFoundError):
        picture.save(image, tmp_path / "nowhere" / "x.png")
