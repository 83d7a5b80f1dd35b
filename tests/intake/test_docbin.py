import io
import subprocess
import sys
import zlib

import pytest
import spacy
import srsly
from spacy.tokens import Doc, DocBin, Span, SpanGroup

from annotator.intake import docbin
from annotator.model.arrival import Arrival
from annotator.model.problem import Problem
from annotator.model.report import LeftOut

NLP = spacy.blank("en")
TEXT = "Ada met Tom in Hull."
OWN = "0123456789abcdef01234567"


def made(text=TEXT, ents=(), groups=None, known=True):
    doc = NLP.make_doc(text)
    if known:
        doc.set_ents([Span(doc, *one[:2], label=one[2], span_id=(*one, "")[3]) for one in ents])
    for name, spans in (groups or {}).items():
        doc.spans[name] = SpanGroup(
            doc, name=name, spans=[Span(doc, *one[:2], label=one[2], span_id=(*one, "")[3]) for one in spans]
        )
    return doc


def stored(tmp_path, *docs, **more):
    path = tmp_path / "a.spacy"
    packed = DocBin(**more)
    for doc in docs:
        packed.add(doc)
    packed.to_disk(path)
    return path


def read(path):
    items = list(docbin.read(path))
    return [i for i in items if isinstance(i, Arrival)], [i for i in items if isinstance(i, LeftOut)]


def test_entities_groups_and_refusals_come_in_with_their_own_ids(tmp_path):
    groups = {
        "claims": [(0, 3, "CLAIM", OWN)],
        "sc": [(0, 1, "X", "same"), (2, 3, "X", "same")],
        "incorrect": [(4, 5, "PER")],
    }
    (arrival,), left_out = read(stored(tmp_path, made(ents=[(0, 1, "PER"), (4, 5, "GPE")], groups=groups)))
    assert arrival.text == TEXT
    assert [(TEXT[s.start : s.end], s.label, s.layer, s.id, s.refused) for s in arrival.spans] == [
        ("Ada", "PER", "", "", False), ("Hull", "GPE", "", "", False), ("Ada met Tom", "CLAIM", "claims", OWN, False),
        ("Ada", "X", "", "", False), ("Tom", "X", "", "", False), ("Hull", "PER", "", "", True),
    ]  # fmt: skip
    assert arrival.marked
    assert left_out == []


def test_an_id_that_stands_twice_is_nobodys(tmp_path):
    (arrival,), _ = read(stored(tmp_path, made(ents=[(0, 1, "PER", OWN)], groups={"claims": [(0, 3, "X", OWN)]})))
    assert [one.id for one in arrival.spans] == ["", ""]


def test_what_is_not_known_is_not_done(tmp_path):
    partly = made()
    partly.set_ents([Span(partly, 0, 1, label="PER")], default="missing")
    docs = [made(ents=[]), made(known=False), partly, made(known=False, groups={"claims": []})]
    arrivals, _ = read(stored(tmp_path, *docs))
    assert [(one.marked, len(one.spans), one.where.rpartition(":")[2]) for one in arrivals] == [
        (True, 0, "1"), (False, 0, "2"), (False, 1, "3"), (True, 0, "4"),
    ]  # fmt: skip


def test_what_else_a_doc_says_is_listed(tmp_path):
    doc = made()
    doc.cats = {"GOOD": 1.0}
    for token in doc:
        token.pos_ = "NOUN"
    _, left_out = read(stored(tmp_path, doc, Doc(NLP.vocab, words=["Ada", "met"])))
    assert [(one.what, one.where.rpartition(":")[2]) for one in left_out] == [
        ("attribute", "1"),
        ("attribute", "1"),
        ("attribute", "2"),
    ]


def test_texts_of_other_scripts_stand_as_they_are(tmp_path):
    texts = ["\U0001f600 Ada\n\nmet\u2028Tom", "中文测试", "السلام"]
    assert [one.text for one in read(stored(tmp_path, *map(NLP.make_doc, texts)))[0]] == texts


