from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtWidgets import QWidget

from annotator.editing.command import binding, bindings
from annotator.editing.state import Caret, OnSpan, Selection, State
from annotator.model.article import Article
from annotator.model.mark import Span
from annotator.model.marks import Marks
from annotator.ui.command import every_command
from annotator.ui.hints import GAP, MOST, HintStrip, hints, runs

ME = "author-a"
COMMANDS = every_command()


@pytest.fixture
def state(news):
    article = Article.of("Ada Lindqvist met Tom Brandt in Northport.")
    spans = [Span("e", 0, 13, "entities/per", ME), Span("c", 0, 41, "claims/claim", ME)]
    return State(article, 1, Marks.of(article.id, spans), Marks(), ME, news)


@pytest.mark.parametrize("focus", [Caret(3), Selection(0, 3), OnSpan("e"), OnSpan("c")])
def test_every_key_that_is_hinted_works_now(state, focus):
    shown = replace(state, focus=focus)
    found = hints(shown, COMMANDS)
    assert 0 < len(found) <= MOST
    held = bindings(shown.scheme, every_command())
    for keys, words in found:
        for key in [end for one in keys for end in one.split("\u2013")]:
            assert binding(held, key, shown) is not None, (key, words)


def test_a_claim_in_focus_is_offered_the_labels_of_its_layer(state):
    claim = {words: keys for keys, words in hints(replace(state, focus=OnSpan("c")), COMMANDS)}
    assert claim["change label"] == ("C", "Q")
    entity = [keys for keys, _ in hints(replace(state, focus=OnSpan("e")), COMMANDS)]
    assert entity[:2] == [("1", "2"), ("C", "Q")]


def test_the_strip_shows_only_what_works(qtbot, state):
    window = QWidget()
    window.resize(3000, 100)  # the strip alone, of a fixed height, would be a window that this platform cannot have
    qtbot.addWidget(window)
    strip = HintStrip(window)
    strip.show_commands(COMMANDS)
    strip.resize(3000, 34)
    window.show()
    for focus in (OnSpan("c"), Caret(0), Selection(0, 3)):
        shown = replace(state, focus=focus)
        strip.show_state(shown)
        assert [(hint.keys, hint.words) for hint in strip.placed()] == hints(shown, COMMANDS)


@pytest.mark.parametrize("width", [120, 260, 400, 520])
def test_hints_that_do_not_fit_are_left_out_whole(qtbot, state, width):
    window = QWidget()
    qtbot.addWidget(window)
    strip = HintStrip(window)
    strip.show_commands(COMMANDS)
    strip.resize(width, 34)
    window.resize(width, 60)
    window.show()
    strip.show_state(replace(state, focus=OnSpan("c")))
    qtbot.wait(1)
    seen = strip.placed()
    assert len(seen) < MOST
    assert all(hint.left >= 0 and hint.left + hint.width <= width for hint in seen)
    assert all(one.left + one.width + GAP <= other.left for one, other in pairwise(seen))
    strip.resize(1200, 34)
    assert len(strip.placed()) == len(strip.shown)


def test_the_first_words_stay_until_something_is_taken(qtbot, state):
    window = QWidget()
    qtbot.addWidget(window)
    strip = HintStrip(window)
    strip.show_commands(COMMANDS)
    strip.resize(1000, 34)
    window.resize(1000, 60)
    window.show()
    strip.show_welcome()
    strip.show_state(replace(state, focus=Caret(0)))
    assert strip.welcome.isVisible()
    said = "".join(words.text() for words in strip.welcome.words)
    assert (
        said == "Click a word without a label, then press 1. Everything is saved at once; Ctrl+Z takes anything back."
    )
    assert strip.welcome.words[1].text() == "1"
    assert strip.shown == [(("?",), "all keys")]
    strip.show_state(replace(state, focus=Selection(0, 3)))
    assert not strip.welcome.isVisible()
    assert strip.placed() != []


def test_keys_that_the_user_chose_are_hinted_and_those_without_one_are_not(qtbot, state):
    chosen = {**COMMANDS, "select.climb": replace(COMMANDS["select.climb"], keys=("O", "E")),
              "article.done": replace(COMMANDS["article.done"], keys=())}  # fmt: skip
    found = {words: keys for keys, words in hints(replace(state, focus=Caret(3)), chosen)}
    assert found["select the word"] == ("O",)
    assert "done, next" not in found


def test_the_first_words_name_the_user_s_own_key_of_undo(qtbot, state):
    strip = HintStrip()
    qtbot.addWidget(strip)
    strip.show_commands({**COMMANDS, "edit.undo": replace(COMMANDS["edit.undo"], keys=("Ctrl+U",))})
    strip.show_welcome()
    strip.show_state(replace(state, focus=Caret(0)))
    assert "Ctrl+U takes anything back" in strip.welcome.words[2].text()


def test_other_keys_are_shown_while_something_else_has_the_keyboard(qtbot, state):
    strip = HintStrip()
    qtbot.addWidget(strip)
    strip.show_commands(COMMANDS)
    strip.show_state(replace(state, focus=Caret(0)))
    before = strip.shown
    strip.show_instead([(("Esc",), "close")])
    strip.show_state(replace(state, focus=Selection(0, 3)))
    assert strip.shown == [(("Esc",), "close")]
    strip.show_state(replace(state, focus=Caret(0)))
    strip.show_instead(None)
    assert strip.shown == before


def test_next_larger_is_hinted_where_another_span_is_met(state):
    both = replace(state, focus=OnSpan("e"))
    alone = replace(both, marks=Marks.of(both.article.id, [both.focused]))
    words = lambda state: [words for _, words in hints(state, COMMANDS)]
    assert "next larger" in words(both)
    assert "next larger" not in words(alone)


@pytest.mark.parametrize(
    ("keys", "caps"),
    [("1234567", ("1–7",)), ("CAQ", ("C", "A", "Q")), ("123G", ("1–3", "G")), ("12", ("1", "2")),
     ("124567", ("1", "2", "4–7")), ("", ())],
)  # fmt: skip
def test_keys_that_follow_one_another_share_a_cap_also_beside_letters(keys, caps):
    assert runs(keys) == caps


def test_the_past_hints_the_user_s_own_keys(state):
    chosen = {**COMMANDS, "view.part.next": replace(COMMANDS["view.part.next"], keys=("F7",))}
    found = hints(replace(state, past="As it was."), chosen)
    assert found == [
        ((".", ","), "next, previous span"),
        (("F7",), "to the list of moments"),
        (("Esc",), "back to now"),
    ]


def test_where_all_is_labelled_the_first_words_ask_for_a_word_that_is_not(qtbot, state):
    strip = HintStrip()
    qtbot.addWidget(strip)
    strip.show_commands(COMMANDS)
    strip.show_welcome()
    strip.show_state(replace(state, focus=Caret(0), marks=Marks()))
    assert strip.welcome.words[0].text() == "Click a name in the text, then press "
    strip.show_state(replace(state, focus=Caret(0)))
    assert strip.welcome.words[0].text() == "Click a word without a label, then press "


def test_first_words_that_do_not_fit_leave_their_last_sentence_out(qtbot, state):
    strip = HintStrip()
    qtbot.addWidget(strip)
    strip.show_commands(COMMANDS)
    strip.show_welcome()
    strip.show_state(replace(state, focus=Caret(0)))
    strip.resize(380, 34)
    strip.show()
    assert strip.welcome.words[2].text() == "."
    assert strip.welcome.sizeHint().width() <= 380 - 2 * 12
    strip.resize(1000, 34)
    assert strip.welcome.words[2].text().endswith("takes anything back.")
