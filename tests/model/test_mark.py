import json

import pytest
from hypothesis import given
from strategies import marks

from annotator.model.mark import OF_PROJECT, SORTS, Entry, Span, Status, fields_of, key_of, mark_of


@given(marks())
def test_every_mark_comes_back_from_json(mark):
    assert mark_of(mark.sort, json.loads(json.dumps(fields_of(mark)))) == mark


def test_the_sort_is_the_last_field_of_every_mark():
    for sort, kind in SORTS.items():
        assert kind._fields[-1] == "sort"
        assert kind._field_defaults["sort"] == sort


def test_keys():
    assert key_of(Status("a", "claims", "done"), "x") == ("status", "x", "a/claims")
    assert key_of(Entry(), "x") == ("entry", "x", "")
    assert {sort for sort in SORTS if sort in OF_PROJECT} == {"label", "layer", "author", "setting"}


def test_what_a_later_version_adds_is_passed_over():
    assert mark_of("telepathy", {"id": "x"}) is None
    fields = {**fields_of(Span("s", 0, 1, "l", "a")), "mood": "blue"}
    assert mark_of("span", fields) == Span("s", 0, 1, "l", "a")


@pytest.mark.parametrize("wrong", [{"start": "0"}, {"start": True}, {"label": 3}, {"note": None}])
def test_a_value_of_another_type_is_refused(wrong):
    with pytest.raises(TypeError):
        mark_of("span", {**fields_of(Span("s", 0, 1, "l", "a")), **wrong})
