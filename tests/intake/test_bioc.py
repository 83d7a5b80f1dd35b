import pytest
from samples import BIOC

from annotator.intake import bioc
from annotator.model.arrival import Arrival
from annotator.model.problem import Problem
from annotator.model.report import LeftOut


def read(tmp_path, text):
    path = tmp_path / "a.xml"
    path.write_text(text, encoding="utf-8")
    items = list(bioc.read(path))
    return [i for i in items if isinstance(i, Arrival)], [i for i in items if isinstance(i, LeftOut)]


def told(arrival):
    return [(arrival.text[s.start : s.end], s.label) for s in arrival.spans]


def test_passages_are_lines_and_places_are_those_of_the_whole_text(tmp_path):
    (arrival,), left_out = read(tmp_path, BIOC)
    assert (arrival.text, arrival.title) == ("\U0001f600 Ada met\nTom.", "d1")
    assert told(arrival) == [("Ada", "PER"), ("Tom", "PER")]
    assert [(one.what, one.where.rpartition(":")[2], one.reason.partition(",")[0]) for one in left_out] == [
        ("link", "4", "a relation"), ("attribute", "2", "identifier"),
    ]  # fmt: skip


def test_the_mentions_tell_a_writer_who_counts_from_the_sentence_or_in_utf_16(tmp_path):
    (arrival,), _ = read(tmp_path, BIOC.replace("offset='10'", "offset='0'"))
    assert told(arrival) == [("Ada", "PER"), ("Tom", "PER")]
    (arrival,), _ = read(tmp_path, BIOC.replace("offset='2'", "offset='3'"))
    assert told(arrival) == [("Ada", "PER"), ("Tom", "PER")]


def test_a_span_over_two_sentences_is_one(tmp_path):
    text = (
        "<collection><document><passage><offset>0</offset><sentence><offset>0</offset><text>Ada met.</text>"
        "<annotation><infon key='type'>X</infon><location offset='4' length='8'/><text>met. Tom</text></annotation></sentence>"
        "<sentence><offset>9</offset><text>Tom left.</text></sentence></passage></document></collection>"
    )
    assert told(read(tmp_path, text)[0][0]) == [("met. Tom", "X")]


@pytest.mark.parametrize(
    ("infons", "label"),
    [
        ("<infon key='type'>a.b.C</infon><infon key='value'>GPE</infon>", "GPE"),
        ("<infon key='label'>L</infon>", "L"),
        ("<infon key='x'>only</infon>", "only"),
    ],
)
def test_the_label_is_what_the_infons_say(tmp_path, infons, label):
    (arrival,), _ = read(tmp_path, BIOC.replace("<infon key='type'>PER</infon><loc", f"{infons}<loc"))
    assert told(arrival)[1] == ("Tom", label)


def test_places_in_several_parts_and_wrong_mentions_are_listed(tmp_path):
    text = BIOC.replace(
        "<location offset='10' length='3'/>", "<location offset='10' length='1'/><location offset='12' length='1'/>"
    )
    (arrival,), left_out = read(tmp_path, text.replace("<text>Ada</text>", "<text>Bob</text>"))
    assert told(arrival) == []
    assert sorted(one.reason[:14] for one in left_out if one.what == "span") == ["discontinuous", "the text there"]


@pytest.mark.parametrize(
    "text",
    ["<a/>", BIOC.replace("<offset>10</offset>", "<offset>x</offset>"), BIOC.replace("length='3'", "length='-3'")],
)
def test_what_has_another_shape_refuses_the_file(tmp_path, text):
    with pytest.raises(Problem):
        read(tmp_path, text)


def test_the_doctype_that_the_format_wants_is_let_be(tmp_path):
    (arrival,), _ = read(tmp_path, f"<?xml version='1.0'?>\n<!DOCTYPE collection SYSTEM 'BioC.dtd'>{BIOC}")
    assert told(arrival) == [("Ada", "PER"), ("Tom", "PER")]


@pytest.mark.parametrize(
    ("doctype", "text", "why"),
    [
        ("collection [<!ENTITY met SYSTEM '/etc/passwd'>]", "&met;", "DOCTYPE"),
        ("collection SYSTEM 'BioC.dtd' [<!ENTITY met 'met'>]", "&met;", "DOCTYPE"),
        ("html", "met", "DOCTYPE"),
        ("collection SYSTEM 'file:///etc/passwd'", "&met;", "what &met; stands for is told in another file"),
        ("collection SYSTEM '/etc/passwd'", "m&eacute;t", "&eacute;"),
    ],
)
def test_a_doctype_that_declares_something_or_of_which_something_is_missing_refuses_the_file(
    tmp_path, doctype, text, why
):
    with pytest.raises(Problem, match=why) as problem:
        read(tmp_path, f"<?xml version='1.0'?>\n<!DOCTYPE {doctype}>{BIOC.replace('met', text)}")
    assert problem.value.what.endswith(("a.xml:2", "a.xml:3"))


def test_annotations_of_the_whole_article_come_in_where_their_places_are(tmp_path):
    text = (
        "<collection><document><id>d</id><passage><offset>0</offset><text>Ada met</text></passage>"
        "<passage><offset>8</offset><text>Tom</text></passage>"
        "<annotation id='1'><infon key='type'>PER</infon><location offset='0' length='3'/><text>Ada</text></annotation>"
        "<annotation id='2'><infon key='type'>PER</infon><location offset='8' length='3'/><text>Tom</text></annotation>"
        "</document></collection>"
    )
    (arrival,), left_out = read(tmp_path, text)
    assert told(arrival) == [("Ada", "PER"), ("Tom", "PER")]
    assert left_out == []


def test_an_offset_of_which_a_part_is_told_in_another_file_refuses_the_file(tmp_path):
    text = BIOC.replace("offset='10' length='3'", "offset='&o;4' length='8'")
    with pytest.raises(Problem, match="what &o; stands for is told in another file") as told:
        read(tmp_path, f"<!DOCTYPE collection SYSTEM 'x.dtd'>{text}")
    assert told.value.what.endswith("a.xml:3")
