"""Every corpus that has spans goes in and out: nothing vanishes unlisted. The spans are counted from the bytes here."""

import json
import re
from collections import Counter

import pytest

from annotator.language import spans_in

LABELLED = re.compile(r"[BIELSU]-\S+")


def begun(path, column):
    """Count spans in a column of IOB2 as conlleval does: a B-, or an I- that follows nothing of its label."""
    count, before = 0, "O"
    for line in path.read_text(encoding="utf-8").split("\n"):
        fields = re.split(r"[\t ]", line)
        value = fields[column] if line and line[0] != "#" and len(fields) > 1 else "O"
        count += value.startswith("B-") or (value.startswith("I-") and before[2:] != value[2:])
        before = value
    return count


def in_fields(path, pattern):
    return len(re.findall(pattern, path.read_text(encoding="utf-8"), re.MULTILINE))


def in_lists(path):
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    lists = (one.get(name) or [] for one in records for name in ("label", "labels", "entities", "annotations"))
    return sum(len(held) for held in lists if isinstance(held, list))


def in_tsv(path):
    """Count (column of a layer's first feature, id), and pieces without an id, of layers that are no grammar."""
    columns, at, found = [], 3, set()
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n")):
        if line.startswith("#T_"):
            features = line.split("|")[1:] or [""]
            if line.startswith("#T_SP") and not re.search(r"lexmorph|segmentation", line):
                columns.append(at + (features.index("value") if "value" in features else 0))
            at += len(features)
        elif line and line[0] != "#":
            fields = line.split("\t")
            for column in columns:
                pieces = re.findall(r"(?:\\.|[^|\\])+", fields[column])
                for piece in pieces if fields[column] != "_" else []:
                    id = re.search(r"(?<!\\)\[(\d+)\]$", piece)
                    found.add((column, id[1] if id else f"line {number}"))
    return len(found)


def in_bdoc(path):
    sets = json.loads(path.read_text(encoding="utf-8"))["annotation_sets"].values()
    return sum(one["type"] not in ("Token", "Sentence") for group in sets for one in group["annotations"])


def biluo(path):
    return in_fields(path, r'"ner":\s*"[BU]-')


CORPORA = {
    "conll_wnut17/*.conll": lambda path: begun(path, 1),
    "iob2_uner_en_pud/*.iob2": lambda path: begun(path, 2),
    "conll_weibo/*.dev": lambda path: begun(path, 1),
    "conll_wojood_ar/*.txt": lambda path: in_fields(path, r" B-"),
    "conllup_norne/*.conllu": lambda path: in_fields(path, r"name=B-"),
    "spacy_v2_json/*.iob": lambda path: in_fields(path, r"[ \t|]B-"),
    "spacy_v2_json/*.json": biluo,
    "doccano_tests/**/tests/**/sequence_labeling/*.jsonl": in_lists,
    "doccano_tests/**/relation_extraction/*.jsonl": in_lists,
    "doccano_tests/**/sequence_labeling/example.conll": lambda path: begun(path, 1),
    "doccano_tests/**/sequence_labeling/labeling.trailing.conll": lambda path: begun(path, 1),
    "doccano_v1/labeling.jsonl": in_lists,
    "doccano_v1/download_sequence_labeling.json*": in_lists,
    "doccano_v1/labeling.conll": lambda path: begun(path, 1),
    "labelstudio_ner/**/*.json": lambda path: in_fields(path, r'"type": ?"(?:labels|paragraphlabels)"'),
    "webanno_gum_news/*.tsv": in_tsv,
    "webanno_coref/**/tsv3/*.tsv": in_tsv,
    "webanno_tsv3_suite_a/**/*.tsv": in_tsv,
    "uima_legal_claims/*.xmi": lambda path: in_fields(path, r"<custom:LegalArgumentation "),
    "uima_cassis_json/**/debug.xmi": lambda path: in_fields(path, r"<(?:tcas:Annotation|custom:Simple\w+) [^>]*begin="),
    "gate_python/*.xml": lambda path: in_fields(path, r"<Annotation Id"),
    "gate_python/*.bdocjs": in_bdoc,
    "bioc_inception/**/*.xml": lambda path: in_fields(path, r"<annotation "),
    "spacy_healthsea_cc/*.spacy": lambda _: 0,
    "brat_anem/**/*.ann": lambda path: in_fields(path, r"^T"),
    "brat_litbank/**/*.ann": lambda path: in_fields(path, r"^T"),
    "prodigy_drugs/*.jsonl": lambda path: in_fields(path, r'"token_start"'),
}  # fmt: skip


