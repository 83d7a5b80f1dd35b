"""What was exported last is remembered beside the project, never in it."""

import json
from pathlib import Path

import pytest

from annotator.project import exported
from annotator.project.exported import Exported

ONE = Exported("docbin", "/out/train.spacy", "id:1:00", {"layer": ["claims"], "align": ["claims=contract"]})


def test_an_export_comes_back_as_it_was_and_the_newest_is_first(path):
    before = path.read_bytes()
    assert exported.load(path) == []
    exported.remember(path, ONE)
    other = ONE._replace(kind="jsonl", target="/out/all.jsonl", choices={})
    exported.remember(path, other)
    assert exported.load(path) == [other, ONE]
    assert path.read_bytes() == before


def test_the_same_target_is_remembered_once_and_only_so_many_are(path):
    exported.remember(path, ONE)
    exported.remember(path, ONE._replace(position="id:2:00"))
    assert [one.position for one in exported.load(path)] == ["id:2:00"]
    for number in range(exported.MOST + 5):
        exported.remember(path, ONE._replace(target=f"/out/{number}"))
    assert len(exported.load(path)) == exported.MOST


def test_the_last_export_to_a_target_comes_before_the_last_of_its_kind(tmp_path):
    here = str((tmp_path / "here").absolute())
    held = [ONE._replace(target="/newer"), ONE._replace(target=here), ONE._replace(kind="jsonl", target=here)]
    assert exported.last(held, "docbin", Path(here)) == held[1]
    assert exported.last(held, "docbin", tmp_path / "elsewhere") == held[0]
    assert exported.last(held, "bundle", Path(here)) is None


def test_another_name_of_the_project_has_the_same_memory(path, tmp_path):
    exported.remember(path, ONE)
    link = tmp_path / "link.spans"
    link.symlink_to(path)
    assert exported.load(link) == [ONE]
    assert exported.load(tmp_path / "other.spans") == []


@pytest.mark.parametrize(
    "held", ["", "no json", "{}", "7", "[7]", '[{"kind": "x"}]', "[" * 100_000,
             json.dumps([{**ONE._asdict(), "choices": {"layer": [1]}}]), json.dumps([{**ONE._asdict(), "target": 3}])]
)  # fmt: skip
def test_what_makes_no_sense_is_passed_over(path, held):
    place = exported.path_of(path)
    place.parent.mkdir(parents=True)
    place.write_text(held)
    assert exported.load(path) == []
    exported.remember(path, ONE)
    assert exported.load(path) == [ONE]


def test_a_state_folder_that_cannot_be_written_costs_the_memory_alone(path):
    place = exported.path_of(path)
    place.parent.parent.mkdir(parents=True)
    place.parent.write_text("a file where the folder should be")
    exported.remember(path, ONE)
    assert exported.load(path) == []
