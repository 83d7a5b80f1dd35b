import copy
import json

import pytest
from samples import NOTED

from annotator.intake import w3c
from annotator.model.arrival import Arrival
from annotator.model.problem import Problem
from annotator.model.report import LeftOut

TEXT = "\U0001f600 Ada met\r\nTom, and Ada ran."


def read(tmp_path, held, text=TEXT, name="a.txt"):
    path = tmp_path / "a.json"
    path.write_text(held if isinstance(held, str) else json.dumps(held), encoding="utf-8")
    if text is not None:
        (tmp_path / name).write_bytes(text.encode())
    assert w3c.detect(path, path.read_bytes()) > 90
    items = list(w3c.read(path))
    return [i for i in items if isinstance(i, Arrival)], [i for i in items if isinstance(i, LeftOut)]


def noted(start=None, end=None, exact=None, **more):
    quote = [{"type": "TextQuoteSelector", "exact": exact, **more}] if exact is not None else []
    position = [{"type": "TextPositionSelector", "start": start, "end": end}] if start is not None else []
    made = copy.deepcopy(NOTED)
    made["target"]["selector"] = [*quote, *position]
    return made


def told(arrivals):
    return [[(one.text[s.start : s.end], s.label, s.author, s.note) for s in one.spans] for one in arrivals]


ADA, TOM = ("Ada", "PER", "B", "the first"), ("Tom", "PER", "B", "the first")


@pytest.mark.parametrize(("ada", "tom"), [(2, 11), (3, 12), (2, 10), (3, 11)])
def test_positions_count_as_the_quotes_tell(tmp_path, ada, tom):
    held = [noted(ada, ada + 3, "Ada"), noted(tom, tom + 3, "Tom")]
    (arrival,), left_out = read(tmp_path, held)
    assert told([arrival]) == [[ADA, TOM]]
    assert arrival.marked
    assert left_out == []


def test_a_quote_alone_is_sought_and_must_stand_once(tmp_path):
    held = [noted(exact="Ada"), noted(exact="Ada", prefix="and "), noted(exact="met\nTom"), noted(exact="Eve"), noted()]
    arrivals, left_out = read(tmp_path, {"type": "AnnotationPage", "items": held})
    assert [(s.start, s.end) for s in arrivals[0].spans] == [(19, 22), (6, 13)]
    assert [(one.what, one.text, one.reason.partition(",")[0]) for one in left_out] == [
        ("span", "Ada", "its words do not stand in the text"), ("span", "Eve", "its words do not stand in the text"),
        ("span", "", "it has no place"),
    ]  # fmt: skip


def test_each_tag_is_a_span_and_what_has_none_or_lies_elsewhere_is_listed(tmp_path):
    one = noted(3, 6, "Ada")
    one["body"] = [
        {"value": "PER", "purpose": "tagging"},
        {"value": "X", "purpose": "classifying"},
        {"purpose": "linking"},
    ]
    bare, wrong = noted(3, 6, "Ada"), noted(0, 2, "Tom")
    bare["body"] = "well said"
    arrivals, left_out = read(tmp_path, [one, bare, wrong])
    assert [(s.label, s.note) for s in arrivals[0].spans] == [("PER", ""), ("X", "")]
    assert [(one.what, one.reason.partition("'")[0]) for one in left_out] == [
        ("attribute", "a body for linking, which is not held"), ("span", "it has no label"), ("span", "the text there is "),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("motivation", "body", "labels", "note"),
    [
        ("tagging", {"body": {"type": "TextualBody", "value": "PER"}}, ["PER"], ""),
        (["highlighting", "classifying"], {"body": ["PER", "X"]}, ["PER", "X"], ""),
        ("tagging", {"bodyValue": "PER"}, ["PER"], ""),
        ("tagging", {"body": [{"value": "PER"}, {"value": "hm", "purpose": "commenting"}]}, ["PER"], "hm"),
        ("commenting", {"body": [{"value": "PER", "purpose": ["tagging"]}, {"value": "hm"}]}, ["PER"], "hm"),
    ],
)
def test_a_body_without_a_purpose_has_that_of_its_annotation(tmp_path, motivation, body, labels, note):
    one = {**noted(3, 6, "Ada"), "motivation": motivation, "body": None, **body}
    (arrival,), left_out = read(tmp_path, one)
    assert ([s.label for s in arrival.spans], {s.note for s in arrival.spans}, left_out) == (labels, {note}, [])