def taken(added):
    """Return the spans that came in, were there, or are listed with place and reason; none of them twice."""
    listed = [one for one in added["left_out"] if one["what"] == "span"]
    assert all(re.search(r":\d+$", one["where"]) and one["reason"] for one in listed)
    return added["spans"] + added["known"]["spans"] + len(listed)


@pytest.mark.parametrize("pattern", CORPORA)
def test_every_span_of_a_corpus_comes_in_or_is_listed_and_leaves_or_is_listed(pattern, corpora, spandesk, tmp_path):
    folder = corpora / pattern.partition("/")[0]
    if not folder.is_dir():
        pytest.skip(f"{folder.name} is not among the corpora")
    files = sorted(corpora.glob(pattern))
    assert files
    project, target = tmp_path / "p.spans", tmp_path / "x.spacy"
    assert spandesk("new", project).code == 0
    stored = 0
    for path in files:
        said = spandesk("add", project, path, "--json")
        if said.code == 1:  # no article of it has a text
            assert "no text" in said.err or CORPORA[pattern](path) == 0, said.err
            continue
        added = said.json
        assert taken(added) == CORPORA[pattern](path), path
        stored += added["spans"]
    again = spandesk("add", project, *[path for path in files if path.suffix != ".ann"], "--json")
    if again.code == 0:
        assert (again.json["articles"], again.json["spans"]) == (0, 0)
    left = spandesk("export", project, target, "--as", "docbin", "--status", "any", "--json").json
    listed = sum(one["what"] == "span" for one in left["left_out"])
    trained = [span for _, spans in spans_in(target, "en") for span in spans]
    assert len(trained) == left["spans"]
    assert left["spans"] + listed + sum(left["not_taken"].values()) == stored


def read(kind, path):
    from annotator import shelf

    return [one for one in shelf.load("intake", kind).read(path) if hasattr(one, "spans")]


def test_the_same_data_in_four_encodings_is_the_same_when_read(corpora):
    folder = corpora / "spacy_v2_json"
    made = {}
    for path in sorted(folder.glob("ner-*")):
        arrivals = read("conll" if path.suffix == ".iob" else "spacy_json", path)
        found = [(one.text[s.start : s.end], s.label) for one in arrivals for s in one.spans]
        made[path.name] = (" ".join(" ".join(one.text for one in arrivals).split()), found)
    assert len(made) == 8
    assert len({repr(one) for one in made.values()}) == 1


def test_a_tsv_and_the_xmi_beside_it_say_the_same(corpora):
    compared = 0
    for path in sorted((corpora / "webanno_tsv3_suite_a").rglob("reference.tsv")):
        beside = path.with_suffix(".xmi")
        # The TSV has no host without slots, and moves edges out of white space.
        if not beside.exists() or re.search("UnsetSlot|Whitespace|ZeroWidth", str(path)):
            continue
        (tsv,), (xmi,) = read("webanno", path), read("uima", beside)
        assert tsv.text.split() == xmi.text.split()
        spans = [Counter((one.start, one.end) for one in arrival.spans) for arrival in (tsv, xmi)]
        assert spans[0] == spans[1], path
        compared += sum(spans[0].values())
    assert compared > 50
