import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.intake import reading, values
from annotator.model.problem import Problem


def written(tmp_path, data):
    path = tmp_path / "a.json"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "held"),
    [
        (b'[{"a": 1},\n {"a": 2}]\n', [(1, {"a": 1}), (2, {"a": 2})]), (b"[]", []), (b"\xef\xbb\xbf\n[\n1]", [(3, 1)]),
        (b'{"a": 1}\n\n{"a": 2}', [(1, {"a": 1}), (3, {"a": 2})]), (b'{\n"a": 1\n}\n{"a": 2}', [(1, {"a": 1}), (4, {"a": 2})]),
        (b'["a", 1]\n["b", 2]', [(1, ["a", 1]), (2, ["b", 2])]), (b"", []), (b" \n", []), (b"[1, 2", None), (b"[1 2]", None), (b"[1] x", None),
        (b'[{"a": 1, "a": 2}]', None), (b"[NaN]", None), (b'["\\ud800"]', None), (b"[" * 100_000, None), (b"[[" + b"[" * 150 + b"]" * 152, None),
    ],
)  # fmt: skip
def test_values_of_an_array_and_values_that_follow_each_other(tmp_path, data, held):
    path = written(tmp_path, data)
    if held is None:
        with pytest.raises(Problem):
            list(values.records(path))
    else:
        assert list(values.records(path)) == held


@pytest.mark.parametrize(
    ("data", "line"), [(b'[1,\n\n{"a": }]', 3), (b'{"a": 1}\n{"a"', 2), (b'[{"a": 1},\n{"b": NaN}]', 2)]
)
def test_what_is_no_json_is_told_with_its_line(tmp_path, data, line):
    with pytest.raises(Problem) as told:
        list(values.records(written(tmp_path, data)))
    assert told.value.what.endswith(f":{line}")


@pytest.mark.parametrize("data", [b'[{"a": 1},\n\n{"b": "\xff"}]', b'[{"a": 1},\n\n{"b": 2}] \xc3'])
def test_bytes_that_are_no_text_are_told_with_their_line(tmp_path, data):
    with pytest.raises(Problem, match="UTF-8") as told:
        list(values.records(written(tmp_path, data)))
    assert told.value.what.endswith(":3")


def test_a_value_that_is_too_long_is_refused_soon_after_the_bound(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "LARGEST", 4_000)
    monkeypatch.setattr(values, "AHEAD", 100)
    assert list(values.records(written(tmp_path, b'["' + 3_900 * b"x" + b'"]')))
    with pytest.raises(Problem, match="one value is longer than"):
        list(values.records(written(tmp_path, b'["' + 4_500 * b"x" + b'"]')))


def test_where_in_a_long_line_it_is_no_json_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(values, "AHEAD", 7)
    data = b"[" + b'{"a": 1}, ' * 20 + b'{"a": }]'
    with pytest.raises(Problem, match=f"column {data.index(b'}]') + 1}"):
        list(values.records(written(tmp_path, data)))


def test_what_is_no_json_is_told_without_reading_on_to_the_end_of_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr(values, "AHEAD", 64)
    monkeypatch.setattr(values.reading, "LARGEST", 1_000)
    data = b'[{"a": 1},\n{"b": }, ' + b'{"a": 1}, ' * 1_000 + b"3]"
    with pytest.raises(Problem, match=r"no JSON \(Expecting value") as told:
        list(values.records(written(tmp_path, data)))
    assert told.value.what.endswith(":2")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(st.characters(codec="utf-8")),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=3), inside, max_size=3),
    max_leaves=6,
)  # fmt: skip


@given(
    st.lists(JSON.filter(lambda one: not isinstance(one, str)), max_size=5),
    st.sampled_from([None, 1]),
    st.integers(1, 9),
    st.booleans(),
)
def test_however_little_is_read_at_once_the_values_are_the_same(tmp_path_factory, held, indent, ahead, several):
    path = written(tmp_path_factory.mktemp("v"), b"")
    one_by_one = [json.dumps(one, indent=indent if several else None, ensure_ascii=False) for one in held]
    text = f"[{','.join(one_by_one)}]" if several else "\n".join(one_by_one)
    if not several and text.lstrip().startswith("["):
        return  # a list that stands alone is read as an array
    path.write_text("\ufeff" + text, encoding="utf-8")
    before, values.AHEAD = values.AHEAD, ahead
    try:
        assert [one for _, one in values.records(path)] == held
    finally:
        values.AHEAD = before
