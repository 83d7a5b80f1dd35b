import itertools
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from annotator import shelf
from annotator.editing.command import all_commands, bindings
from annotator.editing.state import Caret, OnSpan, OnSuggestion, Selection, State
from annotator.model.article import Article
from annotator.model.mark import Span
from annotator.model.marks import Marks
from annotator.model.scheme import Scheme
from annotator.model.spans import Spans
from annotator.model.tokens import Tokens

ME = "author-a"
TEXT = "Ada Lindqvist of Northport met Tom Brandt. The line reopens \U0001f1e9\U0001f1ff now."
REFUSED = set("BESYFXNHLIJKPZ")


@pytest.fixture
def at(news):
    article = Article.of(TEXT)

    def state(focus, *spans):
        held = [Span(f"s{n}", *one, ME) if len(one) == 3 else one for n, one in enumerate(spans)]
        return State(article, 1, Marks.of(article.id, held), Marks(), ME, news, focus, fresh="new")

    return state


def run(name, state, *values):
    return all_commands()[name](state, *values)


def after(result):
    (change,) = result.edit.values()
    return change[1]


OFFERED = Spans(
    [Span("g0", 17, 26, "entities/gpe", ME, origin="repeat"), Span("g1", 31, 34, "entities/per", ME, origin="pattern")]
)
PER, CLAIM = (0, 13, "entities/per"), (0, 41, "claims/claim")


def test_a_label_key_labels_relabels_or_adds_in_another_layer(at):
    made = run("label.apply", at(Selection(13, 0)), "entities/per")
    assert after(made) == Span("new", 0, 13, "entities/per", ME, origin="hand")
    assert made.focus == OnSpan("new")
    relabelled = run("label.apply", at(OnSpan("s0"), PER), "entities/gpe")
    assert after(relabelled).label == "entities/gpe"
    assert after(relabelled).id == "s0"
    added = run("label.apply", at(OnSpan("s0"), PER), "claims/claim")
    assert after(added) == Span("new", 0, 13, "claims/claim", ME, origin="hand")
    again = run("label.apply", at(Selection(0, 13), PER), "entities/per")
    assert again.edit is None
    assert again.focus == OnSpan("s0")
    assert run("label.apply", at(Selection(0, 3)), "entities/unknown") is None


def test_overlaps_are_never_refused(at):
    assert run("label.apply", at(Selection(4, 26), PER), "entities/gpe").edit


def test_deleting_leaves_the_range_selected(at):
    result = run("span.delete", at(OnSpan("s0"), PER))
    assert after(result) is None
    assert result.focus == Selection(0, 13)


@pytest.mark.parametrize(("name", "start", "end"), [
    ("span.end.right", 0, 16), ("span.end.left", 0, 3), ("span.start.right", 4, 13), ("span.end.character.right", 0, 14),
    ("span.end.character.left", 0, 12), ("span.start.character.right", 1, 13),
])  # fmt: skip
def test_boundaries_move(at, name, start, end):
    moved = after(run(name, at(OnSpan("s0"), PER, CLAIM)))
    assert (moved.start, moved.end, moved.id) == (start, end, "s0")


def test_a_span_keeps_its_last_word_and_its_last_character(at):
    word = (0, 3, "entities/per")
    assert run("span.end.left", at(OnSpan("s0"), word)) is None
    assert run("span.start.right", at(OnSpan("s0"), word)) is None
    assert run("span.start.left", at(OnSpan("s0"), word)) is None
    assert run("span.end.character.left", at(OnSpan("s0"), (0, 1, "entities/per"))) is None
    flag = TEXT.index("\U0001f1e9")
    assert run("span.end.character.left", at(OnSpan("s0"), (flag, flag + 2, "entities/per"))) is None


def test_a_handle_never_cuts_a_drawn_character(at):
    flag = TEXT.index("\U0001f1e9")
    moved = after(run("span.bounds", at(OnSpan("s0"), PER), 0, flag + 1))
    assert moved.end == flag + 2


def test_clicking_a_word_again_climbs(at):
    state = at(Caret(0))
    first = run("focus.word", state, 6).focus
    assert (first.start, first.end) == (4, 13)
    second = run("focus.word", at(first), 6).focus
    assert (second.start, second.end) == (0, 13)


def test_next_previous_and_the_ring_of_overlapping_spans(at):
    spans = (PER, CLAIM, (17, 26, "entities/gpe"), (45, 50, "entities/per"))
    assert run("span.next", at(Caret(5), *spans)).focus == OnSpan("s2")
    assert run("span.next", at(OnSpan("s1"), *spans)).focus == OnSpan("s0")
    assert run("span.previous", at(OnSpan("s2"), *spans)).focus == OnSpan("s0")
    assert run("span.next", at(OnSpan("s3"), *spans)).said
    assert run("span.outward", at(Caret(44), *spans)).said == "No span is here."


def walked(at, focus, spans, command="span.outward", times=4):
    ring = []
    for _ in range(times):
        focus = run(command, at(focus, *spans)).focus
        ring.append(focus.span)
    return ring


