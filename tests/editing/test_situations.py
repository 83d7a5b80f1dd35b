"""Every kind of State that keys meet: no key may mean two things in one, and every command is at ease in all."""

import inspect
import random
from functools import cache
from itertools import combinations

import pytest

from annotator import places
from annotator.editing.command import Command, all_commands, bindings, command
from annotator.editing.situations import ME, TEXT, clash, situations
from annotator.editing.state import Caret, OnSpan, OnSuggestion, Selection, State
from annotator.model.article import Article
from annotator.model.mark import Detail, Span
from annotator.model.marks import Marks, reduced
from annotator.model.scheme import Scheme
from annotator.ui.command import every_command

SCHEMES = {
    path.stem: Scheme.from_toml(path.read_text(encoding="utf-8"), path.stem)[0]
    for path in places.resource("schemes").glob("*.toml")
}
# What the mouse or the program gives a command beside the State, by the name of the parameter.
VALUES = {"at": (0, 5, 30), "anchor": (0, 7), "start": (0, 9), "end": (3, 12), "number": (1,), "id": ("word0", "gone"),
          "span": ("word0", "gone", "was")}  # fmt: skip
BY_TYPE = {"int": (0, 5), "str": ("", "word"), "bool": (False, True)}
COMMANDS = sorted(all_commands().values(), key=lambda one: one.name)


def kind(state):
    """Return what conditions may look at."""
    focus, span = state.focus, state.focused
    caret = isinstance(focus, Caret) and bool(state.spans_at(focus.at))
    return (
        state.number > 0, bool(state.text), type(focus), state.range is not None, span is not None, caret,
        span is not None and state.scheme.is_flat(span.label), span is not None and state.scheme.holds(span.label),
        len(state.marks.spans) > 0, len(state.others.spans) > 0, len(state.suggestions) > 0, bool(state.filter), state.gathering,
        bool(state.past), state.status,
    )  # fmt: skip


@pytest.mark.parametrize("name", SCHEMES)
def test_no_key_calls_two_commands_whose_conditions_can_both_hold(name):
    held = list(situations(SCHEMES[name]))
    for key, found in bindings(SCHEMES[name], every_command()).items():
        for state in held:
            holding = [one.command.name for one in found if one.command.when(state)]
            assert len(holding) < 2, (key, holding, kind(state))


@pytest.mark.parametrize("name", SCHEMES)
def test_no_two_commands_of_one_key_clash(name):
    for key, found in bindings(SCHEMES[name], every_command()).items():
        for one, other in combinations(found, 2):
            assert not clash(one.command, other.command), (key, one.words, other.words)


def test_a_command_clashes_where_its_condition_meets_another():
    held = all_commands()
    assert clash(held["span.delete"], held["span.delete"])
    assert clash(held["span.delete"], held["article.done"])

    @command("test.caret", "On a caret", when=lambda state: isinstance(state.focus, Caret))
    def bare(state):
        return None

    @command("test.suggested", "On a suggestion", when=lambda state: isinstance(state.focus, OnSuggestion))
    def suggested(state):
        return None

    assert not clash(bare, held["span.delete"])
    assert not clash(bare, suggested)
    assert clash(suggested, held["article.done"])
    assert clash(suggested, held["span.next"]), "there are suggestions beside spans"


def calls(one: Command, labels):
    """Yield every way to call a command with values that the mouse, a panel or the program might give."""
    ways = [()]
    for each in list(inspect.signature(one.function).parameters.values())[1:]:
        values = tuple(label.id for label in labels) if each.name == "label" else VALUES.get(each.name, ())
        values = once() if each.name == "was" else values or BY_TYPE[str(each.annotation).removesuffix(" | None")]
        ways = [(*way, value) for way in ways for value in values]
    return ways


@cache
def once():
    """Return what the article was once: with another span, and one that was longer."""
    article = Article.of(TEXT)
    held = [Span("was", 4, 7, "entities/per", ME), Span("word0", 0, 7, "entities/per", ME), Detail("title", "Once")]
    return [State(article, 1, Marks.of(article.id, held), Marks(), ME, Scheme([], []), past="As it was.")]


@pytest.mark.parametrize("one", COMMANDS, ids=lambda one: one.name)
def test_a_command_that_holds_runs_and_changes_only_what_is_there(one, news):
    ways, seen = calls(one, news.labels[::2]), 0
    for state in situations(news):
        for values in ways if one.when(state) else ():
            result = one(state, *values)
            if result is None:
                continue
            seen += 1
            if result.edit:
                mine = {key: change for key, change in result.edit.items() if key.article == state.article.id}
                assert reduced(state.get, type(result.edit)(mine))[1] == {}, "what is dropped would be told to somebody"
            check_focus(state.after({state.article.id: result.edit})[0] if result.edit else state, result.focus)
    assert seen or ways, "nothing reaches it"


def check_focus(state, focus):
    places_of = {Caret: lambda: (focus.at,), Selection: lambda: (focus.start, focus.end)}.get(type(focus), tuple)()
    assert all(0 <= place <= len(state.text) for place in places_of)
    if isinstance(focus, OnSpan):
        assert state.marks.spans.get(focus.span) is not None
    if isinstance(focus, OnSuggestion):
        assert state.suggestions.get(focus.suggestion) is not None


@pytest.mark.parametrize("seed", range(4))
def test_work_reaches_no_situation_that_is_not_among_them(bench, news, seed):
    known = {kind(state) for state in situations(news)}
    chance = random.Random(seed)
    runnable = [
        one
        for one in COMMANDS
        if not calls_for_values(one) or one.name in ("label.apply", "span.bounds", "focus.range")
    ]
    for _ in range(400):
        one = chance.choice(runnable)
        if one.name == "label.apply":
            bench.run(one.name, chance.choice(news.labels).id)
        elif one.name == "span.bounds":
            bench.run(one.name, chance.randrange(70), chance.randrange(70))
        elif not calls_for_values(one):
            bench.run(one.name)
        else:
            bench.run("focus.range", chance.randrange(70), chance.randrange(70))
        if chance.random() < 0.2:
            bench.save()
        assert kind(bench.session.state) in known
    assert bench.session.state.number


def calls_for_values(one):
    parameters = list(inspect.signature(one.function).parameters.values())[1:]
    return any(each.default is each.empty for each in parameters)
