import json

import pytest

from annotator.intake import prodigy
from annotator.model.arrival import Arrival
from annotator.model.problem import Problem
from annotator.model.report import LeftOut

SPAN = {"start": 0, "end": 3, "label": "PER"}
OTHER = {"start": 8, "end": 11, "label": "PER"}


def read(tmp_path, *records):
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    items = list(prodigy.read(path))
    return [i for i in items if isinstance(i, Arrival)], [i for i in items if isinstance(i, LeftOut)]


def record(answer=None, spans=(SPAN,), **more):
    return {"text": "Ada met Tom.", "spans": list(spans), **({"answer": answer} if answer else {}), **more}


def test_answers(tmp_path):
    arrivals, left_out = read(
        tmp_path, record("accept"), record("reject"), record("reject", (SPAN, OTHER)), record("ignore"), record("accept", ()), record(None, ()),
        record(),
    )  # fmt: skip
    assert [(a.marked, a.skipped, [s.refused for s in a.spans]) for a in arrivals] == [
        (True, False, [False]), (False, False, [True]), (False, False, []), (False, True, []), (True, False, []), (False, False, []),
        (True, False, [False]),
    ]  # fmt: skip
    assert [(one.what, one.reason) for one in left_out] == [
        ("span", "rejected: it came in as a refusal"), ("span", "rejected together"), ("span", "rejected together"),
        ("span", "the answer was ignore"),
    ]  # fmt: skip


def test_what_stands_where_something_else_is_expected(tmp_path):
    odd = {"accept": True, "relations": 5, "meta": [1], "_annotator_id": 7, "label": "whole"}
    arrivals, left_out = read(
        tmp_path, record("accept", **odd), {"text": "Ada met Tom.", "answer": None, "spans": None}
    )
    assert arrivals[0].spans[0].author == "7"
    assert (arrivals[1].marked, arrivals[1].skipped, arrivals[1].spans) == (False, False, ())
    assert [(one.what, one.text or one.label) for one in left_out] == [
        ("link", "5"), ("attribute", "True"), ("attribute", "whole"), ("attribute", "[1]"),
    ]  # fmt: skip


def test_a_span_of_what_is_not_kept_is_listed(tmp_path):
    places = [(0, 1), (2, 3), (3, 4), (5, 4), (-1, 3), (0, 10**30)]
    spans = [{"start": start, "end": end, "label": "X"} for start, end in places]
    arrivals, left_out = read(tmp_path, {"text": "\ufeffa\r\nb", "spans": spans, "answer": "accept"})
    assert [(s.start, s.end) for s in arrivals[0].spans] == [(1, 2)]
    assert [one.reason.partition(" only")[0] for one in left_out] == [
        "it covers", "it covers", "it ends before it starts", "it lies outside the text", "it lies outside the text",
    ]  # fmt: skip


def test_who_and_what_else_it_says(tmp_path):
    arrivals, left_out = read(
        tmp_path,
        record("accept", meta={"source": "wire", "n": 3}, _annotator_id="annotator B", accept=["x"], relations=[{}]),
    )
    assert arrivals[0].details == {"source": "wire", "n": "3"}
    assert arrivals[0].spans[0].author == "annotator B"
    assert [one.what for one in left_out] == ["link", "attribute"]


@pytest.mark.parametrize("indent", [None, 1])
def test_the_records_may_stand_in_an_array(tmp_path, indent):
    path = tmp_path / "a.json"
    path.write_text(json.dumps([record("accept"), record("ignore", ())], indent=indent), encoding="utf-8")
    assert prodigy.detect(path, path.read_bytes()) == 75
    arrivals = [one for one in prodigy.read(path) if isinstance(one, Arrival)]
    assert [(one.marked, one.skipped, len(one.spans)) for one in arrivals] == [(True, False, 1), (False, True, 0)]
    assert prodigy.detect(path, b'[{"text": "Ada"}]') == 0, "nothing tells whose it is"
    assert prodigy.detect(path, b'[{"text": "Ada", "label": [[0, 3, "PER"]], "answer": "accept"}]') == 0
    assert prodigy.detect(path, b'[3, {"text": "Ada", "answer": "accept"}]') == 0


