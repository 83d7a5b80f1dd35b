"""What every kind found on the shelf must do."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import SAMPLES, written

from annotator import shelf
from annotator.intake.inputs import Input, gather
from annotator.model.arrival import Arrival
from annotator.model.problem import Problem
from annotator.model.report import LeftOut

KINDS = shelf.kinds("intake", "read")
HERE = sorted(set(KINDS) - {"docbin"})  # it starts a process for each file
HOSTILE = (
    b"", b"\xff\xfe", b"\0", b"[", b"{", b"{}", b"[]", b"[1]", b"[[1, 2]]", b"null", b'""', b"[" * 100_000, b'{"text": 1}',
    b'{"text": "a", "label": 3}', b'{"text": "a", "spans": 3}', b'{"data": {}, "annotations": [1]}', b'[{"paragraphs": 1}]',
    b'[{"paragraphs": [{"sentences": [1]}]}]', b'[["a", {"entities": [1]}]]', b'[["a", {"entities": ["B-X"]}]]', b"<a>", b"<a/>",
    b"<!DOCTYPE a [<!ENTITY b SYSTEM '/etc/passwd'>]><a>&b;</a>", b"<a>" * 1000, b"#FORMAT=WebAnno TSV 3.3\n1-1\t0-4\n",
    b"#FORMAT=WebAnno TSV 3.3\n#T_SP=a|b\n1-1\t0-4\tAda\tX\n", b"Ada\n", b"Ada B-PER\nmet\n", b"\tB-PER\n", b"T1\n",
)  # fmt: skip


def items(kind, path):
    """Return what a kind yields, and nothing where it refuses the file."""
    found: list = []
    with contextlib.suppress(Problem):
        found += KINDS[kind].read(path)
    assert all(isinstance(one, Arrival | LeftOut) for one in found)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_it_has_what_the_shelf_needs_and_a_sample(kind):
    assert KINDS[kind].TITLE
    assert all(suffix.startswith(".") for suffix in KINDS[kind].SUFFIXES)
    assert kind in SAMPLES


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"jsonl"}))
def test_its_sample_is_told_from_all_other_kinds(kind, tmp_path):
    path = written(tmp_path, kind)
    (found,) = gather([path], KINDS)
    assert isinstance(found, Input)
    assert found.kind is KINDS[kind]


@pytest.mark.parametrize("kind", HERE)
def test_its_sample_is_read(kind, tmp_path):
    found = items(kind, written(tmp_path, kind))
    spans = [(one.text[s.start : s.end], s.label) for one in found if isinstance(one, Arrival) for s in one.spans]
    assert kind == "text" or ("Ada", "PER") in spans or ("Ada Byron", "PER") in spans


@pytest.mark.parametrize("kind", HERE)
@pytest.mark.parametrize("data", HOSTILE, ids=lambda data: repr(data[:30]))
def test_what_is_hostile_is_refused_or_listed(kind, data, tmp_path):
    path = written(tmp_path, kind, data)
    KINDS[kind].detect(path, data[:16384])
    for one in items(kind, path):
        assert isinstance(one, LeftOut) or all(0 <= s.start < s.end <= len(one.text) for s in one.spans)


@pytest.mark.parametrize("kind", HERE)
@given(st.data())
def test_what_is_broken_anywhere_is_refused_or_listed(kind, tmp_path_factory, data):
    sample = SAMPLES[kind][1]
    at = data.draw(st.integers(0, len(sample)))
    size = data.draw(st.integers(0, 12))
    odd = data.draw(
        st.sampled_from(
            [b"", b"0", b"99999", b"-1", b'"', b"\t", b"\n", b"[]", b"null", b"<", b"&", b"B-X", b"|", b"\r\n", b"[7]"]
        )
    )
    path = written(tmp_path_factory.mktemp("x"), kind, sample[:at] + odd + sample[at + size :])
    for one in items(kind, path):
        assert isinstance(one, LeftOut) or all(0 <= s.start < s.end <= len(one.text) for s in one.spans)
