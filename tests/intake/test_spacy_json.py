import json

import pytest
import spacy
from spacy.tokens import Span
from spacy.training import docs_to_json

from annotator.intake import spacy_json
from annotator.model.arrival import Arrival
from annotator.model.problem import Problem
from annotator.model.report import LeftOut

TEXT = "Ada met Tom."


def read(tmp_path, held, name="a.json"):
    path = tmp_path / name
    path.write_text(held if isinstance(held, str) else json.dumps(held, indent=1))
    assert spacy_json.detect(path, path.read_bytes()) > 50
    items = list(spacy_json.read(path))
    return [i for i in items if isinstance(i, Arrival)], [i for i in items if isinstance(i, LeftOut)]


def told(arrivals):
    return [[(one.text[s.start : s.end], s.label, s.layer) for s in one.spans] for one in arrivals]


ADA = [[("Ada", "PER", "")]]
SAME = {
    "pairs": [[TEXT, {"entities": [[0, 3, "PER"]]}]],
    "pairs with more": [[TEXT, {"entities": [[0, 3, "PER", "Q7259"]]}]],
    "an object with classes": {"classes": ["PER"], "annotations": [None, [TEXT, {"entities": [[0, 3, "PER"]]}]]},
    "lines": json.dumps({"text": TEXT, "entities": [[0, 3, "PER"]]}) + "\n",
    "pairs in lines": json.dumps([TEXT, {"entities": [[0, 3, "PER"]]}]) + "\n" + json.dumps(["x", {"entities": []}]),
    "a Doc": {"text": TEXT, "ents": [{"start": 0, "end": 3, "label": "PER"}], "tokens": [{"id": 0}]},
    "version 2": [{"id": 1, "paragraphs": [{"raw": TEXT, "sentences": [{"tokens": [
        {"orth": "Ada", "ner": "U-PER"}, {"orth": "met", "ner": "O"}, {"orth": "Tom", "ner": "O"}, {"orth": ".", "ner": "O"}]}]}]}],
}  # fmt: skip


@pytest.mark.parametrize("form", SAME)
def test_every_form_says_the_same(tmp_path, form):
    arrivals, left_out = read(tmp_path, SAME[form])
    assert [one.text for one in arrivals if one.text != "x"] == [TEXT]
    assert told(arrivals[:1]) == ADA
    assert arrivals[0].marked
    assert left_out == []


def test_groups_of_spans_are_layers_but_spacys_own_name_says_nothing(tmp_path):
    group = [{"start": 0, "end": 7, "label": "CLAIM"}]
    doc = {"text": TEXT, "ents": [], "spans": {"claims": group, "sc": group}}
    assert told(read(tmp_path, doc)[0]) == [[("Ada met", "CLAIM", "claims"), ("Ada met", "CLAIM", "")]]


def test_labels_of_words_need_words_that_stand_in_the_text(tmp_path):
    marks = {"words": ["Ada", "met", "Tom", "."], "entities": ["U-PER", "O", "B-PER", "L-PER"]}
    arrivals, left_out = read(tmp_path, [[TEXT, marks], [TEXT, {"entities": ["U-PER", "O"]}]])
    assert told(arrivals) == [[("Ada", "PER", ""), ("Tom.", "PER", "")], []]
    assert [(one.what, one.label, one.where.rpartition(":")[2]) for one in left_out] == [
        ("span", "PER", "19")
    ]  # its bracket


def test_an_entry_of_version_2_is_an_article_and_paragraphs_are_parted_by_blank_lines(tmp_path):
    def sentence(*words):
        return {"tokens": [{"orth": word, "ner": "O", "tag": "X"} for word in words]}

    entry = {
        "id": 1,
        "paragraphs": [
            {"sentences": [sentence("Ada", "met"), sentence("Tom")]},
            {"sentences": [sentence("It", "rained")], "cats": {"A": 1}},
        ],
    }
    arrivals, left_out = read(tmp_path, [entry])
    assert arrivals[0].text == "Ada met\nTom\n\nIt rained"
    assert [one.reason for one in left_out] == ["'cats' is not held", "'tag' is not held"]


def test_what_spacy_writes_of_a_doc_as_version_2_is_read_without_a_remark(tmp_path):
    doc = spacy.blank("en")("Ada met Tom. He's gone.")
    for token in doc:
        token.is_sent_start = token.i in (0, 4)
    doc.set_ents([Span(doc, 0, 1, label="PER"), Span(doc, 2, 3, label="PER")])
    whole, bare, unlabelled = (docs_to_json([doc], n) for n in range(3))
    del bare["paragraphs"][0]["raw"]
    for sentence in unlabelled["paragraphs"][0]["sentences"]:
        for token in sentence["tokens"]:
            del token["ner"]
    arrivals, left_out = read(tmp_path, [whole, bare, unlabelled])
    assert [one.text for one in arrivals] == [doc.text, "Ada met Tom.\nHe's gone.", doc.text]
    assert told(arrivals) == [[("Ada", "PER", ""), ("Tom", "PER", "")], [("Ada", "PER", ""), ("Tom", "PER", "")], []]
    assert [(one.what, one.text) for one in left_out] == [("span", "[0, 3, 'PER']"), ("span", "[8, 11, 'PER']")]