def test_a_place_that_is_refined_is_not_taken_for_the_narrower_one(tmp_path):
    one, several = noted(0, 20), noted(3, 6, "Ada")
    one["target"]["selector"][0]["refinedBy"] = {"type": "TextQuoteSelector", "exact": "Tom"}
    several["target"]["selector"][1]["type"] = ["TextPositionSelector", "Selector"]
    (arrival,), left_out = read(tmp_path, [one, several])
    assert [(s.start, s.end) for s in arrival.spans] == [(2, 5)]
    assert [one.reason for one in left_out] == ["it has no place"]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("https://x.example/texts/b%20c.txt?v=1", "b c.txt"),
        ({"id": "b"}, "b.txt"),
        ("page.html", "page.txt"),
        (None, "a.txt"),
    ],
)
def test_the_text_is_the_file_that_the_target_names(tmp_path, source, name):
    one = noted(3, 6, "Ada")
    one["target"]["source"] = source
    assert told(read(tmp_path, one, name=name)[0]) == [[ADA]]


@pytest.mark.parametrize("source", ["../secret.txt", "/etc/hostname", "..", "page.html", "b.txt", "\0", "b" * 5_000])
def test_without_its_text_beside_it_every_span_is_listed(tmp_path, source):
    one = noted(3, 6, "Ada")
    one["target"]["source"] = source
    (tmp_path / "page.html").write_text("<p>Ada</p>")
    folder = tmp_path / "deep"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text(TEXT)
    arrivals, left_out = read(folder, one, text=None)
    assert arrivals == []
    assert [(one.what, one.label) for one in left_out] == [("span", "PER"), ("article", "")]


def test_two_texts_are_two_articles_and_relations_are_listed(tmp_path):
    (tmp_path / "b.txt").write_text("Ada ran.")
    other = noted(0, 3, "Ada")
    other["target"]["source"] = "b.txt"
    link = {**NOTED, "motivation": "linking", "target": [{"id": "#1"}, {"id": "#2"}]}
    arrivals, left_out = read(tmp_path, [noted(3, 6, "Ada"), other, link])
    assert told(arrivals) == [[ADA], [ADA]]
    assert [(one.what, one.label) for one in left_out] == [("link", "PER")]


@pytest.mark.parametrize(
    "held",
    [
        '[1, "TextQuoteSelector", "target", "www.w3.org/ns/anno.jsonld"]',
        '{"items": [1], "@context": "http://www.w3.org/ns/anno.jsonld"}',
    ],
)
def test_what_is_no_annotation_refuses_the_file(tmp_path, held):
    with pytest.raises(Problem, match="no annotation"):
        read(tmp_path, held)


def test_the_annotations_of_recogito_are_all_told_of(corpora, tmp_path):
    source = corpora / "w3c_recogito" / "public" / "annotations.w3c.json"
    if not source.exists():
        pytest.skip("w3c_recogito is not among the corpora")
    arrivals, left_out = read(tmp_path, source.read_text(encoding="utf-8"), text=None)
    assert arrivals == []
    assert [(one.what, one.text) for one in left_out if one.what in ("span", "link")] == [
        ("link", ""), ("span", "Troy"), ("span", "Troy"), ("span", "death in battle"), ("span", "Ithaca"),
    ]  # fmt: skip


def test_a_text_that_speaks_of_the_format_is_none_of_it(tmp_path):
    line = {"text": 'Its "@context": "http://www.w3.org/ns/anno.jsonld" has a "target" and a "TextQuoteSelector".'}
    assert w3c.detect(tmp_path / "a.jsonl", json.dumps(line).encode()) == 0