def test_space_walks_the_spans_at_one_place_whichever_is_in_focus(at):
    # s0 4-26 and s1 over it, s2 at its end, s3 crosses the end of s1, s4 elsewhere
    spans = ((4, 26, "entities/per"), (0, 41, "claims/claim"), (17, 26, "entities/gpe"), (30, 50, "claims/quote"),
             (48, 50, "entities/per"))  # fmt: skip
    assert walked(at, OnSpan("s2"), spans) == ["s0", "s1", "s2", "s0"]
    assert walked(at, OnSpan("s2"), spans, "span.inward") == ["s1", "s0", "s2", "s1"]
    assert walked(at, OnSpan("s0", 5), spans) == ["s1", "s0", "s1", "s0"], "s2 is not at that place"
    assert walked(at, OnSpan("s4"), spans) == ["s3", "s4", "s3", "s4"]
    assert walked(at, Caret(20), spans) == ["s2", "s0", "s1", "s2"]
    assert walked(at, Selection(20, 22), spans, "span.inward") == ["s1", "s0", "s2", "s1"]


def test_walking_stays_at_its_unit_where_a_smaller_one_has_the_same_bounds(at):
    focus = run("select.sentence", at(Caret(3))).focus
    assert run("select.next", at(focus)).focus[:2] == (43, 67)
    word = run("select.next", at(Selection(17, 26, rung=0))).focus
    assert (word[:2], word.rung) == ((27, 30), 0)
    assert run("select.next", at(word)).focus[:2] == (31, 34), "words that are walked over are no names"
    assert run("select.next", at(Selection(17, 26))).focus[:2] == (31, 41), "from a name to the next one"
    assert run("select.previous", at(Selection(31, 41))).focus[:2] == (17, 26)


def test_from_a_caret_words_are_walked_over_and_from_a_labelled_name_names(at):
    word = run("select.climb", at(Caret(0))).focus
    assert (word[:2], run("select.next", at(word)).focus[:2]) == ((0, 3), (4, 13))
    assert run("select.next", at(OnSpan("s0"), (17, 26, "entities/gpe"))).focus[:2] == (31, 41)
    assert run("select.previous", at(OnSpan("s0"), (31, 41, "entities/per"))).focus[:2] == (17, 26)


def test_climbing_back_goes_the_way_it_came(at):
    state, seen = at(Caret(22)), []
    for _ in range(5):
        climbed = run("select.climb", state)
        if climbed is None:
            break
        seen.append((climbed.focus.start, climbed.focus.end))
        state = at(climbed.focus)
    assert len(seen) >= 3
    for expected in reversed(seen[:-1]):
        state = at(run("select.climb.back", state).focus)
        assert (state.focus.start, state.focus.end) == expected
    assert run("select.climb.back", state) is None


def test_status_of_all_layers(at):
    edit = run("article.done", at(Caret(0))).edit
    assert sorted(mark.layer for _, mark in edit.values()) == ["claims", "entities"]
    assert run("article.flag", at(Caret(0))).edit


def every_kind_of_state(at):
    spans = (PER, CLAIM)
    for held in ((), spans):
        for focus in (
            Caret(0),
            Caret(len(TEXT)),
            Selection(0, 3),
            Selection(5, 5),
            OnSpan("s0"),
            OnSpan("gone"),
            OnSuggestion("g0"),
            OnSuggestion("gone"),
        ):
            for filter, gathering in itertools.product(("", "entities/per"), (False, True)):
                yield replace(at(focus, *held), filter=filter, gathering=gathering, suggestions=OFFERED)


def test_no_key_has_two_commands_whose_conditions_both_hold(at, news):
    for key, held in bindings(news, all_commands()).items():
        for state in every_kind_of_state(at):
            holding = [one.command.name for one in held if one.command.when(state)]
            assert len(holding) <= 1, (key, holding)


# As spaCy splits the text of these tests, as far as they go.
WORDS = [(found.start(), found.end()) for found in re.finditer(r"\w+|[^\w\s]", TEXT)]
TOKENS = Tokens([start for start, _ in WORDS], [end for _, end in WORDS], frozenset())


def test_bounds_move_to_whole_tokens(at):
    moved = run("span.align", replace(at(OnSpan("s0"), (1, 12, "entities/per")), tokens=TOKENS))
    assert after(moved) == Span("s0", 0, 13, "entities/per", ME), "one gesture, and so one undo"
    selected = run("span.align", replace(at(Selection(12, 1)), tokens=TOKENS))
    assert (selected.edit, selected.focus) == (None, Selection(0, 13))
    offered = replace(at(OnSuggestion("g")), suggestions=Spans([Span("g", 5, 13, "entities/per", ME)]), tokens=TOKENS)
    accepted = run("span.align", offered)
    assert after(accepted)[1:4] == (4, 13, "entities/per"), "a suggestion is accepted as it is moved"