def test_what_is_not_held_is_listed_with_its_line(tmp_path):
    held = [[TEXT, {"entities": [[0, 99, "PER"], [0, 3], "x"], "cats": {"A": 1.0}}]]
    arrivals, left_out = read(tmp_path, held)
    assert told(arrivals) == [[]]
    assert [(one.what, one.where.rpartition(":")[2]) for one in left_out] == [
        ("attribute", "2"),
        ("span", "2"),
        ("span", "2"),
        ("span", "2"),
    ]


def test_offsets_that_a_browser_counted_are_seen(tmp_path):
    text = "\U0001f600\U0001f600 Ada met Tom"
    pairs = [[text, {"entities": [[5, 8, "PER"], [13, 16, "PER"]]}]]
    assert told(read(tmp_path, pairs)[0]) == [[("Ada", "PER", ""), ("Tom", "PER", "")]]
    pairs = [[text, {"entities": [[3, 6, "PER"], [11, 14, "PER"]]}]]
    assert told(read(tmp_path, pairs)[0]) == [[("Ada", "PER", ""), ("Tom", "PER", "")]]


def test_a_text_alone_is_not_done(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{"text": TEXT}]))
    assert not next(spacy_json.read(path)).marked


@pytest.mark.parametrize(
    "held",
    [
        '[["a", 3]]',
        "[3]",
        '[{"paragraphs": [3]}]',
        '[{"paragraphs": [{"entities": {"a": 1}}]}]',
        '[["a", {"entities": 3}]]',
        '[["a", {"spans": 3}]]',
        '[["a", {}]',
    ],
)
def test_what_has_another_shape_refuses_the_file(tmp_path, held):
    path = tmp_path / "a.json"
    path.write_text(held)
    with pytest.raises(Problem):
        list(spacy_json.read(path))


def test_words_that_nobody_judged_are_not_done(tmp_path):
    tokens = [{"orth": "Ada", "ner": "U-PER"}, {"orth": "met"}, {"orth": "Tom", "ner": "-"}]
    version_2 = [
        {"id": n, "paragraphs": [{"sentences": [{"tokens": held}]}]} for n, held in enumerate((tokens, tokens[:1]))
    ]
    pairs = [["Ada met", {"entities": ["U-PER", one], "words": ["Ada", "met"]}] for one in "-O"]
    for entries in (version_2, pairs):
        arrivals, _ = read(tmp_path, json.dumps(entries))
        assert [(one.marked, len(one.spans)) for one in arrivals] == [(False, 1), (True, 1)]


def test_a_single_pair_in_a_line_is_an_entry(tmp_path):
    assert told(read(tmp_path, json.dumps([TEXT, {"entities": [[0, 3, "PER"]]}]))[0]) == ADA


TOKENS = (("Ada", "-"), ("met", "O"), ("Tom", "U-PER"), ("in", "O"), ("Hull", "U-GPE"), (".", "O"))


@pytest.mark.parametrize(
    ("raw", "entities", "listed"),
    [
        ("Ada met Tom in Hull.", [[8, 11, "PER"], [15, 19, "GPE"]], []),
        ("Ada met Tom in Hull.", [[0, 2, "PER"], [15, 19, "GPE"]], ["[0, 2, 'PER']"]),
        ("Ada met Tom in Hull.", [[15, 19, "LOC"], [8, 11, "PER"], [8, 11, "PER"]], ["[15, 19, 'LOC']", "[8, 11, 'PER']"]),
        ("Ada met Tom in Hull.", [{"start": 8, "end": 11, "label": "PER"}, [8, [11], "PER"], 3], ["[8, [11], 'PER']", "3"]),
        ("", [[99, 103, "GPE"], [80, 83, "PER"], [0, 2, "PER"]], ["[0, 2, 'PER']"]),  # places in a text that is not there
        ("Other words.", [[99, 103, "GPE"], [0, 2, "LOC"]], ["[0, 2, 'LOC']"]),
    ],
)  # fmt: skip
def test_entities_that_the_labels_of_the_words_do_not_say_are_listed(tmp_path, raw, entities, listed):
    tokens = [{"orth": word, "ner": ner} for word, ner in TOKENS]
    paragraph = {"raw": raw, "sentences": [{"tokens": tokens}], "entities": entities}
    arrivals, left_out = read(tmp_path, [{"id": 1, "paragraphs": [paragraph]}])
    assert told(arrivals) == [[("Tom", "PER", ""), ("Hull", "GPE", "")]]
    assert [one.text for one in left_out if one.what == "span"] == listed
