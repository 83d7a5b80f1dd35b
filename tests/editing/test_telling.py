import pytest

from annotator.editing.state import State
from annotator.editing.telling import quoted, told
from annotator.model.article import Article
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Label, Refusal, Setting, Span, Status
from annotator.model.marks import Marks

ME = "author-a"
ADA = Span("s", 0, 13, "entities/per", ME)


@pytest.fixture
def state(news):
    return State(Article.of("Ada Lindqvist met Tom Brandt.\n" + "word " * 200), 1, Marks(), Marks(), ME, news)


def gesture(state, edit, command="label.apply"):
    return Gesture("t", command, ME, "window", {state.article.id: edit})


@pytest.mark.parametrize(("before", "after", "words"), [
    (None, ADA, "PER on \u201cAda Lindqvist\u201d"),
    (ADA, None, "PER on \u201cAda Lindqvist\u201d deleted"),
    (ADA, ADA._replace(label="entities/gpe"), "GPE instead of PER on \u201cAda Lindqvist\u201d"),
    (ADA, ADA._replace(end=3), "the bounds of PER on \u201cAda\u201d"),
])  # fmt: skip
def test_a_span_is_told_by_its_label_and_its_words(state, before, after, words):
    edit = Edit({("span", state.article.id, "s"): (before, after)})
    edit = Edit.adding(state.article.id, after) if before is None else edit
    if before is not None:
        edit = Edit.replacing(state.article.id, before, after) if after else Edit.removing(state.article.id, before)
    assert told(gesture(state, edit), state) == words
    assert told(gesture(state, edit.inverse, "undo label.apply"), state) == words
    assert told(gesture(state, edit, "redo label.apply"), state) == words


def test_a_status_is_told_by_its_value(state):
    marks = [Status(ME, layer, "done") for layer in ("entities", "claims")]
    edit = Edit.adding(state.article.id, *marks)
    assert told(gesture(state, edit, "article.done"), state) == "the article done"
    assert told(gesture(state, edit.inverse, "article.reopen"), state) == "the article to do"


def test_one_label_on_many_spans_is_told_by_their_count(state):
    tom = ADA._replace(id="t", start=18, end=28)
    edits = {state.article.id: Edit.adding(state.article.id, ADA, tom), "other": Edit.adding("other", ADA)}
    many = Gesture("t", "label.everywhere.project", ME, "window", edits)
    assert told(many, state) == "PER on 3 spans in 2 articles"
    here = many._replace(edits={state.article.id: edits[state.article.id]})
    assert told(here, state) == "PER on 2 spans"
    back = {article: edit.inverse for article, edit in edits.items()}
    assert (
        told(many._replace(command="undo label.everywhere.project", edits=back), state)
        == "PER on 3 spans in 2 articles"
    )
    relabelled = Edit.replacing(state.article.id, ADA, ADA._replace(label="entities/gpe"))
    mixed = Edit({**relabelled, **Edit.adding(state.article.id, tom._replace(label="entities/gpe"))})
    assert told(gesture(state, mixed), state) == "GPE on 2 spans"


def test_a_refusal_is_told_by_its_label_and_its_words(state):
    edit = Edit.adding(state.article.id, Refusal("r", 0, 13, "entities/per", ME))
    assert told(gesture(state, edit, "suggestion.refuse"), state) == "PER refused on “Ada Lindqvist”"
    assert told(gesture(state, edit.inverse, "undo suggestion.refuse"), state) == "PER refused on “Ada Lindqvist”"


def test_what_was_done_in_another_article_is_told_without_its_words(state):
    def there(edit, command):
        return told(Gesture("t", command, ME, "window", {"other": edit}), state)

    assert there(Edit.adding("other", ADA), "label.apply") == "PER on words in another article"
    assert there(Edit.adding("other", ADA).inverse, "undo label.apply") == "PER on words in another article"
    added = Gesture("t", "label.apply", ME, "window", {"other": Edit.adding("other", ADA)})
    assert told(added, state, "Ada\nLindqvist") == "PER on \u201cAda Lindqvist\u201d"
    moved = Edit.replacing("other", ADA, ADA._replace(end=3))
    assert there(moved, "span.end.left") == "the bounds of PER on words in another article"
    no = Edit.adding("other", Refusal("r", 0, 13, "entities/per", ME))
    assert there(no, "suggestion.refuse") == "PER refused on words in another article"
    done = Edit.adding("other", *(Status(ME, layer, "done") for layer in ("entities", "claims")))
    assert there(done, "article.done") == "another article done"


def test_what_is_of_the_project_or_mixed_is_told_by_its_command(state):
    two = Edit.adding(state.article.id, ADA, ADA._replace(id="t", start=18, end=28, label="claims/claim"))
    assert told(gesture(state, two), state) == "label the selection, or relabel the span"
    label = Label("entities/new", "entities", "NEW")
    assert told(Gesture("t", "add", ME, "intake", {None: Edit.adding(None, label)}), state) == "add"


def test_long_words_are_cut(state):
    assert quoted(state, Span("l", 30, 1000, "claims/claim", ME)).endswith("\u2026\u201d")
    assert len(quoted(state, Span("l", 30, 1000, "claims/claim", ME))) < 50


def test_what_was_done_to_a_label_is_told_by_its_name(state):
    label = Label("entities/new", "entities", "NEW")
    renamed = label._replace(name="NEWER")
    for edit, words in (
        (Edit.adding(None, label), "the label NEW added"),
        (Edit.removing(None, label), "the label NEW deleted"),
        (Edit.replacing(None, label, renamed), "the label NEW renamed NEWER"),
        (Edit.replacing(None, label, label._replace(colour="teal")), "give a label another colour"),
    ):
        made = Gesture("t", "label.recolour", ME, "window", {None: edit})
        assert told(made, state) == words
        assert told(made._replace(command="undo label.recolour", edits={None: edit.inverse}), state) == words


def test_a_change_of_the_language_is_told_by_its_name_and_an_undo_by_what_it_takes_back(state):
    edit = Edit.replacing(None, Setting("language", "en"), Setting("language", "zh"))
    made = Gesture("t", "language.set", ME, "window", {None: edit})
    words = "the language of the texts changed to Chinese"
    assert told(made, state) == words
    assert told(made._replace(command="undo language.set", edits={None: edit.inverse}), state) == words
    assert told(made._replace(edits={}), state) == "change the language of the texts"
