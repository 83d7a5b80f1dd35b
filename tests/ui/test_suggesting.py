import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Span
from annotator.model.marks import Marks
from annotator.suggest.frequencies import PLAIN
from annotator.ui import suggesting

KEY = Qt.Key
TEXT = "Ada Lindqvist met Tom Brandt in Oran. That day Brandt liked Oran. In Oran he stayed."
PER, GPE = "entities/per", "entities/gpe"


@pytest.fixture
def opened(tmp_path, spandesk, desk):
    """Return a function that opens a project of these texts and waits for its suggestions."""

    def make(*texts):
        path = tmp_path / "p.spans"
        if not path.exists():
            spandesk("new", path)
            for at, text in enumerate(texts):
                (tmp_path / f"{at}.txt").write_text(text)
                spandesk("add", path, tmp_path / f"{at}.txt")
        return settled(desk.open(path), desk)

    return make


def settled(window, desk):
    desk.settle(window)
    desk.qtbot.waitUntil(lambda: window.frame.suggesting.is_idle, timeout=5000)
    return window


def label(window, words, id, nth=1):
    at = -1
    for _ in range(nth):
        at = window.session.state.text.index(words, at + 1)
    window.session.run("focus.range", at, at + len(words))
    window.session.run("label.apply", id)


def offered(window):
    state = window.session.state
    return [(one.start, state.text[one.start : one.end], one.label) for one in state.suggestions]


def test_what_is_labelled_is_suggested_elsewhere_and_no_more_when_it_is_taken_back(opened, desk):
    window = opened(TEXT)
    assert offered(window) == []
    label(window, "Oran", GPE)
    settled(window, desk)
    assert offered(window) == [(60, "Oran", GPE), (69, "Oran", GPE)]
    window.session.run("edit.undo")
    settled(window, desk)
    assert offered(window) == []


def test_accepted_refused_and_relabelled_words_change_what_is_suggested(opened, desk):
    window = opened(TEXT)
    label(window, "Oran", GPE)
    settled(window, desk)
    window.session.run("focus.span", next(iter(window.session.state.suggestions)).id)
    window.session.run("suggestion.refuse")
    settled(window, desk)
    assert offered(window) == [(69, "Oran", GPE)]
    window.session.run("edit.undo")
    settled(window, desk)
    assert offered(window) == [(60, "Oran", GPE), (69, "Oran", GPE)]
    window.session.run("focus.span", next(iter(window.session.state.marks.spans)).id)
    window.session.run("label.apply", PER)
    settled(window, desk)
    assert [label for _, _, label in offered(window)] == [PER, PER]


def test_a_second_full_name_makes_last_words_known(opened, desk):
    window = opened(TEXT)
    label(window, "Tom Brandt", PER)
    settled(window, desk)
    assert offered(window) == []
    label(window, "Ada Lindqvist", PER)
    settled(window, desk)
    assert offered(window) == [(47, "Brandt", PER)]
    assert window.frame.suggesting.why(next(iter(window.session.state.suggestions))) == "short for Tom Brandt"


def test_what_was_labelled_in_other_articles_is_suggested_after_a_new_start(opened, desk):
    window = opened(TEXT, "Oran is far away.")
    label(window, "Oran", GPE)
    label(window, "Oran", GPE, nth=2)
    desk.close(settled(window, desk))
    window = opened()
    window.session.run("article.open", 2)
    settled(window, desk)
    assert offered(window) == [(0, "Oran", GPE)]
    why = window.frame.suggesting.why(next(iter(window.session.state.suggestions)))
    assert why == "labelled GPE 2 times in the project, never otherwise"


def test_what_is_labelled_now_is_known_in_the_next_article(opened, desk):
    window = opened(TEXT, "Oran is far away.")
    label(window, "Oran", GPE)
    window.session.run("article.open", 2)
    settled(window, desk)
    assert offered(window) == [(0, "Oran", GPE)]


