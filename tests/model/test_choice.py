from annotator.model.article import Article
from annotator.model.choice import NOBODY, Asked, Chooser
from annotator.model.dataset import Record
from annotator.model.mark import Author, Link, Refusal, Span, Status
from annotator.model.report import NotTaken

PEOPLE = {"a": Author("a", "annotator A"), "b": Author("b", "annotator B"), "j": Author("j", "J", "adjudicator")}
LAYERS = ("entities", "claims")


def span(author, label="entities/per"):
    return Span(f"{author}{label}", 0, 3, label, author)


def held(spans=(), statuses=(), **more):
    made = tuple(Status(author, layer, value) for author, layer, value in statuses)
    return Record(Article.of("Ada met Tom."), "T", {}, tuple(spans), statuses=made, **more)


def account(news, records, asked=None, way="chosen"):
    """Return the records that leave, and what was not taken."""
    not_taken = NotTaken()
    chooser = Chooser(news, PEOPLE, asked or Asked(LAYERS), not_taken)
    return list(getattr(chooser, way)(records)), not_taken


def choose(news, spans, statuses, asked=None, **more):
    found, not_taken = account(news, [held(spans, statuses, **more)], asked)
    return (found[0] if found else None), {reason.words: count for reason, count in not_taken.spans.items()}


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


def test_a_reason_says_the_status_that_several_have(news):
    both = [span("a"), span("b")]
    asked = Asked(("entities",), (), frozenset({"flagged"}))
    found, counted = choose(news, both, [("a", "entities", "flagged"), ("b", "entities", "flagged")], asked)
    assert (found, counted) == (None, {"flagged by annotator A and annotator B: name --author": 2})
    asked = Asked(("entities",), (), frozenset({"flagged", "done"}))
    _, counted = choose(news, both, [("a", "entities", "flagged"), ("b", "entities", "done")], asked)
    assert counted == {"done by annotator B and flagged by annotator A: name --author": 2}
    _, counted = choose(news, [span("a")], [], asked)
    assert counted == {"entities not done or flagged": 1}


REFUSALS = (
    Refusal("r1", 0, 3, "entities/per", "a"), Refusal("r2", 8, 11, "entities/per", "b"), Refusal("r3", 0, 3, "claims/claim", "a"),
)  # fmt: skip
LINKS = (Link("l1", "x", "y", "says", "a"), Link("l2", "x", "y", "says", "b"))


def listed(not_taken):
    return [(one.what, one.where, one.text or one.label, one.reason) for one in not_taken.listed]


def test_refusals_and_links_that_are_set_aside_are_listed(news):
    done = [("a", "entities", "done")]
    (found,), not_taken = account(news, [held([], done, refusals=REFUSALS, links=LINKS)])
    assert ([one.id for one in found.refusals], [one.id for one in found.links]) == (["r1"], ["l1"])
    assert listed(not_taken) == [
        ("refusal", "T", "Tom", "other author"), ("refusal", "T", "Ada", "claims not done"), ("link", "T", "says", "other author"),
    ]  # fmt: skip
    _, not_taken = account(news, [held([], done, refusals=REFUSALS[2:])], Asked(("entities",)))
    assert listed(not_taken) == [("refusal", "T", "Ada", "layer not asked for")]


def test_refusals_and_links_of_articles_that_are_not_taken_are_listed(news):
    everything = {"refusals": REFUSALS[:1], "links": LINKS[:1]}
    records = [held([], [], hidden=True, **everything), held([span("a")], [], **everything), held()]
    found, not_taken = account(news, records)
    assert found == []
    assert listed(not_taken) == [
        ("refusal", "T", "Ada", "the article is hidden"), ("link", "T", "says", "the article is hidden"),
        ("refusal", "T", "Ada", "entities not done"), ("link", "T", "says", "not done"),
    ]  # fmt: skip
    assert {reason.words: count for reason, count in not_taken.articles.items()} == {
        "the article is hidden": 1,
        "not done": 2,
    }
    assert not_taken.unmarked == 1
    not_taken.clear()
    assert not_taken == NotTaken()