def test_an_article_without_text_is_listed(tmp_path):
    arrivals, left_out = read(stored(tmp_path, NLP.make_doc(""), made()))
    assert [one.where.rpartition(":")[2] for one in arrivals] == ["2"]
    assert [one.what for one in left_out] == ["article"]


def test_a_file_that_inflates_without_measure_is_refused_before_spacy_reads_it(tmp_path, monkeypatch):
    monkeypatch.setattr(docbin, "UNBOUNDED", 1 << 20)
    bomb = zlib.compress(bytes(64 << 20), 9)
    assert len(bomb) < 100_000
    (told,) = docbin._tell(write(tmp_path, bomb))
    assert "inflates to more than" in told["wrong"]


def write(tmp_path, data):
    path = tmp_path / "b.spacy"
    path.write_bytes(data)
    return path


def whole(**changed):
    packed = {**srsly.msgpack_loads(zlib.decompress(DocBin(docs=[made(ents=[(0, 1, "PER")])]).to_bytes())), **changed}
    return zlib.compress(srsly.msgpack_dumps(packed))


@pytest.mark.parametrize(
    "data",
    [
        b"", b"text", zlib.compress(b""), zlib.compress(b"\x80"), zlib.compress(b"\xc1" * 9), whole()[:-9],
        whole(tokens=b"123"), whole(strings=[]), whole(span_groups=[b"\x81\xa1x"]),
        whole(attrs=[1 << 40]), whole(cats=[]), zlib.compress(b"\xdd\xff\xff\xff\xff"),
    ],
    ids=range(12),
)  # fmt: skip
def test_what_is_damaged_is_told_in_one_sentence(tmp_path, data):
    told = next(one["wrong"] for one in docbin._tell(write(tmp_path, data)) if "wrong" in one)
    assert "\n" not in told


def test_what_the_child_says_is_wrong_refuses_the_file(tmp_path):
    with pytest.raises(Problem, match="no compressed file") as told:
        read(write(tmp_path, b"text"))
    assert told.value.what.endswith("b.spacy")


def test_a_child_that_breaks_off_refuses_the_file(tmp_path):
    lines = io.BytesIO(b'{"text": "Ada"}\n{"te')
    with pytest.raises(Problem, match="broke off"):
        list(docbin._lines(tmp_path / "b.spacy", lines))


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no limit of that kind")
def test_the_child_has_a_bound_of_memory(tmp_path):
    path = write(tmp_path, zlib.compress(srsly.msgpack_dumps({"version": "0.1", "attrs": [{}] * 9_000_000})))
    code = (
        "import sys\nfrom pathlib import Path\nfrom annotator.intake import docbin\nfrom spacy.tokens import DocBin\n"
        "docbin.MEMORY = 700 << 20\ndocbin._limit_memory()\nprint(*docbin._tell(Path(sys.argv[1])))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    assert "of memory" in done.stdout, done.stderr


def test_nobody_reads_on_and_the_child_is_ended(tmp_path):
    reading = docbin.read(stored(tmp_path, *[made() for _ in range(50)]))
    assert isinstance(next(reading), Arrival)
    reading.close()


def test_only_what_is_compressed_and_called_so_is_taken_for_one(tmp_path):
    assert docbin.detect(tmp_path / "a.spacy", zlib.compress(b"x")) == 90
    assert docbin.detect(tmp_path / "a.spacy", b"text") == 0
    assert docbin.detect(tmp_path / "a.bin", zlib.compress(b"x")) == 0


@pytest.mark.parametrize("group", [False, True])
def test_what_words_and_spans_say_besides_is_listed(tmp_path, group):
    doc = made()
    doc[0].set_morph("Case=Nom")
    span = Span(doc, 0, 1, label="PER", kb_id="Q7259")
    if group:
        doc.spans["claims"] = [span]
    else:
        doc.ents = [span]
    _, left_out = read(stored(tmp_path, doc, attrs=["ORTH", "SPACY", "ENT_IOB", "ENT_TYPE", "ENT_KB_ID", "MORPH"]))
    assert [(one.what, one.reason) for one in left_out] == [
        ("attribute", "forms, entries of a knowledge base of its words, which are not held")
    ]
