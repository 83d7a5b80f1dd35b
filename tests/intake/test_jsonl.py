import json

import pytest

from annotator.intake import jsonl
from annotator.model.arrival import Arrival
from annotator.model.article import Article
from annotator.model.problem import Problem
from annotator.model.report import LeftOut

SPAN = {
    "id": "s",
    "start": 0,
    "end": 3,
    "label": "PER",
    "label_id": "entities/per",
    "layer": "entities",
    "author": "a",
    "note": "n",
    "origin": "hand",
}
WHOLE = {
    "id": "x", "text": "Ada met Tom.", "title": "T", "meta": {"source": "wire"}, "hidden": True, "part": "train",
    "status": {"a": {"entities": "done"}}, "spans": [SPAN],
    "links": [{"id": "l", "source_span": "s", "target_span": "s", "label": "x", "author": "a", "note": "", "origin": ""}],
    "refusals": [{**SPAN, "id": "r"}],
}  # fmt: skip


def read(tmp_path, *records):
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return list(jsonl.read(path))


def test_a_whole_line(tmp_path):
    (arrival,) = read(tmp_path, WHOLE)
    assert (arrival.title, arrival.details, arrival.hidden, arrival.part) == ("T", {"source": "wire"}, True, "train")
    assert [(s.id, s.refused, s.note, s.label_id) for s in arrival.spans] == [
        ("s", False, "n", "entities/per"),
        ("r", True, "n", "entities/per"),
    ]
    assert arrival.statuses == {"a": {"entities": "done"}}
    assert arrival.links[0].source_span == "s"
    assert not arrival.marked, "own JSONL says its statuses itself"


def test_what_cannot_be_is_listed(tmp_path):
    items = read(tmp_path, {**WHOLE, "spans": [{**SPAN, "end": 99}], "mood": "blue", "sky": 1}, {**WHOLE, "text": ""})
    assert [item.what for item in items if isinstance(item, LeftOut)] == [
        "attribute", "attribute", "span", "span", "refusal", "article",
    ]  # fmt: skip
    assert len([item for item in items if isinstance(item, Arrival)]) == 1


@pytest.mark.parametrize("name", [*SPAN])
@pytest.mark.parametrize("value", [None, True, 1.0, [], {}, 7, "7"])
def test_a_field_of_a_span_of_another_type_refuses_the_file_and_is_named(tmp_path, name, value):
    number = name in ("start", "end")
    if type(value) is (int if number else str):
        assert [type(one) for one in read(tmp_path, {**WHOLE, "spans": [{**SPAN, "end": 12, name: value}]})] == [
            Arrival
        ]
        return
    why = "the start or end of a span is no whole number" if number else f'"{name}" is no text'
    with pytest.raises(Problem, match=why) as told:
        read(tmp_path, WHOLE, {**WHOLE, "spans": [SPAN, {**SPAN, name: value}]})
    assert told.value.what.endswith("a.jsonl:2")


@pytest.mark.parametrize("name", [*SPAN])
def test_what_a_span_must_say_and_what_it_may_leave_out(tmp_path, name):
    less = {**WHOLE, "spans": [{field: value for field, value in SPAN.items() if field != name}]}
    if name in ("start", "end", "label"):
        with pytest.raises(Problem):
            read(tmp_path, less)
    else:
        (arrival,) = read(tmp_path, less)
        assert getattr(arrival.spans[0], name) == ""


@pytest.mark.parametrize("wrong", [{"text": 3}, {"spans": 3}, {"spans": [3]}, {"spans": [{**SPAN, "start": "0"}]}, {"status": {"a": {"entities": "great"}}},
                                   {"status": {"a": 3}}, {"meta": [1]}, {"title": None}, {"links": [{"id": 3}]}])  # fmt: skip
def test_another_shape_refuses_the_file_with_its_line(tmp_path, wrong):
    with pytest.raises(Problem) as told:
        read(tmp_path, WHOLE, {**WHOLE, **wrong})
    assert told.value.what.endswith(":2")


def test_it_is_told_from_prodigys(tmp_path):
    path = tmp_path / "a.jsonl"
    assert jsonl.detect(path, json.dumps(WHOLE).encode()) > 90
    assert jsonl.detect(path, b'{"text": "x", "spans": [], "answer": "accept"}') == 0


def test_a_span_of_what_is_not_kept_a_label_of_blanks_and_a_link_to_nothing_are_listed(tmp_path):
    spans = [{**SPAN, "start": 1, "end": 2}, {**SPAN, "start": 0, "end": 2}, {**SPAN, "label": " "}]
    items = read(tmp_path, {"text": "a\r\nb", "spans": spans, "links": [{"id": "l", "label": "x"}]})
    arrival = next(item for item in items if isinstance(item, Arrival))
    assert [(s.start, s.end) for s in arrival.spans] == [(0, 1)]
    assert arrival.links == ()
    assert [(item.what, item.reason.split()[1]) for item in items if isinstance(item, LeftOut)] == [
        ("span", "covers"), ("span", "has"), ("link", "lacks"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["a/b", "..", "a\nb", "a\\b", "x" * 65, " "])
def test_a_layer_that_could_lead_out_of_a_folder_refuses_the_file(tmp_path, name):
    for record in (
        {"text": "Ada.", "spans": [{**SPAN, "layer": name}]},
        {"text": "Ada.", "status": {"": {name: "done"}}},
    ):
        with pytest.raises(Problem, match="id of a layer"):
            read(tmp_path, record)
    with pytest.raises(Problem, match="names no layer"):
        read(tmp_path, {"text": "Ada.", "status": {"": {"": "done"}}})


def test_it_is_known_by_its_beginning_however_long_the_first_text_is(tmp_path):
    line = json.dumps({"id": "0" * 64, "text": "x" * 20_000, "title": "", "meta": {}, "status": {}})
    assert jsonl.detect(tmp_path / "a.jsonl", line.encode()[:16_384]) > 90
    assert jsonl.detect(tmp_path / "a.jsonl", b'{"text": "x", "answer": "accept"}') == 0


@pytest.mark.parametrize("stored", ["a\r\nb", "\ufeffb"])
def test_a_text_with_its_own_id_is_not_taken_in_a_second_time(tmp_path, stored):
    line = {"text": stored, "spans": [{**SPAN, "start": 0, "end": 1}]}
    (arrival,) = read(tmp_path, {**line, "id": Article.of(stored).id})
    assert arrival.text == stored
    assert next(item for item in read(tmp_path, line) if isinstance(item, Arrival)).text != stored


@pytest.mark.parametrize("scheme", ["layers = " + "[" * 100_000, "layers = 3", "[[layers"])
def test_a_broken_scheme_beside_is_told(tmp_path, scheme):
    (tmp_path / "a.scheme.toml").write_text(scheme)
    with pytest.raises(Problem, match=r"a\.scheme\.toml"):
        jsonl.beside(tmp_path / "a.jsonl")


@pytest.mark.parametrize("part", ["Train", "test ", "validation", None, 3])
def test_a_part_that_is_none_is_refused(tmp_path, part):
    with pytest.raises(Problem, match="part"):
        read(tmp_path, {**WHOLE, "part": part})
