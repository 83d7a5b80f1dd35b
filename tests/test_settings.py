import json

import pytest

from annotator import settings
from annotator.settings import Settings


def test_an_author_is_made_once_and_stays(tmp_path):
    first = settings.load(tmp_path)
    assert first.author_id
    assert first.author_name
    assert settings.load(tmp_path) == first


def test_what_is_kept_comes_back(tmp_path):
    kept = Settings("id", "annotator A", "dark", 1.5, "g", "p.spans", ["p.spans"], {"p": "a"}, {"p": 3}, False)
    settings.save(kept, tmp_path)
    assert settings.load(tmp_path) == kept
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["settings.json"]


@pytest.mark.parametrize("broken", ["", "[]", "{", '{"zoom": "big", "theme": 3}', "\udcff"])
def test_what_cannot_be_read_takes_its_default(tmp_path, broken):
    (tmp_path / "settings.json").write_bytes(broken.encode("utf-8", "surrogateescape"))
    loaded = settings.load(tmp_path)
    assert (loaded.zoom, loaded.theme) == (1.0, "system")
    assert loaded.author_id


@pytest.mark.parametrize(
    "table",
    [{"zoom": float("nan")}, {"article": {"p": 5}}, {"scroll": {"p": "far"}}, {"recent": [1]}, {"scroll": {"p": True}}],
    ids=str,
)
def test_what_lies_inside_a_table_is_looked_at_too(tmp_path, table):
    (tmp_path / "settings.json").write_text(json.dumps({"author_id": "x", "author_name": "y", **table}))
    assert settings.load(tmp_path) == Settings("x", "y")


def test_a_setting_of_a_later_version_is_passed_over(tmp_path):
    (tmp_path / "settings.json").write_text(json.dumps({"author_id": "x", "author_name": "y", "mood": "blue"}))
    assert settings.load(tmp_path) == Settings("x", "y")
