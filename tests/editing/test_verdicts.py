"""What is told of the verdict on what is in focus, on spaCy's own tokens."""

from dataclasses import replace

import pytest

from annotator.editing.state import Caret, OnSpan, OnSuggestion, Selection, State
from annotator.editing.verdicts import Verdict, trouble, verdict
from annotator.language import tokens
from annotator.model.article import Article
from annotator.model.mark import Span
from annotator.model.marks import Marks
from annotator.model.scheme import Scheme
from annotator.model.spans import Spans

ME = "author-a"
TEXT = "Ada Lindqvist met Tom Brandt in Northport. They agreed on the ferry line."
PER, GPE, CLAIM = "entities/per", "entities/gpe", "claims/claim"


@pytest.fixture
def state(news):
    article = Article.of(TEXT)
    spans = [Span("ada", 0, 13, PER, ME), Span("half", 18, 20, PER, ME), Span("inner", 4, 13, GPE, ME),
             Span("said", 0, 73, CLAIM, ME)]  # fmt: skip
    return State(article, 1, Marks.of(article.id, spans), Marks(), ME, news, fresh="fresh", tokens=tokens("en", TEXT))


def on(state, focus):
    return verdict(replace(state, focus=focus))


def lost(why):
    return Verdict("lost", why, trouble=why)


def test_a_span_says_as_how_many_tokens_it_leaves_and_where_to(state):
    assert on(state, OnSpan("ada")) == Verdict("ok", "2 whole tokens, goes to doc.ents.", (0, 2))
    assert on(state, OnSpan("ada")).head == "Trainable"


def test_a_lost_span_says_why_with_the_token_or_the_winner(state):
    assert on(state, OnSpan("half")) == lost("It ends inside a token: \u201cTo|m\u201d.")
    assert on(state, OnSpan("inner")) == lost(
        "It overlaps \u201cAda Lindqvist\u201d (PER 0-13) in a flat layer, which leaves instead."
    )
    assert on(state, OnSpan("half")).head == "Left out"


def test_a_span_over_two_sentences_is_warned_of(state):
    found = on(state, OnSpan("said"))
    assert (found.kind, found.head) == ("warning", "Trainable, with a warning")
    assert found.why.startswith('15 whole tokens, goes to doc.spans["claims"]. It goes over the end of a sentence: ')


def test_before_the_key_is_pressed_it_says_what_a_label_would_make(state):
    assert on(state, Selection(32, 41)) == Verdict("ok", "1 whole token.", (6, 7))
    assert on(state, Selection(33, 41)) == lost("It starts inside a token: \u201cN|orthport\u201d.")
    differing = on(state, Selection(0, 3))
    assert differing.kind == "lost"
    assert differing.why.split("\n") == [
        "Entities: It overlaps \u201cAda Lindqvist\u201d (PER 0-13) in a flat layer, which leaves instead.",
        "Claims: 1 whole token.",
    ]


def test_it_says_which_spans_would_not_leave_any_more(state):
    found = on(state, Selection(0, 17))
    assert found.kind == "warning"
    assert found.why.split("\n")[0] == (
        "Entities: 3 whole tokens. \u201cAda Lindqvist\u201d, \u201cLindqvist\u201d would not leave any more."
    )


def test_what_is_told_before_the_key_is_what_comes_of_it(state):
    """The words before are checked against the verdict on the span that the key makes, for many ranges."""
    label = state.scheme.label(GPE)
    for start in range(0, 42, 1):
        for end in range(start + 1, 44, 3):
            before = on(state, Selection(start, end))
            edit, focus = state.labelled(label, start, end)
            made = replace(state.after({state.article.id: edit})[0], focus=focus)
            after = verdict(made)
            if before.why.startswith("Entities: "):
                before = before._replace(why=before.why.split("\n")[0].removeprefix("Entities: "))
            if (start, end) == (4, 13):
                continue  # there GPE is already: its key only focuses it
            assert (after.kind == "lost") == before.why.startswith("It "), (start, end, before, after)
            if after.kind == "lost":
                assert after.why == before.why


def test_a_suggestion_is_judged_as_if_it_were_accepted(state):
    offered = replace(state, suggestions=Spans([Span("s", 18, 28, PER, ""), Span("t", 4, 13, PER, "")]))
    assert on(offered, OnSuggestion("s")).why == "2 whole tokens, goes to doc.ents."
    assert on(offered, OnSuggestion("t")).kind == "lost"


def test_a_layer_that_shortens_says_as_which_words_it_leaves(state):
    layers = [one._replace(alignment="contract") for one in state.scheme.layers]
    shortening = replace(state, scheme=Scheme(layers, state.scheme.labels))
    found = on(shortening, Selection(16, 30))
    assert found.why == "2 whole tokens. It leaves as \u201cTom Brandt\u201d."
    assert on(shortening, OnSpan("half")).why == "It holds no token."


def test_nothing_is_told_of_a_caret_nor_before_the_tokens_are_known(state):
    assert on(state, Caret(3)) is None
    assert on(replace(state, tokens=None), OnSpan("ada")) is None
    assert trouble(replace(state, tokens=None, focus=OnSpan("half"))) == ""


def test_why_there_is_no_verdict_is_said(state):
    without = replace(state, tokens=None, tokenless="there is no verdict: the language zz", focus=OnSpan("ada"))
    assert verdict(without) == Verdict("none", "There is no verdict: the language zz.")
    assert verdict(without).head == "No verdict"
    assert verdict(replace(without, focus=Caret(0))) is None


def test_a_scheme_without_labels_promises_nothing(state):
    assert on(replace(state, scheme=Scheme([], [])), Selection(0, 3)).kind == "none"


def test_in_a_line_only_trouble_is_told(state):
    assert trouble(replace(state, focus=OnSpan("ada"))) == ""
    assert trouble(replace(state, focus=Selection(18, 20))).startswith("\u25b2 Left out: It ends inside a token")
    assert trouble(replace(state, focus=OnSpan("said"))).startswith(
        "\u25b2 Trainable, with a warning: It goes over the end of a sentence"
    ), "what is well is not told"


def test_of_a_selection_trouble_is_what_every_layer_has_in_one_line(state):
    assert trouble(replace(state, focus=Selection(0, 17))) == "", "as a claim it would be well"
    assert on(state, Selection(0, 17)).kind == "warning"
    assert trouble(replace(state, focus=Selection(32, 54))).startswith("\u25b2 Trainable, with a warning: Entities: It")
    assert "never found. Claims: It goes" in trouble(replace(state, focus=Selection(32, 54)))


def test_it_is_quick_in_an_article_with_many_spans(news):
    """Only what decides a verdict is looked at: not one span in a thousand, also under one as long as the article."""
    text = "Ada met Tom. " * 3_000
    article = Article.of(text)
    spans = [Span(f"s{at:05}", at * 13, at * 13 + 3, PER, ME) for at in range(3_000)]
    spans += [Span("all", 0, len(text) - 1, PER, ME)]
    found = tokens("en", text)
    judged = []

    class Counting(type(found)):
        def cover(self, start, end):
            judged.append((start, end))
            return super().cover(start, end)

    state = State(article, 1, Marks.of(article.id, spans), Marks(), ME, news, OnSpan("s01500"), fresh="fresh",
                  tokens=Counting(*found))  # fmt: skip
    assert verdict(state).kind == "lost"
    verdict(replace(state, focus=OnSpan("all")))
    verdict(replace(state, focus=Selection(0, len(text))))
    assert len(judged) < 60