def test_suggestions_are_the_same_however_they_came_about(opened, desk, monkeypatch):
    monkeypatch.setattr(suggesting, "YOUNG", 0)  # only what an edit touches is looked through
    text = "\n".join(f"Then Oran and Paris {at} met. " + "word " * 900 for at in range(12))
    window = opened(text)
    for words, id, nth in (("Oran", GPE, 3), ("Paris", GPE, 7), ("Oran", PER, 5), ("Paris", GPE, 9)):
        label(window, words, id, nth)
        settled(window, desk)
    for name in ("span.delete", "edit.undo", "edit.undo", "edit.redo"):
        window.session.run(name)
        settled(window, desk)
    by_steps = offered(window)
    assert len(by_steps) > 8
    desk.close(window)
    assert offered(opened()) == by_steps


def test_while_spans_are_counted_what_changes_is_counted_after_them(opened, desk, monkeypatch):
    monkeypatch.setattr(suggesting, "COUNTED", 1)
    monkeypatch.setattr(suggesting, "SECONDS", 0.0)
    window = opened(TEXT)
    label(window, "Oran", GPE)
    label(window, "Oran", GPE, nth=2)
    settled(window, desk)
    window.frame.suggesting._begin(window.session.state)
    window.session.run("span.delete")  # not yet counted as there
    settled(window, desk)
    assert window.frame.suggesting._here.counts("Oran") == {GPE: 1}


def test_a_key_waits_for_no_suggestion(opened, desk):
    window = opened(TEXT)
    at = TEXT.index("Oran")
    window.session.run("focus.range", at, at + 4)
    QTest.keyClick(window.view, KEY.Key_3)
    assert window.session.state.focused.label == GPE
    assert offered(window) == [], "what it suggests comes later"
    assert not window.frame.suggesting.is_idle
    settled(window, desk)
    assert len(offered(window)) == 2


def test_scheme_changes_and_empty_projects_are_no_trouble(opened, desk, tmp_path, spandesk):
    path = tmp_path / "empty.spans"
    spandesk("new", path)
    window = settled(desk.open(path), desk)
    assert offered(window) == []
    assert window.frame.suggesting.why(Span("x", 0, 1, PER, "", origin="no such source")) == ""


def test_the_window_starts_without_any_source(tmp_path):
    import subprocess

    done = subprocess.run(
        [sys.executable, "-c", "import sys, annotator.ui.app; print([one for one in sys.modules if 'annotator.suggest' in one])"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


def test_the_past_suggests_nothing_and_the_present_goes_on_suggesting_beneath(opened, desk):
    window = opened(TEXT)
    label(window, "Oran", GPE)
    settled(window, desk)
    held = offered(window)
    assert held == [(60, "Oran", GPE), (69, "Oran", GPE)]
    session = window.session
    for marks in (Marks(), Marks.of(session.state.article.id, [Span("old", 0, 3, PER, session.state.author)]), Marks()):
        session.visit(marks, "As it was.")
        settled(window, desk)
        assert offered(window) == []
    window.foreign(_gesture(session, Span("b", 4, 13, PER, session.state.author)))
    session.come_back()
    settled(window, desk)
    assert offered(window) == held
    session.run("edit.undo")
    settled(window, desk)
    assert offered(window) == []


def _gesture(session, span):
    article = session.present.article.id
    return Gesture("", "x", span.author, "shell", {article: Edit.adding(article, span)}, id="f" * 38)


def test_a_common_word_is_not_suggested_until_it_was_labelled_often_enough(opened, desk):
    window = opened("The line of the port. " + "All of it stood by the quay. " * (PLAIN + 1))
    label(window, "the", GPE)
    settled(window, desk)
    assert offered(window) == [], "one labelled span says nothing of so many places"
    label(window, "the", GPE, nth=2)
    settled(window, desk)
    assert len(offered(window)) == PLAIN
    window.session.run("edit.undo")
    settled(window, desk)
    assert offered(window) == []
