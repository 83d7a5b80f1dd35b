import io

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, DocBin, SpanGroup
from spacy.tokens import Span as DocSpan
from spacy.vocab import Vocab
from strategies import TEXTS

from annotator import shelf
from annotator.model.article import Article
from annotator.model.dataset import Dataset, Record
from annotator.model.mark import Author, Label, Layer, Link, Refusal, Span
from annotator.model.problem import Problem
from annotator.model.scheme import Scheme

docbin, lean = shelf.load("exports", "docbin"), shelf.load("exports", "lean")
ME = "author-a"
NLP = spacy.blank("en")
TEXT = "Ada Lindqvist met Tom Brandt in  Northport."


def span(id, start, end, label="entities/per"):
    return Span(id, start, end, label, ME)


def record(text, *spans, done=("entities", "claims"), **more):
    return Record(
        Article.of(text),
        text[:20],
        {},
        spans=tuple(spans),
        authors=dict.fromkeys(("entities", "claims"), ME),
        done=frozenset(done),
        **more,
    )


def written(dataset, tmp_path):
    report = docbin.write(dataset, tmp_path / "x.spacy")
    return report, list(DocBin().from_disk(tmp_path / "x.spacy").get_docs(Vocab()))


def test_one_layer_leaves_as_entities_every_other_as_a_group(dataset, tmp_path):
    report, (doc,) = written(
        dataset(record(TEXT, span("a", 0, 13), span("b", 0, 28, "claims/claim"), span("c", 4, 17, "claims/claim"))),
        tmp_path,
    )
    assert [(e.text, e.label_) for e in doc.ents] == [("Ada Lindqvist", "PER")]
    assert [(e.text, e.label_, e.id_) for e in doc.spans["claims"]] == [
        ("Ada Lindqvist met Tom Brandt", "CLAIM", "b"),
        ("Lindqvist met", "CLAIM", "c"),
    ]
    assert (report.articles, report.spans, report.left_out) == (1, 3, [])


def test_what_spacy_would_lose_is_listed_with_the_winner(dataset, tmp_path):
    spans = [
        span("half", 0, 2), span("edge", 29, 33), span("long", 0, 28), span("inner", 18, 28, "entities/gpe"), span("again", 0, 28),
        span("claim", 0, 28, "claims/claim"), span("claim2", 0, 28, "claims/claim"),
    ]  # fmt: skip
    report, (doc,) = written(dataset(record(TEXT, *sorted(spans, key=lambda s: (s.start, -s.end, s.id)))), tmp_path)
    left_out = [one for one in report.left_out if one.what == "span"]
    assert {(one.start, one.end, one.label): one.reason for one in left_out} == {
        (0, 2, "PER"): "it starts or ends inside a token",
        (29, 33, "PER"): "it starts or ends with white space, from which nothing is learnt",
        (18, 28, "GPE"): "it overlaps 0-28 in a flat layer, which leaves instead",
        (0, 28, "PER"): "the same range and label stand twice",
        (0, 28, "CLAIM"): "the same range and label stand twice",
    }
    assert [e.id_ for e in doc.spans["claims"]] == ["claim"]
    assert len(doc.ents) == 1
    assert report.spans + len(left_out) == len(spans)
    assert all(one.text == TEXT[one.start : one.end] for one in left_out)
    assert [one.reason.split(",")[0] for one in report.left_out if one.what != "span"] == ["entities is done"]


def test_finished_and_empty_says_no_entity_and_unfinished_says_nothing(dataset, tmp_path):
    _, (done, undone) = written(
        dataset(record("Ada met Tom."), record("Tom met Ada.", span("a", 0, 3), done=())), tmp_path
    )
    assert [token.ent_iob_ for token in done] == ["O"] * 4
    assert done.has_annotation("ENT_IOB")
    assert [token.ent_iob_ for token in undone] == ["B", "", "", ""]


def test_a_layer_nobody_finished_leaves_no_group(dataset, tmp_path):
    one = record("Ada met Tom.")._replace(authors={"entities": ME}, done=frozenset(["entities"]))
    _, (doc,) = written(dataset(one), tmp_path)
    assert "claims" not in doc.spans


def test_refusals_of_the_entity_layer_leave_as_incorrect(dataset, tmp_path):
    refusals = (
        Refusal("ok", 18, 28, "entities/per", ME), Refusal("same", 0, 13, "entities/per", ME), Refusal("half", 1, 13, "entities/per", ME),
        Refusal("claim", 0, 13, "claims/claim", ME),
    )  # fmt: skip
    report, (doc,) = written(dataset(record(TEXT, span("a", 0, 13), refusals=refusals)), tmp_path)
    assert [(one.text, one.label_) for one in doc.spans["incorrect"]] == [("Tom Brandt", "PER")]
    assert [one.what for one in report.left_out] == ["refusal"] * 3


def test_a_layer_called_as_the_group_of_refusals_keeps_its_spans(tmp_path):
    layers = [Layer("entities", "E", "flat"), Layer("incorrect", "I", "free", order=1)]
    scheme = Scheme(layers, [Label("entities/per", "entities", "PER"), Label("incorrect/x", "incorrect", "X")])
    one = record(TEXT, span("a", 0, 13, "incorrect/x"), refusals=(Refusal("r", 18, 28, "entities/per", ME),))
    one = one._replace(authors={"entities": ME, "incorrect": ME})
    made = Dataset("en", scheme, {}, ("entities", "incorrect"), lambda: iter([one]))
    report, (doc,) = written(made, tmp_path)
    assert [found.text for found in doc.spans["incorrect"]] == ["Ada Lindqvist"]
    assert [left.what for left in report.left_out] == ["status", "refusal"]


