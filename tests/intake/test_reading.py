import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.intake import reading, values
from annotator.model.problem import Problem

TEXT = st.text(st.sampled_from("a\r\n\ufeff\U0001f600\u2028"), max_size=20)


@given(TEXT, st.data())
def test_places_follow_the_characters(raw, data):
    taken = reading.TakenIn(raw)
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, len(raw)))
    part = raw[start:end]
    cut = (start and raw[start - 1 : start + 1] == "\r\n") or raw[end - 1 : end + 1] == "\r\n"
    if not cut:
        without_bom = part[1:] if start == 0 and part.startswith("\ufeff") else part
        assert taken.text[taken.place(start) : taken.place(end)] == without_bom.replace("\r\n", "\n")


@given(TEXT, st.integers(-2, 24), st.integers(-2, 24))
def test_what_is_found_in_a_text_is_never_empty_and_never_outside(raw, start, end):
    taken = reading.TakenIn(raw)
    found = taken.found(start, end)
    if isinstance(found, str):
        assert not (0 <= start < end <= len(raw)) or taken.place(start) == taken.place(end)
    else:
        assert found == (taken.place(start), taken.place(end))
        assert 0 <= found[0] < found[1] <= len(taken.text)


@pytest.mark.parametrize("levels", [*range(90, 110, 3), *range(800, 1000, 7)])
def test_nothing_is_nested_so_deep_that_it_could_not_be_written_again(tmp_path, levels):
    path = written(tmp_path, b'{"a": "\\u00e9", "meta": {"x": ' + b"[" * levels + b"]" * levels + b"}}")
    if levels + 3 > reading.DEEPEST:  # the line, meta and x, and the value within
        with pytest.raises(Problem, match="nested too deep"):
            list(reading.objects(path))
    else:
        ((_, record),) = reading.objects(path)
        assert reading.plain_details(record["meta"])["x"].count("[") == levels


def written(tmp_path, data):
    path = tmp_path / "x.jsonl"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(("data", "line", "why"), [
    (b'{"a": 1}\n{"a": NaN}\n', 2, "NaN"), (b'{"a": 1, "a": 2}', 1, "stands twice"), (b"[1]", 1, "no JSON object"),
    (b'{"a": "\\ud800"}', 1, "surrogate"), (b'{"a": ' + b"[" * 200_000, 1, "nested too deep"), (b'\n\n{"a"', 3, "no JSON object"),
    (b'{"a": "\xff"}', 1, "not UTF-8"), (b'{"a": ' + b"9" * 5000 + b"}", 1, "no JSON object"),
])  # fmt: skip
def test_hostile_json_is_refused_with_its_line(tmp_path, data, line, why):
    path = written(tmp_path, data)
    with pytest.raises(Problem, match=why) as told:
        list(reading.objects(path))
    assert told.value.what == f"{path}:{line}"


def test_lines_end_at_lf_only(tmp_path):
    path = written(tmp_path, '\ufeff{"a": "x\u2028y\u0085z"}\r\n\n{"a": 1}'.encode())
    assert list(reading.objects(path)) == [(1, {"a": "x\u2028y\u0085z"}), (3, {"a": 1})]
    assert len(list(reading.lines(written(tmp_path, b"a\x1cb\x0bc\rd\ne")))) == 2


def test_a_line_without_end_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "LARGEST", 100)
    with pytest.raises(Problem, match="longer than"):
        list(reading.lines(written(tmp_path, b"x" * 300)))


def test_facts_become_texts():
    assert reading.plain_details({"a": "x", "b": 3, "c": None, "d": [1, "\u00e9"], "e": ""}) == {
        "a": "x",
        "b": "3",
        "d": '[1, "\u00e9"]',
    }
    assert reading.plain_details([1]) == {}


def test_a_json_value_as_what_it_is():
    assert (reading.as_object({"a": 1}), reading.as_object([1])) == ({"a": 1}, None)
    assert (reading.as_list([1]), reading.as_list({"a": 1})) == ([1], None)


def test_what_is_no_regular_file_is_not_opened(tmp_path):
    os.mkfifo(tmp_path / "fifo")
    for name, why in (("fifo", "no regular file"), (".", "Is a directory"), ("gone", "No such file")):
        with pytest.raises(Problem, match=why) as told:
            reading.text_of(tmp_path / name)
        assert told.value.what == str(tmp_path / name)
    with pytest.raises(Problem, match="no regular file"), reading.opened(Path("/dev/zero")):
        pass


def test_a_file_that_is_read_whole_has_a_largest_size(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "LARGEST", 100)
    assert reading.bytes_of(written(tmp_path, b"x" * 100)) == b"x" * 100
    for size in (101, 1 << 40):
        path = written(tmp_path, b"")
        os.truncate(path, size)
        with pytest.raises(Problem, match="larger than"):
            reading.bytes_of(path)


def test_a_file_that_is_held_whole_has_a_most_of_lines(tmp_path):
    path = written(tmp_path, b"a\nb\nc")
    assert len(list(reading.lines(path, 3))) == 3
    with pytest.raises(Problem, match="more than 2 lines") as told:
        list(reading.lines(path, 2))
    assert told.value.what == f"{path}:3"


@pytest.mark.parametrize("data", [b'{"a": [[],[],[],[]]}', b'[{"a": 1},\n{"b": [1,2,3,4]}]'])
def test_json_of_too_many_values_is_refused_before_it_is_read(tmp_path, monkeypatch, data):
    monkeypatch.setattr(reading, "MOST_VALUES", 5)
    with pytest.raises(Problem, match="more than 5 values"):
        list(values.records(written(tmp_path, data)))
    monkeypatch.setattr(reading, "MOST_VALUES", 50)
    assert list(values.records(written(tmp_path, data)))


def test_a_nul_byte_is_named_by_its_line(tmp_path):
    with pytest.raises(Problem, match="NUL byte") as told:
        reading.text_of(written(tmp_path, b"a\nb\0"))
    assert told.value.what.endswith(":2")


@pytest.mark.parametrize(
    ("digits", "is_one"), [("12", True), ("", False), ("-1", False), ("\u00b2", False), ("9" * 19, False)]
)
def test_what_can_be_a_place_in_a_text(digits, is_one):
    assert reading.is_number(digits) is is_one


def test_what_may_stand_alone_is_taken_as_a_list():
    assert [reading.several(one) for one in (None, [], ["a", None], "a", {"a": 1}, 0)] == [
        [], [], ["a", None], ["a"], [{"a": 1}], [0],
    ]  # fmt: skip
