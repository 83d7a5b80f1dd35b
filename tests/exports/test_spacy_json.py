import json

import spacy
from spacy.training import Example

from annotator import shelf
from annotator.model.article import Article
from annotator.model.dataset import Record
from annotator.model.mark import Span

spacy_json = shelf.load("exports", "spacy_json")
ME = "author-a"


def record(text, *spans):
    return Record(Article.of(text), "T", {}, spans=spans, authors={"entities": ME}, done=frozenset({"entities"}))


def written(made, tmp_path):
    report = spacy_json.write(made, tmp_path / "x.json")
    return (tmp_path / "x.json").read_text(encoding="utf-8"), report


def test_it_is_train_data_an_article_a_line(dataset, tmp_path):
    spans = Span("a", 2, 5, "entities/per", ME), Span("b", 6, 9, "entities/gpe", ME)
    text, report = written(dataset(record("\U0001f600 Ada\nmet", *spans), record("No.")), tmp_path)
    assert (
        text
        == '[\n["\U0001f600 Ada\\nmet", {"entities": [[2, 5, "PER"], [6, 9, "GPE"]]}],\n["No.", {"entities": []}]\n]\n'
    )
    assert json.loads(text)[1] == ["No.", {"entities": []}]
    assert (report.articles, report.spans, report.left_out) == (2, 2, [])


def test_without_an_article_it_is_an_empty_list(dataset, tmp_path):
    assert json.loads(written(dataset(), tmp_path)[0]) == []


def test_spacy_makes_examples_of_it_and_loses_nothing(dataset, tmp_path):
    spans = (
        Span("a", 0, 3, "entities/per", ME),
        Span("b", 8, 11, "entities/per", ME),
        Span("half", 4, 6, "entities/per", ME),
    )
    text, report = written(dataset(record("Ada met Tom.", *spans)), tmp_path)
    nlp = spacy.blank("en")
    ((raw, marks),) = json.loads(text)
    example = Example.from_dict(nlp.make_doc(raw), marks)  # a warning that a span does not align would fail the test
    assert [entity.text for entity in example.reference.ents] == ["Ada", "Tom"]
    assert [left.text for left in report.left_out] == ["me"]
