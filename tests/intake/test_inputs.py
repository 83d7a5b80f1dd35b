import json

import pytest

from annotator import shelf
from annotator.intake.inputs import Input, gather
from annotator.model.problem import Problem
from annotator.model.report import LeftOut

KINDS = shelf.kinds("intake", "read")


def taken(paths, kind=""):
    items = list(gather(paths, KINDS, kind))
    names = [(item.path.name, item.kind.__name__.rpartition(".")[2]) for item in items if isinstance(item, Input)]
    return names, [(item.where, item.reason) for item in items if isinstance(item, LeftOut)]


def test_every_kind_has_what_the_shelf_needs():
    assert sorted(KINDS) == ["brat", "jsonl", "prodigy", "text"]
    for kind in KINDS.values():
        assert kind.TITLE
        assert all(suffix.startswith(".") for suffix in kind.SUFFIXES)


def test_a_folder_gives_the_files_of_its_kinds(tmp_path):
    for name, data in {"b.txt": "x", "b.ann": "", "a.txt": "y", "LICENSE": "z", ".hidden.txt": "h",
                       "c.jsonl": json.dumps({"text": "t", "answer": "accept", "spans": []}), "d.jsonl": '{"pattern": 1}'}.items():  # fmt: skip
        (tmp_path / name).write_text(data)
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "e.txt").write_text("e")
    (tmp_path / "loop").symlink_to(tmp_path)
    names, left_out = taken([tmp_path])
    assert names == [("a.txt", "text"), ("b.ann", "brat"), ("c.jsonl", "prodigy"), ("e.txt", "text")]
    assert [reason for where, reason in left_out] == ["it is of no kind that is known here"]


def test_a_named_kind_is_not_doubted(tmp_path):
    (tmp_path / "x.log").write_text("text")
    assert taken([tmp_path / "x.log"], "text")[0] == [("x.log", "text")]
    with pytest.raises(Problem, match="Known kinds"):
        taken([tmp_path], "carrier pigeon")


def test_what_is_not_there_is_listed(tmp_path):
    assert taken([tmp_path / "absent.txt"])[1][0][1] == "No such file or directory"
