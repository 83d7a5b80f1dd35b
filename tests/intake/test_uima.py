import pytest
from samples import XMI

from annotator.intake import uima
from annotator.model.arrival import Arrival
from annotator.model.problem import Problem
from annotator.model.report import LeftOut


def read(tmp_path, text):
    path = tmp_path / "a.xmi"
    path.write_text(text, encoding="utf-8")
    items = list(uima.read(path))
    return [i for i in items if isinstance(i, Arrival)], [i for i in items if isinstance(i, LeftOut)]


def test_annotations_are_spans_and_what_else_there_is_is_listed(tmp_path):
    (arrival,), left_out = read(tmp_path, XMI)
    assert arrival.text == "\U0001f600 Ada met\nTom."
    assert [(arrival.text[s.start : s.end], s.label, s.where.rpartition(":")[2]) for s in arrival.spans] == [
        ("Ada", "PER", "4")
    ]
    assert [(one.what, one.where.rpartition(":")[2], one.reason.partition(",")[0]) for one in left_out] == [
        ("link", "5", "a Rel"), ("attribute", "6", "Claim.sure"), ("attribute", "6", "Token"),
    ]  # fmt: skip


def test_tokens_say_that_a_writer_counts_code_points(tmp_path):
    (arrival,), _ = read(tmp_path, XMI.replace('begin="3" end="6"', 'begin="2" end="5"'))
    assert [arrival.text[s.start : s.end] for s in arrival.spans] == ["Ada"]


@pytest.mark.parametrize(
    ("features", "label"),
    [
        ('value="GPE" x="y"', "GPE"),
        ('x="only"', "only"),
        ('x="a" y="b"', "Claim"),
        ("", "Claim"),
        ('n="3"', "Claim"),
        ('subtype="b" value="a"', "a"),
    ],
)
def test_the_label_is_the_feature_that_says_it_or_the_type(tmp_path, features, label):
    (arrival,), _ = read(tmp_path, XMI.replace('ArgType="PER" sure="true"', features))
    assert [one.label for one in arrival.spans] == [label]


def test_every_text_is_an_article_and_a_span_of_none_is_listed(tmp_path):
    more = '<cas:Sofa xmi:id="9" sofaString="Tom"/><custom:Claim xmi:id="10" sofa="9" begin="0" end="3"/><custom:Claim xmi:id="11" sofa="8" begin="0" end="3"/>'
    arrivals, left_out = read(tmp_path, XMI.replace("<cas:View", f"{more}<cas:View"))
    assert [(one.text, len(one.spans)) for one in arrivals] == [("\U0001f600 Ada met\nTom.", 1), ("Tom", 1)]
    assert [one.reason for one in left_out if one.what == "span"] == ["its text is not in the file"]


def test_offsets_that_are_none_are_listed(tmp_path):
    _, left_out = read(tmp_path, XMI.replace('xmi:id="2" sofa="1" begin="3"', 'xmi:id="2" sofa="1" begin="x"'))
    assert [one.reason for one in left_out if one.what == "span"] == ["its start and end are no whole numbers"]


def test_other_xml_is_refused(tmp_path):
    with pytest.raises(Problem, match="no XMI"):
        read(tmp_path, "<a/>")
    with pytest.raises(Problem, match="DOCTYPE"):
        read(tmp_path, "<!DOCTYPE a><a/>")
    assert uima.detect(tmp_path / "a.xmi", XMI.encode()) == 95
    assert uima.detect(tmp_path / "a.xmi", b"<a/>") == 0


@pytest.mark.parametrize("gone", [' sofa="1"', ' begin="3"', ' end="6"'])
def test_an_annotation_without_its_text_or_place_is_listed(tmp_path, gone):
    claim = '<custom:Claim xmi:id="2" sofa="1" begin="3" end="6"'
    (arrival,), left_out = read(tmp_path, XMI.replace(claim, claim.replace(gone, "")))
    assert arrival.spans == ()
    assert [(one.label, one.where.rpartition(":")[2]) for one in left_out if one.what == "span"] == [("PER", "4")]


def test_elements_of_chains_are_listed_and_a_span_is_not_taken_for_one_by_its_name(tmp_path):
    more = (
        '<custom:SimpleLink xmi:id="21" sofa="1" begin="3" end="6" next="22"/>'
        '<custom:SimpleLink xmi:id="22" sofa="1" begin="7" end="10"/>'
        '<custom:SimpleLink xmi:id="23" sofa="1" begin="7" end="10"/><custom:SimpleChain xmi:id="24" sofa="1" first="23"/>'
        '<custom:SimpleChain xmi:id="20" sofa="1" first="21"/>'
        '<custom:HyperLink xmi:id="25" sofa="1" begin="7" end="10"/><custom:SupplyChain xmi:id="26" sofa="1" begin="3" end="6"/>'
    )
    (arrival,), left_out = read(tmp_path, XMI.replace("<cas:View", f"{more}<cas:View"))
    assert [one.label for one in arrival.spans] == ["PER", "HyperLink", "SupplyChain"]
    assert [one.label for one in left_out if one.what == "link"] == ["Rel"] + 3 * ["SimpleLink"]


@pytest.mark.parametrize(
    "more",
    [
        '<custom:Claim xmi:id="21" sofa="1" begin="7" end="10" value="GPE" first="2"/>',
        '<custom:Claim xmi:id="21" sofa="1" begin="7" end="10" value="GPE" next="2"/>',
        '<custom:Claim xmi:id="21" sofa="1" begin="7" end="10" value="GPE" next="21" first="21"/>',
        (
            '<custom:Chain xmi:id="19" first="20"/><custom:Link xmi:id="20" sofa="1" begin="0" end="2" next="2"/>'
            '<custom:Claim xmi:id="21" sofa="1" begin="7" end="10" value="GPE"/>'
        ),
    ],
)
def test_features_of_the_names_that_chains_have_chain_nothing(tmp_path, more):
    (arrival,), left_out = read(tmp_path, XMI.replace("<cas:View", f"{more}<cas:View"))
    assert [one.label for one in arrival.spans] == ["PER", "GPE"]
    assert [one.label for one in left_out if one.what == "link"] == ["Rel", *(["Link"] if "Chain" in more else [])]


def test_a_chain_that_comes_back_to_itself_is_listed_once(tmp_path):
    more = (
        '<custom:Link xmi:id="21" sofa="1" begin="3" end="6" next="22"/><custom:Chain xmi:id="23" first="21"/>'
        '<custom:Link xmi:id="22" sofa="1" begin="7" end="10" next="21"/><custom:Chain xmi:id="24" first="none"/>'
    )
    (arrival,), left_out = read(tmp_path, XMI.replace("<cas:View", f"{more}<cas:View"))
    assert [one.label for one in arrival.spans] == ["PER"]
    assert [one.label for one in left_out if one.what == "link"] == ["Rel", "Link", "Link"]