@pytest.mark.parametrize("wrong", [{"start": 0, "end": 99, "label": "X"}, {"start": 3, "end": 3, "label": "X"}, {"start": 0.0, "end": 3, "label": "X"},
                                   {"start": True, "end": 3, "label": "X"}, {"start": 0, "end": 3}, {"start": 0, "end": 3, "label": " "}, "x"])  # fmt: skip
def test_what_cannot_be_a_span_is_listed(tmp_path, wrong):
    arrivals, left_out = read(tmp_path, record("accept", (SPAN, wrong)))
    assert len(arrivals[0].spans) == 1
    assert [one.what for one in left_out] == ["span"]


@pytest.mark.parametrize("broken", [{"no": "text"}, {"text": 3}, record("perhaps"), {"text": "x", "spans": 3}])
def test_a_broken_record_refuses_the_file_with_its_line(tmp_path, broken):
    with pytest.raises(Problem) as told:
        read(tmp_path, record("accept"), broken)
    assert told.value.what.endswith(":2")


def test_offsets_follow_a_text_with_crlf(tmp_path):
    arrivals, _ = read(
        tmp_path, {"text": "\ufeffx\r\nAda", "spans": [{"start": 4, "end": 7, "label": "P"}], "answer": "accept"}
    )
    span = arrivals[0].spans[0]
    assert arrivals[0].text[span.start : span.end] == "Ada"


@pytest.mark.parametrize("name", ["prodigy_drugs", "prodigy_headlines", "prodigy_nel"])
def test_every_span_of_a_corpus_arrives_or_is_listed(corpora, name):
    path = next((corpora / name).glob("*.jsonl"))
    written = sum(
        len(json.loads(line).get("spans") or [])
        for line in path.read_text(encoding="utf-8").split("\n")
        if line.strip()
    )
    items = list(prodigy.read(path))
    arrived = sum(len(item.spans) for item in items if isinstance(item, Arrival))
    listed = sum(item.what == "span" for item in items if isinstance(item, LeftOut))
    assert arrived + listed == written
    assert prodigy.detect(path, path.read_bytes()[:16384]) > 50


FOREIGN = (
    {"text": "Ada met Tom.", "label": [[0, 3, "PER"]]}, {"text": "Ada met Tom.", "labels": [[0, 3, "PER"]]},
    {"text": "Ada met Tom.", "entities": [{"start_offset": 0, "end_offset": 3, "label": "PER"}], "relations": []},
    {"data": {"text": "Ada met Tom."}, "annotations": [{"result": []}]},
)  # fmt: skip


@pytest.mark.parametrize("foreign", FOREIGN)
def test_the_marks_of_other_programs_are_not_lost_in_silence(tmp_path, foreign):
    line = json.dumps(foreign).encode()
    assert prodigy.detect(tmp_path / "a.jsonl", line + b"\n" + line) == 0
    assert prodigy.detect(tmp_path / "a.jsonl", b'{"text": "Ada met Tom.", "label": "WHOLE"}') > 0
    assert prodigy.detect(tmp_path / "a.jsonl", b'{"text": ' + b"[" * 10_000) > 0, "reading tells what is wrong"
    if "text" in foreign:
        arrivals, left_out = read(tmp_path, foreign)
        assert arrivals[0].spans == ()
        assert [one.what for one in left_out] == ["span"]


@pytest.mark.parametrize("held", [
    json.dumps({"%SOFA": {"text": "Ada"}}, indent=1), json.dumps({"text": "Ada"}, indent=1), json.dumps({"rows": [{"text": "Ada"}]}),
])  # fmt: skip
def test_json_of_another_program_is_not_taken_for_prodigys(tmp_path, held):
    assert prodigy.detect(tmp_path / "a.json", held.encode()) == 0


def test_a_broken_first_line_is_told_of_by_its_number(tmp_path):
    assert prodigy.detect(tmp_path / "a.jsonl", b'{"text": "Ada", \n{"text": "Tom"}\n') > 0
