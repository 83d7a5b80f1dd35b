import json

import pytest

from annotator.intake import doccano
from annotator.model.arrival import Arrival
from annotator.model.problem import Problem
from annotator.model.report import LeftOut

TEXT = "Ada met Tom."


def read(tmp_path, *records):
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records))
    items = list(doccano.read(path))
    return [i for i in items if isinstance(i, Arrival)], [i for i in items if isinstance(i, LeftOut)]


def told(arrivals):
    return [[(one.text[s.start : s.end], s.label) for s in one.spans] for one in arrivals]


@pytest.mark.parametrize(
    "record",
    [
        {"text": TEXT, "label": [[0, 3, "PER"]]}, {"data": TEXT, "labels": [[0, 3, "PER"]]},
        {"text": TEXT, "entities": [{"id": 1, "start_offset": 0, "end_offset": 3, "label": "PER"}], "relations": []},
    ],
)  # fmt: skip
def test_every_version_says_the_same(tmp_path, record):
    arrivals, left_out = read(tmp_path, record)
    assert told(arrivals) == [[("Ada", "PER")]]
    assert arrivals[0].marked
    assert left_out == []
    assert doccano.detect(tmp_path / "a.jsonl", json.dumps(record).encode()) > 80


def test_a_label_that_is_a_number_still_tells_labels_apart_and_names_who_gave_it(tmp_path):
    arrivals, _ = read(
        tmp_path, {"text": TEXT, "annotations": [{"label": 2, "start_offset": 0, "end_offset": 3, "user": 1}]}
    )
    assert [(one.label, one.author) for one in arrivals[0].spans] == [("2", "1")]


def test_a_text_that_nobody_labelled_is_not_done(tmp_path):
    arrivals, _ = read(tmp_path, {"text": TEXT, "label": []}, {"text": "x", "label": [], "annotation_approver": "B"})
    assert [one.marked for one in arrivals] == [False, True]


def test_what_stands_beside_the_text_is_a_detail(tmp_path):
    record = {"id": 7, "text": TEXT, "label": [], "meta": {"source": "wire"}, "Comments": [], "page": 3}
    assert read(tmp_path, record)[0][0].details == {"source": "wire", "page": "3"}
    assert read(tmp_path, {"text": TEXT, "label": [], "meta": "wire"})[0][0].details == {"meta": "wire"}


def test_a_line_without_text_is_listed_with_its_spans_and_the_others_come_in(tmp_path):
    arrivals, left_out = read(
        tmp_path, {"label": [[0, 3, "PER"]], "meta": {}}, {"text": TEXT, "label": [[0, 3, "PER"]]}
    )
    assert told(arrivals) == [[("Ada", "PER")]]
    assert [(one.what, one.where.rpartition(":")[2]) for one in left_out] == [("span", "1"), ("article", "1")]


def test_relations_and_labels_of_whole_texts_are_listed(tmp_path):
    _, left_out = read(
        tmp_path,
        {"text": TEXT, "entities": [], "relations": [{"from_id": 1}]},
        {"text": "x", "label": ["good"]},
        {"text": "y", "label": "bad"},
    )
    assert [one.what for one in left_out] == ["link", "attribute", "attribute"]


@pytest.mark.parametrize("units", [True, False])
def test_the_file_says_whether_it_counts_utf_16(tmp_path, units):
    text = "\U0001f600\U0001f600 Ada met Tom"
    shift = 2 if units else 0
    arrivals, _ = read(tmp_path, {"text": "Tom", "label": [[0, 3, "PER"]]},
                       {"text": text, "label": [[3 + shift, 6 + shift, "PER"], [11 + shift, 14 + shift, "PER"]]})  # fmt: skip
    assert told(arrivals)[1] == [("Ada", "PER"), ("Tom", "PER")]


def test_what_cannot_be_a_span_is_listed(tmp_path):
    arrivals, left_out = read(tmp_path, {"text": TEXT, "label": [[0, 99, "X"], [0, 3, None], ["0", 3, "X"], 7]})
    assert told(arrivals) == [[]]
    assert [one.what for one in left_out] == ["span"] * 4


@pytest.mark.parametrize("record", [3, {"text": "x", "label": 3}, {"text": "x", "label": [], "relations": 3}])
def test_what_has_another_shape_refuses_the_file(tmp_path, record):
    with pytest.raises(Problem):
        read(tmp_path, record)
