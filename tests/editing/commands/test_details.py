import pytest

from annotator.editing.command import all_commands
from annotator.editing.commands.details import name_refused
from annotator.editing.state import State
from annotator.model.article import Article
from annotator.model.mark import Detail, Entry
from annotator.model.marks import Marks
from annotator.model.scheme import Scheme

ARTICLE = Article.of("Ada.")


@pytest.fixture
def state():
    marks = Marks.of(ARTICLE.id, [Entry(), Detail("title", "Ada"), Detail("editor", "annotator B")])
    return State(ARTICLE, 1, marks, Marks(), "a", Scheme((), ()))


def run(state, name, *values):
    return all_commands()[name](state, *values)


def after(state, result):
    return state.after({ARTICLE.id: result.edit})[0]


def test_a_detail_is_added_changed_and_taken_away(state):
    assert after(state, run(state, "detail.set", "editor", " annotator C ")).detail("editor") == "annotator C"
    assert after(state, run(state, "detail.set", "source", "The Gazette")).detail("source") == "The Gazette"
    assert after(state, run(state, "detail.set", "desk", "night")).detail("desk") == "night"
    gone = after(state, run(state, "detail.set", "editor", ""))
    assert gone.detail("editor") == ""
    assert after(gone, run(gone, "detail.set", "editor", "x")).detail("editor") == "x"


def test_what_changes_nothing_makes_no_gesture(state):
    assert run(state, "detail.set", "title", "Ada") is None
    assert run(state, "detail.set", "desk", "  ") is None
    assert run(state, "detail.set", "two\nlines", "x") is None


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "A detail needs a name."),
        (" x", "The name of a detail is one line"),
        ("x\ny", "The name of a detail is one line"),
        ("x" * 61, "The name of a detail is one line"),
        ("editor", "The article has a detail called editor already."),
    ],
)
def test_names_that_are_refused_say_why(state, name, why):
    assert name_refused(state, name).startswith(why)
    assert name_refused(state, "desk") == ""


def test_an_article_is_hidden_and_shown_again(state):
    commands = all_commands()
    assert commands["article.hide"].when(state)
    assert not commands["article.show"].when(state)
    hidden = after(state, run(state, "article.hide"))
    assert commands["article.show"].when(hidden)
    assert not commands["article.hide"].when(hidden)
    assert after(hidden, run(hidden, "article.show")).marks == state.marks
