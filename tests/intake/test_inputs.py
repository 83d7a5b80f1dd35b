import io
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import shelf
from annotator.intake import inputs
from annotator.intake.inputs import Input, gather
from annotator.model.report import LeftOut

KINDS = shelf.kinds("intake", "read")


def taken(paths, kind=""):
    items = list(gather(paths, KINDS, kind))
    names = [(item.path.name, item.kind.__name__.rpartition(".")[2]) for item in items if isinstance(item, Input)]
    return names, [(item.where, item.reason) for item in items if isinstance(item, LeftOut)]


def test_these_kinds_ship():
    shipped = "bioc brat conll docbin doccano gate jsonl labelstudio prodigy spacy_json text uima w3c webanno"
    assert sorted(KINDS) == shipped.split()


def test_a_folder_gives_the_files_of_its_kinds(tmp_path):
    for name, data in {"b.txt": "x", "b.ann": "", "a.txt": "y", "LICENSE": "z", ".hidden.txt": "h",
                       "c.jsonl": json.dumps({"text": "t", "answer": "accept", "spans": []}), "d.jsonl": '{"pattern": 1}'}.items():  # fmt: skip
        (tmp_path / name).write_text(data)
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "e.txt").write_text("e")
    (tmp_path / "loop").symlink_to(tmp_path)
    names, left_out = taken([tmp_path])
    assert names == [("a.txt", "text"), ("b.ann", "brat"), ("c.jsonl", "prodigy"), ("e.txt", "text")]
    assert [(where.rpartition("/")[2], reason.partition(",")[0]) for where, reason in left_out] == [
        ("d.jsonl", "Spandesk does not read files of this kind"), ("loop", "a link to a folder"),
    ]  # fmt: skip


LONG = 'He said "no\\". ' * 60_000
RESULT = [{"type": "labels", "value": {"start": 3, "end": 7, "text": "said", "labels": ["X"]}}]


@pytest.mark.parametrize(
    ("kind", "held"),
    [
        ("doccano", {"id": 1, "text": LONG, "label": [[3, 7, "X"]]}),
        ("spacy_json", {"text": LONG, "entities": [[3, 7, "X"]]}),
        ("spacy_json", {"text": LONG, "ents": [{"start": 3, "end": 7, "label": "X"}], "tokens": []}),
        ("spacy_json", [[LONG, {"entities": [[3, 7, "X"]]}]]),
        ("spacy_json", [{"id": 0, "paragraphs": [{"raw": LONG, "sentences": []}]}]),
        ("prodigy", {"text": LONG, "spans": [{"start": 3, "end": 7, "label": "X"}], "answer": "accept"}),
        ("labelstudio", [{"id": 1, "data": {"text": LONG}, "annotations": [{"result": RESULT}]}]),
        ("labelstudio", [{"id": 1, "annotations": [{"id": 1, "result": 500 * RESULT}], "data": {"text": LONG}}]),
        ("labelstudio", {"id": 1, "annotations": [{"id": 1, "result": 500 * RESULT}], "data": {"text": LONG}}),
        ("w3c", {"id": LONG, "target": {"selector": {"type": "TextQuoteSelector", "exact": "said"}}}),
    ],
)
def test_a_kind_is_told_behind_a_text_of_any_length(tmp_path, kind, held):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(held))
    assert taken([path]) == ([("a.json", kind)], [])


@given(
    st.lists(st.sampled_from([b'"', b"\\", b"\n", b"a", b"\xc3\xa9", b"x" * 150, b"x" * 250, b'": 1, "']), max_size=40)
)
def test_the_beginning_of_json_read_in_steps_is_that_of_the_whole(monkeypatch, parts):
    data = b'{"' + b"".join(parts)
    is_short = not any(map(inputs._is_long, inputs._STRING.finditer(data[:400])))
    whole = data if is_short else inputs._STRING.sub(inputs._emptied, data)
    monkeypatch.setattr(inputs, "HEAD", 400)
    for step in (1, 7, 300):
        monkeypatch.setattr(inputs, "STEP", step)
        assert inputs._head(io.BytesIO(data)) == whole[:400]


def test_of_a_large_file_no_more_is_read_to_tell_its_kind_than_that_takes():
    line = json.dumps({"text": "x" * 6_000, "spans": [{"start": n, "end": n + 1, "label": "PER"} for n in range(40)]})
    file = io.BytesIO(f"{line}\n".encode() * 2_000)
    assert len(inputs._head(file)) == inputs.HEAD
    assert file.tell() < 4 * inputs.STEP


def test_a_file_that_only_begins_as_json_is_told_by_its_lines(tmp_path):
    path = tmp_path / "a.conll"
    path.write_text('[ O\nAda B-PER\n" O\n] O\n\n' + '" O\n' * 5_000)
    assert taken([path]) == ([("a.conll", "conll")], [])


def test_a_named_kind_is_not_doubted(tmp_path):
    (tmp_path / "x.log").write_text("text")
    assert taken([tmp_path / "x.log"], "text")[0] == [("x.log", "text")]


def test_what_is_not_there_is_listed(tmp_path):
    assert taken([tmp_path / "absent.txt"])[1][0][1] == "No such file or directory"


def test_links_to_nowhere_and_what_is_no_file_are_listed_if_their_names_say_text(tmp_path):
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "gone.log").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    os.mkfifo(tmp_path / "pipe.log")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "folder.txt" / "a.txt").write_text("x")
    names, left_out = taken([tmp_path])
    assert names == [("a.txt", "text")]
    assert [(Path(where).name, reason.partition(";")[0]) for where, reason in left_out] == [
        ("gone.txt", "No such file or directory"), ("pipe.txt", "it is no regular file"),
        ("self.txt", "Too many levels of symbolic links"),
    ]  # fmt: skip
    assert taken([tmp_path / "pipe.log"])[1][0][1].startswith("it is no regular file")
    assert taken([tmp_path / ("x" * 300)])[1][0][1] == "File name too long"


def test_the_text_of_marks_comes_with_them_and_is_named_where_it_stands_alone(tmp_path):
    (tmp_path / "a.txt").write_text("Ada")
    (tmp_path / "a.ann").write_text("T1\tPER 0 3\tAda\n")
    assert taken([tmp_path / "a.ann", tmp_path / "a.txt"]) == ([("a.ann", "brat")], [])
    assert taken([tmp_path]) == ([("a.ann", "brat")], [])
    names, left_out = taken([tmp_path / "a.txt"])
    assert names == []
    assert "the text of a.ann" in left_out[0][1]
    assert taken([tmp_path / "a.txt"], "text") == ([("a.txt", "text")], [])


def test_folders_may_be_as_deep_as_the_system_lets_them(tmp_path):
    deep = tmp_path
    for _ in range(400):
        deep /= "d"
    deep.mkdir(parents=True)
    (deep / "a.txt").write_text("x")
    assert taken([tmp_path])[0] == [("a.txt", "text")]
