"""The language of the texts in a Session: shown at once, stored as one gesture, undone; others change it, too."""

from concurrent.futures import Future

import pytest

from annotator.editing.sight import PAST
from annotator.model.edit import Edit, Gesture
from annotator.model.languages import LANGUAGE
from annotator.model.mark import Entry, Setting, Span
from annotator.model.marks import Marks
from annotator.model.request import Found
from annotator.model.tokens import Tokens

THEM = "author-b"
TOKENS = Tokens([0], [3], frozenset())


@pytest.fixture
def bench(bench):
    """Return the bench on a project that says its texts are English, the tokens of the first known."""
    foreign(bench, None, "en", "g-0")
    know(bench)
    return bench


def language(code):
    return Setting("language", code) if code else None


def foreign(bench, before, after, id):
    edit = Edit({LANGUAGE: (language(before), language(after))})
    bench.session.foreign(Gesture("", "language.set", THEM, "shell", {None: edit}, id=id))


def know(bench):
    bench.session.take_tokens(bench.session.present.article.id, TOKENS)


def held(bench):
    return bench.session.state.language


def test_it_is_one_gesture_on_the_marks_of_the_project_which_names_what_was_there(bench):
    bench.run("language.set", "zh")
    assert bench.session.said == "The language of the texts is Chinese now."
    ((gesture, _),) = bench.commits
    assert gesture.edits == {None: Edit.replacing(None, Setting("language", "en"), Setting("language", "zh"))}
    assert (held(bench), bench.session.state.tokens) == ("zh", None), "the tokens were those of the language before"
    know(bench)
    bench.save()
    assert (held(bench), bench.session.state.tokens) == ("zh", TOKENS), "the answer brings nothing new"


def test_undo_and_redo_bring_it_back_and_say_so(bench):
    bench.run("language.set", "zh")
    bench.save()
    know(bench)
    bench.run("edit.undo")
    assert (held(bench), bench.session.state.tokens) == ("en", None)
    assert bench.session.said == "Undone in the project: the language of the texts changed to Chinese."
    bench.save()
    bench.run("edit.redo")
    assert held(bench) == "zh"
    bench.save()
    assert held(bench) == "zh"


def test_an_undo_after_a_restart_is_the_journals(bench):
    edit = Edit.replacing(None, Setting("language", "en"), Setting("language", "de"))
    bench.history = Found(Gesture("", "undo language.set", "author-a", "window", {None: edit}, undoes="g-old"))
    bench.run("edit.undo")
    assert held(bench) == "de"


def test_a_project_that_says_none_is_taken_as_english_and_can_say_so(bench):
    foreign(bench, "en", None, "g-1")
    assert (held(bench), bench.session.state.tokenised_as) == ("", "en")
    bench.run("language.set", "en")
    ((gesture, _),) = bench.commits
    assert gesture.edits[None][LANGUAGE] == (None, Setting("language", "en"))


def test_the_language_that_is_there_and_what_is_no_code_change_nothing(bench):
    bench.run("language.set", "en")
    assert bench.session.said == "The language of the texts is English already."
    bench.run("language.set", "../x")
    assert bench.session.said == "A language is said by its code, such as en."
    assert bench.commits == []


def test_what_another_process_stores_is_followed_in_whatever_article(bench):
    foreign(bench, "en", "fr", "g-2")
    assert (held(bench), bench.session.state.tokens) == ("fr", None)
    bench.run("article.open", 2)
    assert held(bench) == "fr"
    foreign(bench, "en", "de", "g-1")
    assert held(bench) == "fr", "a change that is older and was told later is not newer for it"


def test_a_change_on_top_of_anothers_is_dropped_and_the_others_stays(bench):
    bench.run("language.set", "zh")
    know(bench)
    foreign(bench, "en", "fr", "g-5")
    assert (held(bench), bench.session.state.tokens) == ("fr", None)
    bench.save(stored=None)
    assert held(bench) == "fr"
    assert "changed since" in bench.session.said


def test_another_gesture_that_waits_leaves_the_language_and_its_tokens_as_they_are_shown(bench):
    bench.run("language.set", "zh")
    know(bench)
    bench.run("focus.range", 0, 3)
    bench.run("label.apply", "entities/per")
    article = bench.session.state.article.id
    other = Edit.adding(article, Span("s", 4, 13, "claims/claim", THEM))
    bench.session.foreign(Gesture("", "x", THEM, "window", {article: other}, id="g-3"))
    assert (held(bench), bench.session.state.tokens) == ("zh", TOKENS)


def test_nothing_is_changed_where_the_disk_refuses_it_but_it_is_shown_until_then(bench):
    bench.run("language.set", "zh")
    future: Future = bench.commits[0][1]
    assert held(bench) == "zh"
    future.set_exception(OSError("the disk is gone"))
    bench.settle()
    assert held(bench) == "en"


def test_it_is_refused_in_the_past_and_where_nothing_can_be_written(bench):
    bench.session.read_only = "This file is only read."
    bench.run("language.set", "zh")
    assert bench.session.said == "This file is only read."
    bench.session.read_only = ""
    bench.session.visit(Marks.of(bench.session.present.article.id, [Entry()]), "As it was.")
    bench.run("language.set", "zh")
    assert bench.session.said == PAST
    assert bench.commits == []


def test_the_past_that_is_shown_meanwhile_follows_and_so_does_the_present_beneath(bench):
    bench.session.visit(Marks.of(bench.session.present.article.id, [Entry()]), "As it was.")
    foreign(bench, "en", "fr", "g-2")
    state = bench.session.state
    assert (state.past, state.language, state.tokens) == ("As it was.", "fr", None)
    know(bench)
    bench.session.come_back()
    assert (held(bench), bench.session.state.tokens) == ("fr", TOKENS)
