from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget

from annotator.editing.command import binding, bindings
from annotator.editing.state import Caret, OnSpan, Selection, State
from annotator.model.article import Article
from annotator.model.mark import Span
from annotator.model.marks import Marks
from annotator.ui.hints import MOST, HintStrip, hints

ME = "author-a"


@pytest.fixture
def state(news):
    article = Article.of("Ada Lindqvist met Tom Brandt in Northport.")
    spans = [Span("e", 0, 13, "entities/per", ME), Span("c", 0, 41, "claims/claim", ME)]
    return State(article, 1, Marks.of(article.id, spans), Marks(), ME, news)


@pytest.mark.parametrize("focus", [Caret(3), Selection(0, 3), OnSpan("e"), OnSpan("c")])
def test_every_key_that_is_hinted_works_now(state, focus):
    shown = replace(state, focus=focus)
    found = hints(shown)
    assert 0 < len(found) <= MOST
    held = bindings(shown.scheme)
    for keys, words in found:
        for key in [end for one in keys for end in one.split("\u2013")]:
            assert binding(held, key, shown) is not None, (key, words)


def test_a_claim_in_focus_is_offered_the_labels_of_its_layer(state):
    claim = {words: keys for keys, words in hints(replace(state, focus=OnSpan("c")))}
    assert claim["change label"] == ("C", "Q")
    entity = [keys for keys, _ in hints(replace(state, focus=OnSpan("e")))]
    assert entity[:2] == [("1", "2"), ("C", "Q")]


def test_the_strip_shows_only_what_works(qtbot, state):
    window = QWidget()  # the strip alone, of a fixed height, would be a window that this platform cannot have
    qtbot.addWidget(window)
    strip = HintStrip(window)
    window.show()
    for focus in (OnSpan("c"), Caret(0), Selection(0, 3)):
        shown = replace(state, focus=focus)
        strip.show_state(shown)
        seen = [hint for hint in strip._hints if hint.isVisible()]
        texts = [(tuple(cap.text() for cap in hint.caps if cap.isVisible()), hint.words.text()) for hint in seen]
        assert texts == hints(shown)