def test_every_mark_of_all_authors_leaves_or_is_accounted_for(news):
    spans = [span("a"), span("b"), span("a", "claims/claim")]
    statuses = [("a", "claims", "done"), ("a", "entities", "done"), ("b", "entities", "flagged")]
    one = held(spans, statuses, refusals=REFUSALS, links=LINKS)
    anything = frozenset({"any", "done"})
    assert account(news, [one], Asked(LAYERS, (), anything), "narrowed") == ([one], NotTaken())
    (found,), not_taken = account(news, [one], Asked(("entities",), ("a",), anything), "narrowed")
    assert [len(marks) for marks in (found.spans, found.refusals, found.links, found.statuses)] == [1, 1, 1, 1]
    assert {reason.words: count for reason, count in not_taken.spans.items()} == {
        "other author": 1,
        "layer not asked for": 1,
    }
    assert sum(not_taken.statuses.values()) == 2
    assert [(what, why) for what, _, _, why in listed(not_taken)] == [
        ("refusal", "other author"), ("refusal", "layer not asked for"), ("link", "other author"),
    ]  # fmt: skip
    found, not_taken = account(news, [one], Asked(LAYERS, (), frozenset({"skipped"})), "narrowed")
    assert (found, sum(not_taken.spans.values()), len(not_taken.listed)) == ([], 3, 5)
    assert sum(not_taken.statuses.values()) == 3


def test_what_nobody_marked_leaves_as_nobodys(news):
    found, _ = choose(news, [], [], Asked(LAYERS, (), frozenset({"any"})))
    assert found.authors == dict.fromkeys(LAYERS, NOBODY)


def placed(news, records, way="chosen", parts=None, near=None):
    not_taken = NotTaken()
    chooser = Chooser(news, PEOPLE, Asked(LAYERS), not_taken)
    return list(chooser.in_parts(getattr(chooser, way)(records), parts or {}, near or {})), not_taken


def test_an_article_leaves_with_the_part_that_is_kept_else_with_the_one_of_the_law(news):
    done = [("a", "entities", "done")]
    one = held([span("a")], done)
    assert [record.part for record in placed(news, [one], parts={one.article.id: "dev"})[0]] == ["dev"]
    kept = one._replace(part="test")
    assert [record.part for record in placed(news, [kept], parts={one.article.id: "dev"})[0]] == ["test"]


def test_an_article_near_two_parts_is_set_aside_with_all_that_is_in_it(news):
    refusal, link = Refusal("r", 0, 3, "entities/per", "a"), Link("l", "x", "y", "says", "a")
    one = held([span("a"), span("b"), span("a", "claims/claim")], [("a", "entities", "done")])
    one = one._replace(refusals=(refusal,), links=(link,))
    found, not_taken = placed(news, [one], near={one.article.id: ("train", "dev")})
    assert found == []
    assert {reason.words: count for reason, count in not_taken.spans.items()} == {
        "other author": 1, "claims not done": 1, "near articles of train and of dev": 1,
    }  # fmt: skip
    assert sorted((left.what, left.reason) for left in not_taken.listed) == [
        (what, "near articles of train and of dev") for what in ("article", "link", "refusal")
    ]
    found, not_taken = placed(news, [one], "narrowed", near={one.article.id: ("train", "dev")})
    assert found == []
    assert sum(not_taken.statuses.values()) == 1
    assert sum(not_taken.spans.values()) == 3


def test_what_is_not_chosen_is_not_said_to_be_near_two_parts(news):
    one = held([span("a")])
    found, not_taken = placed(news, [one], near={one.article.id: ("train", "dev")})
    assert found == []
    assert [reason.cause for reason in not_taken.articles] == ["status"]