def test_what_cannot_be_moved_to_whole_tokens_says_why(at):
    state = at(OnSpan("s0"), PER)
    assert run("span.align", replace(state, tokens=TOKENS)).said == "It is of whole tokens already."
    assert run("span.align", state).said == "It is not known yet how spaCy splits the text."
    without = replace(state, tokenless="there is no verdict: the language zz")
    assert run("span.align", without).said == "there is no verdict: the language zz"
    assert "white space" in run("span.align", replace(at(Selection(3, 4)), tokens=TOKENS)).said
    assert not all_commands()["span.align"].when(at(Caret(3)))


@given(some.integers(0, len(TEXT) - 1), some.integers(1, 12))
def test_after_it_nothing_is_left_to_align(start, length):
    article = Article.of(TEXT)
    end = min(len(TEXT), start + length)
    state = State(article, 1, Marks(), Marks(), ME, Scheme([], []), Selection(start, end), tokens=TOKENS)
    result = run("span.align", state)
    there = state if result.focus is None else replace(state, focus=result.focus)
    assert there.aligned is None
    assert (result.focus is None) == (state.aligned is None)
    assert result.focus is None or state.aligned == there.range


def test_a_layer_says_how_its_spans_are_aligned(at):
    state = at(Caret(0))
    changed = run("layer.align", state, "claims", "expand")
    assert after(changed) == state.scheme.layer("claims")._replace(alignment="expand")
    assert run("layer.align", state, "claims", "strict") is None
    assert run("layer.align", state, "claims", "sideways") is None
    assert run("layer.align", state, "gone", "expand") is None


def test_every_command_runs_on_every_kind_of_state(at):
    values = {"focus.caret": (3,), "focus.word": (3,), "focus.range": (9, 2), "focus.span": ("s0",), "span.bounds": (2, 9),
              "label.apply": ("entities/per",), "label.everywhere": ("entities/per",), "label.everywhere.both": ("claims/claim",),
              "suggestion.accept.seen": (0, len(TEXT)), "article.open": (1,), "hit.open": (1, 2, 9), "hit.label": (1, 2, 9, "entities/per"),
              "label.add": ("LOC", "entities"),
              "label.rename": ("entities/per", "P"), "label.recolour": ("entities/per", "teal"),
              "label.key": ("entities/per", "G"), "label.guideline": ("entities/per", "x"),
              "label.move": ("entities/per", 1), "label.delete": ("entities/per",), "span.note": ("x",), "detail.set": ("desk", "x"), "layer.add": ("Topics",), "layer.rename": ("claims", "x"), "layer.align": ("claims", "expand"), "language.set": ("zh",), "hit.span": ("x", "s0", 2, 9),
              "article.restore": (at(Caret(0)),), "span.restore": (at(Caret(0)), "s0")}  # fmt: skip
    for one in all_commands().values():
        for state in every_kind_of_state(at):
            if one.when(state):
                one(state, *values.get(one.name, ()))


def test_commands_are_found_as_files_and_say_what_they_do():
    assert set(shelf.names("editing/commands")) >= {"label", "boundary", "focus", "article", "history"}
    for one in all_commands().values():
        assert one.words
        assert one.function.__doc__


def test_label_letters_are_not_those_of_commands():
    for one in all_commands().values():
        for key in one.keys:
            assert len(key) != 1 or not key.isalpha() or key in REFUSED, key


def test_without_an_article_nothing_is_done(news):
    empty = State(Article.of(""), 0, Marks(), Marks(), ME, news)
    for name in ("article.done", "article.skip", "article.flag", "article.reopen"):
        assert not all_commands()[name].when(empty)


def test_one_label_is_looked_at_alone_until_i_or_esc(at):
    alone = run("label.isolate", at(OnSpan("s1"), PER, CLAIM))
    assert alone.filter == "claims/claim"
    filtered = replace(at(OnSpan("s1"), PER, CLAIM), filter="claims/claim")
    assert run("label.isolate", filtered).filter == ""
    assert run("label.isolate", replace(filtered, focus=OnSpan("s0"))).filter == "entities/per"
    assert run("label.isolate", replace(filtered, focus=Caret(0))).filter == ""
    assert not all_commands()["label.isolate"].when(at(Caret(0), PER))
    shown = run("label.all", filtered)
    assert (shown.filter, shown.focus) == ("", None)
    assert not all_commands()["focus.clear"].when(filtered)


def test_a_labels_key_labels_everywhere_with_shift_and_in_the_project_with_ctrl(news):
    held = bindings(news, all_commands())
    for key, name in (("1", "label.apply"), ("Shift+1", "label.everywhere"), ("Ctrl+Shift+C", "label.everywhere.both")):
        (found,) = [one for one in held[key] if one.command.name.startswith("label.")]
        assert found.command.name == name
        assert found.values == (("claims/claim",) if key.endswith("C") else ("entities/per",))


def test_white_space_alone_is_no_word_and_takes_no_label(news):
    state = State(Article.of("a\n\nb"), 1, Marks(), Marks(), "me", news, focus=Caret(2))
    assert all_commands()["select.climb"](state).said == "No word is here."
    blank = replace(state, focus=Selection(1, 3))
    made = all_commands()["label.apply"](blank, "entities/per")
    assert made.edit is None
    assert "white space" in made.said
