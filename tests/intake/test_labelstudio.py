import copy
import json

import pytest
from samples import TASK

from annotator.intake import labelstudio
from annotator.model.arrival import Arrival
from annotator.model.problem import Problem
from annotator.model.report import LeftOut


def read(tmp_path, *tasks):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(list(tasks)))
    items = list(labelstudio.read(path))
    return [i for i in items if isinstance(i, Arrival)], [i for i in items if isinstance(i, LeftOut)]


def changed(**more):
    task = copy.deepcopy(TASK)
    task["annotations"][0] |= more
    return task


def told(arrivals):
    return [[(one.text[s.start : s.end], s.label, s.author) for s in one.spans] for one in arrivals]


def test_spans_come_in_by_who_made_them_and_the_rest_is_listed(tmp_path):
    arrivals, left_out = read(tmp_path, TASK)
    assert told(arrivals) == [[("Ada", "PER", "b@x.example"), ("Ada", "X", "b@x.example")]]
    assert arrivals[0].details == {"source": "wire"}
    assert arrivals[0].marked
    assert [(one.what, one.reason.partition(",")[0]) for one in left_out] == [
        ("attribute", "a result of type 'choices'"), ("link", "a relation"), ("span", "a model predicted it and nobody decided"),
    ]  # fmt: skip


def test_several_annotations_are_records_of_their_authors(tmp_path):
    task = copy.deepcopy(TASK)
    task["annotations"].append({"completed_by": 7, "result": []})
    arrivals, _ = read(tmp_path, task)
    assert [(one.author, len(one.spans), one.marked) for one in arrivals] == [("b@x.example", 2, True), ("7", 0, True)]


def test_a_cancelled_annotation_skips_and_lists(tmp_path):
    arrivals, left_out = read(tmp_path, changed(was_cancelled=True))
    assert [(one.skipped, one.marked, one.spans) for one in arrivals] == [(True, False, ())]
    assert sum(one.reason == "its annotation was cancelled" for one in left_out) == 2


def test_a_task_that_waits_is_not_done(tmp_path):
    arrivals, left_out = read(tmp_path, {"data": {"text": "Ada met Tom."}})
    assert [(one.text, one.marked) for one in arrivals] == [("Ada met Tom.", False)]
    assert left_out == []


def test_the_text_is_the_one_the_results_name_and_never_an_address(tmp_path):
    result = {"type": "labels", "source": "$b", "value": {"start": 0, "end": 3, "labels": ["PER"]}}
    task = {
        "data": {"a": "a longer text than b", "b": "Ada", "c": "https://x.example/" + "long" * 20},
        "annotations": [{"result": [result]}],
    }
    assert [one.text for one in read(tmp_path, task)[0]] == ["Ada"]
    del task["annotations"]
    assert [one.text for one in read(tmp_path, task)[0]] == ["a longer text than b"]


def test_a_span_of_another_text_of_the_task_is_listed_and_not_put_into_the_first(tmp_path):
    results = [
        {"type": "labels", "to_name": name, "value": {"start": 0, "end": 3, "labels": labels}}
        for name, labels in (("a", ["PER"]), ("b", ["PER", "X"]), ("a", ["Y"]))
    ]
    task = {"data": {"a": "Ada ran.", "b": "Tom ran."}, "annotations": [{"result": results}]}
    task["predictions"] = [{"result": results[:2]}]
    arrivals, left_out = read(tmp_path, task)
    assert told(arrivals) == [[("Ada", "PER", ""), ("Ada", "Y", "")]]
    assert [(one.label, one.reason.partition(" ")[0]) for one in left_out] == [
        ("PER", "it"), ("X", "it"), ("PER", "a"), ("PER", "it"), ("X", "it"),
    ]  # fmt: skip


def test_the_mentions_say_whether_utf_16_is_counted(tmp_path):
    plain = {"type": "labels", "value": {"start": 2, "end": 5, "text": "Ada", "labels": ["PER"]}}
    arrivals, _ = read(tmp_path, changed(result=[plain]))
    assert [row[0][0] for row in told(arrivals)] == ["Ada"]


def test_spans_of_html_and_of_dialogues_and_wrong_mentions_are_listed(tmp_path):
    results = [
        {"type": "hypertextlabels", "value": {"start": "/p[1]", "end": "/p[1]", "hypertextlabels": ["A", "B"]}},
        {"type": "paragraphlabels", "value": {"start": "2", "paragraphlabels": ["A"]}},
        {"type": "labels", "value": {"start": 0, "end": 3, "text": "Tom", "labels": ["PER"]}},
        {"type": "labels", "value": {"start": 3, "end": 6}},
    ]
    arrivals, left_out = read(tmp_path, changed(result=results))
    assert told(arrivals) == [[]]
    assert [one.label for one in left_out if one.what == "span"] == ["A", "B", "A", "PER", "", "PER"]


@pytest.mark.parametrize(
    "task", [3, {"x": 1}, {"data": 3}, {"data": {}, "annotations": [3]}, {"data": {}, "annotations": [{"result": [3]}]}]
)
def test_what_has_another_shape_refuses_the_file(tmp_path, task):
    with pytest.raises(Problem):
        read(tmp_path, task)


def test_predictions_of_html_are_listed_too(tmp_path):
    predicted = {"type": "hypertextlabels", "value": {"hypertextlabels": ["A"]}}
    task = {"data": {"text": "Ada"}, "predictions": [{"result": [predicted]}]}
    arrivals, left_out = read(tmp_path, task)
    assert [one.spans for one in arrivals] == [()]
    assert [(one.what, one.label) for one in left_out] == [("span", "A")]


def test_it_is_told_from_other_json(tmp_path):
    assert labelstudio.detect(tmp_path / "a.json", json.dumps([TASK]).encode()) == 90
    assert labelstudio.detect(tmp_path / "a.json", b'{"data": "Ada", "label": [[0, 3, "PER"]]}') == 0


def test_a_draft_is_listed_since_nobody_submitted_it(tmp_path):
    task = copy.deepcopy(TASK)
    task["drafts"] = [
        {"result": [{"type": "labels", "value": {"start": 3, "end": 6, "text": "Ada", "labels": ["PER"]}}]}
    ]
    _, left_out = read(tmp_path, task)
    assert [(one.text, one.label) for one in left_out if "draft" in one.reason] == [("Ada", "PER")]