def test_links_are_listed(dataset, tmp_path):
    report, _ = written(dataset(record(TEXT, links=(Link("l", "a", "b", "x", ME),))), tmp_path)
    assert [one.what for one in report.left_out] == ["link"]


def test_same_state_same_bytes(dataset, tmp_path):
    records = [record(TEXT, span("a", 0, 13)), record("Northport stands.", span("b", 0, 9, "entities/gpe"))]
    docbin.write(dataset(*records), tmp_path / "one.spacy")
    docbin.write(dataset(*records), tmp_path / "two.spacy")
    assert (tmp_path / "one.spacy").read_bytes() == (tmp_path / "two.spacy").read_bytes()


SCHEME = Scheme([Layer("entities", "E", "flat"), Layer("claims", "C", "free", order=1)],
                [Label("entities/per", "entities", "PER"), Label("claims/claim", "claims", "CLAIM")])  # fmt: skip


@settings(max_examples=80)
@given(st.lists(TEXTS, min_size=1, max_size=4, unique=True), st.data())
def test_whatever_leaves_has_the_text_it_has_in_the_project(tmp_path_factory, texts, data):
    records, stored = [], 0
    for text in texts:
        places = st.tuples(
            st.integers(0, len(text) - 1), st.integers(1, 9), st.sampled_from(["entities/per", "claims/claim"])
        )
        spans = [
            span(f"s{n}", a, min(len(text), a + size), label)
            for n, (a, size, label) in enumerate(data.draw(st.lists(places, max_size=6)))
        ]
        stored += len(spans)
        records.append(record(text, *sorted(spans, key=lambda s: (s.start, -s.end, s.id))))
    folder = tmp_path_factory.mktemp("x")
    report = docbin.write(
        Dataset("en", SCHEME, {ME: Author(ME, "A")}, ("entities", "claims"), lambda: iter(records)), folder / "x.spacy"
    )
    docs = list(DocBin().from_disk(folder / "x.spacy").get_docs(Vocab()))
    assert [doc.text for doc in docs] == texts
    left = 0
    for doc, one in zip(docs, records, strict=True):
        there = {(s.start, s.end): one.article.text[s.start : s.end] for s in one.spans}
        for found in [*doc.ents, *(doc.spans.get("claims", ()))]:
            assert there[found.start_char, found.end_char] == found.text
            assert not found.text[0].isspace()
            assert not found.text[-1].isspace()
            left += 1
    assert left == report.spans
    assert report.spans + sum(one.what == "span" for one in report.left_out) == stored


def test_it_reads_back_equal_to_what_the_stock_one_writes():
    docs = []
    for text in (
        TEXT,
        "Northport \U0001f600 \u0627\u0644\u0633\u0644\u0627\u0645 \u4e2d\u6587\n\ncaf\u00e9",
        "PERSON ORTH x",
        "",
    ):
        doc = NLP.make_doc(text)
        if len(doc) > 3:
            doc.set_ents([DocSpan(doc, 0, 1, label="PER", span_id="id-\u00e9")])
            doc.spans["claims"] = SpanGroup(
                doc,
                name="claims",
                spans=[DocSpan(doc, 0, 3, label="CLAIM", span_id="x"), DocSpan(doc, 1, 3, label="C2")],
            )
            doc.spans["again"] = SpanGroup(doc, name="claims", spans=[])
        docs.append(doc)
    assert read_back(packed(docs)) == read_back(stock(docs)) == [facts(doc) for doc in docs]
    assert read_back(packed([])) == []


def packed(docs):
    file = io.BytesIO()
    with lean.LeanDocBin() as ours:
        for doc in docs:
            ours.add(doc)
        ours.write(file)
    return file.getvalue()


def stock(docs):
    made = DocBin(attrs=ours_attrs(), store_user_data=False)
    for doc in docs:
        made.add(doc)
    return made.to_bytes()


def read_back(data):
    return [facts(doc) for doc in DocBin().from_bytes(data).get_docs(Vocab())]


def test_what_is_more_than_the_format_can_hold_is_told(monkeypatch):
    monkeypatch.setattr(lean, "MOST_BYTES", 100)
    with pytest.raises(Problem, match="more than it can hold"):
        packed([NLP.make_doc(TEXT)])


def ours_attrs():
    return ["ORTH", "ENT_IOB", "ENT_TYPE", "ENT_KB_ID", "ENT_ID"]


def facts(doc: Doc):
    groups = {key: [(s.start, s.end, s.label_, s.id_, s.kb_id_) for s in group] for key, group in doc.spans.items()}
    tokens = [(t.text, t.whitespace_, t.ent_iob_, t.ent_type_, t.ent_id_) for t in doc]
    return (
        doc.text,
        tokens,
        groups,
        {key: (group.name, dict(group.attrs)) for key, group in doc.spans.items()},
        doc.cats,
    )


@pytest.mark.parametrize("layers", [("claims",), ("entities",)])
def test_only_the_layers_asked_for(dataset, tmp_path, layers):
    asked = dataset(record("Ada met Tom.")._replace(authors=dict.fromkeys(layers, ME)))
    asked.layers = layers
    assert docbin.entity_layer(asked) == ("entities" if "entities" in layers else "")
