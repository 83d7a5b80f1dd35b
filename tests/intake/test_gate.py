import json

import pytest
from samples import GATE

from annotator.intake import gate
from annotator.model.arrival import Arrival
from annotator.model.problem import Problem
from annotator.model.report import LeftOut

TEXT = "\U0001f600 Ada met Tom."


def read(tmp_path, text, name="a.xml"):
    path = tmp_path / name
    path.write_text(text if isinstance(text, str) else json.dumps(text), encoding="utf-8")
    items = list(gate.read(path))
    return [i for i in items if isinstance(i, Arrival)], [i for i in items if isinstance(i, LeftOut)]


def test_nodes_in_the_text_are_the_places_and_grammar_and_structure_are_counted(tmp_path):
    (arrival,), left_out = read(tmp_path, GATE)
    assert (arrival.text, arrival.details) == (TEXT, {"source": "wire"})
    assert [(TEXT[s.start : s.end], s.label, s.where.rpartition(":")[2]) for s in arrival.spans] == [
        ("Ada", "PER", "6")
    ]
    assert [one.reason.partition(",")[0] for one in left_out] == ["PER.sure", "Token", "p"]


def test_a_node_that_is_not_there_is_listed(tmp_path):
    _, left_out = read(tmp_path, GATE.replace("EndNode='6'><", "EndNode='99'><"))
    assert [one.label for one in left_out if one.what == "span"] == ["PER"]


def bdoc(start, end, **more):
    held = [
        {"type": "PER", "start": start, "end": end, "features": {"sure": 1}},
        {"type": "Token", "start": 0, "end": 1},
    ]
    return {"text": TEXT, "annotation_sets": {"Key": {"annotations": held}}, "features": {"source": "wire"}, **more}


@pytest.mark.parametrize(("start", "more"), [(3, {"offset_type": "j"}), (2, {"offset_type": "p"}), (3, {}), (2, {})])
def test_bdoc_says_what_it_counts_or_the_words_do(tmp_path, start, more):
    (arrival,), left_out = read(tmp_path, bdoc(start, start + 3, **more), "a.bdocjs")
    assert [(TEXT[s.start : s.end], s.label) for s in arrival.spans] == [("Ada", "PER")]
    assert arrival.details == {"source": "wire"}
    assert [one.reason.partition(",")[0] for one in left_out] == ["PER.sure", "Token"]


@pytest.mark.parametrize(
    "held", ["<a/>", '{"text": 3}', '{"text": "x", "annotation_sets": {"": {"annotations": [3]}}}', "[3]"]
)
def test_what_has_another_shape_refuses_the_file(tmp_path, held):
    with pytest.raises(Problem):
        read(tmp_path, held)


def test_annotations_that_are_no_list_refuse_the_file(tmp_path):
    held = {"text": TEXT, "offset_type": "p", "annotation_sets": {"": {"annotations": {"0": {"type": "PER"}}}}}
    with pytest.raises(Problem, match="no list"):
        read(tmp_path, held, "a.bdocjs")
