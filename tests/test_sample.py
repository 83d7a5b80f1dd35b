"""The sample's marks are frozen: later measures count over them."""

import hashlib
import itertools
import json

import pytest

from annotator import places
from annotator.intake import jsonl
from annotator.language import tokens
from annotator.model.article import Article

FROZEN = """
PER: Abdelmadjid Tebboune | Laurent Nunez | Said Sayoud | Nunez | Nunez
ORG: MENAFN
GPE: Algeria | France | Algeria | France | Algiers | Algerian | French | Algeria | French | Algerian | Algerian | France | France | Morocco | Algeria
LOC: Western Sahara
EVENT: two-day visit | reciprocal ambassador recalls
DATE: Tuesday | recent months | April of last year | July 2024
ISSUE: judicial coordination | law enforcement cooperation | intelligence exchanges | migration-related issues | the repatriation file | judicial matters | migration management
"""
DIGEST = "eea8af18c691ec8be0bbe9024c3a687b48e99da2cdbd892f5005f43241cfe1d4"


@pytest.fixture
def sample():
    (line,) = places.resource("sample", "sample.jsonl").read_text(encoding="utf-8").splitlines()
    return json.loads(line)


def test_the_marks_are_frozen(sample):
    marks = [(one["start"], one["end"], one["label"]) for one in sample["spans"]]
    assert marks == sorted(marks, key=lambda one: (one[0], -one[1], one[2]))
    assert len(marks) == 59
    assert hashlib.sha256(json.dumps(marks).encode()).hexdigest() == DIGEST
    for line in FROZEN.strip().split("\n"):
        label, _, words = line.partition(": ")
        assert [
            sample["text"][one["start"] : one["end"]] for one in sample["spans"] if one["label"] == label
        ] == words.split(" | ")


def test_entities_are_flat_and_claims_long_nested_and_overlapping(sample):
    entities = [one for one in sample["spans"] if one["layer"] == "entities"]
    claims = [one for one in sample["spans"] if one["layer"] == "claims"]
    assert 25 <= len(entities) <= 35
    assert 18 <= len(claims) <= 24
    assert all(before["end"] <= after["start"] for before, after in itertools.pairwise(entities))
    assert all(6 <= len(sample["text"][one["start"] : one["end"]].split()) <= 25 for one in claims)
    pairs = [(one, other) for one in claims for other in claims if one is not other]
    nested = [1 for a, b in pairs if a["start"] <= b["start"] and b["end"] <= a["end"]]
    crossing = [1 for a, b in pairs if a["start"] < b["start"] < a["end"] < b["end"]]
    assert len(nested) >= 5
    assert crossing
    assert {one["label"] for one in claims} == {"CLAIM", "ATTRIB", "QUOTE"}


def test_every_span_is_whole_tokens(sample):
    split = tokens("en", sample["text"])
    assert all(split.cover(one["start"], one["end"]) for one in sample["spans"])


def test_the_article_is_its_text_and_the_date_and_source_are_details(sample):
    assert sample["id"] == Article.of(sample["text"]).id
    assert sample["text"].startswith(sample["title"] + "\n(MENAFN) Algeria")
    assert sample["meta"] == {"date": "2026-02-21", "source": "MENAFN"}
    assert sample["status"] == {"": {"claims": "done", "entities": "done"}}
    (arrival,) = jsonl.read(places.resource("sample", "sample.jsonl"))
    assert len(arrival.spans) == 59
