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


def kept_by(held, now, tmp_path, **changed):
    settings.save(held, tmp_path)
    chosen = settings.Chosen(now, tmp_path)
    chosen.keep(**changed)
    return chosen.now, settings.load(tmp_path)


def test_a_name_that_another_window_changed_stays_changed_and_this_window_keeps_its_own(tmp_path):
    now, kept = kept_by(Settings("a", "new name"), Settings("a", "old name"), tmp_path, theme="dark")
    assert (now.author_name, kept.author_name, kept.theme) == ("old name", "new name", "dark")


def test_a_name_that_this_window_changes_is_kept(tmp_path):
    now, kept = kept_by(Settings("a", "old name"), Settings("a", "old name"), tmp_path, author_name="new name")
    assert (now.author_name, kept.author_name) == ("new name", "new name")


def test_another_author_in_the_file_does_not_take_the_place_of_this_one(tmp_path):
    now, kept = kept_by(Settings("b", "stranger"), Settings("a", "annotator A"), tmp_path, theme="dark")
    assert (now.author_id, kept.author_id, kept.author_name) == ("a", "a", "annotator A")


@pytest.mark.parametrize("told", [
    "[" * 200_000, '{"zoom": 1' + "0" * 400 + "}", '{"zoom": 1e308}', '{"author_name": "\\ud800"}', '{"scroll": {"/x": -1}}',
    '{"scroll": {"/x": 9223372036854775808}}', '{"recent": ["\\udfff"]}', '{"keys": {"\\ud800": "a"}}', '{"zoom": 1' + "0" * 5_000 + "}",
])  # fmt: skip
def test_what_could_not_be_kept_or_used_takes_its_default(tmp_path, told):
    (tmp_path / settings.NAME).write_text(told)
    found = settings.load(tmp_path)
    assert (found.zoom, found.scroll, found.recent, found.keys) == (1.0, {}, [], {})
    settings.save(found, tmp_path)
    assert settings.load(tmp_path) == found
