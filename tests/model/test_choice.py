from collections import Counter

from annotator.model.article import Article
from annotator.model.choice import Asked, Chooser
from annotator.model.dataset import Record
from annotator.model.mark import Author, Refusal, Span, Status

PEOPLE = {"a": Author("a", "annotator A"), "b": Author("b", "annotator B"), "j": Author("j", "J", "adjudicator")}
LAYERS = ("entities", "claims")


def span(author, label="entities/per"):
    return Span(f"{author}{label}", 0, 3, label, author)


def choose(news, spans, statuses, asked=None, **more):
    counted = Counter()
    held = Record(
        Article.of("Ada met Tom."),
        "T",
        {},
        tuple(spans),
        statuses=tuple(Status(a, layer, v) for a, layer, v in statuses),
        **more,
    )
    found = list(Chooser(news, PEOPLE, asked or Asked(LAYERS), counted).chosen(iter([held])))
    return (found[0] if found else None), +counted


def test_the_only_one_who_is_done(news):
    found, counted = choose(news, [span("a"), span("b"), span("a", "claims/claim")], [("a", "entities", "done")])
    assert [s.author for s in found.spans] == ["a"]
    assert found.done == {"entities"}
    assert counted == {"other author": 1, "claims not done": 1}


def test_never_a_silent_union(news):
    found, counted = choose(news, [span("a"), span("b")], [("a", "entities", "done"), ("b", "entities", "done")])
    assert found is None
    assert counted == {"done by annotator A and annotator B: name --author": 2}


def test_the_adjudicator_then_the_first_author_asked_for(news):
    both = [("a", "entities", "done"), ("b", "entities", "done")]
    found, _ = choose(news, [span("a"), span("b"), span("j")], [*both, ("j", "entities", "done")])
    assert found.authors == {"entities": "j"}
    found, _ = choose(news, [span("a"), span("b")], both, Asked(LAYERS, ("b", "a")))
    assert found.authors == {"entities": "b"}
    found, counted = choose(news, [span("a")], [("a", "entities", "done")], Asked(LAYERS, ("b",)))
    assert found.authors == {"entities": "a"}, "else the only one who is done"
    three = [*both, ("c", "entities", "done")]
    found, counted = choose(news, [span("a"), span("b")], three, Asked(LAYERS, ("d",)))
    assert found is None
    assert counted == {"other author": 2}


def test_flagged_leaves_where_it_is_asked_for_but_is_not_done(news):
    asked = Asked(("entities",), (), frozenset({"flagged"}))
    found, counted = choose(news, [span("a")], [("a", "entities", "flagged")], asked)
    assert found.authors == {"entities": "a"}
    assert found.done == frozenset()
    assert not counted


def test_any_takes_what_nobody_finished(news):
    found, counted = choose(news, [span("a")], [], Asked(LAYERS, (), frozenset({"any"})))
    assert [s.author for s in found.spans] == ["a"]
    assert found.done == frozenset()
    assert not counted
    found, counted = choose(news, [span("a"), span("b")], [], Asked(LAYERS, (), frozenset({"any"})))
    assert counted == {"marks by annotator A and annotator B: name --author": 2}


def test_hidden_articles_and_other_layers_are_counted(news):
    assert choose(news, [span("a")], [], hidden=True)[1] == {"the article is hidden": 1}
    _found, counted = choose(
        news, [span("a"), span("a", "claims/claim")], [("a", "entities", "done")], Asked(("entities",))
    )
    assert counted == {"layer not asked for": 1}


def test_refusals_of_the_chosen_author_leave(news):
    refusals = (Refusal("r", 0, 3, "entities/per", "a"), Refusal("q", 0, 3, "entities/per", "b"))
    found, _ = choose(news, [], [("a", "entities", "done")], refusals=refusals)
    assert [one.id for one in found.refusals] == ["r"]
