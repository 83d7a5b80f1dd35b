import pytest

from annotator import shelf
from annotator.model.article import Article
from annotator.model.dataset import Record
from annotator.model.mark import Label, Layer, Link, Refusal, Span
from annotator.model.problem import Problem
from annotator.model.report import Report
from annotator.model.scheme import Scheme

flat = shelf.load("exports", "flat")
ME, BOTH = "author-a", ("entities", "claims")
TEXT = "Ada Lindqvist met Tom Brandt in  Northport."


def span(id, start, end, label="entities/per"):
    return Span(id, start, end, label, ME)


def record(*spans, authors=BOTH, done=BOTH, **more):
    held = dict.fromkeys(authors, ME)
    return Record(Article.of(TEXT), "T", {}, spans=spans, authors=held, done=frozenset(done), **more)


def leaving(made, **more):
    report = Report()
    return list(flat.entities(made, report, **more)), report


def test_what_overlaps_or_does_not_align_is_listed_with_the_verdict(dataset):
    spans = span("a", 0, 28), span("b", 0, 13), span("half", 1, 13), span("c", 33, 42, "entities/gpe")
    (one,), report = leaving(dataset(record(*spans)))
    assert [judged.span.id for judged in one.kept] == ["a", "c"]
    assert [(left.start, left.end, left.reason) for left in report.left_out] == [
        (0, 13, "it overlaps 0-28 in a flat layer, which leaves instead"), (1, 13, "it starts or ends inside a token"),
    ]  # fmt: skip
    assert (report.articles, report.spans) == (1, 2)


def test_other_layers_refusals_and_links_are_listed(dataset):
    more = {"refusals": (Refusal("r", 0, 3, "entities/per", ME),), "links": (Link("l", "a", "b", "x", ME),)}
    _, report = leaving(dataset(record(span("a", 0, 28, "claims/claim"), **more)))
    assert [(left.what, left.label, left.text) for left in report.left_out] == [
        ("span", "CLAIM", TEXT[:28]), ("refusal", "PER", "Ada"), ("link", "x", ""),
    ]  # fmt: skip


def test_a_free_layer_alone_leaves_as_if_it_were_flat(dataset):
    made = dataset(record(span("a", 0, 28, "claims/claim"), span("b", 4, 17, "claims/claim"), authors=("claims",)))
    made.layers = ("claims",)
    (one,), report = leaving(made)
    assert [judged.span.id for judged in one.kept] == ["a"]
    assert [(left.text, left.reason, left.verdict) for left in report.left_out] == [
        (TEXT[4:17], *(f"it overlaps {one}, which leaves instead: this format holds no overlaps"
                       for one in ("0-28", "a longer or earlier span")))
    ]  # fmt: skip


def test_an_article_of_which_the_layer_is_not_done_does_not_leave_as_empty(dataset):
    made = dataset(record(span("a", 0, 28, "claims/claim"), authors=("claims",), done=("claims",)))
    found, report = leaving(made)
    assert (found, report.articles, report.left_out) == ([], 0, [])
    assert {reason.words: count for reason, count in made.not_taken.spans.items()} == {"entities not done": 1}
    assert made.not_taken.articles.total() == 1


def test_without_the_layer_of_the_entities_one_must_be_named(dataset):
    layers = [Layer("people", "P", "flat"), Layer("places", "L", "flat", order=1)]
    made = dataset(record())
    made.scheme, made.layers = Scheme(layers, []), ("people", "places")
    with pytest.raises(Problem, match="--layer"):
        leaving(made)


@pytest.mark.parametrize("says", [True, False])
def test_an_article_taken_before_it_is_done_is_told_where_the_format_cannot_say_so(dataset, says):
    (one,), report = leaving(dataset(record(span("a", 0, 13), done=())), says_undone=says)
    assert not one.done
    assert [left.what for left in report.left_out] == ([] if says else ["status"])


def test_a_label_with_a_space_is_listed_where_columns_cannot_hold_it(dataset, news):
    made = dataset(record(span("a", 0, 13, "entities/x")))
    made.scheme = Scheme(news.layers, [*news.labels, Label("entities/x", "entities", "BIG NAME")])
    assert leaving(made)[1].spans == 1
    assert [left.label for left in leaving(made, spaced=False)[1].left_out] == ["BIG NAME"]
